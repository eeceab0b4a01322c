"""Edit Metadata: change what is said of columns: their type, whether they are categories, their role, their name."""

import csv
from collections.abc import Mapping
from typing import Annotated, Any, Literal

import pandas as pd
from pydantic import Field

from modules.data_transformation.column_conversion import BOOLEAN_WORDS, DataType, convert_type
from modules.kit import (
    Call,
    Column,
    Columns,
    ColumnType,
    Dataset,
    Role,
    Schema,
    Traits,
    columns_of,
    module,
    shown_when,
    titled,
)
from modules.kit.codegen.expressions import Expr, ScriptVariable, expr
from modules.kit.codegen.script_builder import (
    CannotGenerateCode,
    StepCode,
    find_column_names,
    select_columns_expression,
)
from modules.kit.column_renaming import parse_new_names, rename_score_columns
from modules.kit.dates import DateOrder, parse_times
from modules.kit.errors import require_columns
from modules.kit.large_tables.large_work import ByRows
from modules.kit.nested_values import refuse_nested

Categorical = Literal["Unchanged", "Categorical", "NonCategorical"]
Fields = Literal[
    "Unchanged",
    "Features",
    "Labels",
    "ClearFeatures",
    "ClearLabels",
    "ClearScores",
    "Weights",
    "Times",
    "Series",
    "Groups",
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
    "Series": "series",
    "Groups": "group",
}
#: The role that is cleared, and the one that takes its place.
CLEARED: Mapping[str, tuple[Role, Role]] = {
    "ClearFeatures": ("feature", "none"),
    "ClearLabels": ("label", "feature"),
    "ClearScores": ("score", "feature"),
}


def _build_example() -> Call:
    frame = pd.DataFrame({"id": ["7", "8", "9"], "class": ["good", "bad", "good"]})
    wanted = Columns(start="none", names=("id",))
    return Call.of(
        Dataset(frame), columns=wanted, data_type="Integer", fields="ClearFeatures", new_column_names="number"
    )


def _predict_schema(
    dataset: Schema,
    columns: Columns,
    data_type: DataType,
    categorical: Categorical,
    fields: Fields,
    new_column_names: str,
) -> Schema | None:
    chosen = set(columns.resolve_required(dataset, port="dataset", parameter="columns"))
    names = _map_new_names(dataset, columns, new_column_names)
    kinds = {column.name: _predict_type(column, data_type, categorical) for column in dataset.select(chosen)}
    if None in kinds.values():
        return None
    edited = tuple(
        Column(
            name=names.get(column.name, column.name),
            type=kinds.get(column.name) or column.type,
            role=_choose_edited_role(column.role, fields) if column.name in chosen else column.role,
            levels=None if column.name in chosen and data_type != "Unchanged" else column.levels,
        )
        for column in dataset
    )
    return Schema(edited, complete=dataset.complete)


def _find_renamed_columns(dataset: Schema, columns: Columns, new_column_names: str) -> dict[str, str]:
    return _map_new_names(dataset, columns, new_column_names)


def _emit_code(step: StepCode) -> None:
    source = step.get_input("dataset")
    out = step.add_table("results_dataset", like=source)
    out.roles.update(_choose_emitted_roles(step, source))
    names = select_columns_expression(step.columns, source)
    step.assign(out, source.code.method("copy"))
    _emit_type(step, out.code.item(names))
    if step.categorical == "Categorical":
        step.assign(out, expr('{out}.astype(dict.fromkeys({names}, "category"))', out=out, names=names))
    elif step.categorical == "NonCategorical" and step.data_type == "Unchanged":
        texts = expr('dict.fromkeys({part}.select_dtypes("category"), "str")', part=out.code.item(names))
        step.assign(out, out.code.method("astype", texts))
    if step.new_column_names.strip():
        new = [name.strip() for name in next(csv.reader([step.new_column_names], skipinitialspace=True))]
        if step.columns.start == "all" and not step.columns.names:
            step.assign(out.code.attribute("columns"), new)
        else:
            renamed = expr("dict(zip({names}, {new}))", names=names, new=new)
            step.assign(out, out.code.method("rename", columns=renamed))
    _tell_role(step)


def _emit_type(step: StepCode, part: Expr) -> None:
    """The chosen columns with another type."""
    kinds = {"String": "str", "Integer": "int64", "Double": "float64"}
    if step.data_type in kinds:
        numbers = part if step.data_type == "String" else expr("{part}.apply(pd.to_numeric)", part=part)
        step.assign(part, numbers.method("astype", kinds[step.data_type]))
    elif step.data_type == "Boolean":
        words = expr('{part}.apply(lambda values: values.astype("str").str.strip().str.lower())', part=part)
        step.assign(part, expr("{words}.replace({known}).astype(bool)", words=words, known=BOOLEAN_WORDS))
    elif step.data_type == "DateTime":
        how = {"format": step.datetime_format} if step.datetime_format else {"order": step.date_order}
        reader = expr("pd.to_datetime") if step.datetime_format else step.use(parse_times)
        step.assign(part, part.method("apply", reader, **how))


def _choose_emitted_roles(step: StepCode, source: ScriptVariable) -> dict[str, Role]:
    """The roles that the chosen columns get, as far as the columns are known before a run."""
    known = find_column_names(step.columns, source)
    if step.fields == "Unchanged":
        return {}
    if known is None:
        raise CannotGenerateCode("Which columns get the role is known only during a run. Choose them by name.")
    return {name: _choose_edited_role(source.roles.get(name, "feature"), step.fields) for name in known}


