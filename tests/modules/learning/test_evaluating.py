"""Metrics, curves and their views; cross-validation."""

import json
import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sklearn import metrics

from modules.classification.multiclass_logistic_regression import multiclass_logistic_regression
from modules.classification.two_class_neural_network import two_class_neural_network
from modules.kit import Dataset, ModuleError, UntrainedModel, catalog
from modules.kit.progress import ProgressReport, listen_to_progress
from modules.learning.evaluation_details import (
    build_two_class_details,
    count_by_threshold,
    select_informative_thresholds,
)
from modules.learning.metric_formulas import compute_regression_metrics, compute_two_class_metrics
from modules.learning.supervised_examples import (
    make_cars,
    make_flowers,
    make_loan_learner,
    make_loan_model,
    make_loans,
    make_scored_loans,
)
from modules.learning.unsupervised_examples import make_anomaly_learner, make_shoppers
from modules.model_scoring_and_evaluation.cross_validate_model import cross_validate_model
from modules.model_scoring_and_evaluation.evaluate_model import evaluate_model
from modules.model_scoring_and_evaluation.score_model import score_model
from modules.model_training.train_anomaly_detection_model import train_anomaly_detection_model
from modules.model_training.train_model import train_model
from modules.regression.boosted_decision_tree_regression import boosted_decision_tree_regression
from modules.regression.elastic_net_regression import elastic_net_regression
from modules.regression.linear_regression import linear_regression
from tests.view_json import build_thumbnail, build_view


def make_ranked(rows: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(1)
    truth = random.random(rows) < 0.2
    return truth, np.clip(random.normal(0.3 + 0.25 * truth, 0.15), 0, 1)


def test_at_most_200_thresholds_keep_the_area_under_both_curves() -> None:
    truth, scores = make_ranked(50_000)
    details = build_two_class_details(
        truth, scores, "no", "yes", compute_two_class_metrics(truth, scores > 0.5, scores)
    ).model_dump()

    hits, misses = np.array(details["true_positives"]), np.array(details["false_positives"])
    recall = np.append(0, hits / details["positives"])
    fall_out = np.append(0, misses / (details["rows"] - details["positives"]))
    precision = np.append(1, hits / (hits + misses))

    assert len(details["thresholds"]) <= 200
    assert np.trapezoid(recall, fall_out) == pytest.approx(details["auc"], abs=2e-4)
    assert np.trapezoid(precision, recall) == pytest.approx(details["average_precision"], abs=2e-3)


def test_the_metrics_at_one_half_follow_from_the_counts() -> None:
    evaluation = evaluate_model(make_scored_loans())
    details, told = evaluation.details[evaluation.models[0]].model_dump(), evaluation.metrics[0]

    chosen = max(index for index, threshold in enumerate(details["thresholds"]) if threshold >= 0.5)
    hits, misses = details["true_positives"][chosen], details["false_positives"][chosen]

    negatives = details["rows"] - details["positives"]
    assert told["Accuracy"] == (hits + negatives - misses) / details["rows"]
    assert told["Precision"] == hits / (hits + misses)
    assert told["Recall"] == hits / details["positives"]


def test_the_threshold_nearest_to_one_half_survives_the_choice() -> None:
    thresholds, hits, misses = count_by_threshold(*make_ranked(50_000))

    kept = thresholds[select_informative_thresholds(thresholds, hits, misses, 200)]

    assert thresholds[thresholds >= 0.5].min() in kept


def test_every_row_is_in_the_histogram_and_in_the_calibration() -> None:
    details = evaluate_model(make_scored_loans()).details["Two-Class Logistic Regression"].model_dump()

    counted = sum(details["histogram"]["positive"]) + sum(details["histogram"]["negative"])
    assert counted == sum(bin_["rows"] for bin_ in details["calibration"]) == 60


def test_two_models_of_one_learner_get_two_names_and_two_rows_left_first() -> None:
    rows = [
        score_model(make_loan_model(), Dataset(make_loans().frame.head(count))).scored_dataset for count in (60, 30)
    ]

    evaluation = evaluate_model(*rows)  # type: ignore[arg-type]

    assert evaluation.models == ("Two-Class Logistic Regression", "Two-Class Logistic Regression (2)")
    assert [evaluation.details[name].model_dump()["rows"] for name in evaluation.models] == [60, 30]
    assert evaluation.to_dataset().rows == 2


def test_models_of_different_tasks_are_not_compared() -> None:
    prices = score_model(train_model(linear_regression(), make_cars(), label="price"), make_cars()).scored_dataset

    with pytest.raises(ModuleError) as refusal:
        evaluate_model(make_scored_loans(), prices)

    assert refusal.value.number == 62
    assert (
        "two-class model, those at 'Scored dataset to compare' from a regression model. Connect"
        in refusal.value.message
    )


@pytest.mark.parametrize("forget_roles", [True, False])
def test_scores_are_found_by_name_where_the_dataset_does_not_tell(forget_roles: bool) -> None:
    scored = make_scored_loans()
    frame = scored.frame.rename(columns={"paid": "Labels"}) if forget_roles else scored.frame
    plain = Dataset(frame, {} if forget_roles else scored.roles)

    assert evaluate_model(plain).metrics == evaluate_model(scored).metrics


def test_columns_named_as_in_azure_are_understood() -> None:
    regression = Dataset(pd.DataFrame({"Labels": [1.0, 2.0, 4.0], "Regression Scored Labels": [1.5, 2.0, 4.0]}))
    binary = pd.DataFrame({"Labels": [0, 1, 1], "Binary Class Scored Labels": [0, 1, 0]})
    ranking = Dataset(binary.assign(**{"Binary Class Scored Probabilities": [0.1, 0.9, 0.3]}))
    classes = Dataset(pd.DataFrame({"Labels": list("abc"), "Multi Class Scored Labels": list("abb")}))

    assert evaluate_model(regression).metrics[0]["Mean_Absolute_Error"] == pytest.approx(0.5 / 3)
    assert evaluate_model(ranking).metrics[0]["AUC"] == 1.0
    assert evaluate_model(classes).metrics[0]["Accuracy"] == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("dataset", "number"),
    [
        (make_loans(), 25),
        (Dataset(make_scored_loans().frame), 24),
        (Dataset(make_scored_loans().frame.assign(paid=None), {"paid": "label"}), 134),
        (score_model(make_loan_model(), Dataset(make_loans().frame.drop(columns="paid"))).scored_dataset, 24),
    ],
)
def test_evaluation_refuses_what_cannot_be_measured(dataset: Dataset, number: int) -> None:
    with pytest.raises(ModuleError) as refusal:
        evaluate_model(dataset)

    assert refusal.value.number == number


