"""A run that waits says for what, and endless steps of others do not keep it from its end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pipelines import WAITING, node
from tests.serving import Client, Server, eventually


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    """A server that runs one step at a time."""
    server = Server(tmp_path / "home", {"DESIGNERY_SLOTS": "1"}).start()
    made = server.client()
    yield made
    made.close()
    server.stop()


def started(client: Client, seconds: int) -> str:
    """A run of one script that waits so long."""
    script = {"python_script": f"import pandas as pd\n{WAITING.format(seconds=seconds)}"}
    nodes = {
        "data": node("enter_data_manually", {"data": "a\n1\n"}),
        "script": node("execute_python_script", script, dataset1="data.dataset"),
    }
    run: str = client.checked("POST", f"/api/designs/{client.new_design(nodes)}/runs", json={})["id"]
    return run


def told(client: Client, run: str) -> tuple[str, str | None]:
    """The state of its script, and why."""
    step = client.checked("GET", f"/api/runs/{run}")["steps"][1]
    return step["state"], step["reason"]


def test_a_step_says_what_it_waits_for_and_has_its_turn_beside_an_endless_one(client: Client) -> None:
    endless = started(client, 100_000)
    eventually(lambda: told(client, endless)[0] == "running", "the endless step")
    waiting = started(client, 0)
    wanted = ("queued", "Waiting for a free slot: 1 step of other runs is running.")
    eventually(lambda: told(client, waiting) == wanted, "the reason")
    assert client.finished(waiting)["state"] == "succeeded"
    assert (told(client, waiting), told(client, endless)) == (("succeeded", None), ("running", None))
    client.checked("POST", f"/api/runs/{endless}/cancel")
    assert client.finished(endless)["state"] == "cancelled"
