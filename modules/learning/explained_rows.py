"""The predictions of some rows, taken apart into contributions of columns: what explanations and evaluations show."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from modules.kit import Dataset, ModuleError, TrainedModel
from modules.kit.views.explanation_view import ExplanationView
from modules.learning.explanations import build_explanation_view, spread_places
from modules.learning.labels import to_class_names
from modules.learning.predicting import add_scores, score_dataset
from modules.learning.shap_values import Interactions, ShapValues, compute_interactions, compute_shap_values

#: Tasks that predict a label from columns.
EXPLAINED_TASKS = ("regression", "quantile", "two-class", "multiclass")


@dataclass(frozen=True)
class ExplainedRows:
    """The explained rows with their scores, the contributions to what is explained of each, and how they are drawn."""

    scored: Dataset
    chosen: ShapValues
    pairs: Interactions | None
    view: ExplanationView


def refuse_unexplained_model(model: TrainedModel) -> None:
    """Refuse a model that predicts no label from columns (13)."""
    if model.task not in EXPLAINED_TASKS:
        message = f"{model.learner} predicts no label from columns, so there is nothing to explain by them."
        raise ModuleError(13, message, port="trained_model")


def explain_rows(
    model: TrainedModel,
    dataset: Dataset,
    *,
    most: int,
    class_name: str | None = None,
    usual_rows: int = 30,
    seed: int = 0,
    port: str,
) -> ExplainedRows:
    """SHAP values of at most so many rows, evenly spread.

    Of classes, those of the named one, else of the positive one of two, and of more of the one predicted.
    """
    if dataset.rows == 0:
        raise ModuleError(21, f"The data at '{port}' has no rows to explain.", port=port)
    places = spread_places(dataset.rows, most)
    explained = dataset.with_frame(dataset.frame.iloc[places].reset_index(drop=True))
    predictions = score_dataset(model, explained, port=port)
    sample = model.sample
    background = explained.frame[model.features.names] if sample is None or sample.empty else sample
    values = compute_shap_values(model, explained, background=background, usual_rows=usual_rows, seed=seed, port=port)
    classes = _choose_classes(model, predictions.columns[predictions.scores.predicted], class_name)
    chosen, scored = _select_classes(values, classes, len(model.classes)), add_scores(explained, predictions)
    pairs = compute_interactions(model, explained, port=port)
    usual = min(len(background), usual_rows) if values.method == "sampled" else len(background)
    view = build_explanation_view(model, scored, chosen, classes, pairs, rows=places, total=dataset.rows, usual=usual)
    return ExplainedRows(scored, chosen, pairs, view)


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
