"""Batches: the scores of an endpoint for data of any size, chunk by chunk, and no chunk twice."""

import io
import os
import subprocess
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest

from tests.database_servers import DATABASES
from tests.live_server import ROOT, Client, Server, wait_until
from tests.server.serving.service_designs import (
    Json,
    make_inference_design,
    make_service_nodes,
    upload_houses,
    write_houses,
)
from tests.server.serving.test_predictions import create_endpoint
from tests.server_spawner import finish_command
from tests.small_designs import make_node

OCTETS = {"content-type": "application/octet-stream"}
#: A module of a user that takes its time, so that a batch is still under way when the server is killed.
SLOW_MODULE = """
def azureml_main(dataframe1=None, dataframe2=None):
    import time

    time.sleep(0.15)
    return dataframe1.assign(half=dataframe1["rooms"] / 2),
"""


@pytest.fixture(scope="module")
def houses(client: Client) -> str:
    return upload_houses(client)


@pytest.fixture(scope="module")
def endpoint(client: Client, houses: str) -> Json:
    design = make_inference_design(client, make_service_nodes(houses, "linear_regression", "price"), "Batch prices")
    return create_endpoint(client, "batch-prices", design=design)


def start_batch(client: Client, endpoint: Json, source: Json, output: Json, **more: object) -> Json:
    body = {"input": source, "output": output, "rows_per_chunk": 100, **more}
    made: Json = client.request_json("POST", f"/api/endpoints/{endpoint['id']}/batches", json=body)
    return made


def wait_for_run(client: Client, started: Json) -> Json:
    def look() -> Json | None:
        run: Json = client.request_json("GET", f"/api/runs/{started['run']['run']['id']}")
        return run if run["state"] in ("succeeded", "failed", "cancelled", "partial") else None

    return wait_until(look, "the end of a batch")


def read_batch(client: Client, endpoint: Json, run_id: str) -> Json:
    listed = client.request_json("GET", f"/api/endpoints/{endpoint['id']}/batches")
    return next(one for one in listed["runs"] if one["run"]["run"]["id"] == run_id)


def read_scores(client: Client, run: Json, port: str = "scored_dataset") -> list[Json]:
    artifact = next(step for step in run["steps"] if step["node"] == "score")["outputs"][port]["artifact"]
    rows = client.request_json("GET", f"/api/artifacts/{artifact}/rows?limit=500")
    return [dict(zip(rows["columns"], row, strict=True)) for row in rows["rows"]]


def read_log(client: Client, run: Json) -> str:
    answer = client.request_json("GET", f"/api/runs/{run['id']}/steps/score/log")
    return "\n".join(line["text"] for line in answer)


def test_a_batch_gives_the_scores_that_requests_get_as_a_new_version_of_a_dataset(
    client: Client, houses: str, endpoint: Json
) -> None:
    started = start_batch(client, endpoint, {"dataset": houses}, {"name": "House scores"})
    run = wait_for_run(client, started)
    assert run["state"] == "succeeded", [step.get("error") for step in run["steps"]]
    found = read_batch(client, endpoint, run["id"])
    stored = found["run"]["outputs"]["scores"]
    assert (stored["name"], stored["version"], found["progress"]["rows"]) == ("House scores", 1, 120)
    scored = read_scores(client, run)
    names = ["rooms", "size", "town", "garden", "price", "dear"]
    assert list(scored[0]) == [*names, "Scored Labels"]
    rows = [{name: row[name] for name in names} for row in scored]
    answered = client.request_json("POST", "/endpoints/batch-prices/score", json={"rows": rows})["rows"]
    # Single rows are answered by ONNX, to five digits.
    expected = [row["Scored Labels"] for row in answered]
    assert [row["Scored Labels"] for row in scored] == pytest.approx(expected, rel=1e-5)


