"""Queries and tables of databases, through the session that fits the kind of the connection."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pandas as pd
import pyarrow as pa

from modules.kit import Dataset
from modules.kit.serialization import from_arrow_table, save_value
from server.runs.connectors.connector_worker.connector_protocol import ConnectorError, ConnectorRequest, ConnectorResult
from server.runs.connectors.connector_worker.database_sessions import DatabaseSession, TableTarget

#: Of a query that is polled so many rows are compared.
MAX_POLLED_ROWS = 10_000


def fetch_database(request: ConnectorRequest) -> ConnectorResult:
    """The rows of one query, read in a transaction that can only read, or that is rolled back."""
    limit = int(request.details["row_limit"])
    with _open_session(request, read_only=True) as session:
        frame, more = session.read_rows(str(request.details["query"]), limit)
    saved = save_value(Dataset(frame), request.folder, "fetched")
    if saved.bytes > request.max_bytes:
        raise ConnectorError(
            156, f"The result is larger than {request.max_bytes // 2**20:,} MiB. Lower the row limit.", "row_limit"
        )
    cut = f" The query has more rows. The row limit of {limit:,} leaves them out." if more else ""
    return ConnectorResult(saved.path.name, "dataset", f"Fetched {len(frame):,} rows.{cut}")


def poll_database(request: ConnectorRequest) -> ConnectorResult:
    """What tells the result of a query from an earlier one: a hash of its first rows."""
    with _open_session(request, read_only=True) as session:
        frame, _ = session.read_rows(str(request.details["query"]), MAX_POLLED_ROWS)
    text = frame.to_json(orient="split", date_format="iso", default_handler=str)
    return ConnectorResult(fingerprint=f"rows {hashlib.sha256(text.encode()).hexdigest()}")


def deliver_database(request: ConnectorRequest) -> ConnectorResult:
    """Write a dataset into a table: all of its rows, or none where the database has transactions."""
    assert request.file is not None
    details = request.details
    keys = tuple(map(str, details.get("key_columns", ())))
    target = TableTarget(str(details["table"]), details["if_it_exists"], keys)
    with _open_session(request, read_only=False) as session:
        remark = session.write_rows(target, _iterate_frames(request.file))
    return ConnectorResult(remark=remark)


def test_database(request: ConnectorRequest) -> ConnectorResult:
    """Connect and ask for a number."""
    with _open_session(request, read_only=True) as session:
        session.check()
    return ConnectorResult(remark="The connection works.")


def _open_session(request: ConnectorRequest, *, read_only: bool) -> AbstractContextManager[DatabaseSession]:
    """The session of the connection's kind, whose driver is loaded only here."""
    assert request.connection is not None
    opener: Callable[..., AbstractContextManager[DatabaseSession]]
    if request.connection["kind"] == "odbc":
        from server.runs.connectors.connector_worker.odbc_sessions import open_odbc_session as opener
    elif request.connection["kind"] in ("snowflake", "bigquery"):
        from server.runs.connectors.connector_worker.adbc_sessions import open_adbc_session as opener
    else:
        from server.runs.connectors.connector_worker.sql_sessions import open_sql_session as opener
    return opener(request, read_only=read_only)


def _iterate_frames(path: Path) -> Iterator[pd.DataFrame]:
    """The rows of a stored table in pieces, with categories as text; of one without rows its columns."""
    with pa.memory_map(str(path)) as source:
        reader = pa.ipc.open_file(source)
        batches = (reader.get_batch(place) for place in range(reader.num_record_batches))
        tables = (pa.Table.from_batches([batch], reader.schema) for batch in batches)
        for table in tables if reader.num_record_batches else [reader.schema.empty_table()]:
            frame = from_arrow_table(table).frame
            kinds = frame.dtypes.items()
            categories = [name for name, kind in kinds if isinstance(kind, pd.CategoricalDtype)]
            yield frame.astype(dict.fromkeys(categories, "str"))
