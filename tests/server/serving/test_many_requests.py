"""Requests with a key take a shorter way: they are guarded and logged as before, and those that come together agree."""

import asyncio
import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from server.runs.sandbox.inside.replica_protocol import FrameReader, pack_frame, write_frames
from server.serving.replica_channel import ChannelEnded, ReplicaChannel
from tests.live_server import Client, Server
from tests.server.serving.service_designs import Json, make_inference_design, make_service_nodes, upload_houses
from tests.server.serving.test_predictions import create_endpoint, get_example, open_caller

SCORE_PATH = "/endpoints/many/score"


@pytest.fixture(scope="module")
def endpoint(client: Client) -> Json:
    nodes = make_service_nodes(upload_houses(client), "decision_forest_regression", "price")
    return create_endpoint(client, "many", design=make_inference_design(client, nodes, "Many"), onnx=False)


@pytest.fixture(scope="module")
def caller(client: Client, server: Server, endpoint: Json) -> Iterator[httpx.Client]:
    with open_caller(client, server, endpoint) as opened:
        yield opened


def test_requests_that_come_together_get_the_answers_that_each_gets_alone(
    client: Client, endpoint: Json, caller: httpx.Client
) -> None:
    """A row with an unusual value is among them, one that is refused, and one in the words of another protocol."""
    example = get_example(client, endpoint)
    rows = [{**example, "size": 50.5 + number} for number in range(20)]
    bodies: list[Json] = [{"rows": [row], "ids": [f"row {number}"]} for number, row in enumerate(rows)]
    bodies += [{"rows": [{**example, "size": 1e6}, example]}, {"rows": [{**example, "size": "large"}]}, {"rows": []}]

    def ask(body: Json) -> tuple[int, Json]:
        answer = caller.post(SCORE_PATH, json=body)
        varying = ("request",) if "ids" in body else ("request", "ids")
        return answer.status_code, {name: value for name, value in answer.json().items() if name not in varying}

    alone = [ask(body) for body in bodies]
    with ThreadPoolExecutor(12) as pool:
        together = list(pool.map(ask, bodies * 4))
    assert together == alone * 4
    assert len({json.dumps(answer["rows"]) for status, answer in alone[:20]}) > 10


def test_the_shorter_way_is_guarded_and_logged_as_the_other(
    client: Client, endpoint: Json, caller: httpx.Client
) -> None:
    body = {"rows": [get_example(client, endpoint)]}
    answer = caller.post(SCORE_PATH, json=body)
    assert answer.status_code == 200
    assert answer.json()["request"] == answer.headers["x-request-id"]
    assert (answer.headers["cache-control"], answer.headers["x-content-type-options"]) == ("no-store", "nosniff")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    for headers, status in (
        ({"Host": "evil.example"}, 400),
        ({"Origin": "https://evil.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Authorization": "Bearer dk_wrong"}, 401),
    ):
        refused = caller.post(SCORE_PATH, json=body, headers=headers)
        assert (refused.status_code, "detail" in refused.json()) == (status, True), headers
    assert caller.post("/endpoints/other/score", json=body).status_code == 401
    explained = caller.post(f"{SCORE_PATH}?explain=true", json=body).json()
    assert len(explained["explanations"]) == 1
    counted = client.get("/metrics").text
    assert 'designery_http_requests_total{method="POST",route="/endpoints/{name}/score",status="200"}' in counted


def open_pipes() -> tuple[ReplicaChannel, int, int]:
    """A channel, and the other ends of its pipes."""
    requests, answers = os.pipe(), os.pipe()
    for descriptor in (requests[1], answers[0]):
        os.set_blocking(descriptor, False)
    return ReplicaChannel(requests[1], answers[0]), requests[0], answers[1]


def test_answers_come_in_the_order_of_the_requests_however_large_they_are() -> None:
    async def exchange() -> list[tuple[Json, bytes]]:
        channel, requests, answers = open_pipes()
        sent = [(f"{number}", bytes([number]) * (1 if number % 2 else 300_000)) for number in range(6)]

        def answer() -> None:
            reader, left = FrameReader(requests), len(sent)
            while left:
                frames = reader.read()
                write_frames(answers, [({"to": header["id"]}, body) for header, body in frames])
                left -= len(frames)

        answering = asyncio.get_running_loop().run_in_executor(None, answer)
        found = await asyncio.gather(*(channel.send(pack_frame({"id": name}, body), 30) for name, body in sent))
        await answering
        channel.close()
        assert found == [({"to": name}, body) for name, body in sent]
        return list(found)

    assert len(asyncio.run(exchange())) == 6


@pytest.mark.parametrize("end", ["closes", "writes nonsense", "is late"])
def test_a_process_that_ends_is_blamed_on_the_request_that_it_worked_on(end: str) -> None:
    async def ask() -> list[object]:
        channel, _, answers = open_pipes()
        asked = [channel.send(pack_frame({}, b""), 0.05 if end == "is late" else None) for _ in range(3)]
        if end == "closes":
            os.close(answers)
        elif end == "writes nonsense":
            os.write(answers, b"\0\0\0\2\0\0\0\0{]")
        return list(await asyncio.gather(*asked, return_exceptions=True))

    first, *others = asyncio.run(ask())
    assert isinstance(first, TimeoutError) if end == "is late" else isinstance(first, ChannelEnded) and first.began
    assert [isinstance(one, ChannelEnded) and not one.began for one in others] == [True, True]
