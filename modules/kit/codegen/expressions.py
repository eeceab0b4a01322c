"""Python expressions as values, so that a text is never taken for code nor code for a text.

An `Expr` is made by `literal` of any value, by `name`, by the methods of another one, or by `expr` from a template that
stands in our source: `expr("{table}.dropna(subset=[{label}])", table=data, label=step.label)`. What fills a template is
an `Expr` or `ScriptVariable`, put in brackets where Python needs them, or a value, which is written as a literal.
"""

import ast
import re
import string
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache, partial
from typing import Any, Literal

from modules.kit.schema import Role, Schema

Comparison = Literal["==", "!=", "<", "<=", ">", ">="]

NAME_PATTERN = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")


class Rank(IntEnum):
    """How firmly the parts of an expression hold together: what is looser than its place needs brackets."""

    TUPLE = 0
    LAMBDA = 1
    CONDITIONAL = 2
    OR = 3
    AND = 4
    NOT = 5
    COMPARISON = 6
    BIT_OR = 7
    BIT_XOR = 8
    BIT_AND = 9
    SHIFT = 10
    SUM = 11
    TERM = 12
    UNARY = 13
    POWER = 14
    NUMBER = 15
    ATOM = 16


class _Key:
    """What only this file has, so that no other makes an `Expr` of a text."""


_KEY = _Key()


class Expr:
    """A Python expression. It cannot be put into a string; it is put into templates."""

    __slots__ = ("_python", "_rank")

    def __init__(self, python: str, rank: Rank, key: _Key) -> None:
        if key is not _KEY:
            raise TypeError("Make an Expr by literal(), name() or expr().")
        self._python = python
        self._rank = rank

    @property
    def python(self) -> str:
        """The code, for what puts the script together."""
        return self._python

    @property
    def rank(self) -> Rank:
        return self._rank

    @property
    def is_name(self) -> bool:
        return self._python.isidentifier()

    @property
    def is_list(self) -> bool:
        return self._python.startswith("[")

    def attribute(self, attribute: str) -> "Expr":
        """`self.attribute`."""
        return Expr(f"{_embed(self, Rank.ATOM)}.{_check_name(attribute)}", Rank.ATOM, _KEY)

    def item(self, key: object) -> "Expr":
        """`self[key]`."""
        return Expr(f"{_embed(self, Rank.ATOM)}[{_embed(key, Rank.TUPLE)}]", Rank.ATOM, _KEY)

    def call(self, /, *arguments: object, **settings: object) -> "Expr":
        """`self(1, name="x")`."""
        parts = [_embed(argument, Rank.LAMBDA) for argument in arguments]
        parts += [f"{_check_name(name)}={_embed(value, Rank.LAMBDA)}" for name, value in settings.items()]
        return Expr(f"{_embed(self, Rank.ATOM)}({', '.join(parts)})", Rank.ATOM, _KEY)

    def method(self, method: str, /, *arguments: object, **settings: object) -> "Expr":
        """`self.method(1, name="x")`."""
        return self.attribute(method).call(*arguments, **settings)

    def compare(self, sign: Comparison, other: object) -> "Expr":
        """`self == other`."""
        left, right = _embed(self, Rank.BIT_OR), _embed(other, Rank.BIT_OR)
        return Expr(f"{left} {sign} {right}", Rank.COMPARISON, _KEY)

    def __and__(self, other: "Expr") -> "Expr":
        return Expr(f"{_embed(self, Rank.BIT_AND)} & {_embed(other, Rank.BIT_AND)}", Rank.BIT_AND, _KEY)

    def __or__(self, other: "Expr") -> "Expr":
        return Expr(f"{_embed(self, Rank.BIT_OR)} | {_embed(other, Rank.BIT_OR)}", Rank.BIT_OR, _KEY)

    def __invert__(self) -> "Expr":
        return Expr(f"~{_embed(self, Rank.UNARY)}", Rank.UNARY, _KEY)

    def unpacked(self) -> "Expr":
        """`*self`, as an argument or an item of a list."""
        return Expr(f"*{_embed(self, Rank.BIT_OR)}", Rank.LAMBDA, _KEY)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Expr) and self._python == other._python

    def __hash__(self) -> int:
        return hash(self._python)

    def __repr__(self) -> str:
        return f"Expr({self._python!r})"

    def __str__(self) -> str:
        raise TypeError(f"{self!r} is put into a template, not into a text.")

    def __format__(self, _specification: str) -> str:
        return str(self)


@dataclass(frozen=True)
class ScriptVariable:
    """What a variable holds: of a table the columns as far as they are known, their roles and what its scores mean.

    `facts` are what the writers of one kind of value tell one another, such as the task of a model. A transformation's
    `apply` gives the expression that changes a table.
    """

    code: Expr
    schema: Schema | None = None
    roles: dict[str, Role] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    apply: Callable[[Expr], Expr] | None = None

    @property
    def name(self) -> str:
        """For the names of what is made of it."""
        return self.code.python

    def __str__(self) -> str:
        return str(self.code)


