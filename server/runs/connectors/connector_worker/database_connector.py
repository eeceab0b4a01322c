"""Queries and tables of SQL databases, through SQLAlchemy and the drivers that are allowed: psycopg and PyMySQL.

Addresses of databases are put together here, part by part: nobody writes a driver's options.
"""

import hashlib
import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from modules.kit import Dataset
from modules.kit.errors import to_sentence
from modules.kit.serialization import from_arrow_table, save_value
from server.runs.connectors.connector_worker.connector_protocol import ConnectorError, ConnectorRequest, ConnectorResult
from server.runs.connectors.connector_worker.egress_guard import EgressGuard

DRIVERS = {"postgresql": "postgresql+psycopg", "mysql": "mysql+pymysql"}
ROWS_PER_FETCH = 10_000
ROWS_PER_INSERT = 500
#: Of a query that is polled so many rows are compared.
MAX_POLLED_ROWS = 10_000
CONNECT_TIMEOUT_SECONDS = 15


def fetch_database(request: ConnectorRequest) -> ConnectorResult:
    """The rows of one query, read in a transaction that can only read."""
    limit = int(request.details["row_limit"])
    with _open_connection(request, read_only=True) as connection:
        frame, more = _read_rows(connection, str(request.details["query"]), limit)
    saved = save_value(Dataset(frame), request.folder, "fetched")
    if saved.bytes > request.max_bytes:
        raise ConnectorError(
            156, f"The result is larger than {request.max_bytes // 2**20:,} MiB. Lower the row limit.", "row_limit"
        )
    cut = f" The query has more rows. The row limit of {limit:,} leaves them out." if more else ""
    return ConnectorResult(saved.path.name, "dataset", f"Fetched {len(frame):,} rows.{cut}")


def poll_database(request: ConnectorRequest) -> ConnectorResult:
    """What tells the result of a query from an earlier one: a hash of its first rows."""
    with _open_connection(request, read_only=True) as connection:
        frame, _ = _read_rows(connection, str(request.details["query"]), MAX_POLLED_ROWS)
    text = frame.to_json(orient="split", date_format="iso", default_handler=str)
    return ConnectorResult(fingerprint=f"rows {hashlib.sha256(text.encode()).hexdigest()}")


def _read_rows(connection: sa.Connection, query: str, limit: int) -> tuple[pd.DataFrame, bool]:
    """At most `limit` rows, and whether there are more."""
    # With a cursor of the server's the query is part of one statement, so that no second one can follow.
    result = connection.execution_options(stream_results=True, max_row_buffer=ROWS_PER_FETCH).exec_driver_sql(query)
    if not result.returns_rows:
        raise ConnectorError(156, "The query returns no rows. Write one SELECT.", "sql_query")
    names = _make_unique(list(result.keys()))
    parts: list[pd.DataFrame] = []
    count = 0
    while count <= limit and (rows := result.fetchmany(min(ROWS_PER_FETCH, limit + 1 - count))):
        parts.append(pd.DataFrame.from_records([tuple(map(_to_plain_value, row)) for row in rows], columns=names))
        count += len(rows)
    frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({name: [] for name in names})
    return frame.iloc[:limit].infer_objects(), count > limit


def _make_unique(names: list[str]) -> list[str]:
    counts: dict[str, int] = {}
    unique = []
    for name in map(str, names):
        counts[name] = counts.get(name, 0) + 1
        unique.append(name if counts[name] == 1 else f"{name}_{counts[name]}")
    return unique


