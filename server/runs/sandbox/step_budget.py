"""What a step and all its processes may take together, held by a thread that looks at them several times a second.

The kernel's own limits count each process and each file for itself. They stay the first line; this is the second: the
memory, processes, bytes and files of a step as a whole. What takes more is ended at once, with a sentence that says how
much it took and what the setting is called. Nothing is looked at while no step is under way.
"""

import errno
import os
import stat
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from server.runs.sandbox.control_groups import ControlGroup, create_control_group
from server.runs.sandbox.inside import process_tree
from server.runs.sandbox.inside.sandbox_messages import StepCrashed
from server.runs.sandbox.inside.sandbox_requests import MIB, StepLimits

SECONDS_BETWEEN_LOOKS = 0.2
#: Counting files takes long where there are many: it may take this share of a processor.
SHARE_OF_COUNTING = 0.2
#: Open files without a name are looked for at every so many looks.
LOOKS_BETWEEN_UNNAMED = 4
GIB = 1024 * MIB
BLOCK_BYTES = 512
#: A script could hide what it writes in a folder whose path is too long to be opened, or that is closed to its owner.
UNCOUNTABLE_ERRORS = frozenset({errno.ENAMETOOLONG, errno.EACCES})
MEMORY_FILE_PREFIXES = ("/memfd:", "/dev/shm/", "/SYSV")


@dataclass(frozen=True)
class StepUsage:
    """What a step takes: bytes of memory, processes, bytes on disk, files."""

    memory: int = 0
    processes: int = 0
    disk: int = 0
    files: int = 0
    #: Why a folder could not be counted, as the error of the system.
    uncounted: int = 0


@dataclass(eq=False)
class StepWatch:
    """One step under way: its process below its zygote, where it may write, and what it may take.

    `worker_pids` are the zygote's own children; whoever else is a child of it was left behind by a step. `on_exceeded`
    is called from the watching thread, once the processes of the step are dead.
    """

    zygote_pid: int
    inner_pid: int
    worker_pids: frozenset[int]
    folders: tuple[Path, ...]
    limits: StepLimits
    on_exceeded: Callable[[StepCrashed], object]
    #: Whether it gets a control group, where there are such: its process ends with it, and holds nothing of others.
    uses_control_group: bool = False
    pid: int | None = None
    group: ControlGroup | None = None
    is_over: bool = False
    look_count: int = 0
    #: Bytes of open files without a name: in memory, on disk.
    unnamed_bytes: tuple[int, int] = (0, 0)
    disk_usage: StepUsage = field(default_factory=StepUsage)

    def list_processes(self) -> list[int]:
        """The processes of the step, and those that it left behind."""
        if self.pid is None:
            self.pid = process_tree.find_process(self.zygote_pid, self.inner_pid)
            if self.pid is None:
                return []
            self._enter_group(self.pid)
        left = [
            pid for pid in process_tree.list_children(self.zygote_pid) if pid != self.pid and not self._is_worker(pid)
        ]
        grouped = self.group.list_processes() if self.group else []
        return list(dict.fromkeys([*process_tree.list_descendants([self.pid, *left]), *grouped]))

    def kill(self) -> None:
        """End the processes of the step, where it has some of its own."""
        if self.uses_control_group:
            process_tree.kill_tree(self.list_processes())

    def explain_end(self) -> StepCrashed | None:
        """Why the processes of the step ended, where the kernel ended one."""
        if self.group is None or not self.group.has_overflowed():
            return None
        return find_exceeded_limit(
            StepUsage(memory=max(self.group.measure_memory(), self.limits.memory_bytes + MIB)), self.limits
        )

    def _enter_group(self, pid: int) -> None:
        if not self.uses_control_group:
            return
        self.group = create_control_group(self.limits, pid)
        if self.group is not None and self.is_over:  # it ended meanwhile
            self.group.remove()
        elif self.group is not None:
            for child in process_tree.list_descendants([pid])[1:]:
                with suppress(OSError):
                    self.group.add_process(child)

    def _is_worker(self, pid: int) -> bool:
        status = process_tree.read_status(pid)
        numbers = status.get("NSpid", str(pid)).split()
        # A worker that was forked since leads a group of its own, in the session of the zygote.
        own_group = status.get("NSpgid", "").split()[-1:] == numbers[-1:]
        return int(numbers[-1]) in self.worker_pids or (own_group and self._is_in_session(status))

    def _is_in_session(self, status: dict[str, str]) -> bool:
        return status.get("NSsid") == process_tree.read_status(self.zygote_pid).get("NSsid")


