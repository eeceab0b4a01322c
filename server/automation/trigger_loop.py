"""The loop of the server that lets triggers fire: it looks when something is due, and every few seconds anyway."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from server.automation.data_watcher import DataWatcher
from server.automation.firing_engine import FiringEngine
from server.automation.pipeline_ends import PipelineEndWatcher
from server.storage.orm.core_tables import now
from server.storage.orm.pipeline_tables import TriggerRow
from server.storage.transactions.database_errors import DATABASE_ERRORS

logger = logging.getLogger(__name__)

#: How long a look is put off at most: what waits for a run to end, or for data, is not due at a known time.
LOOK_SECONDS = 2.0
MIN_LOOK_SECONDS = 0.05
#: After an error.
PAUSE_SECONDS = 10.0


class TriggerLoop:
    """One task, from the start of the server to its end."""

    def __init__(
        self,
        engine: FiringEngine,
        ends: PipelineEndWatcher,
        data: DataWatcher,
        *,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._engine, self._ends, self._data, self._clock = engine, ends, data, clock
        self._wakeup = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._polling: asyncio.Task[None] | None = None

    def open(self) -> None:
        self._task = asyncio.create_task(self._run_loop(), name="triggers")

    def wake(self) -> None:
        """Something may be due; called in the thread of the event loop."""
        self._wakeup.set()

    async def close(self) -> None:
        """Stop. What is due meanwhile is found by the next server."""
        for task in (self._task, self._polling):
            if task is not None:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
        with suppress(*DATABASE_ERRORS):
            await asyncio.to_thread(self._engine.release_lease)

    async def _run_loop(self) -> None:
        while True:
            self._wakeup.clear()
            try:
                is_busy, pause = await self._look()
            except DATABASE_ERRORS:
                logger.warning("The database is not responding; triggers fire when it does")
                is_busy, pause = False, PAUSE_SECONDS
            except Exception:
                logger.exception("Triggers could not fire")
                is_busy, pause = False, PAUSE_SECONDS
            if not is_busy:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._wakeup.wait(), pause)

    async def _look(self) -> tuple[bool, float]:
        """Do what is due; returns whether there is more at once, and how long to wait otherwise."""
        ended = await asyncio.to_thread(self._ends.find_ended)
        if ended:
            await asyncio.to_thread(self._ends.follow, ended)
        result = await asyncio.to_thread(self._engine.tick)
        await self._start_polling()
        following = await asyncio.to_thread(self._engine.find_next_look)
        if following is None:
            return result.is_busy, LOOK_SECONDS
        seconds = (following - self._clock()).total_seconds()
        return result.is_busy, min(max(seconds, MIN_LOOK_SECONDS), LOOK_SECONDS)

    async def _start_polling(self) -> None:
        """Have data outside looked at beside the loop, which does not wait for its answer."""
        if self._polling is not None and not self._polling.done():
            return
        due = await asyncio.to_thread(self._data.list_due)
        if not due:
            return
        is_ours = await asyncio.to_thread(self._engine.acquire_lease, self._clock())
        if is_ours:
            self._polling = asyncio.create_task(self._poll(due), name="data of triggers")

    async def _poll(self, due: list[TriggerRow]) -> None:
        try:
            await self._data.look(due)
        except Exception:
            logger.exception("Data that triggers wait for could not be looked at")
