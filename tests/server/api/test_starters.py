"""From a table to a first model in one request, and examples of modules to be put into a design."""

from typing import Any

import pytest

from modules.kit import Module, catalog
from server.graph.document import Design
from server.graph.examples import example_nodes
from server.graph.problems import problems
from server.samples.data import SAMPLES
from tests.pipelines import node
from tests.server.graph.linting import drawing_of
from tests.serving import Client, states

OFFERED = [module for module in catalog().values() if example_nodes(module)]


def have_samples(client: Client) -> None:
    """Sample data are read when a design first names them."""
    client.new_design({f"n{at}": node("dataset", {"dataset": name}) for at, name in enumerate(SAMPLES)}, trusted=False)


def run_starter(client: Client, dataset: str, **asked: str) -> dict[str, Any]:
    made: dict[str, Any] = client.checked("GET", f"/api/datasets/{dataset}/starter", params=asked)
    design = client.new_design(made["nodes"], trusted=False)
    known = client.checked("GET", f"/api/designs/{design}/analysis")
    assert (known["problems"], known["advice"]) == ([], [])
    run = client.run(design)
    assert set(states(run).values()) <= {"succeeded", "reused"}, run
    return made


@pytest.mark.parametrize("dataset", SAMPLES)
def test_the_proposed_first_design_of_each_table_runs(client: Client, dataset: str) -> None:
    have_samples(client)
    best = client.checked("GET", f"/api/datasets/{dataset}/targets")["proposed"]
    run_starter(client, dataset, target=best)


@pytest.mark.parametrize(
    ("dataset", "target", "task"),
    [
        ("sample:penguins_raw", "Sex", "multiclass"),
        ("sample:penguins_raw", "Body Mass (g)", "regression"),
        ("sample:automobile_price", "num-of-doors", "two-class"),
        ("sample:automobile_price", "normalized-losses", "regression"),
        ("sample:wine_quality_white", "quality", "multiclass"),
        ("sample:bike_share_daily", "weathersit", "multiclass"),
    ],
)
def test_other_targets_run_as_well(client: Client, dataset: str, target: str, task: str) -> None:
    have_samples(client)
    found = {column["name"]: column for column in client.checked("GET", f"/api/datasets/{dataset}/targets")["columns"]}
    wanted = task if task in found[target]["tasks"] else found[target]["tasks"][0]
    run_starter(client, dataset, target=target, task=wanted)


def test_a_target_that_is_not_there_is_refused_with_the_nearest(client: Client) -> None:
    have_samples(client)
    answer = client.get("/api/datasets/sample:automobile_price/starter", params={"target": "prise"})
    assert (answer.status_code, answer.json()["detail"]) == (
        422,
        "Column 'prise' is not in the data. Did you mean 'price'?",
    )


@pytest.mark.parametrize("module", OFFERED, ids=lambda module: module.name)
def test_an_example_has_no_problem(module: Module) -> None:
    nodes = example_nodes(module)
    assert nodes is not None
    assert [(found.node, found.message) for found in problems(drawing_of(Design(nodes=nodes), {}))] == []


def test_examples_run_where_data_are_all_that_they_need(client: Client) -> None:
    for name in ("join_data", "clean_missing_data", "linear_regression", "train_model", "add_rows", "smote"):
        nodes = client.checked("GET", f"/api/modules/{name}/help")["example"]
        run = client.run(client.new_design(nodes))
        assert set(states(run).values()) <= {"succeeded", "reused"}, (name, run)


def test_a_module_whose_example_cannot_be_typed_in_has_none(client: Client) -> None:
    assert client.checked("GET", "/api/modules/score_model/help")["example"] == {}


def test_the_help_names_the_errors_of_the_module(client: Client) -> None:
    told = client.checked("GET", "/api/modules/smote/help")["errors"]
    assert {"number": 1, "title": "Column not found"} in told


def test_most_modules_have_an_example_to_insert() -> None:
    assert len(OFFERED) > 50
