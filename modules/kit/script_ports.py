"""Change the ports of a module that a user wrote: its signature, its outputs and what it returns. Nothing is run."""

import ast
import io
import keyword
import tokenize
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from modules.kit.errors import ModuleError

PortKind = Literal["table", "tables", "file", "model", "object"]

#: How the source says what a port is.
ANNOTATIONS: Mapping[PortKind, str] = {
    "table": "DataFrame",
    "tables": "list[DataFrame]",
    "file": "File",
    "model": "Model",
    "object": "Object",
}
WIDTH = 100
#: What a return statement gives for an output that is new.
PLACEHOLDERS: Mapping[PortKind, str] = {"table": "pd.DataFrame()"}


@dataclass(frozen=True)
class ScriptPort:
    """A port that a source declares, or is to declare; `was` is the name that it has in the source now."""

    name: str
    kind: PortKind = "table"
    optional: bool = False
    was: str | None = None


@dataclass(frozen=True)
class ScriptPorts:
    """The inputs and outputs of a source, in their order."""

    inputs: tuple[ScriptPort, ...]
    outputs: tuple[ScriptPort, ...]


@dataclass(frozen=True)
class ChangedSource:
    """The source with other ports, and the lines of its return statements that need a look."""

    code: str
    unclear_lines: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Replacement:
    """The bytes from `start` up to `end` become another text."""

    start: int
    end: int
    text: str


class _Source:
    """A source with the places of its nodes as offsets of bytes, which is how the parser counts."""

    def __init__(self, text: str) -> None:
        self.bytes = text.encode()
        self.starts = [0]
        for line in self.bytes.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))

    def find_span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return (
            self.starts[node.lineno - 1] + node.col_offset,
            self.starts[node.end_lineno - 1] + node.end_col_offset,
        )

    def read_text(self, node: ast.expr | ast.stmt) -> str:
        start, end = self.find_span(node)
        return self.bytes[start:end].decode()

    def replace_parts(self, changes: Sequence[_Replacement]) -> str:
        made = self.bytes
        for change in sorted(changes, key=lambda one: one.start, reverse=True):
            made = made[: change.start] + change.text.encode() + made[change.end :]
        return made.decode()


def change_ports(
    code: str, function: ast.FunctionDef, before: ScriptPorts, ports: ScriptPorts, function_name: str | None = None
) -> ChangedSource:
    """The source with these ports: a renamed input is renamed in the function, and each return statement follows.

    With `function_name` the function gets another name too.
    """
    check_port_names(function, ports)
    source = _Source(code)
    renamed = {port.was: port.name for port in ports.inputs if port.was is not None and port.was != port.name}
    returns, unclear = _change_returns(source, function, before, ports, renamed)
    spans = [(change.start, change.end) for change in returns]
    names = [
        change
        for change in _rename_inputs(source, function, renamed)
        if not any(start <= change.start < end for start, end in spans)
    ]
    name = function_name or function.name
    changes = [*returns, *names, _change_signature(source, function, name, before, ports)]
    if not _are_plain(ports.outputs) and not _has_same_outputs(before, ports):
        changes += _change_outputs_class(source, function, name, before, ports)
    return ChangedSource(source.replace_parts(changes), tuple(unclear))


def check_port_names(function: ast.FunctionDef, ports: ScriptPorts) -> None:
    """Refuse names that the function can't have."""
    taken = {argument.arg for argument in function.args.kwonlyargs}
    if not ports.outputs:
        raise ModuleError(85, "Keep at least one output.", parameter="code")
    for listed in (ports.inputs, ports.outputs):
        names = [port.name for port in listed]
        for name in names:
            if not name.isidentifier() or keyword.iskeyword(name) or name.startswith("_"):
                rule = "Begin with a letter, then use letters, digits and _, as in sales_2024."
                message = f"'{name}' can't be the name of a port. {rule}"
                raise ModuleError(85, message, parameter="code")
            if names.count(name) > 1:
                raise ModuleError(85, f"Two ports are called '{name}'. Rename one of them.", parameter="code")
            if listed is ports.inputs and name in taken:
                message = f"A parameter is called '{name}' already. Choose another name."
                raise ModuleError(85, message, parameter="code")
    _check_variables(function, ports)


def _check_variables(function: ast.FunctionDef, ports: ScriptPorts) -> None:
    """An input that is new or renamed must not take the name of a variable of the function."""
    there = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    arguments = {argument.arg for argument in (*function.args.posonlyargs, *function.args.args)}
    for port in ports.inputs:
        if port.name != port.was and port.name in there - arguments:
            message = f"The code has a variable '{port.name}' already. Choose another name."
            raise ModuleError(85, message, parameter="code")


