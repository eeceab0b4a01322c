"""The server's ends of the channels to what runs inside a boundary, and how such a channel is opened."""

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server.runs.sandbox.inside import process_tree
from server.runs.sandbox.inside.sandbox_launcher import SandboxSpec
from server.runs.sandbox.launch_server_client import BoundaryLost, LaunchedBoundary, LaunchServerClient

MAX_LINE_BYTES = 16 * 1024**2
MAX_STDERR_TAIL = 2000
#: So long a sandbox may take to start, and to end when it is to.
START_SECONDS, END_SECONDS = 60.0, 1.0
#: So long a launcher may take to reap what was killed.
REAP_SECONDS = 1.0

TOO_BUSY_MESSAGE = "The machine is too busy to start a sandbox. Your design is fine. Try again."
NOT_STARTED_MESSAGE = "No sandbox could be started. Your design is fine. Try again. The server log has the details."


class SandboxFailed(Exception):
    """No zygote could be started; the message has its last words, `sentence` is for who waits for it."""

    def __init__(self, message: str, *, timed_out: bool = False) -> None:
        super().__init__(message)
        self.sentence = TOO_BUSY_MESSAGE if timed_out else NOT_STARTED_MESSAGE


@dataclass
class ZygoteChannel:
    """The server's end of the channel to a zygote; the file that its standard error goes to; how to wait for its end.

    The boundary is this zygote's alone where it `has_own_boundary`.
    """

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    stderr_path: Path
    wait_ended: Callable[[], Awaitable[object]]
    boundary: LaunchedBoundary
    has_own_boundary: bool
    zygote_pid: int | None = None
    #: Whether it was given up because nothing was said for long.
    timed_out: bool = False

    async def wait_ready(self) -> bool:
        """Wait for the first words of the zygote; False when the channel ends before, or nothing is said for long."""
        try:
            async with asyncio.timeout(START_SECONDS):
                first_line = await self.reader.readline()
                if first_line:
                    inner_pid = json.loads(first_line.partition(b"\t")[2])["pid"]
                    launcher_pid = await asyncio.shield(self.boundary.launcher)
                    self.zygote_pid = process_tree.find_process(launcher_pid, inner_pid)
            return bool(first_line)
        except TimeoutError:
            self.timed_out = True
        except (ValueError, ConnectionError, BoundaryLost):
            pass
        return False

    def kill(self) -> None:
        """End the zygote with all that came of it, however busy it is; its launcher reaps them, and ends then."""
        if self.has_own_boundary and self.boundary.launcher_pid is not None:
            process_tree.kill_tree(process_tree.list_children(self.boundary.launcher_pid))
        elif self.zygote_pid is not None:
            process_tree.kill_tree([self.zygote_pid])

    async def kill_until(self, end: asyncio.Future[Any]) -> None:
        """Kill until this future is done: what is inside first, and then the launcher too, if it does not end."""
        self.kill()
        await asyncio.wait([end], timeout=REAP_SECONDS)
        while not end.done():
            if self.has_own_boundary and self.boundary.launcher_pid is not None:
                process_tree.kill_tree([self.boundary.launcher_pid])
            else:
                self.kill()
            await asyncio.wait([end], timeout=REAP_SECONDS)

    def send_eof(self) -> None:
        """Say no more, whereupon the zygote ends; what it still says can be read."""
        with suppress(OSError):
            self.writer.write_eof()

    async def close(self) -> None:
        """Hang up, and return when nothing is left of the zygote; nobody reads from the channel any more."""
        self.send_eof()
        ending = asyncio.ensure_future(self.wait_ended())
        await asyncio.wait([ending], timeout=END_SECONDS)
        if not ending.done():
            await self.kill_until(ending)
        await ending
        self.writer.close()
        with suppress(ConnectionError):
            await self.writer.wait_closed()

    def read_stderr_tail(self) -> str:
        return self.stderr_path.read_text(errors="replace")[-MAX_STDERR_TAIL:].strip()


#: Opens a channel to a zygote that follows the spec, and is ready. Raises SandboxFailed.
ChannelOpener = Callable[[SandboxSpec], Awaitable[ZygoteChannel]]


async def spawn_in_own_boundary(launch_server: LaunchServerClient, spec: SandboxSpec) -> ZygoteChannel:
    """Start a zygote in a boundary of its own; whoever cancels this ends it."""
    ours, theirs = socket.socketpair()
    with theirs:
        boundary = await launch_server.launch(spec, theirs, get_stderr_path(spec))
    channel: ZygoteChannel | None = None
    try:
        reader, writer = await asyncio.open_unix_connection(sock=ours, limit=MAX_LINE_BYTES)
        channel = ZygoteChannel(
            reader,
            writer,
            get_stderr_path(spec),
            lambda: asyncio.shield(boundary.ended),
            boundary,
            has_own_boundary=True,
        )
        if await channel.wait_ready():
            return channel
    except BaseException:
        await _abort_start(boundary, channel, ours)
        raise
    await _abort_start(boundary, channel, ours)
    raise SandboxFailed(
        f"The sandbox ({spec.mechanism}) did not start. {channel.read_stderr_tail()}", timed_out=channel.timed_out
    )


async def _abort_start(boundary: LaunchedBoundary, channel: ZygoteChannel | None, ours: socket.socket) -> None:
    """End what was being started."""
    if boundary.launcher_pid is not None:
        process_tree.kill_tree([boundary.launcher_pid])
    if channel is None:
        ours.close()
        await asyncio.shield(boundary.ended)
    else:
        await asyncio.shield(channel.close())


def get_stderr_path(spec: SandboxSpec) -> Path:
    """Where the standard error of what is inside goes."""
    return Path(spec.folder, "sandbox.log")
