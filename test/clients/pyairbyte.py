"""Reads every stream through PyAirbyte into a database, twice with a simulated day in between, and compares each table
with the emulator's truth. Run by pyairbyte.mjs:

    python pyairbyte.py EMULATOR_URL EXECUTABLE SCOPE duckdb FILE
    python pyairbyte.py EMULATOR_URL EXECUTABLE SCOPE postgres PORT

With the word `texts` at the end it reads once, while Devin sends a NUL and unpaired surrogates in every text, and counts the
rows of each table.
"""

import json
import os
import sys
from datetime import date, datetime
from decimal import Decimal

import airbyte
from airbyte.caches import CacheBase, DuckDBCache, PostgresCache
from owed import LOOKBACK_DAYS, UNTOLD, Emulator, Moment, Owed, Row, different_counts, joined, rounded
from sqlalchemy import text

# Of the emulator's people, one returns to the enterprise between these times, and no one leaves.
START_DATE, FIRST_SYNC, SECOND_SYNC = "2026-10-01", "2026-11-23T09:00:00Z", "2026-11-24T09:00:00Z"
OF_PYAIRBYTE = {"_airbyte_raw_id", "_airbyte_extracted_at", "_airbyte_meta"}


def main(url: str, executable: str, scope: str, kind: str, place: str, texts: str = "") -> None:
    emulator = Emulator(url, START_DATE)
    if texts:
        read_refused_texts(emulator, executable, scope, open_cache(kind, place, schema_name="refused_texts"))
        return
    emulator.ask("now", {"now": FIRST_SYNC})
    catalog, first, before = sync(emulator, executable, scope, open_cache(kind, place))
    emulator.ask("now", {"now": SECOND_SYNC})
    cache = open_cache(kind, place)
    _, second, after = sync(emulator, executable, scope, cache)
    require_equal("how many joined", len(joined(before, after)), {"enterprise": 1, "organization": 0}[scope])
    require_equal("who left", joined(after, before), set())

    owed = [Owed(stream, before, after) for stream in catalog]
    differences = different_counts(owed, first, second)
    require(not differences, f"records of a sync:\n{differences}")
    was, brought = sum(first.values()), sum(second.values())
    require(brought < was / 2, f"the second sync brought {brought} records, the first {was}")
    for stream, rows in zip(catalog, owed):
        compare(stream, rows, read_table(cache, stream))
    require_states(cache, catalog)
    total = sum(len(stream.table()) for stream in owed)
    print(f"RESULT {len(owed)} tables with {total} rows equal the truth; {was} records, a day later {brought}")


def read_refused_texts(emulator: Emulator, executable: str, scope: str, cache: CacheBase) -> None:
    """Texts that destinations refuse cost no row: every table has as many rows as the truth."""
    emulator.ask("now", {"now": FIRST_SYNC})
    # Counters have fixed names, so names stay as they are.
    emulator.ask("faults", {"add": [{"kind": "nul-and-surrogates", "path": "*"}]})
    catalog, _, truth = sync(emulator, executable, scope, cache)
    counts = {stream["name"]: len(read_table(cache, stream)) for stream in catalog}
    expected = {stream["name"]: len(Owed(stream, truth, truth).table()) for stream in catalog}
    require_equal("rows of each table", counts, expected)
    names = [str(row["name"]) for row in read_table(cache, catalog_entry(catalog, "members"))]
    require(any("\ufffd" in name for name in names), "no name of a member has a replaced character")
    print(f"RESULT {len(counts)} tables with {sum(counts.values())} rows, in spite of texts that destinations refuse")


def catalog_entry(catalog: list[Row], name: str) -> Row:
    return next(stream for stream in catalog if stream["name"] == name)


def open_cache(kind: str, place: str, **options: str) -> CacheBase:
    """The cache in a database; `schema_name` keeps a second connection apart from the first."""
    if kind == "duckdb":
        return DuckDBCache(db_path=place, **options)
    account = {"username": "tester", "password": "unused", "database": "postgres"}
    return PostgresCache(host="127.0.0.1", port=int(place), **account, **options)


