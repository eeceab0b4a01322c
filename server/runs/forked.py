"""A process that the zygote has forked: the pipes to and from it, and the step that it is at."""

import os
import signal
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from server.runs.attributes import Attributes
from server.runs.flood import Log
from server.runs.keeper import Plan, die_with_parent

#: A "warm" child runs one trusted step after another; a "fork" runs one thing and ends; the "view" child makes views;
#: the "sample" child runs small samples and remembers their results.
Lane = Literal["warm", "fork", "view", "sample"]

#: Events of a step other than its log and progress: one for each output.
MOST_EVENTS = 100
#: The descriptors at which a child finds its requests and its line for messages.
REQUESTS, MESSAGES = 250, 251
#: Where it asks for modes and times of its files to be changed.
ATTRIBUTES = 252
OUT_OF_MEMORY = ("std::bad_alloc", "Cannot allocate memory", "Memory allocation still failed")


@dataclass(eq=False)
class Child:
    """A forked process, the pipes to and from it, and the step it is at."""

    pid: int
    lane: Lane
    requests: int
    messages: int
    outputs: dict[int, Log]
    attributes: socket.socket
    step: str | None = None
    #: Where its step may write.
    folder: Path | None = None
    begun: bytes = b""
    outcome: dict[str, Any] | None = None
    killed_for: dict[str, Any] | None = None
    recent: set[str] = field(default_factory=set)
    told: Log = field(default_factory=lambda: Log("log"))
    progress_at: float = float("-inf")
    events_left: int = MOST_EVENTS
    last_words: str = ""

    @property
    def free(self) -> bool:
        return self.step is None and self.killed_for is None

    @property
    def reason(self) -> str:
        """What ended it where nobody killed it on purpose: C++ and C say so in words when they get no memory."""
        return "out of memory" if any(sign in self.last_words for sign in OUT_OF_MEMORY) else "worker lost"

    def kill(self, outcome: dict[str, Any] | None = None) -> None:
        """Kill the child with its process group; `outcome` says what becomes of its step."""
        self.killed_for = self.killed_for or outcome
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)


def forked(lane: Lane, plan: Plan) -> Child:
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
        _become(lane, plan, requests[0], messages[1], out[1], err[1], asking.fileno())
    with suppress(PermissionError):  # it has done so itself by now
        os.setpgid(pid, pid)
    for theirs in (requests[0], messages[1], out[1], err[1]):
        os.close(theirs)
    asking.close()
    attributes.setblocking(False)
    child = Child(pid, lane, requests[1], messages[0], {out[0]: Log("stdout"), err[0]: Log("stderr")}, attributes)
    for ours in (messages[0], *child.outputs):
        os.set_blocking(ours, False)
    return child


def _become(lane: Lane, plan: Plan, requests: int, messages: int, out: int, err: int, asking: int) -> None:
    """Turn the forked process into a worker; never returns."""
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setpgid(0, 0)
        die_with_parent()
        for source, target in ((requests, REQUESTS), (messages, MESSAGES), (out, 1), (err, 2), (asking, ATTRIBUTES)):
            os.dup2(source, target, inheritable=target in (1, 2))
        os.closerange(3, REQUESTS)
        os.closerange(ATTRIBUTES + 1, 1024)
        from server.runs import child

        Attributes(socket.socket(fileno=ATTRIBUTES)).replace_functions()
        child.serve(lane, plan, REQUESTS, MESSAGES)
        status = 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(status)
