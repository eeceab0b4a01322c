"""SQLite and PostgreSQL mean the same: what one writer has read stays true, and event ids are in commit order."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from server.storage.database import Database, DatabaseUnusable
from server.storage.orm.core_tables import ArtifactRow, DatasetRow, DesignRow, RunRow
from server.storage.stores import dataset_store, design_store, event_log, run_store
from tests.database_servers import DATABASES, PostgresServer
from tests.live_server import Server, get_step_states, wait_until
from tests.small_designs import make_waiting_nodes

DOCUMENT = {"format": 2, "name": "Test", "nodes": {}, "count": 0}


@pytest.fixture
def database(both: str, tmp_path: Path) -> Iterator[Database]:
    made = DATABASES.create_database(tmp_path / both)
    yield made
    made.close()


@pytest.fixture
def design(database: Database) -> str:
    with database.session() as session:
        return design_store.create_design(session, DOCUMENT).id


def test_a_reader_that_resumes_from_the_last_id_misses_no_event(database: Database, design: str) -> None:
    writers, each = 6, 25
    going = threading.Event()

    def write(writer: int) -> None:
        going.wait()
        for number in range(each):
            with database.session() as session:
                event_log.append_event(session, design, "edits", {"writer": writer, "number": number})

    seen: list[tuple[int, int]] = []

    def follow() -> None:
        position = 0
        while len(seen) < writers * each:
            with database.read_session() as session:
                for event in event_log.list_events_since(session, design, position):
                    position = event.id or position
                    seen.append((event.body["writer"], event.body["number"]))
            if done.is_set() and not fresh(position):
                return

    def fresh(position: int) -> bool:
        with database.read_session() as session:
            return bool(event_log.list_events_since(session, design, position))

    done = threading.Event()
    with ThreadPoolExecutor(writers + 1) as pool:
        following = pool.submit(follow)
        writing = [pool.submit(write, writer) for writer in range(writers)]
        going.set()
        for future in writing:
            future.result()
        done.set()
        following.result()
    assert sorted(seen) == [(writer, number) for writer in range(writers) for number in range(each)]


def test_an_event_with_a_smaller_id_is_never_committed_after_one_with_a_larger(database: Database, design: str) -> None:
    second = threading.Thread(target=_append_event, args=(database, design))
    with database.session() as session:
        first = event_log.append_event(session, design, "edits", {})
        second.start()
        with database.read_session() as reading:  # the other one waits: it can be seen only after this one
            assert event_log.get_newest_event_id(reading, design) == 0
    second.join()
    with database.read_session() as reading:
        assert [event.id for event in event_log.list_events_since(reading, design, 0)] == [
            first.id,
            (first.id or 0) + 1,
        ]


def _append_event(database: Database, design: str) -> None:
    with database.session() as session:
        event_log.append_event(session, design, "edits", {})


def test_edits_of_many_at_once_are_all_kept_each_with_its_own_revision(database: Database, design: str) -> None:
    def edit(_: int) -> int | design_store.IdConflict:
        with database.session() as session:
            return design_store.apply_edit(session, design, lambda held: {**held, "count": held["count"] + 1}, {}, None)

    with ThreadPoolExecutor(8) as pool:
        revisions = list(pool.map(edit, range(60)))
    with database.read_session() as session:
        assert design_store.get_design(session, design).document["count"] == 60
    assert len(revisions) == 60
    assert set(revisions) == set(range(1, 61))


def test_an_edit_sent_twice_at_once_is_applied_once(database: Database, design: str) -> None:
    def edit(_: int) -> int | design_store.IdConflict:
        with database.session() as session:
            return design_store.apply_edit(
                session, design, lambda held: {**held, "count": held["count"] + 1}, {}, "key"
            )

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(edit, range(8))) == {1}


def test_runs_that_are_started_at_once_have_numbers_of_their_own(database: Database, design: str) -> None:
    def start(_: int) -> int:
        with database.session() as session:
            number = run_store.get_next_run_number(session, design)
            session.add(RunRow(design_id=design, number=number, revision=0, document=DOCUMENT))
            return number

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(start, range(20))) == list(range(1, 21))


def test_a_reader_sees_one_moment_and_waits_for_nobody(database: Database, design: str) -> None:
    with database.session() as writing:
        held = design_store.get_design(writing, design, lock=True)
        held.name = "Renamed"
        writing.add(held)
        writing.flush()
        with database.read_session() as reading:
            assert design_store.get_design(reading, design).name == "Test"
            writing.commit()
            reading.expire_all()
            assert design_store.get_design(reading, design).name == "Test"
    with database.read_session() as reading:
        assert design_store.get_design(reading, design).name == "Renamed"


def test_moments_numbers_and_texts_come_back_as_they_were(database: Database) -> None:
    moment = datetime(2026, 3, 29, 3, 30, 0, 123456, tzinfo=timezone(timedelta(hours=5, minutes=45)))
    document = {"name": "Ünïcödé 🎉", "nodes": {"zero": "\x00", "large": 2**80, "list": [None, True, 1.5, "\ufffd"]}}
    with database.session() as session:
        row = DesignRow(document=document, name="Ünïcödé 🎉", created_at=moment)
        session.add(row)
        session.add(ArtifactRow(id="a", type="dataset", bytes=2**45, rows=2**40))
    with database.read_session() as session:
        held, artifact = session.get_one(DesignRow, row.id), session.get_one(ArtifactRow, "a")
        assert (held.document, held.name, held.created_at) == (document, "Ünïcödé 🎉", moment)
        assert held.created_at.isoformat() == "2026-03-28T21:45:00.123456+00:00"
        assert (artifact.bytes, artifact.rows, artifact.thumbnail) == (2**45, 2**40, None)


def test_a_version_needs_its_artifact(database: Database) -> None:
    with database.session() as session:
        session.add(DatasetRow(id="d", name="Cars"))
        session.flush()
        with pytest.raises(DBAPIError, match=r"(?i)foreign key"):
            dataset_store.add_dataset_version(session, "d", "nothing", file_name="cars.csv", file_bytes=1, notices=[])
        session.rollback()


def test_what_raises_leaves_nothing_behind(database: Database, design: str) -> None:
    def fail() -> None:
        with database.session() as session:
            event_log.append_event(session, design, "edits", {})
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with database.read_session() as session:
        assert event_log.get_newest_event_id(session, design) == 0


@pytest.mark.usefixtures("both")
def test_two_programs_that_start_at_once_bring_the_tables_up_once(tmp_path: Path) -> None:
    url = DATABASES.get_url(tmp_path)
    databases = [Database(url) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(Database.migrate, databases))
    for database in databases:
        database.close()


def test_a_reader_cannot_write_to_postgresql(postgres: PostgresServer, tmp_path: Path) -> None:
    database = Database(postgres.ensure_database(tmp_path))
    database.migrate()
    try:
        with pytest.raises(DBAPIError, match="read-only"), database.read_session() as session:
            design_store.create_design(session, DOCUMENT)
    finally:
        database.close()


def test_a_connection_that_the_database_has_ended_is_replaced(postgres: PostgresServer, tmp_path: Path) -> None:
    database = Database(postgres.ensure_database(tmp_path))
    database.migrate()
    try:
        with database.session() as session:
            design = design_store.create_design(session, DOCUMENT).id
        name = database.engine.url.database
        ended = f"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{name}'"
        assert postgres.execute(ended) != [(0,)]
        left = f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{name}'"
        wait_until(lambda: postgres.execute(left) == [(0,)], "the end of the connections")
        with database.read_session() as session:
            assert design_store.get_design(session, design).name == "Test"
    finally:
        database.close()


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://root@localhost/designery", "The database must be PostgreSQL or SQLite. DESIGNERY_DATABASE_URL has"),
        (
            "nonsense",
            "DESIGNERY_DATABASE_URL is not a database address. Write it like postgresql://user@host/database.",
        ),
    ],
)
def test_another_kind_of_database_is_refused(url: str, message: str) -> None:
    with pytest.raises(DatabaseUnusable, match=message):
        Database(url)


def test_a_database_that_does_not_let_us_in_is_named_without_the_password(postgres: PostgresServer) -> None:
    database = Database(postgres.build_url("postgres", password="hunter2-wrong"))
    with pytest.raises(DatabaseUnusable, match=r"is not responding: .*password authentication failed") as raised:
        database.migrate()
    assert "hunter2" not in str(raised.value)


@pytest.mark.usefixtures("both")
def test_tables_of_a_newer_version_are_refused(tmp_path: Path) -> None:
    database = DATABASES.create_database(tmp_path)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseUnusable, match="was written by a newer version of Designery"):
        database.migrate()
    database.close()


def test_a_server_goes_on_when_its_database_is_back(postgres: PostgresServer, tmp_path: Path) -> None:
    """Meanwhile requests are answered in a sentence, and a run that is under way waits."""
    url = postgres.ensure_database(tmp_path)
    name = url.rpartition("/")[2]
    running = Server(tmp_path / "home", {"DESIGNERY_DATABASE_URL": url}).start()
    try:
        with closing(running.open_client()) as client:
            assert client.request_json("GET", "/healthz") == {"status": "ok"}
            design = client.create_design(make_waiting_nodes(2))
            run = client.request_json("POST", f"/api/designs/{design}/runs", json={})["id"]
            wait_until(
                lambda: get_step_states(client.request_json("GET", f"/api/runs/{run}"))["script"] == "running",
                "the script",
            )
            postgres.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
            postgres.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
            assert client.get("/healthz").status_code == 503
            body = {"client": "test", "id": "later", "edits": [{"path": ["name"], "value": "Later"}]}
            for answer in (
                client.get(f"/api/designs/{design}"),
                client.post(f"/api/designs/{design}/edits", json=body),
            ):
                assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
                assert answer.json() == {"detail": "The database is not responding. Try again in a moment."}
            postgres.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
            assert client.request_json("GET", "/healthz") == {"status": "ok"}
            assert client.request_json("POST", f"/api/designs/{design}/edits", json=body)["revision"] > 0
            assert client.wait_for_run(run)["state"] == "succeeded"
    finally:
        running.stop()
