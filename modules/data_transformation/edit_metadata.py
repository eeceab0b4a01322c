"""Edit Metadata: change what is said of columns: their type, whether they are categories, their role, their name."""

import csv
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal

import pandas as pd
from pydantic import Field

from modules.kit import (
    Call,
    Column,
    Columns,
    ColumnType,
    Dataset,
    ModuleError,
    Role,
    Schema,
    Scores,
    Traits,
    columns_of,
    module,
    shown_when,
    titled,
)
from modules.kit.errors import require_columns

DataType = Literal["Unchanged", "String", "Integer", "Double", "Boolean", "DateTime"]
Categorical = Literal["Unchanged", "Categorical", "NonCategorical"]
Fields = Literal[
    "Unchanged", "Features", "Labels", "ClearFeatures", "ClearLabels", "ClearScores", "Weights", "Times", "Groups"
]

TYPES: Mapping[str, ColumnType] = {
    "String": "text",
    "Integer": "integer",
    "Double": "real",
    "Boolean": "boolean",
    "DateTime": "datetime",
}
ROLES: Mapping[str, Role] = {
    "Features": "feature",
    "Labels": "label",
    "Weights": "weight",
    "Times": "time",
    "Groups": "group",
}
#: The role that is cleared, and the one that takes its place.
CLEARED: Mapping[str, tuple[Role, Role]] = {
    "ClearFeatures": ("feature", "none"),
    "ClearLabels": ("label", "feature"),
    "ClearScores": ("score", "feature"),
}
BOOLEANS = {"true": True, "false": False, "yes": True, "no": False, "1": True, "0": False, "1.0": True, "0.0": False}
#: The largest whole number that a column can hold lies just below.
INTEGER_LIMIT = 2.0**63


def _example() -> Call:
    frame = pd.DataFrame({"id": ["7", "8", "9"], "class": ["good", "bad", "good"]})
    wanted = Columns(start="none", names=("id",))
    return Call.of(
        Dataset(frame), columns=wanted, data_type="Integer", fields="ClearFeatures", new_column_names="number"
    )


def _edited(
    dataset: Schema,
    columns: Columns,
    data_type: DataType,
    categorical: Categorical,
    fields: Fields,
    new_column_names: str,
) -> Schema | None:
    chosen = set(columns.required(dataset, port="dataset", parameter="columns"))
    names = _new_names(dataset, columns, new_column_names)
    kinds = {column.name: _foreseen_type(column, data_type, categorical) for column in dataset.only(chosen)}
    if None in kinds.values():
        return None
    edited = tuple(
        Column(
            name=names.get(column.name, column.name),
            type=kinds.get(column.name) or column.type,
            role=_role(column.role, fields) if column.name in chosen else column.role,
            levels=None if column.name in chosen and data_type != "Unchanged" else column.levels,
        )
        for column in dataset
    )
    return Schema(edited, complete=dataset.complete)


def _renames(dataset: Schema, columns: Columns, new_column_names: str) -> dict[str, str]:
    return _new_names(dataset, columns, new_column_names)


@module(
    "Edit Metadata",
    category="Data Transformation",
    icon="tag",
    example=_example,
    schema=_edited,
    traits=Traits(keeps="rows", renames=_renames),
)
def edit_metadata(
    dataset: Dataset,
    *,
    columns: Annotated[Columns, columns_of("dataset"), titled("Columns to change")],
    data_type: Annotated[
        DataType, Field(description="Values that cannot be converted are refused, never lost.")
    ] = "Unchanged",
    datetime_format: Annotated[
        str,
        titled("Date and time format"),
        Field(description="As in %d/%m/%Y %H:%M. Empty: recognised value by value."),
        shown_when(data_type="DateTime"),
    ] = "",
    categorical: Annotated[Categorical, Field(description="Whether values are levels of a category.")] = "Unchanged",
    fields: Annotated[
        Fields,
        titled("Role"),
        Field(description="ClearFeatures keeps columns out of training, as identifiers."),
    ] = "Unchanged",
    new_column_names: Annotated[
        str, Field(description="One name per chosen column, separated by commas, in the order of the data.")
    ] = "",
) -> Dataset:
    """Change the type, the role or the name of columns.

    All settings hold for all chosen columns. A conversion that would lose a value is refused, with the number of such
    values and the first of them. Numbers become times as seconds since 1970; times with an offset become UTC.
    """
    schema = dataset.schema
    require_columns(columns.names, schema, port="dataset", parameter="columns")
    chosen = columns.required(schema, port="dataset", parameter="columns")
    names = _new_names(schema, columns, new_column_names)
    changed = {name: _changed(dataset.frame[name], data_type, datetime_format, categorical) for name in chosen}
    frame = dataset.frame.assign(**changed).rename(columns=names)
    roles = {**dataset.roles, **{name: _role(dataset.roles.get(name, "feature"), fields) for name in chosen}}
    renamed = {names.get(name, name): role for name, role in roles.items() if role != "feature"}
    return Dataset(frame, renamed, _renamed_scores(dataset.scores, names))


