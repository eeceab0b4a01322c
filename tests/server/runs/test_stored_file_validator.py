"""What was stored before there was validation, or came from elsewhere, is validated when it is first wanted."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import anyio.to_thread
import pytest

from server.runs.sandbox import isolation_probe
from server.runs.sandbox.inside.privileges import find_step_user
from server.runs.sandbox.sandbox_pool import SandboxPool
from server.runs.sandbox.stored_file_validator import StoredFileValidator
from server.storage.files.artifact_store import ArtifactNotValidated, ArtifactStore, CorruptArtifact
from tests.live_server import Server, get_step_states
from tests.server.runs import crafted_files
from tests.small_designs import make_regression_nodes

pytestmark = pytest.mark.anyio


@dataclass
class InspectedStore:
    """A store with what is needed to look into it."""

    store: ArtifactStore
    pool: SandboxPool
    inspection_count: int = 0

    def put_file(self, content: bytes) -> str:
        """Put a file into the store as an earlier version did."""
        return self.store.store_file(crafted_files.write_file(self.store.uploads, "table.arrow", content))

    async def is_readable(self, artifact: str) -> Path:
        return await anyio.to_thread.run_sync(self.store.get_readable_path, artifact, "dataset")


@pytest.fixture(scope="module")
async def shelf(anyio_backend: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[InspectedStore]:
    assert anyio_backend == "asyncio"
    store = ArtifactStore(tmp_path_factory.mktemp("home") / "store")
    found = await isolation_probe.find_isolation()
    store.set_reader_group(find_step_user(found.mechanism))
    pool = SandboxPool(store.runs / "pool", [store.objects], found.mechanism)
    await pool.open()
    made = InspectedStore(store, pool)
    inspector = StoredFileValidator(pool, asyncio.get_running_loop())

    def inspect(file: Path, port_type: str) -> str | None:
        made.inspection_count += 1
        return inspector(file, port_type)

    store.inspector = inspect
    yield made
    await pool.close()


async def test_a_table_from_before_is_validated_once(shelf: InspectedStore) -> None:
    artifact, before = shelf.put_file(crafted_files.write_arrow(crafted_files.make_table())), shelf.inspection_count
    assert await shelf.is_readable(artifact) == shelf.store.get_path(artifact)
    again = ArtifactStore(shelf.store.folder)  # as the next process finds it
    assert again.get_readable_path(artifact, "dataset") == shelf.store.get_path(artifact)
    assert await shelf.is_readable(artifact) == shelf.store.get_path(artifact)
    assert shelf.inspection_count == before + 1


async def test_a_crafted_table_from_before_is_moved_aside_and_never_mapped(shelf: InspectedStore) -> None:
    artifact = shelf.put_file(crafted_files.CRAFTED_TABLES["far offsets"][0]())
    with pytest.raises(CorruptArtifact, match="can't be read: column 'text' is incomplete"):
        await shelf.is_readable(artifact)
    assert not shelf.store.get_path(artifact).exists()
    assert (shelf.store.quarantine / artifact).exists()
    with pytest.raises(CorruptArtifact, match="does not exist"):
        await shelf.is_readable(artifact)


async def test_many_who_want_one_table_wait_for_one_answer(shelf: InspectedStore) -> None:
    artifact = shelf.put_file(crafted_files.write_arrow(crafted_files.make_table(n=list(range(7)))))
    paths = await asyncio.gather(*(shelf.is_readable(artifact) for _ in range(8)))
    assert set(paths) == {shelf.store.get_path(artifact)}


async def test_without_sandboxes_nothing_is_taken_on_trust(tmp_path: Path) -> None:
    store = ArtifactStore(tmp_path / "store")
    artifact = store.store_file(
        crafted_files.write_file(store.uploads, "table.arrow", crafted_files.write_arrow(crafted_files.make_table()))
    )
    with pytest.raises(ArtifactNotValidated):
        store.get_readable_path(artifact, "dataset")
    assert store.get_path(artifact).exists()


def test_a_store_of_an_earlier_version_opens_as_before(own_server: Server) -> None:
    client = own_server.open_client()
    design = client.create_design(make_regression_nodes())
    run = client.run(design)
    split = next(step for step in run["steps"] if step["node"] == "split")["outputs"]["results_dataset1"]["artifact"]
    before = client.request_json("GET", f"/api/artifacts/{split}/rows")
    own_server.stop()
    marks = own_server.home / "store" / "validated"
    for mark in (path for path in marks.rglob("*") if path.is_file()):
        mark.unlink()
    own_server.start()
    again = own_server.open_client()
    assert again.request_json("GET", f"/api/artifacts/{split}/rows") == before
    assert again.request_json("GET", f"/api/designs/{design}/analysis")["known"]
    assert [path.name for path in marks.rglob(split)] == [split]
    assert set(get_step_states(again.run(design)).values()) == {"reused"}
    for one in (client, again):
        one.close()
