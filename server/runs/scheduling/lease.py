"""Who works on a run or an analysis: a process says so for half a minute at a time, and again while it lives."""

import os
import socket
from datetime import timedelta

from server.storage.orm.core_tables import RunAnalysisRow, RunRow, now

LEASE_DURATION = timedelta(seconds=30)
HEARTBEAT_SECONDS = 10.0

LeasedRow = RunRow | RunAnalysisRow


def identify_process() -> str:
    """What this process is called as an owner."""
    return f"{socket.gethostname()}:{os.getpid()}"


def acquire_lease(row: LeasedRow, owner: str) -> None:
    """Say that the owner works on it from now on."""
    row.owner, row.lease_until = owner, now() + LEASE_DURATION


def is_held_by_other(row: LeasedRow, owner: str) -> bool:
    """Whether another living process than the owner works on it."""
    if row.owner is None or row.lease_until is None or row.lease_until < now():
        return False
    host, _, pid = row.owner.rpartition(":")
    return row.owner != owner and (host != socket.gethostname() or _is_alive(int(pid)))


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
