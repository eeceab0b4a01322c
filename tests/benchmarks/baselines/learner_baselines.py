"""What scikit-learn, LightGBM and XGBoost need for the learners.

Those that learn from a label are written in tests/modules/learning/test_same_numbers.py, which holds both to the same
numbers.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from sklearn.cluster import DBSCAN, AgglomerativeClustering, KMeans
from sklearn.decomposition import PCA
from sklearn.ensemble import IsolationForest
from sklearn.mixture import GaussianMixture
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler
from sklearn.svm import OneClassSVM

from modules.kit import Dataset, catalog
from tests.benchmarks.baselines.baseline import Baseline, BaselineCase
from tests.benchmarks.benchmark_tables import (
    NUMBER_COLUMNS,
    TEXT_COLUMNS,
    make_benchmark_table,
    make_labeled_table,
    make_ratings,
)
from tests.modules.learning.test_same_numbers import BY_HAND, make_learner

TASK_LABELS = {"regression": "price", "quantile": "price", "two-class": "paid", "multiclass": "kind"}

#: Learners that take seconds with 100,000 rows, and those whose networks take minutes.
FEWER_ROWS = {
    **dict.fromkeys(
        (
            "decision_forest_regression",
            "fast_forest_quantile_regression",
            "lightgbm_classifier",
            "lightgbm_regression",
            "multiclass_boosted_decision_tree",
            "multiclass_decision_forest",
            "one_vs_all_multiclass",
            "one_vs_one_multiclass",
            "two_class_averaged_perceptron",
            "two_class_decision_forest",
            "two_class_support_vector_machine",
            "xgboost_classifier",
            "xgboost_regression",
        ),
        20_000,
    ),
    **dict.fromkeys(
        ("multiclass_neural_network", "neural_network_regression", "quantile_regression", "two_class_neural_network"),
        2_000,
    ),
}


def build_supervised(name: str, task: str, rows: int) -> Baseline:
    label = TASK_LABELS[task]
    frame = make_labeled_table(rows, label)
    features = frame.drop(columns=label)
    target = frame[label].to_numpy(dtype=None if label == "price" else object)
    by_hand = BY_HAND[name][task]
    inputs = {"untrained_model": make_learner(name), "dataset": Dataset(frame)}
    says = "pipeline.fit"
    return Baseline(says, lambda: by_hand(len(TEXT_COLUMNS)).fit(features, target), inputs, {"label": label})


def build_poisson(rows: int) -> Baseline:
    """The penalty is weighed against the number of rows, which the test of the same numbers has fixed."""
    from sklearn.linear_model import PoissonRegressor

    from tests.modules.learning.test_same_numbers import make_scaled_estimator

    frame = make_labeled_table(rows, "price")
    made = make_scaled_estimator(PoissonRegressor(alpha=1 / rows, tol=1e-7, max_iter=1000, solver="newton-cholesky"))
    features, target = frame.drop(columns="price"), frame["price"].to_numpy()
    inputs = {"untrained_model": make_learner("poisson_regression"), "dataset": Dataset(frame)}
    return Baseline("pipeline.fit", lambda: made.fit(features, target), inputs, {"label": "price"})


def build_unsupervised(name: str, made: Callable[[], Any], clusters: bool, rows: int) -> Baseline:
    """The library fits, and says where each row belongs or how strange it is, as the module does."""
    frame = make_benchmark_table(rows)[NUMBER_COLUMNS]
    untrained = catalog()[name].run({}, {})["untrained_model"]
    inputs = {"untrained_model": untrained, "dataset": Dataset(frame)}

    def fitted() -> object:
        pipeline = made()
        if clusters:
            return pipeline.fit_predict(frame)
        return pipeline.fit(frame).score_samples(frame)

    return Baseline("pipeline.fit_predict" if clusters else "pipeline.fit, score_samples", fitted, inputs)


def build_combined(module: str, rows: int) -> Baseline:
    """One against all, and one against one: of logistic regressions."""
    return build_supervised(module, "multiclass", rows)


def build_svd(rows: int) -> Baseline:
    """Nothing is in scikit-learn for gaps; numpy's decomposition of the full table is the nearest."""
    frame = make_ratings(rows)
    full = frame.pivot(index="person", columns="film", values="stars").fillna(3.0).to_numpy()
    inputs = {"training_dataset": Dataset(frame)}
    return Baseline("numpy.linalg.svd of the filled table", lambda: np.linalg.svd(full, full_matrices=False), inputs)


CLUSTERERS: dict[str, tuple[Callable[[], Any], int]] = {
    "k_means_clustering": (
        lambda: make_pipeline(MinMaxScaler(), KMeans(2, n_init=1, max_iter=100, random_state=0)),
        100_000,
    ),
    "gaussian_mixture": (
        lambda: make_pipeline(StandardScaler(), GaussianMixture(3, max_iter=100, random_state=0)),
        100_000,
    ),
    "dbscan": (lambda: make_pipeline(StandardScaler(), DBSCAN(eps=0.5)), 5_000),
    "hierarchical_clustering": (lambda: make_pipeline(StandardScaler(), AgglomerativeClustering(3)), 3_000),
}
DETECTORS: dict[str, tuple[Callable[[], Any], int]] = {
    "isolation_forest": (lambda: IsolationForest(n_estimators=100, max_samples=256, random_state=0), 100_000),
    "one_class_svm": (lambda: make_pipeline(StandardScaler(), OneClassSVM(nu=0.05)), 5_000),
    "pca_based_anomaly_detection": (
        lambda: make_pipeline(StandardScaler(), PCA(2, svd_solver="randomized", n_oversamples=2, random_state=0)),
        100_000,
    ),
}
LEARNER_CASES: dict[str, BaselineCase] = {
    **{
        name: BaselineCase(
            partial(build_supervised, name, next(iter(tasks))), FEWER_ROWS.get(name, 100_000), "train_model"
        )
        for name, tasks in BY_HAND.items()
        if name != "poisson_regression"
    },
    "poisson_regression": BaselineCase(build_poisson, module="train_model"),
    **{
        name: BaselineCase(partial(build_unsupervised, name, made, True), rows, "train_clustering_model")
        for name, (made, rows) in CLUSTERERS.items()
    },
    **{
        name: BaselineCase(partial(build_unsupervised, name, made, False), rows, "train_anomaly_detection_model")
        for name, (made, rows) in DETECTORS.items()
    },
    "train_svd_recommender": BaselineCase(build_svd),
}
