"""Import Data and Export Data with a real MariaDB: types, writes that are refused, tables, passwords and TLS."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from modules.kit import Dataset
from modules.kit.serialization import load_value, save_value
from server.runs.connectors.connector_runner import ConnectorRunner
from server.runs.connectors.connector_worker.connector_protocol import ConnectorFailure, ConnectorResult
from server.runs.connectors.connector_worker.sql_sessions import build_tls_arguments
from tests.live_server import Client
from tests.mariadb import MariaDBServer, mariadb
from tests.server.connectors.conftest import ensure_connection
from tests.server.connectors.test_export_data import run_export
from tests.server.connectors.test_import_data import read_rows, run_import

__all__ = ["mariadb"]


def test_rows_come_from_mysql(desk: Client, mariadb: MariaDBServer) -> None:
    ensure_connection(desk, "shop", mariadb.connection_fields)
    query = """
    select 1 as n, 1 / 4 as share, 'ø🔑' as text, cast('2026-01-01' as date) as day, null as gap,
           x'00ff' as bytes, cast('10:30:00' as time) as hour, 1 as n
    """
    found = read_rows(desk, run_import(desk, data_source="SQL database", database="shop", sql_query=query)[1])
    assert found["columns"] == ["n", "share", "text", "day", "gap", "bytes", "hour", "n_2"]
    assert found["rows"][0][:3] == [1, 0.25, "ø🔑"]
    assert found["rows"][0][5] == "00ff"


@pytest.mark.anyio
async def test_rows_with_a_known_key_are_changed_and_others_added(
    errands: ConnectorRunner, mariadb: MariaDBServer, tmp_path: Path
) -> None:
    mariadb.execute("drop table if exists updated")
    mariadb.execute("create table updated (id int primary key, make text, price double)")
    mariadb.execute("insert into updated values (1, 'audi', 13950.5), (2, 'bmw', null)")
    fields = {**mariadb.connection_fields, "tls": "prefer"}
    file = save_value(Dataset(pd.DataFrame({"id": [2, 3], "make": ["opel", None]})), tmp_path, "sent").path
    details = {"table": "updated", "if_it_exists": "update", "key_columns": ["id"]}
    answer = await errands.run_worker("deliver", "database", details, fields, tmp_path / "folder", file)
    assert answer == ConnectorResult(remark="Updated 1 row of updated and added 1.")
    rows = [(1, "audi", 13950.5), (2, "opel", None), (3, None, None)]
    assert mariadb.execute("select id, make, price from updated order by id") == rows


@pytest.mark.anyio
@pytest.mark.parametrize(
    "query",
    [
        "drop table keep",
        "insert into keep values (2)",
        "select 1; insert into keep values (2)",
        "select n from keep into outfile '/tmp/designery-was-here'",
    ],
)
async def test_a_query_cannot_write(
    errands: ConnectorRunner, mariadb: MariaDBServer, tmp_path: Path, query: str
) -> None:
    mariadb.execute("create table if not exists keep (n int)")
    mariadb.execute("delete from keep")
    mariadb.execute("insert into keep values (1)")
    fields = {**mariadb.connection_fields, "tls": "prefer"}
    answer = await errands.run_worker(
        "fetch", "database", {"query": query, "row_limit": 10}, fields, tmp_path / "folder"
    )
    assert isinstance(answer, ConnectorFailure)
    assert answer.number == 156
    assert mariadb.execute("select n from keep") == [(1,)]


def test_rows_go_into_a_table_which_is_appended_to_replaced_or_left_alone(desk: Client, mariadb: MariaDBServer) -> None:
    ensure_connection(desk, "shop", mariadb.connection_fields)
    mariadb.execute("drop table if exists cars")
    target = {"destination": "SQL database", "database": "shop", "table": "cars"}
    assert run_export(desk, **target)["state"] == "succeeded"
    again = run_export(desk, **target)
    assert (again["state"], again["error"]["number"]) == ("failed", 57)
    assert run_export(desk, **target, if_the_table_exists="Append")["state"] == "succeeded"
    assert mariadb.execute("select count(*) from cars") == [(4,)]
    assert run_export(desk, **target, if_the_table_exists="Replace")["state"] == "succeeded"
    assert mariadb.execute("select make, price from cars order by make") == [("audi", 13950), ("bmw", 16430)]


def test_a_table_that_cannot_take_all_rows_takes_none(desk: Client, mariadb: MariaDBServer) -> None:
    ensure_connection(desk, "shop", mariadb.connection_fields)
    mariadb.execute("drop table if exists narrow")
    mariadb.execute("create table narrow (make text, price int check (price < 15000))")
    step = run_export(desk, destination="SQL database", database="shop", table="narrow", if_the_table_exists="Append")
    assert (step["state"], step["error"]["number"]) == ("failed", 66)
    assert mariadb.execute("select count(*) from narrow") == [(0,)]


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"password": "wrong"}, "Access denied"),
        ({"database": "nothing"}, "nothing"),
        ({"tls": "verify-full"}, "certificate verify failed"),
    ],
)
async def test_what_cannot_be_opened_is_said(
    errands: ConnectorRunner, mariadb: MariaDBServer, tmp_path: Path, changed: dict[str, Any], words: str
) -> None:
    fields = {**mariadb.connection_fields, "tls": "prefer", **changed}
    details = {"query": "select 1 as n", "row_limit": 10}
    answer = await errands.run_worker("fetch", "database", details, fields, tmp_path / "folder")
    assert isinstance(answer, ConnectorFailure)
    assert (answer.number, words in answer.message) == (15, True)


@pytest.mark.anyio
@pytest.mark.parametrize(("tls", "ciphered"), [("disable", False), ("prefer", True), ("require", True)])
async def test_tls_is_used_as_it_is_set(
    errands: ConnectorRunner, mariadb: MariaDBServer, tmp_path: Path, tls: str, ciphered: bool
) -> None:
    query = "select variable_value <> '' as ciphered from information_schema.session_status where variable_name = "
    details = {"query": f"{query}'Ssl_cipher'", "row_limit": 10}
    folder = tmp_path / "folder"
    answer = await errands.run_worker("fetch", "database", details, {**mariadb.connection_fields, "tls": tls}, folder)
    assert not isinstance(answer, ConnectorFailure), answer
    assert load_value(folder / str(answer.name), "dataset").frame["ciphered"].tolist() == [int(ciphered)]


def test_the_name_in_the_certificate_is_looked_at() -> None:
    checks = {
        tls: getattr(build_tls_arguments(tls).get("ssl"), "check_hostname", None) for tls in ("require", "verify-full")
    }
    assert checks == {"require": False, "verify-full": True}
