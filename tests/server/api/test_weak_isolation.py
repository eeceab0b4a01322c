"""Where steps are kept apart less well than was asked for, no code that came from elsewhere runs, trusted or not."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from server.runs.probe import LEVELS, Isolation, Level, barring
from tests.pipelines import ROWS, node
from tests.serving import Client, Server, eventually, states

SCRIPT = "import time\n\n\ndef azureml_main(dataframe1, dataframe2):\n    {body}\n    return dataframe1,\n"
PLAIN = "from server.runs import probe; probe.MECHANISMS = ('process',); from server.cli import main; main()"


@pytest.fixture
def weak(tmp_path: Path) -> Iterator[Server]:
    """A server on a machine that has neither namespaces nor Landlock for its steps."""
    server = Server(tmp_path / "home", program=("-c", PLAIN)).start()
    yield server
    server.stop()


def scripted(body: str = "pass") -> dict[str, Any]:
    script = node("execute_python_script", {"python_script": SCRIPT.format(body=body)}, dataset1="data.dataset")
    return {"data": node("enter_data_manually", {"data": ROWS}), "script": script}


def own_design(client: Client, nodes: dict[str, Any]) -> str:
    """A design that was drawn here."""
    design: str = client.checked("POST", "/api/designs", json={})["id"]
    client.edit(design, {"path": ["nodes"], "value": nodes})
    return design


def test_code_from_elsewhere_waits_for_a_better_boundary_and_ones_own_runs(weak: Server) -> None:
    with closing(weak.client()) as client:
        isolation = client.checked("GET", "/api/system")["isolation"]
        assert isolation["level"] != "S3"
        assert isolation["barred"].startswith("Code that came from elsewhere runs at isolation level S3")
        design = client.new_design(scripted(), trusted=True)
        copy = client.checked("POST", "/api/designs", json={"copy_of": design})["id"]
        for one in (design, copy):
            run = client.run(one)
            assert states(run)["data"] in ("succeeded", "reused")
            assert states(run)["script"] == "skipped"
            assert isolation["barred"] in {step["reason"] for step in run["steps"]}
            sampled = client.checked("POST", f"/api/designs/{one}/sample")["nodes"]
            assert sampled.keys() <= {"data", "script"}
            assert sampled.get("script", {"skipped": True})["skipped"]
        draft = {"code": SCRIPT.format(body="pass"), "inputs": {}, "parameters": {}}
        refused = client.post(f"/api/designs/{design}/modules/trial", json=draft)
        assert (refused.status_code, refused.json()["detail"]) == (409, isolation["barred"])
        assert states(client.run(own_design(client, scripted())))["script"] == "succeeded"


def test_a_run_that_goes_on_behind_a_weaker_boundary_leaves_such_code_out(weak: Server) -> None:
    with closing(weak.client()) as client:
        level = client.checked("GET", "/api/system")["isolation"]["level"]
    weak.stop()
    weak.environment["DESIGNERY_ISOLATION"] = level
    weak.start()
    with closing(weak.client()) as client:
        nodes = scripted("time.sleep(600)")
        nodes["after"] = {**scripted()["script"], "inputs": {"dataset1": "script.result_dataset"}}
        design = client.new_design(nodes)
        run = client.checked("POST", f"/api/designs/{design}/runs", json={})["id"]
        eventually(
            lambda: states(client.checked("GET", f"/api/runs/{run}"))["script"] == "running",
            "the script, which the operator lets run",
        )
    weak.kill()
    del weak.environment["DESIGNERY_ISOLATION"]
    weak.start()
    with closing(weak.client()) as client:
        assert states(client.finished(run)) == {"data": "succeeded", "script": "skipped", "after": "skipped"}


@pytest.mark.parametrize("wanted", ["auto", "S3", "S2", "S1"])
@pytest.mark.parametrize("level", LEVELS)
def test_it_needs_the_level_that_was_asked_for_and_s3_where_none_was(wanted: Any, level: Level) -> None:
    found = Isolation(level, "process", "", None)
    needed = "S3" if wanted == "auto" else wanted
    assert (barring(found, wanted) == "") is (level >= needed)
