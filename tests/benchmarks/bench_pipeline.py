"""A whole pipeline on a million rows, against a hand-written script that does the same and nothing else."""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from server.runs.table_ingest import ingest_table
from server.storage.orm.core_tables import DatasetRow
from server.storage.stores import dataset_store
from tests.benchmarks.benchmark_engine import BenchmarkEngine, MeasuredRun, Nodes, running_engine
from tests.benchmarks.measurement import BenchmarkMeasurement

BENCHMARK_ROWS = 1_000_000
BENCHMARK_TREES = 100
REPETITIONS = 3
AIM_RATIO = 1.1
CATEGORY_LEVELS = 8


def measure() -> list[BenchmarkMeasurement]:
    """The seconds of both, alternating, and their ratio."""
    return asyncio.run(_measure_both())


async def _measure_both() -> list[BenchmarkMeasurement]:
    with tempfile.TemporaryDirectory(prefix="designery-benchmark-") as folder:
        file = write_table(Path(folder) / "table.csv", BENCHMARK_ROWS)
        ours, theirs, details = [], [], []
        for _ in range(REPETITIONS):
            async with running_engine() as engine:  # each knows nothing of what the others computed
                seconds, ran = await _run_on_engine(engine, file)
            script, figures = _run_as_script(file)
            ours.append(seconds)
            theirs.append(script)
            details.append(
                _collect_step_seconds(ran) | {"script": figures["seconds"], "AUC": round(figures["metrics"]["AUC"], 4)}
            )
    ratios = tuple(mine / other for mine, other in zip(ours, theirs, strict=True))
    note = f"{BENCHMARK_ROWS:,} rows, 20 columns, {BENCHMARK_TREES} trees; seconds by step: {json.dumps(details[-1])}"
    return [
        BenchmarkMeasurement("design / script", "times", ratios, aim=AIM_RATIO, note=note),
        BenchmarkMeasurement("design, from the file to the metrics", "s", tuple(ours)),
        BenchmarkMeasurement("script, from the file to the metrics", "s", tuple(theirs)),
    ]


async def _run_on_engine(engine: BenchmarkEngine, file: Path) -> tuple[float, MeasuredRun]:
    """Read the file as an upload is read, and run the design on it."""
    await engine.engine.pool.wait_ready()
    began = time.perf_counter()
    dataset = await ingest_dataset(engine, file, "table")
    read = time.perf_counter() - began
    ran = await engine.run(make_benchmark_nodes(dataset))
    ran.run.steps[0].seconds = read
    return read + ran.seconds, ran


def _run_as_script(file: Path) -> tuple[float, Any]:
    """The script in a process of its own. Like a sandbox that waits for its run, it has its libraries imported."""
    command = [sys.executable, "-m", "tests.benchmarks.handwritten_script", str(file), str(BENCHMARK_TREES)]
    environment = {**os.environ, "OMP_WAIT_POLICY": "PASSIVE"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    figures = json.loads(done.stdout)
    return sum(figures["seconds"].values()), figures


def _collect_step_seconds(ran: MeasuredRun) -> dict[str, float]:
    return {step.node: round(step.seconds or 0, 2) for step in ran.run.steps}


async def ingest_dataset(engine: BenchmarkEngine, file: Path, dataset_id: str) -> str:
    """Read a file into the store as a dataset, and return its id."""
    table = await ingest_table(engine.engine, file, file.name)
    with engine.engine.database.session() as session:
        session.add(DatasetRow(id=dataset_id, name=dataset_id))
        session.flush()
        table.save_artifact(session)
        dataset_store.add_dataset_version(
            session,
            dataset_id,
            table.artifact,
            file_name=file.name,
            file_bytes=table.file_bytes,
            notices=table.notices,
        )
    return dataset_id


def make_benchmark_nodes(dataset: str, *, trees: int = BENCHMARK_TREES) -> Nodes:
    """Read, clean, encode, split, train, score, evaluate."""
    indicators = {"categorical_columns_to_convert": {"start": "none", "names": [f"c{i}" for i in range(4)]}}
    learner = {"number_of_trees_constructed": trees, "seed": 0}
    return {
        "read": _make_node("dataset", {"dataset": dataset}),
        "clean": _make_node("clean_missing_data", {"cleaning_mode": "Replace with mode"}, dataset="read.dataset"),
        "encode": _make_node(
            "convert_to_indicator_values",
            {**indicators, "overwrite_categorical_columns": True},
            dataset="clean.cleaned_dataset",
        ),
        "split": _make_node("split_data", {"fraction": 0.7, "seed": 0}, dataset="encode.results_dataset"),
        "learner": _make_node("two_class_boosted_decision_tree", learner),
        "train": _make_node(
            "train_model",
            {"label": "label"},
            untrained_model="learner.untrained_model",
            dataset="split.results_dataset1",
        ),
        "score": _make_node("score_model", trained_model="train.trained_model", dataset="split.results_dataset2"),
        "evaluate": _make_node("evaluate_model", scored_dataset="score.scored_dataset"),
    }


def _make_node(module: str, parameters: dict[str, Any] | None = None, **inputs: str) -> dict[str, Any]:
    return {"module": module, "parameters": parameters or {}, "inputs": inputs}


def write_table(path: Path, rows: int) -> Path:
    """A table of 15 columns of numbers, 4 of categories and a label, some values of which are missing."""
    random = np.random.default_rng(7)
    columns: dict[str, Any] = {f"f{i}": random.normal(size=rows).round(4) for i in range(10)}
    columns |= {f"i{i}": random.integers(0, 1000, rows) for i in range(5)}
    levels = np.array([f"level {i}" for i in range(CATEGORY_LEVELS)])
    codes = [random.integers(0, CATEGORY_LEVELS, rows) for _ in range(4)]
    columns |= {f"c{i}": levels[code] for i, code in enumerate(codes)}
    signal = columns["f0"] + columns["f1"] * columns["f2"] + columns["i0"] / 500 + codes[0] / 4 - 2
    columns["label"] = (signal + random.logistic(size=rows) > 0).astype(int)
    frame = pd.DataFrame(columns)
    for name in ("f3", "f4", "c3"):
        frame[name] = frame[name].mask(random.random(rows) < 0.05)
    frame.to_csv(path, index=False)
    return path
