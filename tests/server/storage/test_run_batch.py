"""What a batch writes: events in their order, the last state of each step, one row per artifact and result."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.storage.database import Database
from server.storage.orm.core_tables import ArtifactRow, CacheEntryRow, RunRow, StepRow
from server.storage.stores import design_store, event_log, run_store
from server.storage.stores.run_batch import RunBatch
from tests.database_servers import DATABASES


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = DATABASES.create_database(tmp_path)
    yield made
    made.close()


@pytest.fixture
def run(database: Database) -> RunRow:
    """A run of two steps that are queued."""
    with database.session() as session:
        design = design_store.create_design(session, {"format": 2, "name": "Test", "nodes": {}})
        row = RunRow(design_id=design.id, number=1, revision=0, document=design.document)
        session.add(row)
        session.flush()
        session.add_all([_make_step(row, "a", "queued"), _make_step(row, "b", "queued")])
    return row


def _make_step(run: RunRow, node: str, state: str) -> StepRow:
    return StepRow(run_id=run.id, node=node, position=0, module="split_data", title="", lineage_hash="", state=state)


def test_events_keep_the_order_in_which_they_came(database: Database, run: RunRow) -> None:
    with database.session() as session:
        batch = RunBatch(session)
        for number in range(20):
            batch.add_event(run.design_id, "step", {"number": number})
        batch.write()
    with database.read_session() as session:
        assert [event.body["number"] for event in event_log.list_events_since(session, run.design_id, 0)] == list(
            range(20)
        )


def test_of_several_states_of_a_step_the_last_one_is_written(database: Database, run: RunRow) -> None:
    with database.session() as session:
        batch = RunBatch(session)
        for state in ("running", "succeeded"):
            batch.put_step(_make_step(run, "a", state))
        batch.put_step(_make_step(run, "b", "running"))
        batch.write()
    with database.read_session() as session:
        assert {row.node: row.state for row in run_store.list_steps(session, run.id)} == {
            "a": "succeeded",
            "b": "running",
        }


def test_a_result_takes_the_place_of_an_earlier_one(database: Database, run: RunRow) -> None:
    for artifact in ("first", "second"):
        with database.session() as session:
            batch = RunBatch(session)
            batch.put_cache_entry(CacheEntryRow(key="key", outputs={"dataset": artifact}, run_id=run.id, seconds=1.0))
            batch.write()
    with database.read_session() as session:
        found = run_store.get_cache_entry(session, "key")
        assert found is not None
        assert found.outputs == {"dataset": "second"}


def test_an_artifact_that_was_just_added_is_known(database: Database) -> None:
    with database.session() as session:
        batch = RunBatch(session)
        assert batch.get_artifact("hash") is None
        batch.add_artifact(ArtifactRow(id="hash", type="dataset", bytes=1))
        known = batch.get_artifact("hash")
        assert known is not None
        assert known.type == "dataset"
        batch.write()
