"""Reading a scored dataset: which of its columns hold the truth, the prediction and the probabilities.

Datasets from Score Model say it themselves. Of others the column roles and names are read, those of Azure Machine
Learning among them: "Labels" with "Regression Scored Labels", "Binary Class Scored Labels" and
"Binary Class Scored Probabilities", or "Multi Class Scored Labels".
"""

import logging
from dataclasses import replace
from typing import Any, Literal

import numpy as np
import pandas as pd

from modules.kit import Dataset, ModuleError, Scores, Task
from modules.learning.features import format_row_count
from modules.learning.labels import sort_class_names, to_class_names
from modules.learning.predicting import LABELS, PROBABILITIES, QUANTILES

log = logging.getLogger(__name__)

AZURE_LABELS: dict[str, Task] = {
    "Regression Scored Labels": "regression",
    "Binary Class Scored Labels": "two-class",
    "Multi Class Scored Labels": "multiclass",
}
AZURE_PROBABILITIES = "Binary Class Scored Probabilities"
#: What scores are that were made elsewhere.
ScoreKind = Literal["Detect", "Numbers", "Classes"]
#: More different whole numbers than this are amounts.
MAX_NUMBERED_CLASSES = 20
LABEL_NAMES = ("Labels", "Label", "label")


def find_scores(dataset: Dataset, *, port: str, kind: ScoreKind = "Detect") -> Scores:
    """What the columns of a scored dataset mean; errors 25 and 24 where there is no prediction or no label.

    `kind` says whether scores that do not say it themselves are numbers or classes.
    """
    scores = (
        dataset.scores
        if dataset.scores and _has_all_columns(dataset.scores, dataset)
        else _infer_scores(dataset, port, kind)
    )
    if scores.label is None and scores.task == "anomaly":
        scores = replace(scores, label=_find_label_name(dataset))
    if scores.label is None:
        hint = "Mark it with Edit Metadata." if scores.task == "anomaly" else ""
        message = f"The data at '{port}' has no label column to compare the scores with. {hint}"
        raise ModuleError(24, message.rstrip(), port=port)
    if scores.label not in dataset.schema:
        message = f"The data at '{port}' lack the label '{scores.label}', which the scores are compared with"
        message = f"{message}. Score data that have it, and leave it in."
        raise ModuleError(24, message, port=port, column=scores.label)
    return scores


def align_truth(dataset: Dataset, scores: Scores, *, port: str) -> pd.DataFrame:
    """The rows that have both a label and a prediction; the log says how many have not."""
    assert scores.label is not None
    columns = [*scores.probabilities.values(), *scores.quantiles.values()]
    names = list(dict.fromkeys([scores.label, scores.predicted, *columns]))
    frame = dataset.frame[names].dropna()
    if frame.empty:
        raise ModuleError(134, f"No row at '{port}' has both a label and a score.", port=port, column=scores.label)
    if len(frame) < dataset.rows:
        log.warning(
            "%s at '%s' without a label or a score left out.", format_row_count(dataset.rows - len(frame)), port
        )
    return frame


def to_floats(values: "pd.Series[Any]", port: str) -> Any:
    """The values as floats; errors 58 and 33 where they are something else or infinite."""
    try:
        numbers = values.to_numpy(dtype="float64")
    except (TypeError, ValueError):
        message = f"Column '{values.name}' must hold numbers to be measured. It holds {values.dtype}."
        raise ModuleError(58, message, port=port, column=str(values.name)) from None
    if not np.isfinite(numbers).all():
        raise ModuleError(33, f"Column '{values.name}' has infinite values.", port=port, column=str(values.name))
    return numbers


def _has_all_columns(scores: Scores, dataset: Dataset) -> bool:
    columns = {scores.predicted, *scores.probabilities.values(), *scores.quantiles.values()}
    return columns <= set(dataset.frame.columns)


