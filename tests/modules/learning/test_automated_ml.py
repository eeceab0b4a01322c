"""What a search by Automated ML promises: honest rows, columns with reasons, an end in time, candidates of modules."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from modules.automated_ml.automated_ml import AutomatedMlOutputs, automated_ml
from modules.automated_ml.ensemble import MAX_MEMBERS, select_weights
from modules.automated_ml.portfolio import CandidateMaker, list_learner_spaces
from modules.kit import Columns, Dataset, ModuleError, Task, catalog
from modules.kit.views.automated_ml_view import AutomatedMLView
from modules.learning.predicting import score_dataset
from modules.model_training.average_models import average_models

QUICK: dict[str, Any] = {
    "maximum_number_of_trials": 2,
    "number_of_folds": 2,
    "forests": False,
    "neural_networks": False,
}


def make_customers(count: int = 120) -> pd.DataFrame:
    random = np.random.default_rng(5)
    income = random.normal(40, 9, count)
    bought = income + random.normal(0, 8, count) > 40
    return pd.DataFrame(
        {
            "customer_id": np.arange(count) + 5000,
            "country": ["here"] * count,
            "income": income,
            "visits": random.integers(0, 9, count),
            "invoice": np.where(bought, random.uniform(10, 90, count), 0.0),
            "bought": np.where(bought, "yes", "no"),
        }
    )


def get_view(found: AutomatedMlOutputs) -> AutomatedMLView:
    view = found.leaderboard.shown_as
    assert isinstance(view, AutomatedMLView)
    return view


def test_columns_that_nothing_can_be_learned_from_are_left_out_with_the_reason() -> None:
    found = automated_ml(Dataset(make_customers()), label="bought", **QUICK)
    reasons = {choice.name: choice.reason for choice in get_view(found).columns if not choice.used}
    assert set(reasons) == {"customer_id", "country", "invoice"}
    assert "looks like an ID" in reasons["customer_id"]
    assert "the same value in all rows" in reasons["country"]
    assert "'invoice'" in reasons["invoice"]
    assert [choice.name for choice in get_view(found).columns if choice.leak] == ["invoice"]
    assert set(found.trained_model.features.names) == {"income", "visits"}


def test_a_column_is_kept_on_request() -> None:
    kept = Columns(start="none", names=("invoice",))
    found = automated_ml(Dataset(make_customers()), label="bought", columns_to_keep=kept, **QUICK)
    assert "invoice" in found.trained_model.features.names
    (choice,) = (choice for choice in get_view(found).columns if choice.name == "invoice")
    assert choice.used
    assert choice.reason.startswith("Kept on request.")


def test_the_final_figure_is_on_rows_that_no_trial_saw() -> None:
    view = get_view(automated_ml(Dataset(make_customers()), label="bought", held_out_fraction=0.25, **QUICK))
    assert (view.search_rows, view.held_out_rows) == (90, 30)
    assert view.final_value is not None


def test_the_choices_of_a_search_are_ranked_by_how_much_they_moved_the_metric() -> None:
    options: dict[str, Any] = {"boosted_trees": False, "forests": False, "neural_networks": False}
    found = automated_ml(
        Dataset(make_customers()), label="bought", number_of_folds=2, maximum_number_of_trials=9, **options
    )
    view = get_view(found)
    (learner,) = view.learners
    assert [setting.name for setting in learner.settings] == ["l2_regularization_weight"]
    assert learner.settings[0].importance == 1.0
    assert view.learner_importance is None  # one learner, so nothing between them
    assert view.final_interval is not None
    assert 0 < view.final_interval < 0.5


def test_a_search_whose_time_is_up_gives_the_best_so_far() -> None:
    found = automated_ml(Dataset(make_customers()), label="bought", time_limit_in_minutes=0.001, number_of_folds=2)
    assert get_view(found).ended == "The time was used up."
    assert found.trained_model.task == "two-class"


def test_a_search_ends_after_trials_that_are_no_better() -> None:
    options = QUICK | {"maximum_number_of_trials": 50, "trials_without_improvement": 1}
    view = get_view(automated_ml(Dataset(make_customers()), label="bought", **options))
    assert view.ended.startswith("No trial was better since trial ")


def test_folds_by_time_hold_out_the_newest_rows() -> None:
    frame = make_customers().assign(day=pd.date_range("2024-01-01", periods=120))
    data = Dataset(frame).with_role("time", "day")
    view = get_view(automated_ml(data, label="bought", fold_order="By time", **QUICK))
    assert view.split == {"fraction": 0.8, "splitting_mode": "Split by Time"}
    assert view.cross_validation["fold_order"] == "By time"


def test_a_leaderboard_lists_complete_trials_by_rank() -> None:
    frame = automated_ml(Dataset(make_customers()), label="bought", **QUICK).leaderboard.frame
    complete = frame[frame["State"] == "complete"]
    assert complete["Rank"].tolist() == list(range(1, len(complete) + 1))
    assert complete["AUC"].is_monotonic_decreasing


@pytest.mark.parametrize(
    ("label", "options", "message"),
    [
        ("bought", {"metric": "Mean absolute error"}, "does not measure predictions of two classes"),
        ("bought", {"task": "Regression"}, "must be a number for a regression"),
        ("bought", {"boosted_trees": False, "linear_models": False}, "No learner is allowed"),
    ],
)
def test_what_does_not_fit_is_refused(label: str, options: dict[str, Any], message: str) -> None:
    with pytest.raises(ModuleError, match=message):
        automated_ml(Dataset(make_customers()), label=label, **QUICK | options)


@pytest.mark.parametrize("task", ["two-class", "multiclass", "regression"])
def test_every_start_is_made_of_modules_of_the_catalog(task: Task) -> None:
    maker = CandidateMaker(list_learner_spaces(task), 3, balanced=True, has_gaps=True)
    starts = list(maker.list_starts())
    assert len({candidate.key for candidate in starts}) == len(starts)
    for candidate in starts:
        learner = candidate.build_learner()
        assert learner.task in (task, "classification")
        assert [step.module for step in learner.preprocessing] == [call.module for call in candidate.preparations]
        for call in (candidate.learner, *candidate.preparations):
            catalog()[call.module].parameters.model_validate(dict(call.parameters))


def test_the_ensemble_prefers_models_that_err_in_different_ways() -> None:
    truth = np.array([0.0, 1.0, 2.0, 3.0])
    error = np.array([1.0, -1.0, 1.0, -1.0])
    predictions = {1: (truth + error)[:, None], 2: (truth - error)[:, None], 3: (truth + 5)[:, None]}
    weights, value = select_weights(
        predictions, lambda matrix: float(np.abs(matrix[:, 0] - truth).mean()), maximize=False
    )
    assert weights == {1: 0.5, 2: 0.5}
    assert value == pytest.approx(0)


def test_an_ensemble_has_few_members() -> None:
    random = np.random.default_rng(0)
    truth = random.normal(size=200)
    predictions = {number: (truth + random.normal(size=200))[:, None] for number in range(20)}
    weights, _ = select_weights(
        predictions, lambda matrix: float(np.square(matrix[:, 0] - truth).mean()), maximize=False
    )
    assert 2 <= len(weights) <= MAX_MEMBERS
    assert sum(weights.values()) == pytest.approx(1)


def test_an_average_of_models_predicts_the_weighted_mean() -> None:
    from modules.classification.two_class_boosted_decision_tree import two_class_boosted_decision_tree
    from modules.classification.two_class_logistic_regression import two_class_logistic_regression
    from modules.learning.fitting import fit_model

    data = Dataset(make_customers()[["income", "visits", "bought"]])
    models = [
        fit_model(learner(), data, "bought")
        for learner in (two_class_logistic_regression, two_class_boosted_decision_tree)
    ]
    averaged = average_models(models, weights="3, 1")
    columns = [score_dataset(model, data).columns["Scored Probabilities"] for model in (*models, averaged)]
    np.testing.assert_allclose(columns[2], 0.75 * columns[0] + 0.25 * columns[1], rtol=1e-12)


def test_models_of_different_labels_are_not_averaged() -> None:
    from modules.classification.two_class_logistic_regression import two_class_logistic_regression
    from modules.learning.fitting import fit_model

    frame = make_customers()[["income", "visits", "bought"]].assign(late=lambda rows: rows["visits"] > 4)
    models = [fit_model(two_class_logistic_regression(), Dataset(frame), label) for label in ("bought", "late")]
    with pytest.raises(ModuleError, match="must predict the same label"):
        average_models(models)
    with pytest.raises(ModuleError, match="a weight for each of the 2 models"):
        average_models(models, weights="1")
