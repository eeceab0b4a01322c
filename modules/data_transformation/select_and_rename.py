"""Select and Rename: which columns stay, in which order, under which names and of which types."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal

import pandas as pd
from pydantic import Field

from modules.data_transformation.edit_metadata import change_column
from modules.kit import (
    Call,
    Column,
    ColumnType,
    Dataset,
    ModuleError,
    ParameterRow,
    Schema,
    Traits,
    column_of,
    module,
    rows_of,
    shown_when,
    titled,
)
from modules.kit.codegen.expressions import Expr, expr
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode
from modules.kit.column_renaming import rename_columns
from modules.kit.dates import parse_times
from modules.kit.errors import require_columns
from modules.kit.large_tables.large_work import ByRows

TYPES: Mapping[str, ColumnType] = {
    "String": "text",
    "Integer": "integer",
    "Double": "real",
    "Boolean": "boolean",
    "DateTime": "datetime",
    "Categorical": "category",
}
OtherColumns = Literal["Keep behind", "Keep in place", "Drop"]


class ColumnChange(ParameterRow):
    """What becomes of one column."""

    column: Annotated[str, column_of("dataset")]
    new_name: Annotated[str, Field(description="Empty: the name stays.", max_length=300)] = ""
    type: Annotated[
        Literal["Unchanged", "String", "Integer", "Double", "Boolean", "DateTime", "Categorical"],
        Field(description="If a value can't be converted, the step fails instead of losing it."),
    ] = "Unchanged"
    date_format: Annotated[
        str,
        titled("Date and time format"),
        Field(description="Such as %d/%m/%Y %H:%M. Empty: detected from the values."),
        shown_when(type="DateTime"),
    ] = ""


ColumnChanges = tuple[ColumnChange, ...]


def _build_example() -> Call:
    frame = pd.DataFrame({"prc": ["13950", "16430"], "make": ["audi", "bmw"], "doors": [4, 2], "id": [7, 8]})
    changes = (
        ColumnChange(column="make"),
        ColumnChange(column="prc", new_name="price", type="Integer"),
        ColumnChange(column="doors", type="Categorical"),
    )
    return Call.of(Dataset(frame, {"prc": "label"}), columns_in_order=changes, other_columns="Drop")


def _predict_schema(dataset: Schema, columns_in_order: ColumnChanges, other_columns: OtherColumns) -> Schema:
    names = _map_new_names(dataset, columns_in_order, other_columns)
    kinds = {change.column: TYPES.get(change.type) for change in columns_in_order}
    columns = tuple(
        _predict_column(dataset[name], names[name], kinds.get(name))
        for name in _order_names(dataset, columns_in_order, other_columns)
    )
    return Schema(columns, complete=dataset.complete or other_columns == "Drop")


def _predict_column(column: Column, name: str, kind: ColumnType | None) -> Column:
    levels = column.levels if kind is None else None
    return replace(column, name=name, type=kind or column.type, levels=levels)


def _find_renamed_columns(
    dataset: Schema, columns_in_order: ColumnChanges, other_columns: OtherColumns
) -> dict[str, str]:
    names = _map_new_names(dataset, columns_in_order, other_columns)
    return {old: new for old, new in names.items() if old != new}


def _order_names(schema: Schema, changes: ColumnChanges, other_columns: OtherColumns) -> list[str]:
    """The old names of the columns that stay, in their new order."""
    chosen = [change.column for change in changes]
    if other_columns == "Keep in place":
        return schema.names
    others = [name for name in schema.names if name not in set(chosen)] if other_columns == "Keep behind" else []
    return [*chosen, *others]


def _map_new_names(schema: Schema, changes: ColumnChanges, other_columns: OtherColumns) -> dict[str, str]:
    """{old name: new name} of the columns that stay; raises errors 1, 26 and 28."""
    chosen = [change.column for change in changes]
    require_columns(chosen, schema, port="dataset", parameter="columns_in_order")
    twice = next((name for name in chosen if chosen.count(name) > 1), None)
    if twice is not None:
        message = f"Column '{twice}' is named in two rows. Remove one of them."
        raise ModuleError(26, message, parameter="columns_in_order", column=twice)
    given = {change.column: change.new_name.strip() for change in changes}
    names = {name: given.get(name) or name for name in _order_names(schema, changes, other_columns)}
    made = list(names.values())
    repeated = next((name for name in made if made.count(name) > 1), None) if len(set(made)) < len(made) else None
    if repeated is not None:
        message = f"Two columns would be called '{repeated}'. Choose another name for one of them."
        raise ModuleError(28, message, parameter="columns_in_order", column=repeated)
    return names


def _emit_code(step: StepCode) -> None:
    source, changes = step.get_input("dataset"), step.columns_in_order
    out = step.add_table("results_dataset", "selected", like=source)
    names = {change.column: change.new_name.strip() for change in changes if change.new_name.strip()}
    table = source.code
    if step.other_columns == "Drop":
        table = source.code.item([change.column for change in changes])
    elif step.other_columns == "Keep behind":
        if source.schema is None or not source.schema.complete:
            raise CannotGenerateCode("Which columns there are is known only during a run. Run the design first.")
        ordered = _order_names(source.schema, changes, "Keep behind")
        table = source.code.item(ordered) if ordered != source.schema.names else source.code
    if names and table is not source.code:
        step.assign(out, table)
        step.assign(out, out.code.method("rename", columns=names))
    else:
        step.assign(out, table.method("rename", columns=names) if names else table.method("copy"))
    for change in changes:
        if change.type != "Unchanged":
            column = out.code.item(names.get(change.column, change.column))
            step.assign(column, _emit_type(step, change, column))


def _emit_type(step: StepCode, change: ColumnChange, column: Expr) -> Expr:
    if change.type == "DateTime":
        if change.date_format:
            return expr("pd.to_datetime({column}, format={format})", column=column, format=change.date_format)
        return step.use(parse_times).call(column, "Detect")
    if change.type == "Boolean":
        words = expr('{column}.astype("str").str.strip().str.lower()', column=column)
        truths = {"true": True, "false": False, "yes": True, "no": False, "1": True, "0": False}
        return words.method("map", truths)
    if change.type in ("Integer", "Double"):
        kind = "Int64" if change.type == "Integer" else "float64"
        return expr("pd.to_numeric({column}).astype({kind})", column=column, kind=kind)
    return column.method("astype", "str" if change.type == "String" else "category")


def _keeps_types(columns_in_order: ColumnChanges) -> bool:
    """Whether only names and places change, for which no value is looked at."""
    return all(change.type == "Unchanged" for change in columns_in_order)


@module(
    "Select and Rename",
    category="Data Transformation",
    palette_group="Columns",
    icon="columns",
    example=_build_example,
    schema=_predict_schema,
    traits=Traits(preserves="rows", renames=_find_renamed_columns),
    emit_code=_emit_code,
    keywords=(
        "rename columns",
        "reorder columns",
        "move columns",
        "column order",
        "change type",
        "cast",
        "retype",
        "select tool",
        "column renamer",
        "column resorter",
        "table manipulator",
        "edit domain",
        "drop columns",
        "choose columns",
        "convert type",
        "data type",
        "number to string",
        "string to number",
        "rename",
    ),
    large_tables=ByRows(_keeps_types),
)
def select_and_rename(
    dataset: Dataset,
    *,
    columns_in_order: Annotated[
        ColumnChanges,
        rows_of(ColumnChange, row_title="column"),
        titled("Columns"),
        Field(min_length=1, max_length=5_000, description="In the order in which they come out."),
    ],
    other_columns: Annotated[
        OtherColumns,
        Field(description="Keep in place: the table keeps its order, and only names and types change."),
    ] = "Keep behind",
) -> Dataset:
    """Choose columns, put them in order, and change their names and types.

    The columns of the rows come first, in their order; the others follow, stay where they are, or are dropped. A
    conversion that would lose a value is an error that names the first one. Roles stay.
    """
    schema = dataset.schema
    names = _map_new_names(schema, columns_in_order, other_columns)
    frame = dataset.frame[_order_names(schema, columns_in_order, other_columns)]
    changed = {}
    for place, change in enumerate(columns_in_order, start=1):
        if change.type != "Unchanged":
            changed[change.column] = _convert_column(frame[change.column], change, place)
    kept = dataset.with_frame(Dataset(frame).with_columns(changed) if changed else frame)
    return rename_columns(kept, {old: new for old, new in names.items() if old != new})


def _convert_column(values: "pd.Series[Any]", change: ColumnChange, place: int) -> "pd.Series[Any]":
    try:
        if change.type == "Categorical":
            return change_column(values, "Unchanged", "", "Detect", "Categorical")
        kind: Any = change.type
        return change_column(values, kind, change.date_format, "Detect", "NonCategorical")
    except ModuleError as error:
        words = f"Row {place}: {error.message}"
        raise ModuleError(
            error.number, words, port="dataset", parameter="columns_in_order", column=change.column
        ) from error
