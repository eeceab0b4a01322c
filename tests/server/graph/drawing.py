"""Small designs for the tests of the graph."""

from typing import Any

from modules.kit import Column, Schema, catalog
from modules.kit.declare import PortSchema
from server.graph.document import Design, read
from server.graph.drawing import Drawing
from server.graph.schemas import schemas

CARS = Schema(
    (
        Column("make", "text"),
        Column("doors", "integer"),
        Column("horsepower", "real"),
        Column("price", "integer"),
    )
)


def design(**nodes: dict[str, Any]) -> Design:
    return read({"name": "Cars", "nodes": nodes})


def node(module: str, parameters: dict[str, Any] | None = None, **inputs: str | list[str]) -> dict[str, Any]:
    return {"module": module, "parameters": parameters or {}, "inputs": inputs}


def automobile() -> dict[str, dict[str, Any]]:
    """Data, split, learner, training, scoring, evaluation: without a problem."""
    return {
        "data": node("dataset", {"dataset": "cars"}),
        "split": node("split_data", {"fraction": 0.7}, dataset="data.dataset"),
        "linear": node("linear_regression"),
        "train": node(
            "train_model",
            {"label": "price"},
            untrained_model="linear.untrained_model",
            dataset="split.results_dataset1",
        ),
        "score": node("score_model", trained_model="train.trained_model", dataset="split.results_dataset2"),
        "evaluate": node("evaluate_model", scored_dataset="score.scored_dataset"),
    }


def drawn(nodes: dict[str, dict[str, Any]], *, trusted: bool = True) -> Drawing:
    """The design with its columns known, on a server that has the dataset `cars`."""
    made = design(**nodes)
    known: dict[str, PortSchema] = {"data.dataset": CARS}
    return Drawing(made, catalog(), schemas(made, catalog(), known), {"cars": "Cars"}, trusted)
