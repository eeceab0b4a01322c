"""What is finished stays finished, and what was not goes on, whatever ends: the server, or a process of a step."""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from server.runs.processes import list_children, list_descendants
from tests.pipelines import WAITING, node, regression, script, waiting
from tests.serving import Client, Server, eventually, states

FINAL = ("succeeded", "failed", "cancelled")


@pytest.fixture
def narrow(tmp_path: Path) -> Iterator[Server]:
    """A server that runs one step at a time."""
    running = Server(tmp_path / "home", {"DESIGNERY_SLOTS": "1"}).start()
    yield running
    running.stop()


def start(client: Client, nodes: dict[str, Any]) -> str:
    run: str = client.checked("POST", f"/api/designs/{client.new_design(nodes)}/runs", json={})["id"]
    return run


def read(client: Client, runs: list[str]) -> dict[str, dict[str, Any]]:
    return {run: client.checked("GET", f"/api/runs/{run}") for run in runs}


def is_running(client: Client, run: str, name: str) -> bool:
    return states(client.checked("GET", f"/api/runs/{run}")).get(name) == "running"


def test_what_has_finished_never_becomes_unfinished_and_what_is_queued_starts(narrow: Server) -> None:
    client = narrow.client()
    succeeded, failed, cancelled = (start(client, nodes) for nodes in (regression(), script("1 / 0"), waiting(1000)))
    client.finished(succeeded)
    client.finished(failed)
    client.checked("POST", f"/api/runs/{cancelled}/cancel")
    client.finished(cancelled)
    final = read(client, [succeeded, failed, cancelled])
    assert tuple(final[run]["state"] for run in (succeeded, failed, cancelled)) == FINAL
    long, queued = (
        start(client, waiting(1000)),
        start(client, script("def azureml_main(a, b=None):\n    return a * 3\n")),
    )
    eventually(lambda: is_running(client, long, "script"), "the long step")
    assert client.checked("GET", f"/api/runs/{queued}")["state"] not in FINAL
    for end in (narrow.kill, narrow.stop, narrow.stop):
        end()
        narrow.start()
        assert read(client, [succeeded, failed, cancelled]) == final
        eventually(lambda: is_running(client, long, "script"), "the long step, which is gone on with")
    client.checked("POST", f"/api/runs/{long}/cancel")
    assert client.finished(long)["state"] == "cancelled"
    assert client.finished(queued)["state"] == "succeeded"
    assert read(client, [succeeded, failed, cancelled]) == final
    client.close()


def last_descendants(pid: int) -> list[int]:
    """The processes below this one that have none below them: each step is one, and each sandbox that waits."""
    return [found for found in list_descendants([pid]) if found != pid and not list_children(found)]


def test_a_run_completes_though_its_processes_are_killed(own_server: Server) -> None:
    client = own_server.client()
    slow = {"python_script": WAITING.format(seconds=5)}
    nodes = {"data": node("enter_data_manually", {"data": "a\n1\n"})}
    before = "data.dataset"
    for name in ("first", "second"):
        nodes[name] = node("execute_python_script", slow, dataset1=before)
        before = f"{name}.result_dataset"
    assert own_server.process is not None
    others = set(last_descendants(own_server.process.pid))
    run = start(client, nodes)
    for name in ("first", "second"):
        eventually(lambda name=name: is_running(client, run, name), f"the {name} step", 180)  # type: ignore[misc]
        for pid in set(last_descendants(own_server.process.pid)) - others:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    finished = client.finished(run)
    assert finished["state"] == "succeeded", finished
    assert max(step["attempt"] for step in finished["steps"]) == 2
    client.close()
