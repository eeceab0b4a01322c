"""Score columns, and the data that a model refuses to score."""

import numpy as np
import pandas as pd
import pytest

from modules.classification.multiclass_logistic_regression import multiclass_logistic_regression
from modules.classification.two_class_boosted_decision_tree import two_class_boosted_decision_tree
from modules.kit import Dataset, ModelSchema, ModuleError, UntrainedModel, catalog
from modules.learning.supervised_examples import make_cars, make_flowers, make_loan_model, make_loans
from modules.model_scoring_and_evaluation.evaluate_model import evaluate_model
from modules.model_scoring_and_evaluation.score_model import score_model
from modules.model_training.train_model import train_model
from modules.regression.boosted_decision_tree_regression import boosted_decision_tree_regression
from modules.regression.decision_forest_regression import decision_forest_regression
from modules.regression.linear_regression import linear_regression


def test_two_classes_get_a_label_and_the_probability_of_the_positive_one() -> None:
    scored = score_model(make_loan_model(), make_loans()).scored_dataset

    assert scored.frame.columns[-2:].tolist() == ["Scored Labels", "Scored Probabilities"]
    agrees = (scored.frame["Scored Probabilities"] > 0.5) == (scored.frame["Scored Labels"] == "yes")
    assert agrees.all()
    assert scored.schema.names_with_role("score") == ["Scored Labels", "Scored Probabilities"]
    assert scored.schema.names_with_role("label") == ["paid"]
    assert scored.scores is not None
    assert scored.scores.positive == "yes"


def test_a_threshold_decides_which_rows_are_called_positive() -> None:
    plain = score_model(make_loan_model(), make_loans()).scored_dataset.frame
    strict = score_model(make_loan_model(), make_loans(), threshold=0.8).scored_dataset

    called = strict.frame["Scored Labels"] == "yes"
    assert (called == (plain["Scored Probabilities"] >= 0.8)).all()
    assert 0 < called.sum() < (plain["Scored Labels"] == "yes").sum()
    pd.testing.assert_series_equal(strict.frame["Scored Probabilities"], plain["Scored Probabilities"])
    assert evaluate_model(strict).details["Two-Class Logistic Regression"].model_dump()["called_from"] == 0.8


def test_more_classes_get_a_probability_each_and_they_add_up_to_one() -> None:
    model = train_model(multiclass_logistic_regression(), make_flowers(), label="species")

    scored = score_model(model, make_flowers()).scored_dataset.frame

    columns = [f"Scored Probabilities_{name}" for name in ("alba", "rubra", "viridis")]
    assert scored.columns[3:].tolist() == ["Scored Labels", *columns]
    np.testing.assert_allclose(scored[columns].sum(axis=1), 1)


@pytest.mark.parametrize("kind", ["int64", "float64", "bool", "boolean", "Int8", "category"])
def test_scored_labels_have_the_type_of_the_label(kind: str) -> None:
    dataset = Dataset(
        make_loans().frame.assign(paid=(make_loans().frame["paid"] == "yes").astype("int64").astype(kind))
    )

    scored = score_model(train_model(two_class_boosted_decision_tree(), dataset, label="paid"), dataset).scored_dataset

    assert scored.schema["Scored Labels"].type == dataset.schema["paid"].type
    assert (scored.frame["Scored Labels"].astype(str) == dataset.frame["paid"].astype(str)).all()


def test_without_appending_only_the_label_and_the_scores_are_left() -> None:
    scored = score_model(make_loan_model(), make_loans(), append_score_columns_to_output=False).scored_dataset

    assert scored.schema.names == ["paid", "Scored Labels", "Scored Probabilities"]


def test_the_label_may_be_absent_and_other_columns_are_passed_on() -> None:
    dataset = Dataset(make_loans().frame.drop(columns="paid").assign(note="x"))

    scored = score_model(make_loan_model(), dataset).scored_dataset

    assert scored.schema.names == ["income", "years", "housing", "note", "Scored Labels", "Scored Probabilities"]


def test_a_second_model_replaces_the_scores_of_the_first() -> None:
    once = score_model(make_loan_model(), make_loans()).scored_dataset

    twice = score_model(make_loan_model(), once).scored_dataset

    assert twice.schema.names == once.schema.names


@pytest.mark.parametrize(
    "learner",
    [
        linear_regression(),
        boosted_decision_tree_regression(),
        decision_forest_regression(),
        decision_forest_regression(resampling_method="Replicate Resampling"),
    ],
)
def test_categories_that_training_has_not_seen_are_scored(learner: UntrainedModel) -> None:
    model = train_model(learner, make_cars(), label="price")

    scored = score_model(model, Dataset(make_cars().frame.assign(fuel="steam"))).scored_dataset

    assert scored.frame["Scored Labels"].notna().all()


REFUSALS = {
    "a renamed column": (make_loans().frame.rename(columns={"years": "yeers"}), 1, "rename 'years' to 'yeers'"),
    "several missing columns": (make_loans().frame[["paid"]], 1, "Columns 'income', 'years', 'housing'"),
    "another type": (make_loans().frame.assign(income="a lot"), 16, "was real in the training data and is text"),
    "missing values": (make_loans().frame.assign(years=np.nan), 18, "'years' (60)"),
    "infinities among whole numbers": (make_loans().frame.assign(years=np.inf), 33, "'years' is infinite in 60 rows"),
    "infinities": (make_loans().frame.assign(income=np.inf), 33, "'income' is infinite in 60 rows"),
    "no rows": (make_loans().frame.head(0), 21, "has no rows"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_scoring_refuses_with_a_number_and_a_sentence(case: str) -> None:
    frame, number, words = REFUSALS[case]

    with pytest.raises(ModuleError) as refusal:
        score_model(make_loan_model(), Dataset(frame))

    assert (refusal.value.number, words in refusal.value.message) == (number, True)


def test_the_columns_are_known_before_the_run() -> None:
    module = catalog()["score_model"]
    model = train_model(linear_regression(), make_cars(), label="price")
    ports = {
        "trained_model": ModelSchema("regression", model.label, model.features),
        "dataset": make_cars().schema,
    }

    told = module.infer_schemas(ports, module.parameters())

    assert told["scored_dataset"] == score_model(model, make_cars()).scored_dataset.schema


def test_the_columns_of_categories_are_known_before_the_run() -> None:
    dataset = Dataset(make_flowers().frame.astype({"species": "category"}))
    module = catalog()["score_model"]
    model = train_model(multiclass_logistic_regression(), dataset, label="species")
    ports = {"trained_model": ModelSchema("multiclass", model.label), "dataset": dataset.schema}

    told = module.infer_schemas(ports, module.parameters())

    assert told["scored_dataset"] == score_model(model, dataset).scored_dataset.schema


def test_scoring_leaves_its_input_as_it_was() -> None:
    dataset = make_loans()

    score_model(make_loan_model(), dataset)

    pd.testing.assert_frame_equal(dataset.frame, make_loans().frame)
