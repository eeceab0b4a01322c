"""A small process beside the server that starts a zygote, or the nursery, inside its boundary and sweeps up after it.

It exists so that the library's supervising threads are not the server's, and so that nothing outlives the server: when
the server dies, the line to it ends, what is inside ends, and this process ends everything that came of it.
"""

import ctypes
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from server.runs.line_watch import end_with_line

Mechanism = Literal["sandlock", "bubblewrap", "process"]

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


def behind_sandlock(plan: Plan) -> int:
    """Run what is inside behind Landlock and seccomp. What the kernel lacks is left out: the probes tell what holds."""
    from sandlock import Protection, Sandbox

    boundary = Sandbox(
        fs_readable=readable(plan),
        fs_writable=writable(plan),
        max_processes=plan.processes,
        clean_env=True,
        env=dict(plan.environment),
        cwd=plan.folder,
        allow_degraded=list(Protection),
    )
    process = boundary.popen(command(plan))
    return int(process.wait().exit_code)


def behind_bubblewrap(plan: Plan) -> int:
    """Run what is inside in namespaces of its own: it sees the files it is given, its own processes and no network."""
    arguments = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv"]
    arguments += ["--tmpfs", "/tmp", "--proc", "/proc", "--dev", "/dev"]
    system = [path for path in SYSTEM if not path.startswith(("/dev", "/proc"))]
    for path in existing([*system, *code_paths(), *plan.readable]):
        arguments += ["--symlink", os.readlink(path), path] if os.path.islink(path) else ["--ro-bind", path, path]
    arguments += ["--bind", plan.folder, plan.folder, "--chdir", plan.folder]
    for name, value in plan.environment.items():
        arguments += ["--setenv", name, value]
    return subprocess.run([*arguments, "--", *command(plan)], check=False).returncode


def behind_nothing(plan: Plan) -> int:
    """Run what is inside as a plain process with a scrubbed environment."""
    return subprocess.run(command(plan), env=dict(plan.environment), cwd=plan.folder, check=False).returncode


START: Mapping[Mechanism, Callable[[Plan], int]] = {
    "sandlock": behind_sandlock,
    "bubblewrap": behind_bubblewrap,
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
    try:
        return START[plan.by](plan)
    finally:
        sweep()


if __name__ == "__main__":
    sys.exit(main())
