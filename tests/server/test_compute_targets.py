"""Compute targets of a server: added, tested, used by a run, refused where they are not what is wanted."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from tests.dask_cluster import DaskCluster, start_cluster
from tests.live_server import Client, get_step_states, running_server, wait_until
from tests.small_designs import WAITING_SCRIPT, make_node, make_regression_nodes


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    made = start_cluster(tmp_path_factory.mktemp("cluster"))
    yield made
    made.stop()


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with running_server(tmp_path_factory.mktemp("server") / "home") as server, closing(server.open_client()) as client:
        yield client


def test_a_cluster_is_added_tested_and_computes_as_this_machine_does(client: Client, cluster: DaskCluster) -> None:
    added = client.request_json("POST", "/api/targets", json={"name": "lab", **cluster.make_fields()})
    found = client.request_json("POST", f"/api/targets/{added['id']}/test")
    assert found["passed"], found
    assert [one["name"] for one in found["findings"]] == ["reached", "same versions", "same result", "cancelled"]
    state = client.request_json("GET", f"/api/targets/{added['id']}/state")
    assert [(worker["slots"], worker["differences"]) for worker in state["workers"]] == [(1, [])]
    nodes: dict[str, dict[str, Any]] = make_regression_nodes()
    double = {"python_script": "def azureml_main(a, b=None):\n    return a * 2, a * 2\n"}
    nodes["script"] = make_node("execute_python_script", double, dataset1="data.dataset")
    design = client.create_design(nodes)
    started = client.request_json("POST", f"/api/designs/{design}/runs", json={"compute_target": "lab"})
    there = client.wait_for_run(started["id"])
    assert set(get_step_states(there).values()) == {"succeeded"}
    assert set(get_step_states(client.run(design)).values()) == {"reused"}


def test_designs_that_name_no_target_run_on_that_of_the_workspace(client: Client) -> None:
    """The step says where it waits, and what it is, while the cluster has another one."""
    nodes = {
        name: make_node("execute_python_script", {"python_script": WAITING_SCRIPT.format(seconds=600) + f"# {name}"})
        | {"title": f"The {name} one"}
        for name in ("first", "second", "here")
    }
    nodes["here"]["compute_target"] = "local"
    assert client.put("/api/targets/default", json={"compute_target": "moon"}).status_code == 422
    client.request("PUT", "/api/targets/default", json={"compute_target": "lab"})
    listed = client.request_json("GET", "/api/targets")
    assert listed["default"] == "lab"
    design = client.create_design(nodes)
    run = client.request_json("POST", f"/api/designs/{design}/runs", json={})
    target = listed["targets"][0]["id"]

    def list_steps() -> list[tuple[str, bool]] | None:
        steps = client.request_json("GET", f"/api/targets/{target}/state")["steps"]
        found = sorted((step["title"], step["worker"] is None) for step in steps)
        return found if len(found) == 2 and len({is_waiting for _, is_waiting in found}) == 2 else None

    assert {title for title, _ in wait_until(list_steps, "a step that runs and one that waits")} == {
        "The first one",
        "The second one",
    }
    client.request_json("POST", f"/api/runs/{run['id']}/cancel")
    client.wait_for_run(run["id"])
    client.request("PUT", "/api/targets/default", json={"compute_target": None})
    assert client.request_json("GET", "/api/targets")["default"] is None


def test_a_design_names_its_target_and_one_that_is_gone_is_said(client: Client) -> None:
    nodes = make_regression_nodes()
    nodes["split"]["parameters"]["fraction"] = 0.6
    design = client.create_design(nodes)
    client.edit(design, {"path": ["compute_target"], "value": "moon"})
    run = client.run(design)
    errors = [step["error"]["message"] for step in run["steps"] if step["state"] == "failed"]
    assert errors
    assert "The target 'moon' does not exist." in errors[0]
    started = client.request_json("POST", f"/api/designs/{design}/runs", json={"compute_target": "local"})
    assert client.wait_for_run(started["id"])["state"] == "succeeded"


@pytest.mark.parametrize(
    ("name", "wrong", "sentence"),
    [
        ("address", "tcp://127.0.0.1:8786", "Dask scheduler with TLS"),
        ("ca", "no certificate", "certificate in PEM format"),
        ("key", "no key", "private key in PEM"),
        ("exchange", "/shared/designery", "such as file:///shared/designery"),
        ("name", "Lab cluster", "lowercase letters, digits and hyphens"),
    ],
)
def test_what_is_no_target_is_refused(
    client: Client, cluster: DaskCluster, name: str, wrong: str, sentence: str
) -> None:
    answer = client.post("/api/targets", json={"name": "other", **cluster.make_fields(), name: wrong})
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith(f"{name}: ")
    assert sentence in answer.text
    assert "other" not in [one["name"] for one in client.request_json("GET", "/api/targets")["targets"]]


def test_the_key_of_a_target_is_never_shown(client: Client) -> None:
    listed = client.get("/api/targets").text
    assert "PRIVATE" not in listed


def test_a_key_that_is_refused_is_not_repeated(client: Client, cluster: DaskCluster) -> None:
    key = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIGHAgEAMBMGByqG\n-----END ENCRYPTED PRIVATE KEY-----\n"
    answer = client.post("/api/targets", json={"name": "other", **cluster.make_fields(), "key": key})
    assert answer.json() == {"detail": "key: Paste a private key in PEM format, without a password."}


def test_without_the_package_a_server_says_what_to_install() -> None:
    program = (
        "import runpy, sys; sys.modules['distributed'] = None; "
        "runpy.run_module('server.runs.executors.dask_bridge', run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, input="")
    assert "pip install 'designery[cluster]'" in json.loads(done.stdout)["message"]
