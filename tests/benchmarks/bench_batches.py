"""A million rows through Score in Batches, beside a loop of scikit-learn that does the same and nothing else.

Both read a table chunk by chunk, score it, and write the rows with their scores as Arrow. They take turns.
"""

import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.ipc

from modules.classification.two_class_logistic_regression import two_class_logistic_regression
from modules.kit import Dataset
from modules.learning.fitting import fit_model
from modules.model_scoring_and_evaluation.score_in_batches import score_in_batches
from tests.benchmarks.measurement import BenchmarkMeasurement
from tests.benchmarks.serving_peers import FEATURES, LABEL, fit_pipeline

BATCH_ROWS = 1_000_000
CHUNK_ROWS = 65_536
REPETITIONS = 3
TRAINING_ROWS = 5_000
AIM_RATIO = 1.2


def measure() -> list[BenchmarkMeasurement]:
    """The processor seconds of both, and their ratio."""
    frame = make_houses(BATCH_ROWS)
    training = frame.head(TRAINING_ROWS)
    model = fit_model(two_class_logistic_regression(), Dataset(training), LABEL)
    rows = frame[FEATURES]
    with tempfile.TemporaryDirectory() as folder:
        csv = Path(folder) / "houses.csv"
        training.to_csv(csv, index=False)
        pipeline = fit_pipeline(str(csv))
        ours, loop = [], []
        for _ in range(REPETITIONS):
            began = time.process_time()
            made = score_in_batches(Dataset(rows), None, model, rows_per_chunk=CHUNK_ROWS)
            ours.append(time.process_time() - began)
            assert made.scored_dataset.rows == BATCH_ROWS
            began = time.process_time()
            _score_in_a_loop(rows, pipeline, Path(folder) / "scores.arrow")
            loop.append(time.process_time() - began)
    ratios = tuple(one / other for one, other in zip(ours, loop, strict=True))
    return [
        BenchmarkMeasurement("Score in Batches", "s", tuple(ours)),
        BenchmarkMeasurement("a loop of scikit-learn", "s", tuple(loop)),
        BenchmarkMeasurement("Score in Batches / loop", "x", ratios, AIM_RATIO),
    ]


def make_houses(rows: int) -> pd.DataFrame:
    """Houses in four columns, and whether they are dear."""
    chance = np.random.default_rng(3)
    frame = pd.DataFrame(
        {
            "rooms": chance.integers(1, 9, rows),
            "size": chance.uniform(30, 220, rows).round(3),
            "town": pd.Series(chance.choice(["Oak", "Elm", "Ash"], rows), dtype="str"),
            "garden": chance.random(rows) < 0.4,
        }
    )
    price = 1000 * frame["rooms"] + 37.13 * frame["size"] + chance.normal(0, 900, rows)
    return frame.assign(**{LABEL: np.where(price > price.median(), "yes", "no")})


def _score_in_a_loop(rows: pd.DataFrame, pipeline: Any, path: Path) -> None:
    """What a careful person writes: predictions and probabilities, chunk by chunk, into a file."""
    writer = None
    with pa.OSFile(str(path), "wb") as sink:
        for start in range(0, len(rows), CHUNK_ROWS):
            chunk = rows.iloc[start : start + CHUNK_ROWS]
            probabilities = pipeline.predict_proba(chunk)
            labels = pipeline.classes_[probabilities.argmax(axis=1)]
            scored = chunk.assign(label=labels, probability=probabilities[:, 1])
            table = pa.Table.from_pandas(scored, preserve_index=False)
            writer = writer or pa.ipc.new_file(sink, table.schema)
            writer.write_table(table)
        assert writer is not None
        writer.close()
