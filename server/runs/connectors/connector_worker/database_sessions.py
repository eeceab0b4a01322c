"""What a connector does with a database, whatever its driver is; and the few rules that all of them keep."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import pandas as pd

from server.runs.connectors.connector_worker.connector_protocol import ConnectorError

WriteMode = Literal["fail", "append", "replace", "update"]
ROWS_PER_FETCH = 10_000
CONNECT_TIMEOUT_SECONDS = 15

#: Texts, names and comments of SQL, in which a semicolon ends nothing.
QUOTED_SQL = re.compile(r"'(?:[^'\\]|\\.|'')*'|\"[^\"]*\"|`[^`]*`|--[^\n]*|/\*.*?\*/", re.DOTALL)
READING_WORDS = re.compile(r"[\s(]*(select|with|values|show|describe|table|from)\b", re.IGNORECASE)


@dataclass(frozen=True)
class TableTarget:
    """The table that is written to, and what happens to rows that are there."""

    name: str
    mode: WriteMode
    #: Of `update`: the columns by which rows are the same.
    keys: tuple[str, ...] = ()

    @property
    def schema(self) -> str | None:
        return self.name.rpartition(".")[0] or None

    @property
    def table(self) -> str:
        return self.name.rpartition(".")[2]


class DatabaseSession(Protocol):
    """One connection, in one transaction where the database has them."""

    def read_rows(self, query: str, limit: int) -> tuple[pd.DataFrame, bool]:
        """At most `limit` rows, and whether there are more."""

    def write_rows(self, target: TableTarget, frames: Iterator[pd.DataFrame]) -> str:
        """Write the rows; returns what was done, as a sentence."""

    def check(self) -> None:
        """Ask for a number."""


def require_one_select(query: str) -> None:
    """Refuse what is not one reading statement, where the database itself has no transaction that only reads."""
    bare = QUOTED_SQL.sub(" ", query).strip().rstrip(";")
    if ";" in bare:
        raise ConnectorError(156, "The query has several statements. Write one SELECT.", "sql_query")
    if not READING_WORDS.match(bare):
        raise ConnectorError(156, "The query does not begin with SELECT or WITH. Write one SELECT.", "sql_query")


def format_rows(rows: int) -> str:
    """ "1 row", "1,204 rows"."""
    return f"{rows:,} row{'' if rows == 1 else 's'}"


def refuse_existing_table(name: str) -> ConnectorError:
    """The error of `fail` for a table that is there."""
    return ConnectorError(57, f"The table '{name}' already exists. Append to it, or replace it.", "table")


def refuse_update(kind: str) -> ConnectorError:
    """The error of Update where a database has no table that only one transaction sees."""
    message = f"Update needs a database of another kind than {kind}. Choose Append or Replace, or connect to"
    return ConnectorError(
        157, f"{message} PostgreSQL, MySQL, SQL Server, Snowflake or BigQuery directly.", "if_the_table_exists"
    )


def require_table_columns(names: Sequence[str], there: Sequence[str], table: str) -> None:
    """Refuse columns that the table does not have."""
    missing = [name for name in names if name not in there]
    if missing:
        listed = ", ".join(f"'{name}'" for name in missing[:5])
        raise ConnectorError(
            66, f"The table '{table}' has no column {listed}. It has: {', '.join(there[:20])}.", "table"
        )


def make_unique_names(names: Sequence[str]) -> list[str]:
    """The names with a number where one comes again."""
    counts: dict[str, int] = {}
    unique = []
    for name in map(str, names):
        counts[name] = counts.get(name, 0) + 1
        unique.append(name if counts[name] == 1 else f"{name}_{counts[name]}")
    return unique


def list_plain_rows(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    """The rows as drivers take them: plain values, and None for what is missing."""
    columns = [values.astype(object).where(values.notna(), None).tolist() for _, values in frame.items()]
    return list(zip(*columns, strict=True))
