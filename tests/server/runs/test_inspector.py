"""What was stored before there was validation, or came from elsewhere, is validated when it is first wanted."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import anyio.to_thread
import pytest

from server.runs import probe
from server.runs.inspector import Inspector
from server.runs.pool import SandboxPool
from server.runs.privileges import step_user
from server.storage.artifacts import ArtifactStore, Damaged, NotValidated
from tests.pipelines import regression
from tests.server.runs import crafted
from tests.serving import Server, states

pytestmark = pytest.mark.anyio


@dataclass
class Shelf:
    """A store with what is needed to look into it."""

    store: ArtifactStore
    pool: SandboxPool
    inspected: int = 0

    def place(self, content: bytes) -> str:
        """Put a file into the store as an earlier version did."""
        return self.store.place(crafted.written(self.store.uploads, "table.arrow", content))

    async def readable(self, artifact: str) -> Path:
        return await anyio.to_thread.run_sync(self.store.readable, artifact, "dataset")


@pytest.fixture(scope="module")
async def shelf(anyio_backend: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Shelf]:
    assert anyio_backend == "asyncio"
    store = ArtifactStore(tmp_path_factory.mktemp("home") / "store")
    found = await probe.isolation()
    store.let_read(step_user(found.by))
    pool = SandboxPool(store.runs / "pool", [store.objects], found.by)
    await pool.open()
    made = Shelf(store, pool)
    inspector = Inspector(pool, asyncio.get_running_loop())

    def inspect(file: Path, port_type: str) -> str | None:
        made.inspected += 1
        return inspector(file, port_type)

    store.inspect = inspect
    yield made
    await pool.close()


async def test_a_table_from_before_is_validated_once(shelf: Shelf) -> None:
    artifact, before = shelf.place(crafted.file_of(crafted.table())), shelf.inspected
    assert await shelf.readable(artifact) == shelf.store.path(artifact)
    again = ArtifactStore(shelf.store.folder)  # as the next process finds it
    assert again.readable(artifact, "dataset") == shelf.store.path(artifact)
    assert await shelf.readable(artifact) == shelf.store.path(artifact)
    assert shelf.inspected == before + 1


async def test_a_crafted_table_from_before_is_moved_aside_and_never_mapped(shelf: Shelf) -> None:
    artifact = shelf.place(crafted.TABLES["far offsets"][0]())
    with pytest.raises(Damaged, match="cannot be read: column 'text' is not whole"):
        await shelf.readable(artifact)
    assert not shelf.store.path(artifact).exists()
    assert (shelf.store.quarantine / artifact).exists()
    with pytest.raises(Damaged, match="not there"):
        await shelf.readable(artifact)


async def test_many_who_want_one_table_wait_for_one_answer(shelf: Shelf) -> None:
    artifact = shelf.place(crafted.file_of(crafted.table(n=list(range(7)))))
    paths = await asyncio.gather(*(shelf.readable(artifact) for _ in range(8)))
    assert set(paths) == {shelf.store.path(artifact)}


async def test_without_sandboxes_nothing_is_taken_on_trust(tmp_path: Path) -> None:
    store = ArtifactStore(tmp_path / "store")
    artifact = store.place(crafted.written(store.uploads, "table.arrow", crafted.file_of(crafted.table())))
    with pytest.raises(NotValidated):
        store.readable(artifact, "dataset")
    assert store.path(artifact).exists()


def test_a_store_of_an_earlier_version_opens_as_before(own_server: Server) -> None:
    client = own_server.client()
    design = client.new_design(regression())
    run = client.run(design)
    split = next(step for step in run["steps"] if step["node"] == "split")["outputs"]["results_dataset1"]["artifact"]
    before = client.checked("GET", f"/api/artifacts/{split}/rows")
    own_server.stop()
    marks = own_server.home / "store" / "validated"
    for mark in (path for path in marks.rglob("*") if path.is_file()):
        mark.unlink()
    own_server.start()
    again = own_server.client()
    assert again.checked("GET", f"/api/artifacts/{split}/rows") == before
    assert again.checked("GET", f"/api/designs/{design}/analysis")["known"]
    assert [path.name for path in marks.rglob(split)] == [split]
    assert set(states(again.run(design)).values()) == {"reused"}
    for one in (client, again):
        one.close()
