"""All functions and operators of formulas."""

from collections.abc import Mapping, Sequence

from modules.kit.codegen.expressions import Expr, expr, template
from modules.kit.formulas.date_functions import DATE_FUNCTIONS
from modules.kit.formulas.function_types import EmittedValue, FormulaFunction, FormulaScript
from modules.kit.formulas.number_functions import NUMBER_FUNCTIONS
from modules.kit.formulas.text_functions import TEXT_FUNCTIONS


def _emit_if(step: FormulaScript, table: Expr, arguments: Sequence[EmittedValue]) -> Expr:
    condition, yes, no = arguments
    if (
        yes.type == no.type
        and not yes.is_column
        and not no.is_column
        and yes.value is not None
        and no.value is not None
    ):
        step.add_imports("import numpy as np")
        return expr("np.where({when}, {yes}, {no})", when=condition.code, yes=yes.code, no=no.code)
    return expr("{yes}.where({when}, {no})", yes=to_column(table, yes), when=condition.code, no=no.code)


def _emit_membership(step: FormulaScript, table: Expr, arguments: Sequence[EmittedValue]) -> Expr:
    del step
    value, *members = arguments
    if any(member.is_column for member in members):
        parts = [expr("{a} == {b}", a=value.code, b=member.code) for member in members]
        found = parts[0]
        for part in parts[1:]:
            found = found | part
        return found
    return to_column(table, value).method("isin", [member.code for member in members])


def _emit_coalesce(step: FormulaScript, table: Expr, arguments: Sequence[EmittedValue]) -> Expr:
    del step
    first, *others = arguments
    found = to_column(table, first)
    for other in others:
        found = found.method("fillna", other.code)
    return found


def _emit_different(step: FormulaScript, table: Expr, arguments: Sequence[EmittedValue]) -> Expr:
    """A missing value differs from nothing."""
    del step, table
    one, other = arguments
    found = expr("{a} != {b}", a=one.code, b=other.code)
    for part in (one, other):
        if part.is_column:
            found = found & part.code.method("notna")
    return found


def to_column(table: Expr, value: EmittedValue) -> Expr:
    """The value as a column: one that stands in the formula in every row."""
    if value.is_column:
        return value.code
    return expr("pd.Series({value}, index={table}.index)", value=value.code, table=table)


_COMPARISONS = {
    "=": template("{a} == {b}"),
    "<": template("{a} < {b}"),
    "<=": template("{a} <= {b}"),
    ">": template("{a} > {b}"),
    ">=": template("{a} >= {b}"),
}


def _compare(sign: str) -> FormulaFunction:
    return FormulaFunction(
        sign,
        ("comparable", "comparable"),
        "boolean",
        f"coalesce({{0}} {sign} {{1}}, false)",
        _emit_different if sign == "!=" else _COMPARISONS[sign],
    )


def _write_membership(parts: Sequence[str]) -> str:
    return f"coalesce({parts[0]} in ({', '.join(parts[1:])}), false)"


LOGIC_FUNCTIONS = (
    *map(_compare, ("=", "!=", "<", "<=", ">", ">=")),
    FormulaFunction("and", ("boolean", "boolean"), "boolean", "({0} and {1})", template("{a} & {b}")),
    FormulaFunction("or", ("boolean", "boolean"), "boolean", "({0} or {1})", template("{a} | {b}")),
    FormulaFunction("not", ("boolean",), "boolean", "(not {0})", template("~{a}")),
    FormulaFunction("in", ("comparable", "comparable"), "boolean", _write_membership, _emit_membership, variadic=True),
    FormulaFunction(
        "if",
        ("boolean", "same", "same"),
        "same",
        "case when {0} then {1} else {2} end",
        _emit_if,
        "if(condition, value, otherwise)",
        "The first value where the condition holds, else the second.",
    ),
    FormulaFunction(
        "coalesce",
        ("same", "same"),
        "same",
        lambda parts: f"coalesce({', '.join(parts)})",
        _emit_coalesce,
        "coalesce(value, otherwise, ...)",
        "The first value that is not missing.",
        variadic=True,
    ),
    FormulaFunction(
        "is_missing",
        ("any",),
        "boolean",
        "({0} is null)",
        template("{a}.isna()"),
        "is_missing(value)",
        "Whether the value is missing.",
    ),
)


def _group_by_name(functions: Sequence[FormulaFunction]) -> Mapping[str, tuple[FormulaFunction, ...]]:
    names = dict.fromkeys(function.name for function in functions)
    return {name: tuple(function for function in functions if function.name == name) for name in names}


#: {name: its meanings}, of which the first counts whose arguments fit.
FUNCTIONS = _group_by_name((*LOGIC_FUNCTIONS, *NUMBER_FUNCTIONS, *TEXT_FUNCTIONS, *DATE_FUNCTIONS))
#: How functions are called, for completion and the reference.
FUNCTION_CALLS = {meanings[0].call: meanings[0].summary for meanings in FUNCTIONS.values() if meanings[0].call}
