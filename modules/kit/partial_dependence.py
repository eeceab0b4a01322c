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
from modules.kit.views.model_view import DependenceSeries, PartialDependence

MAX_FEATURES = 6
#: Where a model does not say what matters, so many of its columns are tried at a few values in a few rows.
MAX_RANKED_COLUMNS = 60
RANKING_ROWS = 20
RANKING_VALUES = 4
MAX_ROWS = 100
GRID_POINTS = 16
MAX_LEVELS = 12
MAX_SERIES = 6


def compute_partial_dependence(model: TrainedModel, important: list[str]) -> list[PartialDependence] | None:
    """A curve, or one for each class or quantile, for up to six features; None where the model cannot be asked."""
    frame = model.sample
    steps = getattr(model.pipeline, "steps", None)
    if not steps:  # recommenders and the like are no pipelines of scikit-learn
        return None
    # A model made by a script runs the user's code, which a view must not.
    scripted = getattr(steps[-1][1], "takes_frames", False)
    silent = bool(model.classes) and not hasattr(model.pipeline, "predict_proba")
    if frame is None or len(frame) < 2 or scripted or silent:
        return None
    frame = _thin(frame, MAX_ROWS)
    # Threads would wait for one another longer than they work on so few rows.
    with threadpool_limits(1):
        found = [_compute_curve(model, frame, column) for column in _select_columns(model, frame, important)]
    curves = [curve for curve in found if curve is not None and _measure_spread(curve) > 0]
    return sorted(curves, key=_measure_spread, reverse=True)[:MAX_FEATURES]


def _select_columns(model: TrainedModel, frame: pd.DataFrame, important: list[str]) -> list[Column]:
    """The columns behind the encoded features that matter most, by the model's word or by trying them."""
    askable = [column for column in model.features if column.type not in ("datetime", "vector")]
    by_name = {column.name: column for column in askable}
    named = dict.fromkeys(_find_source_column(name, by_name) for name in important)
    found = [by_name[name] for name in named if name is not None][:MAX_FEATURES]
    return found or _rank_columns(model, frame, askable[:MAX_RANKED_COLUMNS])


def _rank_columns(model: TrainedModel, frame: pd.DataFrame, columns: list[Column]) -> list[Column]:
    """The columns that move the prediction most, asked about all at once."""
    if len(columns) <= MAX_FEATURES:
        return columns
    few = _thin(frame, RANKING_ROWS)
    grids = [_thin(_build_grid(frame[column.name], column), RANKING_VALUES) for column in columns]
    asked = [_build_grid_rows(few, column, grid) for column, grid in zip(columns, grids, strict=True) if len(grid) > 1]
    varied = [column for column, grid in zip(columns, grids, strict=True) if len(grid) > 1]
    if not varied:
        return []
    predicted = _predict(model, pd.concat(asked, ignore_index=True))
    ends = np.cumsum([len(part) for part in asked])[:-1]
    spreads = [
        part.reshape(-1, len(few), part.shape[1]).mean(axis=1).std(axis=0).max() for part in np.split(predicted, ends)
    ]
    return [varied[at] for at in np.argsort(spreads)[::-1][:MAX_FEATURES]]


def _thin(values: Any, max_count: int) -> Any:
    """At most so many, evenly spread, of a frame's rows or of a list."""
    places = np.linspace(0, len(values) - 1, min(len(values), max_count)).astype(int)
    return values.iloc[places] if isinstance(values, pd.DataFrame) else [values[place] for place in places]


def _find_source_column(feature: str, columns: dict[str, Column]) -> str | None:
    """`make` of `make = audi`."""
    return feature if feature in columns else next((name for name in columns if feature.startswith(f"{name} = ")), None)


def _compute_curve(model: TrainedModel, frame: pd.DataFrame, column: Column) -> PartialDependence | None:
    grid = _build_grid(frame[column.name], column)
    if len(grid) < 2:
        return None
    means = _predict(model, _build_grid_rows(frame, column, grid)).reshape(len(grid), len(frame), -1).mean(axis=1)
    numeric = column.is_numeric
    return PartialDependence(
        feature=column.name,
        numeric=numeric,
        grid=[float(value) if numeric else str(value) for value in grid],
        series=[
            DependenceSeries(name=name, values=means[:, at].tolist())
            for at, name in enumerate(_list_series(model, means.shape[1]))
        ],
    )


def _build_grid_rows(frame: pd.DataFrame, column: Column, grid: list[object]) -> pd.DataFrame:
    """All rows of the frame with each value of the grid in the column."""
    asked = pd.concat([frame] * len(grid), ignore_index=True)
    values = pd.Series(np.repeat(np.asarray(grid, dtype=object), len(frame)))
    asked[column.name] = values.astype(frame[column.name].dtype)
    return asked


def _build_grid(values: "pd.Series[Any]", column: Column) -> list[Any]:
    """Values from the 2nd to the 98th percentile, or the commonest levels in their order."""
    present = values.dropna()
    if column.is_numeric:
        # The values themselves: as real numbers, the largest whole ones are no longer those of the column.
        ordered = present.sort_values().reset_index(drop=True)
        places = np.round(np.linspace(0.02, 0.98, GRID_POINTS) * max(len(ordered) - 1, 0)).astype(int)
        points = ordered.iloc[places].unique().tolist() if len(ordered) else []
        return [int(point) for point in points] if column.type == "integer" else [float(point) for point in points]
    return sorted(present.value_counts().index[:MAX_LEVELS].tolist(), key=str)


def _predict(model: TrainedModel, asked: pd.DataFrame) -> Any:
    """One column per series: the probability of the positive class or of each class, the number or each quantile."""
    if not model.classes:
        return np.asarray(model.pipeline.predict(asked), dtype="float64").reshape(len(asked), -1)
    probabilities = model.pipeline.predict_proba(asked)
    return probabilities[:, 1:] if model.task == "two-class" else probabilities[:, :MAX_SERIES]


def _list_series(model: TrainedModel, count: int) -> list[str | None]:
    if model.task == "quantile":
        return [f"{quantile:g}" for quantile in model.pipeline.steps[-1][1].default_quantiles]
    if not model.classes:
        return [None]
    return list(model.classes[1:] if model.task == "two-class" else model.classes[:count])


def _measure_spread(curve: PartialDependence) -> float:
    return float(max(np.std(series.values) for series in curve.series))
