"""From a table to a first model in one request, and examples of modules to be put into a design."""

from typing import Any

import pytest

from modules.kit import Module, catalog
from server.graph.builders.module_examples import build_example_nodes
from server.graph.document import Design
from server.graph.validation.validation_rules import find_problems
from server.samples.sample_data import SAMPLE_DATASETS
from tests.depth import leave_to_night
from tests.live_server import Client, get_step_states
from tests.server.graph.linter_data import analyze_with_data
from tests.small_designs import make_node

MODULES_WITH_EXAMPLES = [module for module in catalog().values() if build_example_nodes(module, catalog())]

#: Their first designs learn for seconds: tests/server/graph/test_starter.py holds for each commit that these have no
#: problem, and tables of the same kinds are run.
LARGE_DATASETS = ("sample:sms_spam", "sample:adult_census", "sample:digits", "sample:bike_share_daily")


def import_samples(client: Client) -> None:
    """Sample data are read when a design first names them."""
    client.create_design(
        {f"n{at}": make_node("dataset", {"dataset": name}) for at, name in enumerate(SAMPLE_DATASETS)}, trusted=False
    )


def run_starter(client: Client, dataset: str, **asked: str) -> dict[str, Any]:
    made: dict[str, Any] = client.request_json("GET", f"/api/datasets/{dataset}/quick-start", params=asked)
    design = client.create_design(made["nodes"], trusted=False)
    known = client.request_json("GET", f"/api/designs/{design}/analysis")
    # Which columns are protected is for people to judge, in a first design too.
    advice = [found for found in known["advice"] if found["rule"] != "protected column"]
    assert (known["problems"], advice) == ([], [])
    run = client.run(design)
    assert set(get_step_states(run).values()) <= {"succeeded", "reused"}, run
    return made


@pytest.mark.parametrize("dataset", leave_to_night(SAMPLE_DATASETS, lambda name: name in LARGE_DATASETS))
def test_the_proposed_first_design_of_each_table_runs(client: Client, dataset: str) -> None:
    import_samples(client)
    best = client.request_json("GET", f"/api/datasets/{dataset}/target-candidates")["proposed"]
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
    import_samples(client)
    found = {
        column["name"]: column
        for column in client.request_json("GET", f"/api/datasets/{dataset}/target-candidates")["columns"]
    }
    expected = task if task in found[target]["tasks"] else found[target]["tasks"][0]
    run_starter(client, dataset, target=target, task=expected)


def test_a_target_that_is_not_there_is_refused_with_the_nearest(client: Client) -> None:
    import_samples(client)
    answer = client.get("/api/datasets/sample:automobile_price/quick-start", params={"target": "prise"})
    assert (answer.status_code, answer.json()["detail"]) == (
        422,
        "Column 'prise' is not in the data. Did you mean 'price'?",
    )


SHOPS = "month,shop,sales\n" + "".join(
    f"{2018 + month // 12}-{month % 12 + 1:02d}-01,{shop},{level + month + 10 * (month % 12)}\n"
    for shop, level in (("north", 100), ("south", 40))
    for month in range(48)
)


def upload_table(client: Client, name: str, text: str) -> str:
    headers = {"Content-Type": "application/octet-stream"}
    answer = client.post("/api/datasets", params={"file_name": name}, content=text.encode(), headers=headers)
    assert answer.is_success, answer.text
    found: str = answer.json()["id"]
    return found


def test_a_table_of_series_gets_a_design_that_forecasts(client: Client) -> None:
    dataset = upload_table(client, "shops.csv", SHOPS)
    offered = client.request_json("GET", f"/api/datasets/{dataset}/quick-start", params={"target": "sales"})
    offer = {key: value for key, value in offered["forecast"].items() if key != "reason"}
    assert offer == {
        "time": "month",
        "series": "shop",
        "frequency": "Monthly",
        "step": "month",
        "horizon": 12,
        "longest_horizon": 24,
    }
    assert "To predict future times, choose Forecast." in offered["series"]
    made = run_starter(client, dataset, target="sales", forecast="true", horizon="6")
    assert made["nodes"]["forecast"]["parameters"]["horizon"] == 6


def test_a_forecast_that_the_rows_do_not_allow_is_refused_with_the_reason(client: Client) -> None:
    dataset = upload_table(client, "shops.csv", SHOPS)
    address = f"/api/datasets/{dataset}/quick-start"
    far = client.get(address, params={"target": "sales", "forecast": "true", "horizon": "25"})
    words = client.get(address, params={"target": "shop", "forecast": "true"})
    assert (far.status_code, far.json()["detail"], words.status_code) == (
        422,
        "The rows have 48 times, so at most 24 can be held out. Got 25.",
        422,
    )
    assert words.json()["detail"].startswith("'shop' can't be forecast from these rows. A forecast needs numbers")


@pytest.mark.parametrize("module", MODULES_WITH_EXAMPLES, ids=lambda module: module.name)
def test_an_example_has_no_problem(module: Module) -> None:
    if module.role == "loop_end":
        pytest.skip("The end of a loop alone says that its beginning is missing.")
    nodes = build_example_nodes(module, catalog())
    assert nodes is not None
    assert [(found.node, found.message) for found in find_problems(analyze_with_data(Design(nodes=nodes), {}))] == []


def test_examples_run_where_data_are_all_that_they_need(client: Client) -> None:
    for name in ("join_data", "clean_missing_data", "linear_regression", "train_model", "add_rows", "smote"):
        nodes = client.request_json("GET", f"/api/modules/{name}/help")["example"]
        run = client.run(client.create_design(nodes))
        assert set(get_step_states(run).values()) <= {"succeeded", "reused"}, (name, run)


def test_a_module_whose_example_cannot_be_typed_in_has_none(client: Client) -> None:
    assert client.request_json("GET", "/api/modules/score_model/help")["example"] == {}


def test_the_help_names_the_errors_of_the_module(client: Client) -> None:
    body = client.request_json("GET", "/api/modules/smote/help")["errors"]
    assert {"number": 1, "title": "Column not found"} in body


def test_most_modules_have_an_example_to_insert() -> None:
    assert len(MODULES_WITH_EXAMPLES) > 50
