"""The disk under the data folder: when it counts as full, and a reserve on it for the database.

A database that cannot write is worse than one that is slow: so a file holds room that is let go when the disk is full,
and taken again when there is some.
"""

import errno
import logging
import os
import sqlite3
import threading
from contextlib import suppress
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from modules.kit.free_space import ADVICE, MIB, free_bytes, in_mib, total_bytes

#: The reserve is so large, or this share of the disk where that is less.
RESERVE_BYTES, RESERVE_SHARE = 64 * MIB, 0.02
#: Below so much the disk counts as full, whatever the error says that a library made of it.
NOTHING = MIB
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
#: The state that PostgreSQL gives to a disk that is full.
POSTGRESQL_FULL = "53100"
#: What SQLite makes of a write that fails, where the disk is full.
SQLITE_UNWRITABLE = ("disk I/O error", "unable to open database file", "readonly database")

logger = logging.getLogger(__name__)


class DiskFull(Exception):
    """There is too little room on the disk; the message says how much there is, and what to do."""


def is_full(error: BaseException | None, folder: Path) -> bool:
    """Whether an error, or what led to it, is that the disk of this folder, or that of the database, is full."""
    while error is not None:
        if isinstance(error, DiskFull) or (isinstance(error, OSError) and error.errno in FULL):
            return True
        cause = error.orig if isinstance(error, DBAPIError) else error
        if getattr(cause, "sqlstate", None) == POSTGRESQL_FULL:
            return True
        if isinstance(cause, sqlite3.Error) and _is_full_sqlite(str(cause), folder):
            return True
        error = error.__cause__
    return False


def _is_full_sqlite(words: str, folder: Path) -> bool:
    if "database or disk is full" in words:
        return True
    return any(sign in words for sign in SQLITE_UNWRITABLE) and free_bytes(folder) < NOTHING


class Disk:
    """The disk of the data folder, with what is kept free of it."""

    def __init__(self, folder: Path, kept_free: int) -> None:
        """`kept_free`: below so many bytes no run starts."""
        self.folder = folder
        self.kept_free = kept_free
        self.reserve = folder / "reserve"
        self._size = min(RESERVE_BYTES, int(total_bytes(folder) * RESERVE_SHARE))
        self._lock = threading.Lock()

    @property
    def free(self) -> int:
        """What can be written, without the reserve."""
        return free_bytes(self.folder)

    def refuse_runs(self) -> None:
        """Raises DiskFull where so little is free that a run could fill the disk."""
        free = self.free
        if free < self.kept_free:
            raise DiskFull(
                f"The disk is nearly full: {in_mib(free)} free. Runs start while at least {in_mib(self.kept_free)} are "
                "free (DESIGNERY_DISK_RESERVE). Free some space, for example under Storage, then run again."
            )

    def refuse_file(self, size: int) -> None:
        """Raises DiskFull where a file of this size leaves too little."""
        free = self.free
        if free - size < min(self.kept_free, self._size):
            raise DiskFull(f"The disk is full: {in_mib(free)} free, and the file needs {in_mib(size)}. {ADVICE}")

    def notice(self, error: BaseException) -> bool:
        """Whether an error is that the disk is full; then the database gets the room that was held for it."""
        if not is_full(error, self.folder):
            return False
        self.release()
        return True

    def release(self) -> None:
        """Let go of the reserve, so that what is small can still be written."""
        with self._lock:
            if self.reserve.exists():
                logger.error("The disk is full: %s free. The reserve is let go for the database", in_mib(self.free))
                with suppress(OSError):
                    self.reserve.unlink()

    def give_back(self) -> None:
        """The server ends in order: what it held is for others."""
        self.reserve.unlink(missing_ok=True)

    def hold(self) -> None:
        """Take the reserve, as long as twice as much is free."""
        with self._lock:
            if self.reserve.exists() or self.free < 2 * self._size:
                return
            try:
                descriptor = os.open(self.reserve, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                try:
                    os.posix_fallocate(descriptor, 0, self._size)
                finally:
                    os.close(descriptor)
            except OSError:
                self.reserve.unlink(missing_ok=True)
