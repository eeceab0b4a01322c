"""A small process beside the server that starts a zygote, or the fork server, in its boundary and sweeps up after it.

It exists so that the library's supervising threads are not the server's, and so that nothing outlives the server: when
the server dies, the channel to it ends, what is inside ends, and this process ends everything that came of it.
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

from server.runs.sandbox.inside.parent_watch import exit_when_closed
from server.runs.sandbox.inside.privileges import CAP_KILL, drop_capabilities, give_ownership, hide_memory, switch_user

Mechanism = Literal["bubblewrap", "landlock", "process"]

#: Where the limit on processes counts all that the user runs, what others of them may start meanwhile.
SPARE_USER_TASKS = 256
PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
CODE_FOLDER = Path(__file__).resolve().parents[4]
BOOTSTRAP_FILE = CODE_FOLDER / "server" / "runs" / "sandbox" / "inside" / "sandbox_bootstrap.py"

#: What a process of Python or of R needs of the system: libraries, its own /proc, the time zone, the layout of the
#: processor.
SYSTEM_PATHS = (
    "/usr", "/bin", "/lib", "/lib64", "/proc", "/dev/null", "/dev/zero", "/dev/urandom", "/dev/random",
    "/etc/ld.so.cache", "/etc/localtime", "/etc/timezone", "/etc/fonts", "/etc/R", "/etc/alternatives",
    "/sys/devices/system/cpu",
    "/sys/fs/cgroup/cpu", "/sys/fs/cgroup/cpu.max",
)  # fmt: skip


@dataclass(frozen=True)
class SandboxSpec:
    """How to start one zygote or the fork server: behind which mechanism, what it may read and write, with which
    variables."""

    mechanism: Mechanism
    folder: str
    readable: tuple[str, ...]
    variables: Mapping[str, str]
    max_processes: int
    preload: bool
    role: Literal["zygote", "fork_server"] = "zygote"
    #: Whether steps may come that run a user's code: these have forks of their own.
    runs_scripts: bool = True
    #: Whom to become inside, where the server is root.
    user: int | None = None

    def to_json(self) -> str:
        return json.dumps(asdict(self))


def list_code_paths() -> list[str]:
    """The interpreter, its packages, and the part of our code that steps need."""
    own = [CODE_FOLDER / "modules", CODE_FOLDER / "server" / "__init__.py", CODE_FOLDER / "server" / "runs"]
    return sorted({sys.prefix, sys.base_prefix, *map(str, own)})


def filter_existing(paths: Sequence[str]) -> list[str]:
    return [path for path in paths if os.path.exists(path)]


def list_readable(spec: SandboxSpec) -> list[str]:
    return filter_existing([*SYSTEM_PATHS, *list_code_paths(), *spec.readable])


def list_writable(spec: SandboxSpec) -> list[str]:
    """joblib needs named semaphores, which live in /dev/shm. Scripts narrow themselves and do not get it."""
    return filter_existing([spec.folder, "/dev/null", "/dev/shm"])


def build_arguments(spec: SandboxSpec) -> list[str]:
    """The command line of the zygote or the fork server itself."""
    return [sys.executable, "-P", str(BOOTSTRAP_FILE), spec.role, spec.to_json()]


def launch_with_bubblewrap(spec: SandboxSpec) -> int:
    """Run what is inside in namespaces of its own: it sees the files it is given, its own processes and no network.

    What is inside puts Landlock and the filter of system calls on itself besides.
    """
    arguments = ["bwrap", *_build_namespace_options(spec), "--die-with-parent", "--new-session", "--clearenv"]
    arguments += ["--tmpfs", "/tmp", "--proc", "/proc", "--dev", "/dev", "--perms", "1777", "--tmpfs", "/dev/shm"]
    system = [path for path in SYSTEM_PATHS if not path.startswith(("/dev", "/proc"))]
    bound_paths = filter_existing([*system, *list_code_paths(), *spec.readable])
    for folder in _list_parent_folders([*bound_paths, spec.folder]):
        arguments += ["--perms", "0755", "--dir", folder]  # by itself bubblewrap makes them for one user only
    for path in bound_paths:
        arguments += ["--symlink", os.readlink(path), path] if os.path.islink(path) else ["--ro-bind", path, path]
    arguments += ["--bind", spec.folder, spec.folder]
    for name, value in spec.variables.items():
        arguments += ["--setenv", name, value]
    process = subprocess.Popen([*arguments, "--", *build_arguments(spec)])
    drop_capabilities(keep=(CAP_KILL,))
    hide_memory()
    return process.wait()


def _build_namespace_options(spec: SandboxSpec) -> list[str]:
    """As root they need no user namespace, and what is inside can still become another user."""
    if spec.user is None:
        return ["--unshare-all", "--cap-drop", "ALL"]
    kinds = [f"--unshare-{kind}" for kind in ("pid", "net", "ipc", "uts", "cgroup-try")]
    capabilities = [part for name in ("SETUID", "SETGID", "SETPCAP") for part in ("--cap-add", f"CAP_{name}")]
    return [*kinds, "--cap-drop", "ALL", *capabilities]


def _list_parent_folders(paths: Sequence[str]) -> list[str]:
    """The folders above the paths, from the top down, without those that are bound themselves or lie in what is."""
    above = {str(folder) for path in paths for folder in Path(path).parents if str(folder) not in ("/", "/tmp")}
    inside = [folder for folder in above if any(Path(folder).is_relative_to(path) for path in paths)]
    return sorted(above.difference(inside))


def launch_with_landlock(spec: SandboxSpec) -> int:
    """Run what is inside as a process of this machine that sees to its own boundary: Landlock and the filter."""
    if spec.user is not None:
        switch_user(spec.user)
    max_tasks = count_user_tasks() + spec.max_processes + SPARE_USER_TASKS
    resource.setrlimit(resource.RLIMIT_NPROC, (max_tasks, max_tasks))
    return launch_plain(spec)


def launch_plain(spec: SandboxSpec) -> int:
    """Run what is inside as a plain process with a scrubbed environment; its steps narrow themselves."""
    drop_capabilities()
    hide_memory()
    return subprocess.run(build_arguments(spec), env=dict(spec.variables), cwd=spec.folder, check=False).returncode


def count_user_tasks() -> int:
    """How many threads of this user there are, all of which the kernel counts against the limit on processes."""
    count, user = 0, os.getuid()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if process.stat().st_uid == user:
                count += len(os.listdir(process / "task"))
    return count


LAUNCHERS: Mapping[Mechanism, Callable[[SandboxSpec], int]] = {
    "bubblewrap": launch_with_bubblewrap,
    "landlock": launch_with_landlock,
    "process": launch_plain,
}


def adopt_orphans() -> None:
    """From now on, whoever loses its parent below this process becomes its child."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def die_with_parent() -> None:
    """End this process as soon as the thread that started it ends."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def list_own_children() -> list[int]:
    """The living and the unreaped children of this process, which has one thread."""
    try:
        listed = Path(f"/proc/self/task/{os.getpid()}/children").read_text()
    except OSError:  # no such file in this kernel: process groups are all there is
        return []
    return [int(pid) for pid in listed.split()]


def kill_all_children() -> None:
    """Kill and reap all children, and the children that they leave behind."""
    while found := list_own_children():
        for pid in found:
            os.kill(pid, signal.SIGKILL)
        for pid in found:
            os.waitpid(pid, 0)


def parse_spec(text: str) -> SandboxSpec:
    return SandboxSpec(**json.loads(text))


def main() -> int:
    spec = parse_spec(sys.argv[1])
    adopt_orphans()
    exit_when_closed(0)
    for folder in filter_existing([spec.folder, spec.variables["TMPDIR"]]):
        give_ownership(Path(folder), spec.user)
    try:
        return LAUNCHERS[spec.mechanism](spec)
    finally:
        kill_all_children()


if __name__ == "__main__":
    sys.exit(main())
