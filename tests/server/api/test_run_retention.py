"""Runs that are found, described, deleted and cleaned up, through the interface and on a real disk."""

import os
from pathlib import Path
from typing import Any

import pytest

from tests.database_servers import DATABASES
from tests.live_server import ROOT, Client, Server, get_step_states
from tests.server_spawner import finish_command
from tests.small_designs import make_regression_nodes

FRACTION_PATH = ["nodes", "split", "parameters", "fraction"]


@pytest.fixture(scope="module")
def ran(client: Client) -> dict[str, Any]:
    """A design with three runs: at 0.7, at 0.6, and at 0.6 once more."""
    design = client.create_design(make_regression_nodes(), "Three runs")
    first = client.run(design)
    client.edit(design, {"path": FRACTION_PATH, "value": 0.6})
    return {"design": design, "runs": [first, client.run(design), client.run(design)]}


def list_run_numbers(client: Client, **query: Any) -> list[int]:
    return [run["number"] for run in client.request_json("GET", "/api/runs", params=query)]


def test_runs_are_found_by_design_state_words_tag_and_time(client: Client, ran: dict[str, Any]) -> None:
    design, runs = ran["design"], ran["runs"]
    client.request_json("PATCH", f"/api/runs/{runs[1]['id']}", json={"tags": ["best", "best"], "note": "Über 100 %"})
    assert list_run_numbers(client, design=design) == [3, 2, 1]
    assert list_run_numbers(client, design=design, state=["failed", "cancelled"]) == []
    assert list_run_numbers(client, design=design, tag="best") == [2]
    assert list_run_numbers(client, design=design, tag="bes") == []
    assert list_run_numbers(client, design=design, text="runs über") == [2]
    assert list_run_numbers(client, design=design, text="100 %") == [2]
    assert list_run_numbers(client, design=design, until=runs[0]["created_at"]) == [1]
    assert list_run_numbers(client, design=design, limit=1, offset=1) == [2]
    assert "best" in client.request_json("GET", "/api/runs/tags")


def test_a_rerun_runs_what_was_run_and_leaves_the_design_alone(client: Client) -> None:
    design = client.create_design(make_regression_nodes())
    first = client.run(design)
    client.edit(design, {"path": ["nodes", "score"]})
    again = client.wait_for_run(client.request_json("POST", f"/api/runs/{first['id']}/rerun")["id"])
    assert (again["number"], set(get_step_states(again))) == (2, set(get_step_states(first)))
    assert "score" not in client.request_json("GET", f"/api/designs/{design}")["document"]["nodes"]


def get_artifacts(run: dict[str, Any], node: str) -> set[str]:
    return {output["artifact"] for step in run["steps"] if step["node"] == node for output in step["outputs"].values()}


def test_a_deleted_run_takes_the_results_that_nothing_else_needs(client: Client) -> None:
    design = client.create_design(make_regression_nodes())
    client.edit(design, {"path": FRACTION_PATH, "value": 0.31})
    first = client.run(design)
    client.edit(design, {"path": FRACTION_PATH, "value": 0.62})
    second = client.run(design)
    client.request_json("DELETE", f"/api/runs/{first['id']}")
    assert list_run_numbers(client, design=design) == [2]
    for artifact in get_artifacts(first, "split") - get_artifacts(second, "split"):
        assert client.get(f"/api/artifacts/{artifact}").status_code == 404
    for node in ("data", "split", "evaluate"):
        for artifact in get_artifacts(second, node):
            assert client.get(f"/api/artifacts/{artifact}").status_code == 200


def test_the_log_of_a_reused_step_outlives_the_run_that_printed_it(client: Client) -> None:
    nodes = make_regression_nodes() | {
        "script": {
            "module": "execute_python_script",
            "parameters": {"python_script": "def azureml_main(a=None, b=None):\n    print('kept')\n    return a,\n"},
            "inputs": {"dataset1": "data.dataset"},
        }
    }
    design = client.create_design(nodes)
    first, second = client.run(design), client.run(design)
    client.request_json("DELETE", f"/api/runs/{first['id']}")
    lines = client.request_json("GET", f"/api/runs/{second['id']}/steps/script/log")
    assert "kept" in [line["text"] for line in lines]


def test_cleaning_says_first_what_goes_and_what_stays_and_then_does_it(own_server: Server) -> None:
    client = own_server.open_client()
    design = client.create_design(make_regression_nodes(), "Cars")
    runs = []
    for fraction in (0.3, 0.5, 0.7, 0.7):
        client.edit(design, {"path": FRACTION_PATH, "value": fraction})
        runs.append(client.run(design))
    client.request_json("PATCH", f"/api/runs/{runs[0]['id']}", json={"tags": ["paper"]})
    rule = {"days": 0, "keep": 1}
    plan = client.request_json("POST", "/api/storage/clean", json=rule)
    assert ([run["number"] for run in plan["runs"]], plan["done"]) == ([2, 3], False)
    assert {kept["run"]["number"]: kept["reason"] for kept in plan["kept"] if kept["run"]} == {1: "it is tagged paper"}
    assert list_run_numbers(client) == [4, 3, 2, 1]
    done = client.request_json("POST", "/api/storage/clean", json={**rule, "dry": False})
    assert (done["done"], done["bytes"], list_run_numbers(client)) == (True, plan["bytes"], [4, 1])
    assert done["bytes"] > 0
    needed = get_artifacts(runs[0], "split") | get_artifacts(runs[3], "split")
    assert _find_on_disk(own_server.home, needed) == needed
    assert not _find_on_disk(
        own_server.home, (get_artifacts(runs[1], "split") | get_artifacts(runs[2], "split")) - needed
    )
    again = client.run(design)
    assert set(get_step_states(again).values()) <= {"succeeded", "reused"}
    client.close()


def _find_on_disk(home: Path, wanted: set[str]) -> set[str]:
    return {path.name for path in (home / "store" / "objects").glob("*/*")} & wanted


def test_the_command_says_what_would_go(own_server: Server) -> None:
    client = own_server.open_client()
    design = client.create_design(make_regression_nodes(), "Cars")
    client.run(design)
    client.edit(design, {"path": FRACTION_PATH, "value": 0.4})
    client.run(design)
    client.close()

    def said(*options: str) -> str:
        environment = {**os.environ, **DATABASES.build_variables(own_server.home)}
        done = finish_command(["clean", "--days", "0", "--keep", "1", *options], environment, ROOT)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "1 run and" in said()
    assert "would be deleted.\nTo delete: designery clean --yes" in said()
    assert "were deleted." in said("--yes")
    assert said() == "0 runs and 0 results, 0.0 MB, would be deleted.\n"