def _rename_inputs(source: _Source, function: ast.FunctionDef, renamed: Mapping[str, str]) -> Iterator[_Replacement]:
    for statement in function.body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and node.id in renamed:
                yield _Replacement(*source.find_span(node), renamed[node.id])


def _change_signature(
    source: _Source, function: ast.FunctionDef, name: str, before: ScriptPorts, ports: ScriptPorts
) -> _Replacement:
    """From `def` to the colon. Comments in between come to stand above it."""
    start = source.starts[function.lineno - 1] + function.col_offset
    end, comments = _find_signature_end(source, start)
    arguments = [*_write_inputs(source, function, before, ports), *_write_keywords(source, function)]
    returns = _write_returns(source, function, name, before, ports)
    head = f"def {name}("
    line = f"{head}{', '.join(arguments)}) -> {returns}:"
    if len(line) > WIDTH:
        line = head + "".join(f"\n    {argument}," for argument in arguments) + f"\n) -> {returns}:"
    return _Replacement(start, end, "".join(f"{comment}\n" for comment in comments) + line)


def _find_signature_end(source: _Source, start: int) -> tuple[int, list[str]]:
    depth, comments = 0, []
    rest = source.bytes[start:].decode()
    starts = _Source(rest)
    for token in tokenize.generate_tokens(io.StringIO(rest).readline):
        if token.type == tokenize.COMMENT:
            comments.append(token.string)
        if token.type != tokenize.OP:
            continue
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(token.string, 0)
        if token.string == ":" and depth == 0:
            before = len(token.line[: token.end[1]].encode())
            return start + starts.starts[token.end[0] - 1] + before, comments
    raise ModuleError(85, "The function has no end of its signature.", parameter="code")


def _write_inputs(source: _Source, function: ast.FunctionDef, before: ScriptPorts, ports: ScriptPorts) -> Iterator[str]:
    known = {port.name: port for port in before.inputs}
    arguments = {one.arg: one for one in (*function.args.posonlyargs, *function.args.args)}
    last_required = max((place for place, port in enumerate(ports.inputs) if not port.optional), default=-1)
    for place, port in enumerate(ports.inputs):
        was = known.get(port.was or "")
        kept = arguments[was.name].annotation if was is not None and was.kind == port.kind else None
        words = source.read_text(kept) if kept is not None else ANNOTATIONS[port.kind]
        may_be_none = was is not None and was.optional and kept is not None and "None" in words
        if may_be_none and not port.optional:
            words = ANNOTATIONS[port.kind]
        elif port.optional and not may_be_none:
            words = f"{words} | None"
        yield f"{port.name}: {words}{' = None' if port.optional and place > last_required else ''}"


def _write_keywords(source: _Source, function: ast.FunctionDef) -> Iterator[str]:
    """The parameters as they are."""
    if function.args.kwonlyargs:
        yield "*"
    for argument, default in zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True):
        words = (
            argument.arg if argument.annotation is None else f"{argument.arg}: {source.read_text(argument.annotation)}"
        )
        equals = " = " if argument.annotation is not None else "="
        yield words if default is None else f"{words}{equals}{source.read_text(default)}"


def _has_same_outputs(before: ScriptPorts, ports: ScriptPorts) -> bool:
    there = [(port.name, port.kind, port.name) for port in before.outputs]
    return [(port.name, port.kind, port.was) for port in ports.outputs] == there


def _are_plain(outputs: Sequence[ScriptPort]) -> bool:
    """Whether a single type says all of the outputs."""
    return [(port.name, port.kind) for port in outputs] in (
        [("results_dataset", "table")],
        [("file", "file")],
        [("object", "object")],
        [("trained_model", "model")],
    )


def _write_returns(
    source: _Source, function: ast.FunctionDef, name: str, before: ScriptPorts, ports: ScriptPorts
) -> str:
    if function.returns is not None and _has_same_outputs(before, ports):
        return source.read_text(function.returns)
    if _are_plain(ports.outputs):
        return ANNOTATIONS[ports.outputs[0].kind]
    found = _find_class(ast.parse(source.bytes), function, before)
    return found.name if found is not None else _name_class(name)


def _name_class(function: str) -> str:
    return "".join(part.capitalize() for part in function.split("_")) + "Outputs"


def _find_class(tree: ast.Module, function: ast.FunctionDef, before: ScriptPorts) -> ast.ClassDef | None:
    """The NamedTuple that says what the function returns."""
    returns = function.returns
    words = returns.value if isinstance(returns, ast.Constant) else ast.unparse(returns) if returns else ""
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name == words:
            names = [name for name, _ in _list_fields(node)]
            return node if names == [port.name for port in before.outputs] else None
    return None