def sync(emulator: Emulator, executable: str, scope: str, cache: CacheBase) -> tuple[list[Row], Row, Moment]:
    """Checks, discovers and reads as a new user of PyAirbyte would: the catalog, the records by stream, and the truth."""
    info = emulator.ask("info")
    os.environ["SOURCE_DEVIN_NOW"] = info["now"]
    config = {
        "scope": scope,
        "api_key": info["keys"][scope],
        "api_url": emulator.url,
        "start_date": START_DATE,
        "consumption_lookback_days": LOOKBACK_DAYS,
        "metrics_lookback_days": LOOKBACK_DAYS,
    }
    source = airbyte.get_source("source-devin", local_executable=executable, config=config, streams="*")
    source.check()
    catalog = json.loads(source.discovered_catalog.model_dump_json())["streams"]
    result = source.read(cache=cache)
    truth = Moment(emulator, scope, [stream["name"] for stream in catalog])
    counts = dict(result._progress_tracker.stream_read_counts)  # the public count is of all streams together
    require_equal("records of all streams", sum(counts.values()), result.processed_records)
    return catalog, counts, truth


def read_table(cache: CacheBase, stream: Row) -> list[Row]:
    with cache.get_sql_engine().connect() as connection:
        table = cache.processor.get_sql_table_name(stream["name"])
        rows = connection.execute(text(f'SELECT * FROM {cache.schema_name}."{table}"')).mappings()
        return [dict(row) for row in rows]


def compare(stream: Row, owed: Owed, rows: list[Row]) -> None:
    name, properties = stream["name"], stream["json_schema"]["properties"]
    expected = owed.table()
    for row in rows:
        require_equal(f"columns of {name}", set(row) - OF_PYAIRBYTE, set(properties))
    found = {owed.key_of(row): row for row in rows}
    require_equal(f"rows of {name}", len(rows), len(found))
    require_equal(f"keys of {name}", set(found), {owed.key_of(plain_row(row, properties)) for row in expected.values()})
    require(len(rows) > 0, f"{name} has no rows")
    for row in expected.values():
        told = plain_row(row, properties)
        table_row = plain_row(found[owed.key_of(told)], properties)
        untold = set(properties) - set(row) - UNTOLD
        require(untold <= ({"updated_at"} if name == "members" else set()), f"the truth of {name} lacks {untold}")
        require_equal(f"a row of {name}", {field: table_row[field] for field in row}, told)


def plain_row(row: Row, properties: dict[str, Row]) -> Row:
    return {field: plain(value, properties[field]) for field, value in row.items() if field in properties}


def plain(value: object, schema: Row) -> object:
    """A value as it compares, whether it comes from a database or from the truth."""
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if value is None:
        return None
    if "object" in types or "array" in types:
        return rounded(json.loads(value) if isinstance(value, str) else value)
    if "number" in types:
        return Decimal(str(value)).quantize(Decimal("1e-9"))  # PyAirbyte's columns keep nine places
    if schema.get("format") == "date":
        return value if isinstance(value, date) else date.fromisoformat(value)
    if schema.get("format") == "date-time":
        instant = value if isinstance(value, datetime) else datetime.fromisoformat(value.replace("Z", "+00:00"))
        return instant.replace(tzinfo=None)
    return value


def require_states(cache: CacheBase, catalog: list[Row]) -> None:
    """Every stream has left the state with which the next sync goes on."""
    with cache.get_sql_engine().connect() as connection:
        query = f"SELECT stream_name, state_json FROM {cache.schema_name}._airbyte_state"
        states = {name: json.loads(state) for name, state in connection.execute(text(query))}
    require_equal("streams with a state", set(states), {stream["name"] for stream in catalog})
    synced = states["daily_pr_metrics"]["stream"]["stream_state"]["synced_through"]
    require_equal("day through which daily_pr_metrics is synced", synced, "2026-11-23")


def require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise SystemExit(f"FAILED {otherwise}")


def require_equal(what: str, found: object, expected: object) -> None:
    require(found == expected, f"{what}:\n  found    {found}\n  expected {expected}")


if __name__ == "__main__":
    main(*sys.argv[1:])
