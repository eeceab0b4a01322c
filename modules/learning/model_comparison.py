"""Why one model of an evaluation does better than the next: paired bootstrap, naive baseline, slices of the rows.

The bootstrap (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13) draws the same rows for all
models, so that what is easy or hard for both cancels out. The seed is 0: the same rows give the same intervals.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from modules.kit import Dataset, Scores
from modules.kit.views.comparison_view import MetricInterval, ModelComparison
from modules.learning.metric_formulas import Counts, Numbers
from modules.learning.model_slices import find_slices
from modules.learning.row_roles import list_role_columns
from modules.learning.row_scores import RowScores, read_row_scores, resample_metrics
from modules.learning.scored_datasets import ScoreKind, find_scores

#: Of more rows so many are drawn: their intervals are wider than those of all rows, never narrower.
MAX_COMPARED_ROWS = 50_000
#: About so many rows are drawn in all resamples together.
RESAMPLED_ROWS = 4_000_000
MIN_RESAMPLES, MAX_RESAMPLES = 200, 1_000
#: Fewer rows say nothing of a difference.
MIN_COMPARED_ROWS = 10
LEVEL = 0.95
#: Tasks whose rows are measured one by one.
COMPARED_TASKS = frozenset({"regression", "two-class", "multiclass"})


def compare_models(
    datasets: Sequence[Dataset], ports: Sequence[str], *, kind: ScoreKind = "Detect"
) -> ModelComparison | None:
    """The comparison of the best model with the next; None for tasks whose rows have no metric, and for few rows."""
    scores = [find_scores(dataset, port=port, kind=kind) for dataset, port in zip(datasets, ports, strict=True)]
    paired = _find_shared_rows(datasets, scores)
    frames = [dataset.frame.iloc[rows] for dataset, rows in zip(datasets, paired.rows, strict=True)]
    weights = [_read_weights(*one) for one in zip(datasets, frames, scores, strict=True)]
    read = [read_row_scores(*one) for one in zip(scores, frames, weights, strict=True)]
    models = [one for one in read if one is not None]
    if len(models) < len(datasets) or len({one.metric for one in models}) > 1 or paired.count < MIN_COMPARED_ROWS:
        return None
    metrics = [model.measure(np.arange(len(model.loss))) for model in models]
    values = [metric(np.ones(len(model.loss), dtype="int64")) for metric, model in zip(metrics, models, strict=True)]
    places = _choose_places(values, models[0].higher_is_better)
    return _build_comparison([models[place] for place in places], places, paired, frames[places[0]], scores[places[0]])


def _read_weights(dataset: Dataset, frame: pd.DataFrame, scores: Scores) -> Numbers:
    """How much each row counts, by the column with the role weight: what was measured has refused wrong ones."""
    names = [name for name in list_role_columns(dataset.schema, "weight") if name != scores.label]
    if not names:
        return np.ones(len(frame))
    weights: Numbers = frame[names[0]].to_numpy(dtype="float64", na_value=np.nan)
    return weights


class _PairedRows:
    """The positions of the rows that are compared, of each dataset, and whether they are the same rows."""

    def __init__(self, rows: list[Counts], *, same: bool, sampled: int | None) -> None:
        self.rows, self.same, self.sampled = rows, same, sampled
        self.count = min((len(one) for one in rows), default=0)


def _find_shared_rows(datasets: Sequence[Dataset], scores: Sequence[Scores]) -> _PairedRows:
    """The rows that have a label and a prediction in all datasets, where these hold the same rows in the same order."""
    usable = [_find_usable(dataset, one) for dataset, one in zip(datasets, scores, strict=True)]
    labels = [dataset.frame[one.label or ""].astype("str") for dataset, one in zip(datasets, scores, strict=True)]
    same = all(len(one) == len(labels[0]) and (one.to_numpy() == labels[0].to_numpy()).all() for one in labels)
    if same:
        shared = np.logical_and.reduce(usable)
        usable = [shared for _ in datasets]
    rows = [np.flatnonzero(one) for one in usable]
    sampled = MAX_COMPARED_ROWS if max(len(one) for one in rows) > MAX_COMPARED_ROWS else None
    return _PairedRows([_draw_rows(one) for one in rows], same=same, sampled=sampled)


def _draw_rows(rows: Counts) -> Counts:
    """At most so many of the rows, in their order; of the same rows the same."""
    if len(rows) <= MAX_COMPARED_ROWS:
        return rows
    drawn: Counts = np.sort(np.random.default_rng(0).permutation(rows)[:MAX_COMPARED_ROWS])
    return drawn


def _find_usable(dataset: Dataset, scores: Scores) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    columns = [scores.label or "", scores.predicted, *scores.probabilities.values()]
    usable: np.ndarray[tuple[int], np.dtype[np.bool_]] = dataset.frame[columns].notna().all(axis=1).to_numpy()
    return usable


def _choose_places(values: Sequence[float], higher_is_better: bool) -> list[int]:
    """The best model and the next; where a metric is undefined, in the order of the inputs."""
    sign = -1 if higher_is_better else 1
    rated = sorted(range(len(values)), key=lambda place: (np.isnan(values[place]), sign * values[place]))
    return rated[:2]


def _build_comparison(
    models: list[RowScores], places: list[int], paired: _PairedRows, frame: pd.DataFrame, scores: Scores
) -> ModelComparison:
    rows = [len(model.loss) for model in models]
    resamples = int(np.clip(RESAMPLED_ROWS // rows[0], MIN_RESAMPLES, MAX_RESAMPLES))
    metrics = [model.measure(np.arange(count)) for model, count in zip(models, rows, strict=True)]
    values = [metric(np.ones(count, dtype="int64")) for metric, count in zip(metrics, rows, strict=True)]
    if paired.same:
        table = resample_metrics(metrics, rows[0], resamples)
    else:
        apart = [resample_metrics([one], count, resamples) for one, count in zip(metrics, rows, strict=True)]
        table = np.hstack(apart)
    found = find_slices(models, frame, scores) if paired.same else None
    return ModelComparison(
        metric=models[0].metric,
        compared=places,
        rows=paired.count,
        sampled=paired.sampled,
        resamples=resamples,
        intervals=[build_interval(value, table[:, place]) for place, value in enumerate(values)],
        difference=build_interval(values[0] - values[1], table[:, 0] - table[:, 1])
        if paired.same and len(models) > 1
        else None,
        baseline=models[0].baseline,
        slices=found.slices if found else [],
        searched=found.searched if found else 0,
        smallest=found.smallest if found else 0,
    )


def build_interval(value: float, resampled: Numbers, level: float = LEVEL) -> MetricInterval:
    """The middle part of the resampled values around a value; without ends where they are undefined."""
    known = resampled[np.isfinite(resampled)]
    if not np.isfinite(value) or len(known) < len(resampled) / 2:
        return MetricInterval(value=value if np.isfinite(value) else None, low=None, high=None)
    low, high = np.quantile(known, [(1 - level) / 2, (1 + level) / 2])
    return MetricInterval(value=value, low=float(low), high=float(high))
