"""Split Data: divide the rows of a dataset into two datasets."""

import operator
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute
from pydantic import Field

from modules.data_transformation.row_division import draw_oldest, draw_oldest_of_series
from modules.data_transformation.row_split import split_by_time, split_rows
from modules.data_transformation.split_codegen import emit_drawn_rows
from modules.kit import (
    Call,
    Dataset,
    Fraction,
    ModuleError,
    Schema,
    Seed,
    Traits,
    column_of,
    module,
    shown_when,
    sweepable,
)
from modules.kit.codegen.expressions import Comparison, Expr, expr, join_parts
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode
from modules.kit.errors import require_columns
from modules.kit.large_tables.large_work import ByColumns
from modules.kit.schema import infer_column_type
from modules.learning.row_roles import find_listed_role, list_script_series

Mask = npt.NDArray[np.bool_]

OPERATORS: Mapping[str, Callable[[Any, Any], Any]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
}
SIGNS: Mapping[str, Comparison] = {
    "<=": "<=",
    ">=": ">=",
    "==": "==",
    "!=": "!=",
    "<": "<",
    ">": ">",
    "=": "==",
}
TOKEN = re.compile(
    r"""\s*(?:(?P<quoted>\\?"[^"]*"|'[^']*')|(?P<operator><=|>=|==|!=|<|>|=)|(?P<joint>&&?|\|\|?)|(?P<word>[^\s"'<>=!&|]+))"""
)
#: A time may be written without quotes, and then has a space in it: 2024-05-01 12:30.
DATE_TEXT = re.compile(r"\d{4}-\d{2}-\d{2}")


class SplitDataOutputs(NamedTuple):
    results_dataset1: Dataset
    results_dataset2: Dataset


@dataclass(frozen=True)
class ExpressionCondition:
    """One comparison of an expression, as `"price" > 5000`; `quoted` tells whether the value stood in quotes."""

    column: str
    operator: str
    value: str
    quoted: bool


def _build_example() -> Call:
    frame = pd.DataFrame({"make": ["audi", "bmw", "vw", "audi", "bmw", "vw"], "price": [5, 6, 7, 8, 9, 10]})
    return Call.of(Dataset(frame, {"price": "label"}), fraction=0.5, seed=7, stratify_by="make")


def _predict_schemas(dataset: Schema, splitting_mode: str, expression: str) -> tuple[Schema, Schema]:
    if splitting_mode == "Relative Expression" and expression.strip() and dataset.complete:
        _check_columns(parse_expression(expression), dataset)
    return dataset, dataset


def _check_columns(conditions: "list[list[ExpressionCondition]]", dataset: Schema) -> None:
    """That what stands on the left of each comparison is a column; error 1 with the way out otherwise."""
    for condition in (condition for alternative in conditions for condition in alternative):
        if condition.column not in dataset and condition.quoted and condition.value in dataset:
            turned = f'"{condition.value}" {condition.operator} "{condition.column}"'
            message = f"'{condition.column}' is no column of the data. Put the column first: {turned}."
            raise ModuleError(1, message, port="dataset", parameter="expression", column=condition.column)
    columns = [condition.column for alternative in conditions for condition in alternative]
    require_columns(columns, dataset, port="dataset", parameter="expression")


def _find_doubts(dataset: Schema | None, splitting_mode: str, expression: str) -> dict[str, str]:
    """A value in quotes that is called like a column, and is compared as that very text."""
    if splitting_mode != "Relative Expression" or dataset is None:
        return {}
    for condition in (condition for alternative in parse_expression(expression) for condition in alternative):
        if condition.quoted and condition.value in dataset and condition.column in dataset:
            message = f"It compares {condition.column} with the text '{condition.value}', and not with the column"
            return {"expression": f"{message} of this name."}
    return {}


