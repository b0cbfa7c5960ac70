"""Compares the tables of Airbyte's destination for pgvector with the emulator's truth. Run by pipe.mjs.

    python pipe.py now EMULATOR_URL CATALOG FILE: keeps the truth of this moment in the file
    python pipe.py compare PORT CATALOG BEFORE AFTER RECEIVED...: after two syncs, with what the destination got in each

Both run beside config.json, the configuration of the connector.
"""

import json
import pickle
import sys
from collections import Counter
from pathlib import Path

import psycopg2
from owed import Emulator, Moment, Owed, Row, different_counts, rounded


def keep_truth(url: str, catalog: str, file: str) -> None:
    names = [stream["stream"]["name"] for stream in streams_of(catalog)]
    start_date = json.loads(Path("config.json").read_text())["start_date"]
    Path(file).write_bytes(pickle.dumps(Moment(Emulator(url, start_date), "enterprise", names)))


def compare(port: str, catalog: str, before: str, after: str, *received: str) -> None:
    moments = [pickle.loads(Path(file).read_bytes()) for file in (before, after)]
    owed = [Owed(configured["stream"], *moments) for configured in streams_of(catalog)]
    first, second = (records_of(file) for file in received)
    differences = different_counts(owed, first, second)
    if differences:
        raise SystemExit(f"FAILED records of a sync:\n{differences}")
    connection = psycopg2.connect(host="127.0.0.1", port=port, user="tester", dbname="postgres")
    total = sum(compare_table(connection, stream) for stream in owed)
    print(f"RESULT {len(owed)} tables with {total} rows equal the truth; {first.total()} records, a day later {second.total()}")


def compare_table(connection, owed: Owed) -> int:
    """Every row is there once, with every value that the truth tells; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT DISTINCT document_id, metadata::text FROM "{owed.name}"')
        rows = [rounded(json.loads(metadata)) for _, metadata in cursor.fetchall()]
    found = {owed.key_of(row): row for row in rows}
    expected = owed.table()
    require_equal(f"rows of {owed.name}", len(rows), len(expected))
    for key, row in expected.items():
        require_equal(f"a row of {owed.name}", {field: found.get(key, {}).get(field) for field in row}, rounded(row))
    return len(rows)


def streams_of(catalog: str) -> list[Row]:
    return json.loads(Path(catalog).read_text())["streams"]


def records_of(received: str) -> Counter[str]:
    """How many records of each stream."""
    with open(received) as lines:
        return Counter(json.loads(line)["record"]["stream"] for line in lines if line.startswith('{"type":"RECORD"'))


def require_equal(what: str, found: object, expected: object) -> None:
    if found != expected:
        raise SystemExit(f"FAILED {what}:\n  found    {found}\n  expected {expected}")


if __name__ == "__main__":
    command, *arguments = sys.argv[1:]
    {"now": keep_truth, "compare": compare}[command](*arguments)