SCORED_DATASETS = {
    "two-class": (make_scored_loans, "Scored Probabilities"),
    "multiclass": (
        lambda: (
            score_model(
                train_model(multiclass_logistic_regression(), make_flowers(), label="species"), make_flowers()
            ).scored_dataset
        ),
        "Scored Probabilities_",
    ),
    "anomaly": (
        lambda: (
            score_model(
                train_anomaly_detection_model(make_anomaly_learner(), make_odd_shoppers()), make_odd_shoppers()
            ).scored_dataset
        ),
        "Scored Probabilities",
    ),
}


def make_odd_shoppers() -> Dataset:
    frame = make_shoppers().frame
    return Dataset(frame.assign(odd=frame["age"].rank() > 55), {"odd": "label"})


@pytest.mark.parametrize(("value", "number"), [("often", 58), (math.inf, 33)])
@pytest.mark.parametrize("task", SCORED_DATASETS)
def test_scores_that_are_no_numbers_are_refused_by_name(task: str, value: object, number: int) -> None:
    made, start = SCORED_DATASETS[task]
    scored = made()
    score = next(name for name in scored.frame if name.startswith(start))
    frame = scored.frame.astype({score: "object"})
    frame.loc[1, score] = value
    with pytest.raises(ModuleError) as refusal:
        evaluate_model(replace(scored, frame=frame.infer_objects()))
    assert (refusal.value.number, refusal.value.column) == (number, score)


def test_what_is_undefined_is_missing_from_the_view_and_the_rest_is_json() -> None:
    scored = make_scored_loans()
    only_yes = scored.with_frame(scored.frame.loc[scored.frame["paid"] == "yes"].reset_index(drop=True))

    evaluation = evaluate_model(only_yes)
    shown = build_view(evaluation)

    assert math.isnan(evaluation.metrics[0]["AUC"])
    assert "AUC" not in shown["models"][0]["metrics"]
    json.dumps([shown, build_thumbnail(evaluation)], allow_nan=False)


def test_relative_squared_error_and_determination_add_up_to_one() -> None:
    random = np.random.default_rng(0)
    truth = random.normal(size=100)
    measured = compute_regression_metrics(truth, truth + random.normal(size=100))

    assert measured["Relative_Squared_Error"] == 1 - measured["Coefficient_of_Determination"]