def _emit_code(step: StepCode) -> None:
    source = step.get_input("dataset")
    first = step.reserve_name("in_first_part")
    if step.splitting_mode == "Split Rows":
        step.assign(first, emit_drawn_rows(step, source))
    elif step.splitting_mode == "Split by Time":
        time = step.time_column or find_listed_role(source.roles.items(), "time")
        if time is None:
            raise CannotGenerateCode("No column has the role time. Choose the column with the time.")
        series = [name for name in list_script_series(source.roles.items()) if name != time]
        if series:
            step.assign(first, step.use(draw_oldest_of_series).call(source, time, series, step.fraction))
        else:
            step.assign(first, step.use(draw_oldest).call(source.code.item(time), step.fraction))
    elif step.splitting_mode == "Regular Expression":
        texts = expr('{source}[{column}].astype("str").str', source=source, column=step.column)
        step.assign(first, texts.method("contains", step.pattern, regex=True, na=False))
    else:
        step.assign(first, _emit_expression(source.code, step.expression))
    for port, wanted, rows in (
        ("results_dataset1", "training_data", first),
        ("results_dataset2", "test_data", ~first),
    ):
        out = step.add_table(port, wanted, like=source)
        step.assign(out, source.code.item(rows).method("reset_index", drop=True))


def _emit_expression(table: Expr, expression: str) -> Expr:
    """The expression in pandas."""
    alternatives = [
        join_parts("&", [_emit_comparison(table, condition) for condition in alternative])
        for alternative in parse_expression(expression)
    ]
    return join_parts("|", alternatives)


def _emit_comparison(table: Expr, condition: ExpressionCondition) -> Expr:
    """A comparison; a value that reads as a number and stood in no quotes is a number. Missing values satisfy none."""
    column, sign = table.item(condition.column), SIGNS[condition.operator]
    value: str | float = condition.value
    with suppress(ValueError):
        value = condition.value if condition.quoted else float(condition.value)
    compared = column.compare(sign, value)
    return compared & column.method("notna") if sign == "!=" else compared


def _list_deciding_columns(
    dataset: Dataset,
    splitting_mode: str,
    stratify_by: str | None,
    time_column: str | None,
    column: str | None,
    expression: str,
) -> list[str]:
    """The columns by which rows go to one output or the other."""
    special = [name for name, role in dataset.roles.items() if role in ("group", "time", "series")]
    if splitting_mode == "Relative Expression":
        return [condition.column for alternative in parse_expression(expression) for condition in alternative]
    chosen = [column] if splitting_mode == "Regular Expression" else [stratify_by, time_column]
    return [*special, *(name for name in chosen if name is not None)]


