"""Filter Based Feature Selection and Permutation Feature Importance against scipy and scikit-learn."""

import logging
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from sklearn.metrics import mutual_info_score

from modules.classification.multiclass_logistic_regression import multiclass_logistic_regression
from modules.feature_selection.filter_based_feature_selection import filter_based_feature_selection
from modules.feature_selection.permutation_feature_importance import permutation_feature_importance
from modules.kit import Dataset, ModuleError, UntrainedModel
from modules.learning.fitting import fit_model
from modules.learning.supervised_examples import make_cars, make_flowers, make_loan_model, make_loans
from modules.regression.boosted_decision_tree_regression import boosted_decision_tree_regression

CARS = make_cars(200)
PRICE = CARS.frame["price"]


def _score_features(dataset: Dataset, target: str, method: Any) -> dict[str, float]:
    _, features, _ = filter_based_feature_selection(dataset, target_column=target, feature_scoring_method=method)
    return dict(zip(features.frame["Feature"], features.frame["Score"], strict=True))


@pytest.mark.parametrize(
    ("method", "wanted"),
    [
        ("PearsonCorrelation", lambda x: abs(stats.pearsonr(x, PRICE).statistic)),
        ("SpearmanCorrelation", lambda x: abs(stats.spearmanr(x, PRICE).statistic)),
        ("KendallCorrelation", lambda x: abs(stats.kendalltau(x, PRICE).statistic)),
        ("CountBased", np.count_nonzero),
    ],
)
def test_numbers_are_scored_as_scipy_does(method: str, wanted: Any) -> None:
    scores = _score_features(CARS, "price", method)
    for name in ("weight", "power"):
        assert scores[name] == pytest.approx(float(wanted(CARS.frame[name])))


def test_classes_are_scored_as_scipy_and_scikit_learn_do() -> None:
    frame = make_loans(300).frame
    table = pd.crosstab(frame["housing"], frame["paid"])
    chi = stats.chi2_contingency(table, correction=False).statistic
    assert _score_features(Dataset(frame), "paid", "ChiSquared")["housing"] == pytest.approx(chi)
    shared = mutual_info_score(frame["housing"], frame["paid"])
    assert _score_features(Dataset(frame), "paid", "MutualInformation")["housing"] == pytest.approx(shared)


def test_numbers_are_grouped_into_ten_bins_for_chi_squared() -> None:
    frame = make_loans(300).frame
    table = pd.crosstab(pd.qcut(frame["income"], 10), frame["paid"])
    chi = stats.chi2_contingency(table, correction=False).statistic
    assert _score_features(Dataset(frame), "paid", "ChiSquared")["income"] == pytest.approx(chi)


def test_a_target_of_classes_stands_for_the_means_in_them() -> None:
    frame = make_flowers(90).frame
    means = frame.groupby("species")["length"].transform("mean")
    expected = stats.pearsonr(frame["length"], means).statistic
    assert _score_features(Dataset(frame), "species", "PearsonCorrelation")["length"] == pytest.approx(expected)
    found = stats.f_oneway(*(group["length"] for _, group in frame.groupby("species"))).statistic
    assert _score_features(Dataset(frame), "species", "FisherScore")["length"] == pytest.approx(found * 2 / 87)


def test_the_best_features_stay_with_the_target_and_columns_that_are_no_features() -> None:
    dataset = Dataset(CARS.frame.assign(id=range(200), fold=1), {"price": "label", "id": "none", "fold": "group"})
    filtered, features, _ = filter_based_feature_selection(dataset, target_column="price", number_of_desired_features=1)
    assert list(filtered.frame.columns) == ["power", "price", "id", "fold"]
    assert filtered.roles == {"price": "label", "id": "none", "fold": "group"}
    assert features.frame["Feature"].tolist() == ["power", "weight", "fuel"]


def test_asking_for_more_features_than_there_are_gives_all() -> None:
    filtered, *_ = filter_based_feature_selection(CARS, target_column="price", number_of_desired_features=99)
    assert list(filtered.frame.columns) == list(CARS.frame.columns)


