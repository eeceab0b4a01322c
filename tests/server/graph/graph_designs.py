"""Small designs for the tests of the graph."""

from typing import Any

from modules.kit import Column, Schema, catalog
from modules.kit.module_spec import PortSchema
from server.graph.analyzed_design import AnalyzedDesign
from server.graph.document import Design, parse_design
from server.graph.schema_inference import infer_schemas

CARS_SCHEMA = Schema(
    (
        Column("make", "text"),
        Column("doors", "integer"),
        Column("horsepower", "real"),
        Column("price", "integer"),
    )
)


def make_design(**nodes: dict[str, Any]) -> Design:
    return parse_design({"name": "Cars", "nodes": nodes})


def make_node(module: str, parameters: dict[str, Any] | None = None, **inputs: str | list[str]) -> dict[str, Any]:
    return {"module": module, "parameters": parameters or {}, "inputs": inputs}


def make_automobile_nodes() -> dict[str, dict[str, Any]]:
    """Data, split, learner, training, scoring, evaluation: without a problem."""
    return {
        "data": make_node("dataset", {"dataset": "cars"}),
        "split": make_node("split_data", {"fraction": 0.7}, dataset="data.dataset"),
        "linear": make_node("linear_regression"),
        "train": make_node(
            "train_model",
            {"label": "price"},
            untrained_model="linear.untrained_model",
            dataset="split.results_dataset1",
        ),
        "score": make_node("score_model", trained_model="train.trained_model", dataset="split.results_dataset2"),
        "evaluate": make_node("evaluate_model", scored_dataset="score.scored_dataset"),
    }


def analyze_nodes(nodes: dict[str, dict[str, Any]], *, trusted: bool = True) -> AnalyzedDesign:
    """The design with its columns known, on a server that has the dataset `cars`."""
    made = make_design(**nodes)
    known: dict[str, PortSchema] = {"data.dataset": CARS_SCHEMA}
    return AnalyzedDesign(made, catalog(), infer_schemas(made, catalog(), known), {"cars": "Cars"}, trusted)