def test_glances_are_a_curve_a_scatter_and_a_matrix() -> None:
    prices = train_model(boosted_decision_tree_regression(), make_cars(), label="price")
    species = train_model(multiclass_logistic_regression(), make_flowers(), label="species")
    curve = build_thumbnail(evaluate_model(make_scored_loans(), make_scored_loans()))
    scatter = build_thumbnail(evaluate_model(score_model(prices, make_cars()).scored_dataset))
    matrix = build_thumbnail(evaluate_model(score_model(species, make_flowers()).scored_dataset))

    assert curve is not None
    assert scatter is not None
    assert matrix is not None
    assert [series[0] for series in curve["series"]] == [[0.0, 0.0]] * 2
    assert [series[-1] for series in curve["series"]] == [[1.0, 1.0]] * 2
    assert max(map(len, curve["series"])) <= 40
    assert np.array(scatter["points"]).shape == (60, 2)
    assert np.min(scatter["points"]) >= 0
    assert np.max(scatter["points"]) <= 1
    np.testing.assert_allclose(np.sum(matrix["cells"], axis=1), 1, atol=1e-3)


def test_the_confusion_matrix_is_true_by_predicted() -> None:
    scored = Dataset(pd.DataFrame({"Labels": list("aabc"), "Multi Class Scored Labels": list("abbc")}))

    details = next(iter(evaluate_model(scored).details.values())).model_dump()

    assert details["matrix"] == [[1, 1, 0], [0, 1, 0], [0, 0, 1]]
    assert details["per_class"][0] == {
        "class": "a",
        "precision": 1.0,
        "recall": 0.5,
        "f1": pytest.approx(2 / 3),
        "rows": 2,
    }


def test_cross_validation_scores_every_row_once_in_its_place() -> None:
    result = cross_validate_model(make_loan_learner(), make_loans(), label="paid", number_of_folds=5)

    scored = result.scored_results
    pd.testing.assert_frame_equal(scored.frame[make_loans().schema.names], make_loans().frame)
    assert scored.frame["Fold Number"].value_counts().to_dict() == dict.fromkeys(range(5), 12)
    assert evaluate_model(scored).metrics[0]["Accuracy"] > 0.7


def test_each_fold_is_scored_by_a_model_that_has_not_seen_it() -> None:
    scored = cross_validate_model(
        make_loan_learner(), make_loans(), label="paid", number_of_folds=3
    ).scored_results.frame
    mine = scored["Fold Number"] == 1
    others = Dataset(make_loans().frame.loc[~mine].reset_index(drop=True))

    again = score_model(train_model(make_loan_learner(), others, label="paid"), Dataset(make_loans().frame.loc[mine]))

    np.testing.assert_array_equal(
        scored.loc[mine, "Scored Probabilities"], again.scored_dataset.frame["Scored Probabilities"]
    )


def test_the_table_by_fold_ends_with_mean_and_standard_deviation() -> None:
    table = cross_validate_model(
        make_loan_learner(), make_loans(), label="paid", number_of_folds=4
    ).evaluation_results_by_fold

    frame = table.frame
    assert frame["Fold Number"].tolist() == ["0", "1", "2", "3", "Mean", "Standard Deviation"]
    assert frame["AUC"][4] == pytest.approx(frame["AUC"][:4].mean())
    assert frame["AUC"][5] == pytest.approx(frame["AUC"][:4].std())
    assert frame["Number of examples in fold"][:4].sum() == 60


def test_cross_validation_of_regression_agrees_with_the_folds_of_its_scores() -> None:
    result = cross_validate_model(linear_regression(), make_cars(), label="price", number_of_folds=3)

    first = result.scored_results.frame.query("`Fold Number` == 0")
    error = metrics.mean_absolute_error(first["price"], first["Scored Labels"])
    assert result.evaluation_results_by_fold.frame["Mean_Absolute_Error"][0] == pytest.approx(error)


@pytest.mark.parametrize(
    ("learner", "advice"),
    [
        (
            two_class_neural_network(number_of_learning_iterations=1),
            "Two-Class Neural Network stopped before it had converged. Normalize the data, or raise the number of"
            " learning iterations.",
        ),
        (
            elastic_net_regression(maximum_number_of_iterations=1, regularization_weight=1e-9),
            "Elastic Net Regression stopped before it had converged. Normalize the data, or raise the maximum number of"
            " iterations.",
        ),
    ],
)
def test_a_learner_that_needs_more_time_says_so_once_in_its_own_words(
    learner: UntrainedModel, advice: str, caplog: pytest.LogCaptureFixture
) -> None:
    regression = learner.task == "regression"
    cross_validate_model(learner, make_cars() if regression else make_loans(), label="price" if regression else "paid")
    assert caplog.messages == [advice]


