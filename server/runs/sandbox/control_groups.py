"""Control groups of steps, where this server may make some: the kernel holds memory and processes of a step together.

Version 2 where a subtree was delegated to the server (systemd: Delegate=yes), version 1 where its memory and pids
hierarchies can be written. Whether it works is found out by doing it. Without groups the watching thread holds steps
alone; with them its looks are exact, and nothing can be taken between two of them.
"""

import itertools
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from server.machine_resources import CGROUPS
from server.runs.sandbox.inside.process_tree import kill_tree, list_descendants
from server.runs.sandbox.inside.sandbox_requests import MIB, StepLimits

#: The kernel's roof is this share above the limit, and so much at least: the watching thread comes first and says why.
HEADROOM_DIVISOR, MIN_HEADROOM_BYTES = 8, 64 * MIB
#: The group counts threads, too.
TASKS_PER_PROCESS = 16
GROUP_PREFIX = "designery-"


@dataclass(frozen=True)
class ControlGroupHierarchy:
    """Where groups can be made: a folder that counts memory and one that counts tasks, the same in version 2."""

    version: int
    memory: Path
    tasks: Path
    #: Where processors are shared between groups rather than between processes, if that can be had.
    processors: Path | None = None


class ControlGroup:
    """The processes of one step."""

    def __init__(self, hierarchy: ControlGroupHierarchy, name: str, limits: StepLimits) -> None:
        """Make it. Raises OSError."""
        self.version = hierarchy.version
        self.memory_folder, self.tasks_folder = hierarchy.memory / name, hierarchy.tasks / name
        roof = limits.memory_bytes + max(MIN_HEADROOM_BYTES, limits.memory_bytes // HEADROOM_DIVISOR)
        processors = () if hierarchy.processors is None else (hierarchy.processors / name,)
        self.folders = tuple({self.memory_folder: None, self.tasks_folder: None, **dict.fromkeys(processors)})
        for folder in self.folders:
            folder.mkdir()
        memory_file = "memory.limit_in_bytes" if self.version == 1 else "memory.max"
        (self.memory_folder / memory_file).write_text(str(roof))
        (self.tasks_folder / "pids.max").write_text(str(limits.processes * TASKS_PER_PROCESS))

    def add_process(self, pid: int) -> None:
        """Have a process and all that it will start in this group. Raises OSError."""
        for folder in self.folders:
            (folder / "cgroup.procs").write_text(str(pid))

    def list_processes(self) -> list[int]:
        return _list_group_processes(self.memory_folder)

    def measure_memory(self) -> int:
        """Bytes that the kernel holds for the group, without what it only caches of files."""
        figures = _read_counters(self.memory_folder / "memory.stat")
        if self.version == 1:
            kernel = _read_text(self.memory_folder / "memory.kmem.usage_in_bytes").strip()
            return figures.get("rss", 0) + figures.get("shmem", 0) + int(kernel or 0)
        return figures.get("anon", 0) + figures.get("shmem", 0) + figures.get("kernel", 0)

    def has_overflowed(self) -> bool:
        """Whether the kernel has ended a process because the group was at its roof."""
        name = "memory.oom_control" if self.version == 1 else "memory.events"
        return _read_counters(self.memory_folder / name).get("oom_kill", 0) > 0

    def remove(self) -> None:
        """Take it away with all processes that are still in it; what cannot go yet goes with the next one."""
        kill_tree(self.list_processes())
        _pending_removals.extend(self.folders)
        for folder in list(_pending_removals):
            with suppress(OSError):
                if folder.exists():
                    folder.rmdir()
                _pending_removals.remove(folder)


#: Groups that could not be removed yet.
_pending_removals: list[Path] = []
_group_numbers = itertools.count()
#: Where groups are made: None is not known yet, False nowhere.
_hierarchy: ControlGroupHierarchy | bool | None = None


def create_control_group(limits: StepLimits, pid: int) -> ControlGroup | None:
    """A group with this process in it; None where no groups can be made here."""
    global _hierarchy
    if _hierarchy is None:
        _hierarchy = _find_hierarchy() or False
    if not isinstance(_hierarchy, ControlGroupHierarchy):
        return None
    try:
        group = ControlGroup(_hierarchy, f"{GROUP_PREFIX}{os.getpid()}-{next(_group_numbers)}", limits)
    except OSError:
        _hierarchy = False
        return None
    try:
        group.add_process(pid)
    except OSError:  # it is gone already, or it may not be moved
        group.remove()
        return None
    return group


def _find_hierarchy() -> ControlGroupHierarchy | None:
    own = dict(_read_own_paths())
    if "memory" in own and "pids" in own:
        memory, tasks = (_resolve_group_folder(CGROUPS / name, own[name]) for name in ("memory", "pids"))
        processors = _resolve_group_folder(CGROUPS / "cpu", own["cpu"]) if "cpu" in own else None
        shared = processors is not None and os.access(processors, os.W_OK)
        found = ControlGroupHierarchy(1, memory, tasks, processors if shared else None)
    elif "" in own and _delegate_controllers(folder := _resolve_group_folder(CGROUPS, own[""])):
        found = ControlGroupHierarchy(2, folder, folder)
    else:
        return None
    if not all(os.access(folder, os.W_OK) for folder in (found.memory, found.tasks)):
        return None
    _remove_leftovers(found)
    return found


def _read_own_paths() -> list[tuple[str, str]]:
    """{controller: path} of the groups that this process is in; version 2 has no name."""
    lines = [line.split(":", 2) for line in _read_text(Path("/proc/self/cgroup")).splitlines()]
    return [(name, path) for _, controllers, path in lines for name in controllers.split(",")]


def _resolve_group_folder(root: Path, path: str) -> Path:
    """The folder of a group; in a container its own group is the root that one sees."""
    folder = root / path.strip("/")
    return folder if folder.is_dir() else root


def _delegate_controllers(folder: Path) -> bool:
    """Have the groups below count memory and tasks; a group with groups below holds no process, so ours go into one."""
    controllers = {"memory", "pids"}
    if controllers <= set(_read_text(folder / "cgroup.subtree_control").split()):
        return True
    if not controllers <= set(_read_text(folder / "cgroup.controllers").split()):
        return False
    inside = _list_group_processes(folder)
    if not set(inside) <= set(list_descendants([os.getpid()])):  # of others too, as in a terminal: they stay there
        return False
    try:
        server = folder / f"{GROUP_PREFIX}server"
        server.mkdir(exist_ok=True)
        for pid in inside:
            with suppress(ProcessLookupError):  # one of a step that has just ended
                (server / "cgroup.procs").write_text(str(pid))
        (folder / "cgroup.subtree_control").write_text("+memory +pids")
        with suppress(OSError):  # then processors are shared between groups, too
            (folder / "cgroup.subtree_control").write_text("+cpu")
    except OSError:
        return False
    return True


def _remove_leftovers(hierarchy: ControlGroupHierarchy) -> None:
    """Remove the groups of servers that were killed."""
    for folder in {hierarchy.memory, hierarchy.tasks, hierarchy.processors} - {None}:
        assert folder is not None
        for left in folder.glob(f"{GROUP_PREFIX}*-*"):
            owner = left.name.removeprefix(GROUP_PREFIX).partition("-")[0]
            if owner.isdigit() and not Path("/proc", owner).exists():
                with suppress(OSError):
                    left.rmdir()


def _list_group_processes(folder: Path) -> list[int]:
    return [int(pid) for pid in _read_text(folder / "cgroup.procs").split()]


def _read_counters(path: Path) -> dict[str, int]:
    """The lines "name number" of a file."""
    pairs = (line.split() for line in _read_text(path).splitlines())
    return {pair[0]: int(pair[1]) for pair in pairs if len(pair) == 2 and pair[1].isdigit()}


def _read_text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
