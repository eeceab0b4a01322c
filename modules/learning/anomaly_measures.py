"""How well scores of anomalies find the rows that a label calls anomalies."""

from typing import Any

import numpy as np
import pandas as pd

from modules.kit import ModuleError, Scores
from modules.learning.curves import two_class_details
from modules.learning.labels import as_class_names, in_class_order
from modules.learning.metrics import two_class_metrics


def measure_anomalies(frame: pd.DataFrame, scores: Scores, port: str) -> tuple[dict[str, float], dict[str, Any]]:
    """The metrics and details of two classes, of which the rarer one is the anomaly.

    A score is no probability, so there is neither log loss nor calibration.
    """
    names = as_class_names(frame[scores.label or ""])
    usual, anomaly = _classes(names, scores.label or "", port)
    truth = names == anomaly
    predicted = as_class_names(frame[scores.predicted]) == scores.positive
    ranked = frame[scores.probabilities[scores.positive or ""]].to_numpy(dtype="float64")
    metrics = two_class_metrics(truth, predicted, ranked)
    metrics.pop("Log_Loss", None)
    details = two_class_details(truth, ranked, usual, anomaly, metrics)
    no_probabilities: dict[str, Any] = {"brier": None, "calibration": [], "probabilities": False, "threshold": 0.5}
    return metrics, details | no_probabilities


def _classes(names: Any, label: str, port: str) -> tuple[str, str]:
    """The commoner and the rarer value of the label; of two equally common ones the later is the anomaly (58)."""
    found = in_class_order(set(names))
    if len(found) != 2:
        message = f"To measure scores of anomalies the label '{label}' must have two values. It has {len(found)}."
        advice = "Leave usual rows one value, and give anomalies the other."
        raise ModuleError(58, f"{message} {advice}", port=port, column=label)
    first, second = (int(np.sum(names == name)) for name in found)
    return (found[1], found[0]) if first < second else (found[0], found[1])
