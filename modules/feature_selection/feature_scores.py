"""How strongly one column depends on another: the scores of Filter Based Feature Selection."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from modules.kit.schema import infer_column_type

Numbers = npt.NDArray[np.float64]
#: The place of each value among the levels of its column.
LevelCodes = npt.NDArray[np.int64]

#: Numbers with more distinct values than this are grouped into as many bins with equally many rows.
BINS = 10
MAX_CLASSES = 1_000

NUMERIC_COLUMN_TYPES = ("integer", "real", "boolean")


@dataclass(frozen=True)
class ScoreFunction:
    """A score function of a feature and the target, and which of the two it wants as numbers."""

    function: "Callable[[pd.Series[Any], pd.Series[Any]], float]"
    numeric_feature: bool
    numeric_target: bool


def is_numeric(values: "pd.Series[Any]") -> bool:
    return infer_column_type(values) in NUMERIC_COLUMN_TYPES


def compute_pearson(feature: "pd.Series[Any]", target: "pd.Series[Any]") -> float:
    """The absolute correlation; with classes, that of the feature with its mean in the class of each row."""
    values = _to_finite_floats(feature)
    if is_numeric(target):
        others = _to_finite_floats(target)
    else:
        codes = _encode_levels(target)
        others = np.full(len(codes), np.nan)
        there = (codes >= 0) & ~np.isnan(values)
        counts = np.bincount(codes[there])
        sums = np.bincount(codes[there], weights=values[there])
        others[there] = (sums / np.maximum(counts, 1))[codes[there]]
    return _compute_correlation(values, others)


def compute_spearman(feature: "pd.Series[Any]", target: "pd.Series[Any]") -> float:
    """The absolute correlation of the ranks."""
    from scipy.stats import rankdata

    values, others = _drop_incomplete(_to_finite_floats(feature), _to_finite_floats(target))
    return _compute_correlation(rankdata(values), rankdata(others)) if values.size else 0.0


def compute_kendall(feature: "pd.Series[Any]", target: "pd.Series[Any]") -> float:
    """The absolute tau-b: how much oftener pairs of rows agree in their order than not."""
    from scipy.stats import kendalltau

    values, others = _drop_incomplete(_to_finite_floats(feature), _to_finite_floats(target))
    if not _has_variation(values) or not _has_variation(others):
        return 0.0
    return abs(float(kendalltau(values, others).statistic))


def compute_mutual_information(feature: "pd.Series[Any]", target: "pd.Series[Any]") -> float:
    """How much a value of the one tells of the other, in nats."""
    joint, rows, columns, total = _count_cells(feature, target)
    return max(0.0, float(np.sum(joint / total * np.log(joint * total / (rows * columns))))) if total else 0.0


def compute_chi_squared(feature: "pd.Series[Any]", target: "pd.Series[Any]") -> float:
    """Pearson's statistic of independence, from the cells that have rows."""
    joint, rows, columns, total = _count_cells(feature, target)
    return max(0.0, float(total * (np.sum(joint**2 / (rows * columns)) - 1))) if total else 0.0


def compute_fisher_score(feature: "pd.Series[Any]", target: "pd.Series[Any]") -> float:
    """The variance between the classes by that within them; Duda, Hart, Stork, Pattern Classification (2001)."""
    values, codes = _to_finite_floats(feature), _encode_levels(target)
    there = (codes >= 0) & ~np.isnan(values)
    values, codes = values[there], codes[there]
    if not _has_variation(values):
        return 0.0
    values = (values - values.mean()) / values.std()
    counts = np.bincount(codes)
    means = np.bincount(codes, weights=values) / np.maximum(counts, 1)
    within = float(np.sum((values - means[codes]) ** 2))
    between = float(np.sum(counts * (means - values.mean()) ** 2))
    return between / within if within > 0 else float("inf")


