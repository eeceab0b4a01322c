"""Designs with one planted mistake each, and what they are made of."""

from typing import Any

import numpy as np
import pandas as pd

from modules.kit import Dataset
from tests.server.graph.graph_designs import make_node
from tests.server.graph.linter_data import LOAN_ROWS, make_loans

Nodes = dict[str, dict[str, Any]]

RANDOM = np.random.default_rng(1)


def make_loan_nodes(**changes: dict[str, Any]) -> Nodes:
    """Split, train, score, evaluate, without a mistake; nodes can be added and replaced."""
    nodes = {
        "data": make_node("dataset", {"dataset": "loans"}),
        "split": make_node("split_data", {"fraction": 0.7}, dataset="data.dataset"),
        "learner": make_node("two_class_logistic_regression"),
        "train": make_node(
            "train_model",
            {"label": "paid"},
            untrained_model="learner.untrained_model",
            dataset="split.results_dataset1",
        ),
        "score": make_node("score_model", trained_model="train.trained_model", dataset="split.results_dataset2"),
        "evaluate": make_node("evaluate_model", scored_dataset="score.scored_dataset"),
    }
    return nodes | changes


def make_fitted_before_split(
    module: str, parameters: dict[str, Any] | None = None, output: str = "results_dataset"
) -> Nodes:
    """A module between the data and the split."""
    taken = "samples" if module == "smote" else "dataset"
    return make_loan_nodes(
        first=make_node(module, parameters, **{taken: "data.dataset"}),
        split=make_node("split_data", {"fraction": 0.7}, dataset=f"first.{output}"),
    )


def make_loan_texts(count: int) -> list[str]:
    words = ["the", "loan", "was", "for", "a", "new", "roof", "and", "two", "old", "cars", "in", "spring"]
    return [" ".join(RANDOM.choice(words, 8)) for _ in range(count)]


def choose_columns(*names: str) -> dict[str, Any]:
    return {"start": "none", "names": list(names)}


def make_nodes_without_split(**changes: dict[str, Any]) -> Nodes:
    return {name: held for name, held in make_loan_nodes(**changes).items() if name != "split"}


LOANS_WITH_WEIGHTS = Dataset(
    make_loans().frame.assign(share=RANDOM.uniform(1, 2, LOAN_ROWS).round(2)), {"paid": "label", "share": "weight"}
)
DOUBLED_PRICE = {"operation": "Multiply", "column_set": choose_columns("price"), "constant_second_argument": 2.0}
ROLLING_PRICE = {"windows": [{"function": "Rolling mean", "columns": ["price"], "size": 3}]}
LAGGED_PRICE = {"windows": [{"function": "Lag", "columns": ["price"]}]}
LOANS_WITH_PRICES = make_loans(price=RANDOM.normal(100, 20, LOAN_ROWS).round(2))
PART_VALUES = np.random.default_rng(2).uniform(10, 60, LOAN_ROWS).round(2)
LOANS_WITH_RARE_CLASS = make_loans(paid=["no"] * 20 + ["yes"] * (LOAN_ROWS - 20))
LOANS_WITH_DAYS = make_loans(day=pd.date_range("2024-01-01", periods=LOAN_ROWS, freq="D"))
REGRESSION_NODES = make_loan_nodes(
    learner=make_node("linear_regression"),
    train=make_node(
        "train_model",
        {"label": "price"},
        untrained_model="learner.untrained_model",
        dataset="split.results_dataset1",
    ),
)


def make_priced_nodes(
    module: str, parameters: dict[str, Any], output: str = "results_dataset", label: str = "price"
) -> Nodes:
    """A module in front of a regression."""
    taken = "t1" if module == "apply_sql_transformation" else "dataset"
    train = REGRESSION_NODES["train"] | {"parameters": {"label": label}}
    return REGRESSION_NODES | {
        "first": make_node(module, parameters, **{taken: "data.dataset"}),
        "split": make_node("split_data", {"fraction": 0.7}, dataset=f"first.{output}"),
        "train": train,
    }


