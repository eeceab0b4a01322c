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

from modules.kit.free_space import ADVICE, MIB, format_mib, get_free_bytes, get_total_bytes

#: The reserve is so large, or this share of the disk where that is less.
MAX_RESERVE_BYTES, RESERVE_SHARE = 64 * MIB, 0.02
#: Below so much the disk counts as full, whatever the error says that a library made of it.
FULL_BELOW_BYTES = MIB
DISK_FULL_ERRNOS = frozenset({errno.ENOSPC, errno.EDQUOT})
#: The state that PostgreSQL gives to a disk that is full.
POSTGRESQL_DISK_FULL = "53100"
#: What SQLite makes of a write that fails, where the disk is full.
SQLITE_UNWRITABLE = ("disk I/O error", "unable to open database file", "readonly database")

logger = logging.getLogger(__name__)


class DiskFull(Exception):
    """There is too little room on the disk; the message says how much there is, and what to do."""


def is_disk_full(error: BaseException | None, folder: Path) -> bool:
    """Whether an error, or what led to it, is that the disk of this folder, or that of the database, is full."""
    while error is not None:
        if isinstance(error, DiskFull) or (isinstance(error, OSError) and error.errno in DISK_FULL_ERRNOS):
            return True
        cause = error.orig if isinstance(error, DBAPIError) else error
        if getattr(cause, "sqlstate", None) == POSTGRESQL_DISK_FULL:
            return True
        if isinstance(cause, sqlite3.Error) and _is_full_sqlite(str(cause), folder):
            return True
        error = error.__cause__
    return False


def _is_full_sqlite(words: str, folder: Path) -> bool:
    if "database or disk is full" in words:
        return True
    return any(sign in words for sign in SQLITE_UNWRITABLE) and get_free_bytes(folder) < FULL_BELOW_BYTES


class DataDisk:
    """The disk of the data folder, with what is kept free of it."""

    def __init__(self, folder: Path, min_free_bytes: int) -> None:
        """Below `min_free_bytes` no run starts."""
        self.folder = folder
        self.min_free_bytes = min_free_bytes
        self.reserve = folder / "reserve"
        self._reserve_bytes = min(MAX_RESERVE_BYTES, int(get_total_bytes(folder) * RESERVE_SHARE))
        self._lock = threading.Lock()

    @property
    def available_bytes(self) -> int:
        """What can be written, without the reserve."""
        return get_free_bytes(self.folder)

    def require_room_for_run(self) -> None:
        """Raises DiskFull where so little is free that a run could fill the disk."""
        free = self.available_bytes
        if free < self.min_free_bytes:
            raise DiskFull(
                f"The disk is nearly full: {format_mib(free)} free. Runs start while at least "
                f"{format_mib(self.min_free_bytes)} are free (DESIGNERY_DISK_RESERVE). Free some space, for example "
                "under Storage, then run again."
            )

    def require_room_for_file(self, size: int) -> None:
        """Raises DiskFull where a file of this size leaves too little."""
        free = self.available_bytes
        if free - size < min(self.min_free_bytes, self._reserve_bytes):
            raise DiskFull(
                f"The disk is full: {format_mib(free)} free, and the file needs {format_mib(size)}. {ADVICE}"
            )

    def handle_error(self, error: BaseException) -> bool:
        """Whether an error is that the disk is full; then the database gets the room that was held for it."""
        if not is_disk_full(error, self.folder):
            return False
        self.release_reserve()
        return True

    def release_reserve(self) -> None:
        """Let go of the reserve, so that what is small can still be written."""
        with self._lock:
            if self.reserve.exists():
                logger.error(
                    "The disk is full: %s free. The reserve is let go for the database",
                    format_mib(self.available_bytes),
                )
                with suppress(OSError):
                    self.reserve.unlink()

    def remove_reserve(self) -> None:
        """The server ends in order: what it held is for others."""
        self.reserve.unlink(missing_ok=True)

    def take_reserve(self) -> None:
        """Take the reserve, as long as twice as much is free."""
        with self._lock:
            if self.reserve.exists() or self.available_bytes < 2 * self._reserve_bytes:
                return
            try:
                descriptor = os.open(self.reserve, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                try:
                    os.posix_fallocate(descriptor, 0, self._reserve_bytes)
                finally:
                    os.close(descriptor)
            except OSError:
                self.reserve.unlink(missing_ok=True)
