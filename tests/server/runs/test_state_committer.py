"""The task that commits states of runs outlives whoever waits for one."""

import asyncio
from pathlib import Path

import pytest

from server.runs.event_bus import EventBus
from server.runs.state_committer import StateCommitter
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
