"""Values of databases as a dataset holds them."""

import json
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

import pandas as pd

from server.runs.connectors.connector_worker.database_sessions import ROWS_PER_FETCH, make_unique_names


def to_plain_value(value: object) -> object:
    """A value of a database as a dataset holds it."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    is_plain = value is None or isinstance(value, str | bool | int | float) or hasattr(value, "isoformat")
    return value if is_plain or hasattr(value, "total_seconds") else str(value)


def collect_rows(
    names: Sequence[str], fetch: Callable[[int], Iterable[Sequence[object]]], limit: int
) -> tuple[pd.DataFrame, bool]:
    """At most `limit` rows of what `fetch` gives piece by piece, and whether there are more."""
    unique = make_unique_names(names)
    parts: list[pd.DataFrame] = []
    count = 0
    while count <= limit and (rows := list(fetch(min(ROWS_PER_FETCH, limit + 1 - count)))):
        parts.append(pd.DataFrame.from_records([tuple(map(to_plain_value, row)) for row in rows], columns=unique))
        count += len(rows)
    frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({name: [] for name in unique})
    return frame.iloc[:limit].infer_objects(), count > limit
