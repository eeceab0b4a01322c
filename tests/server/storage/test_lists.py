"""Lists of designs and runs cost the same whatever there is: so many questions, and no document among the answers."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from modules.kit import catalog
from server.api.designs.summaries import summarize_designs
from server.api.runs.run_routes import to_listed_runs
from server.storage.database import Database
from server.storage.files.artifact_store import ArtifactStore
from server.storage.maintenance import storage_cleanup
from server.storage.orm.core_tables import ArtifactRow, DesignRow, RunRow, StepRow, now
from server.storage.stores import design_list_query, design_listings, design_store, run_list_query, run_store
from server.storage.stores.cursor_paging import InvalidCursor, PageRequest
from server.storage.stores.design_list_query import DesignSort
from tests.database_servers import DATABASES

ARTIFACT = "ab" * 32


@pytest.fixture
def database(both: str, tmp_path: Path) -> Iterator[Database]:
    home = tmp_path / both
    home.mkdir()
    made = Database(DATABASES.get_url(home))
    made.migrate()
    yield made
    made.close()


def fill_lists(database: Database, count: int, start: int = 0) -> None:
    """So many designs, each with a run that is over."""
    nodes = {f"n{number}": {"module": "convert_to_dataset", "x": number, "inputs": {}} for number in range(20)}
    with database.session() as session:
        for number in range(start, start + count):
            name = f"Design {number:05}"
            document = {"format": 2, "name": name, "description": "Größe", "nodes": nodes}
            moment = now() - timedelta(minutes=number)
            row = DesignRow(document=document, name=name, updated_at=moment)
            session.add(row)
            session.flush()
            summary = {"done": 3, "total": 4, "bytes": 5, "evaluations": {}}
            run = RunRow(design_id=row.id, number=1, revision=0, document=document, state="succeeded", summary=summary)
            run.created_at = moment
            session.add(run)


def record_statements(database: Database, list_page: Callable[[], Any]) -> list[str]:
    """What the database is asked for a list."""
    statements: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        if statement.startswith("SELECT"):
            statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        list_page()
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
    return statements


def test_ten_times_the_designs_are_as_many_questions_and_none_for_a_document(database: Database) -> None:
    def home() -> None:
        with database.read_session() as session:
            page = design_list_query.query_design_page(session, "edited", "", PageRequest(60))
            assert len(summarize_designs(session, page.items, catalog())) == 60

    def all_runs() -> None:
        with database.read_session() as session:
            page = run_list_query.query_run_page(session, run_list_query.RunFilter(), PageRequest(60))
            assert len(to_listed_runs(session, page.items)) == 60

    fill_lists(database, 60)
    few = record_statements(database, home), record_statements(database, all_runs)
    fill_lists(database, 540, start=60)
    many = record_statements(database, home), record_statements(database, all_runs)
    assert [len(one) for one in many] == [len(one) for one in few]
    assert max(len(one) for one in many) <= 6
    assert not [statement for one in many for statement in one if "document" in statement]


@pytest.mark.parametrize("sort", ["edited", "name", "run"])
def test_the_pages_of_a_list_give_each_design_once_in_its_order(database: Database, sort: DesignSort) -> None:
    fill_lists(database, 25)
    names: list[str] = []
    after: str | None = None
    with database.read_session() as session:
        while True:
            page = design_list_query.query_design_page(session, sort, "", PageRequest(10, after))
            assert page.total == 25
            names += [row.name for row in page.items]
            after = page.next_cursor
            if after is None:
                break
    assert names == [f"Design {number:05}" for number in range(25)]


def test_designs_and_runs_are_found_by_words_in_any_case_and_language(database: Database) -> None:
    fill_lists(database, 12)
    with database.session() as session:
        run = session.get_one(
            RunRow, run_list_query.query_run_page(session, run_list_query.RunFilter(), PageRequest(1)).items[0][0].id
        )
        run.tags, run.note = ["Straße"], "100% sure"
        session.add(run)
    with database.read_session() as session:
        for words in ("00011 GRÖSSE", "größe design 00011"):
            found = design_list_query.query_design_page(session, "name", words, PageRequest(9))
            assert ([row.name for row in found.items], found.total) == (["Design 00011"], 1)
        assert design_list_query.query_design_page(session, "name", "%", PageRequest(9)).total == 0
        totals = [
            run_list_query.query_run_page(session, run_list_query.RunFilter(text=words), PageRequest()).total
            for words in ("STRASSE 100%", "10_%")
        ]
        assert totals == [1, 0]


def test_a_list_follows_what_happens_to_its_designs(database: Database) -> None:
    with database.session() as session:
        row = design_store.create_design(session, {"format": 2, "name": "First", "description": "", "nodes": {}})
        listed = row.id
        design_store.create_design(session, {"format": 2, "name": "Hidden", "nodes": {}}, internal=True)
    with database.session() as session:
        node = {"module": "convert_to_dataset", "x": 3, "y": 4.04, "inputs": {}}
        change = {"format": 2, "name": "Second", "description": "Said", "nodes": {"a": node}}
        assert design_store.apply_edit(session, listed, lambda _: change, {}, None) == 1
    with database.read_session() as session:
        (found,) = design_list_query.query_design_page(session, "edited", "", PageRequest(9)).items
        assert (found.name, found.description, found.modules) == ("Second", "Said", 1)
        assert found.picture == {"nodes": [[3.0, 4.0, "convert_to_dataset"]], "edges": []}
    with database.session() as session:
        design_store.delete_design(session, listed)
    with database.read_session() as session:
        assert design_list_query.query_design_page(session, "edited", "", PageRequest(9)).total == 0
    with database.session() as session:
        design_store.restore_design(session, listed)
    with database.read_session() as session:
        assert design_list_query.query_design_page(session, "edited", "", PageRequest(9)).total == 1


def test_a_run_that_is_over_is_kept_for_lists_and_one_that_is_deleted_is_gone(
    database: Database, tmp_path: Path
) -> None:
    store = ArtifactStore(tmp_path / "store")
    with database.session() as session:
        design = design_store.create_design(session, {"format": 2, "name": "Judged", "nodes": {}}).id
        glance = {"kind": "curve", "series": [[[0.0, 0.0], [1.0, 1.0]]]}
        metrics = [{"model": "m", "AUC": 0.5}, {"model": "n", "AUC": 0.7}]
        session.add(ArtifactRow(id=ARTIFACT, type="evaluation", bytes=7, thumbnail=glance, metrics=metrics))
        for number in (1, 2):
            titles = {"judge": ["", "Mine"]}
            run = RunRow(id=f"{number}" * 32, design_id=design, number=number, revision=0, document={"name": ""})
            run.model_titles = titles
            session.add(run)
            session.flush()
            step: dict[str, Any] = {
                "node": "judge",
                "position": 0,
                "module": "evaluate_model",
                "title": "Judge",
                "lineage_hash": "",
            }
            session.add(StepRow(run_id=f"{number}" * 32, state="succeeded", outputs={"results": ARTIFACT}, **step))
    with database.session() as session:
        run = run_store.get_run(session, "2" * 32)
        run.state = "succeeded"
        design_listings.store_run_summary(session, run)
    with database.read_session() as session:
        (told,) = summarize_designs(
            session, design_list_query.query_design_page(session, "run", "", PageRequest(9)).items, catalog()
        )
        assert told.last_run is not None
        assert (told.last_run.number, told.last_run.bytes) == (2, 7)
        assert {node: [vars(model) for model in models] for node, models in told.last_run.evaluations.items()} == {
            "judge": [{"model": "m", "metrics": {"AUC": 0.5}}, {"model": "Mine", "metrics": {"AUC": 0.7}}]
        }
        assert told.glance is not None
        assert told.glance.model_dump(mode="json") == glance
    with database.session() as session:
        run_store.get_run(session, "1" * 32).state = "failed"
    storage_cleanup.run_cleanup(database, store, storage_cleanup.RetentionPolicy(run_ids=("2" * 32,), force=True))
    with database.read_session() as session:
        (told,) = summarize_designs(
            session, design_list_query.query_design_page(session, "run", "", PageRequest(9)).items, catalog()
        )
        assert told.last_run is not None
        assert told.last_run.number == 1


def test_a_place_that_is_none_is_refused(database: Database) -> None:
    with database.read_session() as session, pytest.raises(InvalidCursor):
        design_list_query.query_design_page(session, "edited", "", PageRequest(9, "nonsense"))


def test_the_small_picture_of_a_large_graph_is_no_larger_than_can_be_seen() -> None:
    nodes = {
        f"n{number}": {
            "module": "add_rows",
            "x": number % 70 * 300,
            "y": number // 70 * 100,
            "inputs": {"dataset1": f"n{number - 70}.results_dataset", "dataset2": [f"n{number - 69}.results_dataset"]},
        }
        for number in range(5_000)
    }
    drawn = design_listings.build_graph_thumbnail(nodes)
    assert len(drawn["nodes"]) <= (design_listings.THUMBNAIL_COLUMNS + 1) * (design_listings.THUMBNAIL_ROWS + 1)
    assert 0 < len(drawn["edges"]) <= 2 * design_listings.MAX_DRAWN_NODES
    assert max(end for edge in drawn["edges"] for end in edge) < len(drawn["nodes"])
