"""How well scores of anomalies find the rows that a label calls anomalies."""

import logging
from typing import Any

import numpy as np
import pandas as pd

from modules.kit import ModuleError, Scores
from modules.learning.curves import two_class_details
from modules.learning.features import in_rows
from modules.learning.labels import as_class_names, in_class_order
from modules.learning.metrics import two_class_metrics
from modules.learning.scored import numbers_of

log = logging.getLogger(__name__)


def measure_anomalies(
    frame: pd.DataFrame, scores: Scores, port: str, named: str | None = None
) -> tuple[dict[str, float], dict[str, Any]]:
    """The metrics and details of two classes, of which the `named` one is the anomaly, the rarer one where none is.

    A score is no probability, so there is neither log loss nor calibration. Scores that are lower for the rarer class
    may mean that the commoner one is the anomaly: the log says so.
    """
    names = as_class_names(frame[scores.label or ""])
    usual, anomaly = _classes(names, scores.label or "", port, named)
    truth = names == anomaly
    predicted = as_class_names(frame[scores.predicted]) == scores.positive
    ranked = numbers_of(frame[scores.probabilities[scores.positive or ""]], port)
    metrics = two_class_metrics(truth, predicted, ranked)
    metrics.pop("Log_Loss", None)
    details = two_class_details(truth, ranked, usual, anomaly, metrics)
    if named is None and metrics["AUC"] < 0.5:
        message = (
            "'%s' was taken for the anomaly, being the rarer value of '%s' (%s), and its scores are the lower ones."
        )
        log.warning(
            f"{message} If the anomaly is '%s', enter it in Evaluate Model.",
            anomaly,
            scores.label,
            in_rows(int(truth.sum())),
            usual,
        )
    no_probabilities: dict[str, Any] = {"brier": None, "calibration": [], "probabilities": False, "threshold": 0.5}
    return metrics, details | no_probabilities | {"anomaly": "rarer" if named is None else "named"}


def _classes(names: Any, label: str, port: str, named: str | None) -> tuple[str, str]:
    """The usual value of the label and the anomaly: the named one, else the rarer, of equally common ones the later.

    Error 58 where the label has no two values, or none is the named one.
    """
    found = in_class_order(set(names))
    if len(found) != 2:
        message = f"To measure scores of anomalies the label '{label}' must have two values. It has {len(found)}."
        advice = "Leave usual rows one value, and give anomalies the other."
        raise ModuleError(58, f"{message} {advice}", port=port, column=label)
    if named is not None:
        if named not in found:
            message = f"'{named}' is no value of the label '{label}', which is {found[0]} or {found[1]}."
            raise ModuleError(58, message, port=port, parameter="value_of_anomalies", column=label)
        return next(name for name in found if name != named), named
    first, second = (int(np.sum(names == name)) for name in found)
    return (found[1], found[0]) if first < second else (found[0], found[1])
