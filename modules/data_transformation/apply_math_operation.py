"""Apply Math Operation: a function of numbers, applied to columns."""

import logging
from dataclasses import replace
from typing import Annotated, Any, Literal, get_args

import numpy as np
import pandas as pd
from pydantic import Field

from modules.data_transformation.math_functions import (
    COMPARISONS,
    ONE_ARGUMENT,
    TWO_ARGUMENTS,
    Arithmetic,
    Basic,
    Compare,
    Numbers,
    Operation,
    Rounding,
    Special,
    Trigonometric,
)
from modules.data_transformation.new_columns import unused_names, with_columns
from modules.kit import (
    Call,
    Column,
    Columns,
    Dataset,
    ModuleError,
    Schema,
    Traits,
    columns_of,
    module,
    shown_when,
)

OutputMode = Literal["Append", "Inplace", "ResultOnly"]
SecondArgument = Literal["Constant", "ColumnSet"]

log = logging.getLogger(__name__)

NUMERIC_FEATURES = Columns(start="rule", types=("integer", "real"), roles=("feature",))
NO_COLUMN = Columns(start="none")
#: In the order in which the form offers them.
OPERATIONS = tuple(
    name for group in (Arithmetic, Basic, Compare, Rounding, Special, Trigonometric) for name in get_args(group)
)
OF_TWO = tuple(name for name in OPERATIONS if name in TWO_ARGUMENTS)


def _example() -> Call:
    frame = pd.DataFrame({"make": ["audi", "bmw"], "length": [176.6, 189.0], "width": [66.2, 64.8]})
    sides = {name: Columns(start="none", names=(side,)) for name, side in (("columns", "length"), ("other", "width"))}
    return Call.of(
        Dataset(frame),
        operation="Multiply",
        column_set=sides["columns"],
        second_argument_type="ColumnSet",
        second_argument_columns=sides["other"],
    )


def _with_results(
    dataset: Schema,
    operation: Operation,
    column_set: Columns,
    second_argument_type: SecondArgument,
    constant_second_argument: float,
    second_argument_columns: Columns,
    output_mode: OutputMode,
) -> Schema:
    chosen = _numeric(dataset, column_set, "column_set")
    others = _others(dataset, chosen, operation, second_argument_type, second_argument_columns)
    names = _result_names(dataset, chosen, others, operation, constant_second_argument, output_mode)
    kind: Any = "boolean" if operation in COMPARISONS else "real"
    if output_mode == "Inplace":
        changed = {column.name: replace(column, type=kind) for column in dataset.only(chosen)}
        return Schema(tuple(changed.get(column.name, column) for column in dataset), complete=dataset.complete)
    if output_mode == "ResultOnly":
        return Schema(tuple(Column(names[column.name], kind, column.role) for column in dataset.only(chosen)))
    return dataset.plus(*(Column(names[name], kind) for name in chosen))


def _derives(
    dataset: Schema,
    operation: Operation,
    column_set: Columns,
    second_argument_type: SecondArgument,
    constant_second_argument: float,
    second_argument_columns: Columns,
    output_mode: OutputMode,
) -> dict[str, tuple[str, ...]]:
    """The result of each chosen column comes from it, and from its second argument where that is a column."""
    chosen = _numeric(dataset, column_set, "column_set")
    others = _others(dataset, chosen, operation, second_argument_type, second_argument_columns)
    names = _result_names(dataset, chosen, others, operation, constant_second_argument, output_mode)
    return {names[name]: (name, *([others[place]] if others else [])) for place, name in enumerate(chosen)}


