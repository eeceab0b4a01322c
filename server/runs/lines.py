"""The server's ends of the lines to what runs inside a boundary, and how such a line is opened."""

import asyncio
import os
import socket
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from server.runs.keeper import CODE, Plan

KEEPER_ENVIRONMENT = {"PATH": os.defpath, "PYTHONPATH": str(CODE), "PYTHONDONTWRITEBYTECODE": "1"}
LONGEST_LINE = 16 * 1024**2
MOST_LAST_WORDS = 2000
START_SECONDS = 60.0


class SandboxFailed(Exception):
    """No zygote could be started; the message has its last words."""


@dataclass(frozen=True)
class Line:
    """The server's end of the line to a zygote; the file that its standard error goes to; how to wait for its end."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    words: Path
    ended: Callable[[], Awaitable[object]]

    async def ready(self) -> bool:
        """Wait for the first words of the zygote; False when the line ends before, or nothing is said for long."""
        with suppress(TimeoutError, ValueError, ConnectionError):
            async with asyncio.timeout(START_SECONDS):
                return bool(await self.reader.readline())
        return False

    def hang_up(self) -> None:
        """Say no more, whereupon the zygote ends; what it still says can be read."""
        with suppress(OSError):
            self.writer.write_eof()

    async def close(self) -> None:
        """Hang up, and return when nothing is left of the zygote; nobody reads from the line any more."""
        self.hang_up()
        await self.ended()
        self.writer.close()
        with suppress(ConnectionError):
            await self.writer.wait_closed()

    def last_words(self) -> str:
        return self.words.read_text(errors="replace")[-MOST_LAST_WORDS:].strip()


#: Opens a line to a zygote that follows the plan, and is ready. Raises SandboxFailed.
Opener = Callable[[Plan], Awaitable[Line]]


async def own_boundary(plan: Plan) -> Line:
    """Start a zygote in a boundary of its own."""
    ours, theirs = socket.socketpair()
    with theirs:
        keeper = await keep(plan, theirs)
    reader, writer = await asyncio.open_unix_connection(sock=ours, limit=LONGEST_LINE)
    line = Line(reader, writer, words_of(plan), keeper.wait)
    if await line.ready():
        return line
    await line.close()
    raise SandboxFailed(f"The sandbox ({plan.by}) did not start. {line.last_words()}")


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