class BudgetWatchdog:
    """Watches steps from two threads, which live as long as there are any."""

    def __init__(self) -> None:
        self._watches: set[StepWatch] = set()
        self._changed = threading.Condition()
        self._threads: list[threading.Thread] = []

    @property
    def watched_count(self) -> int:
        """How many steps are under way."""
        return len(self._watches)

    def measure_processor_seconds(self) -> float:
        """What watching has taken of the processors so far."""
        return sum(_read_thread_seconds(thread) for thread in self._threads)

    def add(self, watch: StepWatch) -> None:
        """Watch a step from now on."""
        with self._changed:
            self._watches.add(watch)
            self._threads = [thread for thread in self._threads if thread.is_alive()]
            if not self._threads:
                self._threads = [
                    threading.Thread(target=self._run_loop, args=(look,), name=name, daemon=True)
                    for look, name in ((check_processes, "budget of processes"), (check_files, "budget of files"))
                ]
                for thread in self._threads:
                    thread.start()
            self._changed.notify_all()

    def remove(self, watch: StepWatch) -> None:
        """The step is over."""
        with self._changed:
            self._watches.discard(watch)
            watch.is_over = True
        if watch.group is not None:
            watch.group.remove()

    def _run_loop(self, look: Callable[[StepWatch], None]) -> None:
        while True:
            with self._changed:
                while not self._watches:
                    self._changed.wait()
                watches = list(self._watches)
            began = time.thread_time()
            for watch in watches:
                if not watch.is_over:
                    look(watch)
            time.sleep(max(SECONDS_BETWEEN_LOOKS, (time.thread_time() - began) / SHARE_OF_COUNTING))


def _read_thread_seconds(thread: threading.Thread) -> float:
    try:
        return int(Path(f"/proc/self/task/{thread.native_id}/schedstat").read_text().split()[0]) / 1e9
    except OSError:
        return 0.0


#: The one of this process.
watchdog = BudgetWatchdog()


def check_processes(watch: StepWatch) -> None:
    """Count processes and memory of a step, and end it where they are too many."""
    found = watch.list_processes()
    if not found:
        return
    if watch.look_count % LOOKS_BETWEEN_UNNAMED == 0:
        watch.unnamed_bytes = measure_unnamed_files(found)
    watch.look_count += 1
    limits = watch.limits
    memory = _measure_memory(watch, found)
    ended = watch.explain_end()
    _end_if_exceeded(
        watch,
        ended
        or find_exceeded_limit(StepUsage(memory, len(found), watch.unnamed_bytes[1] + watch.disk_usage.disk), limits),
    )


def check_files(watch: StepWatch) -> None:
    """Count what a step has written, and end it where that is too much."""
    limits = watch.limits
    watch.disk_usage = measure_files(watch.folders, limits)
    _end_if_exceeded(watch, find_exceeded_limit(watch.disk_usage, limits))


def _end_if_exceeded(watch: StepWatch, crash: StepCrashed | None) -> None:
    if crash is None or watch.is_over:  # also when the step has just ended by itself
        return
    watch.is_over = True
    process_tree.kill_tree(watch.list_processes())
    watch.on_exceeded(crash)


def find_exceeded_limit(usage: StepUsage, limits: StepLimits) -> StepCrashed | None:
    """How a step that takes this much ends; None where it may go on."""
    if usage.memory > limits.memory_bytes:
        used, limit = (_format_size(count) for count in (usage.memory, limits.memory_bytes))
        return StepCrashed(
            "out of memory",
            f"This step and its processes used {used} of memory. The limit is {limit}. Use "
            "fewer rows or columns, or raise DESIGNERY_STEP_MEMORY.",
        )
    if usage.processes > limits.processes:
        return StepCrashed(
            "too many processes",
            f"This step had {usage.processes:,} processes at once. At most {limits.processes:,} may run. "
            "Start fewer, or raise DESIGNERY_STEP_PROCESSES.",
        )
    if usage.disk > limits.output_bytes:
        used, limit = (_format_size(count) for count in (usage.disk, limits.output_bytes))
        return StepCrashed(
            "too much written",
            f"This step wrote {used}. The limit is {limit}. Write less, or raise DESIGNERY_STEP_OUTPUT.",
        )
    if usage.files > limits.files:
        return StepCrashed(
            "too many files",
            f"This step made more than {limits.files:,} files. That is the limit. Create fewer, or "
            "raise DESIGNERY_STEP_FILES.",
        )
    if usage.uncounted:
        why = "is nested too deeply" if usage.uncounted == errno.ENAMETOOLONG else "cannot be listed by its owner"
        return StepCrashed(
            "too many files",
            f"This step made a folder that {why}, so its files cannot be counted. Use short paths and readable modes.",
        )
    return None