def count_informative(feature: "pd.Series[Any]", _: "pd.Series[Any]") -> float:
    """How many values are there and neither zero, false nor empty."""
    present = feature.dropna()
    if is_numeric(feature):
        return float(np.count_nonzero(present.to_numpy(dtype="float64")))
    return float((present.astype("str") != "").sum())


SCORES: Mapping[str, ScoreFunction] = {
    "PearsonCorrelation": ScoreFunction(compute_pearson, numeric_feature=True, numeric_target=False),
    "ChiSquared": ScoreFunction(compute_chi_squared, numeric_feature=False, numeric_target=False),
    "MutualInformation": ScoreFunction(compute_mutual_information, numeric_feature=False, numeric_target=False),
    "SpearmanCorrelation": ScoreFunction(compute_spearman, numeric_feature=True, numeric_target=True),
    "KendallCorrelation": ScoreFunction(compute_kendall, numeric_feature=True, numeric_target=True),
    "FisherScore": ScoreFunction(compute_fisher_score, numeric_feature=True, numeric_target=False),
    "CountBased": ScoreFunction(count_informative, numeric_feature=False, numeric_target=False),
}


def _to_finite_floats(values: "pd.Series[Any]") -> Numbers:
    """The numbers of a column; infinite ones count as missing."""
    numbers = values.to_numpy(dtype="float64", na_value=np.nan)
    return np.where(np.isinf(numbers), np.nan, numbers)


def _drop_incomplete(values: Numbers, others: Numbers) -> tuple[Numbers, Numbers]:
    there = ~np.isnan(values) & ~np.isnan(others)
    return values[there], others[there]


def _has_variation(values: Numbers) -> bool:
    return bool(values.size) and bool(values.min() < values.max())


def _compute_correlation(values: Numbers, others: Numbers) -> float:
    """The absolute Pearson correlation of the rows that have both; 0 where one of them is constant."""
    values, others = _drop_incomplete(values, others)
    if not _has_variation(values) or not _has_variation(others):
        return 0.0
    # Shares of the largest, since squares of very large numbers are infinite.
    values, others = values / np.abs(values).max(), others / np.abs(others).max()
    values, others = values - values.mean(), others - others.mean()
    lengths = float(np.linalg.norm(values) * np.linalg.norm(others))
    return min(1.0, abs(float(values @ others)) / lengths) if lengths > 0 else 0.0


def _encode_levels(values: "pd.Series[Any]") -> LevelCodes:
    """The number of each value's level, -1 where it is missing; many different numbers are grouped into bins."""
    kind = infer_column_type(values)
    if kind == "datetime":
        values = values.dt.tz_localize(None).astype("int64").where(values.notna())
        kind = "real"
    if kind in ("integer", "real"):
        numbers = _to_finite_floats(values)
        present = numbers[~np.isnan(numbers)]
        if np.unique(present).size > BINS:
            edges = np.unique(np.quantile(present, np.arange(1, BINS) / BINS))
            return np.where(np.isnan(numbers), -1, np.searchsorted(edges, numbers))
        return np.asarray(pd.factorize(numbers)[0])
    texts = values.astype("str") if values.dtype == object else values
    return np.asarray(pd.factorize(texts)[0])


def _count_cells(feature: "pd.Series[Any]", target: "pd.Series[Any]") -> tuple[Numbers, Numbers, Numbers, float]:
    """The cells of the table of feature by target that have rows: rows in each, its row, its column and in all."""
    first, second = _encode_levels(feature), _encode_levels(target)
    there = (first >= 0) & (second >= 0)
    first, second = first[there].astype("int64"), second[there].astype("int64")
    if not first.size:
        return np.zeros(0), np.zeros(0), np.zeros(0), 0.0
    width = int(second.max()) + 1
    cells, joint = np.unique(first * width + second, return_counts=True)
    rows, columns = np.bincount(first)[cells // width], np.bincount(second)[cells % width]
    return joint.astype("float64"), rows.astype("float64"), columns.astype("float64"), float(first.size)
