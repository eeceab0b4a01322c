"""What independent branches save: two trainings in one slot and in two, eight on one worker of a cluster and on two."""

import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from tests.benchmarks.measurement import BenchmarkMeasurement
from tests.dask_cluster import start_cluster
from tests.live_server import Client, Server, wait_until
from tests.small_designs import make_node

#: Small enough that a training takes one thread.
ROWS, COLUMNS, TREES = 4_000, 10, 400
REPETITIONS = 3
AIM = 0.6
SECONDS = 1200.0


def measure() -> list[BenchmarkMeasurement]:
    """Seconds of the run that trains, without data and learners, and the ratios."""
    with tempfile.TemporaryDirectory(prefix="designery-benchmark-") as folder:
        here = {slots: _measure_slots(Path(folder) / f"slots{slots}", slots) for slots in (1, 2)}
        there = {workers: _measure_workers(Path(folder) / f"workers{workers}", workers) for workers in (1, 2)}
    return [
        *_compare("2 trainings", "slot", here),
        *_compare("8 trainings on a cluster", "worker", there),
    ]


def _compare(what: str, by: str, found: dict[int, list[float]]) -> list[BenchmarkMeasurement]:
    ratios = tuple(two / one for one, two in zip(found[1], found[2], strict=True))
    return [
        BenchmarkMeasurement(f"{what}, 1 {by}", "s", tuple(found[1])),
        BenchmarkMeasurement(f"{what}, 2 {by}s", "s", tuple(found[2])),
        BenchmarkMeasurement(f"{what}, 2 {by}s / 1", "x", ratios, aim=AIM),
    ]


def _measure_slots(folder: Path, slots: int) -> list[float]:
    server = Server(folder, {"DESIGNERY_SLOTS": str(slots)}, start_seconds=SECONDS)
    try:
        return _measure_runs(server.start().open_client(), 2, {})
    finally:
        server.stop()


def _measure_workers(folder: Path, workers: int) -> list[float]:
    cluster = start_cluster(folder / "cluster", workers=workers)
    server = Server(folder / "home", start_seconds=SECONDS)
    try:
        client = server.start().open_client()
        client.request_json("POST", "/api/targets", json={"name": "lab", **cluster.make_fields()})
        return _measure_runs(client, 8, {"compute_target": "lab"})
    finally:
        server.stop()
        cluster.stop()


def _measure_runs(client: Client, trainings: int, body: dict[str, str]) -> list[float]:
    """Seconds of each repetition, after one of small trainings that starts all processes."""
    _run(client, make_trainings(trainings, 0, trees=2), body)
    return [_run(client, make_trainings(trainings, repetition), body) for repetition in range(1, REPETITIONS + 1)]


def _run(client: Client, nodes: dict[str, Any], body: dict[str, str]) -> float:
    design = client.create_design(nodes)
    began = time.perf_counter()
    run = client.request_json("POST", f"/api/designs/{design}/runs", json=body)["id"]

    def find_end() -> str | None:
        state: str = client.request_json("GET", f"/api/runs/{run}")["state"]
        return None if state in ("queued", "running") else state

    state = wait_until(find_end, "the end of the run", SECONDS)
    assert state == "succeeded", state
    return time.perf_counter() - began


def make_trainings(count: int, repetition: int, trees: int = TREES) -> dict[str, Any]:
    """Boosted trees on the same rows, each by itself; none is that of another repetition."""
    random = np.random.default_rng(1)
    values = random.normal(size=(ROWS, COLUMNS)).round(4)
    label = values[:, 0] * values[:, 1] + values[:, 2] + random.normal(size=ROWS) > 0
    lines = [",".join([*(f"x{number}" for number in range(COLUMNS)), "y"])]
    lines += [",".join([*map(str, row), "yes" if one else "no"]) for row, one in zip(values, label, strict=True)]
    nodes = {"data": make_node("enter_data_manually", {"data": "\n".join(lines) + "\n"})}
    for number in range(count):
        settings = {
            "number_of_trees_constructed": trees,
            "learning_rate": 0.1 + repetition / 1_000 + number / 100_000,
        }
        nodes[f"learner{number}"] = make_node("two_class_boosted_decision_tree", settings)
        nodes[f"train{number}"] = make_node(
            "train_model",
            {"label": "y"},
            untrained_model=f"learner{number}.untrained_model",
            dataset="data.dataset",
        )
    return nodes
