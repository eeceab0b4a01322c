"""The expressions of chart descriptions: arithmetic over numbers and lists, element by element.

`frontend/src/ui/charts/expressions.ts` evaluates the same ones. What is missing is None, and so is all that is computed
from it: a division by zero, the root of a negative number, a field that an older result does not have.
"""

import ast
import operator
import re
from collections.abc import Callable, Mapping
from functools import cache

from server.report.charts.functions import FUNCTIONS
from server.report.charts.values import Scope, apply_to_elements, calculate, to_list, to_text

TEMPLATE_PATTERN = re.compile(r"\{([^{}]*)\}")
NUMBER_SIGNS: Mapping[type[ast.AST], Callable[..., float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
EQUALITY_SIGNS: Mapping[type[ast.AST], Callable[..., object]] = {ast.Eq: operator.eq, ast.NotEq: operator.ne}


class ExpressionError(ValueError):
    """A description says something that no painter understands."""


def evaluate(source: object, scope: Scope) -> object:
    """The value of an expression; what is no text is the value itself, and so is a list of expressions."""
    if isinstance(source, list):
        return [evaluate(item, scope) for item in source]
    return _evaluate_node(_parse(source), scope) if isinstance(source, str) else source


def fill_template(template: object, scope: Scope) -> str:
    """The text with the values of the expressions in braces: "area {fixed(auc, 3)}"."""
    return TEMPLATE_PATTERN.sub(lambda found: to_text(evaluate(found[1], scope)), str(template or ""))


def add_fields(scope: Scope, item: object) -> Scope:
    """The scope of one item of a list: its own fields come first."""
    return {**scope, **item, "item": item} if isinstance(item, Mapping) else {**scope, "item": item}


@cache
def _parse(source: str) -> ast.expr:
    try:
        return ast.parse(source.strip(), mode="eval").body
    except SyntaxError as error:
        raise ExpressionError(f"{source!r} is no expression: {error.msg}") from error


def _evaluate_node(node: ast.expr, scope: Scope) -> object:
    match node:
        case ast.Constant(value=value):
            return value
        case ast.Name(id=name):
            return scope.get(name)
        case ast.List(elts=elements):
            return [_evaluate_node(element, scope) for element in elements]
        case ast.Attribute(value=owner, attr=name):
            return apply_to_elements(lambda item: _get_field(item, name), _evaluate_node(owner, scope))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return apply_to_elements(calculate(operator.neg), _evaluate_node(operand, scope))
        case ast.BinOp(left=left, op=op, right=right):
            return _compute(op, left, right, scope)
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _compute(op, left, right, scope)
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
            return _call(name, [_evaluate_node(argument, scope) for argument in arguments], scope)
    raise ExpressionError(f"{ast.unparse(node)!r} is not possible in a chart description.")


def _get_field(item: object, name: str) -> object:
    return item.get(name) if isinstance(item, Mapping) else None


def _compute(sign: ast.AST, left: ast.expr, right: ast.expr, scope: Scope) -> object:
    values = _evaluate_node(left, scope), _evaluate_node(right, scope)
    kind = type(sign)
    if kind in EQUALITY_SIGNS:
        return apply_to_elements(EQUALITY_SIGNS[kind], *values)
    if kind not in NUMBER_SIGNS:
        raise ExpressionError(f"{kind.__name__} is not possible in a chart description.")
    return apply_to_elements(calculate(NUMBER_SIGNS[kind]), *values)


def _call(name: str, arguments: list[object], scope: Scope) -> object:
    if name in TEXT_FUNCTIONS:
        return TEXT_FUNCTIONS[name](scope, *arguments)
    if name not in FUNCTIONS:
        raise ExpressionError(f"{name!r} is no function of chart descriptions.")
    return FUNCTIONS[name](*arguments)


def _fill(scope: Scope, template: object) -> str:
    return fill_template(template, scope)


def _join(scope: Scope, items: object, template: object, separator: object = "; ") -> str:
    """The template filled in for each of the items, whose fields it knows."""
    return str(separator).join(fill_template(template, add_fields(scope, item)) for item in to_list(items))


def _gather(scope: Scope, items: object, source: object) -> list[object]:
    """The values of an expression for each of the items, one list after the other."""
    return [value for item in to_list(items) for value in to_list(evaluate(source, add_fields(scope, item)))]


#: Functions that are given the names around them.
TEXT_FUNCTIONS: Mapping[str, Callable[..., object]] = {"text": _fill, "join": _join, "gather": _gather}
