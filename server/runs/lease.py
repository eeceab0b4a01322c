"""Who works on a run or an experiment: a process says so for half a minute at a time, and again while it lives."""

import os
import socket
from datetime import timedelta

from server.storage.tables import ExperimentRow, RunRow, now

LEASE = timedelta(seconds=30)
HEARTBEAT_SECONDS = 10.0

Leased = RunRow | ExperimentRow


def this_process() -> str:
    """What this process is called as an owner."""
    return f"{socket.gethostname()}:{os.getpid()}"


def take(row: Leased, owner: str) -> None:
    """Say that the owner works on it from now on."""
    row.owner, row.lease_until = owner, now() + LEASE


def held_by_another(row: Leased, owner: str) -> bool:
    """Whether another living process than the owner works on it."""
    if row.owner is None or row.lease_until is None or row.lease_until < now():
        return False
    host, _, pid = row.owner.rpartition(":")
    return row.owner != owner and (host != socket.gethostname() or _alive(int(pid)))


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
