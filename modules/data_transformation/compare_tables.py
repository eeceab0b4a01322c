"""Compare Tables: which rows of a table were added, removed or changed since another one."""

import logging
from dataclasses import replace
from typing import Annotated, NamedTuple

import pandas as pd
from pydantic import Field

from modules.data_transformation.join_keys import pair_keys, refuse_mixed_zones
from modules.data_transformation.row_joins import TEXTUAL
from modules.data_transformation.table_changes import (
    AFTER,
    BEFORE,
    CHANGE,
    CHANGED_COLUMNS,
    CHANGES,
    COLUMN,
    COUNT,
    DIFFERENCE,
    ROW,
    SHARE,
    WHAT,
    compare_frames,
)
from modules.kit import Call, Column, Columns, Dataset, ModuleError, Schema, columns_of, module, titled
from modules.kit.codegen.script_builder import StepCode, list_columns_expression
from modules.kit.errors import require_columns
from modules.kit.nested_values import refuse_nested
from modules.kit.schema import NUMERIC

EVERY_COLUMN = Columns()

log = logging.getLogger(__name__)


class CompareTablesOutputs(NamedTuple):
    compared_rows: Dataset
    changed_values: Dataset
    summary: Dataset


def _build_example() -> Call:
    before = pd.DataFrame({"article": [1, 2, 3], "price": [4.5, 8.0, 2.0], "name": ["tea", "rice", "salt"]})
    after = pd.DataFrame({"article": [2, 3, 4], "price": [8.4, 2.0, 1.2], "name": ["rice", "salt", "soap"]})
    return Call.of(Dataset(before), Dataset(after), key_columns=("article",))


def _predict_schemas(
    before_dataset: Schema, after_dataset: Schema, key_columns: tuple[str, ...], columns_to_compare: Columns
) -> tuple[Schema, Schema, Schema]:
    keys = [_merge_types(before_dataset[name], after_dataset[name]) for name in key_columns]
    columns = [Column(CHANGE, "category", levels=CHANGES), Column(CHANGED_COLUMNS, "text")]
    for name in choose_compared_columns(before_dataset, after_dataset, key_columns, columns_to_compare):
        columns += [
            replace(before_dataset[name], name=f"{name} before", role="feature"),
            replace(after_dataset[name], name=f"{name} after", role="feature"),
        ]
    whole = before_dataset.complete and after_dataset.complete
    row = [] if key_columns else [Column(ROW, "integer")]
    rows = Schema((*keys, *row, *columns), complete=whole)
    values = [Column(COLUMN, "text"), Column(BEFORE, "text"), Column(AFTER, "text"), Column(DIFFERENCE, "real")]
    summary = (Column(WHAT, "text"), Column(COUNT, "integer"), Column(SHARE, "real"))
    return rows, Schema((*keys, *row, *values), complete=True), Schema(summary)


def _merge_types(before: Column, after: Column) -> Column:
    """The type of a key with the values of both sides."""
    if before.type == "category":
        return Column(before.name, "text", before.role)
    return Column(before.name, before.type if before.type == after.type else "real", before.role)


def choose_compared_columns(before: Schema, after: Schema, keys: tuple[str, ...], columns: Columns) -> list[str]:
    """The chosen columns that both sides have, without the keys."""
    return [name for name in columns.resolve(before) if name in after and name not in keys]


def _emit_code(step: StepCode) -> None:
    before, after = step.get_input("before_dataset"), step.get_input("after_dataset")
    compared = step.reserve_name("comparison")
    settings: dict[str, object] = {}
    if step.columns_to_compare != EVERY_COLUMN:
        settings["columns"] = list_columns_expression(step.columns_to_compare, before)
    settings |= {"tolerance": step.tolerance} if step.tolerance else {}
    settings |= {"relative_tolerance": step.relative_tolerance} if step.relative_tolerance else {}
    settings |= {"match_case": False} if step.ignore_case else {}
    step.assign(compared, step.use(compare_frames).call(before, after, list(step.key_columns), **settings))
    names = {"compared_rows": "compared", "changed_values": "changed_values", "summary": "change_summary"}
    for place, (port, preferred) in enumerate(names.items()):
        step.assign(step.add_table(port, preferred), compared.item(place))


