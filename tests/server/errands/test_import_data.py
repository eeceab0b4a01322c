"""Import Data: from an address, a database and object storage, kept until it is fetched again."""

from pathlib import Path
from typing import Any

import pytest

from server.runs.courier.orders import Refusal
from server.runs.errands import Errands
from server.storage import connections
from tests.databases import DATABASES, PASSWORD, Postgres
from tests.pipelines import node
from tests.server.errands.conftest import KEYS, Storage, Web, connect, everything
from tests.serving import Client, Server, states


def imported(client: Client, **parameters: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The run of a design that imports, and the step."""
    run = client.run(client.new_design({"import": node("import_data", parameters)}))
    return run, run["steps"][0]


def rows(client: Client, step: dict[str, Any]) -> dict[str, Any]:
    assert step["state"] in ("succeeded", "reused"), step["error"]
    found = client.checked("GET", f"/api/artifacts/{step['outputs']['results_dataset']['artifact']}/rows")
    return {"columns": found["columns"], "rows": found["rows"]}


CARS = {"columns": ["make", "price"], "rows": [["audi", 13950], ["bmw", 16430]]}


def test_a_table_comes_from_an_address(desk: Client, web: Web) -> None:
    assert rows(desk, imported(desk, url=web.url("/cars.csv"))[1]) == CARS


def test_what_was_fetched_is_kept_until_it_is_fetched_again(desk: Client, web: Web) -> None:
    web.answers["/changing.csv"] = (200, {}, b"x\n1\n")
    design = desk.new_design({"import": node("import_data", {"url": web.url("/changing.csv")})})
    first = desk.run(design)["steps"][0]
    web.answers["/changing.csv"] = (200, {}, b"x\n2\n")
    again = desk.run(design)["steps"][0]
    assert (first["state"], again["state"], web.asked.count("/changing.csv")) == ("succeeded", "reused", 1)
    stamp = {"path": ["nodes", "import", "parameters", "refreshed"], "value": "2026-11-24T12:00:00Z"}
    desk.edit(design, stamp)
    refreshed = desk.run(design)["steps"][0]
    assert rows(desk, refreshed)["rows"] == [[2]]
    desk.edit(design, {"path": stamp["path"]})  # undo brings the earlier data back
    assert rows(desk, desk.run(design)["steps"][0])["rows"] == [[1]]
    assert web.asked.count("/changing.csv") == 2


def test_regenerate_output_fetches_on_every_run(desk: Client, web: Web) -> None:
    web.answers["/often.csv"] = (200, {}, b"x\n1\n")
    nodes = {"import": node("import_data", {"url": web.url("/often.csv"), "regenerate_output": True})}
    design = desk.new_design(nodes)
    assert [desk.run(design)["steps"][0]["state"] for _ in range(2)] == ["succeeded", "succeeded"]
    assert web.asked.count("/often.csv") == 2


def test_rows_come_from_a_database(desk: Client, postgres: Postgres) -> None:
    connect(desk, "warehouse", postgres.fields)
    query = """
    select n, n / 4.0 as share, 'ø' || n as text, n > 0 as large, date '2026-01-01' + n as day, null as gap,
           timestamptz '2026-01-01 12:00Z' as moment, '{"a": 1}'::jsonb as json, n as n
    from generate_series(1, 3) as n
    """
    _, step = imported(desk, data_source="SQL database", database="warehouse", sql_query=query)
    found = rows(desk, step)
    assert found["columns"] == ["n", "share", "text", "large", "day", "gap", "moment", "json", "n_2"]
    assert found["rows"][0][:4] == [1, 0.25, "ø1", True]
    assert found["rows"][0][7] == '{"a": 1}'


def test_rows_beyond_the_limit_are_left_out_and_the_log_says_so(desk: Client, postgres: Postgres) -> None:
    connect(desk, "warehouse", postgres.fields)
    query = "select generate_series(1, 100000) as n"
    run, step = imported(desk, data_source="SQL database", database="warehouse", sql_query=query, row_limit=10)
    assert len(rows(desk, step)["rows"]) == 10
    assert "the row limit of 10 left them out" in desk.get(f"/api/runs/{run['id']}/steps/import/log").text


@pytest.mark.anyio
@pytest.mark.parametrize(
    "query",
    [
        "drop table keep",
        "insert into keep values (2)",
        "select 1; drop table keep",
        "select 1; commit; drop table keep",
        "with gone as (delete from keep returning *) select * from gone",
        "select nextval('counter')",
        "copy (select 1) to '/tmp/designery-was-here'",
    ],
)
async def test_a_query_cannot_write(errands: Errands, postgres: Postgres, tmp_path: Path, query: str) -> None:
    postgres.ask("create table if not exists keep (n int)")
    postgres.ask("create sequence if not exists counter")
    postgres.ask("truncate keep")
    postgres.ask("insert into keep values (1)")
    fields = {**postgres.fields, "tls": "prefer"}
    answer = await errands.send("fetch", "database", {"query": query, "row_limit": 10}, fields, tmp_path / "folder")
    assert isinstance(answer, Refusal)
    assert answer.number == 156
    assert postgres.ask("select n from keep") == [(1,)]


def test_a_table_comes_from_object_storage(desk: Client, storage: Storage) -> None:
    connect(desk, "bucket", storage.fields)
    _, step = imported(desk, data_source="S3 storage", storage="bucket", path="folder/cars.csv")
    assert rows(desk, step) == CARS
    _, missing = imported(desk, data_source="S3 storage", storage="bucket", path="folder/none.csv")
    assert missing["error"]["message"] == "There is no object 'folder/none.csv' in the bucket."


def test_what_was_fetched_by_a_connection_is_fetched_again_once_it_is_replaced(
    desk: Client, postgres: Postgres
) -> None:
    made = connect(desk, "replaced", postgres.fields)
    nodes = {
        "import": node(
            "import_data", {"data_source": "SQL database", "database": "replaced", "sql_query": "select random() as x"}
        )
    }
    design = desk.new_design(nodes)
    desk.run(design)
    assert desk.run(design)["steps"][0]["state"] == "reused"
    body = {"name": "replaced", "fields": {**postgres.fields, "password": PASSWORD}}
    desk.checked("PUT", f"/api/connections/{made['id']}", json=body)
    assert desk.run(design)["steps"][0]["state"] == "succeeded"


def test_no_secret_is_told_by_the_interface_the_log_or_any_file(
    desk: Client, outgoing: Server, postgres: Postgres, storage: Storage
) -> None:
    connect(desk, "warehouse", postgres.fields)
    connect(desk, "bucket", storage.fields)
    run, _ = imported(
        desk, data_source="SQL database", database="warehouse", sql_query="select 'p@ss' || ' wörd/🔑' from nowhere"
    )
    told = everything(desk, outgoing.home, run["id"])
    for secret in (PASSWORD, KEYS["secret_key"]):
        assert secret.encode() not in told
    database = DATABASES.made(outgoing.home)
    with database.reading() as session:
        kept = [row.sealed for row in connections.all_of(session)]
    database.close()
    assert kept
    assert not any("localhost" in sealed for sealed in kept)


def test_the_key_is_readable_by_its_owner_only(outgoing: Server, desk: Client, postgres: Postgres) -> None:
    connect(desk, "warehouse", postgres.fields)
    assert (outgoing.home / "connections.key").stat().st_mode & 0o777 == 0o600


def test_an_error_of_the_database_is_told_without_the_password(desk: Client, postgres: Postgres) -> None:
    wrong = {**postgres.fields, "password": "hunter2-wrong", "database": "hunter2-wrong"}
    tested = desk.checked("POST", "/api/connections/test", json={"name": "x", "fields": wrong})
    assert tested["works"] is False
    assert "hunter2-wrong" not in tested["message"]


def test_a_design_that_is_not_trusted_fetches_nothing(desk: Client, web: Web) -> None:
    web.answers["/beacon.csv"] = (200, {}, b"x\n1\n")
    design = desk.new_design({"import": node("import_data", {"url": web.url("/beacon.csv")})}, trusted=False)
    analysis = desk.checked("GET", f"/api/designs/{design}/analysis")
    assert [problem["message"] for problem in analysis["problems"]] == [
        "This step of an imported design reaches outside of the server. It runs once you trust the design."
    ]
    assert states(desk.run(design)) == {"import": "skipped"}
    assert "/beacon.csv" not in web.asked


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({}, "Enter an address that begins with https://."),
        ({"url": "ftp://example.com/x"}, "The address must begin with https:// or http://."),
        ({"url": "https://me:secret@example.com/x"}, "The address holds a user name or password"),
        ({"data_source": "SQL database"}, "Choose a connection to a database."),
        (
            {"data_source": "SQL database", "database": "none", "sql_query": "select 1"},
            "has no connection called 'none'",
        ),
        ({"data_source": "S3 storage", "storage": "warehouse", "path": "x"}, "is of another kind"),
    ],
)
def test_what_is_missing_is_told_while_drawing(
    desk: Client, postgres: Postgres, parameters: dict[str, Any], message: str
) -> None:
    connect(desk, "warehouse", postgres.fields)
    design = desk.new_design({"import": node("import_data", parameters)})
    problems = desk.checked("GET", f"/api/designs/{design}/analysis")["problems"]
    assert [message in problem["message"] for problem in problems] == [True]
