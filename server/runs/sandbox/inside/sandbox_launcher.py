"""A process beside the server that sets up one boundary with a zygote or the fork server in it, and sweeps up after it.

It is a fork of the launch server, and so is what it starts inside: the libraries are loaded already. No user's code is
run before the boundary is closed. When the server dies, the channel to it ends, what is inside ends, and this process
ends everything that came of it.
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
from typing import Literal, NoReturn

from server.runs.sandbox.inside.namespaces import enter_for_children, enter_namespaces, open_namespaces
from server.runs.sandbox.inside.privileges import CAP_KILL, drop_capabilities, give_ownership, hide_memory, switch_user

Mechanism = Literal["bubblewrap", "landlock", "process"]

#: Where the limit on processes counts all that the user runs, what others of them may start meanwhile.
SPARE_USER_TASKS = 256
PR_SET_PDEATHSIG = 1
PR_SET_NAME = 15
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
#: What finding names and checking certificates takes besides.
NETWORK_PATHS = (
    "/etc/hosts", "/etc/resolv.conf", "/etc/nsswitch.conf", "/etc/host.conf", "/etc/gai.conf", "/etc/services",
    "/etc/protocols", "/etc/ssl", "/etc/ca-certificates", "/run/systemd/resolve", "/etc/mime.types",
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


#: What the forked process inside of the boundary does; it never returns.
RunInside = Callable[[SandboxSpec], NoReturn]

#: Keeps namespaces until its standard input ends, and says when they are complete.
HOLD_NAMESPACES = ("/bin/sh", "-c", "echo ready; read end")


def launch_with_bubblewrap(spec: SandboxSpec, run_inside: RunInside) -> int:
    """Run what is inside in namespaces of its own: it sees the files it is given, its own processes and no network.

    Bubblewrap makes the namespaces, with a process in them that waits; a fork of this process enters them. What is
    inside puts Landlock and the filter of system calls on itself besides.
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
    with subprocess.Popen(
        [*arguments, "--", *HOLD_NAMESPACES], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as bubblewrap:
        assert bubblewrap.stdout is not None
        if not bubblewrap.stdout.readline():  # it has said why
            return bubblewrap.wait()
        namespaces = open_namespaces(bubblewrap.pid)
        enter_for_children(namespaces)
        return _fork_inside(lambda: enter_namespaces(namespaces), spec, run_inside, keep=(CAP_KILL,))


def _build_namespace_options(spec: SandboxSpec) -> list[str]:
    """As root they need no user namespace, and what enters can still become another user."""
    if spec.user is None:
        return ["--unshare-all", "--cap-drop", "ALL"]
    return [*(f"--unshare-{kind}" for kind in ("pid", "net", "ipc", "uts", "cgroup-try")), "--cap-drop", "ALL"]


def _list_parent_folders(paths: Sequence[str]) -> list[str]:
    """The folders above the paths, from the top down, without those that are bound themselves or lie in what is."""
    above = {str(folder) for path in paths for folder in Path(path).parents if str(folder) not in ("/", "/tmp")}
    inside = [folder for folder in above if any(Path(folder).is_relative_to(path) for path in paths)]
    return sorted(above.difference(inside))


def launch_with_landlock(spec: SandboxSpec, run_inside: RunInside) -> int:
    """Run what is inside as a process of this machine that sees to its own boundary: Landlock and the filter."""
    if spec.user is not None:
        switch_user(spec.user)
    max_tasks = count_user_tasks() + spec.max_processes + SPARE_USER_TASKS
    resource.setrlimit(resource.RLIMIT_NPROC, (max_tasks, max_tasks))
    return launch_plain(spec, run_inside)


def launch_plain(spec: SandboxSpec, run_inside: RunInside) -> int:
    """Run what is inside as a plain process with a scrubbed environment; its steps narrow themselves."""
    return _fork_inside(lambda: None, spec, run_inside)


def _fork_inside(enter: Callable[[], None], spec: SandboxSpec, run_inside: RunInside, keep: Sequence[int] = ()) -> int:
    """Fork the process that runs inside, and wait for its end; this one keeps what it needs to end others."""
    pid = os.fork()
    if pid == 0:
        try:
            os.setsid()
            enter()
            run_inside(spec)
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            os._exit(1)
    drop_capabilities(keep)
    hide_memory()
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def count_user_tasks() -> int:
    """How many threads of this user there are, all of which the kernel counts against the limit on processes."""
    count, user = 0, os.getuid()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if process.stat().st_uid == user:
                count += len(os.listdir(process / "task"))
    return count


LAUNCHERS: Mapping[Mechanism, Callable[[SandboxSpec, RunInside], int]] = {
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


def set_process_name(name: str) -> None:
    """What `ps` and `top` call this process: all that came of the launch server have one command line."""
    ctypes.CDLL(None).prctl(PR_SET_NAME, name.encode(), 0, 0, 0)


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


def launch_boundary(spec: SandboxSpec, run_inside: RunInside) -> int:
    """Set up a boundary and return when all that was inside has ended; its exit code."""
    for folder in filter_existing([spec.folder, spec.variables["TMPDIR"]]):
        give_ownership(Path(folder), spec.user)
    try:
        return LAUNCHERS[spec.mechanism](spec, run_inside)
    finally:
        kill_all_children()
