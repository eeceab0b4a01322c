"""The task that commits states of runs outlives whoever waits for one, and lets edits go in between."""

import asyncio
import time
from pathlib import Path

import pytest

from server.runs.event_bus import EventBus
from server.runs.state_committer import MAX_TRANSACTION_SECONDS, StateCommitter
from server.storage.database import Database
from server.storage.files.artifact_store import ArtifactStore
from server.storage.files.disk_space import DataDisk
from server.storage.stores.run_batch import RunBatch
from tests.database_servers import DATABASES

pytestmark = pytest.mark.anyio


def _write_nothing(_: RunBatch) -> None:
    """A state whose rows are as they are."""


def _fail(_: RunBatch) -> None:
    raise ValueError("A state that cannot be written.")


async def test_states_are_committed_after_somebody_who_waited_for_one_was_cancelled(tmp_path: Path) -> None:
    database = Database(DATABASES.get_url(tmp_path))
    committer = StateCommitter(database, ArtifactStore(tmp_path / "store"), EventBus(), DataDisk(tmp_path, 0))
    committer.start()
    try:
        for write in (_write_nothing, _fail):
            committer.record("a", write).cancel()
            await asyncio.wait_for(committer.record("a", _write_nothing), 60)
    finally:
        await committer.stop()
        database.close()


@pytest.mark.parametrize("somebody_waits", [True, False])
async def test_many_states_share_a_transaction_unless_somebody_waits_to_write(
    tmp_path: Path, somebody_waits: bool
) -> None:
    database = Database(f"sqlite:///{tmp_path}/waiting.sqlite")
    committer = StateCommitter(database, ArtifactStore(tmp_path / "store"), EventBus(), DataDisk(tmp_path, 0))
    batches: list[RunBatch] = []

    def write(batch: RunBatch) -> None:
        batches.append(batch)
        if somebody_waits and len(batches) == 1:
            database.submit_change(lambda _: None, "a")
        until = time.thread_time() + 2 * MAX_TRANSACTION_SECONDS
        while time.thread_time() < until:
            pass

    written = [committer.record("a", write) for _ in range(2)]
    committer.start()
    try:
        await asyncio.wait_for(asyncio.gather(*written), 60)
    finally:
        await committer.stop()
        database.close()
    assert (batches[0] is batches[1]) is not somebody_waits
