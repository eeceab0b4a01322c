"""Starts `designery` for tests without importing it each time: a process that has everything loaded, and forks.

A server so started is a process of its own like any other, with the settings, the folder and the log of its test. What
it does not repeat is the import of pandas, FastAPI and all modules, the search for the isolation that holds here, and
the import of the sample data into a new folder: 8 of 9 seconds of processor time. The command as users type it is run
by tests/server/test_start_and_stop.py and wherever a test needs variables that Python itself reads.

`spawn_command` is for the tests, `main` is the process that forks.
"""

import asyncio
import atexit
import gc
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from tests.home_template import SHARED_FOLDER_VARIABLE, ensure_template
from tests.launch_server_spawner import ADDRESS_VARIABLE, LAUNCH_SERVERS

ROOT = Path(__file__).parent.parent
#: The Python client, some of whose commands are commands of `designery`, too.
CLIENT_FOLDER = ROOT / "clients/python/src"
EXPORTED_LIBRARIES = (
    "pandas", "pyarrow", "scipy.stats", "imblearn.over_sampling", "sklearn.cluster", "sklearn.decomposition",
    "sklearn.ensemble", "sklearn.feature_selection", "sklearn.linear_model", "sklearn.metrics",
    "sklearn.model_selection", "sklearn.multiclass", "sklearn.neural_network", "sklearn.pipeline",
    "sklearn.preprocessing", "sklearn.svm", "sklearn.tree",
)  # fmt: skip


#: What is loaded: all of Designery, or the libraries that exported code uses and nothing of ours.
SpawnedKind = Literal["server", "libraries"]


class SpawnedProcess:
    """A forked process, with what the tests use of `subprocess.Popen`."""

    def __init__(self, spawner: "ServerSpawner", pid: int) -> None:
        self._spawner, self.pid = spawner, pid

    @property
    def returncode(self) -> int | None:
        return self._spawner.exit_codes.get(self.pid)

    def poll(self) -> int | None:
        """Its exit code, once it has ended."""
        self._spawner.receive(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        until = None if timeout is None else time.monotonic() + timeout
        while self.returncode is None:
            left = None if until is None else until - time.monotonic()
            if left is not None and left <= 0:
                raise subprocess.TimeoutExpired(["designery"], timeout or 0)
            self._spawner.receive(left)
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


class ServerSpawner:
    """The process that forks, seen from the tests."""

    def __init__(self, kind: SpawnedKind) -> None:
        self.exit_codes: dict[int, int] = {}
        self._lock, self._rest = threading.Lock(), b""
        command = [sys.executable, "-m", "tests.server_spawner", kind]
        environment = dict(os.environ)
        if kind == "server":
            environment[ADDRESS_VARIABLE] = LAUNCH_SERVERS.address
            environment["PYTHONPATH"] = f"{CLIENT_FOLDER}{os.pathsep}{environment.get('PYTHONPATH', '')}"
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )
        self._spawned: list[int] = []
        atexit.register(self.close)

    def spawn(self, log: Path, **request: Any) -> SpawnedProcess:
        """Fork a process whose output goes to the log; the rest of the request says what it is to be."""
        assert self._process.stdin is not None
        with self._lock:
            self._process.stdin.write(json.dumps({"log": str(log), **request}).encode() + b"\n")
            begun = len(self._spawned)
            while len(self._spawned) == begun:
                self._receive_some(None)
            return SpawnedProcess(self, self._spawned[-1])

    def receive(self, seconds: float | None) -> None:
        """Take what it tells of processes that ended, and wait so long for it."""
        with self._lock:
            self._receive_some(seconds)

    def _receive_some(self, seconds: float | None) -> None:
        assert self._process.stdout is not None
        if not select.select([self._process.stdout], [], [], seconds)[0]:
            return
        read = os.read(self._process.stdout.fileno(), 2**16)
        assert read, "the process that forks servers has ended"
        *lines, self._rest = (self._rest + read).split(b"\n")
        for line in lines:
            kind, pid, code = line.split()
            if kind == b"begun":
                self.exit_codes.pop(int(pid), None)  # numbers of processes come again
                self._spawned.append(int(pid))
            else:
                self.exit_codes[int(pid)] = int(code)

    def close(self) -> None:
        """End it, and with it whatever is still there of what it started."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()


class _Spawners:
    """The spawners of this process, each made when it is first wanted."""

    def __init__(self) -> None:
        #: Only the tests fork: benchmarks, load and nightly tests measure the command as a shell starts it.
        self.enabled = False
        self._made: dict[tuple[int, SpawnedKind], ServerSpawner] = {}

    def get(self, kind: SpawnedKind) -> ServerSpawner:
        key = (os.getpid(), kind)
        if key not in self._made:
            self._made[key] = ServerSpawner(kind)
        return self._made[key]


SPAWNERS = _Spawners()


def can_be_forked(environment: dict[str, str]) -> bool:
    """Whether these variables are read by the command, and not by Python or its libraries as they are loaded."""
    return SPAWNERS.enabled and all(name.startswith("DESIGNERY_") for name in environment)


def spawn_command(
    arguments: list[str], environment: dict[str, str], log: Path, new_home: Path | None = None, prelude: str = ""
) -> SpawnedProcess:
    """Run `designery` with these arguments in a process of its own; what it prints goes to the log.

    A new data folder with SQLite has its tables and the data of the samples from the beginning. The prelude is Python
    that runs there first.
    """
    home = str(new_home) if new_home is not None else None
    request = {"arguments": arguments, "environment": environment, "new_home": home, "prelude": prelude}
    return SPAWNERS.get("server").spawn(log, **request)


def spawn_module(
    name: str, arguments: list[str], environment: dict[str, str], log: Path, folder: Path
) -> SpawnedProcess:
    """Run a module with these arguments, as `python -m` does, where all of Designery is loaded already."""
    request = {"arguments": arguments, "environment": environment, "folder": str(folder)}
    program = f"import runpy; runpy.run_module({name!r}, run_name='__main__', alter_sys=True)"
    return SPAWNERS.get("server").spawn(log, program=program, **request)


def finish_module(name: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run a module of the tests as `python -m` does, but with all of Designery loaded; both outputs are one."""
    with tempfile.TemporaryDirectory(prefix="module-") as kept:
        log = Path(kept) / "output"
        code = spawn_module(name, list(arguments), dict(os.environ), log, ROOT).wait(300)
        return subprocess.CompletedProcess(arguments, code, log.read_text(errors="replace"), "")


