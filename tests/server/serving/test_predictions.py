"""Predictions over HTTP: the same to the last bit as on the canvas, in every style of request."""

import io
import json
import math
from collections.abc import Iterator
from typing import Any

import httpx
import pyarrow as pa
import pyarrow.csv
import pyarrow.ipc
import pytest

from tests.depth import leave_to_night
from tests.live_server import Client, Server
from tests.server.serving.service_designs import (
    Json,
    make_inference_design,
    make_service_nodes,
    read_table,
    upload_houses,
    write_houses,
)

#: What is deployed: all of them answer by ONNX.
LEARNERS = [
    ("linear_regression", "price", {}),
    ("boosted_decision_tree_regression", "price", {}),
    ("decision_forest_regression", "price", {"number_of_decision_trees": 5}),
    ("k_nearest_neighbors_regression", "price", {}),
    ("two_class_logistic_regression", "dear", {}),
    ("two_class_boosted_decision_tree", "dear", {}),
    ("two_class_support_vector_machine", "dear", {}),
    ("naive_bayes", "dear", {}),
]

#: Another one of trees is deployed for each commit; tests/modules/learning/test_onnx_trees.py has these in ONNX, and
#: test_exported_endpoint.py the second one behind an endpoint.
LEARNERS_OF_THE_NIGHT = ("decision_forest_regression", "two_class_boosted_decision_tree")


@pytest.fixture(scope="module")
def houses(client: Client) -> str:
    return upload_houses(client)


@pytest.fixture(scope="module")
def design(client: Client, houses: str) -> str:
    return make_inference_design(client, make_service_nodes(houses, "linear_regression", "price"), "Prices")


@pytest.fixture(scope="module")
def endpoint(client: Client, design: str) -> Json:
    return create_endpoint(client, "prices", design=design, onnx=False)


@pytest.fixture(scope="module")
def caller(client: Client, server: Server, endpoint: Json) -> Iterator[httpx.Client]:
    """A program with a key, and without a session."""
    with open_caller(client, server, endpoint) as opened:
        yield opened


def close(value: float) -> object:
    return pytest.approx(value, rel=1e-5, abs=1e-5)


def create_endpoint(client: Client, name: str, **deploy: object) -> Json:
    made: Json = client.request_json("POST", "/api/endpoints", json={"name": name, "deploy": deploy})
    assert [(one["state"], one["reason"]) for one in made["deployments"]] == [("ready", "")]
    return made


def open_caller(client: Client, server: Server, endpoint: Json) -> httpx.Client:
    created = client.request_json("POST", f"/api/endpoints/{endpoint['id']}/keys", json={"name": "Program"})
    return httpx.Client(base_url=server.url, headers={"Authorization": f"Bearer {created['key']}"}, timeout=60)


def get_signature(client: Client, endpoint: Json, number: int = 1) -> Json:
    return dict(client.request_json("GET", f"/api/endpoints/{endpoint['id']}/deployments/{number}/signature"))


def get_example(client: Client, endpoint: Json, number: int = 1) -> Json:
    return dict(get_signature(client, endpoint, number)["example"])


@pytest.mark.parametrize(
    ("learner", "label", "parameters"), leave_to_night(LEARNERS, lambda case: case[0] in LEARNERS_OF_THE_NIGHT)
)
def test_an_endpoint_answers_as_the_canvas_does_to_the_last_bit(
    client: Client, houses: str, learner: str, label: str, parameters: Json
) -> None:
    """And to five digits by ONNX."""
    made = make_inference_design(client, make_service_nodes(houses, learner, label, parameters), learner)
    run = client.run(made)
    document = client.request_json("GET", f"/api/designs/{made}")["document"]
    rows = read_table(client, run, next(name for name, node in document["nodes"].items() if "input" in node["module"]))
    scored = read_table(client, run, "score")
    endpoint = create_endpoint(client, learner.replace("_", "-"), design=made, onnx=False)
    answer = client.request_json("POST", f"/endpoints/{endpoint['name']}/score", json={"rows": rows})
    assert answer["rows"] == scored
    assert answer["warnings"] == []
    changed = client.request_json("POST", f"/api/endpoints/{endpoint['id']}/deployments", json={"design": made})
    choice = changed["deployments"][0]["onnx"]
    assert (choice["used"], choice["reason"]) == (True, "")
    answer = client.request_json("POST", f"/endpoints/{endpoint['name']}/score", json={"rows": rows})
    for found, wanted in zip(answer["rows"], scored, strict=True):
        assert found == {name: value if isinstance(value, str) else close(value) for name, value in wanted.items()}
    client.request_json("DELETE", f"/api/endpoints/{endpoint['id']}")


