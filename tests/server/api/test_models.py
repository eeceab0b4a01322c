"""The model registry through the interface: versions, signatures, metrics, aliases and what is kept for them."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.live_server import Client
from tests.small_designs import make_node, make_regression_nodes

Json = dict[str, Any]


@pytest.fixture(scope="module")
def run(client: Client) -> Json:
    run = client.run(client.create_design(make_regression_nodes(), "Prices"))
    assert run["state"] == "succeeded"
    return run


@pytest.fixture
def model(client: Client, run: Json) -> Iterator[Json]:
    """A model with two versions of the same result, the first of them champion."""
    register(client, run, "prices", aliases=["champion"])
    version = register(client, run, "prices")
    yield client.request_json("GET", f"/api/models/{version['model_id']}")
    client.delete(f"/api/models/{version['model_id']}")


def register(client: Client, run: Json, name: str, **more: object) -> Json:
    body = {"name": name, "run": run["id"], "node": "train", **more}
    made: Json = client.request_json("POST", "/api/models", json=body)
    return made


def get_artifact(run: Json, node: str) -> str:
    step = next(step for step in run["steps"] if step["node"] == node)
    artifact: str = next(iter(step["outputs"].values()))["artifact"]
    return artifact


def test_a_version_knows_its_columns_its_metrics_and_where_it_came_from(client: Client, run: Json, model: Json) -> None:
    version = client.request_json("GET", f"/api/models/{model['id']}/versions/2")
    assert version["artifact"] == get_artifact(run, "train")
    assert (version["run_id"], version["node"], version["design_name"]) == (run["id"], "train", "Prices")
    measured = client.request_json("GET", f"/api/artifacts/{get_artifact(run, 'evaluate')}")["view"]["models"][0]
    assert version["metrics"] == pytest.approx(measured["metrics"])
    signature = version["signature"]
    table = client.request_json("GET", f"/api/artifacts/{find_training_table(run)}")["view"]
    profiles = {column["name"]: column for column in table["columns"]}
    assert signature["label"]["name"] not in {column["name"] for column in signature["columns"]}
    for column in signature["columns"]:
        profile = profiles[column["name"]]
        assert (column["type"], column["minimum"], column["maximum"]) == (
            profile["type"],
            profile["min"],
            profile["max"],
        )


def test_versions_say_how_sure_their_metric_is(client: Client) -> None:
    """By the interval of their evaluation; a metric that was not compared has none."""
    nodes = make_regression_nodes()
    lines = (f"{number},{number % 7},{number * 2 + number % 5}" for number in range(120))
    nodes["data"]["parameters"]["data"] = "\n".join(["a,b,y", *lines])
    run = client.run(client.create_design(nodes, "Sure"))
    register(client, run, "sure")
    model = register(client, run, "sure")["model_id"]
    comparison = client.request_json("GET", f"/api/artifacts/{get_artifact(run, 'evaluate')}")["view"]["comparison"]
    (interval,) = comparison["intervals"]
    known = {"low": interval["low"], "high": interval["high"], "rows": comparison["rows"]}
    found = client.request_json("GET", f"/api/models/{model}/intervals")
    assert found == [{"version": version, **known} for version in (2, 1)]
    card = client.get(f"/api/models/{model}/versions/2/card").text
    assert f"{interval['low']:,.4g} and {interval['high']:,.4g} in 95 % of resamples" in card
    assert "| a | " in card.partition("## Effects")[2].partition("## ")[0]
    client.request_json("PATCH", f"/api/models/{model}", json={"metric": "Mean_Absolute_Error"})
    assert client.request_json("GET", f"/api/models/{model}/intervals") == []
    client.delete(f"/api/models/{model}")


def find_training_table(run: Json) -> str:
    step = next(step for step in run["steps"] if step["node"] == "split")
    artifact: str = step["outputs"]["results_dataset1"]["artifact"]
    return artifact


def test_the_newest_result_of_a_design_is_registered(client: Client, run: Json, model: Json) -> None:
    body = {"name": "prices", "design": run["design_id"], "node": "train"}
    assert client.request_json("POST", "/api/models", json=body)["run_id"] == run["id"]
    assert client.request_json("GET", f"/api/models/{model['id']}")["metric"] == "Root_Mean_Squared_Error"
    nobody = client.post("/api/models", json={**body, "node": "nobody"})
    assert nobody.json()["detail"] == "This module has no result yet. Run it first, then register its model."
    neither = client.post("/api/models", json={"name": "prices", "node": "train"})
    assert neither.json()["detail"] == "run is missing. Give a run, or a design to take its newest result."


def test_a_model_is_registered_whole_right_after_its_run(client: Client) -> None:
    """What a version is described by comes with the views, which are made beside the run."""
    nodes = make_regression_nodes()
    nodes["split"]["parameters"] = {"fraction": 0.8}
    run = client.run(client.create_design(nodes, "Whole"))
    version = register(client, run, "whole")
    assert (version["learner"], version["task"]) == ("Linear Regression", "regression")
    assert version["signature"]["label"]["name"] == "y"
    assert version["metrics"]
    client.delete(f"/api/models/{version['model_id']}")


def test_aliases_move_from_version_to_version(client: Client, model: Json) -> None:
    assert model["aliases"] == {"champion": 1}
    moved = client.request_json("PUT", f"/api/models/{model['id']}/aliases/champion", json={"version": 2})
    assert moved["aliases"] == {"champion": 2}
    assert [version["aliases"] for version in moved["versions"]] == [["champion"], []]
    refused = client.delete(f"/api/models/{model['id']}/versions/2")
    assert refused.status_code == 409
    assert refused.json()["detail"] == "Version 2 is champion. Move the alias to another version first."
    client.request_json("DELETE", f"/api/models/{model['id']}/aliases/champion")
    assert client.delete(f"/api/models/{model['id']}/versions/2").status_code == 204
    assert client.put(f"/api/models/{model['id']}/aliases/champion", json={"version": 2}).status_code == 404
    assert client.put(f"/api/models/{model['id']}/aliases/3", json={"version": 1}).status_code == 422


def test_the_number_of_a_deleted_version_is_not_given_again(client: Client, run: Json, model: Json) -> None:
    client.delete(f"/api/models/{model['id']}/versions/2")
    assert register(client, run, "prices")["version"] == 3


@pytest.mark.usefixtures("model")
def test_what_is_no_model_is_refused(client: Client, run: Json) -> None:
    for node, detail in (
        ("split", "Only trained models and transformations can be registered."),
        ("nobody", "This module has no result in this run."),
    ):
        answer = client.post("/api/models", json={"name": "prices", "run": run["id"], "node": node})
        assert answer.status_code == 409
        assert answer.json()["detail"].startswith(detail)
    assert (
        client.post("/api/models", json={"name": "Car prices!", "run": run["id"], "node": "train"}).status_code == 422
    )


@pytest.mark.usefixtures("model")
def test_a_name_holds_models_of_one_kind(client: Client) -> None:
    nodes: dict[str, Json] = {"data": make_regression_nodes()["data"]}
    nodes["clean"] = make_node("clean_missing_data", {}, dataset="data.dataset")
    run = client.run(client.create_design(nodes, "Cleaning"))
    answer = client.post("/api/models", json={"name": "prices", "run": run["id"], "node": "clean"})
    assert answer.status_code == 409
    assert answer.json()["detail"] == "'prices' holds trained models. Choose another name for this transformation."
    version = client.request_json("POST", "/api/models", json={"name": "cleaning", "run": run["id"], "node": "clean"})
    assert version["kind"] == "transformation"
    assert version["signature"]["columns"]


@pytest.mark.usefixtures("model")
def test_a_run_stays_as_long_as_a_model_needs_it(client: Client, run: Json) -> None:
    refused = client.delete(f"/api/runs/{run['id']}")
    assert refused.status_code == 409
    assert refused.json()["detail"] == "'prices', version 2, comes from this run. Delete that version first."
    assert client.request_json("GET", f"/api/runs/{run['id']}")["state"] == "succeeded"


def test_a_deleted_model_comes_back_with_its_versions(client: Client, run: Json, model: Json) -> None:
    assert client.delete(f"/api/models/{model['id']}").status_code == 204
    assert client.get(f"/api/models/{model['id']}").status_code == 404
    other = register(client, run, "prices")
    assert other["version"] == 1
    restored = client.request_json("POST", f"/api/models/{model['id']}/restore")
    assert restored["name"] == "prices-2"
    assert restored["versions"] == model["versions"]
    client.delete(f"/api/models/{other['model_id']}")


def test_a_model_is_renamed_and_noted(client: Client, run: Json, model: Json) -> None:
    register(client, run, "other")
    answer = client.patch(f"/api/models/{model['id']}", json={"name": "other"})
    assert answer.json()["detail"] == "A model named 'other' already exists. Choose another name."
    changed = client.request_json("PATCH", f"/api/models/{model['id']}", json={"name": "cars", "note": " Old cars "})
    assert (changed["name"], changed["note"]) == ("cars", "Old cars")
    noted = client.request_json("PATCH", f"/api/models/{model['id']}/versions/1", json={"tags": ["first", "first"]})
    assert (noted["tags"], noted["note"]) == (["first"], "")


def test_the_card_says_what_is_known(client: Client, model: Json) -> None:
    client.request_json("PATCH", f"/api/models/{model['id']}/versions/1", json={"note": "A | in a note."})
    card = client.get(f"/api/models/{model['id']}/versions/1/card").text
    assert card.startswith("# prices, version 1\n")
    for part in (
        "Aliases: champion.",
        "## Metrics",
        "## Limits",
        "It learned from 7 rows only.",
        "## Columns",
        "## Origin",
        "- Design: Prices, run 1",
    ):
        assert part in card


def test_the_file_of_a_model_can_be_downloaded(client: Client, model: Json) -> None:
    answer = client.get(f"/api/models/{model['id']}/versions/1/download")
    assert answer.headers["content-disposition"] == 'attachment; filename="prices-1.pickle"'
    assert len(answer.content) == model["versions"][0]["bytes"]


def make_scoring_nodes(version: str) -> dict[str, Json]:
    nodes = {name: make_regression_nodes()[name] for name in ("data", "score")}
    nodes["model"] = make_node("registered_model", {"model": "prices", "version": version})
    nodes["score"]["inputs"] = {"trained_model": "model.trained_model", "dataset": "data.dataset"}
    return nodes


@pytest.mark.parametrize("version", ["newest", "champion", "1"])
def test_a_design_scores_with_a_registered_model(client: Client, model: Json, version: str) -> None:
    scored = client.run(client.create_design(make_scoring_nodes(version), "Scoring"))
    assert scored["state"] == "succeeded"
    assert get_artifact(scored, "model") == model["versions"][0]["artifact"]


@pytest.mark.usefixtures("model")
def test_a_model_that_is_not_there_is_a_problem(client: Client) -> None:
    for version, said in (("9", "version 9"), ("best", "version called 'best'")):
        design = client.create_design(make_scoring_nodes(version), "Scoring")
        problems = client.request_json("GET", f"/api/designs/{design}/analysis")["problems"]
        errors = [problem["message"] for problem in problems if problem["severity"] == "error"]
        assert errors == [f"This server has no {said} of a model named 'prices'. Choose another one, or register it."]


def test_what_uses_an_alias_takes_the_version_that_it_points_to(client: Client, model: Json) -> None:
    """The plan of a run is made with the version of that moment, and says which one it was."""
    other_nodes = make_regression_nodes()
    other_nodes["split"]["parameters"] = {"fraction": 0.6}
    other = client.run(client.create_design(other_nodes, "Other prices"))
    version = register(client, other, "prices")
    design = client.create_design(make_scoring_nodes("champion"), "Scoring")
    before = get_artifact(client.run(design), "model")
    client.request_json("PUT", f"/api/models/{model['id']}/aliases/champion", json={"version": version["version"]})
    assert (before, get_artifact(client.run(design), "model")) == (
        model["versions"][0]["artifact"],
        version["artifact"],
    )
