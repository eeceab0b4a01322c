"""Window: new columns from a row's neighbors, as lags, rolling means, running totals, ranks and shares."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
from pydantic import Field

from modules.data_transformation.column_helpers import set_columns
from modules.data_transformation.ordered_rows import OrderKeys, order_rows, require_order
from modules.data_transformation.sort import SortColumn, SortColumns
from modules.data_transformation.window_codegen import emit_windows
from modules.data_transformation.window_functions import (
    WINDOW_FUNCTIONS,
    TimeSpan,
    list_functions,
    roll_over_time,
)
from modules.kit import (
    Call,
    Column,
    Dataset,
    ModuleError,
    ParameterRow,
    Schema,
    Traits,
    columns_of,
    module,
    rows_of,
    shown_when,
    titled,
)
from modules.kit.codegen.script_builder import StepCode
from modules.kit.errors import require_columns
from modules.kit.nested_values import refuse_nested
from modules.kit.nullable_columns import drop_unused_masks, to_nullable_type
from modules.kit.schema import infer_column_type
from modules.kit.unused_names import find_unused_names

#: How pandas writes spans of time.
SPAN_UNITS = {"Minutes": "min", "Hours": "h", "Days": "D"}
#: Functions that no later row goes into.
LOOKING_BACK = ("Lag", "Difference", "Relative change", *list_functions("rolling", "running"))
MAX_WHOLE_NUMBER = 2**63 - 1


class WindowColumn(ParameterRow):
    """One function of the neighbors of each row, of one column or of several."""

    function: Annotated[
        Literal[
            "Lag",
            "Lead",
            "Difference",
            "Relative change",
            "Rolling mean",
            "Rolling sum",
            "Rolling minimum",
            "Rolling maximum",
            "Rolling median",
            "Rolling standard deviation",
            "Rolling count",
            "Cumulative sum",
            "Cumulative mean",
            "Cumulative minimum",
            "Cumulative maximum",
            "Rank",
            "Dense rank",
            "Share of group",
            "Group mean",
            "Group sum",
            "Group minimum",
            "Group maximum",
            "Group count",
        ],
        Field(
            description="Lag is the value of an earlier row, lead that of a later one. A relative change of 0.05 "
            "is 5 %. Rolling functions see the last rows, cumulative ones all rows so far, group ones all rows."
        ),
    ] = "Lag"
    columns: Annotated[
        tuple[str, ...],
        columns_of("dataset"),
        titled("Of columns"),
        Field(description="One new column for each.", max_length=1_000),
    ] = ()
    distance: Annotated[
        int,
        titled("Rows away"),
        Field(ge=1, le=1_000_000, description="1 is the row before or after."),
        shown_when(function=list_functions("neighbor")),
    ] = 1
    size: Annotated[
        int,
        titled("Window"),
        Field(ge=1, le=1_000_000, description="How far the window reaches back, with the row itself."),
        shown_when(function=list_functions("rolling")),
    ] = 7
    unit: Annotated[
        TimeSpan,
        titled("Window in"),
        Field(description="A span of time goes by the first column of the order."),
        shown_when(function=list_functions("rolling")),
    ] = "Rows"
    fewest_values: Annotated[
        int,
        Field(ge=1, le=1_000_000, description="With fewer values in the window the result is missing."),
        shown_when(function=list_functions("rolling")),
    ] = 1
    direction: Annotated[Literal["Largest first", "Smallest first"], shown_when(function=list_functions("rank"))] = (
        "Largest first"
    )
    name: Annotated[
        str,
        titled("Name of the result"),
        Field(description="Empty: as 'price lag 1'. With several columns it comes after theirs.", max_length=300),
    ] = ""

    def list_results(self) -> Iterator[tuple[str, str]]:
        """The wanted name of each new column, and the column that it is computed from."""
        for column in self.columns:
            if self.name:
                yield (self.name if len(self.columns) == 1 else f"{column} {self.name}"), column
            else:
                yield f"{column} {self._describe()}", column

    def _describe(self) -> str:
        words = self.function.lower()
        if WINDOW_FUNCTIONS[self.function].kind == "neighbor":
            short = self.function in ("Difference", "Relative change") and self.distance == 1
            return words if short else f"{words} {self.distance}"
        if WINDOW_FUNCTIONS[self.function].kind == "rolling":
            return f"{words} {self.size}" + ("" if self.unit == "Rows" else f" {self.unit.lower()}")
        return words


WindowColumns = tuple[WindowColumn, ...]


def _build_example() -> Call:
    days = pd.to_datetime(["2024-05-01", "2024-05-02", "2024-05-03", "2024-05-01", "2024-05-02"])
    sales = pd.DataFrame({"shop": list("aaabb"), "day": days, "sales": [10, 12, 9, 30, None]})
    windows = (
        WindowColumn(function="Lag", columns=("sales",)),
        WindowColumn(function="Rolling mean", columns=("sales",), size=2),
        WindowColumn(function="Share of group", columns=("sales",)),
    )
    order = (SortColumn(column="day"),)
    return Call.of(Dataset(sales, {"sales": "label"}), group_by=("shop",), order_by=order, windows=windows)


def name_results(windows: WindowColumns, existing: list[str]) -> list[tuple[str, str, WindowColumn]]:
    """The name of each new column, the column that it is computed from, and how."""
    wanted = [(name, column, window) for window in windows for name, column in window.list_results()]
    names = find_unused_names([name for name, _, _ in wanted], existing)
    return [(name, column, window) for name, (_, column, window) in zip(names, wanted, strict=True)]


def _predict_schema(dataset: Schema, windows: WindowColumns) -> Schema:
    added = [_predict_column(dataset[column], name, window) for name, column, window in _name_known(dataset, windows)]
    return dataset.add_columns(*added)


def _name_known(dataset: Schema, windows: WindowColumns) -> list[tuple[str, str, WindowColumn]]:
    return [result for result in name_results(windows, dataset.names) if result[1] in dataset]


def _predict_column(source: Column, name: str, window: WindowColumn) -> Column:
    gives = WINDOW_FUNCTIONS[window.function].gives
    if window.function == "Difference" and source.type == "datetime":
        return Column(name, "real")
    return Column(name, source.type, levels=source.levels) if gives == "same" else Column(name, gives)


def _find_derived_columns(dataset: Schema, windows: WindowColumns) -> dict[str, tuple[str, ...]]:
    return {name: (column,) for name, column, _ in _name_known(dataset, windows)}


def _find_earlier_columns(dataset: Schema, windows: WindowColumns) -> dict[str, int]:
    return {
        name: row.distance if row.function == "Lag" else 0
        for name, _, row in _name_known(dataset, windows)
        if row.function in LOOKING_BACK
    }


def _emit_code(step: StepCode) -> None:
    emit_windows(step, name_results, SPAN_UNITS)


@module(
    "Window",
    category="Data Transformation",
    palette_group="Compute values",
    icon="timeline",
    example=_build_example,
    schema=_predict_schema,
    traits=Traits(
        depends_on_other_rows=True, preserves="rows", derives=_find_derived_columns, looks_back=_find_earlier_columns
    ),
    emit_code=_emit_code,
    keywords=(
        "lag",
        "moving average",
        "lead",
        "shift",
        "rolling",
        "moving aggregation",
        "lag column",
        "running total",
        "cumulative sum",
        "cumsum",
        "rank",
        "dense rank",
        "difference",
        "diff",
        "percent change",
        "pct_change",
        "share",
        "percent of total",
        "multi-row formula",
        "over partition by",
        "window function",
        "previous row",
        "transform",
        "year over year",
        "YoY",
        "growth rate",
        "rolling mean",
        "rank per group",
        "time between rows",
        "cumulative",
        "subtract previous row",
    ),
)
def window(
    dataset: Dataset,
    *,
    windows: Annotated[
        WindowColumns,
        rows_of(WindowColumn, row_title="column"),
        titled("New columns"),
        Field(min_length=1, max_length=200, description="What to compute for each row."),
    ],
    group_by: Annotated[
        tuple[str, ...],
        columns_of("dataset"),
        Field(description="No window reaches beyond rows with the same values here. Empty: all rows are one group."),
    ] = (),
    order_by: OrderKeys = (),
) -> Dataset:
    """Add columns from the rows before and after each row.

    A lag or lead is the value of a row that is earlier or later in the order and in the same group. Difference and
    relative change compare with an earlier row; differences of times are in days, and a change from 0 is missing.
    Rolling functions are computed from the last rows or the last span of time, with the row itself, cumulative ones
    from all rows so far. Equal values have the same rank; the next one is as many further on, or one in a dense rank.
    Missing values stay out of every sum, mean and rank; infinite ones stay out of rolling windows. Rows with a missing
    group are a group of their own, rows with a missing order come last. The rows stay where they are.
    """
    _check_settings(dataset, windows, group_by, order_by)
    ordered = order_rows(dataset.frame, order_by)
    groups = ordered.groupby(list(group_by), dropna=False, observed=True, sort=False) if group_by else ordered
    # Sums of infinite numbers of both signs are missing.
    with np.errstate(invalid="ignore", over="ignore"):
        made = {
            name: _compute(ordered, groups, column, row, group_by, order_by)
            for name, column, row in name_results(windows, dataset.schema.names)
        }
    added = pd.DataFrame({name: values.reindex(dataset.frame.index) for name, values in made.items()})
    return dataset.with_frame(set_columns(dataset.frame, dict(drop_unused_masks(added).items())))


def _check_settings(dataset: Dataset, windows: WindowColumns, group_by: tuple[str, ...], order_by: SortColumns) -> None:
    schema = dataset.schema
    require_columns(group_by, schema, port="dataset", parameter="group_by")
    require_order(dataset, order_by)
    for name in group_by:
        refuse_nested(dataset.frame[name], port="dataset", parameter="group_by")
    for place, row in enumerate(windows, start=1):
        if not row.columns:
            message = f"Row {place}: choose the columns of which to compute the {row.function.lower()}."
            raise ModuleError(11, message, port="dataset", parameter="windows")
        require_columns(row.columns, schema, port="dataset", parameter="windows")
        types = WINDOW_FUNCTIONS[row.function].types
        for name in row.columns:
            if types and schema[name].type not in types:
                listed = ", ".join(types)
                message = f"{row.function} needs a column of type {listed}. Column '{name}' is {schema[name].type}."
                raise ModuleError(17, message, port="dataset", parameter="windows", column=name)
        if WINDOW_FUNCTIONS[row.function].kind == "rolling" and row.unit != "Rows":
            _check_time_order(dataset, order_by)


def _check_time_order(dataset: Dataset, order_by: SortColumns) -> None:
    """A window of time needs an order by times, from early to late, without gaps."""
    first = order_by[0] if order_by else None
    if first is None or dataset.schema[first.column].type != "datetime" or first.direction != "Ascending":
        message = "A window of time needs an ascending column of times as the first column of the order."
        raise ModuleError(18, message, port="dataset", parameter="order_by")
    missing = int(dataset.frame[first.column].isna().sum())
    if missing:
        message = f"The times in '{first.column}' are missing in {missing:,} rows. Fill them in, or remove the rows."
        raise ModuleError(18, message, port="dataset", parameter="order_by", column=first.column)


def _compute(
    ordered: pd.DataFrame,
    groups: Any,
    column: str,
    row: WindowColumn,
    group_by: tuple[str, ...],
    order_by: SortColumns,
) -> "pd.Series[Any]":
    """The new column, by the index of the rows."""
    function, source = WINDOW_FUNCTIONS[row.function], ordered[column]
    if function.kind == "rolling" and row.unit != "Rows":
        span, time = f"{row.size}{SPAN_UNITS[row.unit]}", order_by[0].column
        rolled = roll_over_time(ordered, column, time, span, function.method, group_by, row.fewest_values)
        return _to_given_type(rolled, function.gives)
    if isinstance(groups, pd.DataFrame):
        values: Any = source.astype(to_nullable_type(source.dtype))
    else:
        exact = source.astype(to_nullable_type(source.dtype))
        values = exact.groupby([ordered[name] for name in group_by], dropna=False, observed=True, sort=False)
    if row.function in ("Cumulative sum", "Group sum", "Share of group"):
        _refuse_overflow(source, column)
    try:
        return _to_given_type(_apply(values, source, row), function.gives)
    except TypeError as error:
        message = f"Column '{column}' has values of several kinds, of which no {row.function.lower()} can be computed."
        raise ModuleError(17, f"{message} Give it one type first.", parameter="windows", column=column) from error


def _apply(values: Any, source: "pd.Series[Any]", row: WindowColumn) -> Any:
    """The function of a column, or of its groups; both have the same methods."""
    function = WINDOW_FUNCTIONS[row.function]
    if function.kind == "rolling":
        rolled = values.rolling(row.size, min_periods=min(row.fewest_values, row.size))
        return _drop_groups(getattr(rolled, function.method)(), source)
    if row.function == "Cumulative mean":
        return _drop_groups(values.expanding().mean(), source)
    if function.kind == "running":
        return getattr(values, function.method)()
    if function.kind == "rank":
        return values.rank(method=function.method, ascending=row.direction == "Smallest first")
    if function.kind == "group":
        return _apply_to_group(values, source, row.function)
    if row.function in ("Lag", "Lead"):
        return values.shift(row.distance if row.function == "Lag" else -row.distance)
    earlier = values.shift(row.distance)
    if row.function == "Difference":
        difference = source.astype(earlier.dtype) - earlier
        return difference / pd.Timedelta(days=1) if infer_column_type(source) == "datetime" else difference
    return source.astype("float64") / earlier.astype("float64").replace(0, float("nan")) - 1


def _apply_to_group(values: Any, source: "pd.Series[Any]", function: str) -> Any:
    method = WINDOW_FUNCTIONS[function].method
    if isinstance(values, pd.Series):
        figure = pd.Series([getattr(values, method)()] * len(values), index=values.index)
        figure = figure.astype(values.dtype) if WINDOW_FUNCTIONS[function].gives == "same" else figure
    else:
        figure = values.transform(method)
    if function != "Share of group":
        return figure
    return source.astype("float64") / figure.astype("float64").replace(0, float("nan"))


def _drop_groups(values: Any, source: "pd.Series[Any]") -> Any:
    """The result of a rolling function by the rows' own index."""
    levels = values.index.nlevels - source.index.nlevels
    return values.droplevel(list(range(levels))) if levels else values


def _to_given_type(values: Any, gives: str) -> Any:
    if gives == "same":
        return values
    return values.astype("Int64") if gives == "integer" else values.astype("float64")


def _refuse_overflow(values: "pd.Series[Any]", column: str) -> None:
    """Sums of whole numbers wrap around without a word."""
    if infer_column_type(values) != "integer" or values.notna().sum() == 0:
        return
    largest = max(abs(int(values.max())), abs(int(values.min())))
    if (
        largest * len(values) > MAX_WHOLE_NUMBER
        and sum(abs(int(value)) for value in values.dropna()) > MAX_WHOLE_NUMBER
    ):
        message = f"Sums of column '{column}' can be larger than a whole number can be (9,223,372,036,854,775,807). "
        raise ModuleError(7, f"{message}Make it real with Edit Metadata first.", parameter="windows", column=column)