@module(
    "Split Data",
    category="Data Transformation",
    palette_group="Rows and samples",
    icon="arrows-split-2",
    role="splitter",
    at_inference="drop",
    example=_build_example,
    schema=_predict_schemas,
    traits=Traits(partitions_rows=True, preserves="values", doubts=_find_doubts),
    keywords=("train test split", "train_test_split", "partitioning", "holdout", "data sampler", "stratify"),
    emit_code=_emit_code,
    large_tables=ByColumns(_list_deciding_columns),
)
def split_data(
    dataset: Dataset,
    *,
    splitting_mode: Annotated[
        Literal["Split Rows", "Split by Time", "Regular Expression", "Relative Expression"],
        Field(
            description="By a share of the rows, by a share with the oldest rows first, by a pattern in a text, or by "
            "comparisons of values."
        ),
    ] = "Split Rows",
    fraction: Annotated[
        Fraction,
        Field(description="The share of rows in the first output."),
        shown_when(splitting_mode=("Split Rows", "Split by Time")),
        sweepable,
    ] = 0.5,
    randomized: Annotated[
        bool,
        Field(description="Off: the first rows go to the first output."),
        shown_when(splitting_mode="Split Rows"),
    ] = True,
    seed: Annotated[Seed, shown_when(splitting_mode="Split Rows", randomized=True)] = 0,
    stratify_by: Annotated[
        str | None,
        Field(description="Each of this column's values is divided in the same proportion."),
        column_of("dataset"),
        shown_when(splitting_mode="Split Rows"),
    ] = None,
    time_column: Annotated[
        str | None,
        Field(description="Dates or numbers that order the rows. Empty: the column with the role time."),
        column_of("dataset"),
        shown_when(splitting_mode="Split by Time"),
    ] = None,
    column: Annotated[
        str | None,
        Field(description="The column whose text is searched."),
        column_of("dataset"),
        shown_when(splitting_mode="Regular Expression"),
    ] = None,
    pattern: Annotated[
        str,
        Field(description="Rows whose text matches go to the first output. Example: ^start."),
        shown_when(splitting_mode="Regular Expression"),
    ] = "",
    expression: Annotated[
        str,
        Field(description='Example: "price" > 5000 & "make" != "audi". & is evaluated before |.'),
        shown_when(splitting_mode="Relative Expression"),
    ] = "",
) -> SplitDataOutputs:
    """Split the rows of a dataset into two datasets.

    Split Rows puts a fraction of the rows into the first output, at random or from the top, and keeps their order.
    Where a column has the role group, all rows of a group go into the same output, and the fraction is met as closely
    as whole groups allow. Split by Time puts the oldest rows into the first output, and keeps rows of the same time
    together: train on them and test on the newer ones. Where columns have the role series, it does so within each
    series. Regular Expression puts the rows there whose text in a column
    matches (RE2 syntax, case-sensitive), Relative Expression those that satisfy comparisons with <, <=, >, >=, == and
    !=, joined by & and |. A missing value satisfies none. The second output has all other rows.
    """
    remarks: tuple[str | None, str | None] = (None, None)
    if splitting_mode == "Split Rows":
        first, remarks = split_rows(dataset, fraction, seed if randomized else None, stratify_by)
    elif splitting_mode == "Split by Time":
        first, remarks = split_by_time(dataset, time_column, fraction)
    elif splitting_mode == "Regular Expression":
        first = _match_pattern(dataset, column, pattern)
    else:
        first = _evaluate_expression(dataset, expression)
    parts = [dataset.with_frame(dataset.frame[rows].reset_index(drop=True)) for rows in (first, ~first)]
    parts = [replace(part, remark=remark) for part, remark in zip(parts, remarks, strict=True)]
    return SplitDataOutputs(*parts)


def _match_pattern(dataset: Dataset, column: str | None, pattern: str) -> Mask:
    """Which rows' text has a match. RE2 takes time in proportion to the text, whatever the pattern."""
    if column is None:
        raise ModuleError(11, "Choose the column that the pattern is searched in.", parameter="column")
    require_columns([column], dataset.schema, port="dataset", parameter="column")
    texts = pa.array(dataset.frame[column].astype("str"), type=pa.large_string(), from_pandas=True)
    try:
        found = pa.compute.match_substring_regex(texts, pattern)
    except pa.ArrowInvalid as error:
        reason = str(error).removeprefix("Invalid regular expression: ")
        message = f"'pattern' can't be used: {reason}. RE2 does not support look-ahead and back-references."
        raise ModuleError(2, message, parameter="pattern") from error
    return np.asarray(pa.compute.fill_null(found, False), dtype=bool)


def _evaluate_expression(dataset: Dataset, expression: str) -> Mask:
    conditions = parse_expression(expression)
    _check_columns(conditions, dataset.schema)
    alternatives = [
        np.logical_and.reduce(
            [_compare_column(dataset.frame[condition.column], condition) for condition in alternative]
        )
        for alternative in conditions
    ]
    return np.asarray(np.logical_or.reduce(alternatives), dtype=bool)


