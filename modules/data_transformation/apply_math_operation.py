"""Apply Math Operation: a function of numbers, applied to columns."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Annotated, Any, Literal, get_args

import numpy as np
import pandas as pd
from pydantic import Field

from modules.data_transformation.column_helpers import set_columns
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
    emit_function,
)
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
from modules.kit.codegen.designer_only import designer_only
from modules.kit.codegen.script_builder import (
    CannotGenerateCode,
    StepCode,
    find_column_names,
    select_columns_expression,
)
from modules.kit.numeric_columns import NUMERIC_FEATURES, choose_numeric_columns
from modules.kit.unused_names import find_unused_names

OutputMode = Literal["Append", "Inplace", "ResultOnly"]
SecondArgument = Literal["Constant", "ColumnSet"]

log = logging.getLogger(__name__)

NO_COLUMN = Columns(start="none")
#: In the order in which the form offers them.
OPERATIONS = tuple(
    name for group in (Arithmetic, Basic, Compare, Rounding, Special, Trigonometric) for name in get_args(group)
)
OPERATIONS_OF_TWO = tuple(name for name in OPERATIONS if name in TWO_ARGUMENTS)


def _build_example() -> Call:
    frame = pd.DataFrame({"make": ["audi", "bmw"], "length": [176.6, 189.0], "width": [66.2, 64.8]})
    sides = {name: Columns(start="none", names=(side,)) for name, side in (("columns", "length"), ("other", "width"))}
    return Call.of(
        Dataset(frame),
        operation="Multiply",
        column_set=sides["columns"],
        second_argument_type="ColumnSet",
        second_argument_columns=sides["other"],
    )


def _predict_schema(
    dataset: Schema,
    operation: Operation,
    column_set: Columns,
    second_argument_type: SecondArgument,
    constant_second_argument: float,
    second_argument_columns: Columns,
    output_mode: OutputMode,
) -> Schema:
    firsts = choose_numeric_columns(dataset, column_set, parameter="column_set")
    others = _choose_second_arguments(dataset, firsts, operation, second_argument_type, second_argument_columns)
    names = _name_results(
        dataset.names, firsts, others, operation, _get_constant(operation, constant_second_argument), output_mode
    )
    kind: Any = "boolean" if operation in COMPARISONS else "real"
    if output_mode == "Inplace":
        changed = {column.name: replace(column, type=kind) for column in dataset.select(firsts)}
        return Schema(tuple(changed.get(column.name, column) for column in dataset), complete=dataset.complete)
    if output_mode == "ResultOnly":
        return Schema(tuple(Column(names[column.name], kind, column.role) for column in dataset.select(firsts)))
    return dataset.add_columns(*(Column(names[name], kind) for name in firsts))


def _find_derived_columns(
    dataset: Schema,
    operation: Operation,
    column_set: Columns,
    second_argument_type: SecondArgument,
    constant_second_argument: float,
    second_argument_columns: Columns,
    output_mode: OutputMode,
) -> dict[str, tuple[str, ...]]:
    """The result of each chosen column comes from it, and from its second argument where that is a column."""
    firsts = choose_numeric_columns(dataset, column_set, parameter="column_set")
    others = _choose_second_arguments(dataset, firsts, operation, second_argument_type, second_argument_columns)
    names = _name_results(
        dataset.names, firsts, others, operation, _get_constant(operation, constant_second_argument), output_mode
    )
    return {names[name]: (name, *([others[place]] if others else [])) for place, name in enumerate(firsts)}


def _emit_code(step: StepCode) -> None:
    """The function, and the data with its results."""
    source = step.get_input("dataset")
    out = step.add_table("results_dataset", "computed", like=source)
    settings: dict[str, object] = {"function": emit_function(step, step.operation)}
    if step.operation in TWO_ARGUMENTS and step.second_argument_type == "Constant":
        settings["second"] = step.constant_second_argument
    elif step.operation in TWO_ARGUMENTS:
        settings["second"] = find_column_names(step.second_argument_columns, source)
        if settings["second"] is None:
            raise CannotGenerateCode(
                "Which columns are second arguments is known only during a run. Run the design first."
            )
    settings |= {} if step.output_mode == "Append" else {"mode": step.output_mode}
    columns = select_columns_expression(step.column_set, source)
    step.assign(out, step.use(apply_operation).call(source, columns, step.operation, **settings))


def apply_operation(
    data: pd.DataFrame,
    columns: Iterable[str],
    operation: str,
    *,
    function: Any,
    second: Any = None,
    mode: OutputMode = "Append",
) -> pd.DataFrame:
    """The data with the function of each of these columns, and of a number or the columns beside them."""
    firsts = list(columns)
    others = None if not isinstance(second, list) else second * len(firsts) if len(second) == 1 else second
    names = _name_results(list(data), firsts, others, operation, second, mode)
    made = {}
    for place, name in enumerate(firsts):
        arguments = [_to_floats(data[name])]
        if second is not None:
            arguments.append(_to_floats(data[others[place]]) if others else np.array(second))
        made[names[name]] = _compute_result(function, arguments, names[name])
    return pd.DataFrame(made, index=data.index) if mode == "ResultOnly" else set_columns(data, made)


@module(
    "Apply Math Operation",
    category="Data Transformation",
    palette_group="Compute values",
    icon="math-function",
    example=_build_example,
    schema=_predict_schema,
    emit_code=_emit_code,
    traits=Traits(derives=_find_derived_columns),
    keywords=(
        "math formula",
        "feature constructor",
        "log",
        "power",
        "round",
        "arithmetic",
        "column expressions",
        "log2",
        "log transform",
        "square root",
        "absolute value",
        "exp",
    ),
)
def apply_math_operation(
    dataset: Dataset,
    *,
    operation: Annotated[
        Operation, Field(description="The function that is applied to each value of the columns.")
    ] = "Abs",
    column_set: Annotated[
        Columns,
        columns_of("dataset", types=("integer", "real")),
        Field(description="The columns to apply the operation to, each by itself."),
    ] = NUMERIC_FEATURES,
    second_argument_type: Annotated[
        SecondArgument,
        Field(description="Where the second argument comes from: one number for all, or columns."),
        shown_when(operation=OPERATIONS_OF_TWO),
    ] = "Constant",
    constant_second_argument: Annotated[
        float,
        Field(description="The second number of the operation, such as the divisor. The same for all rows."),
        shown_when(operation=OPERATIONS_OF_TWO, second_argument_type="Constant"),
    ] = 1.0,
    second_argument_columns: Annotated[
        Columns,
        columns_of("dataset", types=("integer", "real")),
        Field(
            description="One column for all, or as many as there are first arguments, paired in the order of the data."
        ),
        shown_when(operation=OPERATIONS_OF_TWO, second_argument_type="ColumnSet"),
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
    firsts = choose_numeric_columns(schema, column_set, parameter="column_set")
    others = _choose_second_arguments(schema, firsts, operation, second_argument_type, second_argument_columns)
    names = _name_results(
        schema.names, firsts, others, operation, _get_constant(operation, constant_second_argument), output_mode
    )
    function: Any = ONE_ARGUMENT[operation] if operation in ONE_ARGUMENT else TWO_ARGUMENTS[operation]
    second = None if operation in ONE_ARGUMENT else others or constant_second_argument
    frame = apply_operation(dataset.frame, firsts, operation, function=function, second=second, mode=output_mode)
    if output_mode == "ResultOnly":
        return Dataset(frame, {names[column.name]: column.role for column in schema.select(firsts)})
    return dataset.with_frame(frame)


def _get_constant(operation: str, constant: float) -> float | None:
    """The second argument where it is a number; None where the operation has none."""
    return None if operation in ONE_ARGUMENT else constant


def _choose_second_arguments(
    schema: Schema, chosen: list[str], operation: str, kind: SecondArgument, columns: Columns
) -> list[str] | None:
    """The second argument for each of the chosen columns; None where it is a constant or there is none."""
    if operation in ONE_ARGUMENT or kind == "Constant":
        return None
    others = choose_numeric_columns(schema, columns, parameter="second_argument_columns")
    if len(others) == 1:
        return others * len(chosen)
    if len(others) != len(chosen):
        message = (
            f"'second_argument_columns' must be one column, or as many as there are first ones, {len(chosen)}. "
            f"Got {len(others)}."
        )
        raise ModuleError(27, message, port="dataset", parameter="second_argument_columns")
    return others


def _name_results(
    existing: list[str], firsts: list[str], others: list[str] | None, operation: str, constant: Any, mode: OutputMode
) -> dict[str, str]:
    """The name of each result, as `Ln(price)`, `Add(price_$1)` or `Add(price_tax)`."""
    if mode == "Inplace":
        return dict(zip(firsts, firsts, strict=True))
    if others is None and constant is None:
        wanted = [f"{operation}({name})" for name in firsts]
    else:
        seconds = others or [f"${constant:g}"] * len(firsts)
        wanted = [f"{operation}({name}_{second})" for name, second in zip(firsts, seconds, strict=True)]
    taken = existing if mode == "Append" else []
    return dict(zip(firsts, find_unused_names(wanted, taken), strict=True))


def _to_floats(values: "pd.Series[Any]") -> Numbers:
    return np.asarray(values.to_numpy(dtype="float64", na_value=np.nan))


def _compute_result(function: Any, arguments: Sequence[Numbers], name: str) -> Any:
    missing = np.logical_or.reduce([np.isnan(argument) | np.zeros_like(arguments[0], bool) for argument in arguments])
    with np.errstate(all="ignore"):
        found = np.asarray(function(*arguments))
        if found.dtype == bool:
            values = pd.Series(found, dtype="bool")
            return values.astype("boolean").mask(missing).array if missing.any() else values.to_numpy()
        result = np.where(missing, np.nan, found.astype("float64"))
    _tell_undefined(result, missing, name)
    return result


@designer_only
def _tell_undefined(result: Numbers, missing: Any, name: str) -> None:
    undefined = int((np.isnan(result) & ~missing).sum())
    if undefined:
        log.warning("%s is undefined in %s row%s.", name, f"{undefined:,}", "" if undefined == 1 else "s")
