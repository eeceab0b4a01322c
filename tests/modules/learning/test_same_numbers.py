"""Each learner of the catalog gives the numbers of the bare library on the same split, to six digits.

The table is held against the catalog, so that a new learner cannot be forgotten.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn import metrics
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import TransformedTargetRegressor
from sklearn.ensemble import (
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.linear_model import (
    ElasticNet,
    LogisticRegression,
    PoissonRegressor,
    Ridge,
    SGDClassifier,
    TweedieRegressor,
)
from sklearn.model_selection import StratifiedKFold
from sklearn.multiclass import OneVsOneClassifier, OneVsRestClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import LabelEncoder, StandardScaler
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor
from threadpoolctl import threadpool_limits

from modules.kit import Dataset, UntrainedModel, catalog
from modules.kit.schema import LABELED_TASKS
from modules.learning.linear_quantiles import LinearQuantileRegressor
from modules.learning.supervised_examples import make_loan_learner
from modules.model_scoring_and_evaluation.evaluate_model import evaluate_model
from modules.model_scoring_and_evaluation.score_model import score_model
from modules.model_training.train_model import train_model
from tests.modules.learning.sample_frames import read_adult, read_automobile, read_penguins, split_halves
from tests.modules.learning.test_like_scikit_learn import make_one_hot_encoder, make_ordinal_encoder, split_label

LEARNERS = {
    name: module
    for name, module in catalog().items()
    if module.task in LABELED_TASKS and module.find_output("untrained_model")
}
#: {the data: (rows, label, classes, number of text columns, which the encoders put first)}
DATA: dict[str, tuple[Callable[[], pd.DataFrame], str, bool, int]] = {
    "regression": (read_automobile, "price", False, 10),
    "two-class": (lambda: read_adult(800), "income", True, 8),
    "multiclass": (read_penguins, "Species", True, 1),
}
#: What differs from the defaults: at 0.1 this network's weights grow without end on so few rows.
SETTINGS = {"neural_network_regression": {"learning_rate": 0.01}}
QUANTILES = [0.25, 0.5, 0.75]


def make_scaled_estimator(estimator: Any) -> Any:
    return make_pipeline(make_one_hot_encoder(StandardScaler()), estimator)


def make_folds() -> StratifiedKFold:
    return StratifiedKFold(5, shuffle=True, random_state=0)


def make_margin_classifier(**settings: Any) -> Any:
    machine = SGDClassifier(max_iter=10, tol=None, average=True, random_state=0, **settings)
    return make_scaled_estimator(CalibratedClassifierCV(machine, cv=make_folds(), ensemble=False))


def make_network(kind: Any, rate: float = 0.1) -> Any:
    return kind(
        hidden_layer_sizes=(100,), solver="sgd", learning_rate_init=rate, max_iter=100, momentum=0, random_state=0
    )


def make_boosted_trees(kind: Any, texts: int) -> Any:
    settings: dict[str, Any] = {"max_leaf_nodes": 20, "min_samples_leaf": 10, "learning_rate": 0.2}
    return make_pipeline(
        make_ordinal_encoder(),
        kind(early_stopping=False, random_state=0, categorical_features=list(range(texts)), **settings),
    )


def make_logistic_regression() -> Any:
    return LogisticRegression(tol=1e-7, max_iter=1000, solver="newton-cholesky")


class NativeLightGBM:
    """LightGBM by its own interface, without the one that mimics scikit-learn's."""

    def __init__(self, task: str, texts: int) -> None:
        self.task, self.texts, self.encoder = task, texts, make_ordinal_encoder()

    def fit(self, features: Any, target: Any, weights: Any = None) -> "NativeLightGBM":
        import lightgbm

        settings: dict[str, Any] = {
            "objective": {"regression": "regression", "two-class": "binary", "multiclass": "multiclass"}[self.task],
            "num_leaves": 31,
            "min_data_in_leaf": 20,
            "learning_rate": 0.1,
            "seed": 0,
            "deterministic": True,
            "force_row_wise": True,
            "verbosity": -1,
            "num_threads": 1,
        }
        if self.task != "regression":
            self.names = LabelEncoder().fit(target)
            target = self.names.transform(target)
        if self.task == "multiclass":
            settings["num_class"] = len(self.names.classes_)
        data = lightgbm.Dataset(
            self.encoder.fit_transform(features),
            target,
            weight=weights,
            categorical_feature=list(range(self.texts)),
            free_raw_data=False,
        )
        self.booster = lightgbm.train(settings, data, num_boost_round=100)
        return self

    def predict_proba(self, features: Any) -> Any:
        given: Any = self.booster.predict(self.encoder.transform(features))
        return np.column_stack([1 - given, given]) if self.task == "two-class" else given

    def predict(self, features: Any) -> Any:
        if self.task == "regression":
            return self.booster.predict(self.encoder.transform(features))
        return self.names.classes_[self.predict_proba(features).argmax(axis=1)]


