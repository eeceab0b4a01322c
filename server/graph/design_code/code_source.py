"""The text that is read: where things stand in it, what is wrong there, and its comments."""

import ast
import io
import tokenize
from collections.abc import Iterable
from dataclasses import dataclass

from server.graph.validation.validation_rules import find_closest


@dataclass(frozen=True)
class CodeRange:
    """From one place to another: lines from 1, columns from 0 as JavaScript counts the characters of a text."""

    first_line: int
    first_column: int
    last_line: int
    last_column: int


@dataclass(frozen=True)
class CodeFix:
    """What a button says, and the text that it puts at a range."""

    label: str
    range: CodeRange
    text: str


@dataclass(frozen=True)
class CodeError:
    """Why code is no design, and where."""

    range: CodeRange
    message: str
    fix: CodeFix | None = None


class CodeRefused(Exception):
    """An expression or a statement that no design can be made of; `replacement` is a better name for it."""

    def __init__(self, place: ast.AST, message: str, replacement: str | None = None) -> None:
        super().__init__(message)
        self.place = place
        self.replacement = replacement


class CodeSource:
    """A text by its lines."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        #: {line: the comment on it, and whether it has the line for itself}
        self.comments = _find_comments(text)

    def locate(self, node: ast.AST) -> CodeRange:
        """The range of a node of the syntax tree."""
        first, last = getattr(node, "lineno", 1), getattr(node, "end_lineno", 1)
        start, end = getattr(node, "col_offset", 0), getattr(node, "end_col_offset", 0)
        return CodeRange(first, self._to_column(first, start), last, self._to_column(last, end))

    def locate_line(self, line: int) -> CodeRange:
        """The text of a line."""
        text = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        start = len(text) - len(text.lstrip())
        return CodeRange(line, count_units(text[:start]), line, count_units(text))

    def _to_column(self, line: int, offset: int) -> int:
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        return count_units(text.encode()[:offset].decode(errors="ignore"))

    def to_error(self, refusal: CodeRefused) -> CodeError:
        """What was refused, with the fix that it names."""
        place = self.locate(refusal.place)
        fix = None
        if refusal.replacement is not None:
            fix = CodeFix(f"Use {refusal.replacement}", place, refusal.replacement)
        return CodeError(place, str(refusal), fix)


def count_units(text: str) -> int:
    """The length of a text as JavaScript counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _find_comments(text: str) -> dict[int, tuple[str, bool]]:
    found: dict[int, tuple[str, bool]] = {}
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                found[token.start[0]] = (token.string, not token.line[: token.start[1]].strip())
    except (tokenize.TokenError, SyntaxError, ValueError):
        # The parser says what is wrong with the text.
        return {}
    return found


def suggest_name(name: str, names: Iterable[str]) -> tuple[str, str | None]:
    """A sentence that names the closest name, to be put behind another one, and that name."""
    close = find_closest(name, frozenset(names))
    return (f" The closest name is {close}." if close else ""), close
