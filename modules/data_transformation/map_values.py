"""Map Values: values of a column replaced by those that a dictionary has for them."""

from typing import Annotated, Any, Literal

import pandas as pd
from pydantic import Field

from modules.data_transformation.column_helpers import set_columns
from modules.data_transformation.typed_values import ValueKind, find_value_type, read_typed_values
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
    titled,
)
from modules.kit.codegen.expressions import expr
from modules.kit.codegen.script_builder import StepCode
from modules.kit.errors import require_columns

Unmatched = Literal["Keep the value", "Make missing", "Stop with an error"]
NUMBERS = ("integer", "real")


class Entry(ParameterRow):
    """A value and what it becomes."""

    value: Annotated[str, Field(max_length=10_000)]
    becomes: Annotated[str, Field(max_length=10_000)] = ""


Entries = tuple[Entry, ...]


def _build_example() -> Call:
    orders = pd.DataFrame({"order": [1, 2, 3, 4], "country": ["DE", "FR", None, "XX"]})
    countries = pd.DataFrame({"code": ["DE", "FR"], "name": ["Germany", "France"]})
    return Call.of(
        Dataset(orders, {"order": "none"}),
        Dataset(countries),
        column="country",
        key_column="code",
        value_column="name",
        new_column="country name",
        unmatched="Make missing",
    )


def _predict_schema(
    dataset: Schema,
    dictionary: Schema | None,
    column: str,
    entries: Entries,
    values_are: ValueKind,
    key_column: str | None,
    value_column: str | None,
    unmatched: Unmatched,
    new_column: str,
) -> Schema:
    require_columns([column], dataset, port="dataset", parameter="column")
    if dictionary is not None:
        _check_dictionary(dataset[column], dictionary, key_column, value_column)
    kind = _find_type(dataset[column].type, dictionary, entries, values_are, value_column, unmatched)
    name = new_column or column
    if name in dataset:
        return dataset.with_column(name, type=kind, levels=None)
    return dataset.add_columns(Column(name, kind))


def _find_type(
    source: ColumnType,
    dictionary: Schema | None,
    entries: Entries,
    values_are: ValueKind,
    value_column: str | None,
    unmatched: Unmatched,
) -> ColumnType:
    """The type of the values; text where values that stay are of another type."""
    if dictionary is not None and value_column is not None:
        told = dictionary[value_column].type
        kind: ColumnType = "text" if told == "category" else told
    else:
        kind = find_value_type(_read_entries(entries, values_are), values_are)
    if unmatched != "Keep the value":
        return kind
    plain: ColumnType = "text" if source == "category" else source
    if {kind, plain} == set(NUMBERS):
        return "real"
    return kind if plain == kind else "text"


def _read_entries(entries: Entries, values_are: ValueKind) -> list[Any]:
    return read_typed_values([entry.becomes for entry in entries], values_are, parameter="entries")


def _check_dictionary(column: Column, dictionary: Schema, key: str | None, value: str | None) -> None:
    for name, parameter in ((key, "key_column"), (value, "value_column")):
        if name is None:
            message = "A dictionary is connected. Choose its column with the values, and that with the new ones."
            raise ModuleError(11, message, port="dictionary", parameter=parameter)
        require_columns([name], dictionary, port="dictionary", parameter=parameter)
    assert key is not None
    kinds = {"text" if kind == "category" else "number" if kind in NUMBERS else kind
             for kind in (column.type, dictionary[key].type)}  # fmt: skip
    if len(kinds) > 1:
        message = f"Column '{column.name}' is of type {column.type}, and '{key}' of the dictionary of type "
        message += f"{dictionary[key].type}. Give both one type with Select and Rename."
        raise ModuleError(154, message, port="dictionary", parameter="key_column", column=key)


def _emit_code(step: StepCode) -> None:
    source, dictionary = step.get_input("dataset"), step.find_input("dictionary")
    out = step.add_table("results_dataset", like=source)
    values = source.code.item(step.column)
    mapping = step.reserve_name("new_values")
    if dictionary is not None:
        first = expr("{table}.dropna(subset=[{key}]).drop_duplicates({key})", table=dictionary, key=step.key_column)
        step.assign(
            mapping, expr("{t}.set_index({key})[{value}]", t=first, key=step.key_column, value=step.value_column)
        )
    else:
        becomes = _read_entries(step.entries, step.values_are)
        step.assign(mapping, {entry.value: new for entry, new in zip(step.entries, becomes, strict=True)})
        if source.schema is None or step.column not in source.schema or source.schema[step.column].type != "text":
            values = values.method("astype", "str")
    mapped = values.method("map", mapping)
    if step.unmatched == "Keep the value":
        mapped = mapped.method("fillna", values)
    changed = {step.new_column or step.column: mapped}
    step.assign(out, expr("{source}.assign(**{changed})", source=source, changed=changed))