@module(
    "Apply Math Operation",
    category="Data Transformation",
    icon="math-function",
    example=_example,
    schema=_with_results,
    traits=Traits(derives=_derives),
)
def apply_math_operation(
    dataset: Dataset,
    *,
    operation: Operation = "Abs",
    column_set: Annotated[
        Columns,
        columns_of("dataset", types=("integer", "real")),
        Field(description="The columns that the operation is applied to, each by itself."),
    ] = NUMERIC_FEATURES,
    second_argument_type: Annotated[
        SecondArgument,
        Field(description="What the second argument is: the same number for all, or columns."),
        shown_when(operation=OF_TWO),
    ] = "Constant",
    constant_second_argument: Annotated[float, shown_when(operation=OF_TWO, second_argument_type="Constant")] = 1.0,
    second_argument_columns: Annotated[
        Columns,
        columns_of("dataset", types=("integer", "real")),
        Field(description="One column for all, or as many as there are first ones, paired in the order of the data."),
        shown_when(operation=OF_TWO, second_argument_type="ColumnSet"),
    ] = NO_COLUMN,
    output_mode: Annotated[
        OutputMode,
        Field(description="Append adds new columns, Inplace replaces the old ones, ResultOnly drops all others."),
    ] = "Append",
) -> Dataset:
    """Apply a function of numbers to columns.

    Operations of two arguments take the chosen column first: Subtract is the column minus the second argument, Pow the
    column to its power, Log the logarithm to its base, Exp2 the second argument times two to the column. RoundDigits
    (halves away from zero), RoundDown, RoundUp and Truncate take the number of digits; Mod has the sign of the divisor,
    Remainder that of the column; CeilingPower2 is the smallest power of two that is not below, ToOdd the nearest odd
    number; Sinc is sin(x) / x, ExponentialIntegralEin is Ei(x), Polygamma takes the order. Comparisons give true or
    false. What is undefined, as the root of a negative number, becomes missing or infinite, and the log says how often.
    """
    schema = dataset.schema
    chosen = _numeric(schema, column_set, "column_set")
    others = _others(schema, chosen, operation, second_argument_type, second_argument_columns)
    names = _result_names(schema, chosen, others, operation, constant_second_argument, output_mode)
    made = {}
    for place, name in enumerate(chosen):
        first = _numbers(dataset, name)
        second = _numbers(dataset, others[place]) if others else np.array(constant_second_argument)
        made[names[name]] = _result(operation, first, second, names[name])
    if output_mode == "ResultOnly":
        results = pd.DataFrame(made, index=dataset.frame.index)
        return Dataset(results, {names[column.name]: column.role for column in schema.only(chosen)})
    return dataset.with_frame(with_columns(dataset.frame, made))


def _numeric(schema: Schema, columns: Columns, parameter: str) -> list[str]:
    chosen = columns.required(schema, port="dataset", parameter=parameter)
    for column in schema.only(chosen):
        if not column.numeric:
            message = f"Column '{column.name}' is {column.type}. Choose columns of numbers, or Edit Metadata first."
            raise ModuleError(17, message, port="dataset", parameter=parameter, column=column.name)
    return chosen


def _others(
    schema: Schema, chosen: list[str], operation: str, kind: SecondArgument, columns: Columns
) -> list[str] | None:
    """The second argument for each of the chosen columns; None where it is a constant or there is none."""
    if operation in ONE_ARGUMENT or kind == "Constant":
        return None
    others = _numeric(schema, columns, "second_argument_columns")
    if len(others) == 1:
        return others * len(chosen)
    if len(others) != len(chosen):
        message = (
            f"'second_argument_columns' must be one column, or as many as there are first ones, {len(chosen)}. "
            f"Got {len(others)}."
        )
        raise ModuleError(27, message, port="dataset", parameter="second_argument_columns")
    return others


def _result_names(
    schema: Schema, chosen: list[str], others: list[str] | None, operation: str, constant: float, mode: OutputMode
) -> dict[str, str]:
    """The name of each result, as `Ln(price)`, `Add(price_$1)` or `Add(price_tax)`."""
    if mode == "Inplace":
        return dict(zip(chosen, chosen, strict=True))
    if operation in ONE_ARGUMENT:
        wanted = [f"{operation}({name})" for name in chosen]
    else:
        seconds = others or [f"${constant:g}"] * len(chosen)
        wanted = [f"{operation}({name}_{second})" for name, second in zip(chosen, seconds, strict=True)]
    taken = schema.names if mode == "Append" else []
    return dict(zip(chosen, unused_names(wanted, taken), strict=True))


def _numbers(dataset: Dataset, name: str) -> Numbers:
    return np.asarray(dataset.frame[name].to_numpy(dtype="float64", na_value=np.nan))


def _result(operation: str, first: Numbers, second: Numbers, name: str) -> Any:
    missing = np.isnan(first) | (np.isnan(second) if operation in TWO_ARGUMENTS else False)
    with np.errstate(all="ignore"):
        if operation in COMPARISONS:
            values = pd.Series(COMPARISONS[operation](first, second), dtype="bool")
            return values.astype("boolean").mask(missing).array if missing.any() else values.to_numpy()
        function: Any = ONE_ARGUMENT[operation] if operation in ONE_ARGUMENT else TWO_ARGUMENTS[operation]
        arguments = (first,) if operation in ONE_ARGUMENT else (first, second)
        result = np.where(missing, np.nan, np.asarray(function(*arguments), dtype="float64"))
    undefined = int((np.isnan(result) & ~missing).sum())
    if undefined:
        log.warning("%s is undefined in %s row%s.", name, f"{undefined:,}", "" if undefined == 1 else "s")
    return result