def test_what_cannot_be_judged_scores_zero_and_the_log_says_so(caplog: pytest.LogCaptureFixture) -> None:
    frame = CARS.frame.assign(gone=np.nan, same=1, odd=[np.inf, *PRICE[1:]])
    with caplog.at_level(logging.WARNING):
        scores = _score_features(Dataset(frame), "price", "PearsonCorrelation")
    assert (scores["gone"], scores["same"], scores["fuel"], round(scores["odd"], 6)) == (0, 0, 0, 1)
    assert caplog.messages == ["PearsonCorrelation works on numbers only, so the score is 0 for 'fuel'."]


@pytest.mark.parametrize(
    ("dataset", "target", "method", "number"),
    [
        (CARS, "prise", "ChiSquared", 1),
        (CARS, "fuel", "KendallCorrelation", 17),
        (Dataset(pd.DataFrame({"x": [1]})), "x", "ChiSquared", 47),
        (Dataset(pd.DataFrame({"x": range(2_000), "y": map(str, range(2_000))})), "y", "ChiSquared", 14),
    ],
)
def test_a_target_that_cannot_be_used_is_refused(dataset: Dataset, target: str, method: str, number: int) -> None:
    with pytest.raises(ModuleError) as refused:
        _score_features(dataset, target, method)
    assert refused.value.number == number


def _make_price_learner() -> UntrainedModel:
    return boosted_decision_tree_regression(number_of_trees_constructed=50)


@pytest.mark.parametrize("metric", ["Automatic", "Root Mean Squared Error", "Relative Absolute Error"])
def test_the_feature_that_a_price_follows_from_is_the_most_important_one(metric: Any) -> None:
    dataset = Dataset(CARS.frame.assign(noise=np.random.default_rng(0).random(200)))
    (importance,) = permutation_feature_importance(
        fit_model(_make_price_learner(), dataset, "price"), dataset, metric=metric
    )
    scores = importance.frame["Score"].tolist()
    assert importance.frame["Feature"].tolist()[:2] == ["power", "weight"]
    assert (scores, scores[0] > 0) == (sorted(scores, reverse=True), True)


def test_a_score_is_how_much_the_metric_falls_on_average_when_the_rows_are_shuffled() -> None:
    model, data = make_loan_model(), make_loans(300)

    def accuracy(frame: pd.DataFrame) -> float:
        return float(np.mean(model.pipeline.predict(frame[model.features.names]) == data.frame["paid"]))

    def fall(*key: int) -> float:
        order = np.random.default_rng([4, 0, *key]).permutation(300)
        return accuracy(data.frame) - accuracy(data.frame.assign(income=data.frame["income"].to_numpy()[order]))

    for shuffles, falls in ((1, [fall()]), (3, [fall(), fall(1), fall(2)])):
        (importance,) = permutation_feature_importance(
            model, data, seed=4, metric="Accuracy", number_of_shuffles=shuffles
        )
        income = importance.frame.set_index("Feature").loc["income"]
        assert income["Score"] == pytest.approx(np.mean(falls))
        assert income.get("Standard Deviation", 0.0) == pytest.approx(np.std(falls))


@pytest.mark.parametrize("metric", ["Accuracy", "Precision", "Recall", "F1", "Log Loss"])
def test_metrics_of_more_than_two_classes_are_means(metric: Any) -> None:
    (importance,) = permutation_feature_importance(
        fit_model(multiclass_logistic_regression(), make_flowers(), "species"), make_flowers(90), metric=metric
    )
    assert (importance.frame["Score"] > 0).all()


@pytest.mark.parametrize(
    ("data", "metric", "number"),
    [
        (make_loans(), "Mean Absolute Error", 62),
        (Dataset(make_loans().frame.drop(columns="paid")), "Accuracy", 24),
        (Dataset(make_loans().frame.drop(columns="income")), "Accuracy", 1),
        (Dataset(make_loans().frame.head(1)), "Accuracy", 21),
        (Dataset(make_loans().frame.query("paid == 'yes'").reset_index(drop=True)), "AUC", 18),
    ],
)
def test_data_and_metrics_that_do_not_fit_are_refused(data: Dataset, metric: Any, number: int) -> None:
    with pytest.raises(ModuleError) as refused:
        permutation_feature_importance(make_loan_model(), data, metric=metric)
    assert refused.value.number == number
