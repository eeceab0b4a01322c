"""The statements of a design function: each places a module, opens a group, or is refused with the reason."""

import ast
from collections.abc import Mapping, Sequence
from typing import Any

from server.graph.design_code.call_reader import CallReader
from server.graph.design_code.canvas_notes import CanvasNoteReader
from server.graph.design_code.code_notes import read_note
from server.graph.design_code.code_source import CodeError, CodeRange, CodeRefused
from server.graph.design_code.code_values import get_dy_name
from server.graph.design_code.code_writer import list_group_chain
from server.graph.design_code.reading_state import ReadingState
from server.graph.document import NodeGroup
from server.graph.edits import Document

SCRIPT_HINT = "Put it into an Execute Python Script module, or into a module of your own."
REFUSED_STATEMENTS: Mapping[type[ast.stmt], str] = {
    ast.For: f"A design has no loops. {SCRIPT_HINT}",
    ast.While: f"A design has no loops. {SCRIPT_HINT}",
    ast.If: f"A design has no conditions. Disable a module with disabled=True. {SCRIPT_HINT}",
    ast.FunctionDef: f"A function of your own is no part of a design. {SCRIPT_HINT}",
    ast.ClassDef: f"A class is no part of a design. {SCRIPT_HINT}",
    ast.Import: f"Imports belong at the top of the file, and only those of designery. {SCRIPT_HINT}",
    ast.ImportFrom: f"Imports belong at the top of the file, and only those of designery. {SCRIPT_HINT}",
    ast.Try: f"A design catches no errors. {SCRIPT_HINT}",
}


class StatementReader:
    """Reads the body of a design function; what is wrong is noted as an error, and the next statement is read."""

    def __init__(self, state: ReadingState) -> None:
        self._state = state
        self._calls = CallReader(state)
        self._notes = CanvasNoteReader(state)
        self._groups: dict[str, Any] = {}
        self._read_comments: set[int] = set()

    def read_block(self, statements: Sequence[ast.stmt]) -> None:
        """Read statements that follow one another."""
        for statement in statements:
            try:
                self._read_statement(statement)
            except CodeRefused as refusal:
                self._state.errors.append(self._state.source.to_error(refusal))
                self._calls.forgive(statement)

    def _read_statement(self, statement: ast.stmt) -> None:
        match statement:
            case ast.Pass() | ast.Expr(value=ast.Constant(value=str())) | ast.Return(value=None):
                return
            case ast.With():
                self._read_group(statement)
            case ast.Return(value=ast.Tuple(elts=items)):
                for item in items:
                    self._calls.read_expression(item)
            case ast.Assign(targets=[target], value=value):
                self._calls.bind(target, self._calls.read_expression(value))
                self._take_note(statement, value)
            case ast.Expr(value=ast.Call(func=called) as value) if get_dy_name(called) == "note":
                self._notes.read(value)
            case ast.Expr(value=ast.Call() as value) | ast.Return(value=ast.expr() as value):
                self._calls.read_expression(value)
                self._take_note(statement, value)
            case _:
                reason = REFUSED_STATEMENTS.get(type(statement))
                raise CodeRefused(statement, reason or f"Write one module a line: name = module(...). {SCRIPT_HINT}")

    # Groups

    def _read_group(self, statement: ast.With) -> None:
        item = statement.items[0]
        call = item.context_expr
        if len(statement.items) > 1 or item.optional_vars or not isinstance(call, ast.Call):
            raise CodeRefused(statement.items[0].context_expr, 'A block is a group: with dy.group("Preparation"):')
        texts = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if get_dy_name(call.func) != "group" or len(texts) != len(call.args) or not 1 <= len(texts) <= 2:
            raise CodeRefused(call, 'A block is a group: with dy.group("Preparation"):')
        self._open_group(texts[0], texts[-1])
        try:
            self.read_block(statement.body)
        finally:
            self._state.opened_groups.pop()

    def _open_group(self, name: str, title: str) -> None:
        opened = self._state.opened_groups
        held, parent = self._state.base.groups.get(name), opened[-1] if opened else None
        if name not in self._groups:
            known = held.model_dump(mode="json") if isinstance(held, NodeGroup) else NodeGroup(title=title).model_dump()
            if not isinstance(held, NodeGroup) or not self._stands_as_before(name):
                known["parent"] = parent
            self._groups[name] = {**known, "title": title}
        self._state.opened_groups.append(name)

    def _stands_as_before(self, name: str) -> bool:
        """Whether a group is where it was; groups in a circle, which no blocks can say, are."""
        chain = list_group_chain(self._state.base, name)
        outermost = self._state.base.groups[chain[0]]
        in_circle = isinstance(outermost, NodeGroup) and outermost.parent in chain
        return in_circle or chain[:-1] == self._state.opened_groups

    def list_groups(self) -> dict[str, Any]:
        """The groups that the code has, and those that no code can say."""
        broken = {name: held for name, held in self._state.base.groups.items() if not isinstance(held, NodeGroup)}
        return {**broken, **self._groups}

    def list_notes(self) -> dict[str, object]:
        """The notes that the code has, and those that no code can say."""
        return self._notes.list_all()

    # Comments

    def _take_note(self, statement: ast.stmt, value: ast.expr) -> None:
        """The comments before a statement, and on its lines, are the note of its module."""
        name = self._state.node_ids.get(id(value))
        if name not in self._state.nodes:
            return
        lines = self._list_comment_lines(statement)
        self._read_comments |= set(lines)
        node, before = self._state.nodes[name], self._state.base.nodes.get(name)
        by_option = isinstance(value, ast.Call) and any(map(_says_note, value.keywords))
        if lines:
            node["note"] = read_note([self._state.source.comments[line][0] for line in lines])
        elif not by_option:
            node["note"] = before.note if before is not None and not before.note else None
        place = self._state.ranges[name]
        self._state.ranges[name] = CodeRange(min([place.first_line, *lines]), 0, place.last_line, place.last_column)

    def _list_comment_lines(self, statement: ast.stmt) -> list[int]:
        comments = self._state.source.comments
        line = statement.lineno - 1
        while line in comments and comments[line][1]:
            line -= 1
        last = statement.end_lineno or statement.lineno
        return [one for one in range(line + 1, last + 1) if one in comments]

    def refuse_lost_comments(self) -> None:
        """Name the comments that belong to no module, which would be lost."""
        for line in self._state.source.comments.keys() - self._read_comments:
            message = "A comment becomes the note of the module whose line comes next. No module follows here."
            self._state.errors.append(CodeError(self._state.source.locate_line(line), message))

    # Arguments of the function

    def declare_arguments(self, document: Document) -> None:
        """An argument that sets one field is a parameter of the pipeline."""
        for argument, places in self._state.uses.items():
            if len(places) == 1:
                pipeline = document["pipeline"] if isinstance(document.get("pipeline"), dict) else {}
                declared = pipeline.get("parameters")
                node, parameter = places[0]
                known = declared if isinstance(declared, dict) else {}
                document["pipeline"] = {
                    **pipeline,
                    "parameters": {argument: {"node": node, "parameter": parameter}, **known},
                }


def _says_note(keyword: ast.keyword) -> bool:
    """Whether an argument is the note, by itself or among the fields of the card."""
    if keyword.arg == "card" and isinstance(keyword.value, ast.Dict):
        return any(isinstance(key, ast.Constant) and key.value == "note" for key in keyword.value.keys)
    return keyword.arg == "note"
