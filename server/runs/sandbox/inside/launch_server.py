"""The launch server: a process without threads, beside the server and outside of any boundary, that forks launchers.

It has imported the libraries, so a new boundary has them from the beginning. It knows nothing of the server's: it is
started with an environment of its own, reads specs, and runs no module and no user's code.
"""

import json
import os
import signal
import socket
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import NoReturn

from server.runs.sandbox.inside import fork_server, zygote
from server.runs.sandbox.inside.fork_control import ForkControl, reap_ended
from server.runs.sandbox.inside.privileges import drop_privileges, hide_memory
from server.runs.sandbox.inside.process_tree import kill_tree
from server.runs.sandbox.inside.sandbox_launcher import (
    SandboxSpec,
    adopt_orphans,
    die_with_parent,
    kill_all_children,
    launch_boundary,
    list_own_children,
    parse_spec,
    set_process_name,
)

#: Where a launcher, and what it starts inside, finds its channel to the server.
CHANNEL_FD = 200
#: So long what is inside may take to end by itself once the server is gone.
EXIT_GRACE_SECONDS, SECONDS_BETWEEN_LOOKS = 2.0, 0.05


@dataclass(frozen=True)
class StartedLauncher:
    """A launcher, and the number that the server gave to its boundary."""

    pid: int
    boundary: int


class LaunchServer:
    """Takes specs of boundaries from the server, each with its channel and the file for what is said inside."""

    def __init__(self, control: socket.socket) -> None:
        self.control = ForkControl(control)
        self.launchers: dict[int, StartedLauncher] = {}
        self.ended_launchers: list[StartedLauncher] = []

    def serve(self) -> None:
        """Work until the server hangs up or dies; then end all boundaries."""
        self.control.start()
        while True:
            spoken = self.control.wait(SECONDS_BETWEEN_LOOKS if self.ended_launchers else None)
            if spoken and not self._read_specs():
                self._wait_for_launchers()
                return
            self._reap_launchers()

    def _read_specs(self) -> bool:
        """Read specs, each with two descriptors; False when the server has hung up."""
        lines = self.control.read_lines()
        for line in lines or ():
            boundary, _, spec_text = line.partition("\t")
            channel, log = self.control.descriptors.pop(0), self.control.descriptors.pop(0)
            self._fork_launcher(int(boundary), parse_spec(spec_text), channel, log)
        return lines is not None

    def _fork_launcher(self, boundary: int, spec: SandboxSpec, channel: int, log: int) -> None:
        try:
            pid = os.fork()
        except OSError:  # the server finds the channel closed, and hears that it has ended
            self.ended_launchers.append(StartedLauncher(0, boundary))
        else:
            if pid == 0:
                run_as_launcher(spec, channel, log)
            self.launchers[pid] = StartedLauncher(pid, boundary)
            self._tell(started=boundary, pid=pid)
        os.close(channel)
        os.close(log)

    def _reap_launchers(self) -> None:
        """Reap the dead; what a launcher left behind is killed, and only then the server hears of its end."""
        ended = [self.launchers.pop(pid, None) for pid, _ in reap_ended()]
        self.ended_launchers += [launcher for launcher in ended if launcher is not None]
        orphans = [pid for pid in list_own_children() if pid not in self.launchers]
        if orphans:
            kill_tree(orphans)
        else:
            for launcher in self.ended_launchers:
                self._tell(ended=launcher.boundary)
            self.ended_launchers.clear()

    def _tell(self, **message: int) -> None:
        with suppress(OSError):  # the server is gone, which the next look finds
            self.control.server.sendall(json.dumps(message).encode() + b"\n")

    def _wait_for_launchers(self) -> None:
        """Leave what is inside some time to notice that its channel has ended."""
        until = time.monotonic() + EXIT_GRACE_SECONDS
        while (self.launchers or self.ended_launchers) and time.monotonic() < until:
            self._reap_launchers()
            time.sleep(SECONDS_BETWEEN_LOOKS)


def run_as_launcher(spec: SandboxSpec, channel: int, log: int) -> NoReturn:
    """Turn the forked process into the launcher of one boundary."""
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        die_with_parent()
        adopt_orphans()
        os.chdir(spec.folder)
        set_process_name("launcher")
        os.dup2(log, 1)
        os.dup2(log, 2)
        os.dup2(channel, CHANNEL_FD)
        os.closerange(3, CHANNEL_FD)  # with them the channels of other boundaries, whose ends would not be noticed
        os.closerange(CHANNEL_FD + 1, 1024)
        status = launch_boundary(spec, run_inside)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(min(max(status, 0), 255))


def run_inside(spec: SandboxSpec) -> NoReturn:
    """Turn the forked process, which is in its namespaces, into a zygote or the fork server."""
    os.closerange(3, CHANNEL_FD)
    os.closerange(CHANNEL_FD + 1, 1024)
    os.environ.clear()
    os.environ.update(spec.variables)
    tempfile.tempdir = None
    drop_privileges(spec.user)
    os.chdir(spec.folder)
    set_process_name(spec.role)
    run = fork_server.run_fork_server if spec.role == "fork_server" else zygote.run_zygote
    status = 1
    try:
        zygote.confine_process(spec)
        run(spec, socket.socket(fileno=CHANNEL_FD))
        status = 0
    except SystemExit as error:
        status = int(bool(error.code))
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(status)


def main() -> None:
    control = socket.socket(fileno=os.dup(0))
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    hide_memory()
    if sys.argv[2] == "preload":
        zygote.preload_libraries()
    run_launch_server(control)


def run_launch_server(control: socket.socket) -> None:
    """Be the launch server until the server hangs up."""
    adopt_orphans()
    hide_memory()
    # Whatever is made inside a boundary is the server's alone, also where somebody else started this process.
    os.umask(0o077)
    set_process_name("launch_server")
    try:
        LaunchServer(control).serve()
    finally:
        kill_all_children()
