"""Commands in a run: their metrics while they run, and their files also when they fail or are cancelled."""

import io
import zipfile
from typing import Any

from tests.live_server import Client, wait_until
from tests.small_designs import SMALL_CSV, make_node

TRAIN = """
import os, shutil, sys, time
import designery

os.makedirs("outputs", exist_ok=True)
for step in range(3):
    designery.log(step=step, loss=1 / (step + 1))
shutil.copy2("train.py", "outputs/copy.py")
if sys.argv[1] == "fail":
    raise ValueError("It went wrong")
if sys.argv[1] == "wait":
    time.sleep(300)
"""


def _create_design(client: Client, what: str) -> str:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("train.py", TRAIN)
    code = client.request_json(
        "POST", "/api/datasets", params={"file_name": "code.zip", "name": f"code {what}"}, content=buffer.getvalue()
    )
    return client.create_design(
        {
            "data": make_node("enter_data_manually", {"data": SMALL_CSV}),
            "code": make_node("file", {"dataset": code["id"]}),
            "job": make_node(
                "run_command",
                {"command": "python train.py {what} {data}", "values_by_name": f"what = {what}"},
                code="code.file",
                data="data.dataset",
            ),
        }
    )


def _get_step(client: Client, run: dict[str, Any], part: str) -> Any:
    return client.request_json("GET", f"/api/runs/{run['id']}/steps/job/{part}")


def test_a_command_gives_metrics_and_files(client: Client) -> None:
    run = client.run(_create_design(client, "well"))
    assert run["state"] == "succeeded"
    assert _get_step(client, run, "metrics") == [
        {"name": "loss", "steps": [0, 1, 2], "values": [1.0, 0.5, 1 / 3], "count": 3}
    ]
    assert _get_step(client, run, "files") == {
        "partial": False,
        "files": [{"path": "copy.py", "bytes": len(TRAIN)}],
    }
    answer = client.get(f"/api/runs/{run['id']}/steps/job/files/copy.py")
    assert (answer.text, answer.headers["content-disposition"]) == (TRAIN, "attachment; filename*=UTF-8''copy.py")
    assert client.get(f"/api/runs/{run['id']}/steps/job/files/../../../designery.sqlite").status_code == 404


def test_the_files_of_a_command_that_fails_are_kept_as_partial(client: Client) -> None:
    run = client.run(_create_design(client, "fail"))
    step = next(step for step in run["steps"] if step["node"] == "job")
    assert (step["error"]["number"], step["error"]["message"]) == (
        161,
        "The command ended with status 1. Its last line was: ValueError: It went wrong",
    )
    files = _get_step(client, run, "files")
    assert (files["partial"], [file["path"] for file in files["files"]]) == (True, ["copy.py"])


def test_metrics_come_while_a_command_runs_and_its_files_outlive_its_cancelling(client: Client) -> None:
    design = _create_design(client, "wait")
    run = client.request_json("POST", f"/api/designs/{design}/runs", json={})
    wait_until(lambda: [one for one in _get_step(client, run, "metrics") if one["count"] == 3], "the metrics")
    client.request_json("POST", f"/api/runs/{run['id']}/cancel")
    files = _get_step(client, run, "files")
    assert (files["partial"], [file["path"] for file in files["files"]]) == (True, ["copy.py"])


def test_a_name_that_nothing_has_is_refused_before_the_command_runs(client: Client) -> None:
    design = _create_design(client, "unknown")
    client.edit(design, {"path": ["nodes", "job", "parameters", "command"], "value": "python train.py {what} {rate}"})
    step = next(step for step in client.run(design)["steps"] if step["node"] == "job")
    assert step["error"]["message"] == (
        "The command has {rate}, and nothing has that name. Add a line 'rate = ...' to the parameters, or remove it."
    )
