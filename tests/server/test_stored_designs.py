"""A design is analyzed once for each revision, and again where something else than the design has changed."""

import gc
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from modules.kit import catalog
from server.design_analyzer import DesignAnalyzer
from server.storage.database import Database
from server.storage.files.artifact_store import ArtifactStore
from server.storage.orm.core_tables import ArtifactRow, DatasetRow, RunRow, StepRow
from server.storage.stores import dataset_store, design_store
from server.stored_designs import StoredDesign, StoredDesigns
from tests.database_servers import DATABASES
from tests.server.graph.graph_designs import make_node

NODES = {"data": make_node("enter_data_manually", {"data": "a,b\n1,2\n"}), "split": make_node("split_data")}


class Desk:
    """A design in a database, and what is known of it."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.stored_designs = StoredDesigns(DesignAnalyzer(catalog(), ArtifactStore(folder)))
        with database.session() as session:
            document: dict[str, Any] = {"format": 2, "name": "One", "nodes": NODES}
            self.design = design_store.create_design(session, document).id

    def load(self) -> StoredDesign:
        with self.database.read_session() as session:
            row = design_store.get_design(session, self.design, defer_document=True)
            return self.stored_designs.load(session, row)

    def connect(self) -> None:
        nodes = {**NODES, "split": make_node("split_data", dataset="data.dataset")}
        with self.database.session() as session:
            design_store.apply_edit(session, self.design, lambda held: {**held, "nodes": nodes}, {}, None)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    database = Database(DATABASES.get_url(tmp_path))
    database.migrate()
    yield Desk(database, tmp_path / "store")
    database.close()


def test_the_same_revision_is_analyzed_once(desk: Desk) -> None:
    first = desk.load()
    assert [problem.node for problem in first.problems] == ["split"]
    assert desk.load() is first


def test_the_document_of_a_remembered_revision_is_not_read(desk: Desk) -> None:
    desk.load()
    with desk.database.read_session() as session:
        row = design_store.get_design(session, desk.design, defer_document=True)
        desk.stored_designs.load(session, row)
        assert "document" not in vars(row)


def test_what_has_run_is_asked_for_once_and_tells_what_has_changed_since(desk: Desk) -> None:
    with desk.database.session(desk.design) as session:
        session.add(RunRow(id="run", design_id=desk.design, number=1, revision=0, document={}))
        session.flush()
        node: dict[str, Any] = {"node": "data", "module": "", "title": "", "position": 0, "lineage_hash": "before"}
        session.add(StepRow(run_id="run", state="succeeded", **node))
    asked: list[str] = []
    event.listen(desk.database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    assert list(desk.load().changed) == ["data"]
    assert sum("FROM step" in statement for statement in asked) == 1


def test_an_edit_is_analyzed_anew(desk: Desk) -> None:
    first = desk.load()
    desk.connect()
    second = desk.load()
    assert second is not first
    assert second.problems == []


def test_what_a_design_was_before_an_edit_is_let_go(desk: Desk) -> None:
    before: list[Callable[[], object]] = [weakref.ref(desk.load()), weakref.ref(desk.load().parsed)]
    desk.connect()
    after = desk.load()
    gc.collect()
    assert [one() for one in before] == [None, None]
    assert desk.load() is after


def test_what_there_is_beside_the_design_counts_and_its_document_does_not_change(desk: Desk) -> None:
    first = desk.load()
    with desk.database.session() as session:
        session.add(ArtifactRow(id="ab" * 32, type="dataset", bytes=1, rows=1, columns=1))
        session.add(DatasetRow(id="loans", name="Loans"))
        session.flush()
        dataset_store.add_dataset_version(session, "loans", "ab" * 32, file_name="a.csv", file_bytes=1, notices=[])
    second = desk.load()
    assert second.analyzed.datasets == {"loans": "Loans"}
    assert second.parsed is first.parsed
    with desk.database.session() as session:
        row = design_store.get_design(session, desk.design)
        row.trusted = False
        session.add(row)
    assert desk.load().analyzed.trusted is False


def test_few_designs_are_remembered_where_they_are_large(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.stored_designs.MAX_REMEMBERED_NODES", 4)
    first, other = desk.load(), desk.design
    with desk.database.session() as session:
        document: dict[str, Any] = {"format": 2, "name": "Two", "nodes": NODES}
        desk.design = design_store.create_design(session, document).id
    second = desk.load()
    assert desk.load() is second
    desk.design = other
    assert desk.load() is not first
