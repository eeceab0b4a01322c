"""Lineage reads what it shows, however many runs there are."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, text

from server.automation.lineage import MAX_LINEAGE_NODES, trace_lineage
from server.storage.database import Database
from server.storage.orm.core_tables import DatasetRow, DesignRow, RunRow, generate_id, now
from server.storage.orm.pipeline_tables import LineageLinkRow, PipelineRow, PipelineRunRow
from server.storage.orm.registry_tables import RegisteredModelRow
from server.storage.stores import lineage_store, model_store
from server.storage.stores.lineage_store import StoredThing
from tests.database_servers import DATABASES
from tests.server.storage.test_lists import record_statements


@pytest.fixture
def database(both: str, tmp_path: Path) -> Iterator[Database]:
    home = tmp_path / both
    home.mkdir()
    made = Database(DATABASES.get_url(home))
    made.migrate()
    yield made
    made.close()


@pytest.fixture
def pipeline(database: Database) -> PipelineRow:
    """A pipeline that reads the dataset "rentals"."""
    with database.session() as session:
        design = DesignRow(document={"name": "Nightly"}, name="Nightly")
        session.add(design)
        session.add(DatasetRow(id="rentals", name="Rentals"))
        session.flush()
        row = PipelineRow(name="Nightly", design_id=design.id, created_by="You")
        session.add(row)
        session.flush()
        session.expunge(row)
        return row


def add_runs(database: Database, pipeline: PipelineRow, count: int, first: int = 0) -> str:
    """So many runs, each of which used the same version of the dataset and stored a model; returns the newest."""
    begin = now() - timedelta(minutes=count)
    runs = [
        {"id": generate_id(), "number": first + place, "created_at": begin + timedelta(minutes=place)}
        for place in range(count)
    ]
    common: dict[str, Any] = {"design_id": pipeline.design_id, "revision": 0, "document": {}, "state": "succeeded"}
    with database.session() as session:
        blank = RunRow(id="", number=0, created_at=begin, **common).model_dump()
        session.execute(insert(RunRow), [{**blank, **run} for run in runs])
        given = PipelineRunRow(run_id="", pipeline_id=pipeline.id, version=1, started_by="trigger").model_dump()
        session.execute(
            insert(PipelineRunRow), [{**given, "run_id": run["id"], "created_at": run["created_at"]} for run in runs]
        )
        session.execute(insert(LineageLinkRow), [link for run in runs for link in make_links(run)])
    return str(runs[-1]["id"])


def make_links(run: dict[str, object]) -> list[dict[str, object]]:
    common = {"run_id": run["id"], "created_at": run["created_at"]}
    used = {"side": "input", "kind": "dataset", "thing_id": "rentals", "version": 1, "name": "Rentals"}
    made = {"side": "output", "kind": "model", "thing_id": "demand", "version": run["number"], "name": "demand"}
    return [{**common, **used}, {**common, **made}]


def test_lineage_asks_for_as_much_after_many_runs_as_after_few(database: Database, pipeline: PipelineRow) -> None:
    rentals = StoredThing("dataset", "rentals", 1, "Rentals")

    def trace() -> None:
        with database.read_session() as session:
            graph = trace_lineage(session, things=[rentals])
            assert (len(graph.runs) + len(graph.things), graph.is_cut) == (MAX_LINEAGE_NODES, True)

    add_runs(database, pipeline, 400)
    few = record_statements(database, trace)
    newest = add_runs(database, pipeline, 4_000, first=400)
    assert len(record_statements(database, trace)) == len(few)
    assert not [statement for statement in few if "document" in statement]
    with database.read_session() as session:
        assert newest in trace_lineage(session, things=[rentals]).runs


def test_lineage_follows_a_chain_in_both_directions_and_nothing_beside_it(
    database: Database, pipeline: PipelineRow
) -> None:
    newest = add_runs(database, pipeline, 3)
    with database.read_session() as session:
        graph = trace_lineage(session, things=[StoredThing("model", "demand", 2)])
        assert list(graph.runs) == [newest]
        assert {edge.source: edge.target for edge in graph.edges} == {
            "dataset:rentals:1": newest,
            newest: "model:demand:2",
        }
        assert (graph.runs[newest].pipeline_name, graph.is_cut) == ("Nightly", False)
        assert len(trace_lineage(session, runs=[newest]).things) == 2
        assert lineage_store.list_newest_linked_runs(session, pipeline.id, 1) == [newest]


def test_what_a_run_was_given_and_stored_is_linked_when_it_is_written(
    database: Database, pipeline: PipelineRow
) -> None:
    run = add_plain_run(database, pipeline)
    given = {"data": {"kind": "dataset", "dataset_id": "rentals", "version": 1, "name": "Rentals"}}
    with database.session() as session:
        session.add(PipelineRunRow(run_id=run, pipeline_id=pipeline.id, version=1, started_by="person", inputs=given))
    stored = {
        "model": {"kind": "model", "id": "demand", "version": 7, "name": "demand"},
        "lost": {"kind": "dataset", "name": "lost", "error": "It was refused."},
    }
    with database.session() as session:
        session.get_one(PipelineRunRow, run).outputs = stored
    with database.session() as session:
        graph = trace_lineage(session, runs=[run])
        assert set(graph.things) == {"dataset:rentals:1", "model:demand:7"}
        session.add(RegisteredModelRow(id="demand", name="demand", kind="trained_model"))
        session.flush()
        model_store.remove_models(session, ["demand"])
        assert set(trace_lineage(session, runs=[run]).things) == {"dataset:rentals:1"}


def add_plain_run(database: Database, pipeline: PipelineRow) -> str:
    with database.session() as session:
        row = RunRow(design_id=pipeline.design_id, number=1, revision=0, document={}, state="succeeded")
        session.add(row)
        session.flush()
        return row.id


@pytest.mark.nightly
def test_each_lineage_of_fifty_thousand_runs_takes_less_than_a_fifth_of_a_second(
    database: Database, pipeline: PipelineRow
) -> None:
    newest = add_runs(database, pipeline, 50_000)
    with database.session() as session:
        session.execute(text("ANALYZE"))  # as the database does by itself a minute later
    with database.read_session() as session:
        recent = lineage_store.list_newest_linked_runs(session, pipeline.id, 20)
        for runs, things in (([], [StoredThing("dataset", "rentals", 1)]), ([newest], []), (recent, [])):
            trace_lineage(session, runs, things)  # the first one compiles the questions
            began = time.perf_counter()
            assert trace_lineage(session, runs, things).runs
            assert time.perf_counter() - began < 0.2