def test_every_style_of_request_gets_the_same_scores(client: Client, endpoint: Json, caller: httpx.Client) -> None:
    row = get_example(client, endpoint)
    names, cells = list(row), list(row.values())
    by_style: dict[str, Any] = {
        "rows": {"rows": [row]},
        "list": [row],
        "azure": {"Inputs": {"input1": [row]}, "GlobalParameters": {}},
        "azure v2": {"input_data": {"columns": names, "index": [0], "data": [cells]}},
        "split": {"columns": names, "data": [cells]},
        "mlflow": {"dataframe_split": {"columns": names, "data": [cells]}},
        "records": {"dataframe_records": [row]},
    }
    answers = {}
    for style, body in by_style.items():
        answer = caller.post("/endpoints/prices/score", json=body)
        assert answer.status_code == 200, answer.text
        found = answer.json()
        answers[style] = (found.get("rows") or found.get("predictions") or found["Results"]["output1"])[0]
    assert list(answers.values()) == [answers["rows"]] * len(by_style)


def test_answers_are_explained_on_request(client: Client, endpoint: Json, caller: httpx.Client) -> None:
    columns = get_signature(client, endpoint)["signature"]["columns"]
    typical = {one["name"]: one["example"] for one in columns}
    row = {**typical, "size": typical["size"] + 30, "rooms": typical["rooms"] + 1}
    path = "/endpoints/prices/score"
    answer = caller.post(
        f"{path}?explain=true&ids=order", json=[{**row, "order": "a"}, {**typical, "order": "b"}]
    ).json()
    assert answer["ids"] == ["a", "b"]
    alone = [{**typical, name: row[name]} for name in ("size", "rooms")]
    base, full, *filled = (
        one["Scored Labels"] for one in caller.post(path, json=[typical, row, *alone]).json()["rows"]
    )
    first, second = answer["explanations"]
    assert (first["answer"], first["typical"], first["exact"]) == (pytest.approx(full), pytest.approx(base), True)
    # In a sum, a column adds what it adds alone.
    amounts = {one["column"]: one["amount"] for one in first["contributions"]}
    assert amounts == {
        name: pytest.approx(one - base, rel=1e-6, abs=1e-6) for name, one in zip(("size", "rooms"), filled, strict=True)
    }
    assert (second["explained"], second["of"], second["contributions"]) == ("Scored Labels", None, [])
    tried = client.request_json("POST", f"/api/endpoints/{endpoint['id']}/predict?explain=true", json=[row])
    assert tried["explanations"] == [first]
    document = caller.get("/endpoints/prices/openapi.json").json()
    assert set(document["components"]["schemas"]["RowExplanation"]["properties"]) == set(first)


def test_what_cannot_be_explained_is_refused(client: Client, endpoint: Json, caller: httpx.Client) -> None:
    row = get_example(client, endpoint)
    requests = {
        "/endpoints/prices/score?explain=yes": "explain must be true or false. Got 'yes'.",
        "/endpoints/prices/score?explain=true": "At most 20 rows of a request are explained. Got 21.",
        "/v2/models/prices/infer?explain=true": "explain works with JSON rows only.",
    }
    for path, sentence in requests.items():
        refused = caller.post(path, json=[row] * 21)
        assert refused.status_code == 400
        assert sentence in refused.text
    csv = caller.post("/endpoints/prices/score?explain=true", content="a\n1\n", headers={"Content-Type": "text/csv"})
    assert (csv.status_code, csv.json()["detail"].split(".")[0]) == (400, "explain needs rows as JSON")


