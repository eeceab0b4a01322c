"""A design that ends in Register Model registers by itself, and promotes what is better only."""

from typing import Any

import numpy as np

from tests.live_server import Client, get_step_states
from tests.small_designs import make_node

Json = dict[str, Any]


def make_csv(rows: int = 300) -> str:
    generator = np.random.default_rng(0)
    signal, noise = generator.normal(size=rows), generator.normal(size=rows)
    label = signal + generator.normal(scale=0.3, size=rows)
    lines = (f"{a:.6f},{b:.6f},{c:.6f}" for a, b, c in zip(signal, noise, label, strict=True))
    return "signal,noise,y\n" + "\n".join(lines) + "\n"


def make_retraining_nodes(*columns: str) -> dict[str, Json]:
    """Trains on some of the columns, and registers the model as `gated`."""
    picked = {"start": "none", "names": [*columns, "y"]}
    return {
        "data": make_node("enter_data_manually", {"data": make_csv()}),
        "split": make_node("split_data", {"fraction": 0.5}, dataset="data.dataset"),
        "columns": make_node("select_columns_in_dataset", {"select_columns": picked}, dataset="split.results_dataset1"),
        "linear": make_node("linear_regression"),
        "train": make_node(
            "train_model", {"label": "y"}, untrained_model="linear.untrained_model", dataset="columns.results_dataset"
        ),
        "register": make_node(
            "register_model",
            {"name": "gated"},
            trained_model="train.trained_model",
            test_dataset="split.results_dataset2",
        ),
    }


def read_model(client: Client) -> Json:
    return next(model for model in client.request_json("GET", "/api/models") if model["name"] == "gated")


def read_log(client: Client, run: Json) -> str:
    lines = client.request_json("GET", f"/api/runs/{run['id']}/steps/register/log")
    return "\n".join(line["text"] for line in lines)


def test_retraining_adds_versions_and_promotes_the_better_ones(client: Client) -> None:
    design = client.create_design(make_retraining_nodes("noise"), "Retrain")
    first = client.run(design)
    assert get_step_states(first)["register"] == "succeeded"
    assert set(get_step_states(first).values()) <= {"succeeded", "reused"}  # other tests have trained the same model
    model = read_model(client)
    assert model["aliases"] == {"champion": 1}
    assert model["versions"][0]["learner"] == "Linear Regression"
    assert model["versions"][0]["created_by"] == "Register Model, run 1"
    assert "Registered as gated, version 1. It is the champion now." in read_log(client, first)

    again = client.run(design)
    assert "The model equals version 1 of gated, so no version was added." in read_log(client, again)

    choose(client, design, "signal", "noise")
    better = client.run(design)
    assert read_model(client)["aliases"] == {"champion": 2}
    assert "The new version is better: RMSE" in read_log(client, better)

    choose(client, design, "noise")
    worse = client.run(design)
    model = read_model(client)
    assert model["aliases"] == {"champion": 2}
    assert [version["version"] for version in model["versions"]] == [3, 2, 1]
    assert "The champion stays, as the new model is not clearly better: RMSE" in read_log(client, worse)


def choose(client: Client, design: str, *columns: str) -> None:
    path = ["nodes", "columns", "parameters", "select_columns"]
    client.edit(design, {"path": path, "value": {"start": "none", "names": [*columns, "y"]}})


def test_a_name_of_another_kind_is_said_in_the_log(client: Client) -> None:
    nodes = make_retraining_nodes("signal")
    nodes["clean"] = make_node("clean_missing_data", {}, dataset="data.dataset")
    nodes["register"]["parameters"]["name"] = "cleaning"
    cleaned = client.run(client.create_design({name: nodes[name] for name in ("data", "clean")}, "Cleaning"))
    client.request_json("POST", "/api/models", json={"name": "cleaning", "run": cleaned["id"], "node": "clean"})
    run = client.run(client.create_design(nodes, "Names"))
    assert run["state"] == "succeeded"
    assert (
        "The model was not registered. 'cleaning' holds transformations. "
        "Choose another name for this trained model." in read_log(client, run)
    )
