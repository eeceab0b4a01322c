"""States of runs and steps go to the database in the order in which they came about, many in one transaction."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from server.runs.event_bus import EventBus
from server.storage.database import Database
from server.storage.files.artifact_store import ArtifactStore
from server.storage.files.disk_space import DataDisk
from server.storage.stores.run_batch import RunBatch
from server.storage.transactions.database_errors import describe_database_error, is_database_away
from server.storage.transactions.write_scopes import RESULTS_SCOPE

logger = logging.getLogger(__name__)

WriteRows = Callable[[RunBatch], None]

#: Enough for the states of quick steps to gather, too little for anyone to notice.
SECONDS_BETWEEN_COMMITS = 0.02
#: One transaction takes no further state after so much processor time, where others want to write, too.
MAX_TRANSACTION_SECONDS = 0.02
#: So long a database may be away before runs fail for it. On a full disk, and then, it is tried again after so long.
PATIENCE_SECONDS, SECONDS_BETWEEN_TRIES = 300.0, 1.0


@dataclass
class _PendingWrite:
    design_id: str
    write: WriteRows
    #: The artifacts that the write will point to; they become durable before the transaction.
    artifacts: Sequence[str]
    done: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def finish(self) -> None:
        """It is committed. Whoever waited for it may have been cancelled, and the future with it."""
        if not self.done.done():
            self.done.set_result(None)

    def fail(self, error: Exception) -> None:
        """It could not be committed."""
        if not self.done.done():
            self.done.set_exception(error)


class StateCommitter:
    """One task that commits whatever has gathered, so that no execution waits for a disk and a chain of quick steps
    does not pay one fsync each. A state counts once it is committed; what is lost in a crash is done again."""

    def __init__(self, database: Database, store: ArtifactStore, event_bus: EventBus, disk: DataDisk) -> None:
        self._database = database
        self._store = store
        self._event_bus = event_bus
        self._disk = disk
        self._ending = asyncio.Event()
        self._waiting: asyncio.Queue[_PendingWrite | None] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run_loop(), name="recorder")

    async def stop(self) -> None:
        """Commit what is waiting, then end."""
        if self._task:
            self._ending.set()
            self._waiting.put_nowait(None)
            await self._task
            self._task = None

    def record(self, design_id: str, write: WriteRows, artifacts: Sequence[str] = ()) -> asyncio.Future[None]:
        """Have `write` done in a transaction soon; the future is done when it is committed."""
        entry = _PendingWrite(design_id, write, artifacts)
        # A failure reaches whoever awaits it; others may drop the future.
        entry.done.add_done_callback(lambda done: done.cancelled() or done.exception())
        self._waiting.put_nowait(entry)
        return entry.done

    async def _run_loop(self) -> None:
        ending = False
        while not ending:
            entries = [await self._waiting.get()]
            while not self._waiting.empty():
                entries.append(self._waiting.get_nowait())
            ending = None in entries
            waiting = [entry for entry in entries if entry is not None]
            while waiting:
                waiting = waiting[await self._commit_entries(waiting) :]
            if not ending:
                await asyncio.sleep(SECONDS_BETWEEN_COMMITS)

    async def _commit_entries(self, entries: list[_PendingWrite]) -> int:
        """Commit the first of them, or find out that they fail; returns of how many that is known now."""
        try:
            count = await self._write_with_retry(entries)
        except Exception as error:
            if len(entries) == 1 or is_database_away(error):
                for entry in entries:
                    entry.fail(error)
            else:
                for entry in entries:  # one of them fails: find it, and keep the others
                    await self._commit_entries([entry])
            return len(entries)
        for entry in entries[:count]:
            entry.finish()
        for design_id in {entry.design_id for entry in entries[:count]}:
            self._event_bus.wake(design_id)
        return count

    async def _write_with_retry(self, entries: list[_PendingWrite]) -> int:
        """How many were written, from the first on. On a full disk states wait, and while the database is away, so that
        nothing of them is lost; a server that ends has tried once more."""
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            ending = self._ending.is_set()
            try:
                return await asyncio.to_thread(self._write_entries, entries)
            except Exception as error:
                should_wait = self._disk.handle_error(error) or (is_database_away(error) and time.monotonic() < until)
                if not should_wait or ending:
                    raise
                logger.warning("States of runs wait for the disk or the database: %s", describe_database_error(error))
            with suppress(TimeoutError):
                await asyncio.wait_for(self._ending.wait(), SECONDS_BETWEEN_TRIES)

    def _write_entries(self, entries: list[_PendingWrite]) -> int:
        """Write the first states, and as many as can be while nobody else waits for long; returns their number."""
        self._store.make_durable(artifact for entry in entries for artifact in entry.artifacts)
        for entry in entries:
            entry.artifacts = ()  # they are, whenever their state is written
        designs = {entry.design_id for entry in entries}
        with self._database.session(RESULTS_SCOPE, *designs) as session:
            until = time.thread_time() + MAX_TRANSACTION_SECONDS
            batch, count = RunBatch(session), 0
            for entry in entries:
                entry.write(batch)
                count += 1
                if time.thread_time() > until and self._database.waiting_count:
                    break
            batch.write()
        return count