SCARCE_ROWS = RANDOM.random(LOAN_ROWS) < 0.1
LOANS_WITH_NUMBER_GAPS = make_loans(income=np.where(SCARCE_ROWS, np.nan, RANDOM.normal(50, 10, LOAN_ROWS).round(1)))
LOANS_WITH_GAPS = make_loans(
    income=np.where(SCARCE_ROWS, np.nan, RANDOM.normal(50, 10, LOAN_ROWS).round(1)),
    purpose=pd.Series(RANDOM.choice(["car", "house", "trip"], LOAN_ROWS)).mask(SCARCE_ROWS),
)
FILLED_NODES: dict[str, Any] = {
    "clean": make_node("clean_missing_data", {"cleaning_mode": "Replace with mode"}, dataset="split.results_dataset1"),
    "train": make_node(
        "train_model",
        {"label": "paid"},
        untrained_model="learner.untrained_model",
        dataset="clean.cleaned_dataset",
    ),
}


#: {what was planted: (the nodes, the data, the rule that must speak, the node that it is about)}
def make_fitted_behind_split(module: str, parameters: dict[str, Any], output: str) -> Nodes:
    """A module between the training rows and the trainer."""
    return make_loan_nodes(
        clean=make_node(module, parameters, dataset="split.results_dataset1"),
        train=make_node(
            "train_model", {"label": "paid"}, untrained_model="learner.untrained_model", dataset=f"clean.{output}"
        ),
    )


def make_validated_nodes(module: str, parameters: dict[str, Any], output: str) -> Nodes:
    """A module between the data and a cross-validation."""
    taken = "samples" if module == "smote" else "dataset"
    return {
        "data": make_node("dataset", {"dataset": "loans"}),
        "first": make_node(module, parameters, **{taken: "data.dataset"}),
        "learner": make_node("two_class_logistic_regression"),
        "validate": make_node(
            "cross_validate_model",
            {"label": "paid"},
            untrained_model="learner.untrained_model",
            dataset=f"first.{output}",
        ),
    }


def make_prepared_nodes(steps: list[str]) -> Nodes:
    """A cross-validation of a model that fits these steps itself: gaps filled, then numbers scaled."""
    nodes = make_validated_nodes("clean_missing_data", {}, "cleaned_dataset")
    prepared = make_node("add_preprocessing_to_model", untrained_model="learner.untrained_model")
    prepared["inputs"]["steps"] = steps
    return {
        **nodes,
        "second": make_node("normalize_data", dataset="first.cleaned_dataset"),
        "prepared": prepared,
        "validate": make_node(
            "cross_validate_model",
            {"label": "paid"},
            untrained_model="prepared.untrained_model",
            dataset="data.dataset",
        ),
    }


LOANS_WITHOUT_ROLES = Dataset(
    make_loans(paid=np.where(np.arange(LOAN_ROWS) % 7, make_loans().frame["paid"], None)).frame
)
LOANS_WITH_NUMBERED_CLASSES = Dataset(make_loans(paid=RANDOM.choice([1, 2], LOAN_ROWS)).frame)

REPEATED_LOANS = Dataset(
    pd.concat([make_loans().frame, make_loans().frame.head(40)], ignore_index=True), {"paid": "label"}
)
LOANS_OF_FEW_VALUES = Dataset(
    make_loans().frame.assign(income=RANDOM.choice([40, 50, 60], LOAN_ROWS), years=RANDOM.choice([1, 2], LOAN_ROWS)),
    {"paid": "label"},
)
ORDERED_LOAN_NODES = make_loan_nodes(
    split=make_node("split_data", {"fraction": 0.7, "randomized": False}, dataset="data.dataset")
)
LOANS_WITH_TEXT_DATES = make_loans(
    day=[f"{day.month}/{day.day}/{day.year}" for day in pd.date_range("2024-01-01", periods=LOAN_ROWS)]
)
LATE_VALUES = np.where(make_loans().frame["paid"] == "yes", 60.0, 40.0) + RANDOM.normal(0, 12, LOAN_ROWS)
LOANS_WITH_LATE_COLUMN = make_loans(
    duration=LATE_VALUES.round(1), age=RANDOM.integers(20, 70, LOAN_ROWS), rate=RANDOM.normal(4, 1, LOAN_ROWS).round(3)
)

