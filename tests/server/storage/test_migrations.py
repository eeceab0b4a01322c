"""A database of every released state opens with this version, with all that was in it."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData
from sqlmodel import SQLModel, select

from server.graph.document import DOCUMENT_FORMAT
from server.storage.database import MIGRATIONS_FOLDER, Database, get_revision, list_revisions, make_read_only
from server.storage.orm.account_tables import AuditRow
from server.storage.stores import connection_store, dataset_store, design_store, event_log, run_store
from tests.database_servers import DATABASES
from tests.live_server import Server
from tests.server.storage.states import ARTIFACT, MOMENT, RELEASED, rows_until


def test_the_files_follow_one_another_by_their_numbers() -> None:
    chain = ScriptDirectory(str(MIGRATIONS_FOLDER)).walk_revisions()
    assert list_revisions()[::-1] == [script.revision for script in chain]


def fill_released_state(database: Database, revision: str) -> None:
    """Make the tables of a released state, with rows in all of them."""
    database.migrate(revision)
    with database.engine.begin() as connection:
        tables = reflect_tables(connection)
        held = rows_until(revision)
        assert set(held) | {"alembic_version"} == set(tables.tables), "RELEASED has no rows for some tables"
        for table in tables.sorted_tables:
            if table.name in held:
                connection.execute(table.insert(), held[table.name])
        if connection.dialect.name == "postgresql":  # the ids were given out by the sequence, as they are in truth
            connection.exec_driver_sql("SELECT setval('event_id_seq', 9)")
            if "audit" in held:
                connection.exec_driver_sql("SELECT setval('audit_id_seq', 1)")


def reflect_tables(connection: Connection) -> MetaData:
    found = MetaData()
    found.reflect(connection)
    return found


@pytest.fixture
def database(both: str, tmp_path: Path) -> Iterator[Database]:
    home = tmp_path / both
    home.mkdir()
    made = Database(DATABASES.get_url(home, empty=True))
    yield made
    made.close()


@pytest.mark.parametrize("revision", RELEASED)
def test_no_row_of_a_released_state_is_lost_and_all_can_be_worked_on(database: Database, revision: str) -> None:
    fill_released_state(database, revision)
    database.migrate()
    _assert_rows_are_kept(database, revision)
    _assert_rows_can_be_worked_on(database, revision)


def _assert_rows_are_kept(database: Database, revision: str) -> None:
    with make_read_only(database.engine).connect() as connection:
        assert get_revision(connection) == list_revisions()[-1]
        tables = reflect_tables(connection).tables
        for name, rows in rows_until(revision).items():
            present_table, present_columns = get_present_names(name)
            found = [dict(row) for row in connection.execute(tables[present_table].select()).mappings()]
            kept = [
                {column: _normalize_value(row[present_columns.get(column, column)]) for column in rows[0]}
                for row in found
            ]
            assert kept == [{column: _normalize_value(value) for column, value in row.items()} for row in rows]


def get_present_names(table: str) -> tuple[str, dict[str, str]]:
    """What a table of a released state is called now, and {column: what it is called now}."""
    renaming = ScriptDirectory(str(MIGRATIONS_FOLDER)).get_revision("0019").module
    columns = {former: present for owner, former, present in renaming.COLUMNS if owner == table}
    return dict(renaming.TABLES).get(table, table), columns


def _normalize_value(value: Any) -> Any:
    """Moments without their zone, which SQLite keeps none of, and designs in the present format."""
    if isinstance(value, dict) and "format" in value:
        return {**value, "format": DOCUMENT_FORMAT}
    return value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) and value.tzinfo else value


def _assert_rows_can_be_worked_on(database: Database, revision: str) -> None:
    with database.session() as session:
        assert design_store.apply_edit(session, "d1", lambda document: {**document, "name": "Renamed"}, {}, "e2") == 3
        assert [event.id for event in event_log.list_events_since(session, "d1", 7)] == [9, 10]
        assert (run_store.get_run(session, "r1").created_at, run_store.get_next_run_number(session, "d1")) == (
            MOMENT,
            2,
        )
        assert run_store.list_steps(session, "r1")[0].outputs == {"results_dataset1": ARTIFACT}
        assert dataset_store.find_dataset_artifact(session, "cars", None) == ARTIFACT
        assert connection_store.get_connection_kinds(session) == (
            {} if revision == "0001" else {"warehouse": "postgresql"}
        )
        if revision >= "0008":
            entry = session.exec(select(AuditRow)).one()
            assert (entry.design_id, entry.run_id, entry.isolation) == ("d1", "r1", "S3")


def test_the_server_opens_what_the_first_version_left(database: Database, both: str, tmp_path: Path) -> None:
    fill_released_state(database, "0001")
    running = Server(tmp_path / both).start()
    try:
        with closing(running.open_client()) as client:
            assert [row["name"] for row in client.request_json("GET", "/api/designs")] == ["Prices 🏷"]
            assert client.edit("d1", {"path": ["name"], "value": "Renamed"}) == 3
            assert client.request_json("GET", "/api/runs/r1")["state"] == "succeeded"
            assert client.run("d1")["number"] == 2
    finally:
        running.stop()
    said = (tmp_path / f"{both}.log").read_text()
    assert f"Bringing the tables from state 0001 to {list_revisions()[-1]}" in said
    assert "alembic" not in said


def test_the_tables_of_the_migrations_are_those_of_the_code(database: Database) -> None:
    database.migrate()
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []
