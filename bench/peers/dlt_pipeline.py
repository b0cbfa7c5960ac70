"""The three core streams with dlt, into files of JSON lines: python dlt_pipeline.py CONFIG FOLDER

Tuned: requests in as many threads as configured, pages of 200, one window of consumption for each user, a state for
each user, no child tables, no compression, and enough retries to outlast a storm of 429.
"""

import json
import sys
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import quote

import dlt
from dlt.sources.helpers.requests import Client
from dlt.sources.helpers.rest_client import RESTClient
from dlt.sources.helpers.rest_client.auth import BearerTokenAuth
from dlt.sources.helpers.rest_client.paginators import JSONResponseCursorPaginator

CONSUMPTION_LOOKBACK, METRICS_LOOKBACK = timedelta(7), timedelta(28)
DAY = timedelta(1)


@dlt.source(max_table_nesting=0)
def devin(config: dict):
    base = f"{config['api_url']}/v3/enterprise"
    auth = BearerTokenAuth(config["api_key"])
    retries = {"request_max_attempts": 20, "request_max_retry_delay": 8}
    client = Client(**retries)
    asked: set[str] = set()  # the two lists of members overlap
    start_date, end_date = date.fromisoformat(config["start_date"]), date.fromisoformat(config["end_date"])

    def get(path: str, first: date, last: date) -> dict:
        window = {"time_after": starts_at(first), "time_before": starts_at(last + DAY)}
        return client.get(f"{base}{path}", params=window, auth=auth).json()

    @dlt.resource(write_disposition="replace", primary_key="user_id")
    def members():
        paginator = JSONResponseCursorPaginator(
            cursor_path="end_cursor", cursor_param="after", has_more_path="has_next_page"
        )
        session = Client(raise_for_status=False, **retries).session
        pages = RESTClient(base, auth=auth, session=session)
        for path in ("/members/users", "/members/idp-users"):
            yield from pages.paginate(path, params={"first": 200}, paginator=paginator, data_selector="items")

    @dlt.transformer(
        data_from=members,
        write_disposition="append",
        primary_key=("date", "user_id"),
        columns={"acus": {"data_type": "double"}},
    )
    def daily_user_consumption(page: list[dict]):
        synced_through = dlt.current.resource_state().setdefault("synced_through", {})
        for member in page:
            if member["user_id"] not in asked:
                asked.add(member["user_id"])
                yield consumption_of(member, synced_through)

    @dlt.defer
    def consumption_of(member: dict, synced_through: dict) -> list[dict]:
        user_id = member["user_id"]
        first = first_day(synced_through.get(user_id), CONSUMPTION_LOOKBACK)
        answer = get(f"/consumption/daily/users/{quote(user_id, safe='')}", first, end_date)
        synced_through[user_id] = end_date.isoformat()
        of_member = {"user_id": user_id, "user_email": member["email"]}
        return [{**row, "date": day_of(row["date"]), **of_member} for row in answer["consumption_by_date"]]

    @dlt.resource(write_disposition="append", primary_key="date")
    def daily_pr_metrics():
        state = dlt.current.resource_state()
        day = first_day(state.get("synced_through"), METRICS_LOOKBACK)
        while day <= end_date:
            yield metrics_of(day)
            day += DAY
        state["synced_through"] = end_date.isoformat()

    @dlt.defer
    def metrics_of(day: date) -> dict:
        return {"date": day.isoformat(), **get("/metrics/prs", day, day)}

    def first_day(synced_through: str | None, lookback: timedelta) -> date:
        if synced_through is None:
            return start_date
        return date.fromisoformat(synced_through) + DAY - lookback

    return members, daily_user_consumption, daily_pr_metrics


def starts_at(day: date) -> int:
    """The start of a billing day, in Unix seconds."""
    return int(datetime(day.year, day.month, day.day, 8, tzinfo=timezone.utc).timestamp())


def day_of(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, timezone.utc).date().isoformat()


def main(config_file: str, folder: str) -> None:
    config = json.loads(Path(config_file).read_text())
    dlt.config["extract.workers"] = config["num_workers"]
    dlt.config["extract.max_parallel_items"] = 4 * config["num_workers"]
    dlt.config["data_writer.disable_compression"] = True
    dlt.config["runtime.dlthub_telemetry"] = False
    tables = Path(folder).resolve() / "tables"
    pipeline = dlt.pipeline(
        "devin",
        pipelines_dir=str(Path(folder) / "pipelines"),
        destination=dlt.destinations.filesystem(bucket_url=tables.as_uri()),
        dataset_name="devin",
    )
    pipeline.run(devin(config).with_resources(*config["streams"]), loader_file_format="jsonl")


if __name__ == "__main__":
    main(*sys.argv[1:])
