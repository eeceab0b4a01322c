"""The nursery: a process without threads, inside one boundary, that forks the zygotes of runs without a user's code.

A new boundary takes seconds: the libraries are imported anew. A fork takes milliseconds. Each zygote narrows itself to
the folder of its run before it hears of anything. A run with scripts gets a boundary of its own instead.
"""

import os
import selectors
import signal
import socket
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass

from server.runs import zygote
from server.runs.confinement import confine
from server.runs.keeper import Plan, adopt_orphans, children, die_with_parent, plan_of, readable, sweep, writable
from server.runs.processes import kill_tree

CHUNK = 65_536
#: The descriptor at which a zygote finds its line to the server.
LINE = 200
#: After so many processes that lost their parent another nursery takes over.
MOST_LEFT_BEHIND = 256
LARGEST_STATUS = 255


@dataclass(frozen=True)
class Hatched:
    """A zygote, and a copy of its line: the server hears of its end when nothing of its run is left."""

    pid: int
    line: int


class Nursery:
    """Takes the plans of zygotes from the server, each with the line that the zygote is to have."""

    def __init__(self, control: socket.socket) -> None:
        self.control = control
        self.begun = b""
        self.lines: list[int] = []
        self.living: dict[int, Hatched] = {}
        self.ended: list[Hatched] = []
        self.left_behind = 0
        self.selector = selectors.DefaultSelector()
        self.wake, self.woken = os.pipe()
        os.set_blocking(self.woken, False)
        os.set_blocking(self.wake, False)

    def serve(self) -> None:
        """Work until the server hangs up or dies, or until too many processes were left behind."""
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self.woken, warn_on_full_buffer=False)
        self.selector.register(self.control, selectors.EVENT_READ)
        self.selector.register(self.wake, selectors.EVENT_READ)
        retired = False
        while self.living or self.ended or not retired:
            for key, _ in self.selector.select():
                if key.fileobj is self.control and not self._hear():
                    return
                if key.fileobj == self.wake:
                    self._bury()
            if self.left_behind > MOST_LEFT_BEHIND and not retired:
                retired = True
                self.selector.unregister(self.control)
                self.control.shutdown(socket.SHUT_RD)  # the server finds the way closed and starts another nursery

    def _hear(self) -> bool:
        """Read plans, each with a line; False when the server has hung up."""
        data, lines, _, _ = socket.recv_fds(self.control, CHUNK, 1)
        self.lines += lines
        *plans, self.begun = (self.begun + data).split(b"\n")
        for plan in plans:
            self._hatch(plan_of(plan.decode()), self.lines.pop(0))
        return bool(data)

    def _hatch(self, plan: Plan, line: int) -> None:
        try:
            pid = os.fork()
        except OSError:  # the server finds the line closed
            self.left_behind = MOST_LEFT_BEHIND + 1
            os.close(line)
            return
        if pid == 0:
            become(plan, line)
        self.living[pid] = Hatched(pid, line)

    def _bury(self) -> None:
        """Reap the dead; what a zygote left behind is killed, and only then the end of its line is let go."""
        with suppress(BlockingIOError):
            while os.read(self.wake, CHUNK):
                pass
        for pid, status in _dead():
            hatched = self.living.pop(pid, None)
            self.left_behind += 1 if hatched is None else max(os.waitstatus_to_exitcode(status), 0)
            if hatched is not None:
                self.ended.append(hatched)
        orphans = [pid for pid in children() if pid not in self.living]
        if orphans:
            kill_tree(orphans)
        else:
            for hatched in self.ended:
                os.close(hatched.line)
            self.ended.clear()


def _dead() -> list[tuple[int, int]]:
    """The processes that ended, with their status."""
    found: list[tuple[int, int]] = []
    with suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            found.append(ended)
    return found


def become(plan: Plan, line: int) -> None:
    """Turn the forked process into the zygote of one run; never returns."""
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        os.setsid()
        die_with_parent()
        adopt_orphans()
        os.dup2(line, LINE)
        os.closerange(3, LINE)  # with them the lines of other runs, whose ends would not be heard of
        os.closerange(LINE + 1, 1024)
        settle_in(plan)
        status = min(zygote.serve(plan, socket.socket(fileno=LINE)), LARGEST_STATUS)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(status)


def settle_in(plan: Plan) -> None:
    """Take the environment of the run, and leave this process nothing but its folder and what it may read, for good."""
    os.environ.update(plan.environment)
    tempfile.tempdir = None
    os.chdir(plan.folder)
    confine(readable(plan), writable(plan))


def main() -> None:
    plan, control = zygote.settled()
    assert plan.within == "nursery"
    nursery = Nursery(control)
    try:
        nursery.serve()
    finally:
        sweep()
