"""States of runs and steps go to the database in the order in which they came about, many in one transaction."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from server.runs.broadcast import Broadcast
from server.storage.artifacts import ArtifactStore
from server.storage.batch import Batch
from server.storage.database import Database
from server.storage.disk import Disk
from server.storage.scopes import RESULTS

Write = Callable[[Batch], None]

#: Enough for the states of quick steps to gather, too little for anyone to notice.
SECONDS_BETWEEN_COMMITS = 0.02
#: On a full disk it is tried again after so long.
SECONDS_BETWEEN_TRIES = 1.0


@dataclass
class _Entry:
    design_id: str
    write: Write
    #: The artifacts that the write will point to; they become durable before the transaction.
    settle: Sequence[str]
    done: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Recorder:
    """One task that commits whatever has gathered, so that a walk never waits for a disk and a chain of quick steps
    does not pay one fsync each. A state counts once it is committed; what is lost in a crash is done again."""

    def __init__(self, database: Database, store: ArtifactStore, broadcast: Broadcast, disk: Disk) -> None:
        self._database = database
        self._store = store
        self._broadcast = broadcast
        self._disk = disk
        self._ending = asyncio.Event()
        self._waiting: asyncio.Queue[_Entry | None] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._work(), name="recorder")

    async def stop(self) -> None:
        """Commit what is waiting, then end."""
        if self._task:
            self._ending.set()
            self._waiting.put_nowait(None)
            await self._task
            self._task = None

    def record(self, design_id: str, write: Write, settle: Sequence[str] = ()) -> asyncio.Future[None]:
        """Have `write` done in a transaction soon; the future is done when it is committed."""
        entry = _Entry(design_id, write, settle)
        # A failure reaches whoever awaits it; others may drop the future.
        entry.done.add_done_callback(lambda done: done.cancelled() or done.exception())
        self._waiting.put_nowait(entry)
        return entry.done

    async def _work(self) -> None:
        ending = False
        while not ending:
            entries = [await self._waiting.get()]
            while not self._waiting.empty():
                entries.append(self._waiting.get_nowait())
            ending = None in entries
            await self._commit([entry for entry in entries if entry is not None])
            if not ending:
                await asyncio.sleep(SECONDS_BETWEEN_COMMITS)

    async def _commit(self, entries: list[_Entry]) -> None:
        if not entries:
            return
        try:
            await self._write_when_there_is_room(entries)
        except Exception as error:
            if len(entries) == 1:
                entries[0].done.set_exception(error)
                return
            for entry in entries:  # one of them fails: find it, and keep the others
                await self._commit([entry])
            return
        for entry in entries:
            entry.done.set_result(None)
        for design_id in {entry.design_id for entry in entries}:
            self._broadcast.wake(design_id)

    async def _write_when_there_is_room(self, entries: list[_Entry]) -> None:
        """On a full disk states wait, and nothing of them is lost; a server that ends has tried once more."""
        while True:
            ending = self._ending.is_set()
            try:
                return await asyncio.to_thread(self._write, entries)
            except Exception as error:
                if not self._disk.notice(error) or ending:
                    raise
            with suppress(TimeoutError):
                await asyncio.wait_for(self._ending.wait(), SECONDS_BETWEEN_TRIES)

    def _write(self, entries: list[_Entry]) -> None:
        self._store.settle(artifact for entry in entries for artifact in entry.settle)
        designs = {entry.design_id for entry in entries}
        with self._database.session(RESULTS, *designs) as session:
            batch = Batch(session)
            for entry in entries:
                entry.write(batch)
            batch.write()
