"""Live samples of workspaces: each has processes of its own, and nobody's sample ends because of strangers."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.live_server import Client, wait_until
from tests.server.auth.conftest import TwoWorkspaces
from tests.small_designs import make_node, make_regression_nodes

ENDLESS_SCRIPT = "def azureml_main(dataframe1=None, dataframe2=None):\n    while True:\n        pass\n"
HUNTING_SCRIPT = """
import ctypes

import pandas as pd


def azureml_main(dataframe1=None, dataframe2=None):
    wanted, found = "".join(["pine", "apple"]).encode(), 0
    with open("/proc/self/maps") as maps:
        for line in list(maps):
            area, rights = line.split()[:2]
            if rights.startswith("rw"):
                start, end = (int(one, 16) for one in area.split("-"))
                found += ctypes.string_at(start, end - start).count(wanted)
    return pd.DataFrame({"found": [found]}),
"""


def wait_for_preview(client: Client, design: str) -> dict[str, Any]:
    def look() -> dict[str, Any] | None:
        body: dict[str, Any] = client.request_json("POST", f"/api/designs/{design}/preview")
        return body if body["state"] == "done" else None

    return wait_until(look, "a sample that nothing came before")


def make_script_nodes(source: str) -> dict[str, Any]:
    return {
        "data": make_node("enter_data_manually", {"data": "a\n1\n"}),
        "script": make_node("execute_python_script", {"python_script": source}, dataset1="data.dataset"),
    }


def test_what_one_workspace_has_computed_is_not_in_the_processes_of_another(pair: TwoWorkspaces) -> None:
    nodes = make_regression_nodes()
    nodes["split"]["parameters"]["fraction"] = 0.61  # which no other test samples
    mine, theirs = (client.create_design(nodes) for client in (pair.mine, pair.theirs))
    assert wait_for_preview(pair.mine, mine)["computed"] > 0
    assert wait_for_preview(pair.mine, mine)["computed"] == 0
    assert wait_for_preview(pair.theirs, theirs)["computed"] > 0


def test_no_script_finds_rows_of_another_workspace_in_its_memory(pair: TwoWorkspaces) -> None:
    rows = "fruit\n" + "pineapple\n" * 50
    data = pair.mine.request_json("POST", "/api/datasets?file_name=fruits.csv", content=rows.encode())
    fruits = make_node("dataset", {"dataset": data["id"]})
    mine = {
        "data": fruits,
        "script": make_node("execute_python_script", {"python_script": HUNTING_SCRIPT}, dataset1="data.dataset"),
    }
    # Whoever has the rows finds them: so would the others, if they were there. The hunt itself leaves a few traces.
    assert _count_found_secrets(pair.mine, mine) >= 50
    assert _count_found_secrets(pair.theirs, make_script_nodes(HUNTING_SCRIPT)) < 50


def _count_found_secrets(client: Client, nodes: dict[str, Any]) -> int:
    told = wait_for_preview(client, client.create_design(nodes))["nodes"]["script"]
    assert told["error"] is None
    return int(told["ports"]["result_dataset"]["head"][0][0])


def test_a_sample_neither_waits_for_strangers_nor_ends_because_of_them(pair: TwoWorkspaces) -> None:
    slow, quick = (
        pair.mine.create_design(make_script_nodes(ENDLESS_SCRIPT)),
        pair.theirs.create_design(make_regression_nodes()),
    )
    wait_for_preview(pair.theirs, quick)
    with ThreadPoolExecutor(1) as threads:
        going = threads.submit(wait_for_preview, pair.mine, slow)
        while not going.done():
            assert pair.theirs.request_json("POST", f"/api/designs/{quick}/preview")["state"] == "done"
        assert "full runs only" in going.result()["nodes"]["script"]["slow"]
