"""The source of a function without what it only does for the designer: refusals of unusable data, progress, the log.

A script is written for data that a design has run with. What is left computes the same from them. Which functions do
nothing else says `@designer_only` on each of them.
"""

import ast
import inspect
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from modules.kit.codegen.designer_only import designer_only, is_designer_only
from modules.kit.errors import ModuleError
from modules.kit.progress import report, track


def strip_source(text: str, module: ModuleType) -> str:
    """The source with those statements left out, and `track(rows, ...)` as `rows`.

    LookupError where it needs the value of what is left out.
    """
    if not text.startswith(("def ", "class ", "@")):
        return text
    tree = ast.parse(text)
    edits = _SourceStripper(vars(module))
    edits.removed_methods |= {
        node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and edits.is_marked(node)
    }
    edits.strip_body(tree.body)
    stripped = edits.apply_to(text)
    edits.check_values(stripped, module)
    return stripped


@dataclass
class _SourceStripper:
    """What is left out of a source, by its lines, and what is put in the place of parts of lines."""

    namespace: dict[str, Any]
    #: Methods of the source that are left out.
    removed_methods: set[str] = field(default_factory=set)
    removed_lines: set[int] = field(default_factory=set)
    dedented_lines: set[int] = field(default_factory=set)
    replacements: list[tuple[ast.expr, ast.expr]] = field(default_factory=list)

    def strip_body(self, body: list[ast.stmt]) -> None:
        for statement in body:
            if self._is_designer_only(statement):
                self._remove_statement(statement)
            else:
                self._strip_statement(statement)

    def _strip_statement(self, statement: ast.stmt) -> None:
        if isinstance(statement, ast.Try) and all(
            self._ends_with_module_error(handler.body) for handler in statement.handlers
        ):
            self._unwrap_try(statement)
        if isinstance(statement, ast.If) and statement.orelse and self._ends_with_module_error(statement.orelse):
            self.removed_lines |= set(range((statement.body[-1].end_lineno or 0) + 1, (statement.end_lineno or 0) + 1))
            statement.orelse = []
        for body in _iterate_bodies(statement):
            self.strip_body(body)
        for node in _walk_expressions(statement):
            if isinstance(node, ast.Call) and self._refers_to(node.func, track):
                self.replacements.append((node, node.args[0]))

    def _unwrap_try(self, statement: ast.Try) -> None:
        """`try:` and its handlers go, and what it tried moves outwards."""
        first, last = statement.body[0].lineno, statement.body[-1].end_lineno or 0
        every = set(range(statement.lineno, (statement.end_lineno or 0) + 1))
        self.dedented_lines |= set(range(first, last + 1))
        self.removed_lines |= every - set(range(first, last + 1))
        statement.handlers = []

    def _is_designer_only(self, statement: ast.stmt) -> bool:
        """Whether the statement computes nothing."""
        if isinstance(statement, ast.FunctionDef):
            return self.is_marked(statement) or self._has_port_arguments(statement)
        if isinstance(statement, ast.If | ast.For):
            refuses = isinstance(statement, ast.If) and self._ends_with_module_error(statement.body)
            return not statement.orelse and (refuses or all(map(self._is_designer_only, statement.body)))
        if isinstance(statement, ast.Assert):
            return True
        if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
            return False
        called = statement.value.func
        return self._is_logging(called) or self._is_left_out(called) or self._refers_to(called, report)

    def is_marked(self, definition: ast.FunctionDef) -> bool:
        return any(self._refers_to(decorator, designer_only) for decorator in definition.decorator_list)

    def _is_logging(self, called: ast.expr) -> bool:
        return (
            isinstance(called, ast.Attribute)
            and isinstance(called.value, ast.Name)
            and isinstance(self.namespace.get(called.value.id), logging.Logger)
        )

    def _is_left_out(self, node: ast.AST) -> bool:
        """Whether an expression names a function or method that is left out."""
        if isinstance(node, ast.Attribute):
            return isinstance(node.value, ast.Name) and node.value.id == "self" and node.attr in self.removed_methods
        return isinstance(node, ast.Name) and is_designer_only(self.namespace.get(node.id))

    def check_values(self, stripped: str, module: ModuleType) -> None:
        for node in ast.walk(ast.parse(stripped)):
            if self._is_left_out(node):
                raise LookupError(f"{ast.unparse(node)}, whose value a script cannot have, in {module.__name__}")

    def _has_port_arguments(self, statement: ast.FunctionDef) -> bool:
        """Whether a method takes what flows along edges, which scripts have as plain tables."""
        arguments = [*statement.args.args, *statement.args.kwonlyargs]
        named = {
            one.id
            for part in arguments
            if part.annotation
            for one in ast.walk(part.annotation)
            if isinstance(one, ast.Name)
        }
        return any(getattr(self.namespace.get(name), "__module__", "") == "modules.kit.ports" for name in named)

    def _ends_with_module_error(self, body: list[ast.stmt]) -> bool:
        """Whether a block ends with an error that is told to the user."""
        last = body[-1]
        if not isinstance(last, ast.Raise) or not isinstance(last.exc, ast.Call):
            return False
        value = self.namespace.get(last.exc.func.id) if isinstance(last.exc.func, ast.Name) else None
        if value is ModuleError:
            return True
        return inspect.isfunction(value) and value.__annotations__.get("return") is ModuleError

    def _refers_to(self, node: ast.expr, function: Any) -> bool:
        return isinstance(node, ast.Name) and self.namespace.get(node.id) is function

    def _remove_statement(self, statement: ast.stmt) -> None:
        first = min([statement.lineno, *(decorator.lineno for decorator in getattr(statement, "decorator_list", []))])
        self.removed_lines |= set(range(first, (statement.end_lineno or 0) + 1))

    def apply_to(self, text: str) -> str:
        lines = text.splitlines()
        for whole, part in sorted(self.replacements, key=lambda pair: -pair[0].lineno):
            at, end = whole.lineno - 1, (whole.end_lineno or 0) - 1
            kept = ast.get_source_segment(text, part) or ""
            # Places within a line are counted in bytes.
            before = lines[at].encode()[: whole.col_offset].decode()
            behind = lines[end].encode()[whole.end_col_offset :].decode()
            lines[at : end + 1] = [f"{before}{kept}{behind}", *[""] * (end - at)]
            self.removed_lines |= set(range(at + 2, end + 2))
        moved = [
            line.removeprefix("    ") if at in self.dedented_lines else line for at, line in enumerate(lines, start=1)
        ]
        left: list[str] = []
        for at, line in enumerate(moved, start=1):
            # Of the empty lines around what is left out one goes.
            doubled = not line.strip() and at - 1 in self.removed_lines and left and not left[-1].strip()
            if at not in self.removed_lines and not doubled:
                left.append(line)
        return "\n".join(left)


def _iterate_bodies(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    for name in ("body", "orelse", "finalbody"):
        body = getattr(statement, name, None)
        if body and isinstance(body[0], ast.stmt):
            yield body
    for handler in getattr(statement, "handlers", []):
        yield handler.body


def _walk_expressions(statement: ast.stmt) -> Iterator[ast.AST]:
    """The expressions of a statement, without those of statements within it."""
    for child in ast.iter_child_nodes(statement):
        if isinstance(child, ast.expr | ast.comprehension | ast.withitem):
            yield from ast.walk(child)
