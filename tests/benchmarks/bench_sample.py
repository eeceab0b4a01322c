"""From an edit to what every port then shows, and what is known of a large design with each edit."""

import tempfile
import time
from pathlib import Path
from typing import Any

from modules.kit import Column, Schema, catalog
from server.graph.analyzed_design import AnalyzedDesign
from server.graph.column_statistics import ColumnStatistics, propagate_statistics
from server.graph.document import Design, parse_design
from server.graph.linter import find_advice
from server.graph.schema_inference import infer_schemas
from server.graph.validation.validation_rules import find_problems
from tests.benchmarks.measurement import BenchmarkMeasurement
from tests.live_server import Client, Server

EDITS = 15
NODES = 1_000
PREVIEW_AIM, KNOWING_AIM = 0.5, 0.05


def measure() -> list[BenchmarkMeasurement]:
    """The seconds from an edit of the adult census to its sample; those for problems and columns of a large design."""
    knowing, advising = _measure_analysis(make_large_design(NODES))
    return [
        BenchmarkMeasurement("edit to preview", "s", tuple(_measure_previews()), aim=PREVIEW_AIM, note="adult census"),
        BenchmarkMeasurement(
            "columns and problems", "s", knowing, aim=KNOWING_AIM, note=f"{NODES:,} nodes, from scratch, processor time"
        ),
        BenchmarkMeasurement("advice", "s", advising, note=f"{NODES:,} nodes"),
    ]


def _measure_previews() -> list[float]:
    with tempfile.TemporaryDirectory(prefix="designery-benchmark-") as folder:
        server = Server(Path(folder) / "home").start()
        try:
            client = server.open_client()
            design = client.request_json("POST", "/api/designs", json={"sample": "adult_income"})["id"]
            # A cross-validation trains five times over; the sample of it is no preview but a run.
            client.edit(design, {"path": ["nodes", "validate"]})
            client.request_json("POST", f"/api/designs/{design}/preview")
            return [_measure_preview(client, design, seed) for seed in range(EDITS)]
        finally:
            server.stop()


def _measure_preview(client: Client, design: str, seed: int) -> float:
    """A new seed for the split: all but the data are computed again."""
    started = time.perf_counter()
    client.edit(design, {"path": ["nodes", "split", "parameters", "seed"], "value": 1_000 + seed})
    body = client.request_json("POST", f"/api/designs/{design}/preview")
    assert body["nodes"]["evaluate"]["ports"]
    return time.perf_counter() - started


def _measure_analysis(design: Design, rounds: int = 9) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The seconds of processor time for columns, values and problems, and those for advice."""
    columns = Schema((*(Column(f"c{number}", "real") for number in range(19)), Column("y", "text", "label")))
    values = {column.name: ColumnStatistics(column.type, 1_000, 0.0, 0.5, 9.5, 900) for column in columns}
    sources = [f"{name}.dataset" for name, node in design.nodes.items() if node.module == "dataset"]
    knowing, advising = [], []
    for _ in range(rounds):
        started = time.process_time()
        foreseen = infer_schemas(design, catalog(), dict.fromkeys(sources, columns))
        seen = propagate_statistics(design, catalog(), foreseen, dict.fromkeys(sources, values))
        drawing = AnalyzedDesign(design, catalog(), foreseen, {"data": "data"}, True, statistics=seen)
        find_problems(drawing)
        known = time.process_time()
        find_advice(drawing)
        knowing.append(known - started)
        advising.append(time.process_time() - known)
    return tuple(knowing), tuple(advising)


def make_large_design(count: int) -> Design:
    """Pipelines of ten nodes each, beside one another."""
    nodes: dict[str, Any] = {}
    for number in range(count // 10):
        nodes |= {f"p{number}_{name}": node for name, node in _make_branch(f"p{number}_").items()}
    return parse_design({"nodes": nodes})


def _make_branch(prefix: str) -> dict[str, Any]:
    def node(module: str, parameters: dict[str, Any] | None = None, **inputs: str) -> dict[str, Any]:
        held = {port: f"{prefix}{reference}" for port, reference in inputs.items()}
        return {"module": module, "parameters": parameters or {}, "inputs": held}

    squared = {"operation": "Square", "column_set": {"start": "none", "names": ["c1"]}, "output_mode": "Inplace"}
    return {
        "data": node("dataset", {"dataset": "data"}),
        "squared": node("apply_math_operation", squared, dataset="data.dataset"),
        "split": node("split_data", {"fraction": 0.7}, dataset="squared.results_dataset"),
        "scale": node("normalize_data", dataset="split.results_dataset1"),
        "scaled": node(
            "apply_transformation", transformation="scale.transformation_function", dataset="split.results_dataset2"
        ),
        "learner": node("two_class_boosted_decision_tree"),
        "train": node(
            "train_model",
            {"label": "y"},
            untrained_model="learner.untrained_model",
            dataset="scale.transformed_dataset",
        ),
        "score": node("score_model", trained_model="train.trained_model", dataset="scaled.transformed_dataset"),
        "evaluate": node("evaluate_model", scored_dataset="score.scored_dataset"),
        "names": node("select_columns_in_dataset", {}, dataset="score.scored_dataset"),
    }