@module(
    "Compare Tables",
    category="Data Transformation",
    palette_group="Clean and check",
    icon="arrows-right-left",
    example=_build_example,
    schema=_predict_schemas,
    emit_code=_emit_code,
    keywords=(
        "diff",
        "compare",
        "table difference checker",
        "table comparator",
        "changes",
        "added removed changed",
        "delta",
        "reconcile",
        "data diff",
        "DataFrame.compare",
        "spreadsheet compare",
        "change data capture",
    ),
)
def compare_tables(
    before_dataset: Dataset,
    after_dataset: Dataset,
    *,
    key_columns: Annotated[
        tuple[str, ...],
        columns_of("before_dataset"),
        Field(description="Columns of both that name a row. Empty: rows are compared by their position."),
    ] = (),
    columns_to_compare: Annotated[
        Columns, columns_of("before_dataset"), Field(description="Key columns need not be chosen.")
    ] = EVERY_COLUMN,
    tolerance: Annotated[
        float, titled("Tolerance of numbers"), Field(ge=0, description="Numbers that differ by no more are the same.")
    ] = 0.0,
    relative_tolerance: Annotated[
        float, Field(ge=0, le=1, description="The same as a share of the larger number: 0.01 is 1 %.")
    ] = 0.0,
    ignore_case: Annotated[bool, Field(description="'Oslo' and 'OSLO' are the same text.")] = False,
) -> CompareTablesOutputs:
    """Tell which rows were added, removed, changed or left as they were.

    The first output has every row of both tables with its change and the values before and after; the second one a
    row for each value that changed, with the difference of numbers, and of times in days; the third one counts. Rows
    are matched by their keys, which must not repeat, and come in the order of the first table, then the added ones. Two
    missing values are the same. Columns that only one table has are not compared, which the log says.
    """
    _check_tables(before_dataset, after_dataset, key_columns, columns_to_compare)
    before, after = before_dataset.frame, after_dataset.frame
    names = choose_compared_columns(before_dataset.schema, after_dataset.schema, key_columns, columns_to_compare)
    rows, values, summary = compare_frames(
        before,
        after,
        list(key_columns),
        columns=names,
        tolerance=tolerance,
        relative_tolerance=relative_tolerance,
        match_case=not ignore_case,
    )
    counts = dict(zip(summary[WHAT], summary[COUNT], strict=True))
    remark = ", ".join(f"{counts[f'rows {change}']:,} {change}" for change in CHANGES)
    log.info(remark)
    roles = {name: role for name, role in before_dataset.roles.items() if name in key_columns}
    return CompareTablesOutputs(
        Dataset(rows, roles, remark=f"Rows: {remark}."), Dataset(values, roles), Dataset(summary)
    )


def _check_tables(before: Dataset, after: Dataset, keys: tuple[str, ...], columns: Columns) -> None:
    require_columns(columns.names, before.schema, port="before_dataset", parameter="columns_to_compare")
    for port, data in (("before_dataset", before), ("after_dataset", after)):
        require_columns(keys, data.schema, port=port, parameter="key_columns")
        for name in keys:
            refuse_nested(data.frame[name], port=port, parameter="key_columns")
        if keys:
            _refuse_repeated_keys(data.frame[list(keys)], port)
    if keys:
        pairs = pair_keys(before.schema, after.schema, keys, keys, parameters=("key_columns", "key_columns"))
        refuse_mixed_zones(before, after, pairs)
    for name in choose_compared_columns(before.schema, after.schema, keys, columns):
        one, other = before.schema[name].type, after.schema[name].type
        if one != other and {one, other} not in (NUMERIC, TEXTUAL):
            message = f"Column '{name}' is {one} before and {other} after. Give both the same type with Edit Metadata."
            raise ModuleError(16, message, port="after_dataset", column=name)
    alone = [name for name in (*before.frame, *after.frame) if (name in before.frame) != (name in after.frame)]
    if alone:
        log.warning("Only one table has %s: not compared.", ", ".join(f"'{name}'" for name in alone[:20]))


def _refuse_repeated_keys(keys: pd.DataFrame, port: str) -> None:
    repeated = keys.duplicated()
    if repeated.any():
        shown = ", ".join(str(value) for value in keys[repeated].iloc[0])
        count = int(repeated.sum())
        message = f"The key ({shown}) occurs more than once at '{port}', and so do {count - 1:,} others."
        message = message if count > 1 else f"The key ({shown}) occurs more than once at '{port}'."
        raise ModuleError(18, f"{message} Add a key column, or remove duplicate rows.", port=port)