def test_a_shared_form_shows_where_an_answer_lies_among_the_known_prices(client: Client, endpoint: Json) -> None:
    prices = [float(line.split(",")[4]) for line in write_houses().splitlines()[1:]]
    token = client.request_json("PUT", f"/api/endpoints/{endpoint['id']}/form", json={"title": "Prices"})["token"]
    answers = client.request_json("POST", "/endpoints/form/open", json={"token": token})["answers"]
    low, high, bars = answers["low"], answers["high"], answers["bars"]
    assert low <= min(prices) < max(prices) <= high
    counts = [0] * len(bars)
    for price in prices:
        counts[int((price - low) / (high - low) * len(bars))] += 1
    # In so few steps that no bar tells single rows.
    assert bars == [math.ceil(20 * count / max(counts)) for count in counts]
    assert answers["rows"] == len(prices)
    client.request_json("DELETE", f"/api/endpoints/{endpoint['id']}/form")


def test_csv_and_arrow_go_in_and_come_out(client: Client, endpoint: Json, caller: httpx.Client) -> None:
    row = get_example(client, endpoint)
    expected = caller.post("/endpoints/prices/score", json=[row]).json()["rows"][0]
    lines = ",".join(row) + "\n" + ",".join("" if one is None else json.dumps(one).strip('"') for one in row.values())
    answer = caller.post("/endpoints/prices/score", content=lines, headers={"Content-Type": "text/csv"})
    assert answer.headers["content-type"].startswith("text/csv")
    table = pa.csv.read_csv(io.BytesIO(answer.content))
    assert table.to_pylist()[0]["Scored Labels"] == expected["Scored Labels"]
    sink = io.BytesIO()
    sent = pa.Table.from_pylist([row])
    with pa.ipc.new_stream(sink, sent.schema) as writer:
        writer.write_table(sent)
    headers = {"Content-Type": "application/vnd.apache.arrow.stream"}
    answer = caller.post("/endpoints/prices/score", content=sink.getvalue(), headers=headers)
    assert pa.ipc.open_stream(answer.content).read_all().to_pylist()[0]["Scored Labels"] == expected["Scored Labels"]


def test_the_open_inference_protocol_is_spoken(client: Client, endpoint: Json, caller: httpx.Client) -> None:
    assert caller.get("/v2/health/live").json() == {"live": True}
    assert caller.get("/v2/health/ready").json() == {"ready": True}
    assert caller.get("/v2").json()["name"] == "designery"
    described = caller.get("/v2/models/prices").json()
    assert described["versions"] == ["1"]
    row = get_example(client, endpoint)
    assert [one["name"] for one in described["inputs"]] == list(row)
    assert caller.get("/v2/models/prices/ready").status_code == 200
    inputs = [
        {"name": one["name"], "shape": [1], "datatype": one["datatype"], "data": [row[one["name"]]]}
        for one in described["inputs"]
    ]
    answer = caller.post("/v2/models/prices/infer", json={"id": "mine", "inputs": inputs}).json()
    scored = {one["name"]: one["data"] for one in answer["outputs"]}
    expected = caller.post("/endpoints/prices/score", json=[row]).json()["rows"][0]
    assert scored["Scored Labels"] == [expected["Scored Labels"]]
    assert {one["name"] for one in described["outputs"]} == set(scored)