def _new_names(schema: Schema, columns: Columns, new_column_names: str) -> dict[str, str]:
    """The new name of each chosen column; empty when names stay."""
    if not new_column_names.strip():
        return {}
    chosen = columns.chosen(schema)
    kept = set(schema.names).difference(chosen)
    names = [name.strip() for name in next(csv.reader([new_column_names], skipinitialspace=True))]
    if len(names) != len(chosen):
        message = (
            f"'new_column_names' must hold one name per chosen column: {len(chosen)}. Got {len(names)}. "
            "A name that contains a comma stands in double quotes."
        )
        raise ModuleError(27, message, port="dataset", parameter="new_column_names")
    if not all(names):
        raise ModuleError(
            2, "'new_column_names' holds an empty name. Give each column a name.", parameter="new_column_names"
        )
    repeated = next((name for name in names if name in kept or names.count(name) > 1), None)
    if repeated is not None:
        message = f"Two columns would be called '{repeated}'. Choose another name."
        raise ModuleError(28, message, parameter="new_column_names", column=repeated)
    return dict(zip(chosen, names, strict=True))


def _renamed_scores(scores: Scores | None, names: Mapping[str, str]) -> Scores | None:
    if scores is None:
        return None
    return replace(
        scores,
        label=names.get(scores.label, scores.label) if scores.label is not None else None,
        predicted=names.get(scores.predicted, scores.predicted),
        probabilities={value: names.get(column, column) for value, column in scores.probabilities.items()},
    )


def _role(role: Role, fields: Fields) -> Role:
    if fields in CLEARED:
        cleared, instead = CLEARED[fields]
        return instead if role == cleared else role
    return ROLES.get(fields, role)


def _foreseen_type(column: Column, data_type: DataType, categorical: Categorical) -> ColumnType | None:
    """The type after the change; None where a category becomes what its levels are, which only the data say."""
    if categorical == "Categorical" or (column.type == "category" and categorical == "Unchanged"):
        return "category"
    if data_type != "Unchanged":
        return TYPES[data_type]
    return None if column.type == "category" else column.type


def _changed(
    values: "pd.Series[Any]", data_type: DataType, datetime_format: str, categorical: Categorical
) -> "pd.Series[Any]":
    was_category = isinstance(values.dtype, pd.CategoricalDtype)
    if data_type != "Unchanged" or (was_category and categorical == "NonCategorical"):
        values = _without_category(values)
    if data_type != "Unchanged":
        values = _converted(values, data_type, datetime_format)
    if categorical == "Categorical" or (was_category and categorical == "Unchanged"):
        values = values.astype("category")
    return values


def _without_category(values: "pd.Series[Any]") -> "pd.Series[Any]":
    if not isinstance(values.dtype, pd.CategoricalDtype):
        return values
    levels = values.cat.categories
    if values.isna().any() and pd.api.types.is_integer_dtype(levels.dtype):
        return values.astype("float64")
    return values.astype(levels.dtype)


