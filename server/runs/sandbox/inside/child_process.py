"""A process that the zygote has forked: the pipes to and from it, and the step that it is at."""

import os
import signal
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from server.runs.sandbox.inside.file_attributes import FileAttributeProxy
from server.runs.sandbox.inside.log_limiter import LogLimiter
from server.runs.sandbox.inside.sandbox_launcher import SandboxSpec, die_with_parent

#: A "warm" child runs one trusted step after another; a "fork" runs one thing and ends; the "view" child makes views;
#: the "sample" child runs previews and remembers their results.
WorkerKind = Literal["warm", "fork", "view", "sample"]

#: Events of a step other than its log and progress: one for each output.
MAX_EVENTS = 100
#: How often a step may tell what it measured: four times a second, for seven hours.
MAX_METRIC_MESSAGES = 100_000
#: The descriptors at which a child finds its requests and its line for messages.
REQUESTS_FD, MESSAGES_FD = 250, 251
#: Where it asks for modes and times of its files to be changed.
ATTRIBUTES_FD = 252
OUT_OF_MEMORY_SIGNS = ("std::bad_alloc", "Cannot allocate memory", "Memory allocation still failed")


@dataclass(eq=False)
class ChildProcess:
    """A forked process, the pipes to and from it, and the step it is at."""

    pid: int
    worker_kind: WorkerKind
    requests_fd: int
    messages_fd: int
    output_logs: dict[int, LogLimiter]
    attribute_channel: socket.socket
    step: str | None = None
    #: Where its step may write.
    folder: Path | None = None
    unfinished_line: bytes = b""
    outcome: dict[str, Any] | None = None
    kill_outcome: dict[str, Any] | None = None
    recent_outputs: set[str] = field(default_factory=set)
    message_log: LogLimiter = field(default_factory=lambda: LogLimiter("log"))
    last_progress_at: float = float("-inf")
    events_left: int = MAX_EVENTS
    metrics_left: int = MAX_METRIC_MESSAGES
    stderr_tail: str = ""

    @property
    def is_free(self) -> bool:
        return self.step is None and self.kill_outcome is None

    @property
    def crash_reason(self) -> str:
        """What ended it where nobody killed it on purpose: C++ and C say so in words when they get no memory."""
        return "out of memory" if any(sign in self.stderr_tail for sign in OUT_OF_MEMORY_SIGNS) else "worker lost"

    def kill(self, outcome: dict[str, object] | None = None) -> None:
        """Kill the child with its process group; `outcome` says what becomes of its step."""
        self.kill_outcome = self.kill_outcome or outcome
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)


def describe_exit(status: int) -> str:
    """How a process ended, in words, by the status that waiting for it gave."""
    code = os.waitstatus_to_exitcode(status)
    return f"it ended by signal {-code}" if code < 0 else f"it ended with exit code {code}"


def fork_child(worker_kind: WorkerKind, spec: SandboxSpec) -> ChildProcess:
    """Fork a process that works in this lane; what it writes can be read without waiting. Raises OSError."""
    pipes = requests, messages, out, err = os.pipe(), os.pipe(), os.pipe(), os.pipe()
    attributes, asking = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    try:
        pid = os.fork()
    except OSError:
        for pipe in pipes:
            os.close(pipe[0])
            os.close(pipe[1])
        attributes.close()
        asking.close()
        raise
    if pid == 0:
        _run_as_child(worker_kind, spec, requests[0], messages[1], out[1], err[1], asking.fileno())
    with suppress(PermissionError):  # it has done so itself by now
        os.setpgid(pid, pid)
    for theirs in (requests[0], messages[1], out[1], err[1]):
        os.close(theirs)
    asking.close()
    attributes.setblocking(False)
    child = ChildProcess(
        pid,
        worker_kind,
        requests[1],
        messages[0],
        {out[0]: LogLimiter("stdout"), err[0]: LogLimiter("stderr")},
        attributes,
    )
    for ours in (messages[0], *child.output_logs):
        os.set_blocking(ours, False)
    return child


def _run_as_child(
    worker_kind: WorkerKind, spec: SandboxSpec, requests: int, messages: int, out: int, err: int, asking: int
) -> None:
    """Turn the forked process into a worker; never returns."""
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setpgid(0, 0)
        die_with_parent()
        for source, target in (
            (requests, REQUESTS_FD),
            (messages, MESSAGES_FD),
            (out, 1),
            (err, 2),
            (asking, ATTRIBUTES_FD),
        ):
            os.dup2(source, target, inheritable=target in (1, 2))
        os.closerange(3, REQUESTS_FD)
        os.closerange(ATTRIBUTES_FD + 1, 1024)
        from server.runs.sandbox.inside import step_process

        FileAttributeProxy(socket.socket(fileno=ATTRIBUTES_FD)).replace_functions()
        step_process.serve_requests(worker_kind, spec, REQUESTS_FD, MESSAGES_FD)
        status = 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(status)