def parse_expression(expression: str) -> list[list[ExpressionCondition]]:
    """The alternatives of an expression, each a list of conditions that must all hold.

    A column's name stands in double quotes (the backslash that Azure wants before it is allowed); a condition
    without one is about the column before it: "price" > 5000 & < 9000.
    """
    tokens = _tokenize(expression)
    if any(kind == "word" and text[0] in "()" for kind, text in tokens):
        message = (
            f"The expression {expression!r} can't be read: parentheses are not supported. & is evaluated before |."
        )
        raise ModuleError(2, message, parameter="expression")
    alternatives: list[list[ExpressionCondition]] = [[]]
    column: str | None = None
    while tokens:
        kind, text = tokens.pop(0)
        if kind in ("quoted", "word"):
            column = _unquote(text)
            kind, text = tokens.pop(0) if tokens else ("end", "")
        if kind != "operator" or column is None:
            raise _build_syntax_error(expression, 'a column and an operator, as in "price" > 5000', text)
        alternatives[-1].append(_parse_condition(expression, column, text, tokens))
        if tokens:
            kind, text = tokens.pop(0)
            if kind != "joint" or not tokens:
                raise _build_syntax_error(expression, "& or | and another condition", text)
            if text.startswith("|"):
                alternatives.append([])
    if not alternatives[-1]:
        raise ModuleError(2, 'The expression is empty. Write one like "price" > 5000.', parameter="expression")
    return alternatives


def _parse_condition(
    expression: str, column: str, comparison: str, tokens: list[tuple[str, str]]
) -> ExpressionCondition:
    kind, text = tokens.pop(0) if tokens else ("end", "")
    if kind not in ("quoted", "word"):
        raise _build_syntax_error(expression, f"a value after {comparison}", text)
    if kind == "word" and DATE_TEXT.fullmatch(text) and tokens and tokens[0][0] == "word":
        text = f"{text} {tokens.pop(0)[1]}"
    return ExpressionCondition(column, comparison, _unquote(text), quoted=kind == "quoted")


def _tokenize(expression: str) -> list[tuple[str, str]]:
    tokens, place = [], 0
    text = expression.rstrip()
    while place < len(text):
        found = TOKEN.match(text, place)
        if found is None:
            raise _build_syntax_error(expression, "a closing quote or an operator", text[place:].strip())
        tokens.append((str(found.lastgroup), found[0].strip()))
        place = found.end()
    return tokens


def _unquote(text: str) -> str:
    text = text.removeprefix("\\")
    return text[1:-1] if text[0] in "\"'" else text


def _build_syntax_error(expression: str, expected: str, found: str) -> ModuleError:
    came = f"Got '{found[:40]}'" if found else "It ends there"
    return ModuleError(
        2, f"The expression {expression!r} can't be read. Expected {expected}. {came}.", parameter="expression"
    )


def _compare_column(values: "pd.Series[Any]", condition: ExpressionCondition) -> Mask:
    """Which values satisfy the condition; a missing value never does."""
    kind = infer_column_type(values)
    compare = OPERATORS[condition.operator]
    if kind in ("text", "category"):
        if condition.operator not in ("==", "=", "!="):
            message = f"Column '{condition.column}' is {kind}, which supports only == and !=. Got {condition.operator}."
            raise ModuleError(17, message, parameter="expression", column=condition.column)
        return np.asarray(compare(values.astype("str"), condition.value) & values.notna(), dtype=bool)
    try:
        wanted = _parse_comparable(condition.value, values)
    except ValueError as error:
        message = (
            f"Column '{condition.column}' is {kind}, but '{condition.value}' is not. Compare it with such a value."
        )
        raise ModuleError(2, message, parameter="expression", column=condition.column) from error
    there = values.notna().to_numpy()
    result = np.zeros(len(values), dtype=bool)
    result[there] = np.asarray(compare(values[there], wanted), dtype=bool)
    return result


def _parse_comparable(text: str, values: "pd.Series[Any]") -> Any:
    """The text as a value that can be compared with the column's; raises ValueError where it is none."""
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return pd.to_datetime(text, format="ISO8601", utc=values.dt.tz is not None)
    if pd.api.types.is_bool_dtype(values.dtype) and text.lower() in ("true", "false"):
        return text.lower() == "true"
    if pd.api.types.is_numeric_dtype(values.dtype):
        return int(text) if text.lstrip("+-").isdecimal() else float(text)
    raise ValueError(text)
