"""Fill Gaps: a missing value becomes the one of the row before or after it, or lies on the line between both."""

import logging
from dataclasses import replace
from typing import Annotated, Literal

import numpy as np
import pandas as pd
from pydantic import Field

from modules.data_transformation.ordered_rows import OrderKeys, emit_ordered, order_rows, require_order
from modules.data_transformation.sort import SortColumn
from modules.kit import Call, Columns, Dataset, ModuleError, Schema, Traits, columns_of, module, shown_when, titled
from modules.kit.codegen.expressions import expr
from modules.kit.codegen.script_builder import StepCode, list_columns_expression
from modules.kit.errors import require_columns
from modules.kit.nested_values import refuse_nested
from modules.kit.nullable_columns import drop_unused_masks
from modules.kit.schema import NUMERIC

FillSource = Literal["Value before", "Value after", "Value before, else after", "Line between both"]

EVERY_COLUMN = Columns()
log = logging.getLogger(__name__)


def _build_example() -> Call:
    days = pd.to_datetime(["2024-05-01", "2024-05-02", "2024-05-03", "2024-05-01", "2024-05-02"])
    prices = pd.DataFrame({"shop": list("aaabb"), "day": days, "price": [1.2, None, 1.3, None, 2.0]})
    order = (SortColumn(column="day"),)
    return Call.of(
        Dataset(prices, {"price": "label"}),
        columns_to_fill=Columns(start="none", names=("price",)),
        group_by=("shop",),
        order_by=order,
    )


def _predict_schema(
    dataset: Schema, columns_to_fill: Columns, fill_with: FillSource, group_by: tuple[str, ...]
) -> Schema:
    if fill_with != "Line between both":
        return dataset
    chosen = set(choose_columns(dataset, columns_to_fill, fill_with, group_by))
    columns = (replace(one, type="real", levels=None) if one.name in chosen else one for one in dataset)
    return replace(dataset, columns=tuple(columns))


def choose_columns(schema: Schema, columns: Columns, fill_with: FillSource, group_by: tuple[str, ...]) -> list[str]:
    """The columns to fill: the chosen ones that are no groups; for a line, of all columns those of numbers."""
    chosen = columns.resolve_required(schema, port="dataset", parameter="columns_to_fill")
    kept = [name for name in chosen if name not in group_by]
    if fill_with != "Line between both":
        return kept
    if columns == EVERY_COLUMN:
        return [name for name in kept if schema[name].type in NUMERIC]
    wrong = next((name for name in kept if schema[name].type not in NUMERIC), None)
    if wrong is not None:
        message = f"A line between two values needs numbers. Column '{wrong}' is {schema[wrong].type}."
        raise ModuleError(17, message, port="dataset", parameter="columns_to_fill", column=wrong)
    return kept


def _emit_code(step: StepCode) -> None:
    source, by = step.get_input("dataset"), list(step.group_by)
    columns = (
        list_columns_expression(step.columns_to_fill, source)
        if source.schema is None or not source.schema.complete
        else choose_columns(source.schema, step.columns_to_fill, step.fill_with, step.group_by)
    )
    ordered = emit_ordered(step, source.code)
    out = step.add_table("results_dataset", "filled", like=source)
    limit = {} if step.most_rows is None else {"limit": step.most_rows}
    if step.fill_with == "Line between both":
        filled = step.use(draw_lines).call(ordered, columns, **({"by": by} if by else {}))
    elif step.fill_with == "Value before, else after":
        filled = step.use(fill_from_both_sides).call(ordered, columns, **({"by": by} if by else {}), **limit)
    else:
        method = "ffill" if step.fill_with == "Value before" else "bfill"
        groups = ordered.method("groupby", by, dropna=False, observed=True) if by else ordered
        filled = groups.item(columns).method(method, **limit)
    step.assign(out, expr("{source}.assign(**{filled})", source=source, filled=filled))


def fill_from_both_sides(
    ordered: pd.DataFrame, columns: list[str], by: list[str] | None = None, limit: int | None = None
) -> pd.DataFrame:
    """The columns with the value of the row before where one is missing, and else of the row after, in each group."""
    for method in ("ffill", "bfill"):
        groups = ordered.groupby(by, dropna=False, observed=True) if by else ordered
        ordered = ordered.assign(**getattr(groups[columns], method)(limit=limit))
    return ordered[columns]


