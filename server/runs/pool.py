"""Sandboxes for runs: at once from the nursery, and one with a boundary of its own warmed ahead for scripts."""

import asyncio
import logging
import shutil
import socket
import uuid
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from server.runs.keeper import Mechanism, Plan
from server.runs.lines import LONGEST_LINE, Line, SandboxFailed, keep, words_of
from server.runs.sandbox import PROCESSES_OF_OUR_OWN, RunSandbox, plan_for

#: The imports of the next sandbox keep a processor busy for some seconds: short runs have it for themselves.
SECONDS_BEFORE_NEXT, SECONDS_AFTER_RUN = 5.0, 0.2
CHUNK = 65_536
#: A sandbox that does not start is tried so often.
ATTEMPTS = 2
PROCESSES_OF_A_STEP = 128
#: What all runs without scripts may have at once.
PROCESSES_OF_ALL = 64 * PROCESSES_OF_OUR_OWN

logger = logging.getLogger(__name__)


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
        """A line to a new zygote; None if this nursery has ended, or takes no more. Raises SandboxFailed."""
        assert self._control is not None
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                message = plan.to_json().encode() + b"\n"
                await asyncio.to_thread(socket.send_fds, self._control, [message], [theirs.fileno()])
                reader, writer = await asyncio.open_unix_connection(sock=ours, limit=LONGEST_LINE)
            except OSError:
                ours.close()
                return None
            except asyncio.CancelledError:
                ours.close()  # what was hatched meanwhile finds its line closed
                raise

        async def ended() -> None:
            with suppress(ConnectionError):  # the line ends when nothing of the run is left
                while await reader.read(CHUNK):
                    pass

        assert self._keeper is not None
        line = Line(reader, writer, words_of(self.plan), ended, self._keeper.pid, own=False)
        hatched = False
        try:
            hatched = await line.ready()
        finally:
            if not hatched:
                writer.close()  # it finds its line closed when it comes to it
        if line.late:  # it lives, and another one would make the machine busier
            raise SandboxFailed(f"A zygote ({self.plan.by}) did not start in time.", late=True)
        return line if hatched else None

    @property
    def running(self) -> bool:
        """Whether its process is there."""
        return self._keeper is not None and self._keeper.returncode is None

    async def close(self) -> None:
        """End it with all that came of it."""
        if self._control is not None:
            self._control.close()
        if self._keeper is not None:
            await self._keeper.wait()


