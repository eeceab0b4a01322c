"""The source of a function without what it only does for the designer: refusals of unusable data, progress, the log.

A script is written for data that a design has run with. What is left computes the same from them.
"""

import ast
import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from modules.kit.errors import ModuleError
from modules.kit.progress import report, track

#: Functions whose names begin like this refuse data or tell of them, and do nothing else.
REFUSALS = re.compile(r"_?(refuse|require|tell)_\w+")


def plain(text: str, module: ModuleType) -> str:
    """The source with those statements left out, and `track(rows, ...)` as `rows`."""
    if not text.startswith(("def ", "class ", "@")):
        return text
    edits = _Edits(vars(module))
    edits.of_body(ast.parse(text).body)
    return edits.made_in(text)


@dataclass
class _Edits:
    """What is left out of a source, by its lines, and what is put in the place of parts of lines."""

    known: dict[str, Any]
    gone: set[int] = field(default_factory=set)
    outward: set[int] = field(default_factory=set)
    replaced: list[tuple[ast.expr, ast.expr]] = field(default_factory=list)

    def of_body(self, body: list[ast.stmt]) -> None:
        for statement in body:
            if self._idle(statement):
                self._leave_out(statement)
            else:
                self._within(statement)

    def _within(self, statement: ast.stmt) -> None:
        if isinstance(statement, ast.Try) and all(self._refuses(handler.body) for handler in statement.handlers):
            self._only_tried(statement)
        if isinstance(statement, ast.If) and statement.orelse and self._refuses(statement.orelse):
            self.gone |= set(range((statement.body[-1].end_lineno or 0) + 1, (statement.end_lineno or 0) + 1))
            statement.orelse = []
        for body in _bodies(statement):
            self.of_body(body)
        for node in _own_expressions(statement):
            if isinstance(node, ast.Call) and self._is(node.func, track):
                self.replaced.append((node, node.args[0]))

    def _only_tried(self, statement: ast.Try) -> None:
        """`try:` and its handlers go, and what it tried moves outwards."""
        first, last = statement.body[0].lineno, statement.body[-1].end_lineno or 0
        every = set(range(statement.lineno, (statement.end_lineno or 0) + 1))
        self.outward |= set(range(first, last + 1))
        self.gone |= every - set(range(first, last + 1))
        statement.handlers = []

    def _idle(self, statement: ast.stmt) -> bool:
        """Whether the statement computes nothing."""
        if isinstance(statement, ast.FunctionDef):
            return REFUSALS.fullmatch(statement.name) is not None or self._takes_ports(statement)
        if isinstance(statement, ast.If | ast.For):
            refuses = isinstance(statement, ast.If) and self._refuses(statement.body)
            return not statement.orelse and (refuses or all(map(self._idle, statement.body)))
        if isinstance(statement, ast.Assert):
            return True
        if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
            return False
        called = statement.value.func
        if isinstance(called, ast.Attribute):
            logs = isinstance(called.value, ast.Name) and called.value.id == "log"
            return logs or REFUSALS.fullmatch(called.attr) is not None
        return isinstance(called, ast.Name) and (
            REFUSALS.fullmatch(called.id) is not None or self.known.get(called.id) is report
        )

    def _takes_ports(self, statement: ast.FunctionDef) -> bool:
        """Whether a method takes what flows along edges, which scripts have as plain tables."""
        arguments = [*statement.args.args, *statement.args.kwonlyargs]
        named = {
            one.id
            for part in arguments
            if part.annotation
            for one in ast.walk(part.annotation)
            if isinstance(one, ast.Name)
        }
        return any(getattr(self.known.get(name), "__module__", "") == "modules.kit.ports" for name in named)

    def _refuses(self, body: list[ast.stmt]) -> bool:
        """Whether a block ends with an error that is told to the user."""
        last = body[-1]
        if not isinstance(last, ast.Raise) or not isinstance(last.exc, ast.Call):
            return False
        value = self.known.get(last.exc.func.id) if isinstance(last.exc.func, ast.Name) else None
        if value is ModuleError:
            return True
        return inspect.isfunction(value) and value.__annotations__.get("return") is ModuleError

    def _is(self, node: ast.expr, function: Any) -> bool:
        return isinstance(node, ast.Name) and self.known.get(node.id) is function

    def _leave_out(self, statement: ast.stmt) -> None:
        self.gone |= set(range(statement.lineno, (statement.end_lineno or 0) + 1))

    def made_in(self, text: str) -> str:
        lines = text.splitlines()
        for whole, part in sorted(self.replaced, key=lambda pair: -pair[0].lineno):
            at, end = whole.lineno - 1, (whole.end_lineno or 0) - 1
            kept = ast.get_source_segment(text, part) or ""
            # Places within a line are counted in bytes.
            before = lines[at].encode()[: whole.col_offset].decode()
            behind = lines[end].encode()[whole.end_col_offset :].decode()
            lines[at : end + 1] = [f"{before}{kept}{behind}", *[""] * (end - at)]
            self.gone |= set(range(at + 2, end + 2))
        moved = [line.removeprefix("    ") if at in self.outward else line for at, line in enumerate(lines, start=1)]
        left: list[str] = []
        for at, line in enumerate(moved, start=1):
            # Of the empty lines around what is left out one goes.
            doubled = not line.strip() and at - 1 in self.gone and left and not left[-1].strip()
            if at not in self.gone and not doubled:
                left.append(line)
        return "\n".join(left)


def _bodies(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    for name in ("body", "orelse", "finalbody"):
        body = getattr(statement, name, None)
        if body and isinstance(body[0], ast.stmt):
            yield body
    for handler in getattr(statement, "handlers", []):
        yield handler.body


def _own_expressions(statement: ast.stmt) -> Iterator[ast.AST]:
    """The expressions of a statement, without those of statements within it."""
    for child in ast.iter_child_nodes(statement):
        if isinstance(child, ast.expr | ast.comprehension | ast.withitem):
            yield from ast.walk(child)
