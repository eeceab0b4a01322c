"""Import Data and Export Data with a real MariaDB: types, writes that are refused, tables, passwords and TLS."""

from pathlib import Path
from typing import Any

import pytest

from modules.kit.files import load
from server.runs.courier.databases import secured
from server.runs.courier.orders import Refusal
from server.runs.errands import Errands
from tests.mariadb import MariaDB, mariadb
from tests.server.errands.conftest import connect
from tests.server.errands.test_export_data import exported
from tests.server.errands.test_import_data import imported, rows
from tests.serving import Client

__all__ = ["mariadb"]


def test_rows_come_from_mysql(desk: Client, mariadb: MariaDB) -> None:
    connect(desk, "shop", mariadb.fields)
    query = """
    select 1 as n, 1 / 4 as share, 'ø🔑' as text, cast('2026-01-01' as date) as day, null as gap,
           x'00ff' as bytes, cast('10:30:00' as time) as hour, 1 as n
    """
    found = rows(desk, imported(desk, data_source="SQL database", database="shop", sql_query=query)[1])
    assert found["columns"] == ["n", "share", "text", "day", "gap", "bytes", "hour", "n_2"]
    assert found["rows"][0][:3] == [1, 0.25, "ø🔑"]
    assert found["rows"][0][5] == "00ff"


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
async def test_a_query_cannot_write(errands: Errands, mariadb: MariaDB, tmp_path: Path, query: str) -> None:
    mariadb.ask("create table if not exists keep (n int)")
    mariadb.ask("delete from keep")
    mariadb.ask("insert into keep values (1)")
    fields = {**mariadb.fields, "tls": "prefer"}
    answer = await errands.send("fetch", "database", {"query": query, "row_limit": 10}, fields, tmp_path / "folder")
    assert isinstance(answer, Refusal)
    assert answer.number == 156
    assert mariadb.ask("select n from keep") == [(1,)]


def test_rows_go_into_a_table_which_is_appended_to_replaced_or_left_alone(desk: Client, mariadb: MariaDB) -> None:
    connect(desk, "shop", mariadb.fields)
    mariadb.ask("drop table if exists cars")
    target = {"destination": "SQL database", "database": "shop", "table": "cars"}
    assert exported(desk, **target)["state"] == "succeeded"
    again = exported(desk, **target)
    assert (again["state"], again["error"]["number"]) == ("failed", 57)
    assert exported(desk, **target, if_the_table_exists="Append")["state"] == "succeeded"
    assert mariadb.ask("select count(*) from cars") == [(4,)]
    assert exported(desk, **target, if_the_table_exists="Replace")["state"] == "succeeded"
    assert mariadb.ask("select make, price from cars order by make") == [("audi", 13950), ("bmw", 16430)]


def test_a_table_that_cannot_take_all_rows_takes_none(desk: Client, mariadb: MariaDB) -> None:
    connect(desk, "shop", mariadb.fields)
    mariadb.ask("drop table if exists narrow")
    mariadb.ask("create table narrow (make text, price int check (price < 15000))")
    step = exported(desk, destination="SQL database", database="shop", table="narrow", if_the_table_exists="Append")
    assert (step["state"], step["error"]["number"]) == ("failed", 66)
    assert mariadb.ask("select count(*) from narrow") == [(0,)]


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
    errands: Errands, mariadb: MariaDB, tmp_path: Path, changed: dict[str, Any], words: str
) -> None:
    fields = {**mariadb.fields, "tls": "prefer", **changed}
    details = {"query": "select 1 as n", "row_limit": 10}
    answer = await errands.send("fetch", "database", details, fields, tmp_path / "folder")
    assert isinstance(answer, Refusal)
    assert (answer.number, words in answer.message) == (15, True)


@pytest.mark.anyio
@pytest.mark.parametrize(("tls", "ciphered"), [("disable", False), ("prefer", True), ("require", True)])
async def test_tls_is_used_as_it_is_set(
    errands: Errands, mariadb: MariaDB, tmp_path: Path, tls: str, ciphered: bool
) -> None:
    query = "select variable_value <> '' as ciphered from information_schema.session_status where variable_name = "
    details = {"query": f"{query}'Ssl_cipher'", "row_limit": 10}
    folder = tmp_path / "folder"
    answer = await errands.send("fetch", "database", details, {**mariadb.fields, "tls": tls}, folder)
    assert not isinstance(answer, Refusal), answer
    assert load(folder / str(answer.name), "dataset").frame["ciphered"].tolist() == [int(ciphered)]


def test_the_name_in_the_certificate_is_looked_at() -> None:
    checks = {tls: getattr(secured(tls).get("ssl"), "check_hostname", None) for tls in ("require", "verify-full")}
    assert checks == {"require": False, "verify-full": True}
