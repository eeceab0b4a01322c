"""Where steps are kept apart less well than was asked for, no code that came from elsewhere runs, trusted or not."""

import asyncio
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from server.runs.sandbox.isolation_probe import (
    ISOLATION_LEVELS,
    IsolationLevel,
    ProbedIsolation,
    explain_blocked_code,
    probe_mechanism,
)
from tests.live_server import Client, Server, get_step_states, wait_until
from tests.small_designs import SMALL_CSV, make_node

SCRIPT = "import time\n\n\ndef azureml_main(dataframe1, dataframe2):\n    {body}\n    return dataframe1,\n"
#: What this machine has without namespaces and Landlock is looked for once, and not by each server.
NO_ISOLATION = """
from server.runs.sandbox import isolation_probe
isolation_probe.MECHANISMS = ("process",)
isolation_probe._probed["process"] = isolation_probe.ProbedIsolation(**{found!r})
"""


@pytest.fixture(scope="module")
def found() -> ProbedIsolation:
    return asyncio.run(probe_mechanism("process"))


@pytest.fixture
def weak(tmp_path: Path, found: ProbedIsolation) -> Iterator[Server]:
    """A server on a machine that has neither namespaces nor Landlock for its steps."""
    server = Server(tmp_path / "home", prelude=NO_ISOLATION.format(found=asdict(found))).start()
    yield server
    server.stop()


def make_scripted_nodes(body: str = "pass") -> dict[str, Any]:
    script = make_node("execute_python_script", {"python_script": SCRIPT.format(body=body)}, dataset1="data.dataset")
    return {"data": make_node("enter_data_manually", {"data": SMALL_CSV}), "script": script}


def create_own_design(client: Client, nodes: dict[str, Any]) -> str:
    """A design that was drawn here."""
    design: str = client.request_json("POST", "/api/designs", json={})["id"]
    client.edit(design, {"path": ["nodes"], "value": nodes})
    return design


def test_code_from_elsewhere_waits_for_a_better_boundary_and_ones_own_runs(weak: Server) -> None:
    with closing(weak.open_client()) as client:
        isolation = client.request_json("GET", "/api/system")["isolation"]
        assert isolation["level"] != "S3"
        assert isolation["barred"].startswith("Imported code needs isolation level S3")
        design = client.create_design(make_scripted_nodes(), trusted=True)
        copy = client.request_json("POST", "/api/designs", json={"copy_of": design})["id"]
        for one in (design, copy):
            run = client.run(one)
            assert get_step_states(run)["data"] in ("succeeded", "reused")
            assert get_step_states(run)["script"] == "skipped"
            assert isolation["barred"] in {step["reason"] for step in run["steps"]}
            sampled = client.request_json("POST", f"/api/designs/{one}/preview")["nodes"]
            assert sampled.keys() <= {"data", "script"}
            assert sampled.get("script", {"skipped": True})["skipped"]
        draft = {"code": SCRIPT.format(body="pass"), "inputs": {}, "parameters": {}}
        refused = client.post(f"/api/designs/{design}/module-drafts/run", json=draft)
        assert (refused.status_code, refused.json()["detail"]) == (409, isolation["barred"])
        assert get_step_states(client.run(create_own_design(client, make_scripted_nodes())))["script"] == "succeeded"


def test_a_run_that_goes_on_behind_a_weaker_boundary_leaves_such_code_out(weak: Server) -> None:
    with closing(weak.open_client()) as client:
        level = client.request_json("GET", "/api/system")["isolation"]["level"]
    weak.stop()
    weak.environment["DESIGNERY_ISOLATION"] = level
    weak.start()
    with closing(weak.open_client()) as client:
        nodes = make_scripted_nodes("time.sleep(600)")
        nodes["after"] = {**make_scripted_nodes()["script"], "inputs": {"dataset1": "script.result_dataset"}}
        design = client.create_design(nodes)
        run = client.request_json("POST", f"/api/designs/{design}/runs", json={})["id"]
        wait_until(
            lambda: get_step_states(client.request_json("GET", f"/api/runs/{run}"))["script"] == "running",
            "the script, which the operator lets run",
        )
    weak.kill()
    del weak.environment["DESIGNERY_ISOLATION"]
    weak.start()
    with closing(weak.open_client()) as client:
        assert get_step_states(client.wait_for_run(run)) == {
            "data": "succeeded",
            "script": "skipped",
            "after": "skipped",
        }


@pytest.mark.parametrize("wanted", ["auto", "S3", "S2", "S1"])
@pytest.mark.parametrize("level", ISOLATION_LEVELS)
def test_it_needs_the_level_that_was_asked_for_and_s3_where_none_was(wanted: Any, level: IsolationLevel) -> None:
    found = ProbedIsolation(level, "process", "", None)
    needed = "S3" if wanted == "auto" else wanted
    assert (explain_blocked_code(found, wanted) == "") is (level >= needed)
