"""Databases through SQLAlchemy and the drivers that are allowed: psycopg, PyMySQL, pymssql and python-oracledb.

Addresses of databases are put together here, part by part: nobody writes a driver's options.
"""

import re
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from modules.kit.errors import to_sentence
from server.runs.connectors.connector_worker.connector_protocol import ConnectorError, ConnectorRequest
from server.runs.connectors.connector_worker.database_sessions import (
    CONNECT_TIMEOUT_SECONDS,
    ROWS_PER_FETCH,
    DatabaseSession,
    TableTarget,
    format_rows,
    list_plain_rows,
    refuse_existing_table,
    refuse_update,
    require_one_select,
    require_table_columns,
)
from server.runs.connectors.connector_worker.egress_guard import EgressGuard
from server.runs.connectors.connector_worker.plain_values import collect_rows

DRIVERS = {
    "postgresql": "postgresql+psycopg",
    "mysql": "mysql+pymysql",
    "sqlserver": "mssql+pymssql",
    "oracle": "oracle+oracledb",
}
ROWS_PER_INSERT = 500
#: FreeTDS, which speaks to SQL Server, encrypts but does not verify certificates.
SQL_SERVER_ENCRYPTION = {"disable": "off", "prefer": "request", "require": "require"}


class SqlSession:
    """A connection of SQLAlchemy."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self.dialect = connection.dialect.name

    def read_rows(self, query: str, limit: int) -> tuple[pd.DataFrame, bool]:
        if self.dialect in ("mssql", "oracle"):
            require_one_select(query)
        # With a cursor of the server's the query is part of one statement, so that no second one can follow.
        options = self.connection.execution_options(stream_results=True, max_row_buffer=ROWS_PER_FETCH)
        result = options.exec_driver_sql(query)
        if not result.returns_rows:
            raise ConnectorError(156, "The query returns no rows. Write one SELECT.", "sql_query")
        return collect_rows(list(result.keys()), result.fetchmany, limit)

    def check(self) -> None:
        self.connection.exec_driver_sql("select 1 from dual" if self.dialect == "oracle" else "select 1").scalar()

    def write_rows(self, target: TableTarget, frames: Iterator[pd.DataFrame]) -> str:
        if target.mode == "update" and self.dialect == "oracle":
            raise refuse_update("Oracle")  # which commits when a temporary table is made
        exists = sa.inspect(self.connection).has_table(target.table, schema=target.schema)
        if exists and target.mode == "fail":
            raise refuse_existing_table(target.name)
        if exists and target.mode == "update":
            return self._update_rows(target, frames)
        rows = 0
        for place, frame in enumerate(frames):
            frame.to_sql(
                target.table,
                self.connection,
                schema=target.schema,
                if_exists="replace" if place == 0 and target.mode == "replace" else "append",
                index=False,
                # Oracle has no INSERT of several rows.
                method=None if self.dialect == "oracle" else "multi",
                chunksize=ROWS_PER_INSERT,
            )
            rows += len(frame)
        return f"Wrote {format_rows(rows)} into {target.name}."

    def _update_rows(self, target: TableTarget, frames: Iterator[pd.DataFrame]) -> str:
        """Rows whose key is in the table replace what stands there, all others are added; by way of a table that is
        gone with the transaction."""
        table = sa.Table(target.table, sa.MetaData(), schema=target.schema, autoload_with=self.connection)
        stage: sa.Table | None = None
        for frame in frames:
            if stage is None:
                require_table_columns(list(frame.columns), list(table.c.keys()), target.name)
                stage = self._create_stage(table, list(frame.columns))
            rows = [dict(zip(frame.columns, row, strict=True)) for row in list_plain_rows(frame)]
            if rows:
                self.connection.execute(stage.insert(), rows)
        assert stage is not None, "A table without rows is one frame."
        names = list(stage.c.keys())
        same = sa.and_(*(table.c[key] == stage.c[key] for key in target.keys))
        values = {table.c[name]: stage.c[name] for name in names if name not in target.keys}
        updated = self.connection.execute(sa.update(table).values(values).where(same)).rowcount if values else 0
        is_new = ~sa.exists(sa.select(sa.literal(1)).select_from(table).where(same).correlate(stage))
        insert = table.insert().from_select(names, sa.select(*stage.c).where(is_new))
        added = self.connection.execute(insert, execution_options={"preserve_rowcount": True}).rowcount
        stage.drop(self.connection)
        return f"Updated {format_rows(updated)} of {target.name} and added {added:,}."

    def _create_stage(self, table: sa.Table, names: list[str]) -> sa.Table:
        name = f"designery_{uuid4().hex[:12]}"
        is_sql_server = self.dialect == "mssql"
        stage = sa.Table(
            f"#{name}" if is_sql_server else name,
            sa.MetaData(),
            *(sa.Column(column, table.c[column].type, autoincrement=False) for column in names),
            prefixes=[] if is_sql_server else ["TEMPORARY"],
        )
        stage.create(self.connection)
        return stage


@contextmanager
def open_sql_session(request: ConnectorRequest, *, read_only: bool) -> Iterator[DatabaseSession]:
    """One transaction: committed at the end of the block, rolled back when it raises or only reads."""
    assert request.connection is not None
    fields = request.connection
    guard = EgressGuard(request.allowed_hosts, allow_private=True, parameter="database")
    address = guard.resolve_host(str(fields["host"]), int(fields["port"]))
    guard.install_audit_hook()
    engine = sa.create_engine(
        f"{DRIVERS[str(fields['kind'])]}://",
        connect_args=build_connect_arguments(fields, address),
        poolclass=sa.NullPool,
    )
    has_connected = False
    try:
        with engine.connect() as connection:
            has_connected = True
            if read_only:
                _set_read_only(connection, str(fields["kind"]))
            with connection.begin() as transaction:
                yield SqlSession(connection)
                if read_only:
                    transaction.rollback()
    except (SQLAlchemyError, pd.errors.DatabaseError) as error:
        raise _to_connector_error(error, request, has_connected) from None
    finally:
        engine.dispose()


def build_connect_arguments(fields: Mapping[str, Any], address: str) -> dict[str, Any]:
    """What the driver is told, in its own words. The address is the one that was looked at, whatever the name
    resolves to by now, where the driver does not need the name for the certificate."""
    kind, tls = str(fields["kind"]), str(fields["tls"])
    host, port, user, password = str(fields["host"]), int(fields["port"]), str(fields["user"]), str(fields["password"])
    common: dict[str, Any] = {"port": port, "user": user}
    own: dict[str, Any]
    if kind == "postgresql":
        own = {"host": host, "hostaddr": address, "dbname": str(fields["database"]), "password": password}
        return {**common, **own, "sslmode": tls, "connect_timeout": CONNECT_TIMEOUT_SECONDS}
    if kind == "mysql":
        # The password goes as UTF-8, in which MySQL has kept it; the driver would make Latin-1 of it.
        own = {"host": host, "database": str(fields["database"]), "password": password.encode()}
        plain = {"connect_timeout": CONNECT_TIMEOUT_SECONDS, "local_infile": False, "charset": "utf8mb4"}
        return {**common, **own, **plain, **build_tls_arguments(tls)}
    if kind == "sqlserver":
        own = {"server": address, "database": str(fields["database"]), "password": password}
        timeouts = {"login_timeout": CONNECT_TIMEOUT_SECONDS, "encryption": SQL_SERVER_ENCRYPTION[tls]}
        return {**common, **own, **timeouts}
    protocol = "tcp" if tls == "disable" else "tcps"
    own = {"host": host, "service_name": str(fields["database"]), "password": password, "protocol": protocol}
    return {**common, **own, "ssl_server_dn_match": True, "tcp_connect_timeout": CONNECT_TIMEOUT_SECONDS}


def _set_read_only(connection: sa.Connection, kind: str) -> None:
    if kind == "postgresql":
        connection.execution_options(postgresql_readonly=True)
    elif kind == "mysql":
        connection.exec_driver_sql("set session transaction read only")
        connection.commit()


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
    return describe_database_error(str(origin.args[-1] if origin.args else origin), request, has_connected)


def describe_database_error(text: str, request: ConnectorRequest, has_connected: bool) -> ConnectorError:
    """The database's words in a sentence, at the field that they are about."""
    words = _leave_out_statement(text)[:500]
    if not has_connected:
        return ConnectorError(15, to_sentence(f"The database can't be opened: {words}"), "database")
    if request.direction == "fetch":
        return ConnectorError(156, to_sentence(f"The database answered: {words}"), "sql_query")
    if request.direction == "deliver":
        return ConnectorError(66, to_sentence(f"The database answered: {words}"), "table")
    return ConnectorError(157, to_sentence(f"The database answered: {words}"))


def _leave_out_statement(text: str) -> str:
    """Without the line of the statement that PostgreSQL quotes, which has the cursor around it; with its hint."""
    lines = [line.strip() for line in text.splitlines()]
    said = [line for line in lines if line.strip("^") and not re.match(r"LINE \d+: ", line)]
    return re.sub(r"[.]? HINT: +", ". ", " ".join(" ".join(said).split()))
