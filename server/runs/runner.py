"""The runner: walks the plan of each run, submits what is ready, and is the only writer of run and step states."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy.exc import OperationalError

from modules.kit.error_numbers import NUMBERS
from modules.kit.free_space import full_sentence
from server import logs
from server.runs import adoption
from server.runs.engine import Engine
from server.runs.lease import HEARTBEAT_SECONDS, held_by_another, take, this_process
from server.runs.lines import SandboxFailed
from server.runs.reuse import Computing
from server.runs.walk import Walk
from server.storage import runs
from server.storage.scopes import RESULTS
from server.storage.tables import RunRow
from server.storage.writers import Overloaded, Priority

logger = logging.getLogger(__name__)


class Runner:
    """All runs that this process works on."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.owner = this_process()
        #: What else is to be done at every heartbeat, after the runs of ended processes were taken over.
        self.beats: list[Callable[[], Awaitable[None]]] = []
        self._walks: dict[str, Walk] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._computing: Computing = {}
        self._heart: asyncio.Task[None] | None = None

    @property
    def under_way(self) -> int:
        """How many runs are under way."""
        return len(self._walks)

    @property
    def busy(self) -> bool:
        """Whether a run is under way."""
        return bool(self._walks)

    async def open(self, *, adopt: bool = True) -> None:
        """Start working; with `adopt`, take over runs whose process is gone, now and later."""
        self.engine.recorder.start()
        self._heart = asyncio.create_task(self._beat(adopt), name="heartbeat")
        if adopt:
            await self.adopt()

    async def close(self) -> None:
        """Stop working. Unfinished runs stay unfinished, for the next start to go on with."""
        if self._heart:
            self._heart.cancel()
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        unfinished = list(self._tasks)
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.engine.recorder.stop()
        try:
            await asyncio.to_thread(self._release, unfinished)
        except OperationalError:
            logger.warning("The database does not answer; the runs under way will count this as a death of the server")

    def _release(self, run_ids: list[str]) -> None:
        with self.engine.database.session() as session:
            adoption.release(session, run_ids)

    def submit(self, run_id: str, hear: Callable[[str, dict[str, Any]], None] | None = None) -> asyncio.Task[None]:
        """Work on a run that was written down. `hear` gets progress and log lines besides the watchers."""
        walk = Walk(self.engine, run_id, self.owner, self._computing, hear)
        task = asyncio.create_task(self._work(walk), name=f"run {run_id}")
        self._walks[run_id], self._tasks[run_id] = walk, task
        return task

    async def _work(self, walk: Walk) -> None:
        try:
            with logs.about(run=walk.run_id):
                await self._walk_to_the_end(walk)
        finally:
            self._walks.pop(walk.run_id, None)
            self._tasks.pop(walk.run_id, None)

    async def _walk_to_the_end(self, walk: Walk) -> None:
        began = time.monotonic()
        logger.info("Run started")
        try:
            await walk.run()
        except asyncio.CancelledError:
            logger.info("Run left for the next start to go on with")
            raise
        except SandboxFailed as error:
            logger.error("Run got no sandbox. %s", error)
            await walk.give_up(1002, NUMBERS[1002].title, error.sentence)
        except Exception as error:
            if self.engine.disk.notice(error):
                await walk.give_up(171, NUMBERS[171].title, full_sentence(self.engine.disk.folder))
                return
            number = logs.new_id()
            logger.exception("Run ended by an error of the server", extra={"error": number})
            sentence = f"The server met an error of its own. Quote error {number} to whoever runs it."
            await walk.give_up(None, "Server error", sentence)
        else:
            logger.info("Run %s after %.1f s", walk.final_state(), time.monotonic() - began)

    async def cancel(self, run_id: str) -> None:
        """End a run: its processes are ended within a second, its unfinished steps become cancelled."""
        walk = self._walks.get(run_id)
        if walk is not None:
            await walk.cancel()

    async def wait(self, run_id: str) -> None:
        """Return when the run is over."""
        task = self._tasks.get(run_id)
        if task is not None:
            await asyncio.shield(task)

    async def adopt(self) -> None:
        """Go on with unfinished runs that no living process holds."""
        for run_id in await asyncio.to_thread(self._take_over):
            logger.info("Going on with run %s", run_id)
            self.submit(run_id)

    def _take_over(self) -> list[str]:
        with self.engine.database.reading() as session:
            if all(self._held(run) for run in runs.unfinished(session)):
                return []
        with self.engine.database.session() as session:  # parking a run tells its design, so everything is written to
            taken, parked = adoption.take_over(session, self.owner, self._held)
            for run in parked:
                logger.warning("Run %s was active when the server died twice, and is not gone on with", run.id)
                self.engine.broadcast.wake(run.design_id)
            return [run.id for run in taken]

    def _held(self, run: RunRow) -> bool:
        """Whether a living process works on this run."""
        return run.id in self._walks or held_by_another(run, self.owner)

    async def _beat(self, adopt: bool) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            try:
                if self._walks:
                    await asyncio.to_thread(self._renew, list(self._walks))
                if adopt:
                    await self.adopt()
                for beat in self.beats:
                    await beat()
            except (OperationalError, Overloaded):  # the database is away, as while it is restarted
                logger.warning("The database does not answer; runs of ended processes are looked for again later")

    def _renew(self, run_ids: list[str]) -> None:
        with self.engine.database.session(RESULTS, priority=Priority.EDIT) as session:
            for run_id in run_ids:
                run = session.get(RunRow, run_id)
                if run is not None:
                    take(run, self.owner)