def run_command(arguments: list[str], environment: dict[str, str], log: Path) -> tuple[int, str]:
    """Run `designery` with these arguments to its end: its exit code, and what it printed."""
    return spawn_command(arguments, environment, log).wait(120), log.read_text(errors="replace")


def finish_command(
    arguments: list[str], environment: dict[str, str], folder: Path, typed: bytes = b""
) -> "subprocess.CompletedProcess[str]":
    """Run `designery` with these arguments in this folder to its end, as `subprocess.run` would run it."""
    with tempfile.TemporaryDirectory(prefix="command-") as kept:
        log, errors, told = (Path(kept) / name for name in ("output", "errors", "input"))
        told.write_bytes(typed)
        request = {"arguments": arguments, "environment": environment, "folder": str(folder)}
        spawned = SPAWNERS.get("server").spawn(log, errors=str(errors), input=str(told), **request)
        code = spawned.wait(300)
        return subprocess.CompletedProcess(arguments, code, log.read_text(), errors.read_text())


def run_program(program: str, *arguments: str, folder: Path) -> tuple[int, str]:
    """Run a Python program that imports nothing of ours in a process of its own: its exit code, and what it printed.

    The libraries are loaded already. A program that names a module of a library must import it all the same, unless it
    writes `import sklearn` and goes on with `sklearn.svm`, which no exported code does.
    """
    log = folder / "program.log"
    spawned = SPAWNERS.get("libraries").spawn(
        log, program=program, arguments=list(arguments), environment=dict(os.environ), folder=str(folder)
    )
    return spawned.wait(300), log.read_text(errors="replace")


def preload_server() -> None:
    """All that a server imports until it answers, which isolation holds here, and a password hash that costs little."""
    from argon2 import PasswordHasher
    from sqlalchemy.orm import configure_mappers

    import server.admin_commands
    import server.main
    import server.web_server  # noqa: F401
    from modules.kit import catalog
    from server.api.core.route_discovery import find_routers
    from server.auth import passwords
    from server.runs.sandbox.isolation_probe import find_isolation

    # The files of routes are found by their names, and imported when the first server is made.
    list(find_routers())
    configure_mappers()
    # Made to cost an attacker a fifth of a second each; hundreds of people sign in here.
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)

    catalog()
    asyncio.run(find_isolation())
    gc.collect()
    gc.freeze()


