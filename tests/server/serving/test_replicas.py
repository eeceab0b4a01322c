"""Replicas: they come back when they are killed, swaps lose no request, and what they load stays in their sandbox."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import httpx
import pytest

from tests.live_server import Client, Server, wait_until
from tests.server.serving.service_designs import (
    Json,
    make_inference_design,
    make_service_nodes,
    upload_houses,
)
from tests.server.serving.test_predictions import create_endpoint, get_example, open_caller

#: A module of a user that says, when its rows are scored, which process scores them.
OWN_MODULE = """
def azureml_main(dataframe1=None, dataframe2=None):
    import os

    return dataframe1.assign(process=os.getpid(), parent=os.getppid()),
"""


@pytest.fixture(scope="module")
def endpoint(client: Client) -> Json:
    nodes = make_service_nodes(upload_houses(client), "linear_regression", "price")
    return create_endpoint(client, "replicas", design=make_inference_design(client, nodes, "Replicas"))


@pytest.fixture(scope="module")
def caller(client: Client, server: Server, endpoint: Json) -> Iterator[httpx.Client]:
    with open_caller(client, server, endpoint) as opened:
        yield opened


class Load:
    """Somebody who asks without a pause, in a few threads."""

    def __init__(self, server: Server, headers: dict[str, str], path: str, row: Json, threads: int = 3) -> None:
        self.statuses: list[int] = []
        self.stops = threading.Event()
        self.threads = [threading.Thread(target=self._ask, args=(server, headers, path, row)) for _ in range(threads)]

    def _ask(self, server: Server, headers: dict[str, str], path: str, row: Json) -> None:
        with httpx.Client(base_url=server.url, headers=headers, timeout=60) as client:
            while not self.stops.is_set():
                self.statuses.append(client.post(path, json=[row]).status_code)

    def wait_for(self, count: int) -> None:
        """Return when so many more requests were answered."""
        wanted = len(self.statuses) + count
        wait_until(lambda: len(self.statuses) >= wanted, "more answers")

    def __enter__(self) -> "Load":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stops.set()
        for thread in self.threads:
            thread.join()


def find_replicas(server: Server) -> list[int]:
    """The processes below the server that read from the pipe of a replica."""
    assert server.process is not None
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            names = {os.readlink(one) for one in (process / "fd").iterdir()}
        except OSError:
            continue
        if any(str(server.home) in name and name.endswith("/requests") for name in names):
            found.append(int(process.name))
    return [pid for pid in found if pid != server.process.pid and not _is_server(pid)]


def find_other_replicas(server: Server, killed: set[int]) -> set[int]:
    """The replicas besides those that were killed."""
    return set(find_replicas(server)) - killed


def _is_server(pid: int) -> bool:
    """Whether it is a server; a process that has ended since it was listed is nobody's replica either."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return True
    return b"uvicorn" in command or b"serve" in command.split(b"\0")


def test_a_replica_that_is_killed_under_load_costs_no_request(
    client: Client, server: Server, endpoint: Json, caller: httpx.Client
) -> None:
    row = get_example(client, endpoint)
    assert caller.post("/endpoints/replicas/score", json=[row]).status_code == 200
    headers = {"Authorization": caller.headers["authorization"]}
    with Load(server, headers, "/endpoints/replicas/score", row) as load:
        for _ in range(3):
            load.wait_for(20)
            killed = set(find_replicas(server))
            assert killed
            at = time.monotonic()
            for replica in killed:
                os.kill(replica, signal.SIGKILL)
            wait_until(partial(find_other_replicas, server, killed), "the next replica")
            load.wait_for(3)
            assert time.monotonic() - at < 30
    assert set(load.statuses) == {200}


