"""Writers follow one another fairly: nobody starves, nobody waits without end, and only those wait who have to."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlmodel import Session, select

from server.storage.database import Database
from server.storage.orm.core_tables import EventRow
from server.storage.stores import design_store, event_log
from server.storage.stores.design_store import prepare_edit
from server.storage.transactions import group_commit
from server.storage.transactions.workspace_context import use_workspace
from server.storage.transactions.writer_queue import DatabaseOverloaded, WritePriority, WriterQueue
from tests.database_servers import DATABASES, PostgresServer
from tests.live_server import wait_until

DOCUMENT = {"format": 2, "name": "Test", "nodes": {}, "count": 0}


@pytest.fixture
def database(both: str, tmp_path: Path) -> Iterator[Database]:
    made = DATABASES.create_database(tmp_path / both)
    yield made
    made.close()


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Database]:
    made = Database(f"sqlite:///{tmp_path / 'designery.sqlite'}")
    made.migrate()
    yield made
    made.close()


def create_design(database: Database) -> str:
    with database.session() as session:
        return design_store.create_design(session, DOCUMENT).id


def queue_writer(
    queue: WriterQueue, pool: ThreadPoolExecutor, order: list[str], name: str, priority: WritePriority
) -> None:
    """Have somebody wait for a turn, who is in the line when this returns."""

    def write() -> None:
        with queue.take_turn(priority):
            order.append(name)

    before = queue.waiting_count
    pool.submit(write)
    wait_until(lambda: queue.waiting_count == before + 1, "the line to be longer by one")


def test_turns_come_in_the_order_of_arrival() -> None:
    queue, order = WriterQueue(), list[str]()
    names = [f"writer {number}" for number in range(8)]
    with ThreadPoolExecutor(8) as pool, queue.take_turn():
        for name in names:
            queue_writer(queue, pool, order, name, WritePriority.NORMAL)
    assert order == names


def test_an_edit_goes_before_longer_work_that_came_a_little_earlier() -> None:
    queue, order = WriterQueue(), list[str]()
    with ThreadPoolExecutor(3) as pool, queue.take_turn():
        queue_writer(queue, pool, order, "cleaning", WritePriority.BACKGROUND)
        queue_writer(queue, pool, order, "edit", WritePriority.EDIT)
    assert order == ["edit", "cleaning"]


def test_a_writer_gives_up_in_the_end_and_whoever_comes_after_is_not_held_up_by_that() -> None:
    queue = WriterQueue(timeout=0.05)
    with queue.take_turn(), ThreadPoolExecutor(1) as pool, pytest.raises(DatabaseOverloaded):
        pool.submit(queue.take_turn().__enter__).result()
    assert (queue.refused_count, queue.waiting_count) == (1, 0)
    with queue.take_turn():
        pass


def _write_one_after_another(queue: WriterQueue, seconds: float) -> int:
    """Eight writers, who all come at once and take so many seconds each: how many gave up."""
    hold, order = threading.Event(), list[str]()

    def write(name: str) -> None:
        with suppress(DatabaseOverloaded), queue.take_turn():
            hold.wait(seconds)
            order.append(name)

    with ThreadPoolExecutor(8) as pool:
        for number in range(8):
            pool.submit(write, f"writer {number}")
    return 8 - len(order)


def test_nobody_gives_up_while_others_have_their_turns_unless_that_takes_too_long() -> None:
    # All turns together take longer than the limit, and one of them far less, on a busy machine too.
    assert _write_one_after_another(WriterQueue(timeout=3.0), 0.5) == 0
    assert _write_one_after_another(WriterQueue(timeout=0.5, max_wait=0.4), 0.25) > 0


def test_a_line_that_is_too_long_is_not_joined() -> None:
    queue, order = WriterQueue(max_waiting=1), list[str]()
    with ThreadPoolExecutor(1) as pool, queue.take_turn():
        queue_writer(queue, pool, order, "first", WritePriority.NORMAL)
        with pytest.raises(DatabaseOverloaded), queue.take_turn():
            pass
    assert order == ["first"]


def _append_event(design: str, number: int, session: Session) -> int:
    return event_log.append_event(session, design, "edits", {"number": number}).id or 0


def _note_turn(order: list[str], name: str, _session: Session) -> None:
    order.append(name)


def test_changes_of_different_people_share_a_commit_and_each_sees_its_own_workspace(sqlite: Database) -> None:
    commits: list[None] = []
    event.listen(sqlite.engine, "commit", lambda _: commits.append(None))
    sqlite.shared = True
    homes = ["north", "south"] * 5
    own = []
    for home in homes:
        with use_workspace(home):
            own.append(create_design(sqlite))
    commits.clear()
    futures = []
    with sqlite.session():  # while this one writes, the others gather
        for home, design in zip(homes, own, strict=True):
            with use_workspace(home):
                futures.append(sqlite.submit_change(partial(_append_event, design, 1), design))
        with use_workspace("north"):
            foreign = sqlite.submit_change(partial(design_store.get_design, design_id=own[1]), own[1])
    assert sorted(future.result(30) for future in futures) == list(range(1, 11))
    with pytest.raises(design_store.NotFound):
        foreign.result(30)
    assert len(commits) < 5


def test_a_commit_that_took_long_enough_lets_others_write_before_the_rest(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_commit, "MAX_TRANSACTION_SECONDS", -1.0)
    design, order = create_design(sqlite), list[str]()
    with ThreadPoolExecutor(1) as pool:
        with sqlite.session():  # while this one writes, the others gather
            edits = [sqlite.submit_change(partial(_note_turn, order, name), design) for name in ("one", "two")]
            wait_until(lambda: sqlite.writer_queue.waiting_count == 1, "the edits to be in line")
            queue_writer(sqlite.writer_queue, pool, order, "somebody else", WritePriority.EDIT)
        for edit in edits:
            edit.result(30)
    assert order == ["one", "somebody else", "two"]


def test_a_change_that_fails_undoes_itself_and_no_other(database: Database) -> None:
    design = create_design(database)

    def fail(session: Session) -> None:
        _append_event(design, 0, session)
        raise KeyError

    with ExitStack() as stays:
        if database.sqlite:
            stays.enter_context(database.session())
        made: list[Future[int]] = [database.submit_change(partial(_append_event, design, 1), design)]
        failing = database.submit_change(fail, design)
        made.append(database.submit_change(partial(_append_event, design, 2), design))
    with pytest.raises(KeyError):
        failing.result(30)
    wait(made, 30)
    with database.read_session() as session:
        assert sorted(row.body["number"] for row in event_log.list_events_since(session, design, 0)) == [1, 2]


def test_edits_that_were_foreseen_on_an_older_revision_are_worked_out_anew(database: Database) -> None:
    design = create_design(database)

    def count_up(document: design_store.DocumentJson) -> design_store.DocumentJson:
        return {**document, "count": document["count"] + 1}

    def edit(_: int) -> int:
        with database.read_session() as session:
            prepared = prepare_edit(session, design, count_up)
        work = partial(
            design_store.apply_edit, design_id=design, change=count_up, body={}, idempotency_key=None, prepared=prepared
        )
        revision = database.submit_change(work, design).result(30)
        assert isinstance(revision, int)
        return revision

    with ThreadPoolExecutor(8) as pool:
        revisions = list(pool.map(edit, range(60)))
    with database.read_session() as session:
        assert design_store.get_design(session, design).document["count"] == 60
    assert sorted(revisions) == list(range(1, 61))


def test_readers_of_many_designs_miss_no_event_while_many_write_to_all_of_them(database: Database) -> None:
    """An id is handed out before its commit: without a lock per design a reader passes by what is committed later."""
    own = [create_design(database) for _ in range(3)]
    writers, each = 8, 20
    done = threading.Event()

    def write(writer: int) -> None:
        for number in range(each):
            several = [own[writer % 3], own[(writer + number) % 3]] if number % 4 == 0 else [own[number % 3]]
            with database.session(*several) as session:
                for design in dict.fromkeys(several):
                    event_log.append_event(session, design, "edits", {"by": [writer, number]})

    def follow(design: str) -> list[int]:
        position, seen = 0, list[int]()
        while True:
            over = done.is_set()
            with database.read_session() as session:
                found = [row.id or 0 for row in event_log.list_events_since(session, design, position)]
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
    with database.read_session() as session:
        assert seen == [
            [row.id or 0 for row in event_log.list_events_since(session, design, 0, 10_000)] for design in own
        ]


def test_on_postgresql_writers_of_different_designs_do_not_wait_for_one_another(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    database = Database(postgres.ensure_database(tmp_path))
    try:
        first, second = create_design(database), create_design(database)
        with ThreadPoolExecutor(1) as pool, database.session(first) as session:
            _append_event(first, 1, session)
            assert pool.submit(_commit_event, database, second).result(30) > 0
            same = pool.submit(_commit_event, database, first)
            with database.read_session() as reading:
                assert event_log.get_newest_event_id(reading, first) == 0
        assert same.result(30) > 0
    finally:
        database.close()


def test_on_postgresql_who_writes_to_everything_waits_for_all_and_all_for_them(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    database = Database(postgres.ensure_database(tmp_path))
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'advisory'"
    try:
        design = create_design(database)
        with ThreadPoolExecutor(1) as pool:
            with database.session():
                writing = pool.submit(_commit_event, database, design)
                wait_until(lambda: postgres.execute(waiting) == [(1,)], "the writer of a design to wait")
            writing.result(30)
            with database.session(design):
                alone = pool.submit(create_design, database)
                wait_until(lambda: postgres.execute(waiting) == [(1,)], "the writer of everything to wait")
            alone.result(30)
    finally:
        database.close()


def _commit_event(database: Database, design: str) -> int:
    return database.submit_change(partial(_append_event, design, 1), design).result(30)


def test_a_transaction_that_did_not_name_a_design_cannot_tell_of_it(database: Database) -> None:
    first, second = create_design(database), create_design(database)
    with pytest.raises(AssertionError, match="said only"), database.session(first) as session:
        event_log.append_event(session, second, "edits", {})
    with database.read_session() as session:
        assert session.exec(select(EventRow)).all() == []
