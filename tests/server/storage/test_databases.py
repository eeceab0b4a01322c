"""SQLite and PostgreSQL mean the same: what one writer has read stays true, and event ids are in commit order."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from server.storage import datasets, designs, events, runs
from server.storage.database import Database, Unusable
from server.storage.tables import ArtifactRow, DatasetRow, DesignRow, RunRow
from tests.databases import DATABASES, Postgres
from tests.pipelines import waiting
from tests.serving import Server, eventually, states

DOCUMENT = {"format": 2, "name": "Test", "nodes": {}, "count": 0}


@pytest.fixture
def database(both: str, tmp_path: Path) -> Iterator[Database]:
    made = DATABASES.made(tmp_path / both)
    yield made
    made.close()


@pytest.fixture
def design(database: Database) -> str:
    with database.session() as session:
        return designs.create(session, DOCUMENT).id


def test_a_reader_that_resumes_from_the_last_id_misses_no_event(database: Database, design: str) -> None:
    writers, each = 6, 25
    going = threading.Event()

    def write(writer: int) -> None:
        going.wait()
        for number in range(each):
            with database.session() as session:
                events.append(session, design, "edits", {"writer": writer, "number": number})

    seen: list[tuple[int, int]] = []

    def follow() -> None:
        position = 0
        while len(seen) < writers * each:
            with database.reading() as session:
                for event in events.since(session, design, position):
                    position = event.id or position
                    seen.append((event.body["writer"], event.body["number"]))
            if done.is_set() and not fresh(position):
                return

    def fresh(position: int) -> bool:
        with database.reading() as session:
            return bool(events.since(session, design, position))

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
    second = threading.Thread(target=_append_one, args=(database, design))
    with database.session() as session:
        first = events.append(session, design, "edits", {})
        second.start()
        with database.reading() as reading:  # the other one waits: it can be seen only after this one
            assert events.newest(reading, design) == 0
    second.join()
    with database.reading() as reading:
        assert [event.id for event in events.since(reading, design, 0)] == [first.id, (first.id or 0) + 1]


def _append_one(database: Database, design: str) -> None:
    with database.session() as session:
        events.append(session, design, "edits", {})


def test_edits_of_many_at_once_are_all_kept_each_with_its_own_revision(database: Database, design: str) -> None:
    def edit(_: int) -> int:
        with database.session() as session:
            return designs.edit(session, design, lambda held: {**held, "count": held["count"] + 1}, {}, None)

    with ThreadPoolExecutor(8) as pool:
        revisions = list(pool.map(edit, range(60)))
    with database.reading() as session:
        assert designs.get(session, design).document["count"] == 60
    assert sorted(revisions) == list(range(1, 61))


def test_an_edit_sent_twice_at_once_is_applied_once(database: Database, design: str) -> None:
    def edit(_: int) -> int:
        with database.session() as session:
            return designs.edit(session, design, lambda held: {**held, "count": held["count"] + 1}, {}, "key")

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(edit, range(8))) == {1}


def test_runs_that_are_started_at_once_have_numbers_of_their_own(database: Database, design: str) -> None:
    def start(_: int) -> int:
        with database.session() as session:
            number = runs.next_number(session, design)
            session.add(RunRow(design_id=design, number=number, revision=0, document=DOCUMENT))
            return number

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(start, range(20))) == list(range(1, 21))


def test_a_reader_sees_one_moment_and_waits_for_nobody(database: Database, design: str) -> None:
    with database.session() as writing:
        held = designs.get(writing, design, lock=True)
        held.name = "Renamed"
        writing.add(held)
        writing.flush()
        with database.reading() as reading:
            assert designs.get(reading, design).name == "Test"
            writing.commit()
            reading.expire_all()
            assert designs.get(reading, design).name == "Test"
    with database.reading() as reading:
        assert designs.get(reading, design).name == "Renamed"


def test_moments_numbers_and_texts_come_back_as_they_were(database: Database) -> None:
    moment = datetime(2026, 3, 29, 3, 30, 0, 123456, tzinfo=timezone(timedelta(hours=5, minutes=45)))
    document = {"name": "Ünïcödé 🎉", "nodes": {"zero": "\x00", "large": 2**80, "list": [None, True, 1.5, "\ufffd"]}}
    with database.session() as session:
        row = DesignRow(document=document, name="Ünïcödé 🎉", created_at=moment)
        session.add(row)
        session.add(ArtifactRow(id="a", type="dataset", bytes=2**45, rows=2**40))
    with database.reading() as session:
        held, artifact = session.get_one(DesignRow, row.id), session.get_one(ArtifactRow, "a")
        assert (held.document, held.name, held.created_at) == (document, "Ünïcödé 🎉", moment)
        assert held.created_at.isoformat() == "2026-03-28T21:45:00.123456+00:00"
        assert (artifact.bytes, artifact.rows, artifact.glance) == (2**45, 2**40, None)


def test_a_version_needs_its_artifact(database: Database) -> None:
    with database.session() as session:
        session.add(DatasetRow(id="d", name="Cars"))
        session.flush()
        with pytest.raises(DBAPIError, match=r"(?i)foreign key"):
            datasets.add_version(session, "d", "nothing", file_name="cars.csv", file_bytes=1, notices=[])
        session.rollback()


def test_what_raises_leaves_nothing_behind(database: Database, design: str) -> None:
    def fail() -> None:
        with database.session() as session:
            events.append(session, design, "edits", {})
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with database.reading() as session:
        assert events.newest(session, design) == 0


@pytest.mark.usefixtures("both")
def test_two_programs_that_start_at_once_bring_the_tables_up_once(tmp_path: Path) -> None:
    url = DATABASES.url(tmp_path)
    databases = [Database(url) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(Database.migrate, databases))
    for database in databases:
        database.close()


def test_a_reader_cannot_write_to_postgresql(postgres: Postgres, tmp_path: Path) -> None:
    database = Database(postgres.database(tmp_path))
    database.migrate()
    try:
        with pytest.raises(DBAPIError, match="read-only"), database.reading() as session:
            designs.create(session, DOCUMENT)
    finally:
        database.close()


def test_a_connection_that_the_database_has_ended_is_replaced(postgres: Postgres, tmp_path: Path) -> None:
    database = Database(postgres.database(tmp_path))
    database.migrate()
    try:
        with database.session() as session:
            design = designs.create(session, DOCUMENT).id
        name = database.engine.url.database
        ended = f"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{name}'"
        assert postgres.ask(ended) != [(0,)]
        left = f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{name}'"
        eventually(lambda: postgres.ask(left) == [(0,)], "the end of the connections")
        with database.reading() as session:
            assert designs.get(session, design).name == "Test"
    finally:
        database.close()


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://root@localhost/designery", "The database must be PostgreSQL or SQLite. DESIGNERY_DATABASE_URL names"),
        ("nonsense", "DESIGNERY_DATABASE_URL is no address of a database. Write postgresql://user@host/database."),
    ],
)
def test_another_kind_of_database_is_refused(url: str, message: str) -> None:
    with pytest.raises(Unusable, match=message):
        Database(url)


def test_a_database_that_does_not_let_us_in_is_named_without_the_password(postgres: Postgres) -> None:
    database = Database(postgres.address("postgres", password="hunter2-wrong"))
    with pytest.raises(Unusable, match=r"does not answer: .*password authentication failed") as raised:
        database.migrate()
    assert "hunter2" not in str(raised.value)


@pytest.mark.usefixtures("both")
def test_tables_of_a_newer_version_are_refused(tmp_path: Path) -> None:
    database = DATABASES.made(tmp_path)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Unusable, match="was written by a newer version of Designery"):
        database.migrate()
    database.close()


def test_a_server_goes_on_when_its_database_is_back(postgres: Postgres, tmp_path: Path) -> None:
    """Meanwhile requests are answered in a sentence, and a run that is under way waits."""
    url = postgres.database(tmp_path)
    name = url.rpartition("/")[2]
    running = Server(tmp_path / "home", {"DESIGNERY_DATABASE_URL": url}).start()
    try:
        with closing(running.client()) as client:
            assert client.checked("GET", "/healthz") == {"status": "ok"}
            design = client.new_design(waiting(2))
            run = client.checked("POST", f"/api/designs/{design}/runs", json={})["id"]
            eventually(lambda: states(client.checked("GET", f"/api/runs/{run}"))["script"] == "running", "the script")
            postgres.ask(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
            postgres.ask(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
            assert client.get("/healthz").status_code == 503
            body = {"client": "test", "id": "later", "edits": [{"path": ["name"], "value": "Later"}]}
            for answer in (
                client.get(f"/api/designs/{design}"),
                client.post(f"/api/designs/{design}/edits", json=body),
            ):
                assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
                assert answer.json() == {"detail": "The database does not answer. Try again in a moment."}
            postgres.ask(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
            assert client.checked("GET", "/healthz") == {"status": "ok"}
            assert client.checked("POST", f"/api/designs/{design}/edits", json=body)["revision"] > 0
            assert client.finished(run)["state"] == "succeeded"
    finally:
        running.stop()
