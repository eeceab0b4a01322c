"""Who works on a data folder: servers and runs share it, a restore has it alone."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK_FILE = "in-use.lock"
KEYS_LOCK = "keys.lock"


class Occupied(Exception):
    """Somebody else works on the data folder; the message says who."""


@contextmanager
def working_on(folder: Path) -> Iterator[None]:
    """Work on the data folder beside others; raises Occupied while a backup is put back into it."""
    with _held(folder, fcntl.LOCK_SH, f"A backup is being restored into {folder}. Start again when that is done."):
        yield


@contextmanager
def alone_on(folder: Path) -> Iterator[None]:
    """Have the data folder alone; raises Occupied while a server or a run works on it."""
    with _held(folder, fcntl.LOCK_EX, f"A server or a run is working on {folder}. Stop it first."):
        yield


@contextmanager
def keys_alone(folder: Path) -> Iterator[None]:
    """Replace the key; raises Occupied while somebody else does, or takes keys into a backup."""
    with _held(
        folder, fcntl.LOCK_EX, "The key is being replaced or backed up. Try again when that is done.", KEYS_LOCK
    ):
        yield


@contextmanager
def keys_stay(folder: Path) -> Iterator[None]:
    """Read keys that belong to the rows that one has read; raises Occupied while they are replaced."""
    with _held(folder, fcntl.LOCK_SH, "The key is being replaced. Try again when that is done.", KEYS_LOCK):
        yield


@contextmanager
def _held(folder: Path, how: int, refusal: str, name: str = LOCK_FILE) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / name).open("a") as file:
        try:
            fcntl.flock(file, how | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Occupied(refusal) from None
        yield
