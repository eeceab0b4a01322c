"""Runs side by side, which change moved a metric, and whether a run can be repeated: on a real server."""

from typing import Any

import pytest

from tests.pipelines import node, regression
from tests.serving import Client, eventually

FRACTION = ["nodes", "split", "parameters", "fraction"]
# Random numbers of a script are seeded; the clock is not.
DRAW = "import time\n\n\ndef azureml_main(a=None, b=None):\n    a['now'] = time.time_ns()\n    return a,\n"


def answered(client: Client, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    experiment = client.checked("POST", path, json=body)

    def look() -> dict[str, Any] | None:
        told: dict[str, Any] = client.checked("GET", f"/api/experiments/{experiment['id']}")
        return told if told["state"] != "running" else None

    return eventually(look, "the answer", 120)


@pytest.fixture(scope="module")
def pair(client: Client) -> tuple[str, str]:
    """Two runs between which the split and a column of the training changed, and a card was moved."""
    design = client.new_design(regression(), "Pair")
    old = client.run(design)
    drop = node(
        "select_columns_in_dataset",
        {"select_columns": {"start": "none", "names": ["a", "y"]}},
        dataset="split.results_dataset1",
    )
    client.edit(
        design,
        {"path": FRACTION, "value": 0.6},
        {"path": ["nodes", "drop"], "value": drop},
        {"path": ["nodes", "train", "inputs", "dataset"], "value": "drop.results_dataset"},
        {"path": ["nodes", "score", "x"], "value": 90},
    )
    return old["id"], client.run(design)["id"]


def test_runs_stand_side_by_side_with_changes_rows_columns_and_metrics(client: Client, pair: tuple[str, str]) -> None:
    told = client.checked("GET", "/api/comparison", params={"run": list(pair)})
    words = [change["words"] for change in told["changes"][1] if change["counts"]]
    assert "Split Data: Fraction from 0.7 to 0.6." in words
    assert "Select Columns in Dataset was added." in words
    nodes = {one["node"]: one["steps"] for one in told["nodes"]}
    assert [step["outputs"]["results_dataset1"]["rows"] for step in nodes["split"]] == [7, 6]
    assert nodes["drop"][0] is None
    assert nodes["drop"][1]["columns"]["results_dataset"] == {"a": "integer", "y": "integer"}
    metrics = {one["metric"]: one["values"] for one in told["metrics"]}
    assert all(isinstance(value, float) for value in metrics["Coefficient_of_Determination"])


def test_parameters_that_differ_are_named_with_their_values(client: Client, pair: tuple[str, str]) -> None:
    told = client.checked("GET", "/api/comparison/parameters", params={"run": list(pair)})
    assert {one["title"]: one["values"] for one in told}["Split Data: Fraction"] == [0.7, 0.6]


def test_each_change_is_made_alone_to_see_what_it_did_to_the_metric(client: Client, pair: tuple[str, str]) -> None:
    old, new = pair
    runs_before = len(client.checked("GET", "/api/runs", params={"limit": 500}))
    body = {"against": old, "node": "evaluate", "metric": "Mean_Absolute_Error"}
    told = answered(client, f"/api/runs/{new}/causes", body)
    assert (told["state"], told["done"]) == ("done", told["total"])
    assert {cause["words"] for cause in told["causes"]} == {
        "Split Data: Fraction from 0.7 to 0.6.",
        "Select Columns in Dataset was added.",
    }
    before, after = told["between"]
    assert sum(cause["movement"] for cause in told["causes"]) == pytest.approx(after - before)
    assert len(client.checked("GET", "/api/runs", params={"limit": 500})) == runs_before


def test_runs_between_which_nothing_counts_have_no_cause(client: Client, pair: tuple[str, str]) -> None:
    old, _ = pair
    told = answered(
        client, f"/api/runs/{old}/causes", {"against": old, "node": "evaluate", "metric": "Mean_Absolute_Error"}
    )
    assert told["error"] == "Nothing that can change a result differs between these two runs."


def test_a_run_is_replayed_and_found_the_same(client: Client, pair: tuple[str, str]) -> None:
    found = answered(client, f"/api/runs/{pair[0]}/reproduction")["reproduction"]
    assert found["verdict"] in ("identical", "equal")
    assert {step["same"] for step in found["steps"]} <= {"identical", "equal"}
    assert found["environment"] == []
    assert all(metric["then"] == metric["now"] for metric in found["metrics"])


def test_a_run_is_replayed_on_the_data_that_it_had_though_the_dataset_moved_on(client: Client) -> None:
    upload = client.checked("POST", "/api/datasets?file_name=a.csv&name=Moving", content=b"a,b\n1,2\n3,4\n")
    nodes = {
        "data": node("dataset", {"dataset": upload["id"]}),
        "split": node("split_data", {}, dataset="data.dataset"),
    }
    run = client.run(client.new_design(nodes))
    client.checked("POST", f"/api/datasets?file_name=a.csv&dataset={upload['id']}", content=b"a,b\n5,6\n")
    client.checked("DELETE", f"/api/datasets/{upload['id']}")
    assert answered(client, f"/api/runs/{run['id']}/reproduction")["reproduction"]["verdict"] == "identical"


def test_the_first_step_that_differs_is_named(client: Client) -> None:
    nodes = {
        "data": node("enter_data_manually", {"data": "a\n1\n2\n"}),
        "draw": node("execute_python_script", {"python_script": DRAW}, dataset1="data.dataset"),
        "split": node("split_data", {}, dataset="draw.result_dataset"),
    }
    run = client.run(client.new_design(nodes))
    found = answered(client, f"/api/runs/{run['id']}/reproduction")["reproduction"]
    assert found["verdict"] == "differs"
    assert found["sentence"].startswith("Execute Python Script is the first step that gave something else.")
    assert [step["same"] for step in found["steps"]] == ["identical", "differs", "differs"]