def test_the_same_batch_is_the_same_pipeline_and_its_result_is_reused(
    client: Client, houses: str, endpoint: Json
) -> None:
    one, two = (start_batch(client, endpoint, {"dataset": houses}, {"name": "Twice"}) for _ in range(2))
    runs = [wait_for_run(client, started) for started in (one, two)]
    assert one["run"]["pipeline_id"] == two["run"]["pipeline_id"]
    assert {next(step["state"] for step in run["steps"] if step["node"] == "score") for run in runs} <= {
        "succeeded",
        "reused",
    }
    versions = [read_batch(client, endpoint, run["id"])["run"]["outputs"]["scores"]["version"] for run in runs]
    assert versions == [1, 1]


def test_files_in_a_zip_are_scored_in_the_order_of_their_names_and_come_out_as_csv(
    client: Client, endpoint: Json
) -> None:
    table = pa.csv.read_csv(io.BytesIO(write_houses(250).encode()))
    packed, parquet = io.BytesIO(), io.BytesIO()
    pa.parquet.write_table(table.slice(150), parquet)
    first = io.BytesIO()
    pa.csv.write_csv(table.slice(0, 150), first)
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("may/2.parquet", parquet.getvalue())
        archive.writestr("may/1.csv", first.getvalue())
        archive.writestr("may/_SUCCESS", "")
    made = client.request_json(
        "POST", "/api/datasets", params={"file_name": "may.zip"}, content=packed.getvalue(), headers=OCTETS
    )
    started = start_batch(client, endpoint, {"dataset": made["id"]}, {"kind": "csv", "name": "May scores"})
    run = wait_for_run(client, started)
    assert run["state"] == "succeeded", [step.get("error") for step in run["steps"]]
    artifact = next(step for step in run["steps"] if step["node"] == "score")["outputs"]["file"]["artifact"]
    content = client.request("GET", f"/api/artifacts/{artifact}/download").content
    scored = pa.csv.read_csv(io.BytesIO(content))
    assert scored.num_rows == 250
    assert scored.column("rooms").to_pylist() == table.column("rooms").to_pylist()
    assert "Scored Labels" in scored.column_names


def test_a_table_that_lacks_columns_is_refused_before_a_run_is_made(client: Client, endpoint: Json) -> None:
    made = client.request_json(
        "POST", "/api/datasets", params={"file_name": "few.csv"}, content=b"room,size\n1,2\n", headers=OCTETS
    )
    before = client.request_json("GET", f"/api/endpoints/{endpoint['id']}/batches")
    new = {"input": {"dataset": made["id"]}, "output": {"name": "Never"}}
    refused = client.request("POST", f"/api/endpoints/{endpoint['id']}/batches", json=new)
    assert (refused.status_code, refused.json()["detail"]) == (
        422,
        "'few' lacks the columns 'rooms' (it has 'room'), 'town' and 'garden', which the endpoint takes.",
    )
    assert client.request_json("GET", f"/api/endpoints/{endpoint['id']}/batches") == before


def test_a_batch_of_a_paused_endpoint_says_that_it_is_paused(client: Client, houses: str, endpoint: Json) -> None:
    client.request_json("PATCH", f"/api/endpoints/{endpoint['id']}", json={"paused": True})
    try:
        run = wait_for_run(client, start_batch(client, endpoint, {"dataset": houses}, {"name": "Paused"}))
    finally:
        client.request_json("PATCH", f"/api/endpoints/{endpoint['id']}", json={"paused": False})
    error = next(step for step in run["steps"] if step["node"] == "score")["error"]
    assert error["message"] == "The endpoint 'batch-prices' is paused. Resume it, and run again."


