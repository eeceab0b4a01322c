"""Requests that an endpoint refuses: each says in a sentence what is wrong with it, and what to send instead."""

import gzip
import io
import json
from collections.abc import Iterator

import httpx
import pyarrow as pa
import pyarrow.ipc
import pytest

from tests.live_server import Client, Server
from tests.server.serving.service_designs import Json, make_inference_design, make_service_nodes, upload_houses
from tests.server.serving.test_predictions import create_endpoint, get_example, open_caller
from tests.small_designs import make_node

PATH, PROTOCOL = "/endpoints/refusing/score", "/v2/models/refusing/infer"


@pytest.fixture(scope="module")
def design(client: Client) -> str:
    return make_inference_design(
        client, make_service_nodes(upload_houses(client), "linear_regression", "price"), "Refusing"
    )


@pytest.fixture(scope="module")
def endpoint(client: Client, design: str) -> Json:
    return create_endpoint(client, "refusing", design=design)


@pytest.fixture(scope="module")
def caller(client: Client, server: Server, endpoint: Json) -> Iterator[httpx.Client]:
    with open_caller(client, server, endpoint) as opened:
        yield opened


@pytest.mark.parametrize(("sign", "word"), [(";", "semicolons"), ("\t", "tabs"), ("|", "bars")])
def test_a_table_with_another_separator_is_told_which_one_is_read(caller: httpx.Client, sign: str, word: str) -> None:
    text = "rooms,size,town,garden,dear\n3,50,Oak,true,yes\n".replace(",", sign)
    answer = caller.post(PATH, content=text, headers={"Content-Type": "text/csv"})
    assert (answer.status_code, answer.json()["detail"]) == (
        400,
        f"The columns are separated by {word}. Separate them by commas, and write numbers with a point, such as 0.5.",
    )


def test_a_column_that_is_sent_twice_is_refused(client: Client, endpoint: Json, caller: httpx.Client) -> None:
    row = {**get_example(client, endpoint), "size": 50.0}
    names, cells = ["rooms", *row], [7, *row.values()]
    table = pa.Table.from_arrays([pa.array([cell]) for cell in cells], names=names)
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    tensors = [
        {"name": name, "shape": [1], "datatype": "BYTES", "data": [cell]}
        for name, cell in zip(names, cells, strict=True)
    ]
    line = ",".join(json.dumps(cell).strip('"') for cell in cells)
    requests: dict[tuple[str, str], bytes] = {
        (PATH, "text/csv"): f"{','.join(names)}\n{line}\n".encode(),
        (PATH, "application/vnd.apache.arrow.stream"): sink.getvalue(),
        (PATH, "application/json"): json.dumps({"columns": names, "data": [cells]}).encode(),
        (PROTOCOL, "application/json"): json.dumps({"inputs": tensors}).encode(),
    }
    for (path, kind), body in requests.items():
        answer = caller.post(path, content=body, headers={"Content-Type": kind})
        said = answer.json()
        sentence = "Two columns are named 'rooms'. Send each column once."
        assert (answer.status_code, said.get("detail", said.get("error"))) == (400, sentence), (path, kind)


def test_a_tensor_has_the_shape_that_it_says(client: Client, endpoint: Json, caller: httpx.Client) -> None:
    row = {**get_example(client, endpoint), "size": 50.0}

    def send(shape: list[int]) -> httpx.Response:
        tensors = [{"name": one, "shape": [1], "datatype": "BYTES", "data": [value]} for one, value in row.items()]
        tensors[0]["shape"] = shape
        return caller.post(PROTOCOL, json={"inputs": tensors})

    assert (send([1]).status_code, send([1, 1]).status_code) == (200, 200)
    assert send([2]).json()["error"] == (
        "'rooms' has the shape [2] and 1 value. An input is a column: its shape is [rows] or [rows, 1]."
    )
    assert send([1, 3]).status_code == 400


def test_what_is_not_read_is_refused_by_its_type(caller: httpx.Client) -> None:
    wrong = caller.post(PATH, content="a\tb\n", headers={"Content-Type": "text/tab-separated-values"})
    assert (wrong.status_code, wrong.json()["detail"]) == (
        415,
        "Send rows as application/json, text/csv or application/vnd.apache.arrow.stream. "
        "Got the Content-Type 'text/tab-separated-values'.",
    )
    packed = caller.post(PATH, content=gzip.compress(b"[]"), headers={"Content-Encoding": "gzip"})
    assert (packed.status_code, packed.json()["detail"]) == (
        415,
        "Send the rows uncompressed. Got the Content-Encoding 'gzip'.",
    )


def test_an_address_of_scores_is_no_page(caller: httpx.Client) -> None:
    answer = caller.get(PATH)
    assert answer.status_code == 405


def test_clients_of_the_protocol_find_each_refusal_where_they_look(server: Server, caller: httpx.Client) -> None:
    missing = caller.post("/v2/models/refusing/versions/9/infer", json={"inputs": []})
    assert (missing.status_code, missing.json()) == (404, {"error": "'refusing' has no deployment 9."})
    assert caller.get("/v2/models/refusing/versions/9").json().keys() == {"error"}
    for key in ("dk_wrong", ""):
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        refused = httpx.post(f"{server.url}{PROTOCOL}", json={"inputs": []}, headers=headers)
        assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
        assert refused.json().keys() == {"error"}


def test_a_version_that_answers_no_row_gets_no_requests(client: Client, endpoint: Json, design: str) -> None:
    document = client.request_json("GET", f"/api/designs/{design}")["document"]
    output = next(name for name, node in document["nodes"].items() if node["module"] == "web_service_output")
    script = "def transform(table):\n    return table.head(0)\n"
    source = document["nodes"][output]["inputs"]["dataset"]
    document["nodes"]["empty"] = make_node("execute_python_script", {"python_script": script}, dataset1=source)
    document["nodes"][output]["inputs"]["dataset"] = "empty.result_dataset"
    silent = client.create_design(document["nodes"], "Silent")
    made = client.request_json("POST", f"/api/endpoints/{endpoint['id']}/deployments", json={"design": silent})
    newest = made["deployments"][0]
    assert (newest["state"], newest["share"], newest["reason"]) == (
        "failed",
        0,
        "It answered none of its 20 test rows.",
    )
