"""The server's end of the channel to the launch server, which sets up boundaries beside it."""

import asyncio
import itertools
import json
import logging
import os
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from server.runs.sandbox.inside.process_tree import kill_tree
from server.runs.sandbox.inside.sandbox_launcher import BOOTSTRAP_FILE, SandboxSpec
from server.runs.sandbox.process_variables import build_process_variables

LAUNCHER_VARIABLES = {"PATH": os.defpath}
MAX_MESSAGE_BYTES = 65_536
#: So long the launch server may take to end what it has started, once it is to end.
CLOSE_SECONDS = 15.0

logger = logging.getLogger(__name__)


class BoundaryLost(Exception):
    """The launch server has ended before it could start a launcher."""


@dataclass(eq=False)
class LaunchedBoundary:
    """A boundary that was asked for: the process around it, and when nothing is left of it."""

    launcher: asyncio.Future[int]
    ended: asyncio.Future[None]

    @property
    def launcher_pid(self) -> int | None:
        """The process around it, once it was started."""
        started = self.launcher.done() and not self.launcher.cancelled() and self.launcher.exception() is None
        return self.launcher.result() if started else None

    @property
    def is_running(self) -> bool:
        return not self.ended.done()

    def end(self) -> None:
        """Note that nothing is left of it."""
        if not self.launcher.done():
            self.launcher.set_exception(BoundaryLost())
            self.launcher.exception()  # whoever asks for it hears of it
        if not self.ended.done():
            self.ended.set_result(None)


class SpawnedLaunchServer(Protocol):
    """Its process: what a subprocess of asyncio has of it."""

    @property
    def pid(self) -> int: ...

    async def wait(self) -> int: ...


async def spawn_launch_server(folder: Path, control: socket.socket, *, preload: bool) -> SpawnedLaunchServer:
    """Start a launch server that works in `folder`, with an environment of its own."""
    with (folder / "launch_server.log").open("wb") as log:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", str(BOOTSTRAP_FILE), "launch_server", "preload" if preload else "bare"),
            stdin=control.fileno(),
            stdout=log,
            stderr=log,
            cwd=folder,
            env={**build_process_variables(folder), **LAUNCHER_VARIABLES},
            start_new_session=True,
        )


class LaunchServerClient:
    """Starts the launch server when a boundary is first wanted, and again after it was lost; belongs to one loop."""

    def __init__(self, folder: Path, *, preload: bool = True) -> None:
        """`folder` is where it works, and no step: its log lies there. With `preload` it imports the libraries."""
        self.folder = folder.resolve()
        self.preload = preload
        self._process: SpawnedLaunchServer | None = None
        self._control: socket.socket | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._reader_task: asyncio.Task[None] | None = None
        self._boundaries: dict[int, LaunchedBoundary] = {}
        self._start_lock = asyncio.Lock()
        self._count = itertools.count()

    @property
    def pid(self) -> int | None:
        """Its process, where it was started."""
        return None if self._process is None else self._process.pid

    @property
    def is_running(self) -> bool:
        """Whether it was started, and has not hung up."""
        return self._reader_task is not None and not self._reader_task.done()

    async def open(self) -> None:
        """Start it, where it does not run; it imports the libraries meanwhile."""
        async with self._start_lock:
            if not self.is_running:
                await self._hang_up()
                await self._start()

    async def launch(self, spec: SandboxSpec, channel: socket.socket, log_path: Path) -> LaunchedBoundary:
        """Have a boundary set up, with the other end of its channel; what is said inside goes to the log.

        Where that cannot be, the boundary has ended at once.
        """
        loop = asyncio.get_running_loop()
        number, boundary = next(self._count), LaunchedBoundary(loop.create_future(), loop.create_future())
        with log_path.open("wb") as log:
            try:
                await self.open()
                self._boundaries[number] = boundary
                await self._send(f"{number}\t{spec.to_json()}\n".encode(), [channel.fileno(), log.fileno()])
            except OSError as error:  # there is no memory for another process, or it has ended meanwhile
                logger.error("The processes for steps cannot be started: %s", error)
                self._boundaries.pop(number, None)
                boundary.end()
        return boundary

    async def close(self) -> None:
        """End it with all that came of it."""
        async with self._start_lock:
            await self._hang_up()

    async def _start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                self._process = await spawn_launch_server(self.folder, theirs, preload=self.preload)
            except BaseException:  # what was started meanwhile finds its channel closed
                ours.close()
                raise
        self._control = ours
        reader, self._writer = await asyncio.open_unix_connection(sock=ours, limit=MAX_MESSAGE_BYTES)
        self._reader_task = asyncio.create_task(self._read_messages(reader), name="messages of the launch server")

    async def _send(self, data: bytes, descriptors: list[int]) -> None:
        assert self._control is not None
        while True:
            try:
                sent = socket.send_fds(self._control, [data], descriptors)
            except BlockingIOError:  # it still imports, and much waits for it
                await asyncio.sleep(0.01)
            else:
                data, descriptors = data[sent:], []
                if not data:
                    return

    async def _read_messages(self, reader: asyncio.StreamReader) -> None:
        """Note which launchers were started, and which have ended; when it ends, so have they all."""
        try:
            with suppress(ConnectionError):
                while line := await reader.readline():
                    message = json.loads(line)
                    if "started" in message and message["started"] in self._boundaries:
                        self._boundaries[message["started"]].launcher.set_result(message["pid"])
                    elif "ended" in message and message["ended"] in self._boundaries:
                        self._boundaries.pop(message["ended"]).end()
        finally:
            for boundary in self._boundaries.values():
                boundary.end()
            self._boundaries.clear()

    async def _hang_up(self) -> None:
        """Close the channel, whereupon it ends, and wait for that."""
        if self._writer is not None:
            self._writer.close()
        if self._process is not None:
            try:
                async with asyncio.timeout(CLOSE_SECONDS):
                    await self._process.wait()
            except TimeoutError:
                kill_tree([self._process.pid])
                await self._process.wait()
        if self._reader_task is not None:
            await asyncio.wait([self._reader_task])
        self._process = self._writer = self._control = self._reader_task = None
