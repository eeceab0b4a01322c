"""What this machine has, or its container where that has less: what one step may take follows from it."""

import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path

MIB, GIB = 2**20, 2**30
#: The share of the memory that all steps together may take: the rest is the server's and the system's.
SHARE_OF_MEMORY = 0.75
#: A step should have this much, so there are fewer slots where the memory does not give it to each; none has less.
COMFORTABLE_MEMORY, MIN_MEMORY = GIB, 256 * MIB
#: The share of the free space that one step may write, and bounds of it.
SHARE_OF_DISK, MIN_OUTPUT, MAX_OUTPUT = 0.25, GIB, 20 * GIB
MAX_RESERVE = GIB
CGROUPS = Path("/sys/fs/cgroup")
#: A stream of each open tab is one, and so is a connection that was opened and says nothing.
MAX_OPEN_FILES = 65_536


def read_total_memory() -> int:
    """Bytes of memory that this process and all others of its container may take."""
    physical = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return min([physical, *_read_memory_limits()])


def count_usable_cores() -> int:
    """The processors that this process may use."""
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with suppress(OSError, ValueError):
        quota, period = (CGROUPS / "cpu.max").read_text().split()
        count = min(count, max(1, round(int(quota) / int(period))))
    return count


def choose_default_slots() -> int:
    """A step per processor, but no more than the memory is enough for."""
    return max(1, min(count_usable_cores(), int(read_total_memory() * SHARE_OF_MEMORY / COMFORTABLE_MEMORY)))


def count_spare_slots(slots: int) -> int:
    """How many steps may run beyond the slots, for runs that would get none."""
    return max(1, slots // 2)


def choose_step_memory(slots: int) -> int:
    """An equal share for each step that may run at the same time, in whole MiB."""
    share = int(read_total_memory() * SHARE_OF_MEMORY / (slots + count_spare_slots(slots)))
    return max(MIN_MEMORY, share // MIB * MIB)


def choose_step_output(folder: Path) -> int:
    """A share of what is free where the data folder is, or will be."""
    disk = _measure_disk(folder)
    return MAX_OUTPUT if disk is None else min(MAX_OUTPUT, max(MIN_OUTPUT, int(disk.free * SHARE_OF_DISK) // MIB * MIB))


def choose_disk_reserve(folder: Path) -> int:
    """What is to stay free on the disk of the data folder: a twentieth of it, and at most 1 GiB."""
    disk = _measure_disk(folder)
    return MAX_RESERVE if disk is None else min(MAX_RESERVE, disk.total // 20 // MIB * MIB)


def _measure_disk(folder: Path) -> "shutil._ntuple_diskusage | None":
    nearest_folder = next(
        (path for path in (folder.expanduser().absolute(), *folder.absolute().parents) if path.exists()), None
    )
    try:
        return shutil.disk_usage(nearest_folder or "/")
    except OSError:
        return None


def _read_memory_limits() -> list[int]:
    """What the control groups of this process allow, of either version."""
    found: list[int] = []
    for line in _read_text("/proc/self/cgroup").splitlines():
        number, controllers, path = line.split(":", 2)
        if number == "0":
            found += _read_limits_above(CGROUPS, path, "memory.max")
        elif "memory" in controllers.split(","):
            found += _read_limits_above(CGROUPS / "memory", path, "memory.limit_in_bytes")
    return found


def _read_limits_above(root: Path, path: str, name: str) -> list[int]:
    """The limits of a group and of those around it; in a container its own group is the root that one sees."""
    group = root / path.strip("/")
    texts = [
        _read_text(str(folder / name)).strip() for folder in (group, *group.parents) if folder.is_relative_to(root)
    ]
    return [int(text) for text in texts if text.isdigit()]


def _read_text(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError:
        return ""


def raise_open_file_limit() -> None:
    """Let this process open as many files as the system allows: of the usual 1,024 a few hundred tabs take all."""
    if sys.platform == "win32":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MAX_OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, MAX_OPEN_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
