"""The grammar of formulas: a text becomes a tree of values, columns and calls. Operators are calls, too.

profit / [unit sales] * 100
if(price > 20000 and make in ("audi", "bmw"), "premium", "other")
case when age < 18 then "child" when age < 65 then "adult" else "senior" end
"""

import re
from dataclasses import dataclass
from typing import Literal

#: Words that are no names of columns unless they stand in brackets.
RESERVED_WORDS = (
    *("and", "or", "not", "in", "between", "is", "missing", "null", "true", "false"),
    *("case", "when", "then", "else", "end", "if"),
)
MAX_DEPTH = 100
MAX_LENGTH = 10_000

_TOKENS = re.compile(
    r"""(?P<space>\s+)
    |(?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)
    |(?P<text>"(?:[^"]|"")*"|'(?:[^']|'')*')
    |(?P<column>\[(?:[^\]]|\]\])*\])
    |(?P<word>[^\W\d]\w*)
    |(?P<sign><=|>=|<>|!=|==|&&|\|\||\*\*|[-+*/%^&=<>(),!])""",
    re.VERBOSE,
)


class FormulaError(Exception):
    """A formula that means nothing: what is wrong with it, and at which character, counted from 0."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.message = message
        self.position = position

    def __str__(self) -> str:
        return f"At character {self.position + 1}: {self.message}"


@dataclass(frozen=True)
class Constant:
    """A value that stands in the formula; None is a missing one."""

    value: str | int | float | bool | None
    position: int


@dataclass(frozen=True)
class ColumnName:
    """A column by its name."""

    name: str
    position: int


@dataclass(frozen=True)
class FunctionCall:
    """A function or an operator with what it is applied to."""

    function: str
    arguments: "tuple[Expression, ...]"
    position: int


Expression = Constant | ColumnName | FunctionCall


@dataclass(frozen=True)
class _Token:
    kind: Literal["number", "text", "column", "word", "sign", "end"]
    text: str
    position: int


def bracket_column(name: str) -> str:
    """A column as it stands in a formula, whatever its name."""
    return f"[{name.replace(']', ']]')}]"


def quote_text(text: str) -> str:
    """A text as it stands in a formula."""
    return '"' + text.replace('"', '""') + '"'


def parse_formula(text: str) -> Expression:
    """The tree of a formula; raises FormulaError."""
    if len(text) > MAX_LENGTH:
        raise FormulaError(f"A formula may have {MAX_LENGTH:,} characters.", MAX_LENGTH)
    return _Parser(_split_tokens(text)).read_formula()


def _split_tokens(text: str) -> list[_Token]:
    tokens, place = [], 0
    while place < len(text):
        found = _TOKENS.match(text, place)
        if found is None:
            if text[place] in "\"'[":
                what = "bracket" if text[place] == "[" else "quotation mark"
                raise FormulaError(f"This {what} is never closed.", place)
            raise FormulaError(f"'{text[place]}' means nothing in a formula.", place)
        if found.lastgroup != "space":
            tokens.append(_Token(found.lastgroup, found[0], place))  # type: ignore[arg-type]
        place = found.end()
    return [*tokens, _Token("end", "", len(text))]


def _describe(token: _Token) -> str:
    return "the end" if token.kind == "end" else f"'{token.text}'"


#: Signs that mean the same.
_SAME_SIGNS = {"==": "=", "<>": "!=", "**": "^"}
_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")


class _Parser:
    """Reads from the loosest operator to the firmest, each level by a method of its own."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._place = 0

    @property
    def current(self) -> _Token:
        return self._tokens[self._place]

    def _take(self) -> _Token:
        token = self.current
        self._place += token.kind != "end"
        return token

    def _find_sign(self, *signs: str) -> _Token | None:
        """The next token, taken, where it is one of these signs or words."""
        token = self.current
        is_one = token.kind in ("sign", "word") and token.text.lower() in signs
        return self._take() if is_one else None

    def _require(self, sign: str, after: str) -> None:
        if self._find_sign(sign) is None:
            message = f"Expected '{sign}' {after}. Got {_describe(self.current)}."
            raise FormulaError(message, self.current.position)

    def read_formula(self) -> Expression:
        """All of it: after the formula there is nothing."""
        if self.current.kind == "end":
            raise FormulaError("The formula is empty. Enter one, such as price * 1.2.", 0)
        tree = self._read_or(0)
        last = self._take()
        if last.kind != "end":
            raise FormulaError(f"Expected an operator or the end. Got {_describe(last)}.", last.position)
        return tree

    def _read_or(self, depth: int) -> Expression:
        if depth > MAX_DEPTH:
            raise FormulaError("The formula is nested too deeply.", self.current.position)
        left = self._read_and(depth)
        while sign := self._find_sign("or", "||"):
            left = FunctionCall("or", (left, self._read_and(depth)), sign.position)
        return left

    def _read_and(self, depth: int) -> Expression:
        left = self._read_not(depth)
        while sign := self._find_sign("and", "&&"):
            left = FunctionCall("and", (left, self._read_not(depth)), sign.position)
        return left

    def _read_not(self, depth: int) -> Expression:
        if sign := self._find_sign("not", "!"):
            if depth > MAX_DEPTH:
                raise FormulaError("The formula is nested too deeply.", sign.position)
            return FunctionCall("not", (self._read_not(depth + 1),), sign.position)
        return self._read_comparison(depth)

    def _read_comparison(self, depth: int) -> Expression:
        left = self._read_sum(depth)
        while True:
            if sign := self._find_sign(*_COMPARISONS, "==", "<>"):
                name = _SAME_SIGNS.get(sign.text, sign.text)
                left = FunctionCall(name, (left, self._read_sum(depth)), sign.position)
            elif sign := self._find_sign("is"):
                left = self._read_missing(left, sign)
            elif (sign := self.current).text.lower() in ("in", "between", "not") and sign.kind == "word":
                left = self._read_membership(left, depth)
            else:
                return left

    def _read_missing(self, value: Expression, sign: _Token) -> Expression:
        denied = self._find_sign("not")
        if self._find_sign("missing", "null") is None:
            raise FormulaError(f"Expected 'missing' after 'is'. Got {_describe(self.current)}.", self.current.position)
        found = FunctionCall("is_missing", (value,), sign.position)
        return FunctionCall("not", (found,), sign.position) if denied else found

    def _read_membership(self, value: Expression, depth: int) -> Expression:
        denied = self._find_sign("not")
        sign = self._take()
        found: Expression
        if sign.text.lower() == "in":
            self._require("(", "after 'in'")
            found = FunctionCall("in", (value, *self._read_arguments(depth)), sign.position)
        elif sign.text.lower() == "between":
            low = self._read_sum(depth)
            self._require("and", "between the two bounds")
            high = self._read_sum(depth)
            bounds = FunctionCall(">=", (value, low), sign.position), FunctionCall("<=", (value, high), sign.position)
            found = FunctionCall("and", bounds, sign.position)
        else:
            raise FormulaError(f"Expected 'in' or 'between' after 'not'. Got {_describe(sign)}.", sign.position)
        return FunctionCall("not", (found,), sign.position) if denied else found

    def _read_sum(self, depth: int) -> Expression:
        left = self._read_product(depth)
        while sign := self._find_sign("+", "-", "&"):
            left = FunctionCall(sign.text, (left, self._read_product(depth)), sign.position)
        return left

    def _read_product(self, depth: int) -> Expression:
        left = self._read_unary(depth)
        while sign := self._find_sign("*", "/", "%"):
            left = FunctionCall(sign.text, (left, self._read_unary(depth)), sign.position)
        return left

    def _read_unary(self, depth: int) -> Expression:
        if depth > MAX_DEPTH:
            raise FormulaError("The formula is nested too deeply.", self.current.position)
        if self._find_sign("+"):
            return self._read_unary(depth + 1)
        if sign := self._find_sign("-"):
            value = self._read_unary(depth + 1)
            if isinstance(value, Constant) and isinstance(value.value, int | float) and value.value is not True:
                return Constant(-value.value, sign.position)
            return FunctionCall("minus", (value,), sign.position)
        return self._read_power(depth)

    def _read_power(self, depth: int) -> Expression:
        base = self._read_primary(depth)
        if sign := self._find_sign("^", "**"):
            return FunctionCall("^", (base, self._read_unary(depth + 1)), sign.position)
        return base

    def _read_primary(self, depth: int) -> Expression:
        token = self._take()
        if token.kind == "number":
            whole = token.text.isdigit() and int(token.text) < 2**63
            return Constant(int(token.text) if whole else float(token.text), token.position)
        if token.kind == "text":
            mark = token.text[0]
            return Constant(token.text[1:-1].replace(mark * 2, mark), token.position)
        if token.kind == "column":
            return ColumnName(token.text[1:-1].replace("]]", "]"), token.position)
        if token.kind == "word":
            return self._read_word(token, depth)
        if token.text == "(":
            inner = self._read_or(depth + 1)
            self._require(")", "to close the bracket")
            return inner
        raise FormulaError(f"Expected a value, a column or a function. Got {_describe(token)}.", token.position)

    def _read_word(self, token: _Token, depth: int) -> Expression:
        word = token.text.lower()
        if word == "case":
            return self._read_case(token, depth)
        if self.current.text == "(" and self.current.kind == "sign":
            self._take()
            return FunctionCall(word, self._read_arguments(depth), token.position)
        if word in ("true", "false"):
            return Constant(word == "true", token.position)
        if word in ("missing", "null"):
            return Constant(None, token.position)
        if word in RESERVED_WORDS:
            message = f"'{token.text}' has a meaning in formulas. Put it in brackets if it is a column: [{token.text}]."
            raise FormulaError(message, token.position)
        return ColumnName(token.text, token.position)

    def _read_arguments(self, depth: int) -> tuple[Expression, ...]:
        """What stands between the brackets of which the first one is read."""
        if self._find_sign(")"):
            return ()
        arguments = [self._read_or(depth + 1)]
        while self._find_sign(","):
            arguments.append(self._read_or(depth + 1))
        self._require(")", "or a comma")
        return tuple(arguments)

    def _read_case(self, token: _Token, depth: int) -> Expression:
        """`case when a then b else c end` is `if(a, b, c)`."""
        branches = []
        while sign := self._find_sign("when"):
            condition = self._read_or(depth + 1)
            self._require("then", "after the condition")
            branches.append((condition, self._read_or(depth + 1), sign.position))
        if not branches:
            raise FormulaError(f"Expected 'when' after 'case'. Got {_describe(self.current)}.", self.current.position)
        result: Expression = Constant(None, token.position)
        if self._find_sign("else"):
            result = self._read_or(depth + 1)
        self._require("end", "after the last branch of 'case'")
        for condition, value, position in reversed(branches):
            result = FunctionCall("if", (condition, value, result), position)
        return result