PLANTED_MISTAKES: dict[str, tuple[Nodes, Dataset, str, str]] = {
    "a loop that nothing ends": (
        make_loan_nodes(
            loop=make_node(
                "for_each_group",
                {"group_by": ["housing"]},
                dataset="data.dataset",
            )
        ),
        make_loans(),
        "open loop",
        "loop",
    ),
    "a column that looks protected": (
        make_loan_nodes(),
        make_loans(sex=RANDOM.choice(["f", "m"], LOAN_ROWS)),
        "protected column",
        "train",
    ),
    "weights that the learner cannot use": (
        make_loan_nodes(learner=make_node("k_nearest_neighbors_classifier")),
        LOANS_WITH_WEIGHTS,
        "unused weights",
        "train",
    ),
    "a label that is filled as a feature": (
        make_fitted_behind_split("clean_missing_data", {"cleaning_mode": "Replace with mode"}, "cleaned_dataset"),
        LOANS_WITHOUT_ROLES,
        "altered label",
        "clean",
    ),
    "a label that is scaled as a feature": (
        make_fitted_behind_split("normalize_data", {}, "transformed_dataset"),
        LOANS_WITH_NUMBERED_CLASSES,
        "altered label",
        "clean",
    ),
    "normalized before the split": (
        make_fitted_before_split("normalize_data", output="transformed_dataset"),
        make_loans(),
        "fitted before split",
        "first",
    ),
    "gaps filled by the mean before the split": (
        make_fitted_before_split(
            "clean_missing_data",
            {"cleaning_mode": "Replace with mean", "columns_to_be_cleaned": choose_columns("income")},
            "cleaned_dataset",
        ),
        make_loans(),
        "fitted before split",
        "first",
    ),
    "rows made up by SMOTE before the split": (
        make_fitted_before_split("smote", {"label": "paid"}, "table"),
        make_loans(),
        "fitted before split",
        "first",
    ),
    "features selected before the split": (
        make_fitted_before_split(
            "filter_based_feature_selection",
            {"target_column": "paid", "feature_scoring_method": "ChiSquared"},
            "filtered_dataset",
        ),
        make_loans(),
        "fitted before split",
        "first",
    ),
    "quantiles before the split": (
        make_fitted_before_split(
            "group_data_into_bins", {"columns_to_bin": choose_columns("income")}, "quantized_dataset"
        ),
        make_loans(),
        "fitted before split",
        "first",
    ),
    "clipped at percentiles before the split": (
        make_fitted_before_split("clip_values", {"threshold": "Percentile"}),
        make_loans(),
        "fitted before split",
        "first",
    ),
    "normalized before a cross-validation": (
        make_validated_nodes("normalize_data", {}, "transformed_dataset"),
        make_loans(),
        "fitted before split",
        "first",
    ),
    "features selected before a cross-validation": (
        make_validated_nodes(
            "filter_based_feature_selection",
            {"target_column": "paid", "feature_scoring_method": "ChiSquared", "number_of_desired_features": 2},
            "filtered_dataset",
        ),
        make_loans(),
        "fitted before split",
        "first",
    ),
    "rows made up by SMOTE before a cross-validation": (
        make_validated_nodes("smote", {"label": "paid"}, "table"),
        make_loans(),
        "fitted before split",
        "first",
    ),
    "normalized before the folds of tuning": (
        {
            **make_fitted_behind_split("normalize_data", {}, "transformed_dataset"),
            "train": make_node(
                "tune_model_hyperparameters",
                {"label": "paid", "metric_for_measuring_performance_for_classification": "AUC"},
                untrained_model="learner.untrained_model",
                dataset="clean.transformed_dataset",
            ),
            "apply": make_node(
                "apply_transformation",
                transformation="clean.transformation_function",
                dataset="split.results_dataset2",
            ),
            "score": make_node(
                "score_model", trained_model="train.trained_best_model", dataset="apply.transformed_dataset"
            ),
        },
        make_loans(),
        "fitted before split",
        "clean",
    ),
    "steps of a model in another order than the data pass them": (
        make_prepared_nodes(["second.transformation_function", "first.cleaning_transformation"]),
        make_loans(),
        "preprocessing order",
        "prepared",
    ),
    "scored on the training rows": (
        make_loan_nodes(
            score=make_node("score_model", trained_model="train.trained_model", dataset="split.results_dataset1")
        ),
        make_loans(),
        "training rows",
        "score",
    ),
    "no split at all": (
        make_nodes_without_split(
            train=make_node(
                "train_model", {"label": "paid"}, untrained_model="learner.untrained_model", dataset="data.dataset"
            ),
            score=make_node("score_model", trained_model="train.trained_model", dataset="data.dataset"),
        ),
        make_loans(),
        "training rows",
        "score",
    ),
    "scored on all rows": (
        make_loan_nodes(score=make_node("score_model", trained_model="train.trained_model", dataset="data.dataset")),
        make_loans(),
        "shared rows",
        "score",
    ),
    "scored on a split of its own": (
        make_loan_nodes(
            other=make_node("split_data", {"fraction": 0.7, "seed": 5}, dataset="data.dataset"),
            score=make_node("score_model", trained_model="train.trained_model", dataset="other.results_dataset2"),
        ),
        make_loans(),
        "shared rows",
        "score",
    ),
    "the label doubled by a math operation": (
        make_priced_nodes("apply_math_operation", DOUBLED_PRICE),
        LOANS_WITH_PRICES,
        "target leak",
        "train",
    ),
    "a rolling mean of the label, with the row itself": (
        make_priced_nodes("window", ROLLING_PRICE, "results_dataset"),
        LOANS_WITH_PRICES,
        "target leak",
        "train",
    ),
    "the label in bins": (
        make_priced_nodes(
            "group_data_into_bins",
            {"columns_to_bin": choose_columns("price"), "binning_mode": "Custom Edges", "bin_edges": "80, 120"},
            "quantized_dataset",
        ),
        LOANS_WITH_PRICES,
        "target leak",
        "train",
    ),
    "the label under a second name": (
        make_priced_nodes("apply_sql_transformation", {"sql_query_script": "select *, price as cost from t1"}),
        LOANS_WITH_PRICES,
        "target leak",
        "train",
    ),
    "what the label was made of": (
        make_priced_nodes(
            "apply_sql_transformation",
            {"sql_query_script": "select *, price * 1.19 as total from t1"},
            label="total",
        ),
        LOANS_WITH_PRICES,
        "target leak",
        "train",
    ),
    "a column that equals the label": (
        make_loan_nodes(),
        make_loans(state=make_loans().frame["paid"].map({"yes": "closed", "no": "open"})),
        "target leak",
        "train",
    ),
    "a number that separates the classes": (
        make_loan_nodes(),
        make_loans(due=np.where(make_loans().frame["paid"] == "yes", 0.0, RANDOM.uniform(5, 90, LOAN_ROWS))),
        "target leak",
        "train",
    ),
    "the label as the sum of two columns": (
        REGRESSION_NODES,
        LOANS_WITH_PRICES.with_frame(
            LOANS_WITH_PRICES.frame.assign(parts=PART_VALUES, work=LOANS_WITH_PRICES.frame["price"] - PART_VALUES)
        ),
        "target leak",
        "train",
    ),
    "the label in another currency": (
        REGRESSION_NODES,
        LOANS_WITH_PRICES.with_frame(LOANS_WITH_PRICES.frame.assign(euros=LOANS_WITH_PRICES.frame["price"] * 0.92)),
        "target leak",
        "train",
    ),
    "a running number as a feature": (
        make_loan_nodes(),
        make_loans(customer=np.arange(LOAN_ROWS) + 1000),
        "identifier",
        "train",
    ),
    "a name as a feature": (
        make_loan_nodes(),
        make_loans(iban=[f"DE{n:08d}" for n in range(LOAN_ROWS)]),
        "identifier",
        "train",
    ),
    "a constant as a feature": (make_loan_nodes(), make_loans(currency="EUR"), "constant", "train"),
    "free text as a feature": (make_loan_nodes(), make_loans(note=make_loan_texts(LOAN_ROWS)), "raw text", "train"),
    "folds of a time role at random": (
        {
            name: node
            for name, node in make_loan_nodes(
                check=make_node(
                    "cross_validate_model",
                    {"label": "paid"},
                    untrained_model="learner.untrained_model",
                    dataset="data.dataset",
                )
            ).items()
            if name in ("data", "learner", "check")
        },
        make_loans(year=np.sort(RANDOM.integers(1990, 2024, LOAN_ROWS))).with_role("time", "year"),
        "time order",
        "check",
    ),
    "times divided at random": (make_loan_nodes(), LOANS_WITH_DAYS, "time order", "split"),
    "a time role divided at random": (
        make_loan_nodes(),
        make_loans(year=np.sort(RANDOM.integers(1990, 2024, LOAN_ROWS))).with_role("time", "year"),
        "time order",
        "split",
    ),
    "a table added to itself": (
        make_loan_nodes(
            double=make_node("add_rows", dataset1="data.dataset", dataset2="data.dataset"),
            split=make_node("split_data", {"fraction": 0.7}, dataset="double.results_dataset"),
        ),
        make_loans(),
        "repeated rows",
        "split",
    ),
    "a part of a table added to it again": (
        make_loan_nodes(
            half=make_node("partition_and_sample", {"rate_of_sampling": 0.5}, dataset="data.dataset"),
            double=make_node("add_rows", dataset1="data.dataset", dataset2="half.partitioned_dataset"),
            split=make_node("split_data", {"fraction": 0.7}, dataset="double.results_dataset"),
        ),
        make_loans(),
        "repeated rows",
        "split",
    ),
    "rows that repeat in the data": (make_loan_nodes(), REPEATED_LOANS, "repeated rows", "split"),
    "rows that repeat in front of a cross-validation": (
        {
            "data": make_node("dataset", {"dataset": "loans"}),
            "learner": make_node("two_class_logistic_regression"),
            "validate": make_node(
                "cross_validate_model",
                {"label": "paid"},
                untrained_model="learner.untrained_model",
                dataset="data.dataset",
            ),
        },
        REPEATED_LOANS,
        "repeated rows",
        "validate",
    ),
    "dates as text, the month first": (ORDERED_LOAN_NODES, LOANS_WITH_TEXT_DATES, "text dates", "train"),
    "dates as text in either order": (
        ORDERED_LOAN_NODES,
        make_loans(day=[f"{1 + n % 12}/{1 + n % 11}/2024" for n in range(LOAN_ROWS)]),
        "text dates",
        "train",
    ),
    "a column that is known too late": (make_loan_nodes(), LOANS_WITH_LATE_COLUMN, "known in time", "train"),
    "a column that is known too late by another name": (
        make_loan_nodes(
            renamed=make_node(
                "edit_metadata",
                {"columns": choose_columns("duration"), "new_column_names": "seconds"},
                dataset="data.dataset",
            ),
            split=make_node("split_data", {"fraction": 0.7}, dataset="renamed.results_dataset"),
        ),
        LOANS_WITH_LATE_COLUMN,
        "known in time",
        "train",
    ),
    "a running number behind other columns": (
        make_loan_nodes(
            beside=make_node(
                "add_columns", left_dataset="numbers.results_dataset", right_dataset="rest.results_dataset"
            ),
            numbers=make_node(
                "select_columns_in_dataset", {"select_columns": choose_columns("customer")}, dataset="data.dataset"
            ),
            rest=make_node(
                "select_columns_in_dataset",
                {"select_columns": {"start": "all", "names": ["customer"]}},
                dataset="data.dataset",
            ),
            split=make_node("split_data", {"fraction": 0.7}, dataset="beside.combined_dataset"),
        ),
        make_loans(customer=np.arange(LOAN_ROWS) + 1000),
        "identifier",
        "train",
    ),
    "a column compared with the name of another": (
        make_loan_nodes(
            right=make_node(
                "split_data",
                {"splitting_mode": "Relative Expression", "expression": '"purpose" != "paid"'},
                dataset="data.dataset",
            ),
            split=make_node("split_data", {"fraction": 0.7}, dataset="right.results_dataset1"),
        ),
        make_loans(),
        "doubtful setting",
        "right",
    ),
    "a rare class left to chance": (make_loan_nodes(), LOANS_WITH_RARE_CLASS, "imbalance", "split"),
    "accuracy for a rare class": (
        make_loan_nodes(
            split=make_node("split_data", {"fraction": 0.7, "stratify_by": "paid"}, dataset="data.dataset"),
            importance=make_node(
                "permutation_feature_importance",
                {"metric": "Accuracy"},
                trained_model="train.trained_model",
                test_data="split.results_dataset2",
            ),
        ),
        LOANS_WITH_RARE_CLASS,
        "imbalance",
        "importance",
    ),
    "an error of numbers for classes": (
        make_loan_nodes(
            importance=make_node(
                "permutation_feature_importance",
                {"metric": "Mean Absolute Error"},
                trained_model="train.trained_model",
                test_data="split.results_dataset2",
            )
        ),
        make_loans(),
        "metric",
        "importance",
    ),
    "three classes for a two-class learner": (
        make_loan_nodes(),
        make_loans(paid=RANDOM.choice(["no", "yes", "late"], LOAN_ROWS)),
        "learner kind",
        "train",
    ),
    "gaps that the learner refuses": (make_loan_nodes(), LOANS_WITH_GAPS, "missing values", "train"),
    "gaps in numbers that the learner refuses": (make_loan_nodes(), LOANS_WITH_NUMBER_GAPS, "missing values", "train"),
    "gaps in the scored rows alone": (make_loan_nodes(**FILLED_NODES), LOANS_WITH_GAPS, "missing values", "score"),
    "gaps in front of a cross-validation": (
        {
            "data": make_node("dataset", {"dataset": "loans"}),
            "learner": make_node("two_class_neural_network"),
            "validate": make_node(
                "cross_validate_model",
                {"label": "paid"},
                untrained_model="learner.untrained_model",
                dataset="data.dataset",
            ),
        },
        LOANS_WITH_GAPS,
        "missing values",
        "validate",
    ),
    "gaps that the learner behind another refuses": (
        make_loan_nodes(
            inner=make_node("two_class_logistic_regression"),
            learner=make_node("one_vs_all_multiclass", untrained_binary_classification_model="inner.untrained_model"),
            train=make_node(
                "train_model",
                {"label": "purpose"},
                untrained_model="learner.untrained_model",
                dataset="split.results_dataset1",
            ),
        ),
        LOANS_WITH_NUMBER_GAPS,
        "missing values",
        "train",
    ),
    "gaps that a detector of anomalies refuses": (
        make_loan_nodes(
            learner=make_node("isolation_forest"),
            train=make_node(
                "train_anomaly_detection_model",
                untrained_model="learner.untrained_model",
                dataset="split.results_dataset1",
            ),
        ),
        LOANS_WITH_GAPS,
        "missing values",
        "train",
    ),
}