def literal(value: object) -> Expr:
    """A value as Python that reads back as the same value; an `Expr` within it stands as it is."""
    if isinstance(value, Expr):
        return value
    if isinstance(value, ScriptVariable):
        return value.code
    if isinstance(value, str):
        return Expr(_quote(str(value)), Rank.ATOM, _KEY)
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return Expr(f'float("{value}")', Rank.ATOM, _KEY)
    if value is None or isinstance(value, bool):
        return Expr(repr(value), Rank.ATOM, _KEY)
    if isinstance(value, int | float):
        text = repr(value)
        return Expr(text, Rank.UNARY if text.startswith("-") else Rank.NUMBER, _KEY)
    return Expr(_write_container(value), Rank.ATOM, _KEY)


def _write_container(value: object) -> str:
    if isinstance(value, Mapping):
        items = (f"{_embed(key, Rank.LAMBDA)}: {_embed(item, Rank.LAMBDA)}" for key, item in value.items())
        return "{" + ", ".join(items) + "}"
    if not isinstance(value, tuple | list):
        raise TypeError(type(value).__name__)
    items = (_embed(item, Rank.LAMBDA) for item in value)
    if isinstance(value, list):
        return f"[{', '.join(items)}]"
    return f"({', '.join(items)}{',' if len(value) == 1 else ''})"


def _quote(text: str) -> str:
    """The text in double quotes where that needs no more escapes than single ones."""
    plain = ascii(text) if not text.isprintable() and not text.isascii() else repr(text)
    if plain[0] == "'" and '"' not in plain and "\\'" not in plain:
        plain = f'"{plain[1:-1]}"'
    return plain


def long_literal(text: str) -> Expr:
    """A text of several lines in three double quotes where it reads back the same, else as any other text."""
    if "\n" in text and "\r" not in text and "\\" not in text and '"""' not in text and not text.endswith('"'):
        printable = all(part.isprintable() for part in text.split("\n"))
        return Expr(f'"""\n{text.rstrip()}\n"""', Rank.ATOM, _KEY) if printable else literal(text)
    return literal(text)


def name(text: str) -> Expr:
    """A name, with dots or without; ValueError where the text is none."""
    return Expr(_check_name(text), Rank.ATOM, _KEY)


def parse_source(text: str) -> Expr:
    """An expression of our own source, or of a library's `repr`, as it stands; ValueError where it is none.

    Nothing that comes from a design goes through here.
    """
    try:
        body = ast.parse(text, mode="eval").body
    except SyntaxError as error:
        raise ValueError(text) from error
    return Expr(text, _find_rank(body, text), _KEY)


def expr(template: str, /, **parts: object) -> Expr:
    """The expression of a template whose `{parts}` are expressions, variables or values."""
    parsed = _parse_template(template)
    if parsed.rank is None:
        raise ValueError(f"This template is no expression: {template}")
    return Expr(parsed.fill(parts), parsed.rank, _KEY)


def template(text: str, /) -> "partial[Expr]":
    """`expr` with its parts still to come: `template("{a} + {b}")(a=..., b=...)`."""
    return partial(expr, text)


def fill_statement(template: str, /, **parts: object) -> str:
    """The lines of a template of statements, or of the line that opens a block."""
    return _parse_template(template).fill(parts)


def _check_name(text: str) -> str:
    if not NAME_PATTERN.fullmatch(text):
        raise ValueError(f"'{text}' is no name.")
    return text


def _embed(value: object, needed: Rank) -> str:
    """The code of a value at a place that needs this rank."""
    part = literal(value)
    return part.python if part.rank >= needed else f"({part.python})"


@dataclass(frozen=True)
class _Template:
    """The text between the parts, and for each part its name and the rank that its place needs; None: a plain name."""

    texts: tuple[str, ...]
    places: tuple[tuple[str, Rank | None], ...]
    rank: Rank | None

    def fill(self, parts: Mapping[str, object]) -> str:
        wanted = {part for part, _ in self.places}
        if wanted != set(parts):
            raise TypeError(f"The template has the parts {sorted(wanted)}. Got {sorted(parts)}.")
        filled = [self.texts[0]]
        for (part, needed), text in zip(self.places, self.texts[1:], strict=True):
            filled += [_embed_name(parts[part]) if needed is None else _embed(parts[part], needed), text]
        return "".join(filled)


def _embed_name(value: object) -> str:
    part = literal(value)
    if not part.is_name:
        raise ValueError(f"{part!r} stands where only a name can.")
    return part.python


@cache
def _parse_template(template: str) -> _Template:
    texts, names = _split_template(template)
    marks = [f"_part_{place}_" for place in range(len(names))]
    source = texts[0] + "".join(mark + text for mark, text in zip(marks, texts[1:], strict=True))
    tree = ast.parse(f"{source} pass" if source.endswith(":") else source)
    _refuse_loose_comparisons(tree, template)
    needed = dict(_find_needed_ranks(tree))
    # What is no name by itself in the syntax tree is the name of an argument, a function or an attribute.
    places = tuple((part, needed.get(mark)) for part, mark in zip(names, marks, strict=True))
    only = tree.body[0] if len(tree.body) == 1 else None
    return _Template(texts, places, _find_rank(only.value, source) if isinstance(only, ast.Expr) else None)


