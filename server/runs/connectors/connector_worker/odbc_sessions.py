"""Databases through ODBC: a data source that the administrator set up, by its name. Nobody names a driver or a path."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pandas as pd

from server.runs.connectors.connector_worker.connector_protocol import ConnectorError, ConnectorRequest
from server.runs.connectors.connector_worker.database_sessions import (
    CONNECT_TIMEOUT_SECONDS,
    DatabaseSession,
    TableTarget,
    format_rows,
    list_plain_rows,
    refuse_existing_table,
    refuse_update,
    require_one_select,
    require_table_columns,
)
from server.runs.connectors.connector_worker.plain_values import collect_rows
from server.runs.connectors.connector_worker.sql_sessions import describe_database_error

#: The types of ODBC that a column of some kind of values may have, the best first, and how each is written where
#: the driver does not say.
COLUMN_TYPES = {
    "boolean": (("SQL_BIT", "SQL_SMALLINT", "SQL_INTEGER"), "INTEGER"),
    "integer": (("SQL_BIGINT", "SQL_INTEGER"), "BIGINT"),
    "real": (("SQL_DOUBLE", "SQL_FLOAT"), "DOUBLE PRECISION"),
    "time": (("SQL_TYPE_TIMESTAMP",), "TIMESTAMP"),
    "text": (("SQL_WLONGVARCHAR", "SQL_LONGVARCHAR", "SQL_WVARCHAR", "SQL_VARCHAR"), "VARCHAR"),
}
#: Types whose length is a part of them.
SIZED_TYPES = ("char", "varchar", "nvarchar", "character varying")
TEXT_LENGTH = 4_000


class OdbcSession:
    """A connection of pyodbc, in one transaction."""

    def __init__(self, connection: Any) -> None:
        import pyodbc

        self.connection = connection
        self.quote_mark = str(connection.getinfo(pyodbc.SQL_IDENTIFIER_QUOTE_CHAR)).strip() or ""

    def read_rows(self, query: str, limit: int) -> tuple[pd.DataFrame, bool]:
        require_one_select(query)
        cursor = self.connection.execute(query)
        if cursor.description is None:
            raise ConnectorError(156, "The query returns no rows. Write one SELECT.", "sql_query")
        return collect_rows([column[0] for column in cursor.description], cursor.fetchmany, limit)

    def check(self) -> None:
        self.connection.cursor().tables().fetchmany(1)

    def write_rows(self, target: TableTarget, frames: Iterator[pd.DataFrame]) -> str:
        if target.mode == "update":
            raise refuse_update("ODBC")
        there = self._list_columns(target)
        if there and target.mode == "fail":
            raise refuse_existing_table(target.name)
        rows = 0
        for place, frame in enumerate(frames):
            if place == 0:
                self._prepare_table(target, frame, there)
            if len(frame):
                rows += len(frame)
                self._insert(target, frame)
        return f"Wrote {format_rows(rows)} into {target.name}."

    def _prepare_table(self, target: TableTarget, frame: pd.DataFrame, there: Sequence[str]) -> None:
        """The table as the mode wants it: replaced, made, or as it is."""
        if there and target.mode == "append":
            require_table_columns(list(frame.columns), there, target.name)
            return
        if there:
            self.connection.execute(f"DROP TABLE {self._quote_table(target)}")
        columns = ", ".join(f"{self._quote(name)} {self._choose_type(values)}" for name, values in frame.items())
        self.connection.execute(f"CREATE TABLE {self._quote_table(target)} ({columns})")

    def _insert(self, target: TableTarget, frame: pd.DataFrame) -> None:
        names = ", ".join(map(self._quote, frame.columns))
        marks = ", ".join("?" * len(frame.columns))
        cursor = self.connection.cursor()
        statement = f"INSERT INTO {self._quote_table(target)} ({names}) VALUES ({marks})"  # nosec B608
        cursor.executemany(statement, list_plain_rows(frame))

    def _list_columns(self, target: TableTarget) -> list[str]:
        """The columns of the table; none where there is no such table."""
        found = self.connection.cursor().columns(table=target.table, schema=target.schema)
        return [str(row.column_name) for row in found if row.table_name == target.table]

    def _choose_type(self, values: "pd.Series[Any]") -> str:
        import pyodbc

        types, fallback = COLUMN_TYPES[_name_kind(values)]
        for name in types:
            row = self.connection.cursor().getTypeInfo(getattr(pyodbc, name)).fetchone()
            if row is not None:
                word = str(row.type_name)
                return f"{word}({TEXT_LENGTH})" if word.casefold() in SIZED_TYPES else word
        return f"{fallback}({TEXT_LENGTH})" if fallback == "VARCHAR" else fallback

    def _quote(self, name: object) -> str:
        """The name as a name, whatever is in it."""
        mark, text = self.quote_mark, str(name)
        if not mark and not text.isidentifier():
            raise ConnectorError(66, f"The driver takes only plain names. Rename '{text}'.", "table")
        return f"{mark}{text.replace(mark, mark * 2)}{mark}" if mark else text

    def _quote_table(self, target: TableTarget) -> str:
        return ".".join(self._quote(part) for part in (target.schema, target.table) if part)


def _name_kind(values: "pd.Series[Any]") -> str:
    if pd.api.types.is_bool_dtype(values):
        return "boolean"
    if pd.api.types.is_integer_dtype(values):
        return "integer"
    if pd.api.types.is_float_dtype(values):
        return "real"
    return "time" if pd.api.types.is_datetime64_any_dtype(values) else "text"


@contextmanager
def open_odbc_session(request: ConnectorRequest, *, read_only: bool) -> Iterator[DatabaseSession]:
    """One transaction: committed at the end of the block, rolled back when it raises or only reads."""
    import pyodbc

    assert request.connection is not None
    fields = request.connection
    login = {name: str(fields[field]) for name, field in (("uid", "user"), ("pwd", "password")) if fields[field]}
    connection = None
    try:
        connection = pyodbc.connect(dsn=str(fields["data_source"]), timeout=CONNECT_TIMEOUT_SECONDS, **login)
        yield OdbcSession(connection)
        if read_only:
            connection.rollback()
        else:
            connection.commit()
    except pyodbc.Error as error:
        text = str(error.args[-1] if error.args else error)
        raise describe_database_error(text, request, connection is not None) from None
    finally:
        if connection is not None:
            connection.close()  # rolls back what was not committed
