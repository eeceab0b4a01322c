"""A client of the Open Inference Protocol, version 2, that others wrote, against an endpoint."""

from collections.abc import Iterator

import httpx
import pytest
from open_inference.openapi.client import InferenceRequest, OpenInferenceClient  # type: ignore[attr-defined]
from open_inference.openapi.core.api_error import ApiError
from open_inference.openapi.errors import BadRequestError

from tests.live_server import Client, Server
from tests.server.serving.service_designs import (
    Json,
    make_inference_design,
    make_service_nodes,
    upload_houses,
)
from tests.server.serving.test_predictions import create_endpoint, get_example, open_caller

BYTES, NUMBER = "BYTES", "FP64"


@pytest.fixture(scope="module")
def endpoint(client: Client) -> Json:
    nodes = make_service_nodes(upload_houses(client), "two_class_logistic_regression", "dear")
    return create_endpoint(client, "protocol", design=make_inference_design(client, nodes, "Protocol"))


@pytest.fixture(scope="module")
def caller(client: Client, server: Server, endpoint: Json) -> Iterator[httpx.Client]:
    with open_caller(client, server, endpoint) as opened:
        yield opened


@pytest.fixture(scope="module")
def protocol(server: Server, caller: httpx.Client) -> OpenInferenceClient:
    return OpenInferenceClient(base_url=server.url, httpx_client=caller)


def test_the_client_finds_the_server_and_the_model_ready(protocol: OpenInferenceClient) -> None:
    protocol.check_server_liveness()
    protocol.check_server_readiness()
    protocol.check_model_readiness("protocol")
    assert protocol.read_server_metadata().name == "designery"


def test_the_client_reads_the_columns_of_the_model(protocol: OpenInferenceClient) -> None:
    found = protocol.read_model_metadata("protocol")
    assert (found.name, found.versions, found.platform) == ("protocol", ["1"], "designery")
    assert {one.name: one.datatype for one in found.inputs or ()} == {
        "rooms": "INT64", "size": NUMBER, "town": BYTES, "garden": "BOOL", "price": NUMBER,
    }  # fmt: skip
    assert [one.name for one in found.outputs or ()][-2:] == ["Scored Labels", "Scored Probabilities"]


@pytest.mark.parametrize("version", [None, "1"])
def test_the_client_gets_the_scores_that_other_requests_get(
    client: Client, endpoint: Json, protocol: OpenInferenceClient, caller: httpx.Client, version: str | None
) -> None:
    row = {**get_example(client, endpoint), "size": 100.5}  # the client sends no missing values
    metadata = protocol.read_model_metadata("protocol")
    inputs = [
        {"name": one.name, "shape": [2, 1], "datatype": one.datatype, "data": [row[one.name]] * 2}
        for one in metadata.inputs or ()
    ]
    request = InferenceRequest.parse_obj({"id": "mine", "inputs": inputs})
    if version is None:
        answer = protocol.model_infer("protocol", request=request)
    else:
        answer = protocol.model_version_infer("protocol", version, request=request)
    expected = caller.post("/endpoints/protocol/score", json=[row, row]).json()["rows"]
    outputs = {one.name: one for one in answer.outputs}
    assert answer.model_name == "protocol"
    assert answer.model_version == "1"
    assert answer.id == "mine"
    assert [*outputs["Scored Probabilities"].data.__root__] == [one["Scored Probabilities"] for one in expected]
    assert outputs["Scored Probabilities"].shape == [2]


def test_the_client_gets_errors_that_it_knows(protocol: OpenInferenceClient) -> None:
    with pytest.raises(ApiError) as refused:
        protocol.read_model_metadata("nobody")
    assert refused.value.status_code == 401
    wrong = InferenceRequest.parse_obj({"inputs": [{"name": "rooms", "shape": [1], "datatype": "FP64", "data": [1.0]}]})
    with pytest.raises(BadRequestError):
        protocol.model_infer("protocol", request=wrong)
