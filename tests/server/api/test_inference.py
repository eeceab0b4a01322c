"""Inference designs through the interface. Those of the samples are made and run in test_samples."""

from typing import Any

from tests.live_server import Client
from tests.small_designs import make_regression_nodes, make_two_model_nodes


def test_the_deployed_model_scores_as_the_trained_one_did(client: Client) -> None:
    design = client.create_design(make_regression_nodes())
    before = read_scores(client, client.run(design), "score")
    made = client.request_json("POST", f"/api/designs/{design}/inference-designs", json={"mode": "batch"})
    after = read_scores(client, client.run(made["id"]), "score")
    assert set(before) <= set(after)  # the scored half of the split is among all rows


def read_scores(client: Client, run: dict[str, Any], node: str) -> list[float]:
    step = next(step for step in run["steps"] if step["node"] == node)
    rows = client.request_json("GET", f"/api/artifacts/{step['outputs']['scored_dataset']['artifact']}/rows?limit=500")
    column = rows["columns"].index("Scored Labels")
    return [row[column] for row in rows["rows"]]


def test_the_model_that_did_best_is_proposed(client: Client) -> None:
    design = client.create_design(make_two_model_nodes())
    assert [one["best"] for one in client.request_json("GET", f"/api/designs/{design}/scoring-nodes")] == [False, False]
    client.run(design)
    (run,) = client.request_json("GET", f"/api/designs/{design}/runs")
    explained = [model["metrics"]["Coefficient_of_Determination"] for model in run["evaluations"]["evaluate"]]
    found = client.request_json("GET", f"/api/designs/{design}/scoring-nodes")
    assert [(one["node"], one["best"]) for one in found] == [
        ("score", explained[0] > explained[1]),
        ("score_2", explained[1] > explained[0]),
    ]


def test_a_design_that_never_ran_says_what_to_run(client: Client) -> None:
    nodes = make_regression_nodes()
    nodes["split"]["parameters"] = {"fraction": 0.513}
    answer = client.post(f"/api/designs/{client.create_design(nodes)}/inference-designs", json={})
    assert answer.status_code == 409
    assert answer.json()["detail"] == (
        "Train Model has no up-to-date result. Run the design, then make the inference design."
    )


def test_a_design_without_scores_says_what_to_add(client: Client) -> None:
    nodes = {name: node for name, node in make_regression_nodes().items() if name not in ("score", "evaluate")}
    answer = client.post(f"/api/designs/{client.create_design(nodes)}/inference-designs", json={})
    assert answer.json()["detail"] == (
        "This design does not score anything yet. Add Score Model and connect a trained model to it."
    )


def test_a_stored_result_that_is_not_there_is_a_problem(client: Client) -> None:
    stored = {"model": {"module": "stored_model", "parameters": {"artifact": "0" * 64}}}
    design = client.create_design(stored)
    problems = client.request_json("GET", f"/api/designs/{design}/analysis")["problems"]
    assert [problem["message"] for problem in problems] == [
        "The stored result of this module does not exist on this server. Make the inference design again."
    ]
