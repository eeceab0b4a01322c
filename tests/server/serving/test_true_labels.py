"""True labels that come after the answers: they find their rows, and give the metrics that the canvas gives."""

import io
import json
import random
from collections.abc import Iterator

import httpx
import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import average_precision_score, roc_auc_score

from server.serving.live_metrics import compute_ranking_metrics
from tests.live_server import Client, Server
from tests.server.serving.service_designs import (
    Json,
    make_inference_design,
    make_service_nodes,
    read_table,
    upload_houses,
    write_houses,
)
from tests.server.serving.test_predictions import create_endpoint, get_example, open_caller
from tests.small_designs import make_node

TASKS = [("linear_regression", "price"), ("two_class_logistic_regression", "dear"), ("naive_bayes", "dear")]


@pytest.fixture(scope="module")
def houses(client: Client) -> str:
    return upload_houses(client)


@pytest.fixture(scope="module")
def endpoint(client: Client, houses: str) -> Json:
    nodes = make_service_nodes(houses, "linear_regression", "price")
    return create_endpoint(client, "labels", design=make_inference_design(client, nodes, "Labels"))


@pytest.fixture(scope="module")
def caller(client: Client, server: Server, endpoint: Json) -> Iterator[httpx.Client]:
    with open_caller(client, server, endpoint) as opened:
        yield opened


@pytest.mark.parametrize(("learner", "label"), TASKS)
def test_live_metrics_are_those_of_the_canvas_for_the_same_rows(
    client: Client, houses: str, learner: str, label: str
) -> None:
    nodes = make_service_nodes(houses, learner, label)
    nodes["evaluate"] = make_node("evaluate_model", scored_dataset="score.scored_dataset")
    design = client.create_design(nodes, f"Measured {learner}")
    run = client.run(design)
    made = client.request_json("POST", f"/api/designs/{design}/inference-designs", json={})
    rows = read_table(client, run, "scale")
    name = f"live-{learner.replace('_', '-')}"
    endpoint = create_endpoint(client, name, design=made["id"])
    document = client.request_json("GET", f"/api/endpoints/{endpoint['id']}/deployments/1/signature")
    columns = [column["name"] for column in document["signature"]["columns"]]
    table = pd.read_csv(io.StringIO(write_houses()))
    sent = json.loads(table[columns].to_json(orient="records"))
    answer = client.request_json("POST", f"/endpoints/{name}/score", json={"rows": sent})
    labels = [{"id": one, "label": row[label]} for one, row in zip(answer["ids"], rows, strict=True)]
    receipt = client.request_json("POST", f"/endpoints/{name}/labels", json={"labels": labels})
    assert receipt == {"stored": len(rows), "replaced": 0, "unknown": 0, "unknown_ids": []}
    live = client.request_json("GET", f"/api/endpoints/{endpoint['id']}/live-metrics")
    step = next(step for step in run["steps"] if step["node"] == "evaluate")
    artifact = step["outputs"]["evaluation_results"]["artifact"]
    measured = client.request_json("GET", f"/api/artifacts/{artifact}")["view"]["models"][0]["metrics"]
    assert {key: pytest.approx(measured[key]) for key in live["metrics"]} == live["metrics"]
    assert set(live["metrics"]) == {key for key, value in measured.items() if isinstance(value, float)}
    assert (live["answered"], live["kept"], live["labeled"]) == (len(rows), len(rows), len(rows))
    assert [one["labeled"] for one in live["periods"]] == [len(rows)]


def test_labels_find_their_rows_by_the_callers_ids(client: Client, endpoint: Json, caller: httpx.Client) -> None:
    row = get_example(client, endpoint)
    answer = caller.post("/endpoints/labels/score", json={"rows": [row, row], "ids": ["order 1", "order 2"]}).json()
    assert answer["ids"] == ["order 1", "order 2"]
    alone = caller.post("/endpoints/labels/score", json=[row]).json()
    assert alone["ids"] == [f"{alone['request']}.0"]
    sent = f"id,label\norder 1,5000\n{alone['request']},6000.5\nnobody,1\n"
    receipt = caller.post("/endpoints/labels/labels", content=sent, headers={"Content-Type": "text/csv"})
    assert receipt.json() == {"stored": 2, "replaced": 0, "unknown": 1, "unknown_ids": ["nobody"]}
    again = caller.post("/endpoints/labels/labels", json=[{"id": "order 1", "label": 7000}])
    assert again.json()["replaced"] == 1
    several = caller.post("/endpoints/labels/score", json=[row, row]).json()
    ambiguous = caller.post("/endpoints/labels/labels", json=[{"id": several["request"], "label": 1}])
    assert ambiguous.json()["unknown"] == 1


