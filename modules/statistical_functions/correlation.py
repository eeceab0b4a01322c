"""Correlation: how strongly columns of numbers depend on one another, pair by pair."""

from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from pydantic import Field

from modules.kit import Call, Column, Columns, Dataset, ModuleError, Schema, columns_of, module, titled, track
from modules.kit.codegen.script_builder import StepCode, list_columns_expression
from modules.kit.numeric_columns import choose_numeric_columns

CorrelationMethod = Literal["Pearson", "Spearman", "Kendall"]
Numbers = npt.NDArray[np.float64]

ALL_NUMERIC_COLUMNS = Columns(start="rule", types=("integer", "real"))
MAX_CORRELATED_COLUMNS = 500
#: The column that names the row of the matrix.
NAME = "Column"


class CorrelationOutputs(NamedTuple):
    correlation_matrix: Dataset
    pairs: Dataset


def _build_example() -> Call:
    frame = pd.DataFrame(
        {
            "make": ["audi", "bmw", "vw", "fiat", "saab"],
            "power": [102, 121, 52, 60, 110],
            "weight": [2_337, 2_395, 2_261, 1_950, 2_658],
            "price": [13_950.0, 16_430.0, 7_775.0, None, 11_850.0],
        }
    )
    return Call.of(Dataset(frame, {"price": "label"}))


def _predict_schemas(dataset: Schema, columns_to_correlate: Columns) -> tuple[Schema | None, Schema]:
    pairs = (
        Column("First Column", "text"),
        Column("Second Column", "text"),
        Column("Correlation", "real"),
        Column("P-Value", "real"),
        Column("Rows", "integer"),
    )
    names = choose_numeric_columns(dataset, columns_to_correlate, parameter="columns_to_correlate")
    matrix = None if NAME in names else Schema((Column(NAME, "text"), *(Column(name, "real") for name in names)))
    return matrix, Schema(pairs)


def _emit_code(step: StepCode) -> None:
    source = step.get_input("dataset")
    matrix, pairs = step.add_table("correlation_matrix"), step.add_table("pairs", f"{step.title} pairs")
    names = list_columns_expression(step.columns_to_correlate, source)
    method = {} if step.method == "Pearson" else {"method": step.method}
    step.assign([matrix, pairs], step.use(compute_correlations).call(source, names, **method))


@module(
    "Correlation",
    category="Statistical Functions",
    icon="grid-pattern",
    example=_build_example,
    schema=_predict_schemas,
    emit_code=_emit_code,
    keywords=("corr", "Pearson", "Spearman", "Kendall", "linear correlation", "rank correlation"),
)
def correlation(
    dataset: Dataset,
    *,
    columns_to_correlate: Annotated[
        Columns,
        Field(description="Columns of numbers, each of which is compared with every other."),
        columns_of("dataset", types=("integer", "real")),
        titled("Columns to compare"),
    ] = ALL_NUMERIC_COLUMNS,
    method: Annotated[
        CorrelationMethod,
        Field(description="Pearson: straight lines. Spearman and Kendall (tau-b): rising or falling, by ranks."),
    ] = "Pearson",
) -> CorrelationOutputs:
    """Measure how strongly columns of numbers depend on one another.

    The first output is the matrix of correlations, from -1 to 1. The second has a row for each pair, the strongest
    first, with the probability of a correlation as far from 0 if the two had nothing to do with each other
    (two-sided), and the number of rows that have both. A constant column has no correlation.
    """
    names = choose_numeric_columns(dataset.schema, columns_to_correlate, parameter="columns_to_correlate")
    if NAME in names:
        message = f"The matrix uses the name '{NAME}' itself. Rename that column with Edit Metadata, or exclude it."
        raise ModuleError(28, message, port="dataset", parameter="columns_to_correlate", column=NAME)
    if len(names) > MAX_CORRELATED_COLUMNS:
        message = f"At most {MAX_CORRELATED_COLUMNS} columns can be compared. Got {len(names):,}. Choose fewer."
        raise ModuleError(129, message, port="dataset", parameter="columns_to_correlate")
    for name in names:
        _refuse_infinite(dataset, name)
    matrix, pairs = compute_correlations(dataset.frame, names, method)
    return CorrelationOutputs(Dataset(matrix), Dataset(pairs))


