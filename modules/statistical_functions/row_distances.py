"""Distances between the rows of one or two tables, block by block, as a list of neighbors, of pairs or a matrix."""

from collections.abc import Callable, Iterable
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from modules.kit.unused_names import find_unused_names

DistanceMetric = Literal["Euclidean", "Manhattan", "Chebyshev", "Cosine", "Correlation", "Gower", "Great circle in km"]
Numbers = npt.NDArray[np.float64]

#: The names of the metrics in scipy.spatial.distance.
SCIPY_METRICS = {
    "Euclidean": "euclidean",
    "Manhattan": "cityblock",
    "Chebyshev": "chebyshev",
    "Cosine": "cosine",
    "Correlation": "correlation",
}
SCALED_METRICS = ("Euclidean", "Manhattan", "Chebyshev")
EARTH_RADIUS_KM = 6371.0088
#: Distances that are held at once: 32 MB of them.
BLOCK_CELLS = 4_000_000


def list_nearest_rows(
    data: pd.DataFrame,
    columns: list[str],
    metric: str,
    *,
    count: int = 5,
    others: pd.DataFrame | None = None,
    name_column: str | None = None,
    scaled: bool = True,
    watch: Callable[[range], Iterable[int]] = iter,
) -> pd.DataFrame:
    """For each row its nearest rows, the nearest first; a row is no neighbor of itself."""
    first, second = prepare_points(data, data if others is None else others, columns, metric, scaled=scaled)
    left, right = find_comparable(first, metric), find_comparable(second, metric)
    rows, neighbors, ranks, found = [], [], [], []
    height = max(1, BLOCK_CELLS // max(1, len(right)))
    for start in watch(range(0, len(left), height)):
        block = left[start : start + height]
        table = measure_distances(first[block], second[right], metric)
        if others is None:
            table[block[:, None] == right[None, :]] = np.inf
        order = find_smallest(np.where(np.isnan(table), np.inf, table), count)
        near = np.take_along_axis(table, order, axis=1)
        place, rank = np.nonzero(np.isfinite(near))
        rows.append(block[place])
        neighbors.append(right[order[place, rank]])
        ranks.append(rank + 1)
        found.append(near[place, rank])
    return pd.DataFrame(
        {
            "Row": _name_rows(data, _join_parts(rows, int), name_column),
            "Neighbor": _name_rows(data if others is None else others, _join_parts(neighbors, int), name_column),
            "Rank": _join_parts(ranks, int),
            "Distance": _join_parts(found, float),
        }
    )


def list_all_distances(
    data: pd.DataFrame,
    columns: list[str],
    metric: str,
    *,
    others: pd.DataFrame | None = None,
    name_column: str | None = None,
    scaled: bool = True,
) -> pd.DataFrame:
    """The distance of each pair; within one table each pair once."""
    first, second = prepare_points(data, data if others is None else others, columns, metric, scaled=scaled)
    left, right = find_comparable(first, metric), find_comparable(second, metric)
    table = measure_distances(first[left], second[right], metric)
    known = np.isfinite(table)
    rows, places = np.nonzero(np.triu(known, 1) if others is None else known)
    return pd.DataFrame(
        {
            "Row": _name_rows(data, left[rows], name_column),
            "Neighbor": _name_rows(data if others is None else others, right[places], name_column),
            "Distance": table[rows, places],
        }
    )


def build_distance_matrix(
    data: pd.DataFrame,
    columns: list[str],
    metric: str,
    *,
    others: pd.DataFrame | None = None,
    name_column: str | None = None,
    scaled: bool = True,
) -> pd.DataFrame:
    """A row for each row, and a column for each row of the other table; missing where there is no distance."""
    first, second = prepare_points(data, data if others is None else others, columns, metric, scaled=scaled)
    left, right = find_comparable(first, metric), find_comparable(second, metric)
    table = np.full((len(first), len(second)), np.nan)
    if left.size and right.size:
        table[np.ix_(left, right)] = measure_distances(first[left], second[right], metric)
    rows = _name_rows(data, np.arange(len(data)), name_column)
    other_rows = data if others is None else others
    titles = [
        "missing" if pd.isna(one) else str(one) for one in _name_rows(other_rows, np.arange(len(second)), name_column)
    ]
    return pd.DataFrame({"Row": rows}).join(pd.DataFrame(table, columns=find_unused_names(titles, ["Row"])))


def find_smallest(table: Numbers, count: int) -> npt.NDArray[np.int64]:
    """The places of the smallest numbers of each row, the smallest first."""
    if table.shape[1] <= 2 * count:
        return np.argsort(table, axis=1, kind="stable")[:, :count]
    chosen = np.sort(np.argpartition(table, count - 1, axis=1)[:, :count], axis=1)
    order = np.argsort(np.take_along_axis(table, chosen, axis=1), axis=1, kind="stable")
    return np.take_along_axis(chosen, order, axis=1)


def measure_distances(first: Any, second: Any, metric: str) -> Numbers:
    """A row for each point of the first, a column for each of the second; not finite where there is no distance."""
    from scipy.spatial.distance import cdist

    if not len(first) or not len(second):
        return np.zeros((len(first), len(second)))
    if metric == "Gower":
        return _measure_gower(first, second)
    if metric == "Great circle in km":
        latitude, longitude = np.radians(first[:, :1]), np.radians(first[:, 1:])
        others, lengths = np.radians(second[:, 0]), np.radians(second[:, 1])
        half = np.sin((others - latitude) / 2) ** 2
        half = half + np.cos(latitude) * np.cos(others) * np.sin((lengths - longitude) / 2) ** 2
        return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1))))
    with np.errstate(all="ignore"):
        return np.asarray(cdist(first, second, SCIPY_METRICS[metric]))