def _tell_role(step: StepCode) -> None:
    """Roles are no part of a table: what learns leaves these columns out."""
    roles = {"Labels": "the label", "Weights": "weights", "Times": "times", "Groups": "groups"}
    if step.fields in roles:
        step.add_comment(f"The chosen columns are {roles[step.fields]}: models do not learn from them.", first=True)
    elif step.fields == "ClearFeatures":
        step.add_comment("The chosen columns are no features: models do not learn from them.", first=True)


def _keeps_values(data_type: DataType, categorical: Categorical) -> bool:
    """Whether only names and roles change, for which no value is looked at."""
    return data_type == "Unchanged" and categorical == "Unchanged"


@module(
    "Edit Metadata",
    category="Data Transformation",
    palette_group="Columns",
    icon="tag",
    role="metadata_editor",
    example=_build_example,
    schema=_predict_schema,
    traits=Traits(preserves="rows", renames=_find_renamed_columns),
    keywords=(
        "rename columns",
        "cast",
        "astype",
        "change type",
        "select role",
        "edit domain",
        "categorical",
        "convert type",
        "number to category",
        "domain calculator",
        "number to string",
        "set target",
        "set role",
    ),
    emit_code=_emit_code,
    large_tables=ByRows(_keeps_values),
)
def edit_metadata(
    dataset: Dataset,
    *,
    columns: Annotated[
        Columns,
        Field(description="Columns whose type, role or name is changed."),
        columns_of("dataset"),
        titled("Columns to change"),
    ],
    data_type: Annotated[
        DataType, Field(description="If a value can't be converted, the step fails instead of losing it.")
    ] = "Unchanged",
    datetime_format: Annotated[
        str,
        titled("Date and time format"),
        Field(description="Such as %d/%m/%Y %H:%M. Empty: detected from the values."),
        shown_when(data_type="DateTime"),
    ] = "",
    date_order: Annotated[
        DateOrder,
        titled("Order of day and month"),
        Field(
            description="For dates such as 05/01/2024 without a format. Detect looks at the whole column and fails if "
            "both orders fit."
        ),
        shown_when(data_type="DateTime"),
    ] = "Detect",
    categorical: Annotated[Categorical, Field(description="Whether the values are categories.")] = "Unchanged",
    fields: Annotated[
        Fields,
        titled("Role"),
        Field(
            description="ClearFeatures keeps columns out of training, as identifiers. Weights say how much each row "
            "counts, Groups which rows stay together in splits and folds, Times in which order rows came."
        ),
    ] = "Unchanged",
    new_column_names: Annotated[
        str, Field(description="One name per chosen column, separated by commas, in the order of the data.")
    ] = "",
) -> Dataset:
    """Change the type, the role or the name of columns.

    All settings apply to all selected columns. A conversion that would lose a value causes an error with the number of
    such values and the first of them. Numbers become times as seconds since 1970; times with an offset become UTC.
    Dates have one order of day and month in the whole column, and years of two digits are those from 1969 to 2068.
    """
    schema = dataset.schema
    require_columns(columns.names, schema, port="dataset", parameter="columns")
    chosen = columns.resolve_required(schema, port="dataset", parameter="columns")
    names = _map_new_names(schema, columns, new_column_names)
    if categorical == "Categorical":
        for name in chosen:
            refuse_nested(dataset.frame[name], port="dataset", parameter="columns")
    settings = (data_type, datetime_format, date_order, categorical)
    changed = {name: change_column(dataset.frame[name], *settings) for name in chosen}
    frame = dataset.with_columns(changed).rename(columns=names)
    roles = {
        **dataset.roles,
        **{name: _choose_edited_role(dataset.roles.get(name, "feature"), fields) for name in chosen},
    }
    renamed = {names.get(name, name): role for name, role in roles.items() if role != "feature"}
    return Dataset(frame, renamed, rename_score_columns(dataset.scores, names))


def _map_new_names(schema: Schema, columns: Columns, new_column_names: str) -> dict[str, str]:
    """The new name of each chosen column; empty when names stay."""
    chosen = columns.resolve(schema)
    kept = set(schema.names).difference(chosen)
    return parse_new_names(chosen, new_column_names, parameter="new_column_names", other_names=kept)


def _choose_edited_role(role: Role, fields: Fields) -> Role:
    if fields in CLEARED:
        cleared, instead = CLEARED[fields]
        return instead if role == cleared else role
    return ROLES.get(fields, role)


def _predict_type(column: Column, data_type: DataType, categorical: Categorical) -> ColumnType | None:
    """The type after the change; None where a category becomes what its levels are, which only the data say."""
    if categorical == "Categorical" or (column.type == "category" and categorical == "Unchanged"):
        return "category"
    if data_type != "Unchanged":
        return TYPES[data_type]
    return None if column.type == "category" else column.type


def change_column(
    values: "pd.Series[Any]",
    data_type: DataType,
    datetime_format: str,
    date_order: DateOrder,
    categorical: Categorical,
) -> "pd.Series[Any]":
    was_category = isinstance(values.dtype, pd.CategoricalDtype)
    if data_type != "Unchanged" or (was_category and categorical == "NonCategorical"):
        values = _drop_categories(values)
    if data_type != "Unchanged":
        values = convert_type(values, data_type, datetime_format, date_order)
    if categorical == "Categorical" or (was_category and categorical == "Unchanged"):
        values = values.astype("category")
    return values


def _drop_categories(values: "pd.Series[Any]") -> "pd.Series[Any]":
    if not isinstance(values.dtype, pd.CategoricalDtype):
        return values
    levels = values.cat.categories
    if values.isna().any() and pd.api.types.is_integer_dtype(levels.dtype):
        return values.astype("Int64")
    return values.astype(levels.dtype)