def test_a_wrong_label_is_named_and_none_is_stored(client: Client, endpoint: Json, caller: httpx.Client) -> None:
    row = get_example(client, endpoint)
    ids = caller.post("/endpoints/labels/score", json=[row, row]).json()["ids"]
    before = client.request_json("GET", f"/api/endpoints/{endpoint['id']}/live-metrics")["labeled"]
    sent = [{"id": ids[0], "label": 1}, {"id": ids[1], "label": "many"}]
    refused = caller.post("/endpoints/labels/labels", json=sent)
    assert refused.status_code == 422
    assert refused.json()["detail"] == "The label has to be a number. Got the text 'many'. No label was stored."
    assert [one["id"] for one in refused.json()["findings"]] == [ids[1]]
    assert client.request_json("GET", f"/api/endpoints/{endpoint['id']}/live-metrics")["labeled"] == before


@pytest.mark.parametrize(
    "body",
    ["", "{", "3", "[]", '[{"id": 1, "label": 2}]', '[{"id": "a", "label": null}]', '[{"id": "a", "label": NaN}]'],
)
def test_what_is_no_list_of_labels_is_refused_in_a_sentence(caller: httpx.Client, body: str) -> None:
    answer = caller.post("/endpoints/labels/labels", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400, answer.text
    assert answer.json()["detail"].endswith((".", "?"))


@pytest.mark.parametrize("ids", [["a"], ["a", "a"], ["a", 1], "ab", ["a", ""]])
def test_ids_that_do_not_fit_the_rows_are_refused(
    client: Client, endpoint: Json, caller: httpx.Client, ids: object
) -> None:
    row = get_example(client, endpoint)
    answer = caller.post("/endpoints/labels/score", json={"rows": [row, row], "ids": ids})
    assert answer.status_code == 400, answer.text


def test_a_column_of_the_request_names_the_rows_in_every_form(
    client: Client, endpoint: Json, caller: httpx.Client
) -> None:
    row = {**get_example(client, endpoint), "size": 55.5}
    lines = [",".join(["order", *row]), *(",".join([name, *map(str, row.values())]) for name in ("csv-1", "csv-2"))]
    answer = caller.post(
        "/endpoints/labels/score?ids=order", content="\n".join(lines), headers={"Content-Type": "text/csv"}
    )
    assert answer.status_code == 200, answer.text
    tensors = [{"name": name, "shape": [1], "datatype": "BYTES", "data": [value]} for name, value in row.items()]
    named = [{"name": "order", "shape": [1], "datatype": "INT64", "data": [4711]}, *tensors]
    inferred = caller.post("/v2/models/labels/infer?ids=order", json={"inputs": named})
    assert inferred.json()["parameters"] == {"ids": ["4711"]}, inferred.text
    labels = [{"id": name, "label": 9000} for name in ("csv-1", "csv-2", "4711")]
    receipt = caller.post("/endpoints/labels/labels", json=labels).json()
    assert (receipt["stored"], receipt["unknown"]) == (3, 0)
    missing = caller.post("/endpoints/labels/score?ids=nobody", json=[row])
    assert missing.json()["detail"].startswith("ids=nobody names the column of the ids, and no column")


def test_an_endpoint_that_keeps_no_predictions_says_so(client: Client, endpoint: Json, caller: httpx.Client) -> None:
    path = f"/api/endpoints/{endpoint['id']}"
    client.request_json("PATCH", path, json={"prediction_days": 0})
    answer = caller.post("/endpoints/labels/score", json=[get_example(client, endpoint)]).json()
    assert "ids" not in answer
    refused = caller.post("/endpoints/labels/labels", json=[{"id": f"{answer['request']}.0", "label": 1}])
    assert refused.status_code == 409
    client.request_json("PATCH", path, json={"prediction_days": 30})


@pytest.mark.parametrize("seed", range(20))
def test_ranking_metrics_are_those_of_scikit_learn(seed: int) -> None:
    chance = random.Random(seed)
    count = chance.randint(2, 40)
    truth = np.array([True, False, *(chance.random() < 0.4 for _ in range(count))])
    scores = np.array([round(chance.random(), chance.choice([1, 3])) for _ in truth])  # often tied
    assert compute_ranking_metrics(truth, scores) == {
        "AUC": pytest.approx(roc_auc_score(truth, scores)),
        "Average_Precision": pytest.approx(average_precision_score(truth, scores)),
    }
