"""Who works on a data folder: servers and runs share it, a restore has it alone."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDER_LOCK_FILE = "in-use.lock"
KEY_LOCK_FILE = "keys.lock"


class AlreadyInUse(Exception):
    """Somebody else works on the data folder; the message says who."""


@contextmanager
def shared_folder_lock(folder: Path) -> Iterator[None]:
    """Work on the data folder beside others; raises AlreadyInUse while a backup is put back into it."""
    with _hold_lock(
        folder, fcntl.LOCK_SH, f"A backup is being restored into {folder}. Start again when the restore has finished."
    ):
        yield


@contextmanager
def exclusive_folder_lock(folder: Path) -> Iterator[None]:
    """Have the data folder alone; raises AlreadyInUse while a server or a run works on it."""
    with _hold_lock(folder, fcntl.LOCK_EX, f"A server or a run is using {folder}. Stop it first."):
        yield


@contextmanager
def exclusive_key_lock(folder: Path) -> Iterator[None]:
    """Replace the key; raises AlreadyInUse while somebody else does, or takes keys into a backup."""
    with _hold_lock(
        folder, fcntl.LOCK_EX, "The key is being replaced or backed up. Try again in a moment.", KEY_LOCK_FILE
    ):
        yield


@contextmanager
def shared_key_lock(folder: Path) -> Iterator[None]:
    """Read keys that belong to the rows that one has read; raises AlreadyInUse while they are replaced."""
    with _hold_lock(folder, fcntl.LOCK_SH, "The key is being replaced. Try again in a moment.", KEY_LOCK_FILE):
        yield


@contextmanager
def _hold_lock(folder: Path, mode: int, refusal: str, name: str = FOLDER_LOCK_FILE) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / name).open("a") as file:
        try:
            fcntl.flock(file, mode | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyInUse(refusal) from None
        yield
