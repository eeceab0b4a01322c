"""Import Data: from an address, a database and object storage, kept until it is fetched again."""

from pathlib import Path
from typing import Any

import pytest

from server.runs.connectors.connector_runner import ConnectorRunner
from server.runs.connectors.connector_worker.connector_protocol import ConnectorFailure
from server.storage.stores import connection_store
from tests.database_servers import DATABASE_PASSWORD, DATABASES, PostgresServer
from tests.live_server import Client, Server, get_step_states
from tests.server.connectors.conftest import (
    S3_KEYS,
    ObjectStorage,
    StubWebServer,
    ensure_connection,
    read_everything_told,
)
from tests.small_designs import make_node


def run_import(client: Client, **parameters: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The run of a design that imports, and the step."""
    run = client.run(client.create_design({"import": make_node("import_data", parameters)}))
    return run, run["steps"][0]


def read_rows(client: Client, step: dict[str, Any]) -> dict[str, Any]:
    assert step["state"] in ("succeeded", "reused"), step["error"]
    found = client.request_json("GET", f"/api/artifacts/{step['outputs']['results_dataset']['artifact']}/rows")
    return {"columns": found["columns"], "rows": found["rows"]}


CARS = {"columns": ["make", "price"], "rows": [["audi", 13950], ["bmw", 16430]]}


def test_a_table_comes_from_an_address(desk: Client, web: StubWebServer) -> None:
    assert read_rows(desk, run_import(desk, url=web.build_url("/cars.csv"))[1]) == CARS


def test_what_was_fetched_is_kept_until_it_is_fetched_again(desk: Client, web: StubWebServer) -> None:
    web.responses["/changing.csv"] = (200, {}, b"x\n1\n")
    design = desk.create_design({"import": make_node("import_data", {"url": web.build_url("/changing.csv")})})
    first = desk.run(design)["steps"][0]
    web.responses["/changing.csv"] = (200, {}, b"x\n2\n")
    again = desk.run(design)["steps"][0]
    assert (first["state"], again["state"], web.requested_paths.count("/changing.csv")) == ("succeeded", "reused", 1)
    stamp = {"path": ["nodes", "import", "parameters", "refreshed"], "value": "2026-11-24T12:00:00Z"}
    desk.edit(design, stamp)
    refreshed = desk.run(design)["steps"][0]
    assert read_rows(desk, refreshed)["rows"] == [[2]]
    desk.edit(design, {"path": stamp["path"]})  # undo brings the earlier data back
    assert read_rows(desk, desk.run(design)["steps"][0])["rows"] == [[1]]
    assert web.requested_paths.count("/changing.csv") == 2


def test_regenerate_output_fetches_on_every_run(desk: Client, web: StubWebServer) -> None:
    web.responses["/often.csv"] = (200, {}, b"x\n1\n")
    nodes = {"import": make_node("import_data", {"url": web.build_url("/often.csv"), "regenerate_output": True})}
    design = desk.create_design(nodes)
    assert [desk.run(design)["steps"][0]["state"] for _ in range(2)] == ["succeeded", "succeeded"]
    assert web.requested_paths.count("/often.csv") == 2


def test_rows_come_from_a_database(desk: Client, postgres: PostgresServer) -> None:
    ensure_connection(desk, "warehouse", postgres.connection_fields)
    query = """
    select n, n / 4.0 as share, 'ø' || n as text, n > 0 as large, date '2026-01-01' + n as day, null as gap,
           timestamptz '2026-01-01 12:00Z' as moment, '{"a": 1}'::jsonb as json, n as n
    from generate_series(1, 3) as n
    """
    _, step = run_import(desk, data_source="SQL database", database="warehouse", sql_query=query)
    found = read_rows(desk, step)
    assert found["columns"] == ["n", "share", "text", "large", "day", "gap", "moment", "json", "n_2"]
    assert found["rows"][0][:4] == [1, 0.25, "ø1", True]
    assert found["rows"][0][7] == '{"a": 1}'


def test_rows_beyond_the_limit_are_left_out_and_the_log_says_so(desk: Client, postgres: PostgresServer) -> None:
    ensure_connection(desk, "warehouse", postgres.connection_fields)
    query = "select generate_series(1, 100000) as n"
    run, step = run_import(desk, data_source="SQL database", database="warehouse", sql_query=query, row_limit=10)
    assert len(read_rows(desk, step)["rows"]) == 10
    assert "The row limit of 10 leaves them out" in desk.get(f"/api/runs/{run['id']}/steps/import/log").text


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
async def test_a_query_cannot_write(
    errands: ConnectorRunner, postgres: PostgresServer, tmp_path: Path, query: str
) -> None:
    postgres.execute("create table if not exists keep (n int)")
    postgres.execute("create sequence if not exists counter")
    postgres.execute("truncate keep")
    postgres.execute("insert into keep values (1)")
    fields = {**postgres.connection_fields, "tls": "prefer"}
    answer = await errands.run_worker(
        "fetch", "database", {"query": query, "row_limit": 10}, fields, tmp_path / "folder"
    )
    assert isinstance(answer, ConnectorFailure)
    assert answer.number == 156
    assert postgres.execute("select n from keep") == [(1,)]


def test_a_table_comes_from_object_storage(desk: Client, storage: ObjectStorage) -> None:
    ensure_connection(desk, "bucket", storage.connection_fields)
    _, step = run_import(desk, data_source="S3 storage", storage="bucket", path="folder/cars.csv")
    assert read_rows(desk, step) == CARS
    _, missing = run_import(desk, data_source="S3 storage", storage="bucket", path="folder/none.csv")
    assert missing["error"]["message"] == "The bucket has no object 'folder/none.csv'."


def test_what_was_fetched_by_a_connection_is_fetched_again_once_it_is_replaced(
    desk: Client, postgres: PostgresServer
) -> None:
    made = ensure_connection(desk, "replaced", postgres.connection_fields)
    nodes = {
        "import": make_node(
            "import_data", {"data_source": "SQL database", "database": "replaced", "sql_query": "select random() as x"}
        )
    }
    design = desk.create_design(nodes)
    desk.run(design)
    assert desk.run(design)["steps"][0]["state"] == "reused"
    body = {"name": "replaced", "fields": {**postgres.connection_fields, "password": DATABASE_PASSWORD}}
    desk.request_json("PUT", f"/api/connections/{made['id']}", json=body)
    assert desk.run(design)["steps"][0]["state"] == "succeeded"


def test_no_secret_is_told_by_the_interface_the_log_or_any_file(
    desk: Client, outgoing: Server, postgres: PostgresServer, storage: ObjectStorage
) -> None:
    ensure_connection(desk, "warehouse", postgres.connection_fields)
    ensure_connection(desk, "bucket", storage.connection_fields)
    run, _ = run_import(
        desk, data_source="SQL database", database="warehouse", sql_query="select 'p@ss' || ' wörd/🔑' from nowhere"
    )
    told = read_everything_told(desk, outgoing.home, run["id"])
    for secret in (DATABASE_PASSWORD, S3_KEYS["secret_key"]):
        assert secret.encode() not in told
    database = DATABASES.create_database(outgoing.home)
    with database.read_session() as session:
        kept = [row.ciphertext for row in connection_store.list_connections(session)]
    database.close()
    assert kept
    assert not any("localhost" in sealed for sealed in kept)


def test_the_key_is_readable_by_its_owner_only(outgoing: Server, desk: Client, postgres: PostgresServer) -> None:
    ensure_connection(desk, "warehouse", postgres.connection_fields)
    assert (outgoing.home / "connections.key").stat().st_mode & 0o777 == 0o600


def test_an_error_of_the_database_is_told_without_the_password(desk: Client, postgres: PostgresServer) -> None:
    wrong = {**postgres.connection_fields, "password": "hunter2-wrong", "database": "hunter2-wrong"}
    tested = desk.request_json("POST", "/api/connections/test", json={"name": "x", "fields": wrong})
    assert tested["works"] is False
    assert "hunter2-wrong" not in tested["message"]


def test_a_design_that_is_not_trusted_fetches_nothing(desk: Client, web: StubWebServer) -> None:
    web.responses["/beacon.csv"] = (200, {}, b"x\n1\n")
    design = desk.create_design(
        {"import": make_node("import_data", {"url": web.build_url("/beacon.csv")})}, trusted=False
    )
    analysis = desk.request_json("GET", f"/api/designs/{design}/analysis")
    assert [problem["message"] for problem in analysis["problems"]] == [
        "This step of an imported design connects to something outside the server. It runs once you trust the design."
    ]
    assert get_step_states(desk.run(design)) == {"import": "skipped"}
    assert "/beacon.csv" not in web.requested_paths


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({}, "Enter an address that begins with https://."),
        ({"url": "ftp://example.com/x"}, "The address must begin with https:// or http://."),
        ({"url": "https://me:secret@example.com/x"}, "The address contains a user name or password"),
        ({"data_source": "SQL database"}, "Choose a connection to a database."),
        (
            {"data_source": "SQL database", "database": "none", "sql_query": "select 1"},
            "has no connection called 'none'",
        ),
        ({"data_source": "S3 storage", "storage": "warehouse", "path": "x"}, "is of another kind"),
    ],
)
def test_what_is_missing_is_told_while_drawing(
    desk: Client, postgres: PostgresServer, parameters: dict[str, Any], message: str
) -> None:
    ensure_connection(desk, "warehouse", postgres.connection_fields)
    design = desk.create_design({"import": make_node("import_data", parameters)})
    problems = desk.request_json("GET", f"/api/designs/{design}/analysis")["problems"]
    assert [message in problem["message"] for problem in problems] == [True]