class SandboxPool:
    """Hands out sandboxes. Each comes with a folder of its own for its run."""

    def __init__(
        self,
        root: Path,
        readable: Sequence[Path],
        by: Mechanism,
        *,
        at_once: int = 2,
        processes: int = PROCESSES_OF_A_STEP,
    ) -> None:
        """`root` holds the runs' folders and is this pool's alone; `readable` is what steps may read, as the store.

        Boundaries start `at_once` and no more: each keeps a processor busy for seconds. `processes` is what one step
        may have.
        """
        self.root = root
        self.readable = tuple(readable)
        self.by = by
        self.processes = processes
        #: How many sandboxes are handed out, and how many boundaries are starting or wait to be started.
        self.taken, self.opening = 0, 0
        self._may_open = asyncio.Semaphore(at_once)
        self.nurseries: list[Nursery] = []
        self._starting = asyncio.Lock()
        self._next: asyncio.Task[RunSandbox] | None = None
        self._later: asyncio.TimerHandle | None = None
        self._reviving: asyncio.Task[Nursery] | None = None

    @property
    def ready_for_runs(self) -> bool:
        """Whether the processes are there that sandboxes come from."""
        return bool(self.nurseries) and self.nurseries[-1].running

    def revive(self) -> None:
        """Start the processes that sandboxes come from anew, where they are gone."""
        if not self.ready_for_runs and self._reviving is None:
            ended = self.nurseries[-1] if self.nurseries else None
            self._reviving = asyncio.create_task(self._instead_of(ended), name="reviving the nursery")
            self._reviving.add_done_callback(self._revived)

    def _revived(self, _: "asyncio.Task[Nursery]") -> None:
        self._reviving = None

    async def open(self, *, warm: bool = True) -> None:
        """Remove what a killed server left behind, and have the libraries imported; those that are not to be `warm` are
        imported when the first step needs a process."""
        shutil.rmtree(self.root, ignore_errors=True)
        (self.root / "nursery" / "tmp").mkdir(parents=True)
        if warm:
            await self._new_nursery()

    async def take(self, *, scripts: bool) -> RunSandbox:
        """A warm sandbox, with its `folder`; the caller gives it back by `put_away`. Raises SandboxFailed.

        Steps that run a user's code need one with `scripts`, which has a boundary of its own. Whoever cancels this ends
        what is being started.
        """
        if scripts:
            warming, self._next = self.warm(), None
            self._warm_in(SECONDS_BEFORE_NEXT)
            sandbox = await self._await_warming(warming)
        else:
            sandbox = await self._try_twice(self._from_nursery)
        self.taken += 1
        return sandbox

    async def put_away(self, sandbox: RunSandbox) -> None:
        """End a sandbox whose run is over and remove its folder."""
        self.taken -= 1
        await self._end(sandbox)
        if sandbox.scripts:
            self._warm_in(SECONDS_AFTER_RUN)

    async def _await_warming(self, warming: "asyncio.Task[RunSandbox]") -> RunSandbox:
        try:
            return await warming
        except asyncio.CancelledError:
            if warming.done() and not _has_failed(warming):  # it was there at the very moment when nobody wanted it
                await self._end(warming.result())
            raise

    async def _end(self, sandbox: RunSandbox) -> None:
        await sandbox.close()
        await asyncio.to_thread(shutil.rmtree, sandbox.folder, ignore_errors=True)

    def warm(self) -> "asyncio.Task[RunSandbox]":
        """See to it that a sandbox for scripts is ready when one is asked for: somebody is at work on some."""
        self._wait_no_longer()
        if self._next is None or _has_failed(self._next):
            self._next = asyncio.create_task(self._try_twice(self._behind_its_own), name="warming a sandbox")
            self._next.add_done_callback(_has_failed)
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
            warming.cancel()
            await asyncio.wait([warming])
            if not _has_failed(warming):
                await self._end(warming.result())
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

    async def _try_twice(self, start: Callable[[Path], Awaitable[RunSandbox]]) -> RunSandbox:
        """A sandbox that was started in a new folder, if need be at the second try."""
        for attempt in range(1, ATTEMPTS + 1):
            folder = self._folder()
            try:
                return await start(folder)
            except BaseException as error:
                await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
                if attempt == ATTEMPTS or not isinstance(error, SandboxFailed):
                    raise
                logger.warning("%s It is tried once more.", error)
        raise AssertionError

    async def _behind_its_own(self, folder: Path) -> RunSandbox:
        self.opening += 1
        try:
            async with self._may_open:
                return await RunSandbox.open(folder, self.readable, self.by, processes=self.processes)
        finally:
            self.opening -= 1

    async def _from_nursery(self, folder: Path) -> RunSandbox:
        return await RunSandbox.started(self._of_all(folder), self._hatched)

    def _of_all(self, folder: Path) -> Plan:
        plan = plan_for(folder, self.readable, self.by, processes=PROCESSES_OF_ALL)
        return replace(plan, scripts=False)

    def _folder(self) -> Path:
        folder = self.root / uuid.uuid4().hex
        folder.mkdir(mode=0o700)
        return folder

    def _warm_in(self, seconds: float) -> None:
        self._wait_no_longer()
        self._later = asyncio.get_running_loop().call_later(seconds, self._warm_ahead, seconds)

    def _warm_ahead(self, seconds: float) -> None:
        """Warm one, or wait until no run waits for one of its own."""
        if self.opening:
            self._warm_in(seconds)
        else:
            self.warm()

    def _wait_no_longer(self) -> None:
        if self._later is not None:
            self._later.cancel()
            self._later = None


def _has_failed(warming: "asyncio.Task[RunSandbox]") -> bool:
    """Whether no sandbox came of it; the reason was told where it was met."""
    return warming.done() and (warming.cancelled() or warming.exception() is not None)