def test_a_swap_under_load_costs_no_request(
    client: Client, server: Server, endpoint: Json, caller: httpx.Client
) -> None:
    row = get_example(client, endpoint)
    design = endpoint["deployments"][0]["source"]["design_id"]
    path = f"/api/endpoints/{endpoint['id']}"
    headers = {"Authorization": caller.headers["authorization"]}
    with Load(server, headers, "/endpoints/replicas/score", row) as load:
        wait_until(lambda: len(load.statuses) > 20, "requests before the swap")
        second = client.request_json("POST", f"{path}/deployments", json={"design": design})
        assert [(one["number"], one["share"]) for one in second["deployments"]] == [(2, 100), (1, 0)]
        before = len(load.statuses)
        wait_until(lambda: len(load.statuses) > before + 20, "requests after the swap")
        shares = {"shares": [{"deployment": 1, "share": 100}]}
        client.request_json("PUT", f"{path}/traffic", json=shares)
        after = len(load.statuses)
        wait_until(lambda: len(load.statuses) > after + 20, "requests after going back")
    assert set(load.statuses) == {200}
    answer = caller.post("/endpoints/replicas/score", json=[row])
    assert answer.json()["deployment"] == 1


def test_shares_and_shadows_get_their_requests(client: Client, endpoint: Json, caller: httpx.Client) -> None:
    path = f"/api/endpoints/{endpoint['id']}"
    row = get_example(client, endpoint)
    body = {"shares": [{"deployment": 1, "share": 50}, {"deployment": 2, "share": 50}]}
    client.request_json("PUT", f"{path}/traffic", json=body)
    answered = {caller.post("/endpoints/replicas/score", json=[row]).json()["deployment"] for _ in range(60)}
    assert answered == {1, 2}
    body = {"shares": [{"deployment": 1, "share": 100}, {"deployment": 2, "shadow": True}]}
    client.request_json("PUT", f"{path}/traffic", json=body)
    answered = {caller.post("/endpoints/replicas/score", json=[row]).json()["deployment"] for _ in range(5)}
    assert answered == {1}

    def count_compared() -> bool:
        shadow = client.request_json("GET", path)["deployments"][0]
        return bool(shadow["compared"] >= 5 and shadow["different"] == 0)

    wait_until(count_compared, "the answers of the shadow")
    wrong = client.put(f"{path}/traffic", json={"shares": [{"deployment": 1, "share": 90}]})
    assert wrong.json()["detail"] == "The shares of the deployments have to add up to 100."


def test_a_paused_endpoint_says_so_and_comes_back(client: Client, endpoint: Json, caller: httpx.Client) -> None:
    path, row = f"/api/endpoints/{endpoint['id']}", get_example(client, endpoint)
    client.request_json("PATCH", path, json={"paused": True})
    refused = caller.post("/endpoints/replicas/score", json=[row])
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "60")
    client.request_json("PATCH", path, json={"paused": False})
    assert caller.post("/endpoints/replicas/score", json=[row]).status_code == 200


def test_a_design_that_fails_at_its_test_rows_gets_no_requests(client: Client, endpoint: Json) -> None:
    script = "def azureml_main(dataframe1=None, dataframe2=None):\n    raise ValueError('no')\n"
    document = client.request_json("GET", f"/api/designs/{endpoint['deployments'][0]['source']['design_id']}")
    nodes = document["document"]["nodes"]
    answer = next(name for name, node in nodes.items() if "output" in node["module"])
    nodes["script"] = {
        "module": "execute_python_script",
        "parameters": {"python_script": script},
        "inputs": {"dataset1": nodes[answer]["inputs"]["dataset"]},
    }
    nodes[answer]["inputs"]["dataset"] = "script.result_dataset"
    design = client.create_design(nodes, "Fails")
    made = client.request_json("POST", f"/api/endpoints/{endpoint['id']}/deployments", json={"design": design})
    newest = made["deployments"][0]
    assert (newest["state"], newest["share"]) == ("failed", 0)
    assert "no" in newest["reason"]
    assert sum(one["share"] for one in made["deployments"]) == 100
