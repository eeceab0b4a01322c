"""Sampled requests: what is kept of them, what is not, and the dataset that they become."""

import httpx
import pytest

from tests.live_server import Client, Server
from tests.server.serving.service_designs import Json, make_inference_design, make_service_nodes, upload_houses
from tests.server.serving.test_predictions import create_endpoint, get_example, open_caller


@pytest.fixture
def endpoint(client: Client) -> Json:
    nodes = make_service_nodes(upload_houses(client), "linear_regression", "price")
    made = create_endpoint(client, "sampled", design=make_inference_design(client, nodes, "Sampled"))
    client.request_json("PATCH", f"/api/endpoints/{made['id']}", json={"sampled_percent": 100})
    return made


def read_newest(client: Client, dataset: str) -> list[Json]:
    versions = client.request_json("GET", f"/api/datasets/{dataset}")["versions"]
    rows = client.request_json("GET", f"/api/artifacts/{versions[0]['artifact']}/rows?limit=500")
    return [dict(zip(rows["columns"], row, strict=True)) for row in rows["rows"]]


def test_requests_become_a_dataset_with_labels_and_without_what_is_secret(
    client: Client, server: Server, endpoint: Json
) -> None:
    path = f"/api/endpoints/{endpoint['id']}"
    refused = client.post(f"{path}/requests/dataset")
    assert (refused.status_code, "Choose in the settings" in refused.text) == (409, True)
    client.request_json("POST", "/api/secrets", json={"name": "API_KEY", "value": "sesame-open-4711"})
    client.request_json("PATCH", path, json={"masked_columns": ["garden"]})
    row = {**get_example(client, endpoint), "size": 55.5, "garden": True}
    with open_caller(client, server, endpoint) as caller:
        ids = _ask(caller, [{**row, "town": "Elm"}, {**row, "town": "by sesame-open-4711!"}])
        caller.post("/endpoints/sampled/labels", json=[{"id": ids[0], "label": 9000.5}]).raise_for_status()
        log = client.request_json("GET", f"{path}/requests")
        assert [one["row"]["town"] for one in log["requests"][0]["rows"]] == ["Elm", "by [secret API_KEY]!"]
        assert [one["row"]["garden"] for one in log["requests"][0]["rows"]] == ["[masked]"] * 2
        assert [one["label"] for one in log["requests"][0]["rows"]] == [9000.5, None]
        made = client.request_json("POST", f"{path}/requests/dataset")
        assert (made["name"], made["version"], made["rows"]) == ("Requests to sampled", 1, 2)
        rows = read_newest(client, made["id"])
        assert [(one["Request"], one["size"], one["price"]) for one in rows] == [
            (ids[0], 55.5, 9000.5),
            (ids[1], 55.5, None),
        ]
        assert {"rooms", "town", "Scored Labels", "Asked at", "Version"} <= set(rows[0])
        _ask(caller, [row])
    again = client.request_json("POST", f"{path}/requests/dataset")
    assert (again["id"], again["version"], again["rows"]) == (made["id"], 2, 3)
    client.request_json("DELETE", f"/api/datasets/{made['id']}")
    third = client.request_json("POST", f"{path}/requests/dataset")
    assert (third["id"] == made["id"], third["version"]) == (False, 1)


def _ask(caller: httpx.Client, rows: list[Json]) -> list[str]:
    answer = caller.post("/endpoints/sampled/score", json=rows)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["ids"])
