"""Tune Model Hyperparameters: which values are tried, which win, and what is refused."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from modules.classification.k_nearest_neighbors_classifier import k_nearest_neighbors_classifier
from modules.classification.naive_bayes import naive_bayes
from modules.classification.one_vs_all_multiclass import one_vs_all_multiclass
from modules.classification.two_class_boosted_decision_tree import two_class_boosted_decision_tree
from modules.classification.two_class_logistic_regression import two_class_logistic_regression
from modules.data_transformation.partition_and_sample import partition_and_sample
from modules.kit import Dataset, Module, ModuleError, catalog, configure_learner
from modules.kit.progress import ProgressReport, listen_to_progress
from modules.kit.sweeps import Sweepable
from modules.learning.metric_formulas import METRIC_NAMES
from modules.learning.search_space import build_search_space, rebuild_learner
from modules.learning.supervised_examples import make_cars, make_flowers, make_loans
from modules.model_scoring_and_evaluation.cross_validate_model import cross_validate_model
from modules.model_scoring_and_evaluation.evaluate_model import evaluate_model
from modules.model_scoring_and_evaluation.score_model import score_model
from modules.model_training.train_model import train_model
from modules.model_training.tune_model_hyperparameters import tune_model_hyperparameters
from modules.regression.decision_tree_regression import decision_tree_regression
from modules.regression.fast_forest_quantile_regression import fast_forest_quantile_regression
from modules.regression.linear_regression import linear_regression
from tests.view_json import build_view

LEARNERS = [module for module in catalog().values() if module.task and module.find_output("untrained_model")]
SUPERVISED = [module for module in LEARNERS if module.task in {*METRIC_NAMES, "classification"} and not module.inputs]

WEIGHTS = {"l2_regularization_weight": {"list": [0.01, 0.1, 1.0, 10.0]}}


def tune_learner(function: Callable[..., Any], data: Dataset, label: str, sweeps: dict[str, Any], **how: Any) -> Any:
    learner: Any = configure_learner(function, **sweeps)
    return tune_model_hyperparameters(learner, data, label=label, **how)


def test_an_entire_grid_tries_every_combination_and_the_best_one_is_trained_on_all_rows() -> None:
    sweeps = WEIGHTS | {"optimization_tolerance": {"list": [1e-5, 1e-8]}}
    results, model = tune_learner(
        two_class_logistic_regression, make_loans(), "paid", sweeps, specify_parameter_sweeping_mode="Entire grid"
    )
    frame = results.frame

    assert len(frame) == 8
    assert len(frame[["L2 regularization weight", "Optimization tolerance"]].drop_duplicates()) == 8
    best = frame.loc[frame["Accuracy"].idxmax()]
    assert model.parameters["l2_regularization_weight"] == best["L2 regularization weight"]
    assert model.rows == 60


def test_the_metrics_of_a_trial_are_those_of_cross_validation() -> None:
    results, _ = tune_learner(
        two_class_logistic_regression,
        make_loans(),
        "paid",
        {"l2_regularization_weight": {"list": [0.5]}},
        specify_parameter_sweeping_mode="Entire grid",
        number_of_folds=4,
        seed=0,
    )
    folds = cross_validate_model(
        two_class_logistic_regression(l2_regularization_weight=0.5), make_loans(), label="paid", number_of_folds=4
    ).evaluation_results_by_fold.frame

    for name in ("Accuracy", "AUC", "Log_Loss"):
        assert results.frame[name][0] == pytest.approx(folds[name][4])
    assert results.frame["Standard deviation of Accuracy"][0] == pytest.approx(folds["Accuracy"][5])


def test_validation_data_take_the_place_of_folds() -> None:
    data, validation = make_loans(60), make_loans(200)
    results, model = tune_learner(
        two_class_logistic_regression,
        data,
        "paid",
        {"l2_regularization_weight": {"list": [0.5]}},
        validation_dataset=validation,
        metric_for_measuring_performance_for_classification="AUC",
    )
    measured = evaluate_model(score_model(model, validation).scored_dataset).metrics[0]

    assert results.frame[["Folds", "AUC", "Log_Loss"]].to_numpy().tolist() == [
        [1, measured["AUC"], measured["Log_Loss"]]
    ]
    assert model.rows == 60


def test_folds_of_partition_and_sample_are_kept() -> None:
    data = partition_and_sample(
        make_loans(), partition_or_sample_mode="Assign to Folds", number_of_folds=3, seed=4
    ).partitioned_dataset
    results, _ = tune_learner(
        two_class_logistic_regression, data, "paid", {"l2_regularization_weight": {"list": [1.0]}}, number_of_folds=10
    )
    scored, by_fold = cross_validate_model(two_class_logistic_regression(), data, label="paid", number_of_folds=10)

    assert results.frame["Folds"].tolist() == [3]
    assert scored.frame["Fold Number"].tolist() == data.frame["Fold Number"].tolist()
    assert by_fold.frame["Fold Number"].tolist() == ["1", "2", "3", "Mean", "Standard Deviation"]
    assert results.frame["Accuracy"][0] == pytest.approx(by_fold.frame["Accuracy"][3])


def test_a_single_fold_is_refused() -> None:
    data = make_loans()
    folded = Dataset(data.frame.assign(**{"Fold Number": 1}), {"Fold Number": "group"})

    with pytest.raises(ModuleError, match="All rows are in fold 1") as refused:
        cross_validate_model(two_class_logistic_regression(), folded, label="paid")
    assert refused.value.number == 18


MODES = ("Random grid", "Random sweep", "Bayesian")
RANGES = {
    "learning_rate": {"range": {"minimum": 0.01, "maximum": 1, "scale": "log"}},
    "number_of_trees_constructed": {"range": {"minimum": 2, "maximum": 9}},
}


@pytest.mark.parametrize("mode", MODES)
def test_the_same_seed_tries_the_same_values_and_another_seed_others(mode: str) -> None:
    how: dict[str, Any] = {"specify_parameter_sweeping_mode": mode, "maximum_number_of_runs": 4, "number_of_folds": 2}
    one, again, other = (
        tune_learner(
            two_class_boosted_decision_tree, make_loans(), "paid", RANGES, seed=seed, **how
        ).sweep_results.frame
        for seed in (1, 1, 2)
    )

    pd.testing.assert_frame_equal(one, again)
    assert one["Learning rate"].tolist() != other["Learning rate"].tolist()
    assert one["Learning rate"].between(0.01, 1).all()
    assert set(one["Number of trees constructed"]) <= set(range(2, 10))


def test_a_random_sweep_ends_when_there_is_nothing_new_to_try() -> None:
    results, _ = tune_learner(two_class_logistic_regression, make_loans(), "paid", WEIGHTS, maximum_number_of_runs=50)

    assert sorted(results.frame["L2 regularization weight"]) == [0.01, 0.1, 1.0, 10.0]


def test_a_grid_takes_even_steps_of_a_range() -> None:
    sweep = {"range": {"minimum": 0.01, "maximum": 100, "scale": "log", "steps": 5}}
    learner: Any = configure_learner(two_class_logistic_regression, l2_regularization_weight=sweep)

    assert [values["l2_regularization_weight"] for values in build_search_space(learner).iterate_grid()] == [
        0.01,
        0.1,
        1,
        10,
        100,
    ]


def test_values_that_do_not_count_are_not_tried_twice() -> None:
    sweeps = {
        "feature_distribution": {"list": ["Normal", "Bernoulli"]},
        "variance_smoothing": {"list": [1e-9, 1e-3]},
        "count_smoothing": {"list": [0.1, 1.0, 2.0]},
    }

    learner: Any = configure_learner(naive_bayes, **sweeps)
    assert [len(values) for values in build_search_space(learner).iterate_grid()] == [2] * 5


def test_a_poor_trial_is_stopped_early() -> None:
    sweeps = {"l2_regularization_weight": {"range": {"minimum": 1e-4, "maximum": 1e6, "scale": "log"}}}
    how: dict[str, Any] = {
        "specify_parameter_sweeping_mode": "Bayesian",
        "maximum_number_of_runs": 12,
        "metric_for_measuring_performance_for_classification": "Average Log Loss",
    }

    def states_of(early: bool) -> list[str]:
        results, _ = tune_learner(
            two_class_logistic_regression, make_loans(), "paid", sweeps, stop_poor_runs_early=early, **how
        )
        states: list[str] = results.frame["State"].tolist()
        return states

    stopped, whole = states_of(True), states_of(False)
    assert "Stopped early" in stopped
    assert set(whole) == {"Complete"}


def test_a_value_that_cannot_be_trained_fails_alone() -> None:
    sweeps = {"number_of_neighbors": {"list": [3, 1000]}}
    results, model = tune_learner(
        k_nearest_neighbors_classifier, make_loans(), "paid", sweeps, specify_parameter_sweeping_mode="Entire grid"
    )

    assert results.frame["State"].tolist() == ["Complete", "Failed"]
    assert model.parameters["number_of_neighbors"] == 3
    with pytest.raises(ModuleError, match="None of the 1 trials"):
        tune_learner(k_nearest_neighbors_classifier, make_loans(), "paid", {"number_of_neighbors": {"list": [1000]}})


def test_values_reach_a_learner_within_another() -> None:
    inner = configure_learner(two_class_logistic_regression, **WEIGHTS)
    learner: Any = configure_learner(one_vs_all_multiclass, inner)
    results, model = tune_model_hyperparameters(
        learner, make_flowers(), label="species", specify_parameter_sweeping_mode="Entire grid"
    )

    assert len(results.frame) == 4
    best = results.frame.loc[results.frame["Accuracy"].idxmax(), "L2 regularization weight"]
    assert model.parameters["l2_regularization_weight"] == best


def test_where_nothing_is_swept_the_usual_values_are_tried(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO"):
        results, _ = tune_learner(
            linear_regression, make_cars(), "price", {}, specify_parameter_sweeping_mode="Entire grid"
        )

    assert results.frame["L2 regularization weight"].tolist() == [0.001, 0.01, 0.1]
    assert "Its usual values are tried: l2 regularization weight 0.001, 0.01 or 0.1." in caplog.text


@pytest.mark.parametrize("module", SUPERVISED, ids=lambda module: module.name)
def test_every_learner_has_usual_values_and_can_be_built_with_them(module: Module) -> None:
    learner = module.run({}, {})["untrained_model"]
    values = next(iter(build_search_space(learner).sample_grid(1, seed=0)))

    assert {name: rebuild_learner(learner, values).parameters[name] for name in values} == values


@pytest.mark.parametrize("module", SUPERVISED, ids=lambda module: module.name)
def test_any_number_or_choice_of_a_learner_but_the_seed_can_be_several_values(module: Module) -> None:
    fields = {name: field for name, field in module.parameters.model_fields.items() if name != "seed"}
    swept = {name for name, field in fields.items() if any(isinstance(item, Sweepable) for item in field.metadata)}
    assert {name for name, field in fields.items() if field.annotation not in (str, tuple[str, ...])} - swept == set()


def test_errors_are_ranked_downwards_and_quantiles_by_their_mean_loss() -> None:
    depths = {"maximum_depth_of_the_decision_tree": {"list": [1, 2, 8]}}
    results, model = tune_learner(
        decision_tree_regression, make_cars(), "price", depths, specify_parameter_sweeping_mode="Entire grid"
    )
    best = results.frame["Mean_Absolute_Error"].idxmin()
    leaves = {"number_of_leaves": {"list": [2, 20]}, "number_of_trees": {"list": [10]}}
    quantiles, forest = tune_learner(
        fast_forest_quantile_regression, make_cars(), "price", leaves, specify_parameter_sweeping_mode="Entire grid"
    )
    least = quantiles.frame["Average_Quantile_Loss"].idxmin()

    assert model.parameters["maximum_depth_of_the_decision_tree"] == [1, 2, 8][best]
    assert forest.parameters["number_of_leaves"] == [2, 20][least]


def test_a_metric_that_the_task_does_not_have_is_refused() -> None:
    with pytest.raises(ModuleError, match="'AUC' does not measure K-Nearest Neighbors Classifier") as refused:
        tune_learner(
            k_nearest_neighbors_classifier,
            make_flowers(),
            "species",
            {},
            metric_for_measuring_performance_for_classification="AUC",
        )
    assert refused.value.number == 13


def test_train_model_refuses_several_values_and_says_where_to_take_them() -> None:
    learner: Any = configure_learner(two_class_boosted_decision_tree, learning_rate={"list": [0.1, 0.2]})

    with pytest.raises(ModuleError, match=r"is set to several values: 0\.1 or 0\.2\. .* Use Tune Model") as refused:
        train_model(learner, make_loans(), label="paid")
    assert refused.value.number == 13


def test_progress_counts_trials() -> None:
    heard: list[ProgressReport] = []
    with listen_to_progress(heard.append):
        tune_learner(
            two_class_boosted_decision_tree, make_loans(), "paid", RANGES, maximum_number_of_runs=3, number_of_folds=2
        )

    assert heard == [ProgressReport(1, 3, "trials"), ProgressReport(2, 3, "trials"), ProgressReport(3, 3, "trials")]


def test_the_view_has_the_trials_with_their_values_and_the_best_of_them() -> None:
    results, _ = tune_learner(
        two_class_logistic_regression, make_loans(), "paid", WEIGHTS, specify_parameter_sweeping_mode="Entire grid"
    )
    shown = build_view(results)["shown_as"]

    assert shown["parameters"] == [{"title": "L2 regularization weight", "scale": "choice"}]
    assert [trial["values"] for trial in shown["trials"]] == [[0.01], [0.1], [1.0], [10.0]]
    assert shown["best"] == int(np.argmax([trial["value"] for trial in shown["trials"]])) + 1
