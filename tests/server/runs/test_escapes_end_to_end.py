"""The holes of the first attack, each tried by a script step against a real listener, a real file and this process."""

import os
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from server.runs.sandbox import isolation_probe
from server.runs.sandbox.launch_server_client import LaunchServerClient
from server.runs.sandbox.run_sandbox import RunSandbox
from tests.server.runs.conftest import STEP_LIMITS, StepBench

pytestmark = pytest.mark.anyio

HEAD = """
import ctypes, os, resource, shutil, socket, stat, subprocess, tarfile, tempfile
from pathlib import Path

def oserror(result):
    if result != 0:
        raise OSError
"""
EXFILTRATED_BYTES = b"SUPERSECRET-4711-canary"


@pytest.fixture(params=["bubblewrap", "landlock"])
async def boundary(
    request: pytest.FixtureRequest, tmp_path: Path, launch_server: LaunchServerClient
) -> AsyncIterator[StepBench]:
    """A sandbox behind each of the two mechanisms that are there for scripts."""
    folder = tmp_path / "run"
    folder.mkdir()
    sandbox = await RunSandbox.open(
        folder, [], request.param, max_processes=STEP_LIMITS.processes, launch_server=launch_server
    )
    yield StepBench(sandbox, isolation_probe.ProbedIsolation("S3", request.param, "", None))
    await sandbox.close()


@contextmanager
def tcp_listener(family: int, host: str) -> Iterator[tuple[int, list[bytes]]]:
    """A TCP listener that takes whatever comes; its port, and what it heard."""
    heard: list[bytes] = []
    with socket.socket(family) as listener:
        listener.bind((host, 0))
        listener.listen()

        def hear() -> None:
            while True:
                try:
                    with listener.accept()[0] as connection:
                        heard.append(connection.recv(100) or b"connected")
                except OSError:
                    return

        thread = threading.Thread(target=hear)
        thread.start()
        try:
            yield listener.getsockname()[1], heard
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


async def run_attempts(bench: StepBench, attempts: dict[str, str]) -> list[str]:
    """The names of the attempts, each an expression, that raised no OSError."""
    tried = "\n".join(f'attempts["{name}"] = lambda: {expression}' for name, expression in attempts.items())
    body = f"""
attempts = {{}}
{tried}
done = []
for name, attempt in attempts.items():
    try:
        attempt()
        done.append(name)
    except OSError:
        pass
return pd.DataFrame({{"done": done}}, dtype="str")
"""
    return [str(row["done"]) for row in await bench.read_rows(bench.make_script(body, head=HEAD))]


async def test_nothing_is_sent_out_by_any_socket(boundary: StepBench) -> None:
    with (
        tcp_listener(socket.AF_INET, "127.0.0.1") as (port, heard),
        tcp_listener(socket.AF_INET6, "::1") as (port6, heard6),
    ):
        body = f"""
def send(family, protocol, address):
    client = socket.socket(family, socket.SOCK_STREAM, protocol)
    client.settimeout(2)
    client.connect(address)
    client.sendall({EXFILTRATED_BYTES!r})

def fast_open():
    client = socket.socket()
    client.settimeout(2)
    try:
        client.sendto(b"x", 0x20000000, ("127.0.0.1", {port}))
    except BlockingIOError:
        pass
    client.sendall({EXFILTRATED_BYTES!r})

def listen():
    socket.socket().listen()

def netlink():
    socket.socket(16, socket.SOCK_RAW)

def connections():
    tables = [Path(path) for path in ("/proc/net/tcp", "/proc/self/net/tcp", "/proc/thread-self/net/tcp")]
    if not any(":{port:04X} " in table.read_text() for table in tables if os.access(table, os.R_OK)):
        raise OSError

done = []
for name, attempt in {{
    "tcp": lambda: send(socket.AF_INET, 0, ("127.0.0.1", {port})),
    "mptcp": lambda: send(socket.AF_INET, 262, ("127.0.0.1", {port})),
    "mptcp6": lambda: send(socket.AF_INET6, 262, ("::1", {port6})),
    "fast open": fast_open,
    "listen": listen,
    "netlink": netlink,
    "connections": connections,
}}.items():
    try:
        attempt()
        done.append(name)
    except OSError:
        pass
return pd.DataFrame({{"done": done}}, dtype="str")
"""
        found = await boundary.read_rows(boundary.make_script(body, head=HEAD))
    assert (found, heard, heard6) == ([], [], [])


async def test_limits_priority_and_processors_of_the_server_stay_as_they_are(boundary: StepBench) -> None:
    before = [read_limits(os.getpid()), os.getpriority(os.PRIO_PROCESS, 0), os.sched_getaffinity(0)]
    pids = f"({os.getpid()}, os.getppid())"
    assert (
        await run_attempts(
            boundary,
            {
                "cpu": f"[resource.prlimit(pid, resource.RLIMIT_CPU, (999999, 999999)) for pid in {pids}]",
                "core": f"[resource.prlimit(pid, resource.RLIMIT_CORE, (4096, 4096)) for pid in {pids}]",
                "nice": f"[os.setpriority(os.PRIO_PROCESS, pid, 19) for pid in {pids}]",
                "idle": f"[os.sched_setscheduler(pid, os.SCHED_IDLE, os.sched_param(0)) for pid in {pids}]",
                "affinity": f"[os.sched_setaffinity(pid, {{0}}) for pid in {pids}]",
                "signal": f"[os.kill(pid, 0) for pid in {pids}]",
            },
        )
        == []
    )
    assert [read_limits(os.getpid()), os.getpriority(os.PRIO_PROCESS, 0), os.sched_getaffinity(0)] == before


