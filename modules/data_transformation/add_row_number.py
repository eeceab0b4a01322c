"""Add Row Number: a column that numbers the rows, each group by itself."""

from typing import Annotated, Literal

import numpy as np
import pandas as pd
from pydantic import Field

from modules.data_transformation.ordered_rows import OrderKeys, emit_ordered, order_rows, require_order
from modules.data_transformation.sort import SortColumn
from modules.kit import Call, Column, Dataset, ModuleError, Schema, Traits, columns_of, module, titled
from modules.kit.codegen.expressions import Expr, expr
from modules.kit.codegen.script_builder import StepCode
from modules.kit.errors import require_columns
from modules.kit.large_tables.large_work import ByColumns
from modules.kit.nested_values import refuse_nested
from modules.kit.unused_names import find_unused_names

Position = Literal["First column", "Last column"]

MAX_WHOLE_NUMBER = 2**63 - 1


def _build_example() -> Call:
    frame = pd.DataFrame({"shop": ["a", "b", "a"], "sales": [10, 30, 12]})
    order = (SortColumn(column="sales", direction="Descending"),)
    return Call.of(Dataset(frame, {"sales": "label"}), name="place", group_by=("shop",), order_by=order)


def _predict_schema(dataset: Schema, name: str, position: Position) -> Schema:
    added = Column(find_unused_names([name], dataset.names)[0], "integer", "none")
    if position == "First column":
        return Schema((added, *dataset.columns), complete=dataset.complete)
    return dataset.add_columns(added)


def _emit_code(step: StepCode) -> None:
    source = step.get_input("dataset")
    existing = source.schema.names if source.schema is not None else []
    name = find_unused_names([step.name], existing)[0]
    numbers = _emit_numbers(step, source.code)
    out = step.add_table("results_dataset", "numbered", like=source)
    step.assign(out, expr("{source}.assign(**{made})", source=source, made={name: numbers}))
    if step.position == "First column":
        step.assign(out, expr("{out}[[{name}, *{source}.columns]]", out=out, name=name, source=source))


def _emit_numbers(step: StepCode, source: Expr) -> Expr:
    start, increment = step.start, step.increment
    if not step.group_by and not step.order_by:
        step.add_imports("import numpy as np")
        numbers = expr("np.arange(len({source}))", source=source)
    else:
        ordered = emit_ordered(step, source)
        by = list(step.group_by) or expr("[0] * len({source})", source=source)
        settings = {"dropna": False, "observed": True} if step.group_by else {}
        numbers = ordered.method("groupby", by, **settings).method("cumcount")
    numbers = numbers if increment == 1 else expr("{numbers} * {increment}", numbers=numbers, increment=increment)
    return numbers if start == 0 else expr("{numbers} + {start}", numbers=numbers, start=start)


@module(
    "Add Row Number",
    category="Data Transformation",
    palette_group="Compute values",
    icon="list-numbers",
    example=_build_example,
    schema=_predict_schema,
    traits=Traits(depends_on_other_rows=True, preserves="rows"),
    emit_code=_emit_code,
    keywords=(
        "row number",
        "record ID",
        "row ID",
        "rownum",
        "index column",
        "add index",
        "counter generation",
        "cumcount",
        "sequence",
        "autonumber",
        "reset_index",
    ),
    large_tables=ByColumns(lambda group_by, order_by: [*group_by, *(key.column for key in order_by)]),
)
def add_row_number(
    dataset: Dataset,
    *,
    name: Annotated[
        str, titled("Name of the column"), Field(min_length=1, max_length=300, description="As 'Row' or 'Place'.")
    ] = "Row",
    start: Annotated[
        int, titled("First number"), Field(ge=-(2**53), le=2**53, description="The number of the first row.")
    ] = 1,
    increment: Annotated[
        int, titled("Step"), Field(ge=-(2**31), le=2**31, description="What each number is larger by than the last.")
    ] = 1,
    group_by: Annotated[
        tuple[str, ...],
        columns_of("dataset"),
        Field(description="They start again for each combination of values. Empty: all rows are numbered."),
    ] = (),
    order_by: OrderKeys = (),
    position: Annotated[Position, Field(description="Where the new column stands.")] = "First column",
) -> Dataset:
    """Number the rows.

    Numbers follow the order of the columns to order by, or the order in which the rows come; rows stay where they are.
    Equal rows get different numbers: for the same number use Rank in Window. With groups the numbers start again in
    each of them; rows with a missing group are a group of their own. The column has the role none, as an identifier is
    not for learning.
    """
    require_columns(group_by, dataset.schema, port="dataset", parameter="group_by")
    require_order(dataset, order_by)
    for column in group_by:
        refuse_nested(dataset.frame[column], port="dataset", parameter="group_by")
    if abs(start) + abs(increment) * dataset.rows > MAX_WHOLE_NUMBER:
        raise ModuleError(7, "The numbers get larger than a whole number can be.", parameter="increment")
    frame = dataset.frame
    if group_by or order_by:
        ordered = order_rows(frame, order_by)
        by = list(group_by) or np.zeros(len(ordered), dtype="int64")
        numbers = ordered.groupby(by, dropna=False, observed=True).cumcount().reindex(frame.index)
    else:
        numbers = pd.Series(np.arange(len(frame)), index=frame.index)
    column = find_unused_names([name], frame)[0]
    made = (numbers * increment + start).astype("int64").rename(column)
    parts = [made, frame] if position == "First column" else [frame, made]
    return dataset.with_frame(pd.concat(parts, axis=1)).with_role("none", column)
