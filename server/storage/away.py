"""Whether the database itself is in trouble, so that the same request may work later."""

import sqlite3

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from server.storage.writers import Overloaded

#: What is raised when the database is away, busy, or has no connection left.
TROUBLE = (OperationalError, InterfaceError, NoConnection, Overloaded)
#: What SQLite says when another process writes for long, or its files cannot be had just now.
SQLITE_LATER = ("database is locked", "database table is locked", "database is busy", "unable to open database file")


def is_away(error: Exception) -> bool:
    """Whether a request that met this error may be sent again later."""
    if isinstance(error, OperationalError) and isinstance(error.orig, sqlite3.Error):
        return any(words in str(error.orig) for words in SQLITE_LATER)
    return isinstance(error, TROUBLE)


def sentence_of(error: Exception) -> str:
    """What to tell whoever has to wait."""
    if isinstance(error, Overloaded) or "lock" in str(getattr(error, "orig", "")):
        return str(Overloaded())
    return "The database does not answer. Try again in a moment."
