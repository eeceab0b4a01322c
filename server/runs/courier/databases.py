"""Queries and tables of SQL databases, through SQLAlchemy and the drivers that are allowed: psycopg and PyMySQL.

Addresses of databases are put together here, part by part: nobody writes a driver's options.
"""

import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from modules.kit import Dataset
from modules.kit.errors import as_sentence
from modules.kit.files import load, save
from server.runs.courier.guard import Guard
from server.runs.courier.orders import Done, Order, Refused

DRIVERS = {"postgresql": "postgresql+psycopg", "mysql": "mysql+pymysql"}
ROWS_AT_ONCE = 10_000
ROWS_PER_INSERT = 500
SECONDS_TO_CONNECT = 15


def fetch(order: Order) -> Done:
    """The rows of one query, read in a transaction that can only read."""
    limit = int(order.details["row_limit"])
    with _connected(order, read_only=True) as connection:
        frame, more = _rows(connection, str(order.details["query"]), limit)
    saved = save(Dataset(frame), order.folder, "fetched")
    if saved.bytes > order.most_bytes:
        raise Refused(
            156, f"The result is larger than {order.most_bytes // 2**20:,} MiB. Lower the row limit.", "row_limit"
        )
    cut = f" The query has more: the row limit of {limit:,} left them out." if more else ""
    return Done(saved.path.name, "dataset", f"Fetched {len(frame):,} rows.{cut}")


def _rows(connection: sa.Connection, query: str, limit: int) -> tuple[pd.DataFrame, bool]:
    """At most `limit` rows, and whether there are more."""
    # With a cursor of the server's the query is part of one statement, so that no second one can follow.
    result = connection.execution_options(stream_results=True, max_row_buffer=ROWS_AT_ONCE).exec_driver_sql(query)
    if not result.returns_rows:
        raise Refused(156, "The query returns no rows. Write one SELECT.", "sql_query")
    names = _unique(list(result.keys()))
    parts: list[pd.DataFrame] = []
    count = 0
    while count <= limit and (rows := result.fetchmany(min(ROWS_AT_ONCE, limit + 1 - count))):
        parts.append(pd.DataFrame.from_records([tuple(map(_plain, row)) for row in rows], columns=names))
        count += len(rows)
    frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({name: [] for name in names})
    return frame.iloc[:limit].infer_objects(), count > limit


def _unique(names: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    unique = []
    for name in map(str, names):
        seen[name] = seen.get(name, 0) + 1
        unique.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return unique


def _plain(value: Any) -> Any:
    """A value of a database as a dataset holds it."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    kept = value is None or isinstance(value, str | bool | int | float) or hasattr(value, "isoformat")
    return value if kept or hasattr(value, "total_seconds") else str(value)


def deliver(order: Order) -> Done:
    """Write a dataset into a table: all of its rows, or none."""
    assert order.file is not None
    frame = load(order.file, "dataset").frame
    schema, _, table = str(order.details["table"]).rpartition(".")
    mode = str(order.details["if_it_exists"])
    with _connected(order, read_only=False) as connection:
        inspector = sa.inspect(connection)
        if mode == "fail" and inspector.has_table(table, schema=schema or None):
            raise Refused(
                57, f"The table '{order.details['table']}' is there already. Append to it, or replace it.", "table"
            )
        text = {
            name: values.astype("str")
            for name, values in frame.items()
            if isinstance(values.dtype, pd.CategoricalDtype)
        }
        frame.assign(**text).to_sql(
            table,
            connection,
            schema=schema or None,
            if_exists=mode,
            index=False,
            method="multi",
            chunksize=ROWS_PER_INSERT,
        )
    return Done(remark=f"Wrote {len(frame):,} rows into {order.details['table']}.")


def test(order: Order) -> Done:
    """Connect and ask for a number."""
    with _connected(order, read_only=True) as connection:
        connection.exec_driver_sql("select 1").scalar()
    return Done(remark="The database answers.")


@contextmanager
def _connected(order: Order, *, read_only: bool) -> Iterator[sa.Connection]:
    """One transaction: committed at the end of the block, rolled back when it raises."""
    assert order.connection is not None
    fields = order.connection
    guard = Guard(order.allowed_hosts, private=True, parameter="database")
    address = guard.resolved(str(fields["host"]), int(fields["port"]))
    guard.watch()
    postgresql = fields["kind"] == "postgresql"
    url = sa.URL.create(
        DRIVERS[str(fields["kind"])],
        username=str(fields["user"]),
        password=str(fields["password"]),
        host=str(fields["host"]),
        port=int(fields["port"]),
        database=str(fields["database"]),
    )
    arguments = _postgresql(fields, address) if postgresql else _mysql(fields)
    engine = sa.create_engine(url, connect_args=arguments, poolclass=sa.NullPool)
    opened = False
    try:
        with engine.connect() as connection:
            opened = True
            if read_only:
                _only_read(connection, postgresql)
            with connection.begin():
                yield connection
    except (SQLAlchemyError, pd.errors.DatabaseError) as error:
        raise _told(error, order, opened) from None
    finally:
        engine.dispose()


def _only_read(connection: sa.Connection, postgresql: bool) -> None:
    if postgresql:
        connection.execution_options(postgresql_readonly=True)
    else:
        connection.exec_driver_sql("set session transaction read only")
        connection.commit()


def _postgresql(fields: Any, address: str) -> dict[str, Any]:
    """The address is the one that was looked at, whatever the name resolves to by now."""
    return {"hostaddr": address, "sslmode": str(fields["tls"]), "connect_timeout": SECONDS_TO_CONNECT}


def _mysql(fields: Any) -> dict[str, Any]:
    """The password goes as UTF-8, in which MySQL has kept it; the driver would make Latin-1 of it."""
    password = str(fields["password"]).encode()
    plain = {"connect_timeout": SECONDS_TO_CONNECT, "local_infile": False, "charset": "utf8mb4", "password": password}
    return plain | secured(str(fields["tls"]))


def secured(tls: str) -> dict[str, Any]:
    """How PyMySQL is told of TLS: left alone it takes TLS where the server has it."""
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


def _told(error: Exception, order: Order, opened: bool) -> Refused:
    """The database's own words. The statement is left out: it can be long, and the user has it."""
    known = error if isinstance(error, SQLAlchemyError) else error.__cause__ or error  # pandas wraps it once more
    origin = getattr(known, "orig", None) or known
    words = " ".join(str(origin.args[-1] if origin.args else origin).split())[:500]
    if not opened:
        return Refused(15, as_sentence(f"The database cannot be opened: {words}"), "database")
    if order.direction == "fetch":
        return Refused(156, as_sentence(f"The database answered: {words}"), "sql_query")
    if order.direction == "deliver":
        return Refused(66, as_sentence(f"The database answered: {words}"), "table")
    return Refused(157, as_sentence(f"The database answered: {words}"))
