"""Add Rows: the rows of one dataset below those of another."""

import logging
from typing import Annotated, Any, Literal, TypeAlias

import pandas as pd
from pydantic import Field

from modules.kit import Call, Column, ColumnType, Dataset, ModuleError, Role, Schema, Traits, module, titled
from modules.kit.codegen.expressions import expr
from modules.kit.codegen.script_builder import StepCode
from modules.kit.large_tables.large_work import LargeCall, Streamed
from modules.kit.nullable_columns import to_nullable_type
from modules.kit.schema import NUMERIC

Values: TypeAlias = "pd.Series[Any]"
ColumnsOfOne = Literal["Stop with an error", "Keep, with missing values", "Leave out"]

TEXTUAL = frozenset({"text", "category"})
#: More names than these are counted.
MAX_NAMES = 5

log = logging.getLogger(__name__)


def _build_example() -> Call:
    first = pd.DataFrame({"make": pd.Categorical(["audi", "bmw"]), "price": [13_950, 16_430]})
    second = pd.DataFrame({"price": [7_295.5], "make": pd.Categorical(["honda"])})
    return Call.of(Dataset(first, {"price": "label"}), Dataset(second))


def _predict_schema(dataset1: Schema, dataset2: Schema, columns_of_one: ColumnsOfOne) -> Schema:
    if columns_of_one == "Stop with an error":
        _check_names(dataset1, dataset2)
    others = {column.name: column for column in dataset2}
    shared = {
        column.name: Column(
            column.name,
            _find_common_type(column, others[column.name]),
            _choose_role(column, others[column.name]),
        )
        for column in dataset1
        if column.name in others
    }
    known = dataset1.complete and dataset2.complete
    if columns_of_one == "Leave out":
        if known and not shared:
            message = "The two datasets have no column in common. Choose to keep the columns that only one of them has."
            raise ModuleError(67, message, port="dataset2", parameter="columns_of_one")
        return Schema(tuple(shared.values()), complete=known)
    first = (shared.get(column.name, column) for column in dataset1)
    return Schema((*first, *(column for column in dataset2 if column.name not in shared)), complete=known)


def _emit_code(step: StepCode) -> None:
    first, second = step.get_input("dataset1"), step.get_input("dataset2")
    out = step.add_table("results_dataset", like=first)
    if step.columns_of_one == "Keep, with missing values":
        out.roles.update({name: role for name, role in second.roles.items() if name not in out.roles})
        step.assign(out, step.use(stack_rows).call(first, second))
        return
    if step.columns_of_one == "Leave out":
        step.assign(out, expr('pd.concat({tables}, join="inner", ignore_index=True)', tables=[first, second]))
    else:
        step.assign(out, expr("pd.concat({tables}, ignore_index=True)", tables=[first, second]))


