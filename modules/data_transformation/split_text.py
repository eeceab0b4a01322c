"""Split Text: the parts of a text become columns, or rows."""

import re
from typing import Annotated, Any, Literal

import pandas as pd
from pydantic import Field

from modules.kit import (
    Call,
    Column,
    Dataset,
    ModuleError,
    Schema,
    Traits,
    column_of,
    module,
    shown_when,
    titled,
)
from modules.kit.codegen.expressions import expr
from modules.kit.codegen.script_builder import StepCode
from modules.kit.errors import require_columns
from modules.kit.unused_names import find_unused_names

SplitInto = Literal["Columns", "Rows"]


def _build_example() -> Call:
    people = pd.DataFrame({"name": ["Ann Lee", "Bob", None, "Zoë van Dyk"], "age": [31, 44, 52, 27]})
    return Call.of(Dataset(people, {"age": "label"}), column="name", separator=" ", parts=2)


def _name_parts(schema: Schema, column: str, parts: int) -> list[str]:
    return find_unused_names([f"{column} {number + 1}" for number in range(parts)], schema.names)


def _predict_schema(dataset: Schema, column: str, split_into: SplitInto, parts: int, keep_column: bool) -> Schema:
    require_columns([column], dataset, port="dataset", parameter="column")
    if split_into == "Rows":
        return dataset.with_column(column, type="text", levels=None)
    kept = dataset if keep_column else dataset.drop([column])
    return kept.add_columns(*(Column(name, "text") for name in _name_parts(dataset, column, parts)))


def _find_derived_columns(
    dataset: Schema, column: str, split_into: SplitInto, parts: int
) -> dict[str, tuple[str, ...]]:
    return dict.fromkeys(_name_parts(dataset, column, parts), (column,)) if split_into == "Columns" else {}


def _emit_code(step: StepCode) -> None:
    source = step.get_input("dataset")
    out = step.add_table("results_dataset", like=source)
    if step.split_into == "Rows":
        step.assign(out, step.use(split_into_rows).call(source, step.column, step.separator, regex=step.is_pattern))
        return
    taken = source.schema or Schema(())
    names = _name_parts(taken, step.column, step.parts)
    made = step.use(split_into_columns).call(
        source.code.item(step.column), step.separator, names, regex=step.is_pattern
    )
    kept = source.code if step.keep_column else source.code.method("drop", columns=[step.column])
    step.assign(out, expr("{kept}.join({parts})", kept=kept, parts=made))


def split_into_columns(texts: "pd.Series[Any]", separator: str, names: list[str], *, regex: bool) -> pd.DataFrame:
    """A column for each part; what is left over stays in the last one."""
    texts = texts.astype("str")
    if len(names) == 1:
        return pd.DataFrame({names[0]: texts})
    split = [
        text if isinstance(text, list) else [] for text in texts.str.split(separator, n=len(names) - 1, regex=regex)
    ]
    made = {name: [parts[at] if at < len(parts) else None for parts in split] for at, name in enumerate(names)}
    return pd.DataFrame(made, index=texts.index, dtype="str")


def split_into_rows(data: pd.DataFrame, column: str, separator: str, *, regex: bool) -> pd.DataFrame:
    """A row for each part of a text; all other values are repeated."""
    parts = data[column].astype("str").str.split(separator, regex=regex)
    return data.assign(**{column: parts}).explode(column, ignore_index=True).astype({column: "str"})


@module(
    "Split Text",
    category="Data Transformation",
    palette_group="Compute values",
    icon="separator-vertical",
    example=_build_example,
    schema=_predict_schema,
    traits=Traits(depends_on_other_rows=False, derives=_find_derived_columns),
    emit_code=_emit_code,
    keywords=(
        "text to columns",
        "split column",
        "cell splitter",
        "split to rows",
        "delimiter",
        "separator",
        "explode",
        "unnest",
        "tokenize",
        "str.split",
        "separate",
        "ungroup",
        "text to rows",
    ),
)
def split_text(
    dataset: Dataset,
    *,
    column: Annotated[
        str, Field(description="The column with the texts to split."), column_of("dataset", types=("text", "category"))
    ],
    separator: Annotated[
        str, Field(min_length=1, max_length=1_000, description="What stands between the parts, such as a comma.")
    ] = ",",
    is_pattern: Annotated[
        bool, titled("Separator is a pattern"), Field(description="A regular expression, such as \\s*[,;]\\s*.")
    ] = False,
    split_into: Annotated[SplitInto, Field(description="Rows repeat all other values.")] = "Columns",
    parts: Annotated[
        int,
        titled("Number of columns"),
        Field(ge=1, le=1_000, description="Missing where there are fewer parts; the last one keeps what is left over."),
        shown_when(split_into="Columns"),
    ] = 2,
    keep_column: Annotated[
        bool,
        Field(description="Off: the column is left out of the result."),
        titled("Keep the column itself"),
        shown_when(split_into="Columns"),
    ] = True,
) -> Dataset:
    """Split a text into columns or rows.

    The parts stay as they are: trim them with Edit Text. The new columns are called after the column, with a number.
    """
    schema = dataset.schema
    require_columns([column], schema, port="dataset", parameter="column")
    if schema[column].type not in ("text", "category"):
        message = f"Column '{column}' is of type {schema[column].type} and has no texts. Choose another column."
        raise ModuleError(17, message, port="dataset", parameter="column", column=column)
    if is_pattern:
        _check_pattern(separator)
    if split_into == "Rows":
        return dataset.with_frame(split_into_rows(dataset.frame, column, separator, regex=is_pattern))
    made = split_into_columns(dataset.frame[column], separator, _name_parts(schema, column, parts), regex=is_pattern)
    kept = dataset.frame if keep_column else dataset.frame.drop(columns=[column])
    return dataset.with_frame(kept.join(made))


def _check_pattern(pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error as error:
        message = f"The separator is no regular expression: {error}. Correct it, or turn off the pattern."
        raise ModuleError(2, message, parameter="separator") from error