def _infer_scores(dataset: Dataset, port: str, kind: ScoreKind) -> Scores:
    names = dataset.schema.names
    label = _find_label_name(dataset)
    for predicted, task in AZURE_LABELS.items():
        if predicted in names:
            return _build_scores(dataset, task, label, predicted, AZURE_PROBABILITIES)
    quantiles = {name.removeprefix(f"{QUANTILES}_"): name for name in names if name.startswith(f"{QUANTILES}_")}
    if quantiles and all(_is_fraction(quantile) for quantile in quantiles):
        middle = min(quantiles, key=lambda quantile: abs(float(quantile) - 0.5))
        return Scores("quantile", label, quantiles[middle], quantiles=quantiles)
    if LABELS not in names:
        raise ModuleError(
            25, f"The data at '{port}' has no column '{LABELS}'. Connect the output of Score Model.", port=port
        )
    if any(name.startswith(f"{PROBABILITIES}_") for name in names):
        return _build_scores(dataset, "multiclass", label, LABELS, PROBABILITIES)
    if PROBABILITIES in names:
        return _build_scores(dataset, "two-class", label, LABELS, PROBABILITIES)
    return _build_scores(dataset, _infer_task(dataset, label, port, kind), label, LABELS, PROBABILITIES)


def _is_fraction(text: str) -> bool:
    try:
        return 0 < float(text) < 1
    except ValueError:
        return False


def _find_label_name(dataset: Dataset) -> str | None:
    marked = dataset.schema.names_with_role("label")
    return marked[0] if marked else next((name for name in LABEL_NAMES if name in dataset.schema), None)


def _infer_task(dataset: Dataset, label: str | None, port: str, kind: ScoreKind) -> Task:
    """Numbers are a regression, anything else classes; error 25 where whole numbers may be either.

    Whole numbers are classes where each prediction is one of few values that the label has: a forecast of amounts
    rarely keeps to them.
    """
    compared = [name for name in (LABELS, label) if name is not None and name in dataset.schema]
    numeric = all(dataset.schema[name].is_numeric for name in compared)
    if dataset.schema[LABELS].type == "real" and kind != "Classes":
        return "regression"
    if kind == "Detect" and numeric:
        kind = _tell_numbers_from_classes(dataset, label, port)
    if kind == "Numbers":
        return "regression"
    return "two-class" if len(_list_classes(dataset, label, LABELS)) <= 2 else "multiclass"


def _tell_numbers_from_classes(dataset: Dataset, label: str | None, port: str) -> ScoreKind:
    predicted = dataset.frame[LABELS].dropna()
    truth = dataset.frame[label].dropna() if label in dataset.schema else predicted
    known = set(truth)
    if len(known) > MAX_NUMBERED_CLASSES or any(not float(value).is_integer() for value in known):
        return "Numbers"
    if set(predicted) <= known:
        return "Classes"
    message = f"'{LABELS}' and the label '{label}' hold whole numbers, which may be amounts or classes. Choose it in "
    raise ModuleError(25, f"{message}'kind_of_scores'.", port=port, parameter="kind_of_scores", column=LABELS)


def _list_classes(dataset: Dataset, label: str | None, predicted: str) -> tuple[str, ...]:
    """The classes in sorted order, numbers by value."""
    columns = [predicted] if label is None else [label, predicted]
    found = {name for column in columns for name in to_class_names(dataset.frame[column]) if name is not None}
    return tuple(sort_class_names(found))


def _build_scores(dataset: Dataset, task: Task, label: str | None, predicted: str, probability: str) -> Scores:
    names = dataset.schema.names
    if task == "regression":
        return Scores(task, label, predicted)
    classes = _list_classes(dataset, label, predicted)
    if task == "two-class":
        positive = classes[-1] if classes else None
        found = {positive: probability} if positive and probability in names else {}
        return Scores(task, label, predicted, classes, positive, found)
    start = f"{PROBABILITIES}_"
    found = {name.removeprefix(start): name for name in names if name.startswith(start)}
    return Scores(task, label, predicted, tuple(dict.fromkeys([*found, *classes])), None, found)
