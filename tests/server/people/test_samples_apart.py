"""Live samples of workspaces: each has processes of its own, and nobody's sample ends because of strangers."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.pipelines import node, regression
from tests.server.people.conftest import Pair
from tests.serving import Client, eventually

FOREVER = "def azureml_main(dataframe1=None, dataframe2=None):\n    while True:\n        pass\n"
HUNT = """
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


def sampled(client: Client, design: str) -> dict[str, Any]:
    def look() -> dict[str, Any] | None:
        told: dict[str, Any] = client.checked("POST", f"/api/designs/{design}/sample")
        return told if told["state"] == "done" else None

    return eventually(look, "a sample that nothing came before")


def script(source: str) -> dict[str, Any]:
    return {
        "data": node("enter_data_manually", {"data": "a\n1\n"}),
        "script": node("execute_python_script", {"python_script": source}, dataset1="data.dataset"),
    }


def test_what_one_workspace_has_computed_is_not_in_the_processes_of_another(pair: Pair) -> None:
    nodes = regression()
    nodes["split"]["parameters"]["fraction"] = 0.61  # which no other test samples
    mine, theirs = (client.new_design(nodes) for client in (pair.mine, pair.theirs))
    assert sampled(pair.mine, mine)["computed"] > 0
    assert sampled(pair.mine, mine)["computed"] == 0
    assert sampled(pair.theirs, theirs)["computed"] > 0


def test_no_script_finds_rows_of_another_workspace_in_its_memory(pair: Pair) -> None:
    rows = "fruit\n" + "pineapple\n" * 50
    data = pair.mine.checked("POST", "/api/datasets?file_name=fruits.csv", content=rows.encode())
    fruits = node("dataset", {"dataset": data["id"]})
    mine = {"data": fruits, "script": node("execute_python_script", {"python_script": HUNT}, dataset1="data.dataset")}
    # Whoever has the rows finds them: so would the others, if they were there. The hunt itself leaves a few traces.
    assert _found(pair.mine, mine) >= 50
    assert _found(pair.theirs, script(HUNT)) < 50


def _found(client: Client, nodes: dict[str, Any]) -> int:
    told = sampled(client, client.new_design(nodes))["nodes"]["script"]
    assert told["error"] is None
    return int(told["ports"]["result_dataset"]["head"][0][0])


def test_a_sample_neither_waits_for_strangers_nor_ends_because_of_them(pair: Pair) -> None:
    slow, quick = pair.mine.new_design(script(FOREVER)), pair.theirs.new_design(regression())
    sampled(pair.theirs, quick)
    with ThreadPoolExecutor(1) as threads:
        going = threads.submit(sampled, pair.mine, slow)
        while not going.done():
            assert pair.theirs.checked("POST", f"/api/designs/{quick}/sample")["state"] == "done"
        assert "full runs only" in going.result()["nodes"]["script"]["slow"]
