"""Pivot: values of a column become columns of their own."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
from pydantic import Field

from modules.data_transformation.group_figures import FIGURES
from modules.kit import (
    Call,
    Column,
    ColumnType,
    Dataset,
    ModuleError,
    Schema,
    Traits,
    column_of,
    columns_of,
    module,
    titled,
)
from modules.kit.codegen.script_builder import StepCode
from modules.kit.errors import require_columns
from modules.kit.nullable_columns import drop_unused_masks, to_nullable_type

MAX_COLUMNS = 10_000
Summary = Literal[
    "Sum", "Mean", "Count", "Distinct count", "Minimum", "Maximum", "Median", "Standard deviation", "First", "Last"
]
EmptyCells = Literal["Missing", "0"]


def _build_example() -> Call:
    sales = pd.DataFrame(
        {
            "region": ["north", "north", "south", "south", "south"],
            "month": ["Jan", "Feb", "Jan", "Jan", None],
            "amount": [120.0, 80.0, 40.0, 60.0, 10.0],
        }
    )
    return Call.of(
        Dataset(sales, {"region": "group"}), rows=("region",), columns_from="month", values_from="amount", summary="Sum"
    )


def _predict_schema(
    dataset: Schema,
    rows: tuple[str, ...],
    columns_from: str,
    values_from: str,
    summary: Summary,
    expected_values: tuple[str, ...],
) -> Schema:
    _check_settings(dataset, rows, columns_from, values_from, summary)
    kept = tuple(dataset[name] for name in rows)
    if not expected_values:
        return Schema(kept, complete=False)
    kind = _find_value_type(dataset[values_from].type, summary)
    _refuse_repeated([*rows, *expected_values])
    return Schema((*kept, *(Column(name, kind) for name in expected_values)))


def _find_value_type(source: ColumnType, summary: Summary) -> ColumnType:
    given = FIGURES[summary].gives
    if given != "same":
        return given
    if summary == "Sum":
        return "real" if source == "real" else "integer"
    return "text" if source == "category" else source


def _check_settings(schema: Schema, rows: tuple[str, ...], columns_from: str, values_from: str, summary: str) -> None:
    for names, parameter in ((rows, "rows"), ((columns_from,), "columns_from"), ((values_from,), "values_from")):
        require_columns(names, schema, port="dataset", parameter=parameter)
    if columns_from in rows:
        message = f"Column '{columns_from}' can't stay and become columns. Remove it from the rows."
        raise ModuleError(26, message, parameter="rows", column=columns_from)
    figure = FIGURES[summary]
    if figure.types and schema[values_from].type not in figure.types:
        message = f"{summary} needs {figure.takes}. Column '{values_from}' is of type {schema[values_from].type}."
        raise ModuleError(17, message, port="dataset", parameter="values_from", column=values_from)


def _refuse_repeated(names: Sequence[str]) -> None:
    repeated = next((name for name in names if list(names).count(name) > 1), None)
    if repeated is not None:
        message = f"Two columns of the result would be called '{repeated}'. Rename the column of the rows first."
        raise ModuleError(28, message, parameter="columns_from", column=repeated)


def _emit_code(step: StepCode) -> None:
    source = step.get_input("dataset")
    out = step.add_table("results_dataset", "wide", like=source)
    settings: dict[str, object] = {"columns": list(step.expected_values)} if step.expected_values else {}
    settings |= {"empty": 0} if step.empty_cells == "0" else {}
    method = FIGURES[step.summary].method
    arguments = (source, list(step.rows), step.columns_from, step.values_from, method)
    step.assign(out, step.use(pivot_rows).call(*arguments, **settings))


def pivot_rows(
    data: pd.DataFrame,
    rows: list[str],
    column: str,
    value: str,
    summary: str,
    columns: list[str] | None = None,
    empty: int | None = None,
) -> pd.DataFrame:
    """A column for each value of `column`, with a summary of `value`; one row for each combination of `rows`."""
    names = data[column].astype("str").fillna("missing")
    found = list(dict.fromkeys(names.loc[data[column].drop_duplicates().sort_values(kind="stable").index]))
    keys = [data[name] for name in rows] if rows else [pd.Series(0, index=data.index)]
    groups = data[value].groupby([*keys, names.rename(None)], dropna=False, observed=True)
    cells = getattr(groups, summary)()
    if isinstance(cells.dtype, pd.CategoricalDtype):
        cells = cells.astype("str")
    wide = cells.astype(to_nullable_type(cells.dtype)).unstack(-1)
    wide = wide.reindex(columns=columns or found)
    if empty is not None:
        wide = wide.fillna(empty)
    wide.columns.name = None
    return wide.reset_index() if rows else wide.reset_index(drop=True)


@module(
    "Pivot",
    category="Data Transformation",
    palette_group="Group and reshape",
    icon="table-row",
    example=_build_example,
    schema=_predict_schema,
    traits=Traits(depends_on_other_rows=True),
    emit_code=_emit_code,
    keywords=(
        "pivot table",
        "pivoting",
        "cross tab",
        "crosstab",
        "cross table",
        "contingency table",
        "spread",
        "wide",
        "long to wide",
        "rows to columns",
        "dcast",
        "pivot_table",
        "unstack",
    ),
)
def pivot(
    dataset: Dataset,
    *,
    rows: Annotated[
        tuple[str, ...],
        columns_of("dataset"),
        Field(description="One row of the result for each combination of their values. Empty: one row in all."),
    ] = (),
    columns_from: Annotated[
        str, column_of("dataset"), Field(description="The column whose values become the names of columns.")
    ],
    values_from: Annotated[str, column_of("dataset"), Field(description="The column that fills the cells.")],
    summary: Annotated[Summary, Field(description="What a cell shows of the rows that fall into it.")] = "Sum",
    empty_cells: Annotated[EmptyCells, Field(description="What is in cells into which no row falls.")] = "Missing",
    expected_values: Annotated[
        tuple[str, ...],
        titled("Values that become columns"),
        Field(
            max_length=MAX_COLUMNS,
            description="Empty: all that the data have. With a list the columns are the same on other data, and known "
            "before a run.",
        ),
    ] = (),
) -> Dataset:
    """Turn the values of a column into columns, with a summary of another column in the cells.

    The new columns are in the order of the values, numbers by size and categories by their levels; rows without a
    value are counted in the column "missing". Unpivot goes the other way.
    """
    schema = dataset.schema
    _check_settings(schema, rows, columns_from, values_from, summary)
    frame = dataset.frame
    for name in (*rows, columns_from, values_from):
        if frame[name].dtype == object and any(pd.api.types.is_list_like(value) for value in frame[name]):
            message = f"Column '{name}' has lists or similar values, which can't be compared. Choose another column."
            raise ModuleError(17, message, port="dataset", column=name)
    count = frame[columns_from].nunique(dropna=False)
    if count > MAX_COLUMNS and not expected_values:
        message = f"Column '{columns_from}' has {count:,} different values. At most {MAX_COLUMNS:,} can become columns."
        raise ModuleError(14, message, port="dataset", parameter="columns_from", column=columns_from)
    empty = 0 if empty_cells == "0" else None
    if empty == 0 and _find_value_type(schema[values_from].type, summary) not in ("integer", "real"):
        message = f"Empty cells can't be 0: '{values_from}' has no numbers. Choose Missing."
        raise ModuleError(17, message, parameter="empty_cells", column=values_from)
    method = str(FIGURES[summary].method)
    try:
        with np.errstate(invalid="ignore", over="ignore"):  # sums of infinite numbers of both signs are missing
            wide = pivot_rows(
                frame, list(rows), columns_from, values_from, method, list(expected_values) or None, empty
            )
    except TypeError as error:
        message = f"Column '{columns_from}' or '{values_from}' has values of several kinds, which can't be compared. "
        raise ModuleError(17, f"{message}Give each one type with Edit Metadata first.", port="dataset") from error
    _refuse_repeated([str(name) for name in wide.columns])
    kind = _find_value_type(schema[values_from].type, summary)
    made = wide.columns[len(rows) :]
    wide = wide.astype(dict.fromkeys(made, _choose_dtype(kind, frame[values_from])))
    return Dataset(drop_unused_masks(wide), {name: schema[name].role for name in rows})


def _choose_dtype(kind: ColumnType, source: "pd.Series[Any]") -> Any:
    return {"integer": "Int64", "real": "float64", "text": "str", "boolean": "boolean"}.get(kind, source.dtype)
