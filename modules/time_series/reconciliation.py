"""Forecasts of a hierarchy that add up: what scripts and the designer compute alike.

Source: Wickramasuriya, Athanasopoulos and Hyndman 2019, Journal of the American Statistical Association 114, page 804:
with S the matrix that adds series of the lowest level up, and W the covariance of the errors, the forecasts become
S (S' W^-1 S)^-1 S' W^-1 of what they were. The covariance of few errors is shrunk (Schaefer and Strimmer 2005).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

#: What stands in a column that a row adds up over.
ALL = "(all)"
Matrix = npt.NDArray[np.float64]
BOTTOM_UP, BY_BOUNDS, BY_ERRORS, EQUALLY = "Bottom-up", "MinT by bounds", "MinT by errors", "OLS"
EXPECTED, LOWER, UPPER = "Scored Labels", "Lower Bound", "Upper Bound"


def build_hierarchy(
    frame: pd.DataFrame, levels: list[str], time: str, values: list[str], crossed: bool
) -> pd.DataFrame:
    """A row for each time of each series and of all sums above them, the total first."""
    texts = frame[[*levels, time, *values]].assign(**{name: frame[name].astype("str") for name in levels})
    parts = []
    for kept in list_combinations(levels, crossed):
        added = texts.assign(**{name: ALL for name in levels if name not in kept})
        summed = added.groupby([*levels, time], sort=False, dropna=False, observed=True)[values].sum(min_count=1)
        parts.append(summed.reset_index().astype(dict.fromkeys(levels, "str")))
    whole = pd.concat(parts, ignore_index=True)
    return whole.astype({**dict.fromkeys(values, "float64"), time: frame[time].dtype})


def list_combinations(levels: Sequence[str], crossed: bool) -> list[tuple[str, ...]]:
    """The columns that are kept at each level of sums, none at first: by their order, or each with each."""
    if not crossed:
        return [tuple(levels[:depth]) for depth in range(len(levels) + 1)]
    count = len(levels)
    chosen = [tuple(levels[place] for place in range(count) if mask >> place & 1) for mask in range(2**count)]
    return sorted(chosen, key=len)


def build_summing_matrix(keys: pd.DataFrame) -> tuple[Matrix, npt.NDArray[np.bool_]]:
    """A row for each series, a column for each of the lowest level: 1 where it is part of it; and which those are."""
    texts = keys.astype("str").to_numpy()
    lowest = ~(texts == ALL).any(axis=1)
    matrix = np.ones((len(texts), int(lowest.sum())))
    for place in range(texts.shape[1]):
        own, parts = texts[:, place][:, None], texts[lowest, place][None, :]
        matrix *= (own == ALL) | (own == parts)
    return matrix, lowest


def find_weights(matrix: Matrix, lowest: Any, covariance: Matrix | None) -> Matrix:
    """What makes forecasts of the lowest level of those of all series; bottom-up without a covariance."""
    if covariance is None:
        weights = np.zeros((matrix.shape[1], matrix.shape[0]))
        weights[np.arange(matrix.shape[1]), np.flatnonzero(lowest)] = 1.0
        return weights
    solved = np.linalg.solve(covariance, matrix)
    return np.asarray(np.linalg.solve(matrix.T @ solved, solved.T))


def shrink_covariance(errors: Matrix) -> Matrix:
    """The covariance of the errors, one column for each series, moved towards its diagonal as far as it is chance."""
    count, size = errors.shape
    covariance = errors.T @ errors / count
    deviations = np.sqrt(np.maximum(np.diag(covariance), 1e-12))
    scaled = errors / deviations
    correlations = scaled.T @ scaled / count
    chance = ((scaled**2).T @ (scaled**2) - count * correlations**2) / (count * max(1, count - 1))
    others = ~np.eye(size, dtype=bool)
    below = float((correlations[others] ** 2).sum())
    share = min(1.0, max(0.0, float(chance[others].sum()) / below)) if below else 1.0
    mixed = np.where(others, (1 - share) * correlations, 1.0)
    return np.asarray(mixed * np.outer(deviations, deviations))


def reconcile_rows(
    rows: pd.DataFrame, levels: list[str], time: str, method: str, errors: pd.DataFrame | None, label: str
) -> pd.DataFrame:
    """The rows with forecasts that add up at each time, and with bounds that fit them."""
    keys = rows[levels].drop_duplicates().reset_index(drop=True)
    matrix, lowest = build_summing_matrix(keys)
    place = pd.MultiIndex.from_frame(keys.astype("str"))
    at = place.get_indexer(pd.MultiIndex.from_frame(rows[levels].astype("str")))
    known = shrink_covariance(arrange_errors(errors, levels, time, place, label)) if errors is not None else None
    whole = find_whole_times(rows, time)
    parts = [rows[~whole]]
    for _, part in rows.assign(_at=at)[whole].groupby(time, sort=False):
        ordered = part.sort_values("_at")
        expected = ordered[EXPECTED].to_numpy(dtype="float64")
        halves = ((ordered[UPPER] - ordered[LOWER]) / 2).to_numpy(dtype="float64") if UPPER in ordered else None
        weights = find_weights(matrix, lowest, choose_covariance(method, halves, known, len(expected)))
        found = matrix @ (weights @ expected)
        columns = {EXPECTED: found}
        if halves is not None:
            reach = np.sqrt((((matrix @ weights) * halves) ** 2).sum(axis=1))
            columns |= {LOWER: found - reach, UPPER: found + reach}
        parts.append(ordered.assign(**columns).drop(columns="_at"))
    return pd.concat([part for part in parts if len(part)]).sort_index()


def find_whole_times(rows: pd.DataFrame, time: str) -> "pd.Series[bool]":
    """Whether the forecasts of all series are known at the time of a row."""
    known = pd.Series(True, index=rows.index)
    for name in (EXPECTED, LOWER, UPPER):
        if name in rows:
            known &= np.isfinite(rows[name].astype("float64").to_numpy(na_value=np.nan))
    return known.groupby(rows[time], sort=False, dropna=False).transform("all")


def choose_covariance(method: str, halves: Matrix | None, known: Matrix | None, size: int) -> Matrix | None:
    """The covariance of the errors that a method goes by, up to a factor."""
    if method == BOTTOM_UP:
        return None
    if method == BY_ERRORS:
        return known
    if method == EQUALLY or halves is None:
        return np.eye(size)
    smallest = max(float(np.max(halves)), 1e-9) * 1e-6
    return np.diag(np.maximum(halves, smallest) ** 2)


def arrange_errors(errors: pd.DataFrame, levels: list[str], time: str, place: pd.MultiIndex, label: str) -> Matrix:
    """The errors of earlier forecasts: a row for each time, a column for each series; times without all go."""
    found = errors.assign(_error=errors[label].astype("float64") - errors[EXPECTED].astype("float64"))
    found["_at"] = place.get_indexer(pd.MultiIndex.from_frame(errors[levels].astype("str")))
    table = found[found["_at"] >= 0].pivot_table(index=time, columns="_at", values="_error")
    return np.asarray(table.reindex(columns=range(len(place))).dropna().to_numpy(dtype="float64"))