def _measure_gower(first: Numbers, second: Numbers) -> Numbers:
    """The mean difference over the columns that both rows have; each column runs from 0 to 1, or counts a category."""
    total, shared = np.zeros((len(first), len(second))), np.zeros((len(first), len(second)))
    for left, right in zip(first.T, second.T, strict=True):
        apart = np.abs(left[:, None] - right[None, :])
        there = ~np.isnan(apart)
        total += np.where(there, np.minimum(apart, 1.0), 0.0)
        shared += there
    with np.errstate(all="ignore"):
        return np.asarray(total / shared)


def prepare_points(
    data: pd.DataFrame, others: pd.DataFrame, columns: list[str], metric: str, *, scaled: bool
) -> tuple[Numbers, Numbers]:
    """The rows of both tables as points: scaled by what both hold together where the metric wants it."""
    both = pd.concat([data[columns], others[columns]], ignore_index=True)
    points = np.empty((len(both), len(columns)))
    for at, name in enumerate(columns):
        values = both[name]
        numeric = pd.api.types.is_numeric_dtype(values.dtype) or pd.api.types.is_bool_dtype(values.dtype)
        if not numeric:
            # Numbers of categories: two different ones are always at least 1 apart.
            codes = pd.factorize(values.astype("str").where(values.notna()))[0]
            points[:, at] = np.where(codes < 0, np.nan, codes)
            continue
        points[:, at] = values.to_numpy(dtype="float64", na_value=np.nan)
        if metric == "Gower" or (scaled and metric in SCALED_METRICS):
            points[:, at] = _scale_points(points[:, at], by_range=metric == "Gower")
    return points[: len(data)], points[len(data) :]


def _scale_points(values: Numbers, *, by_range: bool) -> Numbers:
    there = values[~np.isnan(values)]
    if not there.size:
        return values
    # Differences of very large numbers are infinite, those of shares of the largest one are not.
    shares = values / (np.abs(there).max() or 1.0)
    known = shares[~np.isnan(shares)]
    spread = float(known.max() - known.min() if by_range else known.std())
    return shares / (spread or 1.0)


def find_comparable(points: Numbers, metric: str) -> npt.NDArray[np.int64]:
    """The places of the rows that have all numbers; Gower goes by what two rows both have."""
    gaps = np.isnan(points).all(axis=1) if metric == "Gower" else np.isnan(points).any(axis=1)
    return np.flatnonzero(~gaps)


def _name_rows(data: pd.DataFrame, places: Any, name_column: str | None) -> Any:
    return places + 1 if name_column is None else data[name_column].iloc[places].reset_index(drop=True)


def _join_parts(parts: list[Any], kind: type) -> Any:
    return np.concatenate(parts).astype(kind) if parts else np.empty(0, dtype=kind)
