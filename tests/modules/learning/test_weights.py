"""A column with the role weight: every learner that can counts rows by it, as the bare library does; so do metrics."""

from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError
from sklearn.pipeline import Pipeline
from sklearn.utils.class_weight import compute_sample_weight
from threadpoolctl import threadpool_limits

from modules.kit import Dataset, ModuleError, catalog
from modules.learning.learners import split_pipeline
from modules.learning.row_weights import accepts_weights, combines_models
from modules.learning.supervised_examples import make_loan_learner, make_loans
from modules.model_scoring_and_evaluation.evaluate_model import evaluate_model
from modules.model_scoring_and_evaluation.score_model import score_model
from modules.model_training.train_model import train_model
from modules.regression.linear_regression import linear_regression
from modules.regression.poisson_regression import poisson_regression
from tests.modules.learning.sample_frames import split_halves
from tests.modules.learning.test_like_scikit_learn import split_label
from tests.modules.learning.test_same_numbers import (
    BY_HAND,
    CASES,
    DATA,
    MEASURES,
    compute_our_metrics,
    make_learner,
)

#: Learners that cannot count rows by their weights. They say so before the run and in their log.
UNWEIGHTED = {
    "fast_forest_quantile_regression",
    "k_nearest_neighbors_classifier",
    "k_nearest_neighbors_regression",
}


def weigh(dataset: Dataset, seed: int) -> tuple[Dataset, Any]:
    """The rows with a column of weights."""
    weights = np.random.default_rng(seed).integers(1, 5, dataset.rows)
    return Dataset(dataset.frame.assign(w=weights), {"w": "weight"}), weights


def fit_by_hand(reference: Any, features: Any, target: Any, weights: Any) -> Any:
    """The bare library with its sample weights."""
    if not isinstance(reference, Pipeline):
        return reference.fit(features, target, weights)
    last, estimator = reference.steps[-1]
    if combines_models(estimator):  # they take no weights, but the models within do
        estimator.set_params(estimator__solver="lbfgs")
        reference.fit(features, target)
        fit_each_model(estimator, reference[:-1].transform(features), target, weights)
        return reference
    if type(estimator).__name__ == "PoissonRegressor":
        estimator.set_params(alpha=1 / weights.sum())
    return reference.fit(features, target, **{f"{last}__sample_weight": weights})


def fit_each_model(combined: Any, encoded: Any, target: Any, weights: Any) -> None:
    """Each class against all others, or each pair of classes."""
    classes = combined.classes_
    if len(combined.estimators_) == len(classes) and type(combined).__name__ == "OneVsRestClassifier":
        for model, name in zip(combined.estimators_, classes, strict=True):
            model.fit(encoded, (target == name).astype(int), sample_weight=weights)
        return
    for model, (one, other) in zip(combined.estimators_, combinations(classes, 2), strict=True):
        rows = (target == one) | (target == other)
        model.fit(encoded[rows], (target[rows] == other).astype(int), sample_weight=weights[rows])


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize(("name", "task"), [case for case in CASES if case[0] not in UNWEIGHTED])
def test_a_learner_weighs_rows_as_the_library_does(name: str, task: str) -> None:
    frame, label, classes, texts = DATA["regression" if task == "quantile" else task]
    train, test = split_halves(frame(), label, classes=classes)
    features, target = split_label(train, label)
    test_features, truth = split_label(test, label)
    weighted_train, weights = weigh(train, 0)
    weighted_test, test_weights = weigh(test, 1)

    with threadpool_limits(1):
        by_hand = fit_by_hand(BY_HAND[name][task](texts), features, target, weights)
        expected = MEASURES[task](by_hand, test_features, truth, test_weights)

    measured = compute_our_metrics(make_learner(name), weighted_train, weighted_test, label)
    assert {metric: measured[metric] for metric in expected} == pytest.approx(expected, rel=1e-6)
    assert measured != compute_our_metrics(make_learner(name), train, weighted_test, label)