def _converted(values: "pd.Series[Any]", data_type: DataType, datetime_format: str) -> "pd.Series[Any]":
    if data_type == "DateTime":
        return _to_times(values, datetime_format)
    converters: Mapping[str, Callable[[pd.Series[Any]], pd.Series[Any]]] = {
        "String": _to_text,
        "Integer": _to_integers,
        "Double": _to_reals,
        "Boolean": _to_booleans,
    }
    return converters[data_type](values)


def _refuse_lost(values: "pd.Series[Any]", converted: "pd.Series[Any]", wanted: str, advice: str) -> None:
    """Raise error 42 when values that were there are missing after the conversion."""
    lost = values[converted.isna() & values.notna()]
    if not lost.empty:
        row, first = int(lost.index[0]) + 1, str(lost.iloc[0])[:60]
        count = f"{len(lost):,} value{'s' if len(lost) > 1 else ''}"
        message = (
            f"{count} of column '{values.name}' cannot become {wanted}. The first is '{first}' in row {row:,}. {advice}"
        )
        raise ModuleError(42, message, port="dataset", parameter="data_type", column=str(values.name))


def _to_text(values: "pd.Series[Any]") -> "pd.Series[Any]":
    return values.astype("str")


def _numbers(values: "pd.Series[Any]", wanted: str) -> "pd.Series[Any]":
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        message = f"Column '{values.name}' holds dates and times, which cannot become {wanted}. Choose String."
        raise ModuleError(42, message, port="dataset", parameter="data_type", column=str(values.name))
    numbers = pd.to_numeric(values, errors="coerce")
    _refuse_lost(values, numbers, wanted, "Correct the values, or choose String.")
    return numbers


def _to_reals(values: "pd.Series[Any]") -> "pd.Series[Any]":
    return _numbers(values, "a real number").astype("float64")


def _to_integers(values: "pd.Series[Any]") -> "pd.Series[Any]":
    numbers = _numbers(values, "a whole number")
    missing = int(numbers.isna().sum())
    if missing:
        message = (
            f"Column '{values.name}' has {missing:,} missing value{'s' if missing > 1 else ''}, and a column of whole "
            "numbers has none. Clean Missing Data first, or choose Double."
        )
        raise ModuleError(42, message, port="dataset", parameter="data_type", column=str(values.name))
    if pd.api.types.is_float_dtype(numbers.dtype):
        whole = (numbers % 1 == 0) & (numbers.abs() < INTEGER_LIMIT)
        _refuse_lost(values, numbers.where(whole), "a whole number", "Choose Double, or round them first.")
    return numbers.astype("int64")


def _to_booleans(values: "pd.Series[Any]") -> "pd.Series[Any]":
    if pd.api.types.is_bool_dtype(values.dtype):
        return values
    booleans = values.astype("str").str.strip().str.lower().map(BOOLEANS).astype("boolean")
    _refuse_lost(values, booleans, "true or false", "Wanted are true and false, yes and no, or 1 and 0.")
    return booleans if booleans.isna().any() else booleans.astype("bool")


def _to_times(values: "pd.Series[Any]", datetime_format: str) -> "pd.Series[Any]":
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return values
    if pd.api.types.is_bool_dtype(values.dtype):
        message = f"Column '{values.name}' holds true and false, which are no times. Choose another column."
        raise ModuleError(42, message, port="dataset", parameter="data_type", column=str(values.name))
    if pd.api.types.is_numeric_dtype(values.dtype):
        if datetime_format:
            values = values.astype("str")
        else:
            times = pd.to_datetime(values.astype("float64"), unit="s", errors="coerce", utc=True)
            _refuse_lost(values, times, "a time", "Numbers are read as seconds since 1970.")
            return times.dt.tz_localize(None).dt.as_unit("us")
    try:
        times = pd.to_datetime(values, format=datetime_format or "mixed", errors="coerce", utc=True)
    except ValueError as error:
        message = f"'datetime_format' cannot be used: {error}. Write it as in %d/%m/%Y, or leave it empty."
        raise ModuleError(2, message, parameter="datetime_format") from error
    _refuse_lost(values, times, "a time", "Give the format that the values have, as in %d/%m/%Y.")
    return times.dt.tz_localize(None).dt.as_unit("us")
