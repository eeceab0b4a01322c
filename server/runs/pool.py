"""Sandboxes for runs: at once from the nursery, and one with a boundary of its own warmed ahead for scripts."""

import asyncio
import shutil
import socket
import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from server.runs.keeper import Mechanism, Plan
from server.runs.lines import LONGEST_LINE, Line, SandboxFailed, keep, words_of
from server.runs.sandbox import PROCESSES_OF_OUR_OWN, RunSandbox, plan_for

#: The imports of the next sandbox keep a processor busy for some seconds: short runs have it for themselves.
SECONDS_BEFORE_NEXT, SECONDS_AFTER_RUN = 5.0, 0.2
CHUNK = 65_536
#: What all runs without scripts may have at once.
PROCESSES_OF_ALL = 64 * PROCESSES_OF_OUR_OWN


class Nursery:
    """The server's end of the line to a process that forks zygotes."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._keeper: asyncio.subprocess.Process | None = None
        self._control: socket.socket | None = None

    async def open(self) -> None:
        """Start it; it hatches as soon as it has imported the libraries."""
        self._control, theirs = socket.socketpair()
        with theirs:
            self._keeper = await keep(self.plan, theirs)

    async def hatch(self, plan: Plan) -> Line | None:
        """A line to a new zygote; None if this nursery has ended, or takes no more."""
        assert self._control is not None
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                message = plan.to_json().encode() + b"\n"
                await asyncio.to_thread(socket.send_fds, self._control, [message], [theirs.fileno()])
            except OSError:
                ours.close()
                return None
        reader, writer = await asyncio.open_unix_connection(sock=ours, limit=LONGEST_LINE)

        async def ended() -> None:
            with suppress(ConnectionError):  # the line ends when nothing of the run is left
                while await reader.read(CHUNK):
                    pass

        line = Line(reader, writer, words_of(self.plan), ended)
        if await line.ready():
            return line
        await line.close()
        return None

    async def close(self) -> None:
        """End it with all that came of it."""
        if self._control is not None:
            self._control.close()
        if self._keeper is not None:
            await self._keeper.wait()


class SandboxPool:
    """Hands out sandboxes. Each comes with a folder of its own for its run."""

    def __init__(self, root: Path, readable: Sequence[Path], by: Mechanism) -> None:
        """`root` holds the runs' folders and is this pool's alone; `readable` is what steps may read, as the store."""
        self.root = root
        self.readable = tuple(readable)
        self.by = by
        self.nurseries: list[Nursery] = []
        self._starting = asyncio.Lock()
        self._next: asyncio.Task[RunSandbox] | None = None
        self._later: asyncio.TimerHandle | None = None

    async def open(self, *, warm: bool = True) -> None:
        """Remove what a killed server left behind, and have the libraries imported; those that are not to be `warm` are
        imported when the first step needs a process."""
        shutil.rmtree(self.root, ignore_errors=True)
        (self.root / "nursery" / "tmp").mkdir(parents=True)
        if warm:
            await self._new_nursery()

    async def take(self, *, scripts: bool) -> RunSandbox:
        """A warm sandbox, with its `folder`; the caller gives it back by `put_away`. Raises SandboxFailed.

        Steps that run a user's code need one with `scripts`, which has a boundary of its own.
        """
        if not scripts:
            return await RunSandbox.started(self._plan(), self._hatched)
        warming, self._next = self.warm(), None
        self._warm_in(SECONDS_BEFORE_NEXT)
        return await warming

    async def put_away(self, sandbox: RunSandbox) -> None:
        """End a sandbox whose run is over and remove its folder."""
        await sandbox.close()
        await asyncio.to_thread(shutil.rmtree, sandbox.folder, ignore_errors=True)
        if sandbox.scripts:
            self._warm_in(SECONDS_AFTER_RUN)

    def warm(self) -> "asyncio.Task[RunSandbox]":
        """See to it that a sandbox for scripts is ready when one is asked for: somebody is at work on some."""
        self._wait_no_longer()
        if self._next is None:
            self._next = asyncio.create_task(self._behind_its_own(), name="warming a sandbox")
        return self._next

    async def ready(self) -> None:
        """Return when sandboxes of both kinds are there at once."""
        await asyncio.shield(self.warm())
        await self.put_away(await self.take(scripts=False))

    async def close(self) -> None:
        """End the nursery, and the sandbox that is still waiting for a run."""
        self._wait_no_longer()
        warming, self._next = self._next, None
        if warming is not None:
            with suppress(SandboxFailed):
                await self.put_away(await warming)
        self._wait_no_longer()
        for nursery in self.nurseries:
            await nursery.close()

    async def _hatched(self, plan: Plan) -> Line:
        """A line to a zygote from the newest nursery, or from another one where that takes no more."""
        newest = self.nurseries[-1] if self.nurseries else await self._instead_of(None)
        line = await newest.hatch(plan) or await (await self._instead_of(newest)).hatch(plan)
        if line is None:
            raise SandboxFailed(
                f"The processes for steps ({self.by}) did not start. {words_of(newest.plan).read_text()}"
            )
        return line

    async def _instead_of(self, ended: Nursery | None) -> Nursery:
        async with self._starting:
            if (self.nurseries[-1] if self.nurseries else None) is ended:  # else another run has met the same
                await self._new_nursery()
            return self.nurseries[-1]

    async def _new_nursery(self) -> None:
        plan = self._of_all(self.root / "nursery")
        self.nurseries.append(Nursery(replace(plan, folder=str(self.root.resolve()), within="nursery")))
        await self.nurseries[-1].open()

    async def _behind_its_own(self) -> RunSandbox:
        return await RunSandbox.open(self._folder(), self.readable, self.by)

    def _plan(self) -> Plan:
        return self._of_all(self._folder())

    def _of_all(self, folder: Path) -> Plan:
        plan = plan_for(folder, self.readable, self.by, processes=PROCESSES_OF_ALL)
        return replace(plan, scripts=False)

    def _folder(self) -> Path:
        folder = self.root / uuid.uuid4().hex
        folder.mkdir(mode=0o700)
        return folder

    def _warm_in(self, seconds: float) -> None:
        self._wait_no_longer()
        self._later = asyncio.get_running_loop().call_later(seconds, self.warm)

    def _wait_no_longer(self) -> None:
        if self._later is not None:
            self._later.cancel()
            self._later = None