def test_learners_say_whether_they_can_use_weights() -> None:
    """Modules that wrap learners count with what they wrap; Add Preprocessing to Model wants fitted steps as well."""
    makers = {
        name: module
        for name, module in catalog().items()
        if module.find_output("untrained_model") and all(port.type == "untrained_model" for port in module.inputs)
    }
    declared = {name for name, module in makers.items() if module.traits.ignores_weights}
    found = set()
    for name, module in makers.items():
        inputs = {port.name: make_loan_learner() for port in module.inputs}
        if module.task != "images":  # networks for images learn from no table
            learner = module.run(inputs, {})["untrained_model"]
            found |= set() if accepts_weights(split_pipeline(learner)[0]) else {name}
    assert declared == found
    assert found > UNWEIGHTED


@pytest.mark.parametrize("name", sorted(UNWEIGHTED))
def test_a_learner_that_cannot_use_weights_says_so(name: str, caplog: pytest.LogCaptureFixture) -> None:
    data, _ = weigh(make_loans(), 0)
    label = "paid" if "classifier" in name else "income"
    model = train_model(make_learner(name), data, label=label)
    assert f"{model.learner} cannot use weights: each row counts the same." in caplog.text


def test_an_evaluation_says_what_it_was_weighted_by() -> None:
    data, weights = weigh(make_loans(), 0)
    scored = score_model(train_model(make_loan_learner(), data, label="paid"), data).scored_dataset
    details = evaluate_model(scored).details["Two-Class Logistic Regression"].model_dump(mode="json")
    assert details["columns"]["weight"] == "w"
    paid = (data.frame["paid"] == "yes").to_numpy()
    assert details["positives"] == pytest.approx(weights[paid].sum() / weights.mean())
    assert details["true_positives"][-1] == pytest.approx(details["positives"])
    assert details["rows"] == 60


def test_rows_without_a_label_take_their_weights_along() -> None:
    data, _ = weigh(make_loans(), 0)
    scored = score_model(train_model(make_loan_learner(), data, label="paid"), data).scored_dataset
    known = np.arange(60) % 3 > 0
    frame = scored.frame.assign(paid=scored.frame["paid"].where(known)).set_axis([0] * 60)
    gaps, kept = scored.with_frame(frame), scored.with_frame(scored.frame[known])
    found = [evaluate_model(one).metrics[0] for one in (gaps, kept)]
    assert found[0] == pytest.approx(found[1])


def test_a_row_of_weight_two_counts_as_two_rows_in_the_poisson_regression_with_zeros() -> None:
    random = np.random.default_rng(0)
    frame = pd.DataFrame({"a": random.normal(size=80), "b": random.normal(size=80)})
    frame["visits"] = random.poisson(np.exp(0.5 + frame["a"] / 2))
    weights = random.integers(1, 4, 80)
    learner = poisson_regression(l1_regularization_weight=1.0, l2_regularization_weight=0.5)
    repeated = frame.loc[np.repeat(frame.index, weights)].reset_index(drop=True)
    weighted = Dataset(frame.assign(w=weights), {"w": "weight"})
    models = [train_model(learner, data, label="visits").pipeline for data in (Dataset(repeated), weighted)]
    first, second = (model.predict(frame[["a", "b"]]) for model in models)
    # The columns are standardized without the weights.
    assert np.corrcoef(first, second)[0, 1] > 0.9999


def test_rows_of_the_weight_zero_do_not_count(caplog: pytest.LogCaptureFixture) -> None:
    data = make_loans()
    weights = np.where(np.arange(60) < 20, 0.0, 1.5)
    kept = Dataset(data.frame.iloc[20:].reset_index(drop=True))
    weighted = Dataset(data.frame.assign(w=weights), {"w": "weight"})
    learner = linear_regression(l2_regularization_weight=0)
    models = [train_model(learner, one, label="income") for one in (weighted, kept)]
    first, second = (model.pipeline.predict(data.frame) for model in models)
    assert first == pytest.approx(second, rel=1e-9)
    assert models[0].intervals == {name: pytest.approx(ends) for name, ends in models[1].intervals.items()}
    assert "20 rows with the weight 0 in 'w': not counted." in caplog.text


