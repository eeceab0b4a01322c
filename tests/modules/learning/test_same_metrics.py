"""What the designer measures and what an exported script measures are the same numbers, to 1e-12, on any scores.

Evaluate Model has formulas of its own (`metric_formulas.py`), scripts have those of scikit-learn
(`exported_functions.py`). Neither knows weights of rows.
"""

import math
import warnings
from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest
from sklearn.cluster import KMeans
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import MinMaxScaler

from modules.clustering.k_means_clustering import k_means_clustering
from modules.kit import Dataset, Scores
from modules.learning.cluster_parameters import FEATURES
from modules.learning.evaluating import measure_dataset
from modules.learning.exported_cluster_functions import add_clusters, fit_cluster_pipeline, measure_clustering
from modules.learning.exported_functions import (
    make_encoder,
    make_one_hot_encoder,
    measure_anomaly_scores,
    measure_classes,
    measure_quantiles,
    measure_regression,
)
from modules.model_training.train_clustering_model import train_clustering_model

SEEDS = range(25)


def assert_same(frame: pd.DataFrame, scores: Scores, exported: Mapping[str, float]) -> None:
    measured = measure_dataset(Dataset(frame, scores=scores), port="scored").metrics
    assert list(measured) == list(exported)
    for name, value in measured.items():
        assert math.isclose(value, exported[name], rel_tol=1e-12, abs_tol=1e-12) or (
            math.isnan(value) and math.isnan(exported[name])
        ), (name, value, exported[name])


def draw_numbers(random: np.random.Generator, rows: int) -> np.ndarray:
    """Numbers with ties, all alike, of very different sizes, or ordinary ones."""
    return [
        random.normal(size=rows),
        random.integers(0, 3, rows).astype("float64"),
        np.full(rows, 4.0),
        random.normal(size=rows) * 10.0 ** random.integers(-6, 7, rows),
    ][random.integers(4)]


def drop_some(random: np.random.Generator, values: np.ndarray) -> pd.Series:
    """The values with gaps, as often as not; the first one stays."""
    gaps = random.random(len(values)) < random.choice([0.0, 0.3])
    gaps[0] = False
    return pd.Series(values).mask(gaps)


@pytest.mark.parametrize("seed", SEEDS)
def test_regression(seed: int) -> None:
    random = np.random.default_rng(seed)
    rows = int(random.choice([1, 2, 5, 200]))
    truth = draw_numbers(random, rows)
    predicted = truth if seed % 5 == 0 else draw_numbers(random, rows)
    frame = pd.DataFrame({"y": drop_some(random, truth), "Scored Labels": predicted})
    assert_same(frame, Scores("regression", "y", "Scored Labels"), measure_regression(frame, "y"))


@pytest.mark.parametrize("seed", SEEDS)
def test_quantiles(seed: int) -> None:
    random = np.random.default_rng(seed)
    rows = int(random.choice([1, 2, 50]))
    quantiles = ["0.1", "0.5", "0.9"][: random.integers(1, 4)]
    columns = {f"Scored Quantiles_{name}": draw_numbers(random, rows) for name in quantiles}
    frame = pd.DataFrame({"y": drop_some(random, draw_numbers(random, rows)), **columns})
    scores = Scores("quantile", "y", next(iter(columns)), quantiles=dict(zip(quantiles, columns, strict=True)))
    assert_same(frame, scores, measure_quantiles(frame, "y"))


def draw_probabilities(random: np.random.Generator, rows: int) -> np.ndarray:
    """Probabilities with ties, of 0 and 1 only, or ordinary ones; or scores beyond them."""
    return [
        random.random(rows),
        random.integers(0, 5, rows) / 4,
        random.integers(0, 2, rows).astype("float64"),
        random.normal(size=rows) * 3,
    ][random.integers(4)]


