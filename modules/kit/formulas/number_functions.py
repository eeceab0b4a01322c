"""Arithmetic, and functions of numbers."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from modules.kit.codegen.expressions import Expr, expr, template
from modules.kit.formulas.function_types import (
    ArgumentKind,
    EmittedValue,
    Emitter,
    FormulaFunction,
    FormulaScript,
    Template,
)


def round_half_away(values: "pd.Series[Any]", digits: int = 0) -> "pd.Series[Any]":
    """Numbers rounded as people do: 0.5 becomes 1 and -0.5 becomes -1."""
    numbers = values.astype("float64")
    scaled = numbers.abs() * 10.0**digits
    return np.sign(numbers) * np.floor(scaled + 0.5) / 10.0**digits


def _emit_division(divide: Template) -> Emitter:
    """Dividing by 0 gives a missing value."""

    def emit(step: FormulaScript, table: Expr, arguments: Sequence[EmittedValue]) -> Expr:
        del table
        a, b = arguments
        if not b.is_column and b.value:
            return divide(a=a.code, b=b.code)
        step.add_imports("import numpy as np")
        whole = expr("pd.Series({b})", b=b.code) if not b.is_column else b.code
        return divide(a=a.code, b=expr('{b}.astype("float64").replace(0, np.nan)', b=whole))

    return emit


def _emit_round(step: FormulaScript, table: Expr, arguments: Sequence[EmittedValue]) -> Expr:
    del table
    return step.use(round_half_away).call(*(one.code for one in arguments))


def _emit_extreme(method: str) -> Emitter:
    def emit(step: FormulaScript, table: Expr, arguments: Sequence[EmittedValue]) -> Expr:
        del step
        columns = [
            one.code if one.is_column else expr("pd.Series({v}, index={t}.index)", v=one.code, t=table)
            for one in arguments
        ]
        return expr("pd.concat({columns}, axis=1)", columns=columns).method(method, axis=1)

    return emit


def _emit_domain(written: Template) -> Emitter:
    """A function that has no value for some numbers: there the result is missing."""

    def emit(step: FormulaScript, table: Expr, arguments: Sequence[EmittedValue]) -> Expr:
        del table
        step.add_imports("import numpy as np")
        return written(a=arguments[0].code)

    return emit


_NUMBERS: tuple[ArgumentKind, ...] = ("number", "number")

NUMBER_FUNCTIONS = (
    FormulaFunction("+", _NUMBERS, "numeric", "({0} + {1})", template("{a} + {b}")),
    FormulaFunction("-", _NUMBERS, "numeric", "({0} - {1})", template("{a} - {b}")),
    FormulaFunction("*", _NUMBERS, "numeric", "({0} * {1})", template("{a} * {b}")),
    FormulaFunction("/", _NUMBERS, "real", "({0} / nullif({1}, 0)::double)", _emit_division(template("{a} / {b}"))),
    FormulaFunction(
        "%",
        ("integer", "integer"),
        "integer",
        "((({0} % nullif({1}, 0)) + {1}) % nullif({1}, 0))",
        _emit_division(template("{a} % {b}")),
    ),
    FormulaFunction(
        "%",
        _NUMBERS,
        "real",
        "((({0}::double % nullif({1}, 0)) + {1}) % nullif({1}, 0)::double)",
        _emit_division(template("{a} % {b}")),
    ),
    FormulaFunction("^", _NUMBERS, "real", "pow({0}::double, {1}::double)", template('{a}.astype("float64") ** {b}')),
    FormulaFunction("minus", ("number",), "numeric", "(-{0})", template("-{a}")),
    FormulaFunction(
        "abs", ("number",), "numeric", "abs({0})", template("{a}.abs()"), "abs(number)", "The size without the sign."
    ),
    FormulaFunction(
        "round",
        ("number", "integer!"),
        "real",
        lambda parts: f"round({parts[0]}::double, {parts[1] if len(parts) > 1 else '0'})",
        _emit_round,
        "round(number, [digits])",
        "Rounded to so many digits behind the point; halves away from 0.",
        optional=1,
    ),
    FormulaFunction(
        "floor",
        ("number",),
        "real",
        "floor({0}::double)",
        _emit_domain(template("np.floor({a}.astype('float64'))")),
        "floor(number)",
        "The next lower whole number.",
    ),
    FormulaFunction(
        "ceil",
        ("number",),
        "real",
        "ceil({0}::double)",
        _emit_domain(template("np.ceil({a}.astype('float64'))")),
        "ceil(number)",
        "The next higher whole number.",
    ),
    FormulaFunction(
        "sqrt",
        ("number",),
        "real",
        "case when {0} >= 0 then sqrt({0}::double) end",
        _emit_domain(template("np.sqrt({a}.astype('float64').where({a} >= 0))")),
        "sqrt(number)",
        "The square root; missing for negative numbers.",
    ),
    FormulaFunction(
        "exp",
        ("number",),
        "real",
        "exp({0}::double)",
        _emit_domain(template("np.exp({a}.astype('float64'))")),
        "exp(number)",
        "e to the power of the number.",
    ),
    FormulaFunction(
        "ln",
        ("number",),
        "real",
        "case when {0} > 0 then ln({0}::double) end",
        _emit_domain(template("np.log({a}.astype('float64').where({a} > 0))")),
        "ln(number)",
        "The natural logarithm; missing for 0 and less.",
    ),
    FormulaFunction(
        "log10",
        ("number",),
        "real",
        "case when {0} > 0 then log10({0}::double) end",
        _emit_domain(template("np.log10({a}.astype('float64').where({a} > 0))")),
        "log10(number)",
        "The logarithm to the base 10; missing for 0 and less.",
    ),
    FormulaFunction(
        "sign",
        ("number",),
        "real",
        "sign({0}::double)::double",
        _emit_domain(template("np.sign({a}.astype('float64'))")),
        "sign(number)",
        "-1, 0 or 1.",
    ),
    FormulaFunction(
        "min",
        ("number", "number"),
        "numeric",
        lambda parts: f"least({', '.join(parts)})",
        _emit_extreme("min"),
        "min(number, number, ...)",
        "The smallest of the row; missing ones do not count.",
        variadic=True,
    ),
    FormulaFunction(
        "max",
        ("number", "number"),
        "numeric",
        lambda parts: f"greatest({', '.join(parts)})",
        _emit_extreme("max"),
        "max(number, number, ...)",
        "The largest of the row; missing ones do not count.",
        variadic=True,
    ),
    FormulaFunction(
        "to_integer",
        ("number",),
        "integer",
        "trunc({0}::double)::bigint",
        _emit_domain(template("np.trunc({a}.astype('float64')).astype('Int64')")),
        "to_integer(number)",
        "The whole number; what is behind the point is cut off.",
    ),
    FormulaFunction(
        "to_number",
        ("text",),
        "real",
        "try_cast(trim({0}) as double)",
        template('pd.to_numeric({a}.str.strip(), errors="coerce")'),
        "to_number(text)",
        "The number that the text is; missing where it is none.",
    ),
)
