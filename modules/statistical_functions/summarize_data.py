"""Summarize Data: a table of statistics, one row per column."""

from typing import Any

import numpy as np
import pandas as pd

from modules.kit import Call, Column, Dataset, ModuleError, Schema, module
from modules.kit.schema import column_type
from modules.kit.writing import Step

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
    rows = [_summary(data[name], name) for name in data.columns]
    table = pd.DataFrame(rows, columns=["Feature", *COUNTS, *NUMBERS])
    return table.astype({"Feature": "str", **dict.fromkeys(COUNTS, "int64"), **dict.fromkeys(NUMBERS, "float64")})


def _summary(values: "pd.Series[Any]", name: str) -> dict[str, Any]:
    missing = int(values.isna().sum())
    counted = values.astype("str") if values.dtype == object else values
    summary: dict[str, Any] = {
        "Feature": name,
        "Count": len(values),
        "Unique Value Count": int(counted.nunique()),
        "Missing Value Count": missing,
    }
    if column_type(values) in ("integer", "real", "boolean") and missing < len(values):
        summary |= _of_numbers(values.dropna().astype("float64"))
    return summary


def _of_numbers(values: "pd.Series[float]") -> dict[str, Any]:
    """The statistics of numbers, none missing; what infinite values leave undefined is missing."""
    with np.errstate(all="ignore"):
        low, high, mean = float(values.min()), float(values.max()), float(values.mean())
        first, median, third = np.percentile(values, [25, 50, 75])
        return {
            "Min": low,
            "Max": high,
            "Mean": mean,
            "Mean Deviation": float((values - mean).abs().mean()),
            "1st Quartile": first,
            "Median": median,
            "3rd Quartile": third,
            "Mode": float(values.mode().iloc[0]),
            "Range": high - low,
            "Sample Variance": float(values.var()),
            "Sample Standard Deviation": float(values.std()),
            "Sample Skewness": values.skew(),
            "Sample Kurtosis": values.kurt(),
            **dict(zip(PERCENTILES, np.percentile(values, list(PERCENTILES.values())), strict=True)),
        }