def _format_size(count: int) -> str:
    """Bytes as people say them."""
    if count < GIB:
        return f"{count / MIB:,.0f} MiB"
    return f"{count / GIB:,.1f} GiB".replace(".0 GiB", " GiB")


def _measure_memory(watch: StepWatch, pids: list[int]) -> int:
    memory, exact = measure_memory(pids, watch.zygote_pid, watch.limits.memory_bytes - watch.unnamed_bytes[0])
    memory += watch.unnamed_bytes[0]
    if watch.group is None:
        return memory
    grouped = watch.group.measure_memory()
    return max(memory, grouped) if exact else grouped


def measure_memory(pids: Iterable[int], zygote: int, enough: int) -> tuple[int, bool]:
    """The memory that these processes hold beyond what they have from the zygote.

    Up to `enough` it is a quick sum, which counts pages twice that processes share: exact looks are taken where that
    sum is more. The second value says whether nothing was counted twice, or that it made no difference.
    """
    pids = list(pids)
    resident = [process_tree.read_resident(pid) for pid in pids]
    inherited = process_tree.read_resident(zygote).private
    quick = sum(max(0, one.private - inherited) + one.shared for one in resident)
    if quick <= enough:
        return quick, True
    base = process_tree.read_proportional(zygote)
    total, complete = 0, True
    for pid, resident_memory in zip(pids, resident, strict=True):
        exact = process_tree.read_proportional(pid)
        if exact is None or base is None:  # it hides its maps, as a process may that is not to be dumped
            total += max(0, resident_memory.private - inherited) + (resident_memory if exact is None else exact).shared
            complete = False
        else:
            total += max(0, exact.private - base.private) + exact.shared
    return total, complete


def measure_files(folders: Iterable[Path], limits: StepLimits) -> StepUsage:
    """The bytes and the number of all that lies in these folders, counted no further than the limits."""
    waiting, size, count, errors = list(map(str, folders)), 0, 0, set[int | None]()
    while waiting and size <= limits.output_bytes and count <= limits.files:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    count += 1
                    try:
                        about = entry.stat(follow_symlinks=False)
                    except OSError as error:
                        errors.add(error.errno)
                        continue
                    size += about.st_blocks * BLOCK_BYTES
                    if stat.S_ISDIR(about.st_mode):
                        waiting.append(entry.path)
                    if count > limits.files:
                        break
        except OSError as error:  # it may just have gone, which is no reason to end a step
            errors.add(error.errno)
    return StepUsage(disk=size, files=count, uncounted=next(iter(UNCOUNTABLE_ERRORS & errors), 0))


def measure_unnamed_files(pids: Iterable[int]) -> tuple[int, int]:
    """Bytes of open files that have no name any more, or never had one: those in memory, and those on disk."""
    sizes_by_inode: dict[tuple[int, int], tuple[bool, int]] = {}
    for pid in pids:
        with suppress(OSError), os.scandir(f"/proc/{pid}/fd") as entries:
            for entry in entries:
                with suppress(OSError):
                    about = os.stat(entry.path)
                    if stat.S_ISREG(about.st_mode) and about.st_nlink == 0:
                        in_memory = os.readlink(entry.path).startswith(MEMORY_FILE_PREFIXES)
                        sizes_by_inode[about.st_dev, about.st_ino] = (in_memory, about.st_blocks * BLOCK_BYTES)
    sizes = list(sizes_by_inode.values())
    return sum(size for in_memory, size in sizes if in_memory), sum(size for in_memory, size in sizes if not in_memory)
