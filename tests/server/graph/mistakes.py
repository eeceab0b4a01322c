"""Designs with one planted mistake each, and what they are made of."""

from typing import Any

import numpy as np
import pandas as pd

from modules.kit import Dataset
from tests.server.graph.drawing import node
from tests.server.graph.linting import ROWS, loans

Nodes = dict[str, dict[str, Any]]

RANDOM = np.random.default_rng(1)


def judged(**changes: dict[str, Any]) -> Nodes:
    """Split, train, score, evaluate, without a mistake; nodes can be added and replaced."""
    nodes = {
        "data": node("dataset", {"dataset": "loans"}),
        "split": node("split_data", {"fraction": 0.7}, dataset="data.dataset"),
        "learner": node("two_class_logistic_regression"),
        "train": node(
            "train_model",
            {"label": "paid"},
            untrained_model="learner.untrained_model",
            dataset="split.results_dataset1",
        ),
        "score": node("score_model", trained_model="train.trained_model", dataset="split.results_dataset2"),
        "evaluate": node("evaluate_model", scored_dataset="score.scored_dataset"),
    }
    return nodes | changes


def fitted_first(module: str, parameters: dict[str, Any] | None = None, output: str = "results_dataset") -> Nodes:
    """A module between the data and the split."""
    taken = "samples" if module == "smote" else "dataset"
    return judged(
        first=node(module, parameters, **{taken: "data.dataset"}),
        split=node("split_data", {"fraction": 0.7}, dataset=f"first.{output}"),
    )


def texts(count: int) -> list[str]:
    words = ["the", "loan", "was", "for", "a", "new", "roof", "and", "two", "old", "cars", "in", "spring"]
    return [" ".join(RANDOM.choice(words, 8)) for _ in range(count)]


def named(*names: str) -> dict[str, Any]:
    return {"start": "none", "names": list(names)}


def without_split(**changes: dict[str, Any]) -> Nodes:
    return {name: held for name, held in judged(**changes).items() if name != "split"}


DOUBLED = {"operation": "Multiply", "column_set": named("price"), "constant_second_argument": 2.0}
PRICES = loans(price=RANDOM.normal(100, 20, ROWS).round(2))
PARTS = np.random.default_rng(2).uniform(10, 60, ROWS).round(2)
RARE = loans(paid=["no"] * 20 + ["yes"] * (ROWS - 20))
TIMES = loans(day=pd.date_range("2024-01-01", periods=ROWS, freq="D"))
REGRESSION = judged(
    learner=node("linear_regression"),
    train=node(
        "train_model",
        {"label": "price"},
        untrained_model="learner.untrained_model",
        dataset="split.results_dataset1",
    ),
)


def priced(module: str, parameters: dict[str, Any], output: str = "results_dataset", label: str = "price") -> Nodes:
    """A module in front of a regression."""
    taken = "t1" if module == "apply_sql_transformation" else "dataset"
    train = REGRESSION["train"] | {"parameters": {"label": label}}
    return REGRESSION | {
        "first": node(module, parameters, **{taken: "data.dataset"}),
        "split": node("split_data", {"fraction": 0.7}, dataset=f"first.{output}"),
        "train": train,
    }


SCARCE = RANDOM.random(ROWS) < 0.1
NUMBER_GAPS = loans(income=np.where(SCARCE, np.nan, RANDOM.normal(50, 10, ROWS).round(1)))
GAPS = loans(
    income=np.where(SCARCE, np.nan, RANDOM.normal(50, 10, ROWS).round(1)),
    purpose=pd.Series(RANDOM.choice(["car", "house", "trip"], ROWS)).mask(SCARCE),
)
FILLED: dict[str, Any] = {
    "clean": node("clean_missing_data", {"cleaning_mode": "Replace with mode"}, dataset="split.results_dataset1"),
    "train": node(
        "train_model",
        {"label": "paid"},
        untrained_model="learner.untrained_model",
        dataset="clean.cleaned_dataset",
    ),
}


