"""Add Rows: the rows of one dataset below those of another."""

from typing import Any, TypeAlias

import pandas as pd

from modules.kit import Call, Column, ColumnType, Dataset, ModuleError, Role, Schema, Traits, module
from modules.kit.codegen.expressions import expr
from modules.kit.codegen.script_builder import StepCode
from modules.kit.large_tables.large_work import LargeCall, Streamed
from modules.kit.schema import NUMERIC

Values: TypeAlias = "pd.Series[Any]"

TEXTUAL = frozenset({"text", "category"})


def _build_example() -> Call:
    first = pd.DataFrame({"make": pd.Categorical(["audi", "bmw"]), "price": [13_950, 16_430]})
    second = pd.DataFrame({"price": [7_295.5], "make": pd.Categorical(["honda"])})
    return Call.of(Dataset(first, {"price": "label"}), Dataset(second))


def _predict_schema(dataset1: Schema, dataset2: Schema) -> Schema:
    _check_names(dataset1, dataset2)
    others = {column.name: column for column in dataset2}
    pairs = [(column, others[column.name]) for column in dataset1]
    columns = tuple(Column(one.name, _find_common_type(one, other), _choose_role(one, other)) for one, other in pairs)
    return Schema(columns, complete=dataset1.complete and dataset2.complete)


def _emit_code(step: StepCode) -> None:
    first, second = step.get_input("dataset1"), step.get_input("dataset2")
    out = step.add_table("results_dataset", like=first)
    step.assign(out, expr("pd.concat([{first}, {second}], ignore_index=True)", first=first, second=second))


def _add_large_tables(call: LargeCall) -> dict[str, Dataset]:
    """Each chunk of one table beside the other one without its rows, so that it gets the types of both."""
    first, second = call.get_table("dataset1"), call.get_table("dataset2")
    writer = call.open_writer("results_dataset")
    for chunk in first.iterate():
        writer.write(add_rows(chunk, second.head))
    for chunk in second.iterate():
        writer.write(add_rows(first.head, chunk))
    return {"results_dataset": writer.finish()}


@module(
    "Add Rows",
    category="Data Transformation",
    palette_group="Combine tables",
    icon="row-insert-bottom",
    example=_build_example,
    schema=_predict_schema,
    keywords=("concat", "union", "append", "vstack", "rbind", "concatenate"),
    emit_code=_emit_code,
    traits=Traits(combines="rows"),
    large_tables=Streamed(_add_large_tables),
)
def add_rows(dataset1: Dataset, dataset2: Dataset) -> Dataset:
    """Put the rows of the second dataset below the rows of the first.

    Both must have the same columns, in any order. Whole and real numbers mix to real ones, text and categories to text,
    and the levels of categories are united.
    """
    if not dataset2.rows and not len(dataset2.frame.columns):
        raise ModuleError(3, "'dataset2' has no columns and no rows.", port="dataset2")
    schema = _predict_schema(dataset1.schema, dataset2.schema)
    first, second = dataset1.frame, dataset2.frame[schema.names]
    fitted = {column.name: _align_types(first[column.name], second[column.name], column.type) for column in schema}
    changed = {name: pair for name, pair in fitted.items() if pair is not None}
    first = first.assign(**{name: pair[0] for name, pair in changed.items()})
    second = second.assign(**{name: pair[1] for name, pair in changed.items()})
    frame = pd.concat([first, second], ignore_index=True)
    return Dataset(frame, {column.name: column.role for column in schema}, dataset1.scores or dataset2.scores)


def _check_names(first: Schema, second: Schema) -> None:
    if len(first) != len(second):
        message = (
            f"'dataset1' has {len(first)} columns and 'dataset2' has {len(second)}. Both must have the same columns."
        )
        raise ModuleError(67, message, port="dataset2")
    known = set(first.names)
    unknown = [name for name in second.names if name not in known]
    if unknown:
        nearest = first.find_nearest(unknown[0])
        hint = f" Did you mean '{nearest}'?" if nearest else ""
        message = f"Column '{unknown[0]}' of 'dataset2' is not in 'dataset1'.{hint} Both must have the same columns."
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
