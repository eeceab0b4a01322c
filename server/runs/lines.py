"""The server's ends of the lines to what runs inside a boundary, and how such a line is opened."""

import asyncio
import json
import os
import socket
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server.runs import processes
from server.runs.keeper import CODE, Plan

KEEPER_ENVIRONMENT = {"PATH": os.defpath, "PYTHONPATH": str(CODE), "PYTHONDONTWRITEBYTECODE": "1"}
LONGEST_LINE = 16 * 1024**2
MOST_LAST_WORDS = 2000
#: So long a sandbox may take to start, and to end when it is told to.
START_SECONDS, END_SECONDS = 60.0, 1.0
#: So long a keeper may take to bury what was killed.
BURIAL_SECONDS = 1.0

TOO_BUSY = "The machine is too busy to start a sandbox. Nothing of your design is wrong; try again."
NOT_STARTED = (
    "No sandbox could be started. Nothing of your design is wrong; try again. The log of the server has the details."
)


class SandboxFailed(Exception):
    """No zygote could be started; the message has its last words, `sentence` is for who waits for it."""

    def __init__(self, message: str, *, late: bool = False) -> None:
        super().__init__(message)
        self.sentence = TOO_BUSY if late else NOT_STARTED


@dataclass
class Line:
    """The server's end of the line to a zygote; the file that its standard error goes to; how to wait for its end.

    `keeper` is the process around the boundary, which is this zygote's alone where it is its `own`.
    """

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    words: Path
    ended: Callable[[], Awaitable[object]]
    keeper: int
    own: bool
    zygote: int | None = None
    #: Whether it was given up because nothing was said for long.
    late: bool = False

    async def ready(self) -> bool:
        """Wait for the first words of the zygote; False when the line ends before, or nothing is said for long."""
        try:
            async with asyncio.timeout(START_SECONDS):
                said = await self.reader.readline()
            if said:
                self.zygote = processes.find_process(self.keeper, json.loads(said.partition(b"\t")[2])["pid"])
            return bool(said)
        except TimeoutError:
            self.late = True
        except (ValueError, ConnectionError):
            pass
        return False

    def kill(self) -> None:
        """End the zygote with all that came of it, however busy it is; who keeps it buries them, and ends then."""
        if self.own:
            processes.kill_tree(processes.list_children(self.keeper))
        elif self.zygote is not None:
            processes.kill_tree([self.zygote])

    async def kill_until(self, ended: asyncio.Future[Any]) -> None:
        """Kill until this future is done: what is inside first, and then the keeper too, if it does not end."""
        self.kill()
        await asyncio.wait([ended], timeout=BURIAL_SECONDS)
        while not ended.done():
            if self.own:
                processes.kill_tree([self.keeper])
            else:
                self.kill()
            await asyncio.wait([ended], timeout=BURIAL_SECONDS)

    def hang_up(self) -> None:
        """Say no more, whereupon the zygote ends; what it still says can be read."""
        with suppress(OSError):
            self.writer.write_eof()

    async def close(self) -> None:
        """Hang up, and return when nothing is left of the zygote; nobody reads from the line any more."""
        self.hang_up()
        ending = asyncio.ensure_future(self.ended())
        await asyncio.wait([ending], timeout=END_SECONDS)
        if not ending.done():
            await self.kill_until(ending)
        await ending
        self.writer.close()
        with suppress(ConnectionError):
            await self.writer.wait_closed()

    def last_words(self) -> str:
        return self.words.read_text(errors="replace")[-MOST_LAST_WORDS:].strip()


#: Opens a line to a zygote that follows the plan, and is ready. Raises SandboxFailed.
Opener = Callable[[Plan], Awaitable[Line]]


async def own_boundary(plan: Plan) -> Line:
    """Start a zygote in a boundary of its own; whoever cancels this ends it."""
    ours, theirs = socket.socketpair()
    with theirs:
        keeper = await keep(plan, theirs)
    line: Line | None = None
    try:
        reader, writer = await asyncio.open_unix_connection(sock=ours, limit=LONGEST_LINE)
        line = Line(reader, writer, words_of(plan), keeper.wait, keeper.pid, own=True)
        if await line.ready():
            return line
    except BaseException:
        await _kill(keeper, line, ours)
        raise
    await _kill(keeper, line, ours)
    raise SandboxFailed(f"The sandbox ({plan.by}) did not start. {line.last_words()}", late=line.late)


async def _kill(keeper: asyncio.subprocess.Process, line: Line | None, ours: socket.socket) -> None:
    """End what was being started."""
    processes.kill_tree([keeper.pid])
    if line is None:
        ours.close()
        await asyncio.shield(keeper.wait())
    else:
        await asyncio.shield(line.close())


async def keep(plan: Plan, theirs: socket.socket) -> asyncio.subprocess.Process:
    """Start the keeper of a boundary, with the other end of its line."""
    with words_of(plan).open("wb") as stderr:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "server.runs.keeper", plan.to_json()),
            stdin=theirs.fileno(),
            stdout=stderr,
            stderr=stderr,
            cwd=CODE,
            env={**KEEPER_ENVIRONMENT, "HOME": plan.folder},  # libraries look for one, and not every user has it
            start_new_session=True,
        )


def words_of(plan: Plan) -> Path:
    """Where the standard error of what is inside goes."""
    return Path(plan.folder, "sandbox.log")
