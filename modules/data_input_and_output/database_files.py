"""Tables within one file: those of an SQLite database, and the sheets of a workbook."""

import sqlite3
import warnings
import zipfile
from contextlib import closing
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import pandas as pd

from modules.kit import Dataset, ModuleError
from modules.kit.errors import to_sentence

SQLITE_MAGIC = b"SQLite format 3\0"
LARGEST_WHOLE = 2**63
#: What a person writes for all tables or sheets.
EVERY_TABLE = "*"


def is_sqlite(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(SQLITE_MAGIC)) == SQLITE_MAGIC


def list_sheets(path: Path) -> list[str] | None:
    """The names of the sheets of a workbook, those of a database's tables, or None where a file has one table."""
    if is_sqlite(path):
        with closing(_open_database(path)) as database:
            return _list_tables(database)
    if not zipfile.is_zipfile(path):
        return None
    from openpyxl import load_workbook

    with path.open("rb") as stream, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and validations, which are not read
        try:
            return list(load_workbook(stream, read_only=True, keep_links=False).sheetnames)
        except (KeyError, ValueError, zipfile.BadZipFile, OSError):
            return None  # what reads it says why


def read_sqlite(path: Path, table: str | None) -> Dataset:
    """One table or view of a database file, by default the first that has rows."""
    try:
        with closing(_open_database(path)) as database:
            names = _list_tables(database)
            chosen = _choose_table(database, names, table)
            cursor = database.execute(f"SELECT * FROM {_quote_name(chosen)}")  # nosec B608
            titles = [str(part[0]) for part in cursor.description]
            rows = cursor.fetchall()
    except sqlite3.Error as error:
        message = f"The database can't be read: {to_sentence(str(error))}"
        raise ModuleError(156, message, port="file") from error
    columns = zip(*rows, strict=True) if rows else ((),) * len(titles)
    return Dataset(pd.DataFrame({name: _build_column(values) for name, values in zip(titles, columns, strict=True)}))


def _open_database(path: Path) -> sqlite3.Connection:
    """The file, which is only read; nothing in its schema may call functions that do more."""
    database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    database.execute("PRAGMA trusted_schema = OFF")
    database.text_factory = lambda text: text.decode("utf-8", "replace")
    return database


def _list_tables(database: sqlite3.Connection) -> list[str]:
    found = database.execute(
        "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite~_%' ESCAPE '~' "
        "ORDER BY type, rootpage, name"
    )
    return [str(name) for (name,) in found]


def _choose_table(database: sqlite3.Connection, names: list[str], table: str | None) -> str:
    if not names:
        raise ModuleError(156, "The database has no tables.", port="file")
    if table is not None:
        if table in names:
            return table
        close = get_close_matches(table, names, n=1)
        hint = f"Did you mean '{close[0]}'?" if close else f"It has {', '.join(names[:10])}."
        raise ModuleError(156, f"The database has no table '{table}'. {hint}", parameter="sheet")
    for name in names:
        if database.execute(f"SELECT 1 FROM {_quote_name(name)} LIMIT 1").fetchone():  # nosec B608
            return name
    return names[0]


def _quote_name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _build_column(values: tuple[Any, ...]) -> "pd.Series[Any]":
    """Whole numbers without a loss where some are missing, real ones, or text; SQLite lets a column mix them."""
    kinds = {type(value) for value in values if value is not None}
    if kinds == {int} and all(value is None or -LARGEST_WHOLE <= value < LARGEST_WHOLE for value in values):
        return pd.Series(values, dtype="Int64" if None in values else "int64")
    if kinds and kinds <= {int, float}:
        return pd.Series(values, dtype="float64")
    texts = [value.hex() if isinstance(value, bytes) else value if value is None else str(value) for value in values]
    return pd.Series(texts, dtype="str")