def test_cross_validation_tells_each_fold() -> None:
    heard: list[ProgressReport] = []

    with listen_to_progress(heard.append):
        cross_validate_model(boosted_decision_tree_regression(), make_cars(), label="price", number_of_folds=2)

    assert heard == [ProgressReport(1, 2, "folds"), ProgressReport(2, 2, "folds")]


def test_a_class_that_some_training_rows_lack_has_probability_zero_there() -> None:
    species = ["alba"] * 28 + ["rubra"] * 30 + ["viridis"] * 2

    result = cross_validate_model(
        multiclass_logistic_regression(),
        Dataset(make_flowers().frame.assign(species=species)),
        label="species",
        number_of_folds=3,
    )

    assert result.scored_results.frame["Scored Probabilities_viridis"].notna().all()


@pytest.mark.parametrize(
    ("frame", "folds", "number"),
    [
        (make_loans().frame.head(5), 6, 7),
        (make_loans().frame.assign(paid=["no"] + ["yes"] * 59), 3, 134),
        (make_loans().frame.assign(paid="yes"), 3, 23),
    ],
)
def test_cross_validation_refuses_folds_that_cannot_be(frame: pd.DataFrame, folds: int, number: int) -> None:
    with pytest.raises(ModuleError) as refusal:
        cross_validate_model(make_loan_learner(), Dataset(frame), label="paid", number_of_folds=folds)

    assert refusal.value.number == number


@pytest.mark.parametrize(
    "name",
    [
        "linear_regression",
        "boosted_decision_tree_regression",
        "decision_forest_regression",
        "two_class_logistic_regression",
        "two_class_boosted_decision_tree",
        "two_class_support_vector_machine",
        "multiclass_logistic_regression",
        "train_model",
        "score_model",
        "cross_validate_model",
    ],
)
def test_examples_give_the_columns_that_were_told(name: str) -> None:
    module = catalog()[name]
    assert module.example is not None
    call = module.example()
    inputs = dict(zip((port.name for port in module.inputs), call.inputs, strict=True))
    known = {port: _get_schema(value) for port, value in inputs.items()}

    told = module.infer_schemas(known, module.parameters.model_validate(call.parameters))

    assert told == {port: _get_schema(value) for port, value in module.run(inputs, call.parameters).items()}


def _get_schema(value: object) -> object:
    from modules.kit import ModelSchema, TrainedModel, UntrainedModel

    if isinstance(value, Dataset):
        return value.schema
    if isinstance(value, TrainedModel):
        return ModelSchema(value.task, value.label, value.features)
    assert isinstance(value, UntrainedModel)
    return ModelSchema(value.task)


def test_any_number_of_models_is_compared_in_the_order_of_the_inputs() -> None:
    scored = make_scored_loans()
    evaluation = evaluate_model(scored, scored, [scored, scored])
    name = evaluation.models[0]
    assert evaluation.models == (name, f"{name} (2)", f"{name} (3)", f"{name} (4)")
    assert evaluate_model(scored, None, [scored]).models == (name, f"{name} (2)")


def make_forecast(truth: list[int], predicted: list[int]) -> Dataset:
    return Dataset(pd.DataFrame({"sold": truth, "Scored Labels": predicted}), {"sold": "label"})


def test_whole_numbers_that_are_forecasts_are_measured_as_numbers() -> None:
    truth = list(range(100, 160))
    forecast = make_forecast(truth, [number + 2 for number in truth])
    measured = evaluate_model(forecast)
    assert (measured.task, measured.metrics[0]["Mean_Absolute_Error"]) == ("regression", 2.0)
    classes = evaluate_model(forecast, kind_of_scores="Classes")
    assert (classes.task, classes.metrics[0]["Accuracy"]) == ("multiclass", 0.0)


def test_whole_numbers_that_are_classes_stay_classes() -> None:
    measured = evaluate_model(make_forecast([0, 1, 2] * 20, [0, 1, 1] * 20))
    assert measured.task == "multiclass"
    assert evaluate_model(make_forecast([0, 1] * 20, [0, 0] * 20)).task == "two-class"


def test_whole_numbers_that_may_be_either_are_asked_about() -> None:
    few = make_forecast([1, 2, 3] * 20, [1, 2, 4] * 20)
    with pytest.raises(ModuleError, match="may be amounts or classes") as refused:
        evaluate_model(few)
    assert (refused.value.number, refused.value.parameter) == (25, "kind_of_scores")
    assert evaluate_model(few, kind_of_scores="Numbers").task == "regression"