def _to_plain_value(value: object) -> object:
    """A value of a database as a dataset holds it."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    is_plain = value is None or isinstance(value, str | bool | int | float) or hasattr(value, "isoformat")
    return value if is_plain or hasattr(value, "total_seconds") else str(value)


def deliver_database(request: ConnectorRequest) -> ConnectorResult:
    """Write a dataset into a table: all of its rows, or none."""
    assert request.file is not None
    schema, _, table = str(request.details["table"]).rpartition(".")
    mode = str(request.details["if_it_exists"])
    with _open_connection(request, read_only=False) as connection:
        inspector = sa.inspect(connection)
        if mode == "fail" and inspector.has_table(table, schema=schema or None):
            raise ConnectorError(
                57, f"The table '{request.details['table']}' already exists. Append to it, or replace it.", "table"
            )
        rows = 0
        for place, frame in enumerate(_iterate_frames(request.file)):
            frame.to_sql(
                table,
                connection,
                schema=schema or None,
                if_exists=mode if place == 0 else "append",
                index=False,
                method="multi",
                chunksize=ROWS_PER_INSERT,
            )
            rows += len(frame)
    return ConnectorResult(remark=f"Wrote {rows:,} rows into {request.details['table']}.")


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


def test_database(request: ConnectorRequest) -> ConnectorResult:
    """Connect and ask for a number."""
    with _open_connection(request, read_only=True) as connection:
        connection.exec_driver_sql("select 1").scalar()
    return ConnectorResult(remark="The connection works.")


@contextmanager
def _open_connection(request: ConnectorRequest, *, read_only: bool) -> Iterator[sa.Connection]:
    """One transaction: committed at the end of the block, rolled back when it raises."""
    assert request.connection is not None
    fields = request.connection
    guard = EgressGuard(request.allowed_hosts, allow_private=True, parameter="database")
    address = guard.resolve_host(str(fields["host"]), int(fields["port"]))
    guard.install_audit_hook()
    postgresql = fields["kind"] == "postgresql"
    url = sa.URL.create(
        DRIVERS[str(fields["kind"])],
        username=str(fields["user"]),
        password=str(fields["password"]),
        host=str(fields["host"]),
        port=int(fields["port"]),
        database=str(fields["database"]),
    )
    arguments = _build_postgresql_arguments(fields, address) if postgresql else _build_mysql_arguments(fields)
    engine = sa.create_engine(url, connect_args=arguments, poolclass=sa.NullPool)
    has_connected = False
    try:
        with engine.connect() as connection:
            has_connected = True
            if read_only:
                _set_read_only(connection, postgresql)
            with connection.begin():
                yield connection
    except (SQLAlchemyError, pd.errors.DatabaseError) as error:
        raise _to_connector_error(error, request, has_connected) from None
    finally:
        engine.dispose()


def _set_read_only(connection: sa.Connection, postgresql: bool) -> None:
    if postgresql:
        connection.execution_options(postgresql_readonly=True)
    else:
        connection.exec_driver_sql("set session transaction read only")
        connection.commit()


def _build_postgresql_arguments(fields: Any, address: str) -> dict[str, Any]:
    """The address is the one that was looked at, whatever the name resolves to by now."""
    return {"hostaddr": address, "sslmode": str(fields["tls"]), "connect_timeout": CONNECT_TIMEOUT_SECONDS}


def _build_mysql_arguments(fields: Any) -> dict[str, Any]:
    """The password goes as UTF-8, in which MySQL has kept it; the driver would make Latin-1 of it."""
    password = str(fields["password"]).encode()
    plain = {
        "connect_timeout": CONNECT_TIMEOUT_SECONDS,
        "local_infile": False,
        "charset": "utf8mb4",
        "password": password,
    }
    return plain | build_tls_arguments(str(fields["tls"]))


def build_tls_arguments(tls: str) -> dict[str, Any]:
    """The arguments for PyMySQL about TLS: left alone it takes TLS where the server has it."""
    if tls == "disable":
        return {"ssl_disabled": True}
    if tls == "prefer":
        return {}
    # A context of our own: without a file of authorities the driver never looks at the name in the certificate.
    context = ssl.create_default_context()
    if tls == "require":
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return {"ssl": context}


def _to_connector_error(error: Exception, request: ConnectorRequest, has_connected: bool) -> ConnectorError:
    """The database's own words. The statement is left out: it can be long, and the user has it."""
    is_direct = isinstance(error, SQLAlchemyError)  # pandas wraps it once more
    database_error = error if is_direct else error.__cause__ or error
    origin = getattr(database_error, "orig", None) or database_error
    words = " ".join(str(origin.args[-1] if origin.args else origin).split())[:500]
    if not has_connected:
        return ConnectorError(15, to_sentence(f"The database can't be opened: {words}"), "database")
    if request.direction == "fetch":
        return ConnectorError(156, to_sentence(f"The database answered: {words}"), "sql_query")
    if request.direction == "deliver":
        return ConnectorError(66, to_sentence(f"The database answered: {words}"), "table")
    return ConnectorError(157, to_sentence(f"The database answered: {words}"))
