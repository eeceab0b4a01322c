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

from server.runs.reading import read_file
from server.storage import datasets
from server.storage.tables import DatasetRow
from tests.benchmarks.engines import Nodes, Ran, Running, running
from tests.benchmarks.measuring import Measurement

ROWS = 1_000_000
TREES = 100
REPETITIONS = 3
AIM = 1.1
LEVELS = 8


def measure() -> list[Measurement]:
    """The seconds of both, alternating, and their ratio."""
    return asyncio.run(_measured())


async def _measured() -> list[Measurement]:
    with tempfile.TemporaryDirectory(prefix="designery-benchmark-") as folder:
        file = write_table(Path(folder) / "table.csv", ROWS)
        ours, theirs, details = [], [], []
        for _ in range(REPETITIONS):
            async with running() as engine:  # each knows nothing of what the others computed
                seconds, ran = await _through_engine(engine, file)
            script, told = _as_script(file)
            ours.append(seconds)
            theirs.append(script)
            details.append(_by_step(ran) | {"script": told["seconds"], "AUC": round(told["metrics"]["AUC"], 4)})
    ratios = tuple(mine / other for mine, other in zip(ours, theirs, strict=True))
    note = f"{ROWS:,} rows, 20 columns, {TREES} trees; seconds by step: {json.dumps(details[-1])}"
    return [
        Measurement("design / script", "times", ratios, aim=AIM, note=note),
        Measurement("design, from the file to the metrics", "s", tuple(ours)),
        Measurement("script, from the file to the metrics", "s", tuple(theirs)),
    ]


async def _through_engine(engine: Running, file: Path) -> tuple[float, Ran]:
    """Read the file as an upload is read, and run the design on it."""
    await engine.engine.pool.ready()
    began = time.perf_counter()
    dataset = await bind(engine, file, "table")
    read = time.perf_counter() - began
    ran = await engine.run(design(dataset))
    ran.run.steps[0].seconds = read
    return read + ran.seconds, ran


def _as_script(file: Path) -> tuple[float, Any]:
    """The script in a process of its own. Like a sandbox that waits for its run, it has its libraries imported."""
    command = [sys.executable, "-m", "tests.benchmarks.script", str(file), str(TREES)]
    environment = {**os.environ, "OMP_WAIT_POLICY": "PASSIVE"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    return sum(told["seconds"].values()), told


def _by_step(ran: Ran) -> dict[str, float]:
    return {step.node: round(step.seconds or 0, 2) for step in ran.run.steps}


async def bind(engine: Running, file: Path, dataset_id: str) -> str:
    """Read a file into the store as a dataset, and return its id."""
    table = await read_file(engine.engine, file, file.name)
    with engine.engine.database.session() as session:
        session.add(DatasetRow(id=dataset_id, name=dataset_id))
        session.flush()
        table.register(session)
        datasets.add_version(
            session,
            dataset_id,
            table.artifact,
            file_name=file.name,
            file_bytes=table.file_bytes,
            notices=table.notices,
        )
    return dataset_id


def design(dataset: str, *, trees: int = TREES) -> Nodes:
    """Read, clean, encode, split, train, score, evaluate."""
    indicators = {"categorical_columns_to_convert": {"start": "none", "names": [f"c{i}" for i in range(4)]}}
    learner = {"number_of_trees_constructed": trees, "seed": 0}
    return {
        "read": _node("dataset", {"dataset": dataset}),
        "clean": _node("clean_missing_data", {"cleaning_mode": "Replace with mode"}, dataset="read.dataset"),
        "encode": _node(
            "convert_to_indicator_values",
            {**indicators, "overwrite_categorical_columns": True},
            dataset="clean.cleaned_dataset",
        ),
        "split": _node("split_data", {"fraction": 0.7, "seed": 0}, dataset="encode.results_dataset"),
        "learner": _node("two_class_boosted_decision_tree", learner),
        "train": _node(
            "train_model",
            {"label": "label"},
            untrained_model="learner.untrained_model",
            dataset="split.results_dataset1",
        ),
        "score": _node("score_model", trained_model="train.trained_model", dataset="split.results_dataset2"),
        "evaluate": _node("evaluate_model", scored_dataset="score.scored_dataset"),
    }


def _node(module: str, parameters: dict[str, Any] | None = None, **inputs: str) -> dict[str, Any]:
    return {"module": module, "parameters": parameters or {}, "inputs": inputs}


def write_table(path: Path, rows: int) -> Path:
    """A table of 15 columns of numbers, 4 of categories and a label, some values of which are missing."""
    random = np.random.default_rng(7)
    columns: dict[str, Any] = {f"f{i}": random.normal(size=rows).round(4) for i in range(10)}
    columns |= {f"i{i}": random.integers(0, 1000, rows) for i in range(5)}
    levels = np.array([f"level {i}" for i in range(LEVELS)])
    codes = [random.integers(0, LEVELS, rows) for _ in range(4)]
    columns |= {f"c{i}": levels[code] for i, code in enumerate(codes)}
    signal = columns["f0"] + columns["f1"] * columns["f2"] + columns["i0"] / 500 + codes[0] / 4 - 2
    columns["label"] = (signal + random.logistic(size=rows) > 0).astype(int)
    frame = pd.DataFrame(columns)
    for name in ("f3", "f4", "c3"):
        frame[name] = frame[name].mask(random.random(rows) < 0.05)
    frame.to_csv(path, index=False)
    return path
