"""A run that waits says for what, and endless steps of others do not keep it from its end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live_server import Client, Server, wait_until
from tests.small_designs import WAITING_SCRIPT, make_node


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    """A server that runs one step at a time."""
    server = Server(tmp_path / "home", {"DESIGNERY_SLOTS": "1"}).start()
    made = server.open_client()
    yield made
    made.close()
    server.stop()


def start_waiting_run(client: Client, seconds: int) -> str:
    """A run of one script that waits so long."""
    script = {"python_script": f"import pandas as pd\n{WAITING_SCRIPT.format(seconds=seconds)}"}
    nodes = {
        "data": make_node("enter_data_manually", {"data": "a\n1\n"}),
        "script": make_node("execute_python_script", script, dataset1="data.dataset"),
    }
    run: str = client.request_json("POST", f"/api/designs/{client.create_design(nodes)}/runs", json={})["id"]
    return run


def read_script_state(client: Client, run: str) -> tuple[str, str | None]:
    """The state of its script, and why."""
    step = client.request_json("GET", f"/api/runs/{run}")["steps"][1]
    return step["state"], step["reason"]


def test_a_step_says_what_it_waits_for_and_has_its_turn_beside_an_endless_one(client: Client) -> None:
    endless = start_waiting_run(client, 100_000)
    wait_until(lambda: read_script_state(client, endless)[0] == "running", "the endless step")
    waiting = start_waiting_run(client, 0)
    expected = ("queued", "Waiting for a free slot: 1 step of other runs is running.")
    wait_until(lambda: read_script_state(client, waiting) == expected, "the reason")
    assert client.wait_for_run(waiting)["state"] == "succeeded"
    assert (read_script_state(client, waiting), read_script_state(client, endless)) == (
        ("succeeded", None),
        ("running", None),
    )
    client.request_json("POST", f"/api/runs/{endless}/cancel")
    assert client.wait_for_run(endless)["state"] == "cancelled"