class NativeXGBoost:
    """XGBoost by its own interface."""

    def __init__(self, task: str, texts: int) -> None:
        self.task, self.texts, self.encoder = task, texts, make_ordinal_encoder()

    def make_matrix(self, encoded: Any, target: Any = None, weights: Any = None) -> Any:
        import xgboost

        kinds = ["c"] * self.texts + ["q"] * (encoded.shape[1] - self.texts)
        settings: dict[str, Any] = {"feature_types": kinds, "enable_categorical": True, "nthread": 1}
        return xgboost.DMatrix(encoded, label=target, weight=weights, **settings)

    def fit(self, features: Any, target: Any, weights: Any = None) -> "NativeXGBoost":
        import xgboost

        objectives = {"regression": "reg:squarederror", "two-class": "binary:logistic", "multiclass": "multi:softprob"}
        settings: dict[str, Any] = {
            "objective": objectives[self.task],
            "max_depth": 6,
            "eta": 0.3,
            "min_child_weight": 1,
            "lambda": 1,
            "alpha": 0,
            "seed": 0,
            "tree_method": "hist",
            "nthread": 1,
        }
        if self.task != "regression":
            self.names = LabelEncoder().fit(target)
            target = self.names.transform(target)
        if self.task == "multiclass":
            settings["num_class"] = len(self.names.classes_)
        matrix = self.make_matrix(self.encoder.fit_transform(features), target, weights)
        self.booster = xgboost.train(settings, matrix, 100)
        return self

    def predict_proba(self, features: Any) -> Any:
        given: Any = self.booster.predict(self.make_matrix(self.encoder.transform(features)))
        return np.column_stack([1 - given, given]) if self.task == "two-class" else given

    def predict(self, features: Any) -> Any:
        if self.task == "regression":
            return self.booster.predict(self.make_matrix(self.encoder.transform(features)))
        return self.names.classes_[self.predict_proba(features).argmax(axis=1)]


def make_quantile_forest() -> Any:
    from quantile_forest import RandomForestQuantileRegressor

    return RandomForestQuantileRegressor(
        100,
        default_quantiles=QUANTILES,
        max_leaf_nodes=20,
        min_samples_leaf=10,
        max_samples=0.7,
        max_features=0.7,
        max_samples_leaf=None,
        random_state=0,
    )


