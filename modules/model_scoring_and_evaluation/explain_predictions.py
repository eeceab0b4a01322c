"""Explain Predictions: how much each column adds to the prediction of each row."""

from dataclasses import replace
from typing import Annotated, Any, NamedTuple

import numpy as np
import pandas as pd
from pydantic import Field

from modules.kit import Call, Column, Dataset, ModuleError, Schema, Seed, TrainedModel, module
from modules.learning.explanations import (
    build_explanation_view,
    spread_places,
    tabulate_contributions,
    tabulate_importance,
    tabulate_interactions,
)
from modules.learning.labels import to_class_names
from modules.learning.predicting import add_scores, score_dataset
from modules.learning.shap_values import ShapValues, compute_interactions, compute_shap_values
from modules.learning.supervised_examples import make_loan_model, make_loans

IMPORTANCE = Schema((Column("Feature", "text"), Column("Mean Contribution", "real"), Column("Standard Error", "real")))
INTERACTIONS = Schema(
    (Column("First Feature", "text"), Column("Second Feature", "text"), Column("Mean Interaction", "real"))
)
#: Tasks that predict a label from columns.
EXPLAINED_TASKS = ("regression", "quantile", "two-class", "multiclass")


class ExplainPredictionsOutputs(NamedTuple):
    explained_dataset: Dataset
    feature_importance: Dataset
    feature_interactions: Dataset


def _predict_schemas() -> tuple[None, Schema, Schema]:
    """Which columns a model learned from is known only in a run."""
    return None, IMPORTANCE, INTERACTIONS


@module(
    "Explain Predictions",
    category="Model Scoring and Evaluation",
    icon="chart-arrows",
    at_inference="drop",
    schema=_predict_schemas,
    example=lambda: Call.of(make_loan_model(), make_loans()),
    keywords=(
        "SHAP",
        "shap values",
        "why",
        "explain",
        "waterfall",
        "feature contribution",
        "interpret",
        "responsible AI",
    ),
)
def explain_predictions(
    trained_model: TrainedModel,
    dataset: Dataset,
    *,
    class_to_explain: Annotated[
        str | None,
        Field(
            min_length=1,
            max_length=200,
            description="Whose prediction is explained. Empty: the positive class of two, of more the one predicted.",
        ),
    ] = None,
    rows_to_explain: Annotated[
        int,
        Field(ge=1, le=100_000, description="Of more rows, so many are explained, evenly spread over the data."),
    ] = 1000,
    usual_rows: Annotated[
        int,
        Field(
            ge=1,
            le=300,
            description="Of models that are neither trees nor linear: with how many training rows a row is mixed. More"
            " take longer and give more exact values.",
        ),
    ] = 30,
    seed: Seed = 0,
) -> ExplainPredictionsOutputs:
    """Say how much each column adds to the prediction of each row (SHAP values).

    A row's contributions add up to what its prediction differs by from the average one. Columns "Contribution of ..."
    are added to the data, with the scores; a second table says how far each column moves a prediction on average, and a
    third how far two columns of trees move it together. The result also shows single rows and what a column adds by its
    value.

    Trees and linear models are explained exactly: of boosted trees and linear classifiers the contributions add up to
    log-odds, of forests to a probability, of regressions to the label, of Poisson regression to its logarithm. For all
    other models they are sampled by mixing a row with training rows, and come with their standard error. Contributions
    say what the model relies on, not what causes the label. Lundberg and Lee, A unified approach to interpreting model
    predictions, NIPS 2017.
    """
    _refuse_other_models(trained_model, class_to_explain)
    if dataset.rows == 0:
        raise ModuleError(21, "The data at 'dataset' has no rows to explain.", port="dataset")
    places = spread_places(dataset.rows, rows_to_explain)
    explained = dataset.with_frame(dataset.frame.iloc[places].reset_index(drop=True))
    predictions = score_dataset(trained_model, explained)
    sample = trained_model.sample
    background = explained.frame[trained_model.features.names] if sample is None or sample.empty else sample
    values = compute_shap_values(
        trained_model, explained, background=background, usual_rows=usual_rows, seed=seed, port="dataset"
    )
    classes = _choose_classes(trained_model, predictions.columns[predictions.scores.predicted], class_to_explain)
    chosen, scored = _select_classes(values, classes, len(trained_model.classes)), add_scores(explained, predictions)
    pairs = compute_interactions(trained_model, explained, port="dataset")
    usual = min(len(background), usual_rows) if values.method == "sampled" else len(background)
    view = build_explanation_view(
        trained_model, scored, chosen, classes, pairs, rows=places, total=dataset.rows, usual=usual
    )
    remark = f"{len(places):,} of {dataset.rows:,} rows are explained, evenly spread over the data."
    table = replace(
        tabulate_contributions(scored, chosen), shown_as=view, remark=remark if len(places) < dataset.rows else None
    )
    return ExplainPredictionsOutputs(table, Dataset(tabulate_importance(chosen)), Dataset(tabulate_interactions(pairs)))


def _refuse_other_models(model: TrainedModel, wanted: str | None) -> None:
    if model.task not in EXPLAINED_TASKS:
        message = f"{model.learner} predicts no label from columns, so there is nothing to explain by them."
        raise ModuleError(13, message, port="trained_model")
    if wanted is not None and wanted not in model.classes:
        known = f"Its classes are {', '.join(model.classes[:8])}" if model.classes else "It predicts numbers"
        message = (
            f"'{wanted}' is no class of {model.learner}. {known}. Leave 'class_to_explain' empty, or enter another."
        )
        raise ModuleError(62, message, parameter="class_to_explain")


def _choose_classes(
    model: TrainedModel, predicted: "pd.Series[Any]", wanted: str | None
) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """The place of the class that is explained for each row; 0 of a number."""
    places = {name: place for place, name in enumerate(model.classes)}
    if wanted is None and len(model.classes) == 2:
        wanted = model.classes[1]
    if not model.classes or wanted is not None:
        return np.full(len(predicted), places[wanted] if wanted is not None else 0, dtype="int64")
    return np.array([places[str(name)] for name in to_class_names(predicted)], dtype="int64")


def _select_classes(
    values: ShapValues, classes: "np.ndarray[tuple[int], np.dtype[np.int64]]", count: int
) -> ShapValues:
    """The contributions to the class of each row; of two classes only those to the positive one are there."""
    if count != 2:
        return values.select_outputs(classes)
    chosen = values.select_outputs(np.zeros(len(classes), dtype="int64"))
    return chosen if classes[0] == 1 else chosen.reverse()