def compute_correlations(
    data: pd.DataFrame, names: list[str], method: CorrelationMethod = "Pearson"
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The matrix of the correlations of these columns, and a row for each pair, the strongest first."""
    numbers = np.column_stack([data[name].to_numpy(dtype="float64", na_value=np.nan) for name in names])
    there = (~np.isnan(numbers)).astype("float64")
    rows = np.rint(there.T @ there).astype("int64")
    coefficients, chances = (
        _correlate_by_pair_order(numbers) if method == "Kendall" else _correlate_by_moments(numbers, rows, method)
    )
    matrix = pd.DataFrame(coefficients, columns=names)
    matrix.insert(0, NAME, pd.Series(names, dtype="str"))
    return matrix, _rank_pairs(names, coefficients, chances, rows)


def _refuse_infinite(dataset: Dataset, name: str) -> None:
    if np.isinf(dataset.frame[name].to_numpy(dtype="float64", na_value=np.nan)).any():
        message = f"Column '{name}' has infinite values, which have no correlation. Remove or replace them."
        raise ModuleError(33, message, port="dataset", column=name)


def _correlate_by_moments(
    numbers: Numbers, rows: npt.NDArray[np.int64], method: CorrelationMethod
) -> tuple[Numbers, Numbers]:
    """The coefficients of all pairs and their p-values by Student's t distribution."""
    from scipy.stats import t

    # Shares of the largest of each column, since squares of very large numbers are infinite.
    largest = np.max(np.abs(np.nan_to_num(numbers)), axis=0, initial=0)
    frame = pd.DataFrame(numbers / np.where(largest > 0, largest, 1))
    with np.errstate(all="ignore"):
        coefficients = frame.corr(method="spearman" if method == "Spearman" else "pearson").to_numpy(copy=True)
        freedom = np.maximum(rows - 2, 0)
        statistics = np.abs(coefficients) * np.sqrt(freedom / np.maximum(1 - coefficients**2, 0))
        chances = np.where(freedom > 0, 2 * t.sf(statistics, np.maximum(freedom, 1)), np.nan)
    return coefficients, np.where(np.isnan(coefficients), np.nan, chances)


def _correlate_by_pair_order(numbers: Numbers) -> tuple[Numbers, Numbers]:
    from scipy.stats import kendalltau

    count = numbers.shape[1]
    coefficients, chances = np.full((count, count), np.nan), np.full((count, count), np.nan)
    for one in track(range(count), total=count, unit="columns"):
        for other in range(one, count):
            both = numbers[~np.isnan(numbers[:, [one, other]]).any(axis=1)]
            first, second = both[:, one], both[:, other]
            if len(both) < 2 or first.min() == first.max() or second.min() == second.max():
                continue
            found = kendalltau(first, second)
            coefficients[one, other] = coefficients[other, one] = found.statistic
            chances[one, other] = chances[other, one] = found.pvalue
    return coefficients, chances


def _rank_pairs(names: list[str], coefficients: Any, chances: Any, rows: Any) -> pd.DataFrame:
    """A row for each pair, the strongest correlation first, those without one last."""
    first, second = np.triu_indices(len(names), k=1)
    values = coefficients[first, second]
    order = np.argsort(-np.nan_to_num(np.abs(values), nan=-1.0), kind="stable")
    first, second = first[order], second[order]
    table = {
        "First Column": pd.Series([names[place] for place in first], dtype="str"),
        "Second Column": pd.Series([names[place] for place in second], dtype="str"),
        "Correlation": coefficients[first, second],
        "P-Value": chances[first, second],
        "Rows": rows[first, second],
    }
    return pd.DataFrame(table)
