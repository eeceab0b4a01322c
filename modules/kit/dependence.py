"""Partial dependence: what a model predicts on average when one feature takes one value after the other.

Source: Friedman, Greedy Function Approximation, Annals of Statistics 29 (2001), section 8.2. The features with the
largest effect come first, by the spread of their curve (Greenwell and others, arXiv 1805.04755).
"""

from typing import Any

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from modules.kit.ports import TrainedModel
from modules.kit.schema import Column

MOST_FEATURES = 6
#: Where a model does not say what matters, this many of its features are looked at.
MOST_CANDIDATES = 6
MOST_ROWS = 100
POINTS = 16
MOST_LEVELS = 12
MOST_SERIES = 6


def dependence(model: TrainedModel, important: list[str]) -> list[dict[str, Any]] | None:
    """A curve, or one for each class or quantile, for up to six features; None where the model cannot be asked."""
    frame = model.sample
    # A model made by a script runs the user's code, which a view must not.
    scripted = getattr(model.pipeline.steps[-1][1], "takes_frames", False)
    silent = bool(model.classes) and not hasattr(model.pipeline, "predict_proba")
    if frame is None or len(frame) < 2 or scripted or silent:
        return None
    frame = frame.iloc[np.linspace(0, len(frame) - 1, min(len(frame), MOST_ROWS)).astype(int)]
    # Threads would wait for one another longer than they work on so few rows.
    with threadpool_limits(1):
        found = [_curve(model, frame, column) for column in _candidates(model, important)]
    curves = [curve for curve in found if curve is not None and _spread(curve) > 0]
    return sorted(curves, key=_spread, reverse=True)[:MOST_FEATURES]


def _candidates(model: TrainedModel, important: list[str]) -> list[Column]:
    """The columns behind the encoded features that matter most, else the first ones."""
    askable = [column for column in model.features if column.type != "datetime"]
    by_name = {column.name: column for column in askable}
    named = dict.fromkeys(_source(name, by_name) for name in important)
    found = [by_name[name] for name in named if name is not None][:MOST_FEATURES]
    return found or askable[:MOST_CANDIDATES]


def _source(feature: str, columns: dict[str, Column]) -> str | None:
    """`make` of `make = audi`."""
    return feature if feature in columns else next((name for name in columns if feature.startswith(f"{name} = ")), None)


def _curve(model: TrainedModel, frame: pd.DataFrame, column: Column) -> dict[str, Any] | None:
    grid = _grid(frame[column.name], column)
    if len(grid) < 2:
        return None
    asked = pd.concat([frame] * len(grid), ignore_index=True)
    asked[column.name] = pd.Series(np.repeat(np.asarray(grid, dtype=object), len(frame))).astype(
        frame[column.name].dtype
    )
    means = _predicted(model, asked).reshape(len(grid), len(frame), -1).mean(axis=1)
    numeric = column.numeric
    return {
        "feature": column.name,
        "numeric": numeric,
        "grid": [float(value) if numeric else str(value) for value in grid],
        "series": [
            {"name": name, "values": [float(value) for value in means[:, at]]}
            for at, name in enumerate(_series(model, means.shape[1]))
        ],
    }


def _grid(values: "pd.Series[Any]", column: Column) -> list[Any]:
    """Values from the 2nd to the 98th percentile, or the commonest levels in their order."""
    present = values.dropna()
    if column.numeric:
        points = np.unique(present.astype("float64").quantile(np.linspace(0.02, 0.98, POINTS), interpolation="nearest"))
        return [int(point) for point in points] if column.type == "integer" else [float(point) for point in points]
    return sorted(present.value_counts().index[:MOST_LEVELS].tolist(), key=str)


def _predicted(model: TrainedModel, asked: pd.DataFrame) -> Any:
    """One column per series: the probability of the positive class or of each class, the number or each quantile."""
    if not model.classes:
        return np.asarray(model.pipeline.predict(asked), dtype="float64").reshape(len(asked), -1)
    probabilities = model.pipeline.predict_proba(asked)
    return probabilities[:, 1:] if model.task == "two-class" else probabilities[:, :MOST_SERIES]


def _series(model: TrainedModel, count: int) -> list[str | None]:
    if model.task == "quantile":
        return [f"{quantile:g}" for quantile in model.pipeline.steps[-1][1].default_quantiles]
    if not model.classes:
        return [None]
    return list(model.classes[1:] if model.task == "two-class" else model.classes[:count])


def _spread(curve: dict[str, Any]) -> float:
    return float(max(np.std(series["values"]) for series in curve["series"]))