def _preload_libraries() -> None:
    """What exported code imports."""
    for name in EXPORTED_LIBRARIES:
        with suppress(ImportError):  # of an extra that is not installed
            import_module(name)
    gc.collect()
    gc.freeze()


def _become_process(request: dict[str, Any], template: Path) -> None:
    """Take the place of a process that a shell would have started."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(request["environment"])
    log = os.open(request["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    errors = os.open(request["errors"], os.O_WRONLY | os.O_CREAT, 0o666) if "errors" in request else log
    typed = os.open(request.get("input", os.devnull), os.O_RDONLY)
    for source, target in ((typed, 0), (log, 1), (errors, 2)):
        os.dup2(source, target)
    os.closerange(3, 256)
    if "folder" in request:
        os.chdir(request["folder"])
    if request.get("new_home"):  # its files belong to the server and to the user of the steps
        subprocess.run(["cp", "-a", template, request["new_home"]], check=True)
    sys.argv = ["designery", *request["arguments"]]


class _Forker:
    """The process that forks: requests on its standard input, what became of them on its standard output."""

    def __init__(self, template: Path) -> None:
        self._template = template
        self.request: dict[str, Any] = {}
        self._waker, waking = os.pipe()
        os.set_blocking(waking, False)
        signal.set_wakeup_fd(waking, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._children: set[int] = set()
        self._rest = b""

    def serve(self) -> bool:
        """Returns True in a child, which has become a `designery` process, and False at the end."""
        while True:
            ready = select.select([0, self._waker], [], [])[0]
            if self._waker in ready:
                os.read(self._waker, 2**12)
                self._report_ended()
            if 0 in ready:
                read = os.read(0, 2**20)
                if not read:
                    self._end_children()
                    return False
                *lines, self._rest = (self._rest + read).split(b"\n")
                if any(self._fork(json.loads(line)) for line in lines):
                    return True

    def _fork(self, request: dict[str, Any]) -> bool:
        pid = os.fork()
        if pid == 0:
            _become_process(request, self._template)
            self.request = request
            return True
        self._children.add(pid)
        os.write(1, f"begun {pid} 0\n".encode())
        return False

    def _report_ended(self) -> None:
        for pid in sorted(self._children):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                self._children.remove(pid)
                os.write(1, f"ended {pid} {os.waitstatus_to_exitcode(status)}\n".encode())

    def _end_children(self) -> None:
        for pid in self._children:
            os.kill(pid, signal.SIGKILL)


def _run_in_fork(work: Callable[[], object]) -> None:
    """Do something in a process of its own, so that this one stays without threads."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
        except BaseException:
            sys.excepthook(*sys.exc_info())
            os._exit(1)
        os._exit(0)
    assert os.waitpid(pid, 0)[1] == 0


def _run_request(request: dict[str, Any]) -> None:
    if "program" in request:
        sys.path[0] = ""
        exec(compile(request["program"], "<string>", "exec"), {"__name__": "__main__"})
        return
    from server.cli import main as run_command

    exec(request.get("prelude", ""), {})
    run_command()


def _end_quickly(code: object) -> None:
    """End as Python does, but for taking all libraries apart, which is most of what a short command takes."""
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    if isinstance(code, str):
        print(code, file=sys.stderr)  # noqa: T201 - as Python does it
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C of the tests: they end what they started
    folder = Path(tempfile.mkdtemp(prefix="designery-tests-"))
    template = Path(os.environ.get(SHARED_FOLDER_VARIABLE, folder)) / "home"
    if sys.argv[1] == "server":
        preload_server()
        LAUNCH_SERVERS.share()
        _run_in_fork(lambda: ensure_template(template))
    else:
        _preload_libraries()
    forker = _Forker(template)
    if not forker.serve():
        shutil.rmtree(folder)
        return
    signal.signal(signal.SIGINT, signal.default_int_handler)
    code: object = None
    try:
        _run_request(forker.request)
    except SystemExit as left:
        code = left.code
    _end_quickly(code)


if __name__ == "__main__":
    main()
