"""A model that fits its preprocessing itself does so on its training rows alone, as a pipeline of scikit-learn does."""

import pickle
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from modules.kit import Dataset, ModuleError, TrainedModel, Transformation, UntrainedModel, catalog
from modules.kit.artifact_views import build_view
from modules.kit.views.model_view import ModelView
from modules.learning.preprocessing import get_preprocessing

ROWS = 400
RANDOM = np.random.default_rng(3)
FRAME = pd.DataFrame(
    {
        "income": np.where(RANDOM.random(ROWS) < 0.2, np.nan, RANDOM.lognormal(3, 1, ROWS).round(2)),
        "years": RANDOM.integers(0, 40, ROWS),
        "housing": RANDOM.choice(["rent", "own", "free"], ROWS),
        "note": RANDOM.choice(["paid late", "paid in time", "never paid", "in time again"], ROWS),
    }
)
FRAME["paid"] = np.where(FRAME["income"].fillna(20) + FRAME["years"] + RANDOM.normal(0, 10, ROWS) > 45, "yes", "no")
LOANS = Dataset(FRAME.drop(columns="note"))


def call(module: str, parameters: dict[str, Any] | None = None, **inputs: object) -> dict[str, Any]:
    return catalog()[module].run(inputs, parameters or {})


def make_steps(data: Dataset, *modules: tuple[str, dict[str, Any]]) -> list[Transformation]:
    """The transformations of modules, each fitted on what the one before it made."""
    steps = []
    for name, parameters in modules:
        declared = catalog()[name]
        assert declared.rows_port is not None
        made = declared.run({declared.rows_port.name: data}, parameters)
        steps.append(next(value for value in made.values() if isinstance(value, Transformation)))
        data = next(value for value in made.values() if isinstance(value, Dataset))
    return steps


def add_steps(steps: list[Transformation], learner: str = "two_class_logistic_regression") -> UntrainedModel:
    untrained = call(learner)["untrained_model"]
    model: UntrainedModel = call("add_preprocessing_to_model", untrained_model=untrained, steps=steps)[
        "untrained_model"
    ]
    return model


def train(model: UntrainedModel, data: Dataset = LOANS) -> TrainedModel:
    trained: TrainedModel = call("train_model", {"label": "paid"}, untrained_model=model, dataset=data)["trained_model"]
    return trained


FILL_AND_SCALE = (
    (
        "clean_missing_data",
        {"cleaning_mode": "Replace with mean", "columns_to_be_cleaned": {"start": "none", "names": ["income"]}},
    ),
    ("normalize_data", {"columns_to_transform": {"start": "none", "names": ["income", "years"]}}),
)


def test_each_fold_is_scored_as_a_pipeline_in_cross_validation_scores_it() -> None:
    model = add_steps(make_steps(LOANS, *FILL_AND_SCALE))
    found = call("cross_validate_model", {"label": "paid", "number_of_folds": 4}, untrained_model=model, dataset=LOANS)
    scored = found["scored_results"].frame
    folds = StratifiedKFold(4, shuffle=True, random_state=0)
    numbers = make_pipeline(SimpleImputer(), StandardScaler(), StandardScaler())
    encoder = ColumnTransformer([("text", OneHotEncoder(), ["housing"]), ("numbers", numbers, ["income", "years"])])
    settings = {name: value for name, value in model.estimator[-1].get_params().items() if name != "solver"}
    features, label = FRAME[["income", "years", "housing"]], FRAME["paid"] == "yes"
    for number, (inside, outside) in enumerate(folds.split(features, label)):
        reference = make_pipeline(
            encoder, LogisticRegression(**{**settings, "tol": 1e-10, "solver": "newton-cholesky"})
        )
        reference.fit(features.iloc[inside], label.iloc[inside])
        expected = reference.predict_proba(features.iloc[outside])[:, 1]
        np.testing.assert_allclose(scored["Scored Probabilities"].iloc[outside], expected, atol=1e-5)
        table = found["evaluation_results_by_fold"].frame
        assert table["AUC"][number] == pytest.approx(roc_auc_score(label.iloc[outside], expected), abs=1e-9)


def test_what_a_fold_is_tested_on_has_no_part_in_its_preprocessing() -> None:
    """A feature without any information, selected by all labels, looks good; selected in each fold it does not."""
    noise = pd.DataFrame(RANDOM.normal(0, 1, (60, 400)), columns=[f"x{at}" for at in range(400)])
    data = Dataset(noise.assign(paid=RANDOM.permutation(["yes", "no"] * 30)))
    select = {"target_column": "paid", "feature_scoring_method": "FisherScore", "number_of_desired_features": 5}
    chosen = call("filter_based_feature_selection", select, dataset=data)
    model = add_steps([chosen["selection_transformation"]])
    plain = call("two_class_logistic_regression")["untrained_model"]
    settings = {"label": "paid", "number_of_folds": 5}
    leaking = call("cross_validate_model", settings, untrained_model=plain, dataset=chosen["filtered_dataset"])
    honest = call("cross_validate_model", settings, untrained_model=model, dataset=data)
    early, inside = (found["evaluation_results_by_fold"].frame["AUC"].iloc[-2] for found in (leaking, honest))
    assert early > 0.8
    assert 0.25 < inside < 0.7


def test_rows_of_smote_are_trained_on_and_never_scored() -> None:
    data = Dataset(FRAME[["income", "years", "paid"]].fillna({"income": 20.0}))
    model = add_steps(make_steps(data, ("smote", {"label": "paid", "smote_percentage": 300})))
    found = call("cross_validate_model", {"label": "paid", "number_of_folds": 3}, untrained_model=model, dataset=data)
    assert len(found["scored_results"].frame) == ROWS
    assert train(model, data).rows > ROWS
    assert call("score_model", trained_model=train(model, data), dataset=data)["scored_dataset"].rows == ROWS