def _list_fields(named: ast.ClassDef) -> list[tuple[str, ast.AnnAssign]]:
    annotated = (item for item in named.body if isinstance(item, ast.AnnAssign))
    return [(item.target.id, item) for item in annotated if isinstance(item.target, ast.Name)]


def _change_outputs_class(
    source: _Source, function: ast.FunctionDef, name: str, before: ScriptPorts, ports: ScriptPorts
) -> list[_Replacement]:
    """The NamedTuple with a field for each output: the one that is there, else a new one above the function."""
    fields = "".join(f"    {port.name}: {ANNOTATIONS[port.kind]}\n" for port in ports.outputs)
    found = _find_class(ast.parse(source.bytes), function, before)
    if found is None:
        top = min([function.lineno, *(one.lineno for one in function.decorator_list)])
        start = source.starts[top - 1]
        return [_Replacement(start, start, f"class {_name_class(name)}(NamedTuple):\n{fields}\n\n")]
    there = [item for _, item in _list_fields(found)]
    start = source.starts[there[0].lineno - 1]
    changes = [_Replacement(start, start, fields)]
    for item in there:
        assert item.end_lineno is not None
        changes.append(_Replacement(source.starts[item.lineno - 1], source.starts[item.end_lineno], ""))
    return _join_first(changes)


def _join_first(changes: Sequence[_Replacement]) -> list[_Replacement]:
    """The new fields and the end of the first old one as one replacement, since they start at the same place."""
    new, first, *others = changes
    return [_Replacement(first.start, first.end, new.text), *others]


def _change_returns(
    source: _Source,
    function: ast.FunctionDef,
    before: ScriptPorts,
    ports: ScriptPorts,
    renamed: Mapping[str, str],
) -> tuple[list[_Replacement], list[int]]:
    """The return statements with a value for each output, and the lines of those that say it in another way."""
    if [port.was for port in ports.outputs] == [port.name for port in before.outputs]:
        return [], []
    changes, unclear = [], []
    for statement in _list_returns(function.body):
        values = _split_values(source, statement, function, before, renamed)
        if statement.value is None or values is None:
            unclear.append(statement.lineno)
            continue
        written = [values.get(port.was or "") or PLACEHOLDERS.get(port.kind, "None") for port in ports.outputs]
        changes.append(_Replacement(*source.find_span(statement), f"return {', '.join(written)}"))
    return changes, unclear


def _list_returns(body: Sequence[ast.stmt]) -> Iterator[ast.Return]:
    """Those of the function itself, not of functions in it."""
    for statement in body:
        if isinstance(statement, ast.Return):
            yield statement
        elif not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            inner = list(ast.iter_child_nodes(statement))
            yield from _list_returns([node for node in inner if isinstance(node, ast.stmt)])
            for handler in inner:
                if isinstance(handler, ast.ExceptHandler | ast.match_case):
                    yield from _list_returns(handler.body)


def _split_values(
    source: _Source,
    statement: ast.Return,
    function: ast.FunctionDef,
    before: ScriptPorts,
    renamed: Mapping[str, str],
) -> dict[str, str] | None:
    """{output: the expression of its value}; None where the statement does not list them one by one."""
    value, names = statement.value, [port.name for port in before.outputs]
    listed: list[ast.expr] = []
    by_name: dict[str, ast.expr] = {}
    if isinstance(value, ast.Tuple):
        listed = value.elts
    elif isinstance(value, ast.Call) and ast.unparse(value.func) == ast.unparse(function.returns or value):
        listed = value.args
        by_name = {one.arg: one.value for one in value.keywords if one.arg is not None}
    elif value is not None and len(names) == 1:
        listed = [value]
    if any(isinstance(one, ast.Starred) for one in listed) or len(listed) + len(by_name) != len(names):
        return None
    found = {**dict(zip(names, listed, strict=False)), **by_name}
    return {name: _write_renamed(source, one, renamed) for name, one in found.items()}


def _write_renamed(source: _Source, value: ast.expr, renamed: Mapping[str, str]) -> str:
    start, end = source.find_span(value)
    part = _Source("")
    part.bytes = source.bytes[start:end]
    inside = [node for node in ast.walk(value) if isinstance(node, ast.Name) and node.id in renamed]
    spans = [(source.find_span(node), renamed[node.id]) for node in inside]
    text = part.replace_parts([_Replacement(one[0] - start, one[1] - start, name) for one, name in spans])
    return f"({text})" if isinstance(value, ast.Tuple | ast.Yield | ast.NamedExpr) else text