#: {module: {task: the same work by hand}}
BY_HAND: dict[str, dict[str, Callable[[int], Any]]] = {
    "boosted_decision_tree_regression": {
        "regression": lambda texts: make_boosted_trees(HistGradientBoostingRegressor, texts)
    },
    "decision_forest_regression": {
        "regression": lambda _: make_pipeline(
            make_ordinal_encoder(), RandomForestRegressor(8, max_depth=32, random_state=0)
        )
    },
    "decision_tree_regression": {
        "regression": lambda _: make_pipeline(
            make_ordinal_encoder(), DecisionTreeRegressor(max_depth=10, min_samples_leaf=5, random_state=0)
        )
    },
    "elastic_net_regression": {"regression": lambda _: make_scaled_estimator(ElasticNet(alpha=0.1, l1_ratio=0.5))},
    "fast_forest_quantile_regression": {
        "quantile": lambda _: make_pipeline(make_ordinal_encoder(), make_quantile_forest())
    },
    "generalized_linear_regression": {
        "regression": lambda _: make_scaled_estimator(
            TweedieRegressor(power=2, link="log", alpha=0.001, tol=1e-7, max_iter=1000)
        )
    },
    # tests/modules/features/test_regression_table.py holds it to scikit-learn's, which is slow.
    "quantile_regression": {
        "quantile": lambda _: make_pipeline(make_one_hot_encoder(), LinearQuantileRegressor(QUANTILES))
    },
    "k_nearest_neighbors_regression": {"regression": lambda _: make_scaled_estimator(KNeighborsRegressor(5))},
    "lightgbm_regression": {"regression": lambda texts: NativeLightGBM("regression", texts)},
    "linear_regression": {"regression": lambda _: make_pipeline(make_one_hot_encoder(), Ridge(0.001))},
    "neural_network_regression": {
        "regression": lambda _: make_scaled_estimator(
            TransformedTargetRegressor(make_network(MLPRegressor, 0.01), transformer=StandardScaler())
        )
    },
    # The module weighs the penalty against the loss of all rows together: 135 of the automobiles are trained on.
    "poisson_regression": {
        "regression": lambda _: make_scaled_estimator(
            PoissonRegressor(alpha=1 / 135, tol=1e-7, max_iter=1000, solver="newton-cholesky")
        )
    },
    "xgboost_regression": {"regression": lambda texts: NativeXGBoost("regression", texts)},
    "decision_tree_classifier": {
        task: lambda _: make_pipeline(
            make_ordinal_encoder(), DecisionTreeClassifier(max_depth=10, min_samples_leaf=5, random_state=0)
        )
        for task in ("two-class", "multiclass")
    },
    "k_nearest_neighbors_classifier": dict.fromkeys(
        ("two-class", "multiclass"), lambda _: make_scaled_estimator(KNeighborsClassifier(5))
    ),
    "lightgbm_classifier": {
        "two-class": lambda texts: NativeLightGBM("two-class", texts),
        "multiclass": lambda texts: NativeLightGBM("multiclass", texts),
    },
    "multiclass_boosted_decision_tree": {
        "multiclass": lambda texts: make_boosted_trees(HistGradientBoostingClassifier, texts)
    },
    "multiclass_decision_forest": {
        "multiclass": lambda _: make_pipeline(
            make_ordinal_encoder(), RandomForestClassifier(8, max_depth=32, random_state=0)
        )
    },
    "multiclass_logistic_regression": {"multiclass": lambda _: make_scaled_estimator(make_logistic_regression())},
    "multiclass_neural_network": {"multiclass": lambda _: make_scaled_estimator(make_network(MLPClassifier))},
    "naive_bayes": dict.fromkeys(("two-class", "multiclass"), lambda _: make_scaled_estimator(GaussianNB())),
    "one_vs_all_multiclass": {
        "multiclass": lambda _: make_scaled_estimator(OneVsRestClassifier(make_logistic_regression()))
    },
    "one_vs_one_multiclass": {
        "multiclass": lambda _: make_scaled_estimator(OneVsOneClassifier(make_logistic_regression()))
    },
    "two_class_averaged_perceptron": {
        "two-class": lambda _: make_margin_classifier(
            loss="perceptron", penalty=None, learning_rate="constant", eta0=1.0
        )
    },
    "two_class_boosted_decision_tree": {
        "two-class": lambda texts: make_boosted_trees(HistGradientBoostingClassifier, texts)
    },
    "two_class_decision_forest": {
        "two-class": lambda _: make_pipeline(
            make_ordinal_encoder(), RandomForestClassifier(8, max_depth=32, random_state=0)
        )
    },
    "two_class_logistic_regression": {"two-class": lambda _: make_scaled_estimator(make_logistic_regression())},
    "two_class_neural_network": {"two-class": lambda _: make_scaled_estimator(make_network(MLPClassifier))},
    "two_class_support_vector_machine": {"two-class": lambda _: make_margin_classifier(alpha=0.001)},
    "xgboost_classifier": {
        "two-class": lambda texts: NativeXGBoost("two-class", texts),
        "multiclass": lambda texts: NativeXGBoost("multiclass", texts),
    },
}
CASES = [(name, task) for name, tasks in BY_HAND.items() for task in tasks]


