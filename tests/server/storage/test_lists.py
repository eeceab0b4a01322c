"""Lists of designs and runs cost the same whatever there is: so many questions, and no document among the answers."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from modules.kit import catalog
from server.api.runs import listed_runs
from server.api.summaries import summarise_designs
from server.storage import cleaning, design_list, designs, listings, run_list, runs
from server.storage.artifacts import ArtifactStore
from server.storage.database import Database
from server.storage.design_list import Sort
from server.storage.paging import BadCursor
from server.storage.tables import ArtifactRow, DesignRow, RunRow, StepRow, now
from tests.databases import DATABASES

ARTIFACT = "ab" * 32


@pytest.fixture
def database(both: str, tmp_path: Path) -> Iterator[Database]:
    home = tmp_path / both
    home.mkdir()
    made = Database(DATABASES.url(home))
    made.migrate()
    yield made
    made.close()


def fill(database: Database, count: int, start: int = 0) -> None:
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


def asked(database: Database, list_page: Callable[[], Any]) -> list[str]:
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
        with database.reading() as session:
            page = design_list.page(session, "edited", "", 60, None)
            assert len(summarise_designs(session, page.items, catalog())) == 60

    def all_runs() -> None:
        with database.reading() as session:
            page = run_list.page(session, run_list.Wanted(limit=60))
            assert len(listed_runs(session, page.items)) == 60

    fill(database, 100)
    few = asked(database, home), asked(database, all_runs)
    fill(database, 900, start=100)
    many = asked(database, home), asked(database, all_runs)
    assert [len(one) for one in many] == [len(one) for one in few]
    assert max(len(one) for one in many) <= 6
    assert not [statement for one in many for statement in one if "document" in statement]


@pytest.mark.parametrize("sort", ["edited", "name", "run"])
def test_the_pages_of_a_list_give_each_design_once_in_its_order(database: Database, sort: Sort) -> None:
    fill(database, 25)
    names: list[str] = []
    after: str | None = None
    with database.reading() as session:
        while True:
            page = design_list.page(session, sort, "", 10, after)
            assert page.total == 25
            names += [row.name for row in page.items]
            after = page.next
            if after is None:
                break
    assert names == [f"Design {number:05}" for number in range(25)]


def test_designs_and_runs_are_found_by_words_in_any_case_and_language(database: Database) -> None:
    fill(database, 12)
    with database.session() as session:
        run = session.get_one(RunRow, run_list.page(session, run_list.Wanted(limit=1)).items[0][0].id)
        run.tags, run.note = ["Straße"], "100% sure"
        session.add(run)
    with database.reading() as session:
        for words in ("00011 GRÖSSE", "größe design 00011"):
            found = design_list.page(session, "name", words, 9, None)
            assert ([row.name for row in found.items], found.total) == (["Design 00011"], 1)
        assert design_list.page(session, "name", "%", 9, None).total == 0
        totals = [run_list.page(session, run_list.Wanted(text=words)).total for words in ("STRASSE 100%", "10_%")]
        assert totals == [1, 0]


def test_a_list_follows_what_happens_to_its_designs(database: Database) -> None:
    with database.session() as session:
        row = designs.create(session, {"format": 2, "name": "First", "description": "", "nodes": {}})
        listed = row.id
        designs.create(session, {"format": 2, "name": "Hidden", "nodes": {}}, hidden=True)
    with database.session() as session:
        node = {"module": "convert_to_dataset", "x": 3, "y": 4.04, "inputs": {}}
        change = {"format": 2, "name": "Second", "description": "Said", "nodes": {"a": node}}
        assert designs.edit(session, listed, lambda _: change, {}, None) == 1
    with database.reading() as session:
        (found,) = design_list.page(session, "edited", "", 9, None).items
        assert (found.name, found.description, found.modules) == ("Second", "Said", 1)
        assert found.picture == {"nodes": [[3.0, 4.0, "convert_to_dataset"]], "edges": []}
    with database.session() as session:
        designs.delete(session, listed)
    with database.reading() as session:
        assert design_list.page(session, "edited", "", 9, None).total == 0
    with database.session() as session:
        designs.restore(session, listed)
    with database.reading() as session:
        assert design_list.page(session, "edited", "", 9, None).total == 1


def test_a_run_that_is_over_is_kept_for_lists_and_one_that_is_deleted_is_gone(
    database: Database, tmp_path: Path
) -> None:
    store = ArtifactStore(tmp_path / "store")
    with database.session() as session:
        design = designs.create(session, {"format": 2, "name": "Judged", "nodes": {}}).id
        glance, metrics = {"kind": "roc"}, [{"model": "m", "AUC": 0.5}]
        session.add(ArtifactRow(id=ARTIFACT, type="evaluation", bytes=7, glance=glance, metrics=metrics))
        for number in (1, 2):
            session.add(RunRow(id=f"{number}" * 32, design_id=design, number=number, revision=0, document={"name": ""}))
            session.flush()
            step = {"node": "judge", "position": 0, "module": "evaluate_model", "title": "Judge", "signature": ""}
            session.add(StepRow(run_id=f"{number}" * 32, state="succeeded", outputs={"results": ARTIFACT}, **step))
    with database.session() as session:
        run = runs.get(session, "2" * 32)
        run.state = "succeeded"
        listings.finish_run(session, run)
    with database.reading() as session:
        (told,) = summarise_designs(session, design_list.page(session, "run", "", 9, None).items, catalog())
        assert told.last_run is not None
        assert (told.last_run.number, told.last_run.bytes, told.last_run.metrics) == (2, 7, {"judge": {"AUC": 0.5}})
        assert told.glance == glance
    with database.session() as session:
        runs.get(session, "1" * 32).state = "failed"
    cleaning.clean(database, store, cleaning.Rule(runs=("2" * 32,), forced=True))
    with database.reading() as session:
        (told,) = summarise_designs(session, design_list.page(session, "run", "", 9, None).items, catalog())
        assert told.last_run is not None
        assert told.last_run.number == 1


def test_a_place_that_is_none_is_refused(database: Database) -> None:
    with database.reading() as session, pytest.raises(BadCursor):
        design_list.page(session, "edited", "", 9, "nonsense")


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
    drawn = listings.small_picture(nodes)
    assert len(drawn["nodes"]) <= (listings.CELLS_ACROSS + 1) * (listings.CELLS_DOWN + 1)
    assert 0 < len(drawn["edges"]) <= 2 * listings.MOST_DRAWN
    assert max(end for edge in drawn["edges"] for end in edge) < len(drawn["nodes"])
