"""Runs side by side, which change moved a metric, and whether a run can be repeated: on a real server."""

from typing import Any

import pytest

from server.api.runs.run_comparison_routes import align_models
from server.runs.run_schemas import ModelMetrics
from tests.live_server import Client, wait_until
from tests.small_designs import make_node, make_regression_nodes, make_two_model_nodes

FRACTION_PATH = ["nodes", "split", "parameters", "fraction"]
# Random numbers of a script are seeded; the clock is not.
DRAWING_SCRIPT = "import time\n\n\ndef azureml_main(a=None, b=None):\n    a['now'] = time.time_ns()\n    return a,\n"


def wait_for_analysis(client: Client, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    experiment = client.request_json("POST", path, json=body)

    def look() -> dict[str, Any] | None:
        body: dict[str, Any] = client.request_json("GET", f"/api/run-analyses/{experiment['id']}")
        return body if body["state"] != "running" else None

    return wait_until(look, "the answer", 120)


@pytest.fixture(scope="module")
def pair(client: Client) -> tuple[str, str]:
    """Two runs between which the split and a column of the training changed, and a card was moved."""
    design = client.create_design(make_regression_nodes(), "Pair")
    old = client.run(design)
    drop = make_node(
        "select_columns_in_dataset",
        {"select_columns": {"start": "none", "names": ["a", "y"]}},
        dataset="split.results_dataset1",
    )
    client.edit(
        design,
        {"path": FRACTION_PATH, "value": 0.6},
        {"path": ["nodes", "drop"], "value": drop},
        {"path": ["nodes", "train", "inputs", "dataset"], "value": "drop.results_dataset"},
        {"path": ["nodes", "score", "x"], "value": 90},
    )
    return old["id"], client.run(design)["id"]


def test_runs_stand_side_by_side_with_changes_rows_columns_and_metrics(client: Client, pair: tuple[str, str]) -> None:
    body = client.request_json("GET", "/api/comparison", params={"run": list(pair)})
    words = [change["words"] for change in body["changes"][1] if change["counts"]]
    assert "Split Data: Fraction from 0.7 to 0.6." in words
    assert "Select Columns in Dataset was added." in words
    nodes = {one["node"]: one["steps"] for one in body["nodes"]}
    assert [step["outputs"]["results_dataset1"]["rows"] for step in nodes["split"]] == [7, 6]
    assert nodes["drop"][0] is None
    assert nodes["drop"][1]["columns"]["results_dataset"] == {"a": "integer", "y": "integer"}
    metrics = {one["metric"]: one["values"] for one in body["metrics"]}
    assert all(isinstance(value, float) for value in metrics["Coefficient_of_Determination"])


def test_parameters_that_differ_are_named_with_their_values(client: Client, pair: tuple[str, str]) -> None:
    body = client.request_json("GET", "/api/comparison/parameters", params={"run": list(pair)})
    assert {one["title"]: one["values"] for one in body}["Split Data: Fraction"] == [0.7, 0.6]


def test_each_change_is_made_alone_to_see_what_it_did_to_the_metric(client: Client, pair: tuple[str, str]) -> None:
    old, new = pair
    runs_before = len(client.request_json("GET", "/api/runs", params={"limit": 500}))
    body = {"against": old, "node": "evaluate", "metric": "Mean_Absolute_Error"}
    told = wait_for_analysis(client, f"/api/runs/{new}/attributions", body)
    assert (told["state"], told["done"]) == ("done", told["total"])
    assert {cause["words"] for cause in told["causes"]} == {
        "Split Data: Fraction from 0.7 to 0.6.",
        "Select Columns in Dataset was added.",
    }
    before, after = told["between"]
    assert sum(cause["movement"] for cause in told["causes"]) == pytest.approx(after - before)
    assert len(client.request_json("GET", "/api/runs", params={"limit": 500})) == runs_before


def test_runs_between_which_nothing_counts_have_no_cause(client: Client, pair: tuple[str, str]) -> None:
    old, _ = pair
    told = wait_for_analysis(
        client, f"/api/runs/{old}/attributions", {"against": old, "node": "evaluate", "metric": "Mean_Absolute_Error"}
    )
    assert told["error"] == "These two runs do not differ in anything that can change a result."


@pytest.fixture(scope="module")
def two_models(client: Client) -> tuple[str, str]:
    """Two runs of a design with two models, between which only the second model changed."""
    design = client.create_design(make_two_model_nodes(), "Two models")
    old = client.run(design)
    client.edit(design, {"path": ["nodes", "trees", "parameters", "number_of_decision_trees"], "value": 3})
    return old["id"], client.run(design)["id"]


def test_metrics_of_each_model_are_compared(client: Client, two_models: tuple[str, str]) -> None:
    body = client.request_json("GET", "/api/comparison", params={"run": list(two_models)})
    errors = {one["models"][0]: one["values"] for one in body["metrics"] if one["metric"] == "Mean_Absolute_Error"}
    assert list(errors) == ["Linear Regression", "Two trees"]
    assert errors["Linear Regression"][0] == errors["Linear Regression"][1]
    assert errors["Two trees"][0] != errors["Two trees"][1]
    listed = client.request_json("GET", "/api/runs", params={"text": ""})
    newest = next(run for run in listed if run["id"] == two_models[1])
    assert [model["model"] for model in newest["evaluations"]["evaluate"]] == ["Linear Regression", "Two trees"]


def test_which_change_moved_the_metric_of_the_second_model(client: Client, two_models: tuple[str, str]) -> None:
    old, new = two_models
    body = {"against": old, "node": "evaluate", "metric": "Mean_Absolute_Error", "model": "Two trees"}
    told = wait_for_analysis(client, f"/api/runs/{new}/attributions", body)
    before, after = told["between"]
    assert before != after
    assert [cause["movement"] for cause in told["causes"]] == [pytest.approx(after - before)]


def test_a_question_of_a_former_version_is_about_the_first_model(client: Client, two_models: tuple[str, str]) -> None:
    old, new = two_models
    body = {"against": old, "node": "evaluate", "metric": "Mean_Absolute_Error"}
    told = wait_for_analysis(client, f"/api/runs/{new}/attributions", body)
    assert told["between"][0] == told["between"][1]


def test_models_are_aligned_by_name_and_then_by_their_place() -> None:
    def name_models(*names: str) -> list[ModelMetrics]:
        return [ModelMetrics(model=name, metrics={}) for name in names]

    runs = [name_models("Linear", "Forest"), name_models("Boosted", "Linear"), name_models("Linear")]
    rows = [[one.model if one else None for one in row] for row in align_models(runs)]
    assert rows == [["Linear", "Linear", "Linear"], ["Forest", "Boosted", None]]


def test_models_of_different_tasks_are_not_aligned() -> None:
    runs = [
        [ModelMetrics(model="Logistic", metrics={"AUC": 0.9}), ModelMetrics(model="Trees", metrics={"AUC": 0.8})],
        [ModelMetrics(model="Linear", metrics={"R2": 0.9})],
        [ModelMetrics(model="Forest", metrics={"R2": 0.8}), ModelMetrics(model="Boosted", metrics={"AUC": 0.7})],
    ]
    rows = [[one.model if one else None for one in row] for row in align_models(runs)]
    assert rows == [["Logistic", None, "Boosted"], ["Trees", None, None], [None, "Linear", "Forest"]]


def test_a_run_is_replayed_and_found_the_same(client: Client, pair: tuple[str, str]) -> None:
    found = wait_for_analysis(client, f"/api/runs/{pair[0]}/replays")["reproduction"]
    assert found["verdict"] in ("identical", "equal")
    assert {step["same"] for step in found["steps"]} <= {"identical", "equal"}
    assert found["environment"] == []
    assert all(metric["then"] == metric["now"] for metric in found["metrics"])


def test_a_run_is_replayed_on_the_data_that_it_had_though_the_dataset_moved_on(client: Client) -> None:
    upload = client.request_json("POST", "/api/datasets?file_name=a.csv&name=Moving", content=b"a,b\n1,2\n3,4\n")
    nodes = {
        "data": make_node("dataset", {"dataset": upload["id"]}),
        "split": make_node("split_data", {}, dataset="data.dataset"),
    }
    run = client.run(client.create_design(nodes))
    client.request_json("POST", f"/api/datasets?file_name=a.csv&dataset={upload['id']}", content=b"a,b\n5,6\n")
    client.request_json("DELETE", f"/api/datasets/{upload['id']}")
    assert wait_for_analysis(client, f"/api/runs/{run['id']}/replays")["reproduction"]["verdict"] == "identical"


def test_the_first_step_that_differs_is_named(client: Client) -> None:
    nodes = {
        "data": make_node("enter_data_manually", {"data": "a\n1\n2\n"}),
        "draw": make_node("execute_python_script", {"python_script": DRAWING_SCRIPT}, dataset1="data.dataset"),
        "split": make_node("split_data", {}, dataset="draw.result_dataset"),
    }
    run = client.run(client.create_design(nodes))
    found = wait_for_analysis(client, f"/api/runs/{run['id']}/replays")["reproduction"]
    assert found["verdict"] == "differs"
    assert found["sentence"].startswith("Execute Python Script is the first step with a different result.")
    assert [step["same"] for step in found["steps"]] == ["identical", "differs", "differs"]