@pytest.mark.parametrize(
    ("weights", "number", "words"),
    [
        ([None, *[1.0] * 59], 18, "The weights in 'w' are missing in 1 row."),
        ([-1.0, -2.0, *[1.0] * 58], 8, "The weights in 'w' are negative in 2 rows."),
        ([np.inf, *[1.0] * 59], 33, "The weights in 'w' are infinite in 1 row."),
        ([0.0] * 60, 21, "The weights in 'w' are 0 in all rows."),
        (["much"] * 60, 17, "The weights in 'w' must be numbers. They are text."),
        ([[1]] * 60, 17, "The weights in 'w' must be numbers."),
    ],
)
def test_weights_that_cannot_be_used_are_numbered_errors(weights: list[Any], number: int, words: str) -> None:
    data = Dataset(make_loans().frame.assign(w=pd.Series(weights)), {"w": "weight"})
    with pytest.raises(ModuleError, match=words) as caught:
        train_model(make_loan_learner(), data, label="paid")
    assert caught.value.number == number


def test_two_columns_of_weights_are_refused() -> None:
    data = Dataset(make_loans().frame.assign(w=1.0), {"w": "weight", "years": "weight"})
    with pytest.raises(ModuleError, match="Only one column at 'dataset' can have the role weight") as caught:
        train_model(make_loan_learner(), data, label="paid")
    assert caught.value.number == 22


def test_a_label_with_the_role_weight_is_a_label() -> None:
    data = Dataset(make_loans().frame, {"income": "weight"})
    train_model(linear_regression(), data, label="income")


#: Their libraries know weights of rows alone, so that each row counts by the weight of its class.
LIBRARY_CLASS_WEIGHTS = {"naive_bayes", "xgboost_classifier", "two_class_neural_network", "multiclass_neural_network"}
CLASS_WEIGHT_CASES = [
    (name, task)
    for name, task in CASES
    if task in ("two-class", "multiclass") and "class_weights" in catalog()[name].widgets
]


def set_class_weight(reference: Any, value: Any) -> Any:
    """The bare library's learner with weights of classes."""
    names = [name for name in reference.get_params() if name.endswith("__class_weight")]
    return reference.set_params(**dict.fromkeys(names, value))


@pytest.mark.parametrize(
    ("name", "task", "custom"),
    [
        (name, task, custom)
        for name, task in CLASS_WEIGHT_CASES
        for custom in (False, True)
        if name not in LIBRARY_CLASS_WEIGHTS
        and "lightgbm" not in name
        and (not custom or "custom_class_weights" in catalog()[name].widgets)
    ],
)
def test_class_weights_are_those_of_the_library(name: str, task: str, custom: bool) -> None:
    frame, label, classes, texts = DATA[task]
    train, test = split_halves(frame(), label, classes=classes)
    features, target = split_label(train, label)
    values = sorted(set(target))
    # Boosted trees number the classes before they look up the weights.
    ends = (0, len(values) - 1) if "boosted" in name else (values[0], values[-1])
    weights: Any = {ends[0]: 1.0, ends[1]: 4.0} if custom else "balanced"

    with threadpool_limits(1):
        by_hand = set_class_weight(BY_HAND[name][task](texts), weights).fit(features, target)
        expected = MEASURES[task](by_hand, *split_label(test, label))

    listed = {"class_weights": "Custom", "custom_class_weights": f"{values[0]}: 1, {values[-1]}: 4"}
    parameters = listed if custom else {"class_weights": "Balanced"}
    learner = catalog()[name].run({}, parameters)["untrained_model"]
    measured = compute_our_metrics(learner, train, test, label)
    assert {metric: measured[metric] for metric in expected} == pytest.approx(expected, rel=1e-6)
    assert measured != compute_our_metrics(make_learner(name), train, test, label)


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize(("name", "task"), [case for case in CLASS_WEIGHT_CASES if case[0] in LIBRARY_CLASS_WEIGHTS])
def test_class_weights_beside_a_library_count_like_weights_of_rows(name: str, task: str) -> None:
    """A row of a class with the weight 4 and its own weight 2 counts like one of the weight 8."""
    frame, label, classes, _ = DATA[task]
    train, test = split_halves(frame(), label, classes=classes)
    target = split_label(train, label)[1]
    weighted, weights = weigh(train, 0)
    last = sorted(set(target))[-1]
    custom = {"class_weights": "Custom", "custom_class_weights": f"{last}: 4"}
    quick: Any = {"number_of_learning_iterations": 3} if "network" in name else {}
    plain, listed, balanced = (
        catalog()[name].run({}, {**quick, **settings})["untrained_model"]
        for settings in ({}, custom, {"class_weights": "Balanced"})
    )
    factors = weights * np.where(np.asarray(target) == last, 4, 1)
    by_rows = train.with_frame(train.frame.assign(w=factors)).with_role("weight", "w")
    measured = compute_our_metrics(listed, weighted, test, label)
    assert measured == pytest.approx(compute_our_metrics(plain, by_rows, test, label), rel=1e-6)
    assert measured != compute_our_metrics(plain, weighted, test, label)
    shares = compute_sample_weight("balanced", target)
    even = train.with_frame(train.frame.assign(w=shares)).with_role("weight", "w")
    expected = compute_our_metrics(plain, even, test, label)
    assert compute_our_metrics(balanced, train, test, label) == pytest.approx(expected, rel=1e-6)