def _split_template(template: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    texts, names = [""], []
    for text, part, _, _ in string.Formatter().parse(template):
        texts[-1] += text
        if part is not None:
            names.append(part)
            texts.append("")
    return tuple(texts), tuple(names)


def _refuse_loose_comparisons(tree: ast.AST, template: str) -> None:
    """`a != b & c` means `a != (b & c)`: ValueError, since whoever writes it means something else."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            for side in (node.left, *node.comparators):
                if isinstance(side, ast.BinOp) and isinstance(side.op, ast.BitAnd | ast.BitOr):
                    raise ValueError(f"Put the comparison in brackets: {template}")


def _find_rank(node: ast.expr, source: str) -> Rank:
    """The rank of a whole expression; brackets around all of it make it an atom."""
    if node.col_offset > 0:
        return Rank.ATOM
    if isinstance(node, ast.Tuple):
        return Rank.ATOM if source.startswith("(") and node.end_col_offset == len(source.encode()) else Rank.TUPLE
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return Rank.NUMBER
    if isinstance(node, ast.BinOp | ast.UnaryOp | ast.BoolOp):
        return OPERATOR_RANKS[type(node.op)]
    return EXPRESSION_RANKS.get(type(node), Rank.ATOM)


OPERATOR_RANKS: Mapping[type[ast.AST], Rank] = {
    ast.Or: Rank.OR,
    ast.And: Rank.AND,
    ast.Not: Rank.NOT,
    ast.BitOr: Rank.BIT_OR,
    ast.BitXor: Rank.BIT_XOR,
    ast.BitAnd: Rank.BIT_AND,
    ast.LShift: Rank.SHIFT,
    ast.RShift: Rank.SHIFT,
    ast.Add: Rank.SUM,
    ast.Sub: Rank.SUM,
    ast.Mult: Rank.TERM,
    ast.Div: Rank.TERM,
    ast.FloorDiv: Rank.TERM,
    ast.Mod: Rank.TERM,
    ast.MatMult: Rank.TERM,
    ast.UAdd: Rank.UNARY,
    ast.USub: Rank.UNARY,
    ast.Invert: Rank.UNARY,
    ast.Pow: Rank.POWER,
}
EXPRESSION_RANKS: Mapping[type[ast.AST], Rank] = {
    ast.NamedExpr: Rank.TUPLE,
    ast.Lambda: Rank.LAMBDA,
    ast.Starred: Rank.LAMBDA,
    ast.IfExp: Rank.CONDITIONAL,
    ast.Compare: Rank.COMPARISON,
}
#: Operators for which (a + b) + c is a + (b + c).
ASSOCIATIVE = (ast.BitOr, ast.BitAnd, ast.BitXor)


def _find_needed_ranks(tree: ast.AST) -> Iterator[tuple[str, Rank]]:
    """{name: the rank that an expression needs to stand in its place}"""
    for parent in ast.walk(tree):
        for place, child in ast.iter_fields(parent):
            for one in child if isinstance(child, list) else [child]:
                if isinstance(one, ast.Name):
                    yield one.id, _get_needed_rank(parent, place)


def _get_needed_rank(parent: ast.AST, place: str) -> Rank:
    if isinstance(parent, ast.Attribute | ast.Call | ast.Subscript) and place in ("value", "func"):
        return Rank.ATOM
    if isinstance(parent, ast.BinOp):
        own = OPERATOR_RANKS[type(parent.op)]
        tighter = (place == "left") == isinstance(parent.op, ast.Pow)
        return Rank(own + 1) if tighter and not isinstance(parent.op, ASSOCIATIVE) else own
    if isinstance(parent, ast.UnaryOp | ast.BoolOp):
        return OPERATOR_RANKS[type(parent.op)]
    if isinstance(parent, ast.Compare | ast.Starred):
        return Rank.BIT_OR
    if isinstance(parent, ast.IfExp):
        return Rank.CONDITIONAL if place == "orelse" else Rank.OR
    if isinstance(parent, ast.comprehension):
        return Rank.OR
    if isinstance(parent, ast.Subscript | ast.Assign | ast.Return | ast.For | ast.Expr):
        return Rank.TUPLE
    return Rank.LAMBDA


def join_parts(sign: Literal["&", "|"], parts: Sequence[Expr]) -> Expr:
    """`a & b & c`; of one part that part itself."""
    if len(parts) == 1:
        return parts[0]
    return Expr(f" {sign} ".join(embed_parts(sign, parts)), _get_sign_rank(sign), _KEY)


def embed_parts(sign: Literal["&", "|"], parts: Sequence[Expr]) -> list[str]:
    """The code of each part between such signs."""
    return [_embed(part, _get_sign_rank(sign)) for part in parts]


def _get_sign_rank(sign: Literal["&", "|"]) -> Rank:
    return Rank.BIT_AND if sign == "&" else Rank.BIT_OR
