"""Many models: how many ridge regressions a second, what boosted trees cost beside a loop, and 10,000 groups."""

import os
import resource
import time

import numpy as np
import pandas as pd
from sklearn.base import clone
from threadpoolctl import threadpool_limits

from modules.kit import Dataset, UntrainedModel, catalog
from modules.kit.fan_out import FixedShare, provide_workers
from modules.many_models.train_many_models import train_many_models
from tests.benchmarks.measurement import BenchmarkMeasurement

ROWS, FEATURES = 150, [f"x{number}" for number in range(8)]
REPETITIONS = 3
RIDGE_AIM, TREES_AIM, MEMORY_AIM = 3_000.0, 1.1, 2_000.0


def measure() -> list[BenchmarkMeasurement]:
    """Models a second on two processes; boosted trees as a multiple of a tight loop divided by the processors."""
    small, large, trees = _make_table(2_000), _make_table(10_000), _make_table(60)
    ridge, boosted = _make_learner("linear_regression"), _make_learner("boosted_decision_tree_regression")
    _train(ridge, _make_table(20))
    speeds = [2_000 / _train(ridge, small) for _ in range(REPETITIONS)]
    processors = min(2, os.cpu_count() or 1)
    ratios = [_train(boosted, trees) / (_fit_in_a_loop(boosted, trees) / processors) for _ in range(REPETITIONS)]
    work = [_compare_processor_time(boosted, trees) for _ in range(REPETITIONS)]
    seconds = _train(ridge, large)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return [
        BenchmarkMeasurement("ridge, 150 rows x 8", "models/s", tuple(speeds), aim=RIDGE_AIM, better="higher"),
        BenchmarkMeasurement("boosted trees / (loop / processors)", "x", tuple(ratios), aim=TREES_AIM),
        BenchmarkMeasurement("boosted trees, processor time / loop's", "x", tuple(work), aim=TREES_AIM),
        BenchmarkMeasurement("10,000 groups", "s", (seconds,)),
        BenchmarkMeasurement("10,000 groups, memory", "MB", (used / 1024,), aim=MEMORY_AIM),
    ]


def _make_table(groups: int) -> Dataset:
    random = np.random.default_rng(7)
    values = random.normal(size=(groups * ROWS, len(FEATURES)))
    frame = pd.DataFrame(values, columns=FEATURES)
    frame["y"] = values @ random.normal(size=len(FEATURES)) + random.normal(size=len(frame))
    frame["group"] = np.repeat([f"group {number}" for number in range(groups)], ROWS)
    return Dataset(frame)


def _make_learner(name: str) -> UntrainedModel:
    made: UntrainedModel = catalog()[name].run({}, {})["untrained_model"]
    return made


def _train(learner: UntrainedModel, data: Dataset) -> float:
    began = time.perf_counter()
    with provide_workers(FixedShare(2)):
        train_many_models(learner, data, group_by=("group",), label="y", train_global_model=False)
    return time.perf_counter() - began


def _fit_in_a_loop(learner: UntrainedModel, data: Dataset) -> float:
    began = time.perf_counter()
    with threadpool_limits(1):
        for _, part in data.frame.groupby("group"):
            clone(learner.estimator).fit(part[FEATURES].to_numpy(), part["y"].to_numpy())
    return time.perf_counter() - began


def _compare_processor_time(learner: UntrainedModel, data: Dataset) -> float:
    """What all processes compute, as a multiple of the loop: other work on the machine hardly counts."""
    began = _read_processor_time()
    _train(learner, data)
    trained = _read_processor_time()
    _fit_in_a_loop(learner, data)
    return (trained - began) / (_read_processor_time() - trained)


def _read_processor_time() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
