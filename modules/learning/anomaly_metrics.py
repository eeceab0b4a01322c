"""How well scores of anomalies find the rows that a label calls anomalies."""

import logging

import numpy as np
import numpy.typing as npt
import pandas as pd

from modules.kit import ModuleError, Scores
from modules.kit.views.evaluation_view import TwoClassDetails
from modules.learning.evaluation_details import build_two_class_details
from modules.learning.features import format_row_count
from modules.learning.labels import sort_class_names, to_class_names
from modules.learning.metric_formulas import Metrics, Numbers, compute_two_class_metrics
from modules.learning.scored_datasets import to_floats

log = logging.getLogger(__name__)


def measure_anomalies(
    frame: pd.DataFrame,
    scores: Scores,
    port: str,
    anomaly_value: str | None = None,
    weights: Numbers | None = None,
) -> tuple[Metrics, TwoClassDetails]:
    """The metrics and details of two classes, of which the `named` one is the anomaly, the rarer one where none is.

    A score is no probability, so there is neither log loss nor calibration. Scores that are lower for the rarer class
    may mean that the commoner one is the anomaly: the log says so.
    """
    names = to_class_names(frame[scores.label or ""])
    usual, anomaly = _find_anomaly_class(names, scores.label or "", port, anomaly_value)
    truth = names == anomaly
    predicted = to_class_names(frame[scores.predicted]) == scores.positive
    ranked = to_floats(frame[scores.probabilities[scores.positive or ""]], port)
    metrics = compute_two_class_metrics(truth, predicted, ranked, weights)
    metrics.pop("Log_Loss", None)
    details = build_two_class_details(truth, ranked, usual, anomaly, metrics, weights)
    if anomaly_value is None and metrics["AUC"] < 0.5:
        message = "'%s' is used as the anomaly because it is the rarer value of '%s' (%s), but its scores are lower."
        log.warning(
            f"{message} If the anomaly is '%s', enter it in Evaluate Model.",
            anomaly,
            scores.label,
            format_row_count(int(truth.sum())),
            usual,
        )
    why = "rarer" if anomaly_value is None else "named"
    return metrics, details.model_copy(
        update={"brier": None, "calibration": [], "probabilities": False, "threshold": 0.5, "anomaly": why}
    )


def _find_anomaly_class(
    names: npt.NDArray[np.object_], label: str, port: str, anomaly_value: str | None
) -> tuple[str, str]:
    """The usual value of the label and the anomaly: the named one, else the rarer, of equally common ones the later.

    Error 58 where the label has no two values, or none is the named one.
    """
    found = sort_class_names(set(names))
    if len(found) != 2:
        message = f"To measure scores of anomalies the label '{label}' must have two values. It has {len(found)}."
        advice = "Give usual rows one value and anomalies the other."
        raise ModuleError(58, f"{message} {advice}", port=port, column=label)
    if anomaly_value is not None:
        if anomaly_value not in found:
            message = f"'{anomaly_value}' is not a value of the label '{label}', which is {found[0]} or {found[1]}."
            raise ModuleError(58, message, port=port, parameter="value_of_anomalies", column=label)
        return next(name for name in found if name != anomaly_value), anomaly_value
    first, second = (int(np.sum(names == name)) for name in found)
    return (found[1], found[0]) if first < second else (found[0], found[1])