def test_no_learner_is_forgotten() -> None:
    assert set(BY_HAND) == set(LEARNERS)
    expected = {"classification": {"two-class", "multiclass"}}
    tasks = {name: expected.get(module.task or "", {module.task}) for name, module in LEARNERS.items()}
    assert {name: set(cases) for name, cases in BY_HAND.items()} == tasks


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize(("name", "task"), CASES)
def test_a_learner_gives_the_numbers_of_the_library(name: str, task: str) -> None:
    frame, label, classes, texts = DATA["regression" if task == "quantile" else task]
    train, test = split_halves(frame(), label, classes=classes)
    features, target = split_label(train, label)
    test_features, truth = split_label(test, label)

    with threadpool_limits(1):
        by_hand = BY_HAND[name][task](texts).fit(features, target)
        expected = MEASURES[task](by_hand, test_features, truth)

    measured = compute_our_metrics(make_learner(name), train, test, label)
    assert {metric: measured[metric] for metric in expected} == pytest.approx(expected, rel=1e-6)


def make_learner(name: str) -> UntrainedModel:
    inputs = {port.name: make_loan_learner() for port in LEARNERS[name].inputs}
    made: UntrainedModel = LEARNERS[name].run(inputs, SETTINGS.get(name, {}))["untrained_model"]
    return made


def compute_our_metrics(untrained: UntrainedModel, train: Dataset, test: Dataset, label: str) -> dict[str, float]:
    model = train_model(untrained, train, label=label)
    return dict(evaluate_model(score_model(model, test).scored_dataset).metrics[0])


def measure_regression(model: Any, features: Any, truth: Any, weights: Any = None) -> dict[str, float]:
    predicted = model.predict(features)
    return {
        "Mean_Absolute_Error": metrics.mean_absolute_error(truth, predicted, sample_weight=weights),
        "Root_Mean_Squared_Error": metrics.root_mean_squared_error(truth, predicted, sample_weight=weights),
        "Coefficient_of_Determination": metrics.r2_score(truth, predicted, sample_weight=weights),
    }


def measure_quantiles(model: Any, features: Any, truth: Any, weights: Any = None) -> dict[str, float]:
    predicted = model.predict(features)
    losses = [
        metrics.mean_pinball_loss(truth, predicted[:, at], alpha=share, sample_weight=weights)
        for at, share in enumerate(QUANTILES)
    ]
    inside = (predicted[:, 0] <= truth) & (truth <= predicted[:, -1])
    named = {f"Quantile_Loss_{share:g}": loss for share, loss in zip(QUANTILES, losses, strict=True)}
    return {
        "Average_Quantile_Loss": float(np.mean(losses)),
        "Coverage": float(np.average(inside, weights=weights)),
        **named,
    }


def measure_two_class(model: Any, features: Any, truth: Any, weights: Any = None) -> dict[str, float]:
    predicted, probability = model.predict(features), model.predict_proba(features)[:, 1]
    right = truth == ">50K"
    return {
        "Accuracy": metrics.accuracy_score(truth, predicted, sample_weight=weights),
        "F1": metrics.f1_score(right, predicted == ">50K", sample_weight=weights),
        "AUC": metrics.roc_auc_score(right, probability, sample_weight=weights),
        "Average_Precision": metrics.average_precision_score(right, probability, sample_weight=weights),
        "Log_Loss": metrics.log_loss(right, np.clip(probability, *PROBABILITY_BOUNDS), sample_weight=weights),
    }


#: Scikit-learn clips single precision, which XGBoost gives, further from 0 and 1 than we do.
PROBABILITY_BOUNDS = (float(np.finfo("float64").eps), 1 - float(np.finfo("float64").eps))


def measure_multiclass(model: Any, features: Any, truth: Any, weights: Any = None) -> dict[str, float]:
    predicted = model.predict(features)
    found = {
        "Accuracy": metrics.accuracy_score(truth, predicted, sample_weight=weights),
        "Macro_F1": metrics.f1_score(truth, predicted, average="macro", sample_weight=weights),
        "Macro_Recall": metrics.recall_score(truth, predicted, average="macro", sample_weight=weights),
    }
    # One-vs-one has votes and no probabilities.
    if hasattr(model, "predict_proba"):
        given = model.predict_proba(features)[np.arange(len(truth)), np.unique(truth, return_inverse=True)[1]]
        logarithms = np.log(np.clip(np.asarray(given, dtype="float64"), *PROBABILITY_BOUNDS))
        found["Log_Loss"] = float(-np.average(logarithms, weights=weights))
    return found


MEASURES: dict[str, Callable[..., dict[str, float]]] = {
    "regression": measure_regression,
    "quantile": measure_quantiles,
    "two-class": measure_two_class,
    "multiclass": measure_multiclass,
}