@pytest.mark.parametrize("seed", range(60))
def test_two_classes(seed: int) -> None:
    random = np.random.default_rng(seed)
    rows, share = int(random.choice([1, 3, 100])), float(random.choice([0.0, 0.5, 1.0, 0.9]))
    classes = np.array([["no", "yes"], [0, 1], [0.0, 1.0], [False, True]][seed % 4], dtype=object)
    label = pd.Series(classes[(random.random(rows) < share).astype(int)]).infer_objects()
    frame = pd.DataFrame({"y": label, "Scored Labels": pd.Series(classes[random.integers(0, 2, rows)]).infer_objects()})
    names = tuple(str(name).removesuffix(".0") for name in classes)
    probabilities = {}
    if seed % 3:
        frame["Scored Probabilities"] = draw_probabilities(random, rows)
        probabilities = {names[1]: "Scored Probabilities"}
    scores = Scores("two-class", "y", "Scored Labels", names, names[1], probabilities)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        exported = measure_classes(frame, "y", names)
    assert_same(frame, scores, exported)


@pytest.mark.parametrize("seed", range(40))
def test_more_classes(seed: int) -> None:
    random = np.random.default_rng(seed)
    rows = int(random.choice([1, 4, 150]))
    known = ["a", "b", "c", "d"][: random.integers(3, 5)]
    # Classes that the model never saw, and such as it never meets.
    met = known[: random.integers(1, len(known) + 1)] + ["e"] * int(seed % 4 == 0)
    truth = drop_some(random, random.choice(met, rows).astype(object))
    frame = pd.DataFrame({"y": truth, "Scored Labels": random.choice(known, rows)})
    probabilities = {}
    if seed % 3:
        given = random.random((rows, len(known))) * random.integers(0, 2, (rows, len(known)))
        given[:, 0] += 1e-3
        probabilities = {name: f"Scored Probabilities_{name}" for name in known}
        frame[list(probabilities.values())] = given / given.sum(axis=1, keepdims=True)
    scores = Scores("multiclass", "y", "Scored Labels", tuple(known), None, probabilities)
    assert_same(frame, scores, measure_classes(frame, "y", known))


@pytest.mark.parametrize("seed", SEEDS)
def test_anomalies(seed: int) -> None:
    random = np.random.default_rng(seed)
    rows = int(random.choice([2, 10, 100]))
    label = np.where(random.random(rows) < random.choice([0.1, 0.5, 0.9]), "odd", "even")
    label[:2] = ["odd", "even"]
    frame = pd.DataFrame(
        {
            "y": drop_some(random, label.astype(object)).fillna("even"),
            "Scored Labels": random.integers(0, 2, rows),
            "Scored Probabilities": draw_probabilities(random, rows),
        }
    )
    scores = Scores("anomaly", "y", "Scored Labels", ("0", "1"), "1", {"1": "Scored Probabilities"})
    assert_same(frame, scores, measure_anomaly_scores(frame, "y"))


@pytest.mark.parametrize("seed", range(8))
def test_clusters(seed: int) -> None:
    random = np.random.default_rng(seed)
    rows, clusters = 60, int(random.integers(2, 5))
    frame = pd.DataFrame(
        {
            "age": random.normal(40, 10, rows),
            "visits": random.integers(0, 4, rows),
            "kind": random.choice(["a", "b", "c"], rows),
        }
    )
    learner = k_means_clustering(number_of_centroids=clusters, number_of_starts=1, seed=seed)
    _, assigned = train_clustering_model(learner, Dataset(frame), column_set=FEATURES)
    pipeline = Pipeline(
        [
            ("encoder", make_encoder(frame, make_one_hot_encoder(), MinMaxScaler())),
            ("estimator", KMeans(clusters, n_init=1, max_iter=100, random_state=seed)),
        ]
    )
    model = fit_cluster_pipeline(pipeline, frame, list(frame))
    exported = measure_clustering(add_clusters(frame, model, own=True), model)
    assert assigned.scores is not None
    assert_same(assigned.frame, assigned.scores, exported)