def test_a_killed_server_goes_on_with_the_chunk_after_the_last_one(own_server: Server) -> None:
    client = own_server.open_client()
    nodes = make_service_nodes(upload_houses(client), "linear_regression", "price")
    design = make_inference_design(client, nodes, "Slow")
    document = client.request_json("GET", f"/api/designs/{design}")["document"]
    output = next(name for name, node in document["nodes"].items() if node["module"] == "web_service_output")
    source = document["nodes"][output]["inputs"]["dataset"]
    document["nodes"]["slow"] = make_node("execute_python_script", {"python_script": SLOW_MODULE}, dataset1=source)
    document["nodes"][output]["inputs"]["dataset"] = "slow.result_dataset"
    slow = client.create_design(document["nodes"], "Slow service")
    endpoint = create_endpoint(client, "slow", design=slow)
    body = write_houses(3000).encode()
    made = client.request_json("POST", "/api/datasets", params={"file_name": "m.csv"}, content=body, headers=OCTETS)
    started = start_batch(client, endpoint, {"dataset": made["id"]}, {"kind": "parquet", "name": "Slow scores"})
    root = own_server.home / "store" / "chunks"
    wait_until(lambda: len(list_chunks(root)) >= 3, "three chunks")
    own_server.kill()
    before = list_chunks(root)
    client.close()
    own_server.start()
    client = own_server.open_client()
    run = wait_for_run(client, started)
    assert run["state"] == "succeeded", [step.get("error") for step in run["steps"]]
    assert f"{len(before)} chunks were done by an earlier attempt." in read_log(client, run)
    assert len(before) < 30
    assert read_batch(client, endpoint, run["id"])["progress"] == {"rows": 3000, "total": 3000, "chunks": 0}
    wait_until(lambda: not list_chunks(root), "the chunks to go")
    client.close()


def test_a_cancelled_batch_goes_on_where_it_was_when_it_runs_again(own_server: Server) -> None:
    client = own_server.open_client()
    nodes = make_service_nodes(upload_houses(client), "linear_regression", "price")
    endpoint = create_endpoint(client, "long", design=make_inference_design(client, nodes, "Long"))
    body = write_houses(20_000).encode()
    made = client.request_json("POST", "/api/datasets", params={"file_name": "m.csv"}, content=body, headers=OCTETS)
    started = start_batch(client, endpoint, {"dataset": made["id"]}, {"name": "Long scores"})
    root = own_server.home / "store" / "chunks"
    wait_until(lambda: len(list_chunks(root)) >= 2, "two chunks")
    client.request_json("POST", f"/api/runs/{started['run']['run']['id']}/cancel")
    assert wait_for_run(client, started)["state"] == "cancelled"
    done = len(list_chunks(root))
    shown = read_batch(client, endpoint, started["run"]["run"]["id"])["progress"]
    assert (shown["rows"], shown["total"], shown["chunks"]) == (done * 100, 20_000, done)
    again = wait_for_run(client, start_batch(client, endpoint, {"dataset": made["id"]}, {"name": "Long scores"}))
    assert again["state"] == "succeeded", [step.get("error") for step in again["steps"]]
    assert f"{done} chunks were done by an earlier attempt." in read_log(client, again)
    # The chunks have become the result of the second run: how many the first one did is not known any more.
    assert read_batch(client, endpoint, started["run"]["run"]["id"])["progress"]["rows"] is None
    client.close()


def list_chunks(root: Path) -> dict[str, int]:
    """{chunk: its inode}"""
    return {str(path): os.stat(path).st_ino for path in root.glob("*/*.arrow")} if root.is_dir() else {}


def test_the_command_scores_a_folder_beside_a_running_server(server: Server, endpoint: Json, tmp_path: Path) -> None:
    (tmp_path / "may").mkdir()
    for part in ("1", "2"):
        (tmp_path / "may" / f"{part}.csv").write_text(write_houses(60))
    done = run_batch_command(server, endpoint["name"], "--input", str(tmp_path / "may"), "--output", "cli.parquet")
    assert done.returncode == 0, done.stderr
    assert "Stored as cli.parquet, version 1." in done.stdout
    again = run_batch_command(server, endpoint["name"], "--input", str(tmp_path / "may"), "--output", "cli.parquet")
    assert "The result equals cli.parquet, version 1." in again.stdout
    wrong = run_batch_command(server, endpoint["name"], "--input", str(tmp_path / "may"), "--output", "db:")
    assert wrong.stderr == "Error: Choose a connection and a table.\n"


def run_batch_command(server: Server, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, **DATABASES.build_variables(server.home), **server.environment}
    return finish_command(["endpoint", "batch", *arguments], environment, ROOT)
