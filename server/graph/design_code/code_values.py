"""The values of parameters in code: literals, and the functions of the client for columns and sweeps."""

import ast
import math
from collections.abc import Callable, Mapping

from server.graph.design_code.code_source import CodeRefused

#: The value of an argument that was left open.
OPEN = object()

#: {a value as other languages write it: as Python does}
CONSTANTS = {
    "true": "True",
    "false": "False",
    "null": "None",
    "none": "None",
    "NULL": "None",
    "TRUE": "True",
    "FALSE": "False",
}


def _choose_columns(*names: str) -> dict[str, object]:
    return {"start": "none", "names": list(names)}


def _choose_all_columns(*, without: list[str] | None = None) -> dict[str, object]:
    return {"start": "all", "names": without or []}


def _choose_columns_by(
    *,
    types: list[str] | None = None,
    roles: list[str] | None = None,
    containing: str = "",
    without: list[str] | None = None,
) -> dict[str, object]:
    rule = {"types": types or [], "roles": roles or [], "containing": containing, "names": without or []}
    return {"start": "rule", **rule}


def _choose_values(*values: float | str | bool) -> dict[str, object]:
    return {"list": list(values)}


def _choose_span(
    minimum: float, maximum: float, *, scale: str = "linear", steps: int | None = None
) -> dict[str, object]:
    limits: dict[str, object] = {"minimum": minimum, "maximum": maximum, "scale": scale}
    return {"range": limits if steps is None else {**limits, "steps": steps}}


#: What `dy.NAME(...)` stands for as the value of a parameter.
VALUE_FUNCTIONS: Mapping[str, Callable[..., dict[str, object]]] = {
    "columns": _choose_columns,
    "all_columns": _choose_all_columns,
    "columns_by": _choose_columns_by,
    "choices": _choose_values,
    "span": _choose_span,
}


def get_dy_name(expression: ast.AST) -> str | None:
    """NAME of `dy.NAME`."""
    is_dy = isinstance(expression, ast.Attribute) and isinstance(expression.value, ast.Name)
    return expression.attr if is_dy and expression.value.id == "dy" else None  # type: ignore[attr-defined]


def read_value(expression: ast.expr, constants: Mapping[str, object] | None = None) -> object:
    """The JSON of an expression, `OPEN` for `dy.OPEN`; raises CodeRefused. Only the functions above are called."""
    known = constants or {}
    match expression:
        case ast.Constant(value=value) if value is None or isinstance(value, (bool, int, str)):
            return value
        case ast.Constant(value=float() as number) if math.isfinite(number):
            return number
        case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=ast.Constant(value=int() | float() as number)) if (
            not isinstance(number, bool) and math.isfinite(number)
        ):
            return -number if isinstance(sign, ast.USub) else number
        case ast.List(elts=items) | ast.Tuple(elts=items):
            return [_read_closed(item, known) for item in items]
        case ast.Dict(keys=keys, values=values):
            return {_read_key(key, expression): _read_closed(one, known) for key, one in zip(keys, values, strict=True)}
        case ast.Name(id=name) if name in known:
            return known[name]
        case ast.Call():
            return _read_call(expression, known)
    if get_dy_name(expression) == "OPEN":
        return OPEN
    constant = CONSTANTS.get(expression.id) if isinstance(expression, ast.Name) else None
    raise CodeRefused(expression, _describe_refusal(expression), constant)


def _read_closed(expression: ast.expr, constants: Mapping[str, object]) -> object:
    value = read_value(expression, constants)
    if value is OPEN:
        raise CodeRefused(expression, "dy.OPEN stands for a whole argument, and not inside of a value.")
    return value


def _read_key(key: ast.expr | None, whole: ast.expr) -> str:
    if isinstance(key, ast.Constant) and isinstance(key.value, str):
        return key.value
    raise CodeRefused(key or whole, "The keys of a dictionary are texts here.")


def _read_call(call: ast.Call, constants: Mapping[str, object]) -> object:
    name = get_dy_name(call.func)
    if name is None or name not in VALUE_FUNCTIONS:
        words = ", ".join(f"dy.{one}" for one in VALUE_FUNCTIONS)
        raise CodeRefused(call, f"The value of a parameter is a literal, or made by one of: {words}.")
    given = [_read_closed(one, constants) for one in call.args]
    named = {one.arg: _read_closed(one.value, constants) for one in call.keywords if one.arg is not None}
    if len(named) < len(call.keywords):
        raise CodeRefused(call, "Write each argument out: ** is not read here.")
    try:
        return VALUE_FUNCTIONS[name](*given, **named)
    except TypeError:
        raise CodeRefused(call, _describe_arguments(name)) from None


def _describe_arguments(name: str) -> str:
    return {
        "columns": 'dy.columns takes names of columns: dy.columns("age", "fare").',
        "all_columns": 'dy.all_columns takes names of columns to leave out: dy.all_columns(without=["age"]).',
        "columns_by": "dy.columns_by takes types, roles, containing and without.",
        "choices": "dy.choices takes the values to try: dy.choices(10, 100).",
        "span": 'dy.span takes the lowest and the highest value: dy.span(1, 100, scale="log").',
    }[name]


def _describe_refusal(expression: ast.expr) -> str:
    match expression:
        case ast.JoinedStr():
            return "A text is written out here: f-strings are not evaluated."
        case ast.BinOp() | ast.BoolOp() | ast.Compare() | ast.IfExp():
            return "Nothing is computed here. Write the result, or put the computation into Execute Python Script."
        case ast.Name(id=name):
            return f"{name} is not a value. Write a number, a text in quotes, True, False or None."
        case ast.ListComp() | ast.DictComp() | ast.SetComp() | ast.GeneratorExp():
            return "Nothing is computed here. Write the items out."
        case ast.Constant():
            return "This number cannot stand in a design. Numbers are finite."
        case ast.Attribute():
            return "A parameter takes a value, not the output of a module."
    return "A parameter takes a number, a text, True, False, None, a list or a dictionary."
