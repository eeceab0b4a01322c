"""Aggregate: one row for each group, with sums, means, counts and other figures of its rows."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
from pydantic import Field

from modules.data_transformation.group_figures import (
    FIGURES,
    Figure,
    count_distinct,
    find_most_frequent,
    join_group_texts,
    to_source_type,
)
from modules.kit import (
    Call,
    Column,
    Dataset,
    ModuleError,
    ParameterRow,
    Role,
    Schema,
    Traits,
    column_of,
    columns_of,
    module,
    rows_of,
    shown_when,
    titled,
)
from modules.kit.codegen.expressions import Expr, expr
from modules.kit.codegen.script_builder import StepCode
from modules.kit.errors import require_columns
from modules.kit.large_tables.large_work import OfColumns
from modules.kit.nested_values import refuse_nested

MAX_WHOLE_NUMBER = 2**63 - 1


class Aggregation(ParameterRow):
    """One figure of each group, of one column or of several."""

    function: Annotated[
        Literal[
            "Count of rows",
            "Count",
            "Distinct count",
            "Missing count",
            "Sum",
            "Mean",
            "Median",
            "Standard deviation",
            "Variance",
            "Minimum",
            "Maximum",
            "Percentile",
            "Share of total",
            "First",
            "Last",
            "Most frequent",
            "Joined text",
            "Joined distinct text",
        ],
        Field(description="What is computed of the rows of each group. Missing values do not count."),
    ] = "Count of rows"
    name: Annotated[
        str,
        titled("Name of the result"),
        Field(description="Empty: the function and the column, as 'Mean of price'.", max_length=300),
    ] = ""
    percentile: Annotated[
        float, Field(ge=0, le=100, description="50 is the median."), shown_when(function="Percentile")
    ] = 90.0
    separator: Annotated[
        str,
        Field(description="What stands between the texts.", max_length=100),
        shown_when(function=("Joined text", "Joined distinct text")),
    ] = ", "
    columns: Annotated[
        tuple[str, ...],
        columns_of("dataset"),
        titled("Of columns"),
        Field(description="One result for each column.", max_length=10_000),
        shown_when(function=tuple(name for name in FIGURES if name != "Count of rows")),
    ] = ()

    def list_results(self) -> Iterator[tuple[str, str | None]]:
        """The name of each result, and the column that it is computed from; None for the rows themselves."""
        if self.function == "Count of rows":
            yield self.name or "Rows", None
            return
        prefix = f"{self.percentile:g} % percentile" if self.function == "Percentile" else self.function
        for column in self.columns:
            yield self.name or f"{prefix} of {column}", column


COUNT_OF_ROWS = (Aggregation(),)
Aggregations = tuple[Aggregation, ...]


def _build_example() -> Call:
    sales = pd.DataFrame(
        {
            "region": ["north", "south", "north", None, "south"],
            "product": ["tea", "tea", "rice", "rice", "tea"],
            "amount": [120.0, 80.0, 40.0, None, 100.0],
        }
    )
    aggregations = (
        Aggregation(function="Count of rows"),
        Aggregation(function="Sum", columns=("amount",), name="total"),
        Aggregation(function="Most frequent", columns=("product",)),
    )
    return Call.of(Dataset(sales, {"region": "group"}), group_by=("region",), aggregations=aggregations)


def _predict_schema(dataset: Schema, group_by: tuple[str, ...], aggregations: Aggregations) -> Schema:
    _check_settings(dataset, group_by, aggregations)
    results = [
        _predict_column(dataset, aggregation, name, column)
        for aggregation in aggregations
        for name, column in aggregation.list_results()
    ]
    return Schema((*(dataset[name] for name in group_by), *results), complete=True)


def _predict_column(dataset: Schema, aggregation: Aggregation, name: str, column: str | None) -> Column:
    kind = FIGURES[aggregation.function].gives
    if column is None or kind != "same":
        return Column(name, "integer" if kind == "same" else kind, _get_role(dataset, name, column))
    source = dataset[column]
    if aggregation.function == "Sum":
        return Column(name, "real" if source.type == "real" else "integer", _get_role(dataset, name, column))
    return Column(name, source.type, _get_role(dataset, name, column), source.levels)


def _get_role(dataset: Schema, name: str, column: str | None) -> Role:
    """A result that is called like its column keeps the role."""
    return dataset[column].role if column == name else "feature"


def _check_settings(schema: Schema, group_by: tuple[str, ...], aggregations: Aggregations) -> None:
    require_columns(group_by, schema, port="dataset", parameter="group_by")
    taken = list(group_by)
    for place, aggregation in enumerate(aggregations, start=1):
        _check_aggregation(schema, place, aggregation)
        taken += [name for name, _ in aggregation.list_results()]
    repeated = next((name for name in taken if taken.count(name) > 1), None)
    if repeated is not None:
        message = f"Two columns of the result would be called '{repeated}'. Give one of them another name."
        raise ModuleError(28, message, parameter="aggregations", column=repeated)


def _check_aggregation(schema: Schema, place: int, aggregation: Aggregation) -> None:
    if aggregation.function != "Count of rows" and not aggregation.columns:
        message = f"Row {place}: choose the columns of which to compute the {aggregation.function.lower()}."
        raise ModuleError(11, message, port="dataset", parameter="aggregations")
    require_columns(aggregation.columns, schema, port="dataset", parameter="aggregations")
    if aggregation.name and len(aggregation.columns) > 1:
        message = f"Row {place}: {len(aggregation.columns)} columns can't all be called '{aggregation.name}'. "
        raise ModuleError(28, f"{message}Leave the name empty, or use a row for each.", parameter="aggregations")
    figure = FIGURES[aggregation.function]
    for name in aggregation.columns:
        if figure.types and schema[name].type not in figure.types:
            message = f"{aggregation.function} needs {figure.takes}. Column '{name}' is of type {schema[name].type}."
            raise ModuleError(17, message, port="dataset", parameter="aggregations", column=name)


def _emit_code(step: StepCode) -> None:
    source = step.get_input("dataset")
    rows = step.reserve_name("rows") if step.order_by or not step.missing_groups else source.code
    if step.order_by:
        ordered = source.code.method("sort_values", step.order_by, kind="stable")
        step.assign(rows, ordered)
    if step.group_by and not step.missing_groups:
        step.assign(rows, (rows if step.order_by else source.code).method("dropna", subset=list(step.group_by)))
    out, grouped = step.add_table("results_dataset", like=source), step.reserve_name("grouped")
    if step.group_by:
        settings = {"dropna": False} if step.missing_groups else {}
        step.assign(grouped, rows.method("groupby", list(step.group_by), observed=True, **settings))
    else:
        step.add_comment("All rows are one group.")
        step.assign(grouped, expr("{rows}.groupby([0] * len({rows}))", rows=rows))
    figures = {
        name: _emit_figure(step, aggregation, column, grouped)
        for aggregation in step.aggregations
        for name, column in aggregation.list_results()
    }
    table = expr("pd.DataFrame({figures})", figures=figures)
    step.assign(out, table.method("reset_index") if step.group_by else table.method("reset_index", drop=True))


def _emit_figure(step: StepCode, aggregation: Aggregation, column: str | None, grouped: Expr) -> Expr:
    if column is None:
        return grouped.method("size")
    values = grouped.item(column)
    figure = FIGURES[aggregation.function]
    if figure.method is not None:
        return values.method(figure.method)
    if aggregation.function == "Missing count":
        return expr("{rows}.size() - {values}.count()", rows=grouped, values=values)
    if aggregation.function == "Percentile":
        return values.method("quantile", aggregation.percentile / 100)
    if aggregation.function == "Share of total":
        return expr("{values}.sum() / {values}.sum().sum()", values=values)
    if aggregation.function == "Most frequent":
        return step.use(find_most_frequent).call(values)
    distinct = aggregation.function == "Joined distinct text"
    return step.use(join_group_texts).call(values, aggregation.separator, distinct=distinct)


def _find_derived_columns(dataset: Schema, aggregations: Aggregations) -> dict[str, tuple[str, ...]]:
    return {
        name: (column,)
        for aggregation in aggregations
        for name, column in aggregation.list_results()
        if column is not None and column in dataset
    }


def _list_columns_in_use(group_by: tuple[str, ...], aggregations: Aggregations, order_by: str | None) -> list[str]:
    """The columns that any result is made of."""
    named = [name for aggregation in aggregations for name in aggregation.columns]
    return [*group_by, *named, *([order_by] if order_by is not None else [])]


@module(
    "Aggregate",
    category="Data Transformation",
    palette_group="Group and reshape",
    icon="sum",
    example=_build_example,
    schema=_predict_schema,
    traits=Traits(depends_on_other_rows=True, derives=_find_derived_columns),
    emit_code=_emit_code,
    keywords=(
        "group by",
        "groupby",
        "summarize",
        "summarise",
        "sum",
        "average",
        "mean",
        "count",
        "count distinct",
        "subtotal",
        "total",
        "statistics per group",
        "share of total",
        "percentile",
        "first",
        "last",
        "concatenate",
        "roll up",
        "sumif",
        "countif",
        "SUMIFS",
        "Summarize tool",
        "value counts",
        "value_counts",
        "frequency table",
        "COUNTIFS",
        "AVERAGEIF",
        "AVERAGEIFS",
        "MAXIFS",
        "grand total",
        "total row",
        "list of values",
        "mode",
    ),
    large_tables=OfColumns(_list_columns_in_use),
)
def aggregate(
    dataset: Dataset,
    *,
    group_by: Annotated[
        tuple[str, ...],
        columns_of("dataset"),
        Field(description="One row of the result for each combination of their values. Empty: one row in all."),
    ] = (),
    aggregations: Annotated[
        Aggregations,
        rows_of(Aggregation, row_title="result"),
        titled("Results"),
        Field(min_length=1, max_length=500, description="What to compute of each group."),
    ] = COUNT_OF_ROWS,
    order_by: Annotated[
        str | None,
        column_of("dataset", types=("integer", "real", "datetime", "text")),
        Field(description="The order for First, Last and joined texts. Not set: the order of the rows."),
    ] = None,
    missing_groups: Annotated[
        bool,
        titled("Keep groups with missing values"),
        Field(description="Off: rows with a missing value in a column to group by are left out."),
    ] = True,
) -> Dataset:
    """Compute sums, means, counts and other figures for each group of rows.

    The result has one row for each combination of values in the columns to group by, in their order. Missing values
    do not count: the sum of none is 0, and all other figures of none are missing. First and Last are the first and
    last value that is there. Of equally frequent values the smallest is the most frequent. Share of total is the sum
    of the group divided by the sum of all rows. Sums of whole numbers are exact.
    """
    schema = dataset.schema
    _check_settings(schema, group_by, aggregations)
    frame = dataset.frame
    _refuse_unhashable(frame, [*group_by, *(name for row in aggregations for name in row.columns)])
    if order_by is not None:
        require_columns([order_by], schema, port="dataset", parameter="order_by")
        refuse_nested(frame[order_by], port="dataset", parameter="order_by")
        frame = frame.sort_values(order_by, kind="stable")
    if not missing_groups and group_by:
        frame = frame.dropna(subset=list(group_by))
    result = _aggregate_frame(frame, list(group_by), aggregations)
    roles = {**{name: schema[name].role for name in group_by}, **_find_kept_roles(schema, aggregations)}
    return Dataset(result, roles)


def _find_kept_roles(schema: Schema, aggregations: Aggregations) -> Mapping[str, Role]:
    results = [result for aggregation in aggregations for result in aggregation.list_results()]
    return {name: schema[column].role for name, column in results if column is not None and column == name}


def _aggregate_frame(frame: pd.DataFrame, keys: list[str], aggregations: Aggregations) -> pd.DataFrame:
    empty_group = not keys and frame.empty
    if empty_group:  # one row even so: of nothing
        frame = frame.reindex([0])
    grouped = frame.groupby(keys if keys else [0] * len(frame), dropna=False, observed=True)
    figures = {
        name: _compute_figure(grouped, frame, aggregation, column)
        for aggregation in aggregations
        for name, column in aggregation.list_results()
    }
    result = pd.DataFrame(figures)
    if empty_group:
        counts = [name for row in aggregations if row.function == "Count of rows" for name, _ in row.list_results()]
        counts += [name for row in aggregations if row.function == "Missing count" for name, _ in row.list_results()]
        result = result.assign(**dict.fromkeys(counts, 0))
    return result.reset_index() if keys else result.reset_index(drop=True)


def _compute_figure(grouped: Any, frame: pd.DataFrame, aggregation: Aggregation, column: str | None) -> Any:
    if column is None:
        return grouped.size()
    values, figure = grouped[column], FIGURES[aggregation.function]
    try:
        # Sums of infinite numbers of both signs are missing.
        with np.errstate(invalid="ignore", over="ignore"):
            found = _compute_of_column(grouped, values, aggregation, figure)
    except (TypeError, ValueError) as error:
        message = f"Column '{column}' has values of several kinds, whose {aggregation.function.lower()} can't be "
        message += "computed. Give it one type with Select and Rename."
        raise ModuleError(17, message, port="dataset", parameter="aggregations", column=column) from error
    if aggregation.function in ("Sum", "Share of total"):
        _refuse_overflow(frame[column], column)
    return to_source_type(found, frame[column].dtype, figure, aggregation.function)


def _compute_of_column(grouped: Any, values: Any, aggregation: Aggregation, figure: Figure) -> Any:
    match aggregation.function:
        case "Missing count":
            return grouped.size() - values.count()
        case "Distinct count":
            return count_distinct(values)
        case "Percentile":
            return values.quantile(aggregation.percentile / 100)
        case "Share of total":
            return values.sum() / values.sum().sum()
        case "Most frequent":
            return find_most_frequent(values)
        case "Joined text" | "Joined distinct text":
            return join_group_texts(values, aggregation.separator, distinct="distinct" in aggregation.function)
    return getattr(values, str(figure.method))()


def _refuse_overflow(values: "pd.Series[Any]", column: str) -> None:
    """Sums of whole numbers wrap around without a word."""
    if pd.api.types.is_integer_dtype(values.dtype) and len(values):
        largest = max(abs(int(values.max())), abs(int(values.min()))) if values.notna().any() else 0
        if largest * len(values) > MAX_WHOLE_NUMBER and abs(sum(map(int, values.dropna()))) > MAX_WHOLE_NUMBER:
            message = f"The sum of column '{column}' is larger than a whole number can be (9,223,372,036,854,775,807). "
            message += "Make it real with Select and Rename first."
            raise ModuleError(7, message, port="dataset", parameter="aggregations", column=column)


def _refuse_unhashable(frame: pd.DataFrame, names: list[str]) -> None:
    for name in dict.fromkeys(names):
        if frame[name].dtype == object and any(pd.api.types.is_list_like(value) for value in frame[name]):
            message = f"Column '{name}' has lists or similar values, which can't be compared. Choose another column."
            raise ModuleError(17, message, port="dataset", column=name)