def test_what_is_unusual_is_said_with_row_and_column(client: Client, endpoint: Json, caller: httpx.Client) -> None:
    row = get_example(client, endpoint)
    rows = [row, {**row, "rooms": 900}, {**row, "town": "Oka"}, {**row, "size": None}, {**row, "more": 1}]
    answer = caller.post("/endpoints/prices/score", json=rows).json()
    found = {(one["kind"], one["row"], one["column"]) for one in answer["warnings"]}
    assert found == {("out_of_range", 1, "rooms"), ("unseen_level", 2, "town"), ("extra_column", None, "more")}
    assert "Did you mean 'Oak'?" in next(one["message"] for one in answer["warnings"] if one["column"] == "town")
    refused = caller.post("/endpoints/prices/score", json=[{**row, "rooms": "many"}])
    assert refused.status_code == 422
    assert refused.json()["detail"] == "'rooms' has to be a whole number. Got the text 'many'."
    # And not that it is missing: it is there.
    assert [one["kind"] for one in refused.json()["findings"] if one["column"] == "rooms"] == ["wrong_type"]
    assert refused.json()["findings"][0]["row"] == 0
    without = {name: value for name, value in row.items() if name != "size"}
    missing = caller.post("/endpoints/prices/score", json=[{**without, "sise": 3}])
    assert missing.json()["detail"] == "Column 'size' is not in the request, which has 'sise'."
    gap = caller.post("/endpoints/prices/score", json=[row, {**row, "rooms": None}])
    assert gap.status_code == 422
    assert gap.json()["findings"][0]["kind"] == "missing_value"
    assert (gap.json()["findings"][0]["row"], gap.json()["findings"][0]["column"]) == (1, "rooms")


def test_the_policy_decides_what_is_refused(client: Client, endpoint: Json, caller: httpx.Client) -> None:
    row = {**get_example(client, endpoint), "rooms": 900}
    assert caller.post("/endpoints/prices/score", json=[row]).status_code == 200
    path = f"/api/endpoints/{endpoint['id']}"
    client.request_json("PATCH", path, json={"policy": {"out_of_range": "refuse"}})
    assert caller.post("/endpoints/prices/score", json=[row]).status_code == 422
    client.request_json("PATCH", path, json={"policy": {}})


HOSTILE: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "application/json"),
    "no JSON": (b"{", "application/json"),
    "NaN": (b'[{"rooms": NaN}]', "application/json"),
    "a huge number": (b'[{"rooms": 1' + b"0" * 400 + b"}]", "application/json"),
    "deep": (b"[" * 5000 + b"]" * 5000, "application/json"),
    "a number": (b"3", "application/json"),
    "rows that are no objects": (b"[1, 2]", "application/json"),
    "no rows": (b"[]", "application/json"),
    "uneven rows": (b'{"columns": ["a", "b"], "data": [[1]]}', "application/json"),
    "uneven CSV": (b"a,b\n1\n", "text/csv"),
    "CSV that is no text": (b"\xff\xfe\x00", "text/csv"),
    "Arrow that is none": (b"ARROW1xxxx", "application/vnd.apache.arrow.stream"),
    "half characters": (b'[{"\\ud800": "\\udc00"}]', "application/json"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_requests_are_refused_in_a_sentence(caller: httpx.Client, name: str) -> None:
    body, kind = HOSTILE[name]
    answer = caller.post("/endpoints/prices/score", content=body, headers={"Content-Type": kind})
    assert answer.status_code in (400, 422), answer.text
    assert answer.json()["detail"].endswith((".", "?"))
    assert caller.get("/v2/models/prices/ready").status_code == 200


def test_ten_thousand_columns_and_huge_values_do_no_harm(client: Client, endpoint: Json, caller: httpx.Client) -> None:
    row = get_example(client, endpoint)
    wide = {**row, **{f"c{number}": number for number in range(10_000)}}
    answer = caller.post("/endpoints/prices/score", json=[wide])
    assert answer.status_code == 200
    assert len(answer.json()["warnings"]) == 100
    for value in (1e300, 2**70, "x" * 1_000_000, [1], {"a": 1}, True):
        answer = caller.post("/endpoints/prices/score", json=[{**row, "rooms": value}])
        assert answer.status_code in (200, 422), (str(value)[:20], answer.text[:200])
    large = caller.post("/endpoints/prices/score", content=b" " * (33 * 2**20))
    assert large.status_code == 413