def stack_rows(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """The rows of both, with the columns of both; whole numbers stay whole where the other table has no values."""
    complete = [_add_missing_columns(first, second), _add_missing_columns(second, first)]
    return pd.concat(complete, ignore_index=True)


def _add_missing_columns(frame: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """The table with columns that only the other one has, in which all is missing."""
    lacking = other[[name for name in other if name not in frame]]
    types = (
        lacking.dtypes if not len(frame) else {name: to_nullable_type(dtype) for name, dtype in lacking.dtypes.items()}
    )
    return pd.concat([frame, lacking.head(0).astype(types).reindex(frame.index)], axis=1)


def _add_large_tables(call: LargeCall) -> dict[str, Dataset]:
    """Each chunk of one table beside the other one without its rows, so that it gets the types of both."""
    first, second = call.get_table("dataset1"), call.get_table("dataset2")
    writer = call.open_writer("results_dataset")
    columns_of_one: ColumnsOfOne = call.settings["columns_of_one"]
    for chunk in first.iterate():
        writer.write(add_rows(chunk, second.head, columns_of_one=columns_of_one))
    for chunk in second.iterate():
        writer.write(add_rows(first.head, chunk, columns_of_one=columns_of_one))
    return {"results_dataset": writer.finish()}


@module(
    "Add Rows",
    category="Data Transformation",
    palette_group="Combine tables",
    icon="row-insert-bottom",
    example=_build_example,
    schema=_predict_schema,
    keywords=(
        "concat",
        "union",
        "union all",
        "append",
        "append queries",
        "stack tables",
        "vstack",
        "rbind",
        "bind_rows",
        "concatenate",
    ),
    emit_code=_emit_code,
    traits=Traits(combines="rows"),
    large_tables=Streamed(_add_large_tables),
)
def add_rows(
    dataset1: Dataset,
    dataset2: Dataset,
    *,
    columns_of_one: Annotated[
        ColumnsOfOne,
        Field(description="What becomes of a column that only one of the datasets has."),
        titled("Columns of one dataset only"),
    ] = "Stop with an error",
) -> Dataset:
    """Put the rows of the second dataset below the rows of the first.

    Columns are matched by their names, in any order. A column that only one dataset has stops the module, unless you
    choose to keep it, with missing values in the rows of the other dataset, or to leave it out. The result says which
    columns these were. Whole and real numbers mix to real ones, text and categories to text, and the levels of
    categories are united.
    """
    if not dataset2.rows and not len(dataset2.frame.columns):
        raise ModuleError(3, "'dataset2' has no columns and no rows.", port="dataset2")
    schema = _predict_schema(dataset1.schema, dataset2.schema, columns_of_one)
    first, second = dataset1.frame, dataset2.frame
    shared = [name for name in schema.names if name in first and name in second]
    fitted = {name: _align_types(first[name], second[name], schema[name].type) for name in shared}
    changed = {name: pair for name, pair in fitted.items() if pair is not None}
    first = first.assign(**{name: pair[0] for name, pair in changed.items()})
    second = second.assign(**{name: pair[1] for name, pair in changed.items()})
    frame = stack_rows(first, second)[schema.names]
    remark = _describe_difference(dataset1.schema, dataset2.schema, columns_of_one)
    if remark is not None:
        log.info(remark)
    roles = {column.name: column.role for column in schema}
    scores = dataset1.scores or dataset2.scores
    kept = scores if scores is not None and scores.predicted in frame else None
    return Dataset(frame, roles, kept, remark=remark)


def _describe_difference(first: Schema, second: Schema, columns_of_one: ColumnsOfOne) -> str | None:
    """Which columns only one of the datasets has, and what became of them; None where both have the same."""
    parts = []
    for where, names in (("first", _list_missing(second, first)), ("second", _list_missing(first, second))):
        if names:
            listed = ", ".join(names[:MAX_NAMES])
            rest = f" and {len(names) - MAX_NAMES:,} more" if len(names) > MAX_NAMES else ""
            parts.append(f"Only in the {where} dataset: {listed}{rest}.")
    if not parts:
        return None
    became = (
        "They are left out."
        if columns_of_one == "Leave out"
        else "Their values are missing in the rows of the other one."
    )
    return " ".join([*parts, became])


def _list_missing(known: Schema, other: Schema) -> list[str]:
    """The columns of the other dataset that the known one does not have."""
    return [name for name in other.names if name not in known]


def _check_names(first: Schema, second: Schema) -> None:
    if len(first) != len(second):
        message = (
            f"'dataset1' has {len(first)} columns and 'dataset2' has {len(second)}. Both must have the same columns, "
            "unless you choose what becomes of those that only one has."
        )
        raise ModuleError(67, message, port="dataset2")
    known = set(first.names)
    unknown = [name for name in second.names if name not in known]
    if unknown:
        nearest = first.find_nearest(unknown[0])
        hint = f" Did you mean '{nearest}'?" if nearest else ""
        message = (
            f"Column '{unknown[0]}' of 'dataset2' is not in 'dataset1'.{hint} Both must have the same columns, unless "
            "you choose what becomes of those that only one has."
        )
        raise ModuleError(10, message, port="dataset2", column=unknown[0])


def _find_common_type(first: Column, second: Column) -> ColumnType:
    kinds = {first.type, second.type}
    if len(kinds) == 1:
        return first.type
    if kinds <= NUMERIC:
        return "real"
    if kinds <= TEXTUAL:
        return "text"
    message = (
        f"Column '{first.name}' is {first.type} in 'dataset1' and {second.type} in 'dataset2'. "
        "Give both the same type with Edit Metadata."
    )
    raise ModuleError(16, message, port="dataset2", column=first.name)


def _choose_role(first: Column, second: Column) -> Role:
    return second.role if first.role == "feature" else first.role


def _align_types(first: Values, second: Values, kind: ColumnType) -> tuple[Values, Values] | None:
    """Both columns in the one type that they will have together, or None where they have it already."""
    if first.dtype == second.dtype:
        return None
    if kind == "category":
        return _align_levels(first, second)
    dtype: Any = {"text": "str", "real": "float64"}.get(kind)
    return (first.astype(dtype), second.astype(dtype)) if dtype else None


def _align_levels(first: Values, second: Values) -> tuple[Values, Values]:
    levels, more = first.cat.categories, second.cat.categories
    if levels.dtype != more.dtype:
        first = first.cat.rename_categories(list(map(str, levels)))
        second = second.cat.rename_categories(list(map(str, more)))
        levels, more = first.cat.categories, second.cat.categories
    united = [*levels, *(level for level in more if level not in set(levels))]
    kind = pd.CategoricalDtype(united, ordered=first.cat.ordered and second.cat.ordered and list(levels) == list(more))
    return first.astype(kind), second.astype(kind)
