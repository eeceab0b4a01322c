"""Every candidate of a search is a design that gives the same figures on the same rows, and so does its script."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.depth import choose_depth, deep
from tests.live_server import Client, wait_until
from tests.server_spawner import run_program
from tests.small_designs import make_node, make_regression_nodes

SEARCH = {
    "label": "paid",
    "maximum_number_of_trials": 7,
    "number_of_folds": 3,
    "time_limit_in_minutes": 5,
    "held_out_fraction": 0.25,
}


def make_payments() -> str:
    """Rows with gaps, categories, a column of IDs, and some without a label."""
    random = np.random.default_rng(3)
    count = 160
    income, kind = random.normal(50, 12, count), random.choice(["rent", "own", "other"], count)
    chance = 1 / (1 + np.exp(-(income - 50) / 8 - (kind == "own")))
    frame = pd.DataFrame(
        {
            "customer id": np.arange(count) + 1000,
            "income": np.where(random.random(count) < 0.1, np.nan, income.round(2)),
            "kind": kind,
            "age": random.integers(18, 70, count),
            "paid": np.where(random.random(count) < chance, "yes", "no"),
        }
    )
    frame.loc[:4, "paid"] = None
    text: str = frame.to_csv(index=False)
    return text


@pytest.fixture(scope="module")
def search(client: Client) -> tuple[dict[str, Any], dict[str, Any]]:
    """The run of a search, and the view of its leaderboard."""
    nodes = {
        "data": make_node("enter_data_manually", {"data": make_payments()}),
        "search": make_node("automated_ml", SEARCH, dataset="data.dataset"),
    }
    run = client.run(client.create_design(nodes))
    step = next(step for step in run["steps"] if step["node"] == "search")
    assert step["state"] == "succeeded", step
    artifact = step["outputs"]["leaderboard"]["artifact"]
    view = wait_until(
        lambda: client.request_json("GET", f"/api/artifacts/{artifact}")["view"], "the view of the search"
    )
    return run, view["shown_as"]


def open_candidate(client: Client, search: tuple[dict[str, Any], dict[str, Any]], number: int) -> dict[str, Any]:
    path = f"/api/runs/{search[0]['id']}/steps/search/candidate-designs"
    opened: dict[str, Any] = client.request_json("POST", path, json={"candidate": number})
    return opened


def test_the_search_says_what_it_left_out(search: tuple[dict[str, Any], dict[str, Any]]) -> None:
    view = search[1]
    assert view["omitted"] == ["customer id"]
    assert view["unlabeled_rows"] == 5
    assert view["search_rows"] + view["held_out_rows"] == 155
    left_out = view["columns"][0]
    assert (left_out["name"], left_out["used"]) == ("customer id", False)
    assert "looks like an ID" in left_out["reason"]


@deep
def test_each_candidate_gives_its_figures_as_a_design(
    client: Client, search: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    view = search[1]
    complete = [one for one in view["candidates"] if one["state"] == "complete"]
    assert len(complete) >= 2
    assert any(one["preparations"] for one in complete)
    complete.sort(key=lambda one: not one["preparations"])
    for candidate in complete[: choose_depth(2, len(complete))]:
        made = open_candidate(client, search, candidate["number"])
        assert client.request_json("GET", f"/api/designs/{made['id']}/analysis")["problems"] == []
        run = client.run(made["id"])
        mean = read_mean(client, run, "AUC")
        assert mean == pytest.approx(candidate["value"], abs=1e-9), candidate["learner"]


def test_the_ensemble_gives_its_final_figure_as_a_design(
    client: Client, search: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    view = search[1]
    members = [one["number"] for one in view["candidates"] if one["weight"] > 0]
    made = open_candidate(client, search, 0 if len(members) > 1 else members[0])
    run = client.run(made["id"])
    assert run["state"] == "succeeded"
    (measured,) = read_evaluation(client, made["id"])
    assert measured["metrics"]["AUC"] == pytest.approx(view["final_value"], abs=1e-9)


def read_evaluation(client: Client, design: str) -> list[dict[str, Any]]:
    (run,) = client.request_json("GET", f"/api/designs/{design}/runs")
    found: list[dict[str, Any]] = run["evaluations"]["evaluate"]
    return found


def read_mean(client: Client, run: dict[str, Any], metric: str) -> float:
    step = next(step for step in run["steps"] if step["node"] == "folds")
    artifact = step["outputs"]["evaluation_results_by_fold"]["artifact"]
    rows = client.request_json("GET", f"/api/artifacts/{artifact}/rows?limit=100")
    mean = next(row for row in rows["rows"] if row[0] == "Mean")
    return float(mean[rows["columns"].index(metric)])


def test_the_script_of_a_candidate_gives_the_same_figure(
    client: Client, search: tuple[dict[str, Any], dict[str, Any]], tmp_path: Path
) -> None:
    made = open_candidate(client, search, search[1]["best"])
    client.run(made["id"])
    (measured,) = read_evaluation(client, made["id"])
    assert run_script(client, made["id"], tmp_path)["AUC"] == pytest.approx(measured["metrics"]["AUC"], abs=1e-9)


def test_the_script_of_an_ensemble_gives_the_same_figure(
    client: Client, search: tuple[dict[str, Any], dict[str, Any]], tmp_path: Path
) -> None:
    if sum(one["weight"] > 0 for one in search[1]["candidates"]) < 2:
        pytest.skip("This search found no ensemble.")
    made = open_candidate(client, search, 0)
    found = run_script(client, made["id"], tmp_path)
    assert found["AUC"] == pytest.approx(search[1]["final_value"], abs=1e-9)


def run_script(client: Client, design: str, folder: Path) -> dict[str, float]:
    """The metrics that the exported script of a design writes."""
    source = client.request_json("GET", f"/api/designs/{design}/code")
    assert source["left_out"] == []
    code, said = run_program(source["text"], folder=folder)
    assert code == 0, said
    found: dict[str, float] = json.loads((folder / "metrics.json").read_text())["evaluate"]
    return found


def test_what_is_no_candidate_is_refused_with_what_to_do(
    client: Client, search: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    path = f"/api/runs/{search[0]['id']}/steps/search/candidate-designs"
    answer = client.post(path, json={"candidate": 999})
    assert (answer.status_code, answer.json()["detail"]) == (409, "This search has no trial 999.")
    run = client.run(client.create_design(make_regression_nodes()))
    answer = client.post(f"/api/runs/{run['id']}/steps/split/candidate-designs", json={"candidate": 1})
    assert answer.json()["detail"] == "This step has no search that is done. Run Automated ML first."
