"""Databases: rows that are updated by their key, ODBC by a data source of the administrator's, and ADBC."""

import asyncio
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import adbc_driver_sqlite.dbapi
import pandas as pd
import pytest
import sqlalchemy

from modules.data_input_and_output.export_data import export_data
from modules.kit import Dataset, ModuleError
from modules.kit.serialization import load_value, save_value
from server.runs.connectors.connector_runner import ConnectorLimits, ConnectorRunner
from server.runs.connectors.connector_worker.__main__ import explain_missing_package
from server.runs.connectors.connector_worker.adbc_sessions import (
    AdbcSession,
    build_bigquery_options,
    build_snowflake_options,
)
from server.runs.connectors.connector_worker.connector_protocol import ConnectorError, ConnectorRequest, ConnectorResult
from server.runs.connectors.connector_worker.database_sessions import TableTarget, require_one_select
from server.runs.connectors.connector_worker.sql_sessions import SqlSession, build_connect_arguments
from server.storage.encryption import Cipher
from tests.database_servers import DATABASES, PostgresServer
from tests.server.connectors.test_storage_kinds import make_service_account

ODBC_FIELDS = {"kind": "odbc", "data_source": "cars", "user": "", "password": ""}
CARS = pd.DataFrame({"id": [1, 2], "make": ["audi", 'b"m;w'], "price": [13950.5, None]})
CHANGED = pd.DataFrame({"id": [2, 3], "make": ["bmw", None]})


@pytest.fixture
def runner(tmp_path: Path) -> Iterator[ConnectorRunner]:
    database = DATABASES.create_database(tmp_path / "home")
    yield ConnectorRunner(database, Cipher(tmp_path), ConnectorLimits(120, 2**20, 2**32, ()))
    database.close()


def _ask(runner: ConnectorRunner, direction: Any, fields: dict[str, Any], folder: Path, **details: Any) -> Any:
    frame = details.pop("frame", None)
    file = None if frame is None else save_value(Dataset(frame), folder.parent, "sent").path
    return asyncio.run(runner.run_worker(direction, "database", details, fields, folder, file))


def test_rows_with_a_known_key_are_changed_and_others_added(
    runner: ConnectorRunner, postgres: PostgresServer, tmp_path: Path
) -> None:
    postgres.execute("drop table if exists updated")
    target = {"table": "updated", "if_it_exists": "update", "key_columns": ["id"]}
    fields = {**postgres.connection_fields, "tls": "prefer"}
    first = _ask(runner, "deliver", fields, tmp_path / "a", frame=CARS, **target)
    assert first == ConnectorResult(remark="Wrote 2 rows into updated.")
    second = _ask(runner, "deliver", fields, tmp_path / "b", frame=CHANGED, **target)
    assert second == ConnectorResult(remark="Updated 1 row of updated and added 1.")
    rows = [(1, "audi", 13950.5), (2, "bmw", None), (3, None, None)]
    assert postgres.execute("select id, make, price from updated order by id") == rows
    odd = _ask(runner, "deliver", fields, tmp_path / "c", frame=CHANGED.assign(colour="red"), **target)
    assert odd.message == "The table 'updated' has no column 'colour'. It has: id, make, price."


def test_a_database_that_commits_by_itself_is_not_updated() -> None:
    class Oracle:
        """What a session asks of a connection before it writes."""

        dialect = sqlalchemy.create_engine("oracle+oracledb://").dialect

    session = SqlSession(Oracle())  # type: ignore[arg-type]
    with pytest.raises(ConnectorError, match="of another kind than Oracle"):
        session.write_rows(TableTarget("cars", "update", keys=("id",)), iter([CARS]))


@pytest.mark.parametrize(
    ("keys", "said"), [([1, 1, 2], "1 rows have the same 'id'"), ([1, None, 2], "1 rows have no value in 'id'")]
)
def test_keys_that_name_no_row_or_two_are_refused(keys: list[Any], said: str) -> None:
    dataset = Dataset(pd.DataFrame({"id": pd.array(keys, "Int64")}))
    update: dict[str, Any] = {"if_the_table_exists": "Update", "key_columns": ("id",)}
    with pytest.raises(ModuleError, match=said):
        export_data(dataset, destination="SQL database", **update)


