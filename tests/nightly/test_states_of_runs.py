"""What is finished stays finished, and what was not goes on, whatever ends: the server, or a process of a step."""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from server.runs.sandbox.inside.process_tree import list_children, list_descendants
from tests.live_server import Client, Server, get_step_states, wait_until
from tests.small_designs import WAITING_SCRIPT, make_node, make_regression_nodes, make_script_nodes, make_waiting_nodes

pytestmark = pytest.mark.nightly

FINAL_STATES = ("succeeded", "failed", "cancelled")


@pytest.fixture
def narrow(tmp_path: Path) -> Iterator[Server]:
    """A server that runs one step at a time."""
    running = Server(tmp_path / "home", {"DESIGNERY_SLOTS": "1"}).start()
    yield running
    running.stop()


def start_run(client: Client, nodes: dict[str, Any]) -> str:
    run: str = client.request_json("POST", f"/api/designs/{client.create_design(nodes)}/runs", json={})["id"]
    return run


def read_runs(client: Client, runs: list[str]) -> dict[str, dict[str, Any]]:
    return {run: client.request_json("GET", f"/api/runs/{run}") for run in runs}


def is_running(client: Client, run: str, name: str) -> bool:
    return get_step_states(client.request_json("GET", f"/api/runs/{run}")).get(name) == "running"


def test_what_has_finished_never_becomes_unfinished_and_what_is_queued_starts(narrow: Server) -> None:
    client = narrow.open_client()
    succeeded, failed, cancelled = (
        start_run(client, nodes)
        for nodes in (make_regression_nodes(), make_script_nodes("1 / 0"), make_waiting_nodes(1000))
    )
    client.wait_for_run(succeeded)
    client.wait_for_run(failed)
    client.request_json("POST", f"/api/runs/{cancelled}/cancel")
    client.wait_for_run(cancelled)
    final = read_runs(client, [succeeded, failed, cancelled])
    assert tuple(final[run]["state"] for run in (succeeded, failed, cancelled)) == FINAL_STATES
    long, queued = (
        start_run(client, make_waiting_nodes(1000)),
        start_run(client, make_script_nodes("def azureml_main(a, b=None):\n    return a * 3\n")),
    )
    wait_until(lambda: is_running(client, long, "script"), "the long step")
    assert client.request_json("GET", f"/api/runs/{queued}")["state"] not in FINAL_STATES
    for end in (narrow.kill, narrow.stop, narrow.stop):
        end()
        narrow.start()
        assert read_runs(client, [succeeded, failed, cancelled]) == final
        wait_until(lambda: is_running(client, long, "script"), "the long step, which is gone on with")
    client.request_json("POST", f"/api/runs/{long}/cancel")
    assert client.wait_for_run(long)["state"] == "cancelled"
    assert client.wait_for_run(queued)["state"] == "succeeded"
    assert read_runs(client, [succeeded, failed, cancelled]) == final
    client.close()


def find_leaf_descendants(pid: int) -> list[int]:
    """The processes below this one that have none below them: each step is one, and each sandbox that waits."""
    return [found for found in list_descendants([pid]) if found != pid and not list_children(found)]


def test_a_run_completes_though_its_processes_are_killed(own_server: Server) -> None:
    client = own_server.open_client()
    nodes = {"data": make_node("enter_data_manually", {"data": "a\n1\n"})}
    before = "data.dataset"
    for seconds, name in enumerate(("first", "second"), start=5):  # equal ones would share one result
        slow = {"python_script": WAITING_SCRIPT.format(seconds=seconds)}
        nodes[name] = make_node("execute_python_script", slow, dataset1=before)
        before = f"{name}.result_dataset"
    assert own_server.process is not None
    others = set(find_leaf_descendants(own_server.process.pid))
    run = start_run(client, nodes)
    for name in ("first", "second"):
        wait_until(lambda name=name: is_running(client, run, name), f"the {name} step", 180)  # type: ignore[misc]
        for pid in set(find_leaf_descendants(own_server.process.pid)) - others:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    finished = client.wait_for_run(run)
    assert finished["state"] == "succeeded", finished
    assert max(step["attempt"] for step in finished["steps"]) == 2
    client.close()
