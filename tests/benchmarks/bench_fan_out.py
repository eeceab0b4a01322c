"""What a fan-out saves: a tuning with 20 trials on one processor and on two."""

import time

import numpy as np
import pandas as pd

from modules.classification.two_class_boosted_decision_tree import two_class_boosted_decision_tree
from modules.kit import Dataset, UntrainedModel
from modules.kit.configured_learners import configure_learner
from modules.kit.fan_out import FixedShare, provide_workers
from modules.model_training.tune_model_hyperparameters import tune_model_hyperparameters
from tests.benchmarks.measurement import BenchmarkMeasurement

TRIALS = 20
ROWS = 4_000
REPETITIONS = 3
AIM = 0.6


def measure() -> list[BenchmarkMeasurement]:
    """Seconds with one process and with two, and their ratio; the results must be the same to the last bit."""
    samples: dict[int, list[float]] = {1: [], 2: []}
    tables = []
    for _ in range(REPETITIONS):
        for count, found in samples.items():
            began = time.perf_counter()
            tables.append(_tune(count))
            found.append(time.perf_counter() - began)
    if not all(table.equals(tables[0]) for table in tables):
        raise AssertionError("The trials depend on the number of processes.")
    ratios = [two / one for one, two in zip(samples[1], samples[2], strict=True)]
    return [
        BenchmarkMeasurement(f"{TRIALS} trials, 1 process", "s", tuple(samples[1])),
        BenchmarkMeasurement(f"{TRIALS} trials, 2 processes", "s", tuple(samples[2])),
        BenchmarkMeasurement("2 processes / 1", "x", tuple(ratios), aim=AIM),
    ]


def _tune(workers: int) -> pd.DataFrame:
    random = np.random.default_rng(7)
    frame = pd.DataFrame(random.normal(size=(ROWS, 10)), columns=[f"x{number}" for number in range(10)])
    frame["label"] = np.where(frame["x0"] * frame["x1"] + frame["x2"] + random.normal(size=ROWS) > 0, "yes", "no")
    learner = configure_learner(
        two_class_boosted_decision_tree,
        learning_rate={"list": [0.05, 0.1, 0.2, 0.4]},
        maximum_number_of_leaves_per_tree={"list": [4, 8, 16, 32, 64]},
    )
    assert isinstance(learner, UntrainedModel)
    with provide_workers(FixedShare(workers)):
        outputs = tune_model_hyperparameters(
            learner, Dataset(frame), label="label", specify_parameter_sweeping_mode="Entire grid", number_of_folds=3
        )
    return outputs.sweep_results.frame
