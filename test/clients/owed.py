"""What a PyAirbyte table must hold after two syncs, by the emulator's truth before each of them."""

import json
import urllib.parse
import urllib.request
from calendar import monthrange
from datetime import date, datetime, timedelta

Row = dict[str, object]

LOOKBACK_DAYS = 7

# Fields that the truth omits because they depend on the reader or repeat another field.
UNTOLD = {"is_final", "start_at", "end_at"}


class Emulator:
    """The emulated Devin, over its own endpoints; `start_date` is the one of the connection."""

    def __init__(self, url: str, start_date: str):
        self.url, self.start_date = url, start_date

    def ask(self, path: str, body: Row | None = None) -> object:
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(f"{self.url}/_emulator/{path}", data) as answer:
            return json.load(answer)

    def truth(self, stream: str, scope: str) -> list[Row]:
        query = {"stream": stream, "scope": scope, "from": self.start_date}
        return self.ask(f"truth?{urllib.parse.urlencode(query)}")


class Moment:
    """The truth of all streams at one instant."""

    def __init__(self, emulator: Emulator, scope: str, streams: list[str]):
        self.now: str = emulator.ask("info")["now"]
        self.last_day = datetime.fromisoformat(self.now[:10]).date() - timedelta(1)
        self.rows = {stream: emulator.truth(stream, scope) for stream in streams}


class Owed:
    """The rows of one stream after two syncs, and which of them the second sync brought."""

    def __init__(self, stream: Row, before: Moment, after: Moment):
        self.key = [path[0] for path in stream["source_defined_primary_key"]]
        self.cursor = (stream.get("default_cursor_field") or [None])[0]
        self.name, self.before, self.after = stream["name"], before, after
        self.old = self._by_key(before)
        self.new = self._by_key(after)
        self.changed_sessions = self._changed_sessions()
        self.again = [self.new[key] for key in self.new if self._is_read_again(key)]

    def key_of(self, row: Row) -> tuple:
        return tuple(str(row[field]) for field in self.key)

    def table(self) -> dict[tuple, Row]:
        return {**self.old, **{self.key_of(row): row for row in self.again}}

    def _by_key(self, moment: Moment) -> dict[tuple, Row]:
        rows = [self._with_final(row, moment) for row in moment.rows[self.name]]
        return {self.key_of(row): row for row in rows}

    def _with_final(self, row: Row, moment: Moment) -> Row:
        last = self._last_day(row)
        if last is None:
            return row
        return {**row, "is_final": last <= moment.last_day - timedelta(LOOKBACK_DAYS)}

    def _is_read_again(self, key: tuple) -> bool:
        row = self.new[key]
        if self.cursor is None:
            return True
        if self.name == "members":
            return row != self.old.get(key)
        if self.name == "session_messages":  # all messages of a session that changed come again
            return row["session_id"] in self.changed_sessions
        last = self._last_day(row)
        if last is None:  # a stream of changes: the hour before the first sync is read again
            # The status of a scan still changes, so scans come again for as long as their metrics do.
            hours = 24 * LOOKBACK_DAYS if self.name == "code_scans" else 1
            return str(row[self.cursor]) >= earlier(self.before.now, hours)
        return last > self.before.last_day - timedelta(LOOKBACK_DAYS) or self._is_of_a_newcomer(row)

    def _changed_sessions(self) -> set[object]:
        since = earlier(self.before.now, 1)
        return {row["session_id"] for row in self.after.rows["sessions"] if str(row["updated_at"]) >= since}

    def _is_of_a_newcomer(self, row: Row) -> bool:
        """Consumption of somebody who has joined is read from the start date on."""
        subject = {"daily_user_consumption": "user_id", "daily_service_user_consumption": "service_user_id"}
        field = subject.get(self.name)
        return field is not None and row[field] not in {old[field] for old in self.before.rows[self.name]}

    def _last_day(self, row: Row) -> date | None:
        """The last day that the row is about; None where rows are about no days."""
        if self.cursor == "date":
            return date.fromisoformat(row["date"])
        if self.cursor != "period_start":
            return None
        first = date.fromisoformat(row["period_start"])
        days = {"daily": 1, "weekly": 7, "monthly": monthrange(first.year, first.month)[1]}
        return first + timedelta(days[self.name.split("_")[0]] - 1)


def earlier(instant: str, hours: int) -> str:
    moment = datetime.fromisoformat(instant.replace("Z", "+00:00")) - timedelta(hours=hours)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def different_counts(owed: list[Owed], first: Row, second: Row) -> str:
    """Which streams brought another number of records than they owe; empty where none did."""
    return "\n".join(
        f"  {stream.name}, {sync} sync: found {found.get(stream.name, 0)}, expected {len(rows)}"
        for stream in owed
        for sync, found, rows in [("first", first, stream.old), ("second", second, stream.again)]
        if found.get(stream.name, 0) != len(rows)
    )


def joined(before: Moment, after: Moment) -> set[str]:
    """Who is a member after, and was none before."""
    members = [{row["user_id"] for row in moment.rows["members"]} for moment in (before, after)]
    return members[1] - members[0]


def rounded(value: object) -> object:
    """Numbers inside JSON: Airbyte's programs in Python read them with pandas, whose last digit is not exact."""
    if isinstance(value, dict):
        return {name: rounded(item) for name, item in value.items()}
    if isinstance(value, list):
        return [rounded(item) for item in value]
    return round(value, 9) if isinstance(value, float) else value
