"""Summarize Data: a table of statistics, one row per column."""

from typing import Any

import numpy as np
import pandas as pd

from modules.kit import Call, Column, Dataset, ModuleError, Schema, module
from modules.kit.schema import column_type
from modules.kit.writing import Step

#: So many numbers are worked on together.
CELLS_AT_ONCE = 2_000_000
COUNTS = ("Count", "Unique Value Count", "Missing Value Count")
PERCENTILES = {"P0.5": 0.5, "P1": 1, "P5": 5, "P95": 95, "P99": 99, "P99.5": 99.5}
NUMBERS = (
    "Min",
    "Max",
    "Mean",
    "Mean Deviation",
    "1st Quartile",
    "Median",
    "3rd Quartile",
    "Mode",
    "Range",
    "Sample Variance",
    "Sample Standard Deviation",
    "Sample Skewness",
    "Sample Kurtosis",
    *PERCENTILES,
)


def _example() -> Call:
    frame = pd.DataFrame({"make": ["audi", "bmw", "audi", None], "price": [13_950, 16_430, 17_450, 15_250]})
    return Call.of(Dataset(frame))


def _statistics_columns() -> Schema:
    columns = [Column("Feature", "text")]
    columns += [Column(name, "integer") for name in COUNTS]
    columns += [Column(name, "real") for name in NUMBERS]
    return Schema(tuple(columns))


def _written(step: Step) -> None:
    out = step.table("results_dataset", step.title)
    step.add(f"{out} = {step.use(statistics_by_column)}({step.inputs['dataset']})")


@module(
    "Summarize Data",
    category="Statistical Functions",
    icon="chart-histogram",
    example=_example,
    schema=_statistics_columns,
    writes=_written,
    keywords=("describe", "statistics", "profile", "explore", "feature statistics", "data explorer"),
)
def summarize_data(dataset: Dataset) -> Dataset:
    """Describe every column of a dataset by its statistics.

    One row per column: how many rows, distinct and missing values it has, and for numbers their extremes, mean,
    mean absolute deviation from the mean, quartiles, mode (the smallest of equally common values), range, sample
    variance, standard deviation, skewness and kurtosis (excess), and percentiles. True counts as 1 and false as 0.
    Missing values take no part.
    """
    if not len(dataset.frame.columns):
        raise ModuleError(
            20, "The data at 'dataset' have no columns. Connect a table with at least one.", port="dataset"
        )
    return Dataset(statistics_by_column(dataset.frame))


def statistics_by_column(data: pd.DataFrame) -> pd.DataFrame:
    """A row of statistics for each column."""
    at_once = max(1, CELLS_AT_ONCE // max(1, len(data)))
    columns = ["Feature", *COUNTS, *NUMBERS]
    parts = [_statistics(data.iloc[:, start : start + at_once]) for start in range(0, len(data.columns), at_once)]
    rows = [row for part in parts for row in part]
    table = pd.DataFrame(rows, columns=columns)
    return table.astype({"Feature": "str", **dict.fromkeys(COUNTS, "int64"), **dict.fromkeys(NUMBERS, "float64")})


def _statistics(data: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows for some columns: those of numbers together, since one by one ten thousand take half a minute."""
    rows: list[dict[str, Any]] = []
    numbers: dict[int, Any] = {}
    for place, (name, values) in enumerate(data.items()):
        missing = int(values.isna().sum())
        counted = values.astype("str") if values.dtype == object else values
        distinct = int(counted.nunique())
        rows.append(
            {
                "Feature": name,
                "Count": len(values),
                "Unique Value Count": distinct,
                "Missing Value Count": missing,
            }
        )
        if column_type(values) in ("integer", "real", "boolean") and missing < len(values):
            numbers[place] = values.to_numpy(dtype="float64", na_value=np.nan)
    if numbers:
        told = _of_numbers(pd.DataFrame(np.array(list(numbers.values())).T)).to_dict("records")
        for place, statistics in zip(numbers, told, strict=True):
            rows[place] |= statistics
    return rows


def _of_numbers(values: pd.DataFrame) -> pd.DataFrame:
    """The statistics of columns of numbers; missing ones take no part, and what infinite values leave undefined is
    missing."""
    with np.errstate(all="ignore"):
        low, high, mean = values.min(), values.max(), values.mean()
        quartiles, percentiles = values.quantile([0.25, 0.5, 0.75]), [share / 100 for share in PERCENTILES.values()]
        told = {
            "Min": low,
            "Max": high,
            "Mean": mean,
            "Mean Deviation": (values - mean).abs().mean(),
            "1st Quartile": quartiles.iloc[0],
            "Median": quartiles.iloc[1],
            "3rd Quartile": quartiles.iloc[2],
            "Mode": pd.Series([_mode(values[name].to_numpy()) for name in values], index=values.columns),
            "Range": high - low,
            "Sample Variance": values.var(),
            "Sample Standard Deviation": values.std(),
            "Sample Skewness": values.skew(),
            "Sample Kurtosis": values.kurt(),
        }
        outer = values.quantile(percentiles)
        return pd.DataFrame({**told, **{name: outer.iloc[place] for place, name in enumerate(PERCENTILES)}})


def _mode(values: Any) -> float:
    """The commonest value, the smallest of equally common ones."""
    found, counts = np.unique(values[~np.isnan(values)], return_counts=True)
    return float(found[np.argmax(counts)])
