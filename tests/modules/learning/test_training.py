"""What training takes, and what it refuses."""

import logging

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import HistGradientBoostingRegressor, RandomForestRegressor

from modules.classification.two_class_boosted_decision_tree import two_class_boosted_decision_tree
from modules.classification.two_class_logistic_regression import two_class_logistic_regression
from modules.classification.two_class_support_vector_machine import two_class_support_vector_machine
from modules.kit import Dataset, ModuleError, UntrainedModel
from modules.kit.progress import ProgressReport, listen_to_progress
from modules.learning.estimators import fit_estimator
from modules.learning.predicting import score_dataset
from modules.learning.supervised_examples import make_cars, make_flowers, make_loans
from modules.model_training.train_model import train_model
from modules.regression.boosted_decision_tree_regression import boosted_decision_tree_regression
from modules.regression.decision_forest_regression import decision_forest_regression
from modules.regression.linear_regression import linear_regression


def make_cars_with(**columns: object) -> Dataset:
    return Dataset(make_cars().frame.assign(**columns))


POWER = make_cars().frame["power"]
EMPTY_CARS = Dataset(make_cars().frame.head(0))
MANY_NAMES = pd.DataFrame({"id": [f"x{row}" for row in range(1500)], "y": np.arange(1500) % 7})

REFUSALS = {
    "a label that is not there": (linear_regression(), make_cars(), "prise", 1, "Did you mean 'price'?"),
    "no rows": (linear_regression(), EMPTY_CARS, "price", 21, "has no rows"),
    "one row": (linear_regression(), Dataset(make_cars().frame.head(1)), "price", 21, "at least 2 rows"),
    "no feature": (linear_regression(), Dataset(make_cars().frame[["price"]]), "price", 47, "no feature column"),
    "a label without values": (linear_regression(), make_cars_with(price=np.nan), "price", 134, "missing in all rows"),
    "a constant label": (linear_regression(), make_cars_with(price=3), "price", 23, "is 3 in every row"),
    "a text label for regression": (linear_regression(), make_cars(), "fuel", 23, "has text"),
    "one class": (
        two_class_logistic_regression(),
        make_cars_with(fuel="gas"),
        "fuel",
        23,
        "'gas' in every row: nothing to learn",
    ),
    "three classes for two": (
        two_class_logistic_regression(),
        make_flowers(),
        "species",
        23,
        "has 3: alba, rubra, viridis. Use Multiclass Logistic Regression",
    ),
    "real numbers as classes": (two_class_logistic_regression(), make_flowers(), "length", 23, "has real numbers"),
    "infinities": (
        linear_regression(),
        make_cars_with(power=np.where(POWER > 190, np.inf, POWER)),
        "price",
        33,
        "'power'",
    ),
    "names as a feature": (linear_regression(), Dataset(MANY_NAMES), "y", 14, "1,500 values in 1,500 rows"),
    "lists as a feature": (linear_regression(), make_cars_with(fuel=[[1]] * 60), "price", 17, "no learner can use"),
    "missing features": (
        linear_regression(),
        make_cars_with(power=POWER.where(POWER > 60), fuel=make_cars().frame["fuel"].where(POWER < 190)),
        "price",
        83,
        "Missing at 'dataset': 'power' (3), 'fuel' (7). Add Clean Missing Data before this module.",
    ),
    "a class of one row to calibrate": (
        two_class_support_vector_machine(),
        make_cars_with(fuel=["diesel"] + ["gas"] * 59),
        "fuel",
        83,
        "class 'diesel' of the label has 1 row",
    ),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_training_refuses_with_a_number_and_a_sentence(case: str) -> None:
    learner, dataset, label, number, words = REFUSALS[case]

    with pytest.raises(ModuleError) as refusal:
        train_model(learner, dataset, label=label)

    assert refusal.value.number == number
    assert words in refusal.value.message


def test_rows_without_a_label_are_left_out_and_the_log_says_so(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)

    model = train_model(
        linear_regression(), make_cars_with(price=make_cars().frame["price"].where(POWER > 60)), label="price"
    )

    assert model.rows == 57
    assert "3 rows without a value in the label 'price' left out." in caplog.messages


@pytest.mark.parametrize("learner", [boosted_decision_tree_regression(), decision_forest_regression()])
def test_trees_take_missing_values_as_they_are(learner: UntrainedModel) -> None:
    gaps = make_cars_with(power=POWER.where(POWER > 60), fuel=make_cars().frame["fuel"].where(POWER < 190))

    assert train_model(learner, gaps, label="price").rows == 60


def test_every_type_of_column_is_encoded_under_a_readable_name() -> None:
    dataset = make_cars_with(
        sold=pd.date_range("2020", periods=60, freq="7h"),
        new=POWER > 90,
        fuel=make_cars().frame["fuel"].astype("category"),
        power=POWER.astype("Int64"),
    )

    assert train_model(linear_regression(), dataset, label="price").feature_names == (
        "fuel = diesel",
        "fuel = gas",
        "weight",
        "power",
        "new",
        "sold: days since 1970",
        "sold: month",
        "sold: day of week",
        "sold: hour",
    )


def test_columns_of_other_roles_are_no_features() -> None:
    dataset = make_cars().with_role("weight", "power").with_role("group", "fuel")

    assert train_model(linear_regression(), dataset, label="price").features.names == ["weight"]


@pytest.mark.parametrize(
    ("values", "classes"),
    [
        ([0, 1], ("0", "1")),
        ([True, False], ("False", "True")),
        (["no", "yes"], ("no", "yes")),
        ([2.0, 1.0], ("1", "2")),
        ([10, 9], ("9", "10")),
    ],
)
def test_the_positive_class_is_the_later_in_sorted_order(values: list[object], classes: tuple[str, str]) -> None:
    dataset = Dataset(make_loans().frame.assign(paid=values * 30))

    model = train_model(two_class_logistic_regression(), dataset, label="paid")

    assert model.classes == classes
    assert score_dataset(model, dataset).scores.positive == classes[1]


@pytest.mark.parametrize(
    "learner",
    [
        boosted_decision_tree_regression(seed=7),
        decision_forest_regression(seed=7),
        linear_regression(solution_method="Online Gradient Descent", seed=7),
    ],
)
def test_the_same_seed_gives_the_same_predictions(learner: UntrainedModel) -> None:
    first, second = (
        score_dataset(train_model(learner, make_cars(), label="price"), make_cars()).columns for _ in range(2)
    )

    pd.testing.assert_frame_equal(first, second, check_exact=True)


def test_another_seed_gives_another_forest() -> None:
    first, second = (
        score_dataset(
            train_model(decision_forest_regression(seed=seed), make_cars(), label="price"), make_cars()
        ).columns
        for seed in (1, 2)
    )

    assert not first.equals(second)


@pytest.mark.parametrize(
    "estimator",
    [
        HistGradientBoostingRegressor(max_iter=30, early_stopping=False, random_state=0),
        RandomForestRegressor(n_estimators=30, random_state=0),
    ],
)
def test_trees_grown_with_progress_are_those_grown_without(estimator: object) -> None:
    from sklearn.base import clone

    numbers = make_cars().frame[["weight", "power"]].to_numpy(dtype="float64")
    price = make_cars().frame["price"].to_numpy()
    plain, reporting = clone(estimator).fit(numbers, price), clone(estimator)
    heard: list[ProgressReport] = []

    with listen_to_progress(heard.append):
        fit_estimator(reporting, numbers, price, UntrainedModel("regression", "Trees", reporting), port="dataset")

    np.testing.assert_array_equal(reporting.predict(numbers), plain.predict(numbers))
    assert heard[-1] == ProgressReport(30, 30, "trees")
    assert reporting.get_params() == plain.get_params()


def test_boosted_trees_take_a_class_of_one_row() -> None:
    rare = make_cars_with(fuel=["diesel"] + ["gas"] * 59)

    assert train_model(two_class_boosted_decision_tree(), rare, label="fuel").classes == ("diesel", "gas")


def test_boosted_trees_take_a_column_of_more_categories_than_they_have_bins() -> None:
    random = np.random.default_rng(0)
    many = pd.DataFrame({"town": [f"t{number}" for number in random.integers(0, 900, 3000)], "x": range(3000)})
    dataset = Dataset(many.assign(y=many["x"] % 17))

    assert score_dataset(
        train_model(boosted_decision_tree_regression(), dataset, label="y"), dataset
    ).columns.shape == (
        3000,
        1,
    )


def test_training_leaves_its_input_as_it_was() -> None:
    dataset = make_cars()
    before = dataset.frame.copy(deep=True)

    train_model(linear_regression(), dataset, label="price")

    pd.testing.assert_frame_equal(dataset.frame, before)
