"""Trees of processes, read from /proc: who belongs to whom, what they take, and an end for all of them at once.

Runs in the server and inside a boundary alike. A process may end between any two lines here: it then counts as nothing.
"""

import os
import signal
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

KIB = 1024
#: Processes that fork as fast as they can are stopped after a few looks, and ended after a few rounds.
MAX_LOOKS, LOOKS_TO_BE_SURE, MAX_ROUNDS = 50, 2, 50


@dataclass(frozen=True)
class ProcessMemory:
    """Memory of one process, in bytes: private pages and those shared with others, files not counted."""

    private: int
    shared: int


def list_children(pid: int) -> list[int]:
    """The children of all threads of a process."""
    found: list[int] = []
    with suppress(OSError):
        for thread in os.listdir(f"/proc/{pid}/task"):
            with suppress(OSError):
                found += map(int, Path(f"/proc/{pid}/task/{thread}/children").read_text().split())
    return found


def list_descendants(roots: Iterable[int]) -> list[int]:
    """These processes with all that came of them, parents first."""
    found: dict[int, None] = dict.fromkeys(roots)
    waiting = list(found)
    while waiting:
        for child in list_children(waiting.pop()):
            if child not in found:
                found[child] = None
                waiting.append(child)
    return list(found)


def kill_tree(roots: Iterable[int]) -> None:
    """End these processes and all that came of them: stopped first, so that none forks while others are ended.

    The roots go last: whoever loses its parent meanwhile comes to one that adopts orphans, and is found there.
    """
    roots = list(roots)
    stopped: set[int] = set()
    killed = set(roots)
    for _ in range(MAX_ROUNDS):
        _stop_all(roots, stopped)
        below = stopped - killed
        if not below:
            break
        _send_signal(below, signal.SIGKILL)
        killed |= below
    _send_signal(roots, signal.SIGKILL)


def _stop_all(roots: list[int], stopped: set[int]) -> None:
    """Stop these processes and all below until two looks find nothing new: one may miss who changes its parent."""
    quiet = 0
    for _ in range(MAX_LOOKS):
        new = [pid for pid in list_descendants(roots) if pid not in stopped]
        _send_signal(new, signal.SIGSTOP)
        stopped.update(new)
        quiet = 0 if new else quiet + 1
        if quiet == LOOKS_TO_BE_SURE:
            return


def _send_signal(pids: Iterable[int], number: signal.Signals) -> None:
    for pid in pids:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)


def find_process(root: int, inner: int) -> int | None:
    """The process below `root` that calls itself `inner`, which is another number where it has a PID namespace."""
    if _read_namespaced_pid(inner) == inner and root in _iterate_ancestors(inner):
        return inner
    return next((pid for pid in list_descendants([root]) if pid != root and _read_namespaced_pid(pid) == inner), None)


def _iterate_ancestors(pid: int) -> Iterator[int]:
    while pid > 1:
        yield pid
        pid = int(read_status(pid).get("PPid", "0"))


def _read_namespaced_pid(pid: int) -> int | None:
    """The number of a process in the innermost PID namespace that it is in."""
    status = read_status(pid)
    numbers = status.get("NSpid", status.get("Pid", "")).split()
    return int(numbers[-1]) if numbers else None


def read_status(pid: int) -> dict[str, str]:
    """What /proc says of a process, by name; nothing once it is gone."""
    return _read_fields(f"/proc/{pid}/status")


def read_resident(pid: int) -> ProcessMemory:
    """The memory that a process holds, also what it shares with those it was forked from: quick, and never too low."""
    status = read_status(pid)
    return ProcessMemory(_parse_kib(status, "RssAnon"), _parse_kib(status, "RssShmem"))


def read_proportional(pid: int) -> ProcessMemory | None:
    """The memory of a process, of shared pages its part only; None where the kernel does not tell."""
    rollup = _read_fields(f"/proc/{pid}/smaps_rollup")
    if "Pss_Anon" not in rollup:
        return None
    return ProcessMemory(_parse_kib(rollup, "Pss_Anon"), _parse_kib(rollup, "Pss_Shmem"))


def _parse_kib(fields: dict[str, str], name: str) -> int:
    return int(fields.get(name, "0").split()[0]) * KIB


def _read_fields(path: str) -> dict[str, str]:
    try:
        text = Path(path).read_text(errors="replace")
    except OSError:
        return {}
    return {name: value.strip() for name, colon, value in (line.partition(":") for line in text.splitlines()) if colon}
