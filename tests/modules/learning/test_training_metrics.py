"""How well a model knows the rows that it learned from goes with it, up to the evaluation."""

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import r2_score, roc_auc_score

from modules.kit import Dataset
from modules.kit.serialization import from_arrow_table, load_value, save_value, to_arrow_table
from modules.learning.supervised_examples import make_cars, make_loan_learner, make_loans
from modules.learning.training_metrics import MEASURED_ROWS
from modules.model_scoring_and_evaluation.evaluate_model import evaluate_model
from modules.model_scoring_and_evaluation.score_model import score_model
from modules.model_training.train_model import train_model
from modules.regression.boosted_decision_tree_regression import boosted_decision_tree_regression
from modules.regression.decision_forest_regression import decision_forest_regression
from tests.view_json import build_view


def test_of_a_classifier_the_roc_area_of_its_training_rows_comes_with_the_evaluation(tmp_path: Path) -> None:
    loans = make_loans(200)
    model = train_model(make_loan_learner(), loans, label="paid")
    scored = score_model(model, loans).scored_dataset
    expected = roc_auc_score(loans.frame["paid"] == "yes", scored.frame["Scored Probabilities"])
    stored = to_arrow_table(score_model(model, make_loans(50)).scored_dataset)
    path = save_value(evaluate_model(from_arrow_table(stored)), tmp_path, "evaluation").path
    evaluation = load_value(path, "evaluation")
    assert evaluation.training_metrics == {"Two-Class Logistic Regression": {"AUC": round(expected, 6)}}
    assert build_view(evaluation)["models"][0]["training_metrics"] == {"AUC": round(expected, 6)}


def test_of_a_long_table_evenly_spread_rows_with_a_label_are_measured() -> None:
    random = np.random.default_rng(0)
    frame = pd.DataFrame({"x": random.random(3 * MEASURED_ROWS)})
    frame["y"] = frame["x"] + random.normal(0, 0.3, len(frame))
    frame.loc[::3, "y"] = np.nan
    labeled = frame.dropna().reset_index(drop=True)
    model = train_model(boosted_decision_tree_regression(), Dataset(frame), label="y")
    measured = labeled.iloc[np.linspace(0, len(labeled) - 1, MEASURED_ROWS).astype(int)]
    predicted = score_model(model, Dataset(measured)).scored_dataset.frame["Scored Labels"]
    assert model.training_metrics == {"Coefficient_of_Determination": round(r2_score(measured["y"], predicted), 6)}


def test_forests_give_their_rows_back_and_are_not_measured() -> None:
    model = train_model(decision_forest_regression(), make_cars(), label="price")
    assert model.training_metrics is None
    scored = score_model(model, make_cars()).scored_dataset
    assert "training_metrics" not in build_view(evaluate_model(scored))["models"][0]


@pytest.mark.parametrize("stored_before", [True, False])
def test_models_of_earlier_versions_have_none(stored_before: bool) -> None:
    model = train_model(make_loan_learner(), make_loans(), label="paid")
    state = model.__getstate__()
    if stored_before:
        del state["training_metrics"]
    again = object.__new__(type(model))
    again.__setstate__(state)
    assert (again.training_metrics is None) == stored_before
    assert math.isfinite(evaluate_model(score_model(again, make_loans(50)).scored_dataset).metrics[0]["AUC"])
