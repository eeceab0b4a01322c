"""The parts of the rows in which two models differ most, or in which one model alone does worst.

A slice is one condition on a column, or two. It is searched on one half of the rows and measured on the other, so that
what was found by chance does not count as found.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from modules.kit import Scores
from modules.kit.schema import to_column_type_name
from modules.kit.views.comparison_view import MetricInterval, ModelSlice, SliceCondition
from modules.learning.metric_formulas import Counts, Flags
from modules.learning.row_scores import RowScores, resample_metrics

#: The fewest rows of a slice in the half that is searched, and of each class where rows are ranked.
MIN_SLICE_ROWS, MIN_CLASS_ROWS = 50, 10
MAX_COLUMNS, MAX_VALUES, QUANTILE_BINS = 40, 8, 4
#: So many of the best single conditions are also tried in pairs.
PAIRED_CONDITIONS = 12
MAX_SHOWN = 6
#: A slice that shares more of its rows with one that is shown says the same again.
MAX_OVERLAP = 0.7
SLICE_RESAMPLES = 200
#: The intervals of all shown slices hold together with this probability.
LEVEL = 0.95


@dataclass(frozen=True)
class FoundSlices:
    """The slices, how many were searched, and the fewest rows that one had there."""

    slices: list[ModelSlice]
    searched: int
    smallest: int


@dataclass(frozen=True)
class _Candidate:
    conditions: tuple[SliceCondition, ...]
    mask: Flags
    #: How far it stands out, in the half that is searched.
    strength: float = 0.0


def find_slices(models: Sequence[RowScores], frame: pd.DataFrame, scores: Scores) -> FoundSlices:
    """The slices of one model or two; none where there are too few rows."""
    rows = len(frame)
    generator = np.random.default_rng(0)
    half = np.zeros(rows, dtype=bool)
    half[generator.permutation(rows)[: rows // 2]] = True
    if rows < 4 * MIN_SLICE_ROWS:
        return FoundSlices([], 0, MIN_SLICE_ROWS)
    overall = _measure_gap(models, np.flatnonzero(half))
    singles = list(_rate_all(models, _list_candidates(frame, scores), half, overall))
    singles.sort(key=lambda one: -one.strength)
    pairs = list(_rate_all(models, _combine(singles[:PAIRED_CONDITIONS]), half, overall))
    standing_out = [one for one in (*singles, *pairs) if one.strength > 0]
    chosen = _choose_distinct(sorted(standing_out, key=lambda one: -one.strength))
    measured = [_measure_slice(models, one, ~half, len(chosen)) for one in chosen]
    shown = [one for one in measured if one is not None]
    return FoundSlices(shown, len(singles) + len(pairs), MIN_SLICE_ROWS)


def _rate_all(
    models: Sequence[RowScores], candidates: Iterable[_Candidate], half: Flags, overall: float
) -> Iterator[_Candidate]:
    for candidate in candidates:
        rated = _rate(models, candidate, half, overall)
        if rated is not None:
            yield rated


def _combine(singles: Sequence[_Candidate]) -> Iterator[_Candidate]:
    """Two conditions at once, on different columns."""
    for first, second in itertools.combinations(singles, 2):
        if first.conditions[0].column != second.conditions[0].column:
            yield _Candidate(first.conditions + second.conditions, first.mask & second.mask)


def _list_candidates(frame: pd.DataFrame, scores: Scores) -> Iterator[_Candidate]:
    """A condition on each feature: its most frequent values, quarters of its numbers, or no value at all."""
    told = {scores.label, scores.predicted, *scores.probabilities.values()}
    for name in [name for name in frame.columns if name not in told][:MAX_COLUMNS]:
        column = frame[name]
        missing = column.isna().to_numpy()
        if missing.any():
            yield _Candidate((SliceCondition(column=name),), missing)
        kind = to_column_type_name(column.dtype)
        if kind in ("integer", "real") and column.nunique() > MAX_VALUES:
            yield from _list_ranges(name, column)
        elif kind in ("integer", "real", "boolean", "text", "category"):
            yield from _list_values(name, column)


def _list_values(name: str, column: "pd.Series[object]") -> Iterator[_Candidate]:
    words = column.astype("str").to_numpy()
    counts = pd.Series(words[column.notna().to_numpy()]).value_counts().head(MAX_VALUES)
    for value in counts.index:
        yield _Candidate((SliceCondition(column=name, value=str(value)),), words == value)


def _list_ranges(name: str, column: "pd.Series[object]") -> Iterator[_Candidate]:
    numbers = column.to_numpy(dtype="float64", na_value=np.nan)
    known = numbers[np.isfinite(numbers)]
    if not len(known):
        return
    bounds = [-np.inf, *np.unique(np.quantile(known, np.linspace(0, 1, QUANTILE_BINS + 1)[1:-1])), np.inf]
    for low, high in itertools.pairwise(bounds):
        inside = (numbers > low) & (numbers <= high)
        if inside.any():
            condition = SliceCondition(column=name, low=float(numbers[inside].min()), high=float(numbers[inside].max()))
            yield _Candidate((condition,), inside)


def _rate(models: Sequence[RowScores], candidate: _Candidate, half: Flags, overall: float) -> _Candidate | None:
    """The candidate with how far it stands out; None where it has too few rows, or nearly all."""
    rows = np.flatnonzero(candidate.mask & half)
    if not _has_enough_rows(models[0], rows) or len(rows) > 0.9 * half.sum():
        return None
    gap = _measure_gap(models, rows)
    # Two models: by how much more they differ than on all rows. One alone: by how much worse it is.
    worse = overall - gap if models[0].higher_is_better else gap - overall
    strength = (abs(gap) - abs(overall) if len(models) > 1 else worse) * np.sqrt(len(rows))
    return _Candidate(candidate.conditions, candidate.mask, float(strength))


def _has_enough_rows(model: RowScores, rows: Counts) -> bool:
    if len(rows) < MIN_SLICE_ROWS:
        return False
    if model.score is None:
        return True
    positives = int(model.truth[rows].sum())
    return min(positives, len(rows) - positives) >= MIN_CLASS_ROWS


def _measure_gap(models: Sequence[RowScores], rows: Counts) -> float:
    """The first model's metric minus the second's on these rows, or the metric of one model alone."""
    ones = np.ones(len(rows), dtype="int64")
    values = [model.measure(rows)(ones) for model in models]
    return values[0] - values[1] if len(values) > 1 else values[0]


def _choose_distinct(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    chosen: list[_Candidate] = []
    for candidate in candidates:
        if len(chosen) == MAX_SHOWN:
            break
        if all(_compute_overlap(candidate.mask, one.mask) <= MAX_OVERLAP for one in chosen):
            chosen.append(candidate)
    return chosen


def _compute_overlap(one: Flags, other: Flags) -> float:
    either = int((one | other).sum())
    return int((one & other).sum()) / either if either else 0.0


def _measure_slice(models: Sequence[RowScores], found: _Candidate, half: Flags, shown: int) -> ModelSlice | None:
    """The slice on the half of the rows that it was not found on; None where it has hardly any there."""
    rows = np.flatnonzero(found.mask & half)
    if len(rows) < MIN_CLASS_ROWS:
        return None
    ones = np.ones(len(rows), dtype="int64")
    metrics = [model.measure(rows) for model in models]
    values = [metric(ones) for metric in metrics]
    if not np.isfinite(values).all():
        return None
    overall = 0.0 if len(models) > 1 else _measure_gap(models, np.flatnonzero(half))
    drawn = resample_metrics(metrics, len(rows), SLICE_RESAMPLES)
    gaps = drawn[:, 0] - (drawn[:, 1] if len(metrics) > 1 else overall)
    value = values[0] - (values[1] if len(values) > 1 else overall)
    difference = _build_normal_interval(value, gaps, shown)
    clear = difference.low is not None and difference.high is not None and (difference.low > 0 or difference.high < 0)
    truth = models[0].truth[rows]
    share = float(truth.mean()) if np.isfinite(truth).all() else None
    return ModelSlice(
        conditions=list(found.conditions),
        rows=len(rows),
        share=share,
        values=values,
        difference=difference,
        clear=clear,
    )


def _build_normal_interval(
    value: float, resampled: "np.ndarray[tuple[int], np.dtype[np.float64]]", shown: int
) -> MetricInterval:
    """An interval by the standard error of the resamples, wide enough for so many slices at once (Bonferroni): few
    resamples tell a standard error, but not the rare ends of a distribution."""
    from statistics import NormalDist

    known = resampled[np.isfinite(resampled)]
    if len(known) < len(resampled) / 2:
        return MetricInterval(value=value, low=None, high=None)
    reach = NormalDist().inv_cdf(1 - (1 - LEVEL) / 2 / max(1, shown)) * float(known.std())
    return MetricInterval(value=value, low=value - reach, high=value + reach)
