"""Connections: kept, shown without their secret, replaced with care, and deleted."""

import io
import zipfile
from typing import Any

import pytest

from tests.live_server import Client
from tests.small_designs import make_node

POSTGRES_FIELDS = {
    "kind": "postgresql",
    "host": "db.example.com",
    "database": "sales",
    "user": "ann",
    "password": "hunter22",
}


def _create_connection(client: Client, name: str, **fields: Any) -> dict[str, Any]:
    body = {"name": name, "fields": {**POSTGRES_FIELDS, **fields}}
    made: dict[str, Any] = client.request_json("POST", "/api/connections", json=body)
    return made


def test_a_connection_is_told_without_its_secret(client: Client) -> None:
    made = _create_connection(client, "told")
    assert made["fields"] == {
        "kind": "postgresql",
        "host": "db.example.com",
        "port": 5432,
        "database": "sales",
        "user": "ann",
        "tls": "prefer",
    }
    assert "hunter22" not in client.get("/api/connections").text


def test_two_connections_cannot_have_one_name(client: Client) -> None:
    _create_connection(client, "twice")
    answer = client.post("/api/connections", json={"name": " twice ", "fields": POSTGRES_FIELDS})
    assert (answer.status_code, answer.json()["detail"]) == (
        409,
        "A connection called 'twice' already exists. Choose another name.",
    )


def test_a_secret_that_is_left_out_stays_only_where_it_goes_to_the_same_place(client: Client) -> None:
    made = _create_connection(client, "moved")
    address = f"/api/connections/{made['id']}"
    without = {name: value for name, value in POSTGRES_FIELDS.items() if name != "password"}
    renamed = client.request_json(
        "PUT", address, json={"name": "moved again", "fields": {**without, "database": "other"}}
    )
    assert (renamed["name"], renamed["fields"]["database"]) == ("moved again", "other")
    for elsewhere in ({"host": "evil.example.com"}, {"port": 1}, {"user": "bob"}, {"tls": "disable"}):
        answer = client.put(address, json={"name": "moved again", "fields": {**without, **elsewhere}})
        assert (answer.status_code, answer.json()["detail"]) == (
            422,
            "Enter the secret again. The address has changed, so the stored secret is not sent there.",
        )


def test_a_deleted_connection_is_gone(client: Client) -> None:
    made = _create_connection(client, "gone")
    client.request_json("DELETE", f"/api/connections/{made['id']}")
    assert "gone" not in [row["name"] for row in client.request_json("GET", "/api/connections")]
    assert client.delete(f"/api/connections/{made['id']}").status_code == 404


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "sqlite", "database": "/etc/passwd"},
        {**POSTGRES_FIELDS, "host": "/var/run/postgresql"},
        {**POSTGRES_FIELDS, "host": "db.example.com?sslmode=disable"},
        {**POSTGRES_FIELDS, "host": "a b"},
        {**POSTGRES_FIELDS, "port": 0},
        {**POSTGRES_FIELDS, "options": "-c default_transaction_read_only=off"},
        {**POSTGRES_FIELDS, "tls": "allow"},
        {"kind": "s3", "bucket": "../other"},
        {"kind": "s3", "bucket": "cars", "endpoint": "file:///etc"},
        {"kind": "s3", "bucket": "cars", "endpoint": "http://me:pw@example.com"},
    ],
)
def test_what_no_connection_consists_of_is_refused(client: Client, fields: dict[str, Any]) -> None:
    answer = client.post("/api/connections", json={"name": "odd", "fields": fields})
    assert answer.status_code == 422


def test_a_test_of_who_does_not_answer_says_so(client: Client) -> None:
    fields = {**POSTGRES_FIELDS, "host": "127.0.0.1", "port": 9}
    tested = client.request_json("POST", "/api/connections/test", json={"name": "x", "fields": fields})
    assert tested["works"] is False
    assert "hunter22" not in tested["message"]
    storage = {"kind": "s3", "bucket": "cars", "endpoint": "http://169.254.169.254"}
    refused = client.request_json("POST", "/api/connections/test", json={"name": "x", "fields": storage})
    assert "not a public address" in refused["message"]


def test_a_zip_file_is_kept_as_it_is_and_runs_as_a_script_bundle(client: Client) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("shapes.py", "def square(x):\n    return x * x\n")
    kind = {"Content-Type": "application/octet-stream"}
    made = client.request_json("POST", "/api/datasets?file_name=shapes.zip", content=packed.getvalue(), headers=kind)
    assert (made["kind"], made["bytes"], made["name"]) == ("file", len(packed.getvalue()), "shapes")
    script = (
        "from shapes import square\nimport pandas as pd\n"
        "def azureml_main(a, b):\n    return pd.DataFrame({'x': [square(3)]})"
    )
    nodes = {
        "bundle": make_node("file", {"dataset": made["id"]}),
        "script": make_node("execute_python_script", {"python_script": script}, script_bundle="bundle.file"),
    }
    design = client.create_design(nodes)
    assert client.request_json("GET", f"/api/designs/{design}/analysis")["problems"] == []
    step = client.run(design)["steps"][1]
    assert step["state"] == "succeeded", step["error"]
    rows = client.request_json("GET", f"/api/artifacts/{step['outputs']['result_dataset']['artifact']}/rows")["rows"]
    assert rows == [[9]]
    table = client.create_design({"data": make_node("dataset", {"dataset": made["id"]})})
    assert client.request_json("GET", f"/api/designs/{table}/analysis")["problems"][0]["field"] == "dataset"
    broken = client.post("/api/datasets?file_name=broken.zip", content=b"no zip", headers=kind)
    assert (broken.status_code, broken.json()["detail"]) == (
        422,
        "This is not a zip file, or it is damaged. Create it again.",
    )
    as_table = client.post(f"/api/datasets?file_name=a.csv&dataset={made['id']}", content=b"x\n1\n", headers=kind)
    assert as_table.status_code == 422
