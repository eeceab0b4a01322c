"""Triggers on data outside: what is there at first is no change, each change fires once, and what fails says why."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from server.auth.principals import LOCAL_PERSON
from server.automation.data_watcher import DataWatcher
from server.automation.trigger_changes import pause_trigger, resume_trigger
from server.collaboration.notification_feed import list_notifications
from server.runs.connectors.connector_runner import ConnectorLimits, ConnectorRunner
from server.storage.database import Database
from server.storage.encryption import Cipher
from server.storage.orm.pipeline_tables import TriggerRow
from server.storage.stores import connection_store
from server.storage.stores.connection_kinds import connection_fields_adapter
from tests.database_servers import DATABASES, PostgresServer
from tests.server.automation.firing_runs import HandClock, add_trigger, create_pipeline, list_firings
from tests.server.connectors.conftest import S3_BUCKET, ObjectStorage, StubWebServer


class Watched:
    """A trigger on data, its clock, and connectors that reach this machine."""

    def __init__(self, folder: Path, settings: dict[str, Any], connections: dict[str, Any], allowed: str) -> None:
        self.database: Database = DATABASES.create_database(folder)
        cipher = Cipher(folder)
        with self.database.session() as session:
            for name, fields in connections.items():
                parsed = connection_fields_adapter.validate_python(fields)
                connection_store.create_connection(session, cipher, name, parsed)
        connectors = ConnectorRunner(self.database, cipher, ConnectorLimits(120, 2**20, 2**32, (allowed,)))
        self.clock = HandClock()
        self.watcher = DataWatcher(self.database, connectors, self.clock)
        pipeline = create_pipeline(self.database)
        row = add_trigger(self.database, pipeline, {**settings, "every_seconds": 60}, kind="data_change")
        with self.database.session() as session:
            made = session.get_one(TriggerRow, row.id)
            made.next_due_at, made.person_id = self.clock(), LOCAL_PERSON.id
        self.trigger_id = row.id

    async def look(self) -> int:
        """Look once it is due again; returns how many firings there are."""
        due = self.watcher.list_due()
        assert [one.id for one in due] == [self.trigger_id]
        await self.watcher.look(due)
        assert self.watcher.list_due() == []
        self.clock.advance(seconds=60)
        return len(list_firings(self.database))

    def pause_and_resume(self) -> None:
        with self.database.session() as session:
            trigger = session.get_one(TriggerRow, self.trigger_id)
            pause_trigger(session, trigger, "")
            resume_trigger(session, trigger, self.clock())

    def read_memory(self) -> dict[str, object]:
        with self.database.read_session() as session:
            return dict(session.get_one(TriggerRow, self.trigger_id).memory)

    def list_notices(self) -> list[tuple[str, str]]:
        with self.database.read_session() as session:
            found = list_notifications(session, LOCAL_PERSON.id, 50)
            return [(one.kind, one.text) for one in reversed(found)]

    def read_error(self) -> str:
        return str(self.read_memory()["error"])


@pytest.mark.anyio
@pytest.mark.parametrize("headers", [{}, {"ETag": '"{version}"'}])
async def test_a_file_on_the_web_fires_when_it_changes(
    tmp_path: Path, web: StubWebServer, headers: dict[str, str]
) -> None:
    def serve(version: str) -> None:
        marked = {name: value.format(version=version) for name, value in headers.items()}
        web.responses["/watched.csv"] = (200, marked, f"x\n{version}\n".encode())

    settings = {"source": "url", "url": web.build_url("/watched.csv")}
    watched = Watched(tmp_path, settings, {}, f"127.0.0.1:{web.port}")
    counts, had_changed = [], []
    for version in ("1", "1", "2", "2", "1"):
        serve(version)
        counts.append(await watched.look())
        had_changed.append("changed_at" in watched.read_memory())
    assert (counts, had_changed) == ([0, 0, 1, 1, 2], [False, False, True, True, True])
    web.responses["/watched.csv"] = (404, {}, b"")
    assert await watched.look() == 2
    assert "answered 404" in watched.read_error()
    serve("1")
    assert await watched.look() == 2
    assert watched.read_error() == ""
    watched.database.close()


@pytest.mark.anyio
async def test_the_same_change_fires_again_after_a_pause(tmp_path: Path, web: StubWebServer) -> None:
    settings = {"source": "url", "url": web.build_url("/paused.csv")}
    watched = Watched(tmp_path, settings, {}, f"127.0.0.1:{web.port}")
    counts = []
    for version in ("1", "2", "pause", "1", "2"):
        if version == "pause":
            watched.pause_and_resume()
            continue
        web.responses["/paused.csv"] = (200, {}, f"x\n{version}\n".encode())
        counts.append(await watched.look())
    assert counts == [0, 1, 1, 2]
    watched.database.close()


@pytest.mark.anyio
async def test_an_address_of_the_own_network_is_refused(tmp_path: Path, web: StubWebServer) -> None:
    settings = {"source": "url", "url": web.build_url("/cars.csv")}
    watched = Watched(tmp_path, settings, {}, "192.0.2.1")
    before = len(web.requested_paths)
    assert await watched.look() == 0
    assert "DESIGNERY_ALLOWED_HOSTS" in watched.read_error()
    assert len(web.requested_paths) == before
    watched.database.close()


@pytest.mark.anyio
async def test_people_are_notified_once_of_data_that_cannot_be_read_and_once_that_it_can(
    tmp_path: Path, web: StubWebServer
) -> None:
    settings = {"source": "url", "url": web.build_url("/gone.csv")}
    watched = Watched(tmp_path, settings, {}, f"127.0.0.1:{web.port}")
    unreadable = ("data_unreadable", "Nightly: the trigger 'Test' can't read its data. 3 looks in a row failed.")
    readable = ("data_readable", "Nightly: the trigger 'Test' can read its data again.")
    found = []
    # Two failures are not worth a word, and neither is their end.
    for status in (200, 404, 404, 200, 404, 404, 404, 404, 200, 200, 404, 404, 404):
        web.responses["/gone.csv"] = (status, {}, b"x\n1\n")
        await watched.look()
        found.append(len(watched.list_notices()))
    assert found == [0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 2, 2, 3]
    assert watched.list_notices() == [unreadable, readable, unreadable]
    watched.database.close()


@pytest.mark.anyio
async def test_a_folder_in_storage_fires_for_new_changed_and_deleted_objects(
    tmp_path: Path, storage: ObjectStorage
) -> None:
    files = storage.open_filesystem()
    settings = {"source": "storage", "connection": "lake", "path": "watched/"}
    watched = Watched(tmp_path, settings, {"lake": storage.connection_fields}, f"127.0.0.1:{storage.port}")
    files.pipe(f"{S3_BUCKET}/watched/a.csv", b"x\n1\n")
    counts = [await watched.look(), await watched.look()]
    files.pipe(f"{S3_BUCKET}/watched/b.csv", b"x\n1\n")
    counts.append(await watched.look())
    files.pipe(f"{S3_BUCKET}/watched/a.csv", b"x\n2\n")
    counts.append(await watched.look())
    files.rm(f"{S3_BUCKET}/watched/b.csv")
    counts += [await watched.look(), await watched.look()]
    assert counts == [0, 0, 1, 2, 3, 3]
    watched.database.close()


@pytest.mark.anyio
async def test_a_query_fires_when_its_result_changes(tmp_path: Path, postgres: PostgresServer) -> None:
    postgres.execute("CREATE TABLE IF NOT EXISTS watched_rows (x int)")
    postgres.execute("TRUNCATE watched_rows")
    settings = {"source": "database", "connection": "warehouse", "query": "SELECT max(x) FROM watched_rows"}
    watched = Watched(tmp_path, settings, {"warehouse": postgres.connection_fields}, "127.0.0.1")
    counts = [await watched.look(), await watched.look()]
    postgres.execute("INSERT INTO watched_rows VALUES (1)")
    counts += [await watched.look(), await watched.look()]
    assert counts == [0, 0, 1, 1]
    assert watched.clock() == HandClock().current + timedelta(minutes=4)
    watched.database.close()


@pytest.mark.anyio
async def test_the_words_of_the_database_leave_out_how_it_was_asked(tmp_path: Path, postgres: PostgresServer) -> None:
    postgres.execute("CREATE TABLE IF NOT EXISTS watched_prices (price int)")
    settings = {"source": "database", "connection": "warehouse", "query": "SELECT pricee FROM watched_prices"}
    watched = Watched(tmp_path, settings, {"warehouse": postgres.connection_fields}, "127.0.0.1")
    await watched.look()
    assert watched.read_error() == (
        'The database answered: column "pricee" does not exist. '
        'Perhaps you meant to reference the column "watched_prices.price".'
    )
    watched.database.close()
