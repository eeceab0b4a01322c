"""Attempts to escape from where a script runs. Each returns True if it was held back.

What a probe finds decides which level of isolation is used and shown, so every attempt is a real one: it reads a real
file, knocks at a real port, kills a real process.
"""

import ctypes
import os
import signal
import socket
from collections.abc import Callable, Mapping
from pathlib import Path

from server.runs.steps import Probed, ProbeRequest

Attempt = Callable[[ProbeRequest], bool]

PTRACE_ATTACH = 16


def attempt_all(request: ProbeRequest) -> Probed:
    """Try everything, the most disruptive last."""
    return Probed({name: attempt(request) for name, attempt in ATTEMPTS.items()})


def refused(action: Callable[[], object]) -> bool:
    """Whether the system refused to do it."""
    try:
        action()
    except OSError:
        return True
    return False


def read_outside(request: ProbeRequest) -> bool:
    return refused(lambda: Path(request.targets["canary"]).read_bytes())


def write_outside(request: ProbeRequest) -> bool:
    return refused(lambda: Path(request.targets["outside"], "planted").write_text("x"))


def read_neighbour(request: ProbeRequest) -> bool:
    """Another step's folder within the same run."""
    return refused(lambda: Path(request.targets["neighbour"]).read_bytes())


def write_neighbour(request: ProbeRequest) -> bool:
    return refused(lambda: Path(request.targets["neighbour"]).with_name("planted").write_text("x"))


def read_passwords(_request: ProbeRequest) -> bool:
    return refused(lambda: Path("/etc/passwd").read_bytes())


def connect_tcp(request: ProbeRequest) -> bool:
    return refused(lambda: socket.create_connection(("127.0.0.1", int(request.targets["tcp"])), timeout=1).close())


def send_udp(request: ProbeRequest) -> bool:
    """Whether a datagram could be sent; what counts is whether one arrived, which the listener tells."""

    def send() -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.sendto(b"probe", ("127.0.0.1", int(request.targets["udp"])))

    return refused(send)


def connect_abstract_socket(request: ProbeRequest) -> bool:
    def connect() -> None:
        with socket.socket(socket.AF_UNIX) as client:
            client.connect("\0" + request.targets["abstract"])

    return refused(connect)


def signal_server(request: ProbeRequest) -> bool:
    return refused(lambda: os.kill(int(request.targets["server"]), 0))


def signal_parent(_request: ProbeRequest) -> bool:
    return os.getppid() <= 1 or refused(lambda: os.kill(os.getppid(), 0))


def inherit_environment(request: ProbeRequest) -> bool:
    """Whether any variable that only the server has was handed down."""
    return not set(request.targets["variables"].split()) & set(os.environ)


def read_server_environment(request: ProbeRequest) -> bool:
    return refused(lambda: Path(f"/proc/{request.targets['server']}/environ").read_bytes())


def trace_server(request: ProbeRequest) -> bool:
    libc = ctypes.CDLL(None, use_errno=True)
    attached = libc.ptrace(PTRACE_ATTACH, int(request.targets["server"]), None, None) == 0
    return not attached


def fork_without_end(request: ProbeRequest) -> bool:
    """Whether forking ends somewhere near the limit; those who were born wait to be killed."""
    born: list[int] = []
    most = request.most_processes
    try:
        while len(born) < most:
            pid = os.fork()
            if pid == 0:
                signal.pause()
            born.append(pid)
    except OSError:
        pass
    for pid in born:
        os.kill(pid, signal.SIGKILL)
    for pid in born:
        os.waitpid(pid, 0)
    return len(born) < most


def take_memory(request: ProbeRequest) -> bool:
    try:
        bytearray(2 * request.limits.memory_bytes)
    except MemoryError:
        return True
    return False


def write_too_much(request: ProbeRequest) -> bool:
    """Whether a file can be larger than the limit; it is sparse, and costs nothing."""

    def write() -> None:
        with (request.folder / "tmp" / "large").open("wb") as file:
            file.seek(request.limits.output_bytes + 1)
            file.write(b"x")

    return refused(write)


ATTEMPTS: Mapping[str, Attempt] = {
    attempt.__name__: attempt
    for attempt in (
        read_outside,
        write_outside,
        read_neighbour,
        write_neighbour,
        read_passwords,
        connect_tcp,
        send_udp,
        connect_abstract_socket,
        signal_server,
        signal_parent,
        inherit_environment,
        read_server_environment,
        trace_server,
        take_memory,
        write_too_much,
        fork_without_end,
    )
}