def test_one_vs_all_of_weighted_classes_counts_rows_by_their_weights_as_well() -> None:
    quick = {"class_weights": "Balanced", "number_of_learning_iterations": 3}
    network = catalog()["two_class_neural_network"].run({}, quick)["untrained_model"]
    combined = catalog()["one_vs_all_multiclass"].run({"untrained_binary_classification_model": network}, {})
    frame, label, classes, _ = DATA["multiclass"]
    train, test = split_halves(frame(), label, classes=classes)
    weighted, _ = weigh(train, 0)
    found = [compute_our_metrics(combined["untrained_model"], rows, test, label) for rows in (train, weighted)]
    assert found[0] != found[1]


def test_every_classifier_that_counts_rows_by_weights_offers_weights_of_classes() -> None:
    for name in {name for name, task in CASES if task not in ("regression", "quantile")}:
        module = catalog()[name]
        inputs = {port.name: make_loan_learner() for port in module.inputs}
        estimator = split_pipeline(module.run(inputs, {})["untrained_model"])[0]
        assert module.inputs or accepts_weights(estimator) == ("class_weights" in module.widgets), name


@pytest.mark.parametrize(
    ("label", "text", "number"),
    [("paid", "yess: 2", 8), ("years", "200: 1", 8)],
)
def test_weights_of_classes_that_are_not_there_are_refused(label: str, text: str, number: int) -> None:
    learner = catalog()["decision_tree_classifier"].run({}, {"class_weights": "Custom", "custom_class_weights": text})
    with pytest.raises(ModuleError, match="which is not a class of") as caught:
        train_model(learner["untrained_model"], make_loans(), label=label)
    assert caught.value.number == number


@pytest.mark.parametrize("text", ["yes", "yes: much", "yes: -1", ": 1", "a: inf", "a: nan"])
def test_class_weights_are_read_before_the_run(text: str) -> None:
    parameters = {"class_weights": "Custom", "custom_class_weights": text}
    with pytest.raises(ValidationError, match="must be classes with a weight of 0 or more each"):
        catalog()["decision_tree_classifier"].run({}, parameters)


@pytest.mark.parametrize("name", [name for name in sorted(catalog()) if "category_encoding" in catalog()[name].widgets])
def test_one_hot_gives_each_category_a_column(name: str) -> None:
    label = "income" if catalog()[name].task in ("regression", "quantile") else "paid"
    models = {
        encoding: train_model(
            catalog()[name].run({}, {"category_encoding": encoding})["untrained_model"], make_loans(), label=label
        )
        for encoding in ("Ordinal", "One-hot")
    }
    assert "housing" in models["Ordinal"].feature_names
    assert {"housing = free", "housing = own", "housing = rent"} < set(models["One-hot"].feature_names)
