"""Writers follow one another fairly: nobody starves, nobody waits without end, and only those wait who have to."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlmodel import Session, select

from server.storage import designs, events
from server.storage.database import Database
from server.storage.designs import foresee
from server.storage.place import within
from server.storage.tables import EventRow
from server.storage.writers import Overloaded, Priority, WriterQueue
from tests.databases import DATABASES, Postgres
from tests.serving import eventually

DOCUMENT = {"format": 2, "name": "Test", "nodes": {}, "count": 0}


@pytest.fixture
def database(both: str, tmp_path: Path) -> Iterator[Database]:
    made = DATABASES.made(tmp_path / both)
    yield made
    made.close()


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Database]:
    made = Database(f"sqlite:///{tmp_path / 'designery.sqlite'}")
    made.migrate()
    yield made
    made.close()


def new_design(database: Database) -> str:
    with database.session() as session:
        return designs.create(session, DOCUMENT).id


def line_up(queue: WriterQueue, pool: ThreadPoolExecutor, order: list[str], name: str, priority: Priority) -> None:
    """Have somebody wait for a turn, who is in the line when this returns."""

    def write() -> None:
        with queue.turn(priority):
            order.append(name)

    before = queue.waiting
    pool.submit(write)
    eventually(lambda: queue.waiting == before + 1, "the line to be longer by one")


def test_turns_come_in_the_order_of_arrival() -> None:
    queue, order = WriterQueue(), list[str]()
    names = [f"writer {number}" for number in range(8)]
    with ThreadPoolExecutor(8) as pool, queue.turn():
        for name in names:
            line_up(queue, pool, order, name, Priority.NORMAL)
    assert order == names


def test_an_edit_goes_before_longer_work_that_came_a_little_earlier() -> None:
    queue, order = WriterQueue(), list[str]()
    with ThreadPoolExecutor(3) as pool, queue.turn():
        line_up(queue, pool, order, "cleaning", Priority.BACKGROUND)
        line_up(queue, pool, order, "edit", Priority.EDIT)
    assert order == ["edit", "cleaning"]


def test_a_writer_gives_up_in_the_end_and_whoever_comes_after_is_not_held_up_by_that() -> None:
    queue = WriterQueue(patience=0.05)
    with queue.turn(), ThreadPoolExecutor(1) as pool, pytest.raises(Overloaded):
        pool.submit(queue.turn().__enter__).result()
    assert (queue.refused, queue.waiting) == (1, 0)
    with queue.turn():
        pass


def test_a_line_that_is_too_long_is_not_joined() -> None:
    queue, order = WriterQueue(most=1), list[str]()
    with ThreadPoolExecutor(1) as pool, queue.turn():
        line_up(queue, pool, order, "first", Priority.NORMAL)
        with pytest.raises(Overloaded), queue.turn():
            pass
    assert order == ["first"]


def _append(design: str, number: int, session: Session) -> int:
    return events.append(session, design, "edits", {"number": number}).id or 0


def test_changes_of_different_people_share_a_commit_and_each_sees_its_own_workspace(sqlite: Database) -> None:
    commits: list[None] = []
    event.listen(sqlite.engine, "commit", lambda _: commits.append(None))
    sqlite.shared = True
    homes = ["north", "south"] * 5
    own = []
    for home in homes:
        with within(home):
            own.append(new_design(sqlite))
    commits.clear()
    futures = []
    with sqlite.session():  # while this one writes, the others gather
        for home, design in zip(homes, own, strict=True):
            with within(home):
                futures.append(sqlite.commit(partial(_append, design, 1), design))
        with within("north"):
            foreign = sqlite.commit(partial(designs.get, design_id=own[1]), own[1])
    assert sorted(future.result(30) for future in futures) == list(range(1, 11))
    with pytest.raises(designs.NotThere):
        foreign.result(30)
    assert len(commits) < 5


def test_a_change_that_fails_undoes_itself_and_no_other(database: Database) -> None:
    design = new_design(database)

    def fail(session: Session) -> None:
        _append(design, 0, session)
        raise KeyError

    with ExitStack() as stays:
        if database.sqlite:
            stays.enter_context(database.session())
        made: list[Future[int]] = [database.commit(partial(_append, design, 1), design)]
        failing = database.commit(fail, design)
        made.append(database.commit(partial(_append, design, 2), design))
    with pytest.raises(KeyError):
        failing.result(30)
    wait(made, 30)
    with database.reading() as session:
        assert sorted(row.body["number"] for row in events.since(session, design, 0)) == [1, 2]


def test_edits_that_were_foreseen_on_an_older_revision_are_worked_out_anew(database: Database) -> None:
    design = new_design(database)

    def count_up(document: designs.Document) -> designs.Document:
        return {**document, "count": document["count"] + 1}

    def edit(_: int) -> int:
        with database.reading() as session:
            foreseen = foresee(session, design, count_up)
        work = partial(designs.edit, design_id=design, change=count_up, body={}, key=None, foreseen=foreseen)
        revision = database.commit(work, design).result(30)
        assert isinstance(revision, int)
        return revision

    with ThreadPoolExecutor(8) as pool:
        revisions = list(pool.map(edit, range(60)))
    with database.reading() as session:
        assert designs.get(session, design).document["count"] == 60
    assert sorted(revisions) == list(range(1, 61))


def test_readers_of_many_designs_miss_no_event_while_many_write_to_all_of_them(database: Database) -> None:
    """An id is handed out before its commit: without a lock per design a reader passes by what is committed later."""
    own = [new_design(database) for _ in range(3)]
    writers, each = 8, 20
    done = threading.Event()

    def write(writer: int) -> None:
        for number in range(each):
            several = [own[writer % 3], own[(writer + number) % 3]] if number % 4 == 0 else [own[number % 3]]
            with database.session(*several) as session:
                for design in dict.fromkeys(several):
                    events.append(session, design, "edits", {"by": [writer, number]})

    def follow(design: str) -> list[int]:
        position, seen = 0, list[int]()
        while True:
            over = done.is_set()
            with database.reading() as session:
                found = [row.id or 0 for row in events.since(session, design, position)]
            seen += found
            position = found[-1] if found else position
            if over and not found:
                return seen

    with ThreadPoolExecutor(writers + 3) as pool:
        following = [pool.submit(follow, design) for design in own]
        writing = [pool.submit(write, writer) for writer in range(writers)]
        wait(writing)
        done.set()
        for future in writing:
            future.result()
        seen = [future.result() for future in following]
    with database.reading() as session:
        assert seen == [[row.id or 0 for row in events.since(session, design, 0, 10_000)] for design in own]


def test_on_postgresql_writers_of_different_designs_do_not_wait_for_one_another(
    postgres: Postgres, tmp_path: Path
) -> None:
    database = Database(postgres.database(tmp_path))
    try:
        first, second = new_design(database), new_design(database)
        with ThreadPoolExecutor(1) as pool, database.session(first) as session:
            _append(first, 1, session)
            assert pool.submit(_committed, database, second).result(30) > 0
            same = pool.submit(_committed, database, first)
            with database.reading() as reading:
                assert events.newest(reading, first) == 0
        assert same.result(30) > 0
    finally:
        database.close()


def test_on_postgresql_who_writes_to_everything_waits_for_all_and_all_for_them(
    postgres: Postgres, tmp_path: Path
) -> None:
    database = Database(postgres.database(tmp_path))
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'advisory'"
    try:
        design = new_design(database)
        with ThreadPoolExecutor(1) as pool:
            with database.session():
                writing = pool.submit(_committed, database, design)
                eventually(lambda: postgres.ask(waiting) == [(1,)], "the writer of a design to wait")
            writing.result(30)
            with database.session(design):
                alone = pool.submit(new_design, database)
                eventually(lambda: postgres.ask(waiting) == [(1,)], "the writer of everything to wait")
            alone.result(30)
    finally:
        database.close()


def _committed(database: Database, design: str) -> int:
    return database.commit(partial(_append, design, 1), design).result(30)


def test_a_transaction_that_did_not_name_a_design_cannot_tell_of_it(database: Database) -> None:
    first, second = new_design(database), new_design(database)
    with pytest.raises(AssertionError, match="said only"), database.session(first) as session:
        events.append(session, second, "edits", {})
    with database.reading() as session:
        assert session.exec(select(EventRow)).all() == []
