"""Convert to Dataset: pass a table on, with some values made missing or replaced."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
from pydantic import Field

from modules.data_transformation.column_helpers import can_hold, widen_integers
from modules.kit import Call, Columns, ColumnType, Dataset, ModuleError, Schema, columns_of, module, shown_when
from modules.kit.codegen.script_builder import StepCode, select_columns_expression
from modules.kit.nullable_columns import to_nullable_type
from modules.kit.schema import infer_column_type

Action = Literal["None", "SetMissingValues", "ReplaceValues"]

EVERY_COLUMN = Columns()
TRUTH_TEXTS = {"true": True, "false": False}


def _build_example() -> Call:
    frame = pd.DataFrame({"make": pd.Categorical(["audi", "?", "vw"]), "doors": ["4", "?", "2"], "price": [9, 8, 7]})
    return Call.of(Dataset(frame, {"price": "label"}), action="SetMissingValues")


def _predict_schema(dataset: Schema, action: Action, columns_to_change: Columns) -> Schema:
    """Types and roles stay; levels of a category may come and go."""
    changed = set(columns_to_change.resolve(dataset)) if action != "None" else set()
    kept = (replace(column, levels=None) if column.name in changed else column for column in dataset)
    return Schema(tuple(kept), complete=dataset.complete)


def _emit_code(step: StepCode) -> None:
    source = step.get_input("dataset")
    out = step.add_table("results_dataset", "converted", like=source)
    columns = select_columns_expression(step.columns_to_change, source)
    if step.action == "None":
        step.assign(out, source)
    elif step.action == "SetMissingValues":
        step.assign(out, step.use(replace_cells).call(source, columns, step.custom_missing_value, None))
    else:
        old = None if step.replace_values == "Missing" else step.custom_value
        step.assign(out, step.use(replace_cells).call(source, columns, old, step.new_value))


def replace_cells(data: pd.DataFrame, columns: Iterable[str], old: str | None, new: str | None) -> pd.DataFrame:
    """The data with one value replaced by another where it is a whole cell; None is a missing one."""
    changed = {}
    for name in columns:
        values = data[name]
        cells = values.isna().to_numpy() if old is None else _find_cells(values, old)
        if cells.any():
            changed[name] = _clear_cells(values, cells) if new is None else _fill_cells(values, cells, new)
    return data.assign(**changed)


@module(
    "Convert to Dataset",
    category="Data Transformation",
    palette_group="Columns",
    icon="table-import",
    example=_build_example,
    schema=_predict_schema,
    emit_code=_emit_code,
    keywords=("replace values", "missing value marker"),
)
def convert_to_dataset(
    dataset: Dataset,
    *,
    action: Annotated[
        Action, Field(description="Whether some cells become missing or get another value on the way.")
    ] = "None",
    custom_missing_value: Annotated[
        str, Field(description="Cells with exactly this value become missing."), shown_when(action="SetMissingValues")
    ] = "?",
    replace_values: Annotated[
        Literal["Missing", "Custom"],
        Field(description="Which cells to replace: missing ones, or cells with a given value."),
        shown_when(action="ReplaceValues"),
    ] = "Missing",
    custom_value: Annotated[
        str,
        Field(description="Cells with exactly this value are replaced."),
        shown_when(action="ReplaceValues", replace_values="Custom"),
    ] = "obs",
    new_value: Annotated[
        str,
        Field(description="What stands in the cell instead. It has to fit the type of the column."),
        shown_when(action="ReplaceValues"),
    ] = "0",
    columns_to_change: Annotated[
        Columns,
        Field(description="Columns in which cells are changed. Others stay as they are."),
        columns_of("dataset"),
        shown_when(action=("SetMissingValues", "ReplaceValues")),
    ] = (EVERY_COLUMN),
) -> Dataset:
    """Pass a table on, and make a given value missing or replace it with another.

    Only whole cells count: 'obs' does not touch 'obs-2'. In columns of numbers 1 and 1.0 are the same, and case counts
    in text. A column keeps its type, and a new value that does not fit causes an error.
    """
    if action == "None":
        return dataset
    names = columns_to_change.resolve_required(dataset.schema, port="dataset", parameter="columns_to_change")
    if action == "SetMissingValues":
        return dataset.with_frame(replace_cells(dataset.frame, names, custom_missing_value, None))
    old = None if replace_values == "Missing" else custom_value
    return dataset.with_frame(replace_cells(dataset.frame, names, old, new_value))


def _find_cells(values: "pd.Series[Any]", text: str) -> Any:
    """Which cells hold the value that the text stands for; none where it stands for no value of the column's type."""
    kind = infer_column_type(values)
    if kind in ("text", "category", "other"):
        return (values.astype("str").eq(text).fillna(False) & values.notna()).to_numpy(dtype=bool)
    wanted = _parse_as_value(text, values, kind)
    if wanted is None:
        return np.zeros(len(values), dtype=bool)
    return values.eq(wanted).fillna(False).to_numpy(dtype=bool)


def _parse_as_value(text: str, values: "pd.Series[Any]", kind: ColumnType) -> Any:
    """The text as a value of the column's type, or None where it is none."""
    readers: dict[str, Callable[[str], Any]] = {
        "integer": _parse_whole_number,
        "real": float,
        "boolean": lambda word: TRUTH_TEXTS[word.strip().lower()],
        "datetime": lambda word: pd.to_datetime(word, format="ISO8601", utc=values.dt.tz is not None),
    }
    try:
        return readers[kind](text)
    except (ValueError, KeyError, OverflowError):
        return None


def _parse_whole_number(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        real = float(text)
        if not real.is_integer():
            raise
        number = int(real)
    if not -(2**63) <= number < 2**63:
        raise ValueError(text)
    return number


def _clear_cells(values: "pd.Series[Any]", cells: Any) -> "pd.Series[Any]":
    if isinstance(values.dtype, pd.CategoricalDtype):
        unused = values[cells].unique()
        return values.mask(cells).cat.remove_categories(list(unused))
    return values.astype(to_nullable_type(values.dtype)).mask(cells)


def _fill_cells(values: "pd.Series[Any]", cells: Any, text: str) -> "pd.Series[Any]":
    kind = infer_column_type(values)
    if isinstance(values.dtype, pd.CategoricalDtype):
        return _fill_category_cells(values, cells, text)
    if kind in ("text", "other"):
        return values.mask(cells, text)
    value = _parse_as_value(text, values, kind)
    if kind == "integer" and value is not None:
        values = widen_integers(values, value)
        value = value if can_hold(values.dtype, value) else None
    if value is None:
        count = int(cells.sum())
        message = (
            f"Column '{values.name}' is {kind}, but the new value '{text}' does not fit. {count:,} "
            f"cell{'s' if count > 1 else ''} would get it. Exclude the column, or enter a value of its type."
        )
        raise ModuleError(2, message, port="dataset", parameter="new_value", column=str(values.name))
    return values.mask(cells, value)


def _fill_category_cells(values: "pd.Series[Any]", cells: Any, text: str) -> "pd.Series[Any]":
    """The text becomes a level, unless a level reads like it; the replaced levels go."""
    gone = [level for level in values[cells].dropna().unique() if str(level) != text]
    levels = list(values.cat.categories)
    level = next((level for level in levels if str(level) == text), None)
    if level is None:
        if levels and not all(isinstance(level, str) for level in levels):
            values = values.cat.rename_categories([str(level) for level in levels])
            gone = [str(level) for level in gone]
        level = text
        values = values.cat.add_categories([text])
    return values.mask(cells, level).cat.remove_categories(gone)
