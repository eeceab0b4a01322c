"""A bag is the mean of models of drawn rows; a vote is won by the class that most models predict."""

import numpy as np
import pytest
from scipy.stats import mode

from modules.kit import Dataset, ModuleError, catalog
from modules.learning.cross_validation import take_rows
from modules.learning.fitting import fit_model
from modules.learning.predicting import score_dataset
from modules.model_training.average_models import average_models
from modules.model_training.bag_models import bag_models, draw_rows
from tests.modules.learning.test_counterfactuals import make_loans, train


def test_a_bag_is_the_mean_of_models_of_rows_drawn_with_replacement() -> None:
    data = make_loans(120)
    numbers = Dataset(data.frame.drop(columns=["paid", "home"]), {"income": "label"})
    learner = catalog()["decision_tree_regression"].run({}, {})["untrained_model"]
    bag = bag_models(learner, numbers, label="income", number_of_models=4, share_of_rows=0.5, seed=3)
    random = np.random.default_rng(3)
    drawn = [draw_rows(numbers, "regression", "income", 0.5, random) for _ in range(4)]
    assert all(len(rows) == 60 > len(set(rows)) for rows in drawn)
    models = [fit_model(learner, take_rows(numbers, rows), "income") for rows in drawn]
    said = [score_dataset(model, numbers).columns["Scored Labels"] for model in models]
    assert score_dataset(bag, numbers).columns["Scored Labels"].to_numpy() == pytest.approx(np.mean(said, axis=0))


def test_no_class_is_missing_from_a_sample() -> None:
    data = make_loans(40)
    rows = draw_rows(data, "classification", "paid", 0.05, np.random.default_rng(0))
    assert set(data.frame["paid"].iloc[rows]) == {"yes", "no"}
    learner = catalog()["two_class_logistic_regression"].run({}, {})["untrained_model"]
    bag = bag_models(learner, data, label="paid", number_of_models=3)
    assert (bag.learner, bag.classes) == ("Average of 3 models", ("no", "yes"))


def test_most_votes_win_however_sure_the_others_are() -> None:
    data = make_loans()
    names = ("two_class_logistic_regression", "two_class_boosted_decision_tree", "two_class_decision_forest")
    models = [train(name, "paid", data) for name in names]
    said = [score_dataset(model, data).columns["Scored Labels"].to_numpy() == "yes" for model in models]
    vote = score_dataset(average_models(models, combine="Majority vote"), data).columns
    assert (vote["Scored Labels"] == "yes").tolist() == [bool(most) for most in mode(np.asarray(said, dtype=int)).mode]
    assert vote["Scored Probabilities"].to_numpy() == pytest.approx(np.mean(said, axis=0))


def test_numbers_have_no_majority() -> None:
    data = Dataset(make_loans().frame.drop(columns="paid"), {"income": "label"})
    with pytest.raises(ModuleError, match="Numbers have no majority"):
        average_models([train("linear_regression", "income", data)], combine="Majority vote")