def test_a_data_source_of_odbc_is_read_and_written(
    runner: ConnectorRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, settings = tmp_path / "work", tmp_path / "odbc"
    work.mkdir()
    settings.mkdir()
    driver = "Driver = /usr/lib/x86_64-linux-gnu/odbc/libsqlite3odbc.so"
    (settings / "odbc.ini").write_text(f"[cars]\n{driver}\nDatabase = {work / 'cars.db'}\n")
    monkeypatch.setenv("ODBCSYSINI", str(settings))
    target = {"table": "cars", "if_it_exists": "fail"}
    assert _ask(runner, "deliver", ODBC_FIELDS, work, frame=CARS, **target) == ConnectorResult(
        remark="Wrote 2 rows into cars."
    )
    assert _ask(runner, "deliver", ODBC_FIELDS, work, frame=CARS, **target).number == 57
    with sqlite3.connect(work / "cars.db") as database:
        assert database.execute("select count(*), sum(price) from cars").fetchone() == (2, 13950.5)
    database.close()
    _ask(runner, "fetch", ODBC_FIELDS, work, query="select * from cars order by id desc", row_limit=1)
    found = load_value(next(work.glob("fetched*")), "dataset").frame
    assert found.to_dict("list")["make"] == ['b"m;w']
    missing = _ask(runner, "test", {**ODBC_FIELDS, "data_source": "none"}, work)
    assert (missing.number, "Data source name not found" in missing.message) == (15, True)


def test_rows_come_and_go_by_adbc() -> None:
    with adbc_driver_sqlite.dbapi.connect(autocommit=True) as connection:
        session = AdbcSession(connection)
        assert session.write_rows(TableTarget("cars", "fail"), iter([CARS])) == "Wrote 2 rows into cars."
        session.write_rows(TableTarget("cars", "update", ("id",)), iter([CHANGED]))
        frame, more = session.read_rows("select * from cars order by id", 2)
        assert (frame["make"].tolist(), more) == (["audi", "bmw"], True)
        session.write_rows(TableTarget("cars", "replace"), iter([CHANGED]))
        assert session.read_rows("select id from cars", 10)[0]["id"].tolist() == [2, 3]
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from sqlite_master where name like 'designery%'")
            assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(
    "query", ["delete from cars", "select 1; drop table cars", "-- select\ninsert into x values (1)"]
)
def test_a_query_that_does_more_than_read_is_refused(query: str) -> None:
    with pytest.raises(ConnectorError, match="Write one SELECT"):
        require_one_select(query)


def test_a_semicolon_in_a_text_ends_no_query() -> None:
    require_one_select("/* a; b */ select ';' as \"x;y\" -- and; so on\n;")
    require_one_select("with a as (select 1) select * from a")


def test_what_drivers_are_told_is_what_the_connection_says() -> None:
    """Nobody runs SQL Server, Oracle, Snowflake or BigQuery here: what their drivers get is all that can be held."""
    fields = {"host": "db.example.com", "port": 1, "database": "cars", "user": "ann", "password": "secret"}
    sql_server = build_connect_arguments({**fields, "kind": "sqlserver", "tls": "require"}, "192.0.2.1")
    assert (sql_server["server"], sql_server["encryption"]) == ("192.0.2.1", "require")
    oracle = build_connect_arguments({**fields, "kind": "oracle", "tls": "verify-full"}, "192.0.2.1")
    assert (oracle["service_name"], oracle["protocol"], oracle["ssl_server_dn_match"]) == ("cars", "tcps", True)
    snowflake = {
        "account": "org-one",
        "warehouse": "",
        "database": "CARS",
        "db_schema": "",
        "user": "ann",
        "password": "s",
    }
    assert build_snowflake_options(snowflake)["adbc.snowflake.sql.account"] == "org-one"
    bigquery = {"project": "cars-1", "dataset": "", "key_file": make_service_account()}
    assert "169.254.169.254" not in build_bigquery_options(bigquery)["adbc.bigquery.sql.auth_credentials"]


def test_a_missing_library_of_the_system_is_named() -> None:
    details: Any = {"query": "select 1"}
    fields: Any = {"kind": "odbc", "data_source": "cars"}
    request = ConnectorRequest("fetch", "database", details, fields, Path(), None, 2**20, 2**32, ())
    missing = ImportError("libodbc.so.2: cannot open shared object file: No such file or directory", name="pyodbc")
    assert explain_missing_package(request, missing) == (
        "This server lacks the system library libodbc.so.2. "
        "An administrator can add it, on Debian: apt install libodbc2."
    )
    other = ModuleNotFoundError("No module named 'pyodbc'", name="pyodbc")
    assert "pip install 'designery[odbc]'" in explain_missing_package(request, other)