def read_limits(pid: int) -> str:
    return Path(f"/proc/{pid}/limits").read_text()


async def test_no_limit_reaches_any_process_whose_number_is_guessed(boundary: StepBench) -> None:
    body = """
done = []
for pid in range(1, 70_000):
    if pid == os.getpid():
        continue
    try:
        resource.prlimit(pid, resource.RLIMIT_CORE)
        done.append(pid)
    except OSError:
        pass
return pd.DataFrame({"done": done}, dtype="int")
"""
    assert await boundary.read_rows(boundary.make_script(body, head=HEAD)) == []


async def test_memory_and_environment_of_siblings_and_of_the_zygote_are_closed(boundary: StepBench) -> None:
    files = ("mem", "environ", "maps", "cmdline", "fd/0")
    attempts = {name: f"[open(f'/proc/{{pid}}/{name}', 'rb') for pid in (os.getppid(), 1)]" for name in files}
    assert await run_attempts(boundary, attempts) == []
    body = """
done = []
for pid in map(str, range(1, 3_000)):
    if int(pid) != os.getpid():
        for name in ("mem", "environ"):
            try:
                Path("/proc", pid, name).open("rb").close()
                done.append(pid + name)
            except OSError:
                pass
return pd.DataFrame({"done": done}, dtype="str")
"""
    if boundary.isolation.mechanism == "bubblewrap":
        assert await boundary.read_rows(boundary.make_script(body, head=HEAD)) == []


async def test_metadata_of_files_outside_stay_as_they_are(boundary: StepBench, tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    canary = tmp_path / "canary"
    canary.write_text("x")
    sibling = await boundary.run(boundary.make_request("enter_data_manually", data="a\n1\n"))
    other = sibling.outputs[0].path  # type: ignore[union-attr]
    before = {path: read_file_state(path) for path in (canary, other)}
    attempts: dict[str, Any] = {}
    for name, path in (("canary", canary), ("sibling", other), ("interpreter", "os.__file__")):
        target = path if isinstance(path, str) else repr(str(path))
        mode = f"stat.S_IMODE(os.stat({target}).st_mode)" if isinstance(path, str) else "0o604"
        attempts |= {
            f"chmod {name}": f"os.chmod({target}, {mode})",
            f"chmod by C {name}": f"oserror(ctypes.CDLL(None).chmod(os.fsencode({target}), {mode}))",
            f"utime by C {name}": f"oserror(ctypes.CDLL(None).utimes(os.fsencode({target}), None))",
        }
        if not isinstance(path, str):
            attempts |= {
                f"utime {name}": f"os.utime({target}, (1, 1))",
                f"xattr {name}": f"os.setxattr({target}, 'user.x', b'x')",
                f"chown {name}": f"os.chown({target}, 12345, 12345)",
                f"symlink {name}": f"(os.symlink({target}, '{name}'), os.chmod('{name}', 0o604))",
                f"hard link {name}": f"os.link({target}, '{name}-hard')",
            }
    by_descriptor = "os.fchmod(os.open(os.__file__, os.O_RDONLY), stat.S_IMODE(os.stat(os.__file__).st_mode))"
    attempts["by descriptor"] = by_descriptor
    attempts["device"] = "os.mknod('device', stat.S_IFCHR | 0o600, os.makedev(1, 11))"
    attempts["chroot"] = "os.chroot('.')"
    assert await run_attempts(boundary, attempts) == []
    assert {path: read_file_state(path) for path in (canary, other)} == before


def read_file_state(path: Path) -> tuple[int, int, int, list[str]]:
    found = path.stat()
    return found.st_mode, found.st_uid, found.st_mtime_ns, os.listxattr(path)


async def test_modes_and_times_of_own_files_can_be_set(boundary: StepBench) -> None:
    body = """
import stat
own = Path("own.txt")
own.write_text("x")
os.chmod(own, 0o640)
os.utime(own, (5, 6))
shutil.copy2(own, "copy.txt")
with tarfile.open("packed.tar", "w") as packed:
    packed.add("copy.txt")
with tarfile.open("packed.tar") as packed:
    packed.extractall("unpacked", filter="data")
with tempfile.TemporaryDirectory() as made:
    Path(made, "program").write_text("#!/bin/sh\\necho ran")
    Path(made, "program").chmod(0o700)
    said = subprocess.run([Path(made, "program")], capture_output=True, text=True, check=True).stdout
copied = os.stat("copy.txt")
mode = stat.S_IMODE(copied.st_mode)
return pd.DataFrame({"mode": [mode], "modified": [copied.st_mtime], "said": [said.strip()]})
"""
    assert await boundary.read_rows(boundary.make_script(body, head=HEAD)) == [
        {"mode": 0o640, "modified": 6.0, "said": "ran"},
    ]


async def test_steps_keep_no_capability_whoever_the_server_is(boundary: StepBench) -> None:
    body = """
lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
sets = [lines[name].strip() for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")]
return pd.DataFrame({"uid": [os.getuid()], "sets": [" ".join(sets)], "gains": [lines["NoNewPrivs"].strip() != "1"]})
"""
    (found,) = await boundary.read_rows(boundary.make_script(body, head=HEAD))
    assert found["gains"] is False
    if os.geteuid() == 0:
        assert set(str(found["sets"]).replace(" ", "")) == {"0"}
    if boundary.isolation.mechanism == "bubblewrap":
        assert found["uid"] != 0