#: {what was planted: (the nodes, the data, the rule that must speak, the node that it is about)}
def behind_the_split(module: str, parameters: dict[str, Any], output: str) -> Nodes:
    """A module between the training rows and the trainer."""
    return judged(
        clean=node(module, parameters, dataset="split.results_dataset1"),
        train=node(
            "train_model", {"label": "paid"}, untrained_model="learner.untrained_model", dataset=f"clean.{output}"
        ),
    )


WITHOUT_ROLES = Dataset(loans(paid=np.where(np.arange(ROWS) % 7, loans().frame["paid"], None)).frame)
NUMBERED = Dataset(loans(paid=RANDOM.choice([1, 2], ROWS)).frame)

PLANTED: dict[str, tuple[Nodes, Dataset, str, str]] = {
    "a label that is filled as a feature": (
        behind_the_split("clean_missing_data", {"cleaning_mode": "Replace with mode"}, "cleaned_dataset"),
        WITHOUT_ROLES,
        "altered label",
        "clean",
    ),
    "a label that is scaled as a feature": (
        behind_the_split("normalize_data", {}, "transformed_dataset"),
        NUMBERED,
        "altered label",
        "clean",
    ),
    "normalized before the split": (
        fitted_first("normalize_data", output="transformed_dataset"),
        loans(),
        "fitted before split",
        "first",
    ),
    "gaps filled by the mean before the split": (
        fitted_first(
            "clean_missing_data",
            {"cleaning_mode": "Replace with mean", "columns_to_be_cleaned": named("income")},
            "cleaned_dataset",
        ),
        loans(),
        "fitted before split",
        "first",
    ),
    "rows made up by SMOTE before the split": (
        fitted_first("smote", {"label": "paid"}, "table"),
        loans(),
        "fitted before split",
        "first",
    ),
    "features selected before the split": (
        fitted_first(
            "filter_based_feature_selection",
            {"target_column": "paid", "feature_scoring_method": "ChiSquared"},
            "filtered_dataset",
        ),
        loans(),
        "fitted before split",
        "first",
    ),
    "quantiles before the split": (
        fitted_first("group_data_into_bins", {"columns_to_bin": named("income")}, "quantized_dataset"),
        loans(),
        "fitted before split",
        "first",
    ),
    "clipped at percentiles before the split": (
        fitted_first("clip_values", {"threshold": "Percentile"}),
        loans(),
        "fitted before split",
        "first",
    ),
    "normalized before a cross-validation": (
        {
            "data": node("dataset", {"dataset": "loans"}),
            "first": node("normalize_data", dataset="data.dataset"),
            "learner": node("two_class_logistic_regression"),
            "validate": node(
                "cross_validate_model",
                {"label": "paid"},
                untrained_model="learner.untrained_model",
                dataset="first.transformed_dataset",
            ),
        },
        loans(),
        "fitted before split",
        "first",
    ),
    "scored on the training rows": (
        judged(score=node("score_model", trained_model="train.trained_model", dataset="split.results_dataset1")),
        loans(),
        "training rows",
        "score",
    ),
    "no split at all": (
        without_split(
            train=node(
                "train_model", {"label": "paid"}, untrained_model="learner.untrained_model", dataset="data.dataset"
            ),
            score=node("score_model", trained_model="train.trained_model", dataset="data.dataset"),
        ),
        loans(),
        "training rows",
        "score",
    ),
    "scored on all rows": (
        judged(score=node("score_model", trained_model="train.trained_model", dataset="data.dataset")),
        loans(),
        "shared rows",
        "score",
    ),
    "scored on a split of its own": (
        judged(
            other=node("split_data", {"fraction": 0.7, "seed": 5}, dataset="data.dataset"),
            score=node("score_model", trained_model="train.trained_model", dataset="other.results_dataset2"),
        ),
        loans(),
        "shared rows",
        "score",
    ),
    "the label doubled by a math operation": (
        priced("apply_math_operation", DOUBLED),
        PRICES,
        "target leak",
        "train",
    ),
    "the label in bins": (
        priced(
            "group_data_into_bins",
            {"columns_to_bin": named("price"), "binning_mode": "Custom Edges", "bin_edges": "80, 120"},
            "quantized_dataset",
        ),
        PRICES,
        "target leak",
        "train",
    ),
    "the label under a second name": (
        priced("apply_sql_transformation", {"sql_query_script": "select *, price as cost from t1"}),
        PRICES,
        "target leak",
        "train",
    ),
    "what the label was made of": (
        priced(
            "apply_sql_transformation",
            {"sql_query_script": "select *, price * 1.19 as total from t1"},
            label="total",
        ),
        PRICES,
        "target leak",
        "train",
    ),
    "a column that equals the label": (
        judged(),
        loans(state=loans().frame["paid"].map({"yes": "closed", "no": "open"})),
        "target leak",
        "train",
    ),
    "a number that separates the classes": (
        judged(),
        loans(due=np.where(loans().frame["paid"] == "yes", 0.0, RANDOM.uniform(5, 90, ROWS))),
        "target leak",
        "train",
    ),
    "the label as the sum of two columns": (
        REGRESSION,
        PRICES.with_frame(PRICES.frame.assign(parts=PARTS, work=PRICES.frame["price"] - PARTS)),
        "target leak",
        "train",
    ),
    "the label in another currency": (
        REGRESSION,
        PRICES.with_frame(PRICES.frame.assign(euros=PRICES.frame["price"] * 0.92)),
        "target leak",
        "train",
    ),
    "a running number as a feature": (judged(), loans(customer=np.arange(ROWS) + 1000), "identifier", "train"),
    "a name as a feature": (judged(), loans(iban=[f"DE{n:08d}" for n in range(ROWS)]), "identifier", "train"),
    "a constant as a feature": (judged(), loans(currency="EUR"), "constant", "train"),
    "free text as a feature": (judged(), loans(note=texts(ROWS)), "raw text", "train"),
    "times divided at random": (judged(), TIMES, "time order", "split"),
    "a time role divided at random": (
        judged(),
        loans(year=np.sort(RANDOM.integers(1990, 2024, ROWS))).with_role("time", "year"),
        "time order",
        "split",
    ),
    "a rare class left to chance": (judged(), RARE, "imbalance", "split"),
    "accuracy for a rare class": (
        judged(
            split=node("split_data", {"fraction": 0.7, "stratify_by": "paid"}, dataset="data.dataset"),
            importance=node(
                "permutation_feature_importance",
                {"metric": "Accuracy"},
                trained_model="train.trained_model",
                test_data="split.results_dataset2",
            ),
        ),
        RARE,
        "imbalance",
        "importance",
    ),
    "an error of numbers for classes": (
        judged(
            importance=node(
                "permutation_feature_importance",
                {"metric": "Mean Absolute Error"},
                trained_model="train.trained_model",
                test_data="split.results_dataset2",
            )
        ),
        loans(),
        "metric",
        "importance",
    ),
    "three classes for a two-class learner": (
        judged(),
        loans(paid=RANDOM.choice(["no", "yes", "late"], ROWS)),
        "learner kind",
        "train",
    ),
    "gaps that the learner refuses": (judged(), GAPS, "missing values", "train"),
    "gaps in numbers that the learner refuses": (judged(), NUMBER_GAPS, "missing values", "train"),
    "gaps in the scored rows alone": (judged(**FILLED), GAPS, "missing values", "score"),
    "gaps in front of a cross-validation": (
        {
            "data": node("dataset", {"dataset": "loans"}),
            "learner": node("two_class_neural_network"),
            "validate": node(
                "cross_validate_model",
                {"label": "paid"},
                untrained_model="learner.untrained_model",
                dataset="data.dataset",
            ),
        },
        GAPS,
        "missing values",
        "validate",
    ),
    "gaps that the learner behind another refuses": (
        judged(
            inner=node("two_class_logistic_regression"),
            learner=node("one_vs_all_multiclass", untrained_binary_classification_model="inner.untrained_model"),
            train=node(
                "train_model",
                {"label": "purpose"},
                untrained_model="learner.untrained_model",
                dataset="split.results_dataset1",
            ),
        ),
        NUMBER_GAPS,
        "missing values",
        "train",
    ),
    "gaps that a detector of anomalies refuses": (
        judged(
            learner=node("isolation_forest"),
            train=node(
                "train_anomaly_detection_model",
                untrained_model="learner.untrained_model",
                dataset="split.results_dataset1",
            ),
        ),
        GAPS,
        "missing values",
        "train",
    ),
}
