"""Designs that train on a table of every kind of column, and are deployed from there."""

import random
from typing import Any

from tests.live_server import Client
from tests.small_designs import make_node

Json = dict[str, Any]


def write_houses(rows: int = 120) -> str:
    """Houses as CSV: whole numbers, real numbers with gaps, texts, and yes or no."""
    chance = random.Random(3)
    lines = ["rooms,size,town,garden,price,dear"]
    for _ in range(rows):
        rooms, size = chance.randint(1, 8), round(chance.uniform(30, 220), 3)
        town, garden = chance.choice(["Oak", "Elm", "Ash"]), chance.random() < 0.4
        price = round(1000 * rooms + 37.13 * size + (9000 if town == "Oak" else 0) + chance.gauss(0, 900), 2)
        shown = "" if chance.random() < 0.1 else str(size)
        lines.append(f"{rooms},{shown},{town},{str(garden).lower()},{price},{'yes' if price > 9500 else 'no'}")
    return "\n".join(lines) + "\n"


def upload_houses(client: Client) -> str:
    """Houses as a stored dataset; returns its id."""
    headers = {"content-type": "application/octet-stream"}
    names = {"file_name": "houses.csv", "name": "Houses"}
    made = client.request_json("POST", "/api/datasets", params=names, content=write_houses().encode(), headers=headers)
    return str(made["id"])


def make_service_nodes(data: str, learner: str, label: str, parameters: Json | None = None) -> dict[str, Json]:
    """Houses, cleaned and normalized, and a learner on them; the other label is left out."""
    other = "dear" if label == "price" else "price"
    left_out = {"select_columns": {"start": "all", "names": [other]}}
    size = {"start": "none", "names": ["size"]}
    gaps = {"columns_to_be_cleaned": size, "cleaning_mode": "Replace with median"}
    return {
        "data": make_node("dataset", {"dataset": data}),
        "select": make_node("select_columns_in_dataset", left_out, dataset="data.dataset"),
        "clean": make_node("clean_missing_data", gaps, dataset="select.results_dataset"),
        "scale": make_node("normalize_data", {"columns_to_transform": size}, dataset="clean.cleaned_dataset"),
        "learner": make_node(learner, parameters),
        "train": make_node(
            "train_model",
            {"label": label},
            untrained_model="learner.untrained_model",
            dataset="scale.transformed_dataset",
        ),
        "score": make_node("score_model", trained_model="train.trained_model", dataset="scale.transformed_dataset"),
    }


def make_inference_design(client: Client, nodes: dict[str, Json], name: str) -> str:
    """Run a design that trains, and make the inference design of it; returns its id."""
    design = client.create_design(nodes, name)
    run = client.run(design)
    assert run["state"] == "succeeded", run
    made = client.request_json("POST", f"/api/designs/{design}/inference-designs", json={})
    client.request_json("POST", f"/api/designs/{made['id']}/trust")
    return str(made["id"])


def read_table(client: Client, run: Json, node: str) -> list[Json]:
    """The rows of a node's first output."""
    step = next(step for step in run["steps"] if step["node"] == node)
    artifact = next(iter(step["outputs"].values()))["artifact"]
    rows = client.request_json("GET", f"/api/artifacts/{artifact}/rows?limit=500")
    return [dict(zip(rows["columns"], row, strict=True)) for row in rows["rows"]]
