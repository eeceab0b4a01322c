"""Whether the database itself is in trouble, so that the same request may work later."""

import sqlite3

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from server.storage.transactions.writer_queue import DatabaseOverloaded

#: What is raised when the database is away, busy, or has no connection left.
DATABASE_ERRORS = (OperationalError, InterfaceError, NoConnection, DatabaseOverloaded)
#: What SQLite says when another process writes for long, or its files cannot be had just now.
SQLITE_BUSY_MESSAGES = (
    "database is locked",
    "database table is locked",
    "database is busy",
    "unable to open database file",
)


def is_database_away(error: Exception) -> bool:
    """Whether a request that met this error may be sent again later."""
    if isinstance(error, OperationalError) and isinstance(error.orig, sqlite3.Error):
        return any(words in str(error.orig) for words in SQLITE_BUSY_MESSAGES)
    return isinstance(error, DATABASE_ERRORS)


def describe_database_error(error: Exception) -> str:
    """What to tell whoever has to wait."""
    if isinstance(error, DatabaseOverloaded) or "lock" in str(getattr(error, "orig", "")):
        return str(DatabaseOverloaded())
    return "The database is not responding. Try again in a moment."