@module(
    "Map Values",
    category="Data Transformation",
    palette_group="Compute values",
    icon="replace",
    example=_build_example,
    schema=_predict_schema,
    traits=Traits(depends_on_other_rows=False),
    emit_code=_emit_code,
    keywords=(
        "value mapping",
        "dictionary",
        "lookup",
        "VLOOKUP",
        "XLOOKUP",
        "cell replacer",
        "find and replace",
        "find replace",
        "recode",
        "translate",
        "replace values",
        "map",
        "edit domain",
        "INDEX MATCH",
        "mapping table",
        "code list",
    ),
)
def map_values(
    dataset: Dataset,
    dictionary: Dataset | None = None,
    *,
    column: Annotated[str, column_of("dataset"), Field(description="The column whose values are looked up.")],
    entries: Annotated[
        Entries,
        rows_of(Entry, row_title="value"),
        titled("Values"),
        Field(max_length=2_000, description="What counts where no dictionary is connected."),
    ] = (),
    values_are: Annotated[
        ValueKind, titled("New values are"), Field(description="What the values of the rows are read as.")
    ] = "Text",
    key_column: Annotated[
        str | None,
        column_of("dictionary"),
        titled("Dictionary: value"),
        Field(description="The column of the dictionary that is compared."),
    ] = None,
    value_column: Annotated[
        str | None,
        column_of("dictionary"),
        titled("Dictionary: new value"),
        Field(description="The column of the dictionary with what the values become."),
    ] = None,
    unmatched: Annotated[
        Unmatched, titled("Values that are not listed"), Field(description="Missing values stay missing.")
    ] = "Keep the value",
    new_column: Annotated[
        str,
        titled("Name of the new column"),
        Field(max_length=300, description="Empty: the values of the column itself are replaced."),
    ] = "",
) -> Dataset:
    """Replace the values of a column by those that a dictionary has for them.

    The dictionary is a table at the second input, or the rows of the form. A value counts as a whole, and capitals
    matter. Of equal values in a dictionary the first counts. Values that are kept beside new ones of another type
    become text.
    """
    schema = dataset.schema
    require_columns([column], schema, port="dataset", parameter="column")
    told = dictionary.schema if dictionary is not None else None
    if told is not None:
        _check_dictionary(schema[column], told, key_column, value_column)
    elif not entries:
        message = "There is nothing to map. Add a value, or connect a dictionary."
        raise ModuleError(11, message, parameter="entries")
    kind = _find_type(schema[column].type, told, entries, values_are, value_column, unmatched)
    values = _drop_levels(dataset.frame[column])
    keys, mapping = _build_mapping(values, dictionary, entries, values_are, key_column, value_column)
    places = mapping.index.get_indexer(pd.Index(keys))
    matched = pd.Series(places >= 0, index=values.index) & values.notna()
    if unmatched == "Stop with an error":
        _refuse_unmatched(values[values.notna() & ~matched], column)
    mapped = _take_values(mapping, places, kind).set_axis(values.index).where(matched)
    if unmatched == "Keep the value":
        mapped = mapped.where(matched, values.astype(mapped.dtype))
    mapped = _drop_mask(mapped)
    return dataset.with_frame(set_columns(dataset.frame, {new_column or column: mapped}))


def _drop_levels(values: "pd.Series[Any]") -> "pd.Series[Any]":
    return values.astype("str") if isinstance(values.dtype, pd.CategoricalDtype) else values


def _build_mapping(
    values: "pd.Series[Any]",
    dictionary: Dataset | None,
    entries: Entries,
    values_are: ValueKind,
    key_column: str | None,
    value_column: str | None,
) -> "tuple[pd.Series[Any], pd.Series[Any]]":
    """What is looked up in each row, and the new values by what they stand for."""
    if dictionary is None:
        becomes = _read_entries(entries, values_are)
        by_text = {entry.value: new for entry, new in zip(reversed(entries), reversed(becomes), strict=True)}
        return values.astype("str"), pd.Series(by_text, dtype="object")
    assert key_column is not None
    assert value_column is not None
    table = dictionary.frame.dropna(subset=[key_column]).drop_duplicates(key_column)
    return values, _drop_levels(table[value_column]).set_axis(_drop_levels(table[key_column]))


def _refuse_unmatched(left: "pd.Series[Any]", column: str) -> None:
    if left.empty:
        return
    row, first = int(left.index[0]) + 1, str(left.iloc[0])[:60]
    count = f"{len(left):,} value{'s' if len(left) > 1 else ''}"
    message = f"{count} of column '{column}' are not listed. The first is '{first}' in row {row:,}. Add it."
    raise ModuleError(2, message, port="dataset", parameter="entries", column=column)


PANDAS_KINDS = {"text": "str", "real": "float64", "integer": "Int64", "boolean": "boolean"}


def _take_values(mapping: "pd.Series[Any]", places: Any, kind: ColumnType) -> "pd.Series[Any]":
    """The new value at each place, missing at -1, in the type that was foreseen."""
    dtype: Any = PANDAS_KINDS.get(kind, mapping.dtype)
    values = mapping.astype(dtype).reset_index(drop=True)
    return values.reindex(places)


def _drop_mask(values: "pd.Series[Any]") -> "pd.Series[Any]":
    plain = {"Int64": "int64", "boolean": "bool"}.get(str(values.dtype))
    return values.astype(plain) if plain and not values.isna().any() else values