def draw_lines(ordered: pd.DataFrame, columns: list[str], by: list[str] | None = None) -> pd.DataFrame:
    """The columns with what lies on the line between the values before and after, in equal steps, in each group."""
    numbers = ordered[columns].astype("float64")
    keys = [ordered[name] for name in by or []]
    first = ordered.iloc[:, 0]
    places = first.groupby(keys or np.zeros(len(first)), dropna=False, observed=True).cumcount().astype("float64")
    known = pd.DataFrame({name: places.where(values.notna()) for name, values in numbers.items()}, index=ordered.index)
    before, after, start, end = (
        getattr(table.groupby(keys, dropna=False, observed=True) if by else table, method)()
        for table, method in ((numbers, "ffill"), (numbers, "bfill"), (known, "ffill"), (known, "bfill"))
    )
    with np.errstate(invalid="ignore", over="ignore"):
        share = start.rsub(places, axis=0) / (end - start)
        return numbers.where(numbers.notna(), before + share * (after - before))


@module(
    "Fill Gaps",
    category="Data Transformation",
    palette_group="Clean and check",
    icon="arrow-bar-down",
    example=_build_example,
    schema=_predict_schema,
    emit_code=_emit_code,
    traits=Traits(depends_on_other_rows=True, preserves="rows"),
    keywords=(
        "fill down",
        "fill up",
        "forward fill",
        "ffill",
        "bfill",
        "previous value",
        "next value",
        "interpolate",
        "linear interpolation",
        "last observation carried forward",
        "LOCF",
        "fill series",
        "multi-row formula",
        "merged cells",
    ),
)
def fill_gaps(
    dataset: Dataset,
    *,
    columns_to_fill: Annotated[
        Columns, Field(description="The columns whose missing values are filled."), columns_of("dataset")
    ] = EVERY_COLUMN,
    fill_with: Annotated[
        FillSource, Field(description="Where the value comes from. A line needs numbers, and a value on both sides.")
    ] = "Value before",
    most_rows: Annotated[
        int | None,
        titled("At most so many in a row"),
        Field(ge=1, le=1_000_000, description="Longer gaps stay missing behind that. Empty: gaps of any length."),
        shown_when(fill_with=("Value before", "Value after", "Value before, else after")),
    ] = None,
    group_by: Annotated[
        tuple[str, ...],
        columns_of("dataset"),
        Field(description="No value comes from a row with other values here. Empty: all rows are one group."),
    ] = (),
    order_by: OrderKeys = (),
) -> Dataset:
    """Fill missing values from the rows before and after them.

    Use it where rows follow one another, as prices over days or names under a heading that is written once. The value
    comes from the nearest row that has one, in the given order and in the same group; what has none stays missing. A
    line between both sides goes in equal steps from row to row and makes the column real; of all columns it fills those
    of numbers. Rows stay where they are. To fill gaps with a mean, a constant or an estimate use Clean Missing Data,
    and Prepare Time Series to add rows for missing times.
    """
    require_columns(group_by, dataset.schema, port="dataset", parameter="group_by")
    require_order(dataset, order_by)
    for name in group_by:
        refuse_nested(dataset.frame[name], port="dataset", parameter="group_by")
    columns = choose_columns(dataset.schema, columns_to_fill, fill_with, group_by)
    if not columns:
        return dataset
    ordered, by = order_rows(dataset.frame, order_by), list(group_by)
    if fill_with == "Line between both":
        filled = draw_lines(ordered, columns, by)
    elif fill_with == "Value before, else after":
        filled = fill_from_both_sides(ordered, columns, by, most_rows)
    else:
        groups = ordered.groupby(by, dropna=False, observed=True) if by else ordered
        method = "ffill" if fill_with == "Value before" else "bfill"
        filled = getattr(groups[columns], method)(limit=most_rows)
    before, after = (int(frame.isna().to_numpy().sum()) for frame in (ordered[columns], filled))
    log.info("%s of %s missing values were filled.", f"{before - after:,}", f"{before:,}")
    made = drop_unused_masks(filled.reindex(dataset.frame.index))
    return dataset.with_frame(dataset.with_columns(dict(made.items())))