def test_the_trained_model_takes_the_columns_as_they_were_before_its_steps() -> None:
    model = train(add_steps(make_steps(LOANS, *FILL_AND_SCALE)))
    assert model.features.names == ["income", "years", "housing"]
    new = Dataset(pd.DataFrame({"housing": ["own", "rent"], "income": [np.nan, 30.0], "years": [3, 20]}))
    scored = call("score_model", trained_model=pickle.loads(pickle.dumps(model)), dataset=new)["scored_dataset"]
    assert scored.frame["Scored Probabilities"].notna().all()
    fitted = get_preprocessing(model)
    assert fitted is not None
    assert [step.title for step in fitted.steps] == ["Clean Missing Data", "Normalize Data"]


def test_n_grams_are_found_in_the_training_rows_of_each_model() -> None:
    texts = Dataset(FRAME[["note", "years", "paid"]])
    grams = (
        "extract_n_gram_features_from_text",
        {"text_column": "note", "minimum_n_gram_document_absolute_frequency": 1},
    )
    model = train(add_steps(make_steps(texts, grams)), texts)
    assert model.features.names == ["note", "years"]
    assert {"note.[late]", "note.[never]", "years"} <= set(model.feature_names)
    new = Dataset(pd.DataFrame({"note": ["quite unknown words"], "years": [3]}))
    assert call("score_model", trained_model=model, dataset=new)["scored_dataset"].rows == 1


def test_tuning_fits_the_steps_for_each_trial_and_gives_a_model_that_has_them() -> None:
    model = add_steps(make_steps(LOANS, *FILL_AND_SCALE))
    settings = {"label": "paid", "number_of_folds": 3, "maximum_number_of_runs": 3}
    found = call("tune_model_hyperparameters", settings, untrained_model=model, dataset=LOANS)
    assert set(found["sweep_results"].frame["State"]) == {"Complete"}
    assert get_preprocessing(found["trained_best_model"]) is not None


def test_one_vs_all_has_the_steps_of_the_model_that_it_is_made_of() -> None:
    inner = add_steps(make_steps(LOANS, *FILL_AND_SCALE))
    many = call("one_vs_all_multiclass", untrained_binary_classification_model=inner)["untrained_model"]
    assert get_preprocessing(train(many)) is not None


def test_importances_are_those_of_the_columns_that_go_in() -> None:
    model = train(add_steps(make_steps(LOANS, *FILL_AND_SCALE)))
    table = call("permutation_feature_importance", trained_model=model, test_data=LOANS)["feature_importance"].frame
    assert sorted(table["Feature"]) == ["housing", "income", "years"]


def test_the_view_of_a_model_lists_its_steps_and_what_they_learned() -> None:
    untrained = add_steps(make_steps(LOANS, *FILL_AND_SCALE))
    before, after = build_view(untrained), build_view(train(untrained))
    assert isinstance(before, ModelView)
    assert isinstance(after, ModelView)
    assert before.preprocessing is not None
    assert after.preprocessing is not None
    assert [step.title for step in before.preprocessing] == ["Clean Missing Data", "Normalize Data"]
    assert [step.title for step in after.preprocessing] == ["Clean Missing Data", "Normalize Data"]
    assert after.preprocessing[0].records[0]["column"] == "income"
    assert after.dependence is not None


def test_a_step_that_changes_the_label_is_refused() -> None:
    numbers = Dataset(FRAME[["years"]].assign(income=FRAME["income"].fillna(20)))
    steps = make_steps(numbers, ("normalize_data", {"columns_to_transform": {"start": "all", "names": []}}))
    model = add_steps(steps, "linear_regression")
    with pytest.raises(ModuleError, match="Normalize Data changes the label 'income'") as refused:
        call("train_model", {"label": "income"}, untrained_model=model, dataset=numbers)
    assert refused.value.column == "income"


def test_columns_chosen_by_a_rule_do_not_hold_the_label() -> None:
    numbers = Dataset(FRAME[["years"]].assign(income=FRAME["income"].fillna(20)))
    model = add_steps(make_steps(numbers, ("normalize_data", {})), "linear_regression")
    trained = call("train_model", {"label": "income"}, untrained_model=model, dataset=numbers)["trained_model"]
    scored = call("score_model", trained_model=trained, dataset=numbers)["scored_dataset"].frame
    assert scored["Scored Labels"].mean() == pytest.approx(numbers.frame["income"].mean())


def test_rows_with_gaps_are_removed_from_the_training_rows_only() -> None:
    model = train(add_steps(make_steps(LOANS, ("clean_missing_data", {"cleaning_mode": "Remove entire row"}))))
    assert model.rows == int(FRAME["income"].notna().sum())
    complete = LOANS.with_frame(LOANS.frame.dropna())
    assert call("score_model", trained_model=model, dataset=complete)["scored_dataset"].rows == complete.rows
    with pytest.raises(ModuleError, match=r"Missing at 'dataset': 'income'"):
        call("score_model", trained_model=model, dataset=LOANS)


def test_an_error_of_a_step_says_which_one_it_is() -> None:
    model = add_steps(make_steps(LOANS, *FILL_AND_SCALE))
    other = LOANS.with_frame(LOANS.frame.drop(columns="income"))
    with pytest.raises(ModuleError, match=r"Clean Missing Data, which prepares the rows of this model: .*'income'"):
        train(model, other)


def test_a_learner_without_a_label_takes_no_steps() -> None:
    with pytest.raises(ModuleError, match="Train Clustering Model"):
        add_steps(make_steps(LOANS, *FILL_AND_SCALE), "k_means_clustering")
