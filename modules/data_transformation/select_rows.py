"""Select Rows: keep the rows that satisfy conditions on their columns."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
import pandas as pd
from pydantic import Field

from modules.kit import Call, Condition, Dataset, Schema, conditions_of, module
from modules.kit.codegen.expressions import Comparison, Expr, ScriptVariable, expr, join_parts
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode
from modules.kit.conditions import ErrorLocation, list_columns, match_rows
from modules.kit.errors import require_columns
from modules.kit.large_tables.large_work import ByRows
from modules.kit.schema import ColumnType
from modules.kit.serialization import to_arrow_table

SIGNS: Mapping[str, Comparison] = {">": ">", ">=": ">=", "<": "<", "<=": "<="}


class SelectRowsOutputs(NamedTuple):
    selected_rows: Dataset
    other_rows: Dataset


def _build_example() -> Call:
    frame = pd.DataFrame({"make": ["audi", "bmw", None, "vw"], "price": [13_950, 16_430, 9_980, 8_495]})
    conditions = (
        Condition(column="price", operator="between", values=(8_000, 14_000)),
        Condition(column="make", operator="is not missing"),
    )
    return Call.of(Dataset(frame, {"price": "label"}), conditions=conditions)


def _predict_schemas(dataset: Schema) -> tuple[Schema, Schema]:
    return dataset, dataset


#: How pandas compares texts as the designer does: without a view to case.
TEXT_METHODS = {"contains": "contains", "starts with": "startswith", "ends with": "endswith"}


def _emit_code(step: StepCode) -> None:
    source = step.get_input("dataset")
    kept, other = (
        step.add_table("selected_rows", step.title, like=source),
        step.add_table("other_rows", "other_rows", like=source),
    )
    if not step.conditions:
        step.assign(kept, source.code.method("reset_index", drop=True))
        step.assign(other, source.code.method("head", 0))
        return
    rows = step.reserve_name("rows_that_fit")
    parts = [emit_condition(condition, source) for condition in step.conditions]
    step.assign_joined(rows, "&" if step.match == "All conditions" else "|", parts)
    step.assign(kept, source.code.item(rows).method("reset_index", drop=True))
    step.assign(other, source.code.item(~rows).method("reset_index", drop=True))


def emit_condition(condition: Condition, table: ScriptVariable) -> Expr:
    """A condition in pandas; a missing value satisfies `is missing` only."""
    column, operator = table.code.item(condition.column), condition.operator
    if operator in ("is missing", "is not missing"):
        return column.method("isna" if operator == "is missing" else "notna")
    kind = _get_column_type(table, condition.column)
    if kind in ("text", "category", "other"):
        return _emit_text_condition(condition, column)
    if kind == "datetime":
        raise CannotGenerateCode("It compares times. Their zones and whole days can't be exported as Python.")
    values = [None if value is None else _to_number(value, kind) for value in condition.values]
    if operator in ("is", "is not"):
        return _emit_membership(column, values, wanted=operator == "is")
    if operator == "between":
        low, high = values
        bounds = [column.compare(">=", low)] if low is not None else []
        bounds += [column.compare("<=", high)] if high is not None else []
        return join_parts("&", bounds) if bounds else column.method("notna")
    return column.compare(SIGNS[operator], values[0])


def _emit_membership(column: Expr, values: Sequence[object], *, wanted: bool) -> Expr:
    """Whether a cell has one of the values, None for a missing one; or whether it has a value that is none of them."""
    there = column.method("isin", [value for value in values if value is not None])
    if not wanted:
        return ~there & column.method("notna")
    return there | column.method("isna") if None in values else there


def _get_column_type(table: ScriptVariable, name: str) -> ColumnType:
    if table.schema is None or name not in table.schema:
        raise CannotGenerateCode(f"The type of column '{name}' is known only during a run. Run the design first.")
    return table.schema[name].type


def _emit_text_condition(condition: Condition, column: Expr) -> Expr:
    texts = [None if value is None else str(value) for value in condition.values]
    if condition.operator in ("is", "is not"):
        return _emit_membership(column, texts, wanted=condition.operator == "is")
    text = next(one for one in texts if one is not None).lower()
    lower = expr('{column}.astype("str").str.lower().str', column=column)
    if condition.operator == "does not contain":
        return ~lower.method("contains", text, regex=False, na=True)
    more = {"regex": False} if condition.operator == "contains" else {}
    return lower.method(TEXT_METHODS[condition.operator], text, **more, na=False)


def _to_number(value: Any, kind: ColumnType) -> Any:
    if kind == "boolean":
        return str(value).strip().lower() == "true"
    number = float(str(value))
    return int(number) if number.is_integer() else number


@module(
    "Select Rows",
    category="Data Transformation",
    palette_group="Rows and samples",
    icon="list-check",
    role="row_filter",
    example=_build_example,
    schema=_predict_schemas,
    emit_code=_emit_code,
    keywords=(
        "row filter",
        "where",
        "query",
        "filter rows",
        "conditions",
        "subset",
        "filter",
        "row splitter",
        "filter tool",
        "rule-based row filter",
    ),
    large_tables=ByRows(),
)
def select_rows(
    dataset: Dataset,
    *,
    conditions: Annotated[
        tuple[Condition, ...],
        conditions_of("dataset"),
        Field(description="The conditions for a row to go to the first output.", max_length=200),
    ] = (),
    match: Annotated[
        Literal["All conditions", "Any condition"],
        Field(description="Whether a row must meet every condition, or any of them."),
    ] = "All conditions",
) -> SelectRowsOutputs:
    """Keep the rows that satisfy conditions on their columns.

    Text is compared by is, contains, starts with and ends with (the last three ignore case), numbers and times by
    <, <=, >, >= and between, which holds its ends; is takes several values. A day without a time means the whole day.
    A missing value satisfies "is missing" and no other condition. The second output has all other rows. Without
    conditions every row is kept. "Keep these rows" in a chart or a filtered table adds this module with the conditions
    filled in.
    """
    names = list_columns(conditions)
    require_columns(names, dataset.schema, port="dataset", parameter="conditions")
    kept = np.ones(dataset.rows, dtype=bool)
    if names:
        place = ErrorLocation(port="dataset", parameter="conditions")
        table = to_arrow_table(Dataset(dataset.frame[names]))
        kept = match_rows(table, conditions, match_all=match == "All conditions", location=place).to_numpy(
            zero_copy_only=False
        )
    parts = [dataset.with_frame(dataset.frame[rows].reset_index(drop=True)) for rows in (kept, ~kept)]
    return SelectRowsOutputs(*parts)
