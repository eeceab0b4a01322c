"""A small process beside the server that starts a zygote, or the nursery, inside its boundary and sweeps up after it.

It exists so that the library's supervising threads are not the server's, and so that nothing outlives the server: when
the server dies, the line to it ends, what is inside ends, and this process ends everything that came of it.
"""

import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from server.runs.line_watch import end_with_line
from server.runs.privileges import CAP_KILL, become, drop_capabilities, give, hide_memory

Mechanism = Literal["bubblewrap", "landlock", "process"]

#: Where the limit on processes counts all that the user runs, what others of them may start meanwhile.
TASKS_OF_OTHERS = 256
PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
CODE = Path(__file__).resolve().parents[2]

#: What a process of Python or of R needs of the system: libraries, its own /proc, the time zone, the layout of the
#: processor.
SYSTEM = (
    "/usr", "/bin", "/lib", "/lib64", "/proc", "/dev/null", "/dev/zero", "/dev/urandom", "/dev/random",
    "/etc/ld.so.cache", "/etc/localtime", "/etc/timezone", "/etc/fonts", "/etc/R", "/etc/alternatives",
    "/sys/devices/system/cpu",
    "/sys/fs/cgroup/cpu", "/sys/fs/cgroup/cpu.max",
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """How to start one zygote or the nursery: behind which mechanism, what it may read and write, what it is told."""

    by: Mechanism
    folder: str
    readable: tuple[str, ...]
    environment: Mapping[str, str]
    processes: int
    preload: bool
    within: Literal["zygote", "nursery"] = "zygote"
    #: Whether steps may come that run a user's code: these have forks of their own.
    scripts: bool = True
    #: Whom to become inside, where the server is root.
    user: int | None = None

    def to_json(self) -> str:
        return json.dumps(asdict(self))


def code_paths() -> list[str]:
    """The interpreter, its packages, and the part of our code that steps need."""
    own = [CODE / "modules", CODE / "server" / "__init__.py", CODE / "server" / "runs"]
    return sorted({sys.prefix, sys.base_prefix, *map(str, own)})


def existing(paths: Sequence[str]) -> list[str]:
    return [path for path in paths if os.path.exists(path)]


def readable(plan: Plan) -> list[str]:
    return existing([*SYSTEM, *code_paths(), *plan.readable])


def writable(plan: Plan) -> list[str]:
    """joblib needs named semaphores, which live in /dev/shm. Scripts narrow themselves and do not get it."""
    return existing([plan.folder, "/dev/null", "/dev/shm"])


def command(plan: Plan) -> list[str]:
    """The command line of the zygote or the nursery itself."""
    return [sys.executable, "-P", str(CODE / "server" / "runs" / "inside.py"), plan.within, plan.to_json()]


def behind_bubblewrap(plan: Plan) -> int:
    """Run what is inside in namespaces of its own: it sees the files it is given, its own processes and no network.

    What is inside puts Landlock and the filter of system calls on itself besides.
    """
    arguments = ["bwrap", *_namespaces(plan), "--die-with-parent", "--new-session", "--clearenv"]
    arguments += ["--tmpfs", "/tmp", "--proc", "/proc", "--dev", "/dev", "--perms", "1777", "--tmpfs", "/dev/shm"]
    system = [path for path in SYSTEM if not path.startswith(("/dev", "/proc"))]
    bound = existing([*system, *code_paths(), *plan.readable])
    for folder in _leading_to([*bound, plan.folder]):
        arguments += ["--perms", "0755", "--dir", folder]  # by itself bubblewrap makes them for one user only
    for path in bound:
        arguments += ["--symlink", os.readlink(path), path] if os.path.islink(path) else ["--ro-bind", path, path]
    arguments += ["--bind", plan.folder, plan.folder]
    for name, value in plan.environment.items():
        arguments += ["--setenv", name, value]
    process = subprocess.Popen([*arguments, "--", *command(plan)])
    drop_capabilities(keep=(CAP_KILL,))
    hide_memory()
    return process.wait()


def _namespaces(plan: Plan) -> list[str]:
    """As root they need no user namespace, and what is inside can still become another user."""
    if plan.user is None:
        return ["--unshare-all", "--cap-drop", "ALL"]
    kinds = [f"--unshare-{kind}" for kind in ("pid", "net", "ipc", "uts", "cgroup-try")]
    kept = [part for name in ("SETUID", "SETGID", "SETPCAP") for part in ("--cap-add", f"CAP_{name}")]
    return [*kinds, "--cap-drop", "ALL", *kept]


def _leading_to(paths: Sequence[str]) -> list[str]:
    """The folders above the paths, from the top down, without those that are bound themselves or lie in what is."""
    above = {str(folder) for path in paths for folder in Path(path).parents if str(folder) not in ("/", "/tmp")}
    inside = [folder for folder in above if any(Path(folder).is_relative_to(path) for path in paths)]
    return sorted(above.difference(inside))


def behind_landlock(plan: Plan) -> int:
    """Run what is inside as a process of this machine that sees to its own boundary: Landlock and the filter."""
    if plan.user is not None:
        become(plan.user)
    most = tasks_of_user() + plan.processes + TASKS_OF_OTHERS
    resource.setrlimit(resource.RLIMIT_NPROC, (most, most))
    return behind_nothing(plan)


def behind_nothing(plan: Plan) -> int:
    """Run what is inside as a plain process with a scrubbed environment; its steps narrow themselves."""
    drop_capabilities()
    hide_memory()
    return subprocess.run(command(plan), env=dict(plan.environment), cwd=plan.folder, check=False).returncode


def tasks_of_user() -> int:
    """How many threads of this user there are, all of which the kernel counts against the limit on processes."""
    count, user = 0, os.getuid()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if process.stat().st_uid == user:
                count += len(os.listdir(process / "task"))
    return count


START: Mapping[Mechanism, Callable[[Plan], int]] = {
    "bubblewrap": behind_bubblewrap,
    "landlock": behind_landlock,
    "process": behind_nothing,
}


def adopt_orphans() -> None:
    """From now on, whoever loses its parent below this process becomes its child."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def die_with_parent() -> None:
    """End this process as soon as the thread that started it ends."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def children() -> list[int]:
    """The living and the unburied children of this process, which has one thread."""
    try:
        listed = Path(f"/proc/self/task/{os.getpid()}/children").read_text()
    except OSError:  # no such file in this kernel: process groups are all there is
        return []
    return [int(pid) for pid in listed.split()]


def sweep() -> None:
    """Kill and bury all children, and the children that they leave behind."""
    while found := children():
        for pid in found:
            os.kill(pid, signal.SIGKILL)
        for pid in found:
            os.waitpid(pid, 0)


def plan_of(text: str) -> Plan:
    return Plan(**json.loads(text))


def main() -> int:
    plan = plan_of(sys.argv[1])
    adopt_orphans()
    end_with_line(0)
    for folder in existing([plan.folder, plan.environment["TMPDIR"]]):
        give(Path(folder), plan.user)
    try:
        return START[plan.by](plan)
    finally:
        sweep()


if __name__ == "__main__":
    sys.exit(main())
