"""The fork server: a process without threads, inside one boundary, that forks the zygotes of runs without user code.

A fork takes milliseconds, a new boundary a tenth of a second. Each zygote narrows itself to the folder of its run
before it reads any request. A run with scripts gets a boundary of its own instead.
"""

import os
import signal
import socket
import sys
import tempfile
from dataclasses import dataclass

from server.runs.sandbox.inside import zygote
from server.runs.sandbox.inside.fork_control import ForkControl, reap_ended
from server.runs.sandbox.inside.landlock import restrict_to_paths
from server.runs.sandbox.inside.process_tree import kill_tree
from server.runs.sandbox.inside.sandbox_launcher import (
    SandboxSpec,
    adopt_orphans,
    die_with_parent,
    kill_all_children,
    list_own_children,
    list_readable,
    list_writable,
    parse_spec,
    set_process_name,
)

#: The descriptor at which a zygote finds its channel to the server.
CHANNEL_FD = 200
#: After so many processes that lost their parent another fork server takes over.
MAX_ORPHANS = 256
MAX_EXIT_STATUS = 255


@dataclass(frozen=True)
class ForkedZygote:
    """A zygote, and a copy of its channel's end: the server notices its end when nothing of its run is left."""

    pid: int
    channel_fd: int


class ForkServer:
    """Takes the specs of zygotes from the server, each with the channel that the zygote is to have."""

    def __init__(self, control: socket.socket) -> None:
        self.control = ForkControl(control)
        self.zygotes: dict[int, ForkedZygote] = {}
        self.ended_zygotes: list[ForkedZygote] = []
        self.orphan_count = 0

    def serve(self) -> None:
        """Work until the server hangs up or dies, or until too many processes were left behind."""
        self.control.start()
        retired = False
        while self.zygotes or self.ended_zygotes or not retired:
            if self.control.wait() and not self._read_specs():
                return
            self._reap_zygotes()
            if self.orphan_count > MAX_ORPHANS and not retired:
                retired = True
                self.control.stop_listening()  # the server starts another

    def _read_specs(self) -> bool:
        """Read specs, each with a channel; False when the server has hung up."""
        lines = self.control.read_lines()
        for line in lines or ():
            self._fork_zygote(parse_spec(line), self.control.descriptors.pop(0))
        return lines is not None

    def _fork_zygote(self, spec: SandboxSpec, channel_fd: int) -> None:
        try:
            pid = os.fork()
        except OSError:  # the server finds the channel closed
            self.orphan_count = MAX_ORPHANS + 1
            os.close(channel_fd)
            return
        if pid == 0:
            run_as_zygote(spec, channel_fd)
        self.zygotes[pid] = ForkedZygote(pid, channel_fd)

    def _reap_zygotes(self) -> None:
        """Reap the dead; what a zygote left behind is killed, and only then the end of its channel is let go."""
        for pid, status in reap_ended():
            zygote_process = self.zygotes.pop(pid, None)
            self.orphan_count += 1 if zygote_process is None else max(os.waitstatus_to_exitcode(status), 0)
            if zygote_process is not None:
                self.ended_zygotes.append(zygote_process)
        orphans = [pid for pid in list_own_children() if pid not in self.zygotes]
        if orphans:
            kill_tree(orphans)
        else:
            for zygote_process in self.ended_zygotes:
                os.close(zygote_process.channel_fd)
            self.ended_zygotes.clear()


def run_as_zygote(spec: SandboxSpec, channel_fd: int) -> None:
    """Turn the forked process into the zygote of one run; never returns."""
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        os.setsid()
        die_with_parent()
        adopt_orphans()
        set_process_name("zygote")
        os.dup2(channel_fd, CHANNEL_FD)
        os.closerange(3, CHANNEL_FD)  # with them the channels of other runs, whose ends would not be noticed
        os.closerange(CHANNEL_FD + 1, 1024)
        enter_run_folder(spec)
        status = min(zygote.run_zygote(spec, socket.socket(fileno=CHANNEL_FD)), MAX_EXIT_STATUS)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(status)


def enter_run_folder(spec: SandboxSpec) -> None:
    """Take the environment of the run, and leave this process nothing but its folder and what it may read, for good."""
    os.environ.update(spec.variables)
    tempfile.tempdir = None
    os.chdir(spec.folder)
    restrict_to_paths(list_readable(spec), list_writable(spec))


def run_fork_server(_spec: SandboxSpec, control: socket.socket) -> None:
    """Be the fork server until the server hangs up."""
    try:
        ForkServer(control).serve()
    finally:
        kill_all_children()
