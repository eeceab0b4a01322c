"""Every learner gives the metrics of the same work written by hand with scikit-learn."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn import metrics
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.ensemble import (
    ExtraTreesRegressor,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestRegressor,
)
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge, SGDClassifier, SGDRegressor
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, OrdinalEncoder, StandardScaler

from modules.classification.multiclass_logistic_regression import multiclass_logistic_regression
from modules.classification.two_class_boosted_decision_tree import two_class_boosted_decision_tree
from modules.classification.two_class_logistic_regression import two_class_logistic_regression
from modules.classification.two_class_support_vector_machine import two_class_support_vector_machine
from modules.kit import Dataset, UntrainedModel
from modules.model_scoring_and_evaluation.evaluate_model import evaluate_model
from modules.model_scoring_and_evaluation.score_model import score_model
from modules.model_training.train_model import train_model
from modules.regression.boosted_decision_tree_regression import boosted_decision_tree_regression
from modules.regression.decision_forest_regression import decision_forest_regression
from modules.regression.linear_regression import linear_regression
from tests.modules.learning.sample_frames import read_adult, read_automobile, read_penguins, split_halves

TEXT_SELECTOR = make_column_selector(dtype_include=["object", "str", "category"])
NUMBER_SELECTOR = make_column_selector(dtype_include="number")


def make_one_hot_encoder(scaler: Any = "passthrough") -> Any:
    return make_column_transformer(
        (OneHotEncoder(handle_unknown="ignore", sparse_output=False), TEXT_SELECTOR), (scaler, NUMBER_SELECTOR)
    )


def make_ordinal_encoder() -> Any:
    return make_column_transformer(
        (OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=np.nan), TEXT_SELECTOR),
        ("passthrough", NUMBER_SELECTOR),
    )


def make_boosted_trees(kind: Any, categories: int) -> Any:
    """Boosted trees as the modules set them; the first columns are categories."""
    return make_pipeline(
        make_ordinal_encoder(),
        kind(
            max_leaf_nodes=20,
            min_samples_leaf=10,
            learning_rate=0.2,
            early_stopping=False,
            random_state=0,
            categorical_features=list(range(categories)),
        ),
    )


def compute_our_metrics(learner: UntrainedModel, train: Dataset, test: Dataset, label: str) -> dict[str, float]:
    model = train_model(learner, train, label=label)
    return dict(evaluate_model(score_model(model, test).scored_dataset).metrics[0])


def split_label(dataset: Dataset, label: str) -> tuple[pd.DataFrame, Any]:
    target = dataset.frame[label]
    return dataset.frame.drop(columns=label), target.to_numpy(dtype=object if target.dtype == "str" else None)


REGRESSION: dict[str, tuple[Callable[[], UntrainedModel], Callable[[], Any]]] = {
    "ridge": (linear_regression, lambda: make_pipeline(make_one_hot_encoder(), Ridge(alpha=0.001))),
    "least squares": (
        lambda: linear_regression(l2_regularization_weight=0),
        lambda: make_pipeline(make_one_hot_encoder(), LinearRegression()),
    ),
    "gradient descent": (
        lambda: linear_regression(solution_method="Online Gradient Descent", seed=3),
        lambda: make_pipeline(
            make_one_hot_encoder(MinMaxScaler()),
            SGDRegressor(alpha=0.001, eta0=0.1, max_iter=10, tol=None, random_state=3),
        ),
    ),
    "boosted trees": (
        boosted_decision_tree_regression,
        lambda: make_boosted_trees(HistGradientBoostingRegressor, categories=10),
    ),
    "bagging": (
        lambda: decision_forest_regression(seed=5),
        lambda: make_pipeline(make_ordinal_encoder(), RandomForestRegressor(8, max_depth=32, random_state=5)),
    ),
    "replicate": (
        lambda: decision_forest_regression(resampling_method="Replicate Resampling", seed=5),
        lambda: make_pipeline(make_ordinal_encoder(), ExtraTreesRegressor(8, max_depth=32, random_state=5)),
    ),
}


@pytest.mark.parametrize("name", REGRESSION)
def test_regression_metrics_equal_those_of_scikit_learn(name: str) -> None:
    learner, by_hand = REGRESSION[name]
    train, test = split_halves(read_automobile(), "price")
    features, target = split_label(train, "price")
    test_features, truth = split_label(test, "price")

    predicted = by_hand().fit(features, target).predict(test_features)

    absolute = np.abs(truth - truth.mean()).sum()
    assert compute_our_metrics(learner(), train, test, "price") == pytest.approx(
        {
            "Mean_Absolute_Error": metrics.mean_absolute_error(truth, predicted),
            "Root_Mean_Squared_Error": metrics.root_mean_squared_error(truth, predicted),
            "Relative_Absolute_Error": np.abs(predicted - truth).sum() / absolute,
            "Relative_Squared_Error": 1 - metrics.r2_score(truth, predicted),
            "Coefficient_of_Determination": metrics.r2_score(truth, predicted),
        },
        rel=1e-6,
    )


def make_support_vector_machine() -> Any:
    machine = SGDClassifier(alpha=0.001, max_iter=10, tol=None, average=True, random_state=0)
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    return make_pipeline(
        make_one_hot_encoder(StandardScaler()), CalibratedClassifierCV(machine, cv=folds, ensemble=False)
    )


TWO_CLASS: dict[str, tuple[Callable[[], UntrainedModel], Callable[[], Any]]] = {
    "logistic regression": (
        two_class_logistic_regression,
        # By Newton's method, as L-BFGS stops further from the optimum than the digits that are compared.
        lambda: make_pipeline(
            make_one_hot_encoder(StandardScaler()), LogisticRegression(tol=1e-7, solver="newton-cholesky")
        ),
    ),
    "boosted trees": (
        two_class_boosted_decision_tree,
        lambda: make_boosted_trees(HistGradientBoostingClassifier, categories=8),
    ),
    "support vector machine": (two_class_support_vector_machine, make_support_vector_machine),
}


@pytest.mark.parametrize("name", TWO_CLASS)
def test_two_class_metrics_equal_those_of_scikit_learn(name: str) -> None:
    learner, by_hand = TWO_CLASS[name]
    train, test = split_halves(read_adult(3000), "income", classes=True)
    features, target = split_label(train, "income")
    test_features, labels = split_label(test, "income")

    model = by_hand().fit(features, target)
    predicted, probability = model.predict(test_features), model.predict_proba(test_features)[:, 1]

    truth = labels == ">50K"
    assert compute_our_metrics(learner(), train, test, "income") == pytest.approx(
        {
            "Accuracy": metrics.accuracy_score(labels, predicted),
            "Precision": metrics.precision_score(truth, predicted == ">50K"),
            "Recall": metrics.recall_score(truth, predicted == ">50K"),
            "F1": metrics.f1_score(truth, predicted == ">50K"),
            "AUC": metrics.roc_auc_score(truth, probability),
            "Average_Precision": metrics.average_precision_score(truth, probability),
            "Log_Loss": metrics.log_loss(truth, probability),
        },
        rel=1e-6,
    )


def test_multiclass_metrics_equal_those_of_scikit_learn() -> None:
    train, test = split_halves(read_penguins(), "Species", classes=True)
    features, target = split_label(train, "Species")
    test_features, truth = split_label(test, "Species")

    model = make_pipeline(make_one_hot_encoder(StandardScaler()), LogisticRegression(tol=1e-7, max_iter=5000))
    model.fit(features, target)
    predicted = model.predict(test_features)

    average: dict[str, Any] = {"average": "macro"}
    assert compute_our_metrics(multiclass_logistic_regression(), train, test, "Species") == pytest.approx(
        {
            "Accuracy": metrics.accuracy_score(truth, predicted),
            "Macro_Precision": metrics.precision_score(truth, predicted, **average),
            "Macro_Recall": metrics.recall_score(truth, predicted, **average),
            "Macro_F1": metrics.f1_score(truth, predicted, **average),
            "Log_Loss": metrics.log_loss(truth, model.predict_proba(test_features)),
        },
        rel=1e-5,
    )


def test_linear_regression_of_automobile_prices_explains_as_much_as_azure_publishes() -> None:
    explained = []
    for seed in range(12):
        train, test = split_halves(read_automobile(), "price", seed)
        explained.append(compute_our_metrics(linear_regression(), train, test, "price")["Coefficient_of_Determination"])

    assert min(explained) > 0.665
    assert max(explained) < 0.925


@pytest.mark.parametrize("normalized", [True, False])
def test_logistic_regression_normalizes_numbers_unless_told_otherwise(normalized: bool) -> None:
    random = np.random.default_rng(0)
    counts = random.poisson([0.05, 3.0, 40.0], size=(400, 3))
    label = (counts @ [1.0, 0.2, 0.01] + random.normal(0, 0.5, 400) > 1.1).astype(int)
    frame = pd.DataFrame(counts, columns=["rare", "common", "length"])
    learner = two_class_logistic_regression(normalize_features=normalized)
    model = train_model(learner, Dataset(frame.assign(spam=label)), label="spam")
    plain = LogisticRegression(tol=1e-9, max_iter=5000)
    expected = (make_pipeline(StandardScaler(), plain) if normalized else plain).fit(counts, label)
    found = model.pipeline.predict_proba(frame)
    np.testing.assert_allclose(found, expected.predict_proba(counts), rtol=1e-5)
