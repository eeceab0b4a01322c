"""The folder of a worker: one that no other worker has, kept for the next one where it is to be a cache."""

import fcntl
import os
import platform
import tempfile
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from server.folder_removal import remove_folder


@dataclass(frozen=True)
class WorkerFolder:
    """A folder that belongs to this worker as long as it holds the lock."""

    root: Path
    path: Path
    #: Where the environments of this machine are.
    environments: Path
    lock: int
    is_temporary: bool

    def release(self) -> None:
        """Let the next worker have it; what was only for this one is removed."""
        remove_folder(self.root if self.is_temporary else self.path / "runs")
        os.close(self.lock)


def claim_worker_folder(cache: str | None) -> WorkerFolder:
    """The first folder of the cache that no worker of this machine has; without a cache, a temporary one.

    What a worker that was killed has left of its steps is removed; the values that it had are still good.
    """
    root = Path(cache) if cache else Path(tempfile.mkdtemp(prefix="designery-worker-"))
    machine = root / (platform.node() or "machine")
    for number in count():
        folder = machine / f"worker-{number}"
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(folder / "in-use", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            continue
        remove_folder(folder / "runs")
        return WorkerFolder(root, folder, machine / "environments", lock, cache is None)
    raise AssertionError("Numbers do not end.")
