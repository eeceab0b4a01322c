"""Summarize Data: a table of statistics, one row per column."""

from typing import Any

import numpy as np
import pandas as pd

from modules.kit import Call, Column, Dataset, ModuleError, Schema, module, track
from modules.kit.codegen.script_builder import StepCode
from modules.kit.large_tables.large_work import LargeCall, Streamed
from modules.kit.schema import infer_column_type

#: So many numbers are worked on together.
CELLS_AT_ONCE = 2_000_000
COUNTS = ("Count", "Unique Value Count", "Missing Value Count")
PERCENTILES = {"P0.5": 0.5, "P1": 1, "P5": 5, "P95": 95, "P99": 99, "P99.5": 99.5}
SUMMARIZED_TYPES = (
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


def _build_example() -> Call:
    frame = pd.DataFrame({"make": ["audi", "bmw", "audi", None], "price": [13_950, 16_430, 17_450, 15_250]})
    return Call.of(Dataset(frame))


def _predict_schema() -> Schema:
    columns = [Column("Feature", "text")]
    columns += [Column(name, "integer") for name in COUNTS]
    columns += [Column(name, "real") for name in SUMMARIZED_TYPES]
    return Schema(tuple(columns))


def _emit_code(step: StepCode) -> None:
    out = step.add_table("results_dataset", step.title)
    step.assign(out, step.use(summarize_columns).call(step.get_input("dataset")))


def _summarize_large_table(call: LargeCall) -> dict[str, Dataset]:
    """Reads as many columns at a time as are worked on together."""
    table, at_once = call.table, _count_columns_at_once(call.table.rows)
    groups = [table.names[start : start + at_once] for start in range(0, len(table.names), at_once)]
    parts = [summarize_columns(table.read_columns(names).frame) for names in track(groups, total=len(groups))]
    return {"results_dataset": Dataset(pd.concat(parts, ignore_index=True))}


@module(
    "Summarize Data",
    category="Statistical Functions",
    icon="chart-histogram",
    example=_build_example,
    schema=_predict_schema,
    emit_code=_emit_code,
    keywords=(
        "describe",
        "statistics",
        "profile",
        "explore",
        "feature statistics",
        "data explorer",
        "browse",
        "missing counts",
        "data profiling",
        "column statistics",
        "field summary",
    ),
    large_tables=Streamed(_summarize_large_table),
)
def summarize_data(dataset: Dataset) -> Dataset:
    """Describe every column of a dataset by its statistics.

    One row per column: how many rows, distinct and missing values it has, and for numbers their extremes, mean, mean
    absolute deviation from the mean, quartiles, mode (the smallest of equally common values), range, sample variance,
    standard deviation, skewness and kurtosis (excess), and percentiles. True counts as 1 and false as 0. Missing values
    are ignored.
    """
    if not len(dataset.frame.columns):
        raise ModuleError(
            20, "The data at 'dataset' have no columns. Connect a table with at least one.", port="dataset"
        )
    return Dataset(summarize_columns(dataset.frame))


def summarize_columns(data: pd.DataFrame) -> pd.DataFrame:
    """A row of statistics for each column."""
    at_once = _count_columns_at_once(len(data))
    columns = ["Feature", *COUNTS, *SUMMARIZED_TYPES]
    parts = [
        _compute_statistics(data.iloc[:, start : start + at_once]) for start in range(0, len(data.columns), at_once)
    ]
    rows = [row for part in parts for row in part]
    table = pd.DataFrame(rows, columns=columns)
    return table.astype(
        {"Feature": "str", **dict.fromkeys(COUNTS, "int64"), **dict.fromkeys(SUMMARIZED_TYPES, "float64")}
    )


def _count_columns_at_once(rows: int) -> int:
    return max(1, CELLS_AT_ONCE // max(1, rows))


def _compute_statistics(data: pd.DataFrame) -> list[dict[str, Any]]:
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
        if infer_column_type(values) in ("integer", "real", "boolean") and missing < len(values):
            numbers[place] = values.to_numpy(dtype="float64", na_value=np.nan)
    if numbers:
        told = _summarize_numbers(pd.DataFrame(np.array(list(numbers.values())).T)).to_dict("records")
        for place, statistics in zip(numbers, told, strict=True):
            rows[place] |= statistics
    return rows


def _summarize_numbers(values: pd.DataFrame) -> pd.DataFrame:
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
            "Mode": pd.Series([_find_mode(values[name].to_numpy()) for name in values], index=values.columns),
            "Range": high - low,
            "Sample Variance": values.var(),
            "Sample Standard Deviation": values.std(),
            "Sample Skewness": values.skew(),
            "Sample Kurtosis": values.kurt(),
        }
        outer = values.quantile(percentiles)
        return pd.DataFrame({**told, **{name: outer.iloc[place] for place, name in enumerate(PERCENTILES)}})


def _find_mode(values: Any) -> float:
    """The commonest value, the smallest of equally common ones."""
    found, counts = np.unique(values[~np.isnan(values)], return_counts=True)
    return float(found[np.argmax(counts)])
