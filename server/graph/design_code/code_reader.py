"""Code as the change of a design that it was written from. It is parsed, and nothing of it is run."""

import ast
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from modules.kit import Module
from server.graph.custom_modules import parse_custom_modules
from server.graph.design_code.code_calls import assign_node_ids, list_module_calls
from server.graph.design_code.code_source import CodeError, CodeRange, CodeRefused, CodeSource
from server.graph.design_code.code_values import get_dy_name, read_value
from server.graph.design_code.code_writer import choose_code_names
from server.graph.design_code.node_placement import place_new_nodes
from server.graph.design_code.reading_state import ReadingState
from server.graph.design_code.statement_reader import StatementReader
from server.graph.document import CustomModule, Design
from server.graph.edits import Document

MAX_CODE_LENGTH = 2_000_000
HEADER = '@dy.design(name="...") and, below it, def my_design():'


@dataclass(frozen=True)
class CodeReading:
    """What code says: the document, and where its nodes and their parameters stand; or what is wrong with it."""

    document: Document | None
    errors: list[CodeError]
    #: {node: from where to where its statement goes}
    nodes: Mapping[str, CodeRange]
    #: {(node, parameter or port): the range of its value}
    fields: Mapping[tuple[str, str], CodeRange]


def read_design_code(text: str, base: Design, catalog: Mapping[str, Module]) -> CodeReading:
    """Read code that was written from `base`: what it does not say, as places of cards, stays as it is there."""
    source = CodeSource(text)
    try:
        with warnings.catch_warnings():
            # As for "\d" in a text, which Python reads all the same.
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
        return _read_tree(tree, source, base, catalog)
    except SyntaxError as error:
        line = max(1, error.lineno or 1)
        return _refuse(source, line, f"Line {line} is not finished, or no Python: {error.msg.rstrip('.?')}.")
    except RecursionError:
        return _refuse(source, 1, "The code is nested too deeply.")
    except (ValueError, MemoryError):
        return _refuse(source, 1, "The code has characters that Python does not read.")


def _refuse(source: CodeSource, line: int, message: str) -> CodeReading:
    return CodeReading(None, [CodeError(source.locate_line(line), message)], {}, {})


def _read_tree(tree: ast.Module, source: CodeSource, base: Design, catalog: Mapping[str, Module]) -> CodeReading:
    errors: list[CodeError] = []
    function = _find_function(tree, source, errors)
    if function is None:
        return CodeReading(None, errors, {}, {})
    document = base.model_dump(mode="json")
    try:
        document |= _read_decorator(function)
        constants = _read_arguments(function)
    except CodeRefused as refusal:
        return CodeReading(None, [*errors, source.to_error(refusal)], {}, {})
    own = _find_own_modules(function)
    modules = {one.name: CustomModule(code=one.code) for one in own.values()}
    names = choose_code_names(base, catalog)
    functions = {**{name: name for name in catalog}, **{variable: one.name for variable, one in own.items()}}
    calls = list_module_calls(function.body, functions)
    state = ReadingState(
        source=source,
        base=base,
        catalog={**catalog, **parse_custom_modules(base.model_copy(update={"modules": modules}))},
        functions=functions,
        node_ids=assign_node_ids(calls, base, names),
        constants=constants,
        errors=errors,
        code_names=names.nodes,
        lines=_find_given_lines(function),
    )
    reader = StatementReader(state)
    reader.read_block([one for one in function.body if one not in {held.statement for held in own.values()}])
    reader.refuse_lost_comments()
    if errors:
        return CodeReading(None, sorted(errors, key=_get_place), state.ranges, state.fields)
    document["nodes"] = place_new_nodes(state.nodes, base)
    document["groups"] = reader.list_groups()
    document["notes"] = reader.list_notes()
    document["modules"] = {
        one.name: {**document["modules"].get(one.name, {}), "code": one.code} for one in own.values()
    }
    reader.declare_arguments(document)
    return CodeReading(document, [], state.ranges, state.fields)


def _find_given_lines(function: ast.FunctionDef) -> dict[str, int]:
    """{variable: the first line that gives it}"""
    found: dict[str, int] = {}
    for one in ast.walk(function):
        if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store):
            found[one.id] = min(one.lineno, found.get(one.id, one.lineno))
    return found


def _get_place(error: CodeError) -> tuple[int, int]:
    return error.range.first_line, error.range.first_column


def _find_function(tree: ast.Module, source: CodeSource, errors: list[CodeError]) -> ast.FunctionDef | None:
    """The function that is the design; everything else at the left margin is refused, but what makes a file of it."""
    found: ast.FunctionDef | None = None
    has_design = any(isinstance(one, ast.FunctionDef) and _get_decorator(one) is not None for one in tree.body)
    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef) and found is None and _get_decorator(statement) is not None:
            found = statement
        elif not _is_frame(statement) and not (isinstance(statement, ast.FunctionDef) and not has_design):
            message = "Only the function of the design belongs here. Code of your own goes into Execute Python Script."
            errors.append(CodeError(source.locate(statement), message))
    bare = next((one for one in tree.body if isinstance(one, ast.FunctionDef)), None)
    if found is None and bare is not None:
        message = f'Write @dy.design(name="...") in the line above def {bare.name}().'
        errors.insert(0, CodeError(source.locate_line(bare.lineno), message))
    elif found is None:
        errors.insert(0, CodeError(source.locate_line(1), f"A design is a function. It begins with {HEADER}"))
    return found


def _is_frame(statement: ast.stmt) -> bool:
    """Imports, a text that describes the file, and what runs it."""
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return True
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant) and isinstance(statement.value.value, str)
    return isinstance(statement, ast.If) and ast.unparse(statement.test) == "__name__ == '__main__'"


def _get_decorator(function: ast.FunctionDef) -> ast.expr | None:
    for one in function.decorator_list:
        if get_dy_name(one.func if isinstance(one, ast.Call) else one) == "design":
            return one
    return None


def _read_decorator(function: ast.FunctionDef) -> dict[str, Any]:
    """Name and description of the design, and whatever else the decorator says of it."""
    decorator = _get_decorator(function)
    if not isinstance(decorator, ast.Call):
        return {"description": ""}
    if decorator.args:
        raise CodeRefused(decorator.args[0], 'The name of the design is given by name="...".')
    found: dict[str, Any] = {"description": ""}
    for keyword in decorator.keywords:
        if keyword.arg is None or keyword.arg in {"nodes", "groups", "notes", "modules", "format"}:
            raise CodeRefused(keyword.value, "@dy.design takes name and description.")
        found[keyword.arg] = read_value(keyword.value)
    for key in ("name", "description"):
        if not isinstance(found.get(key, ""), str):
            raise CodeRefused(decorator, f"{key} is a text.")
    return found


def _read_arguments(function: ast.FunctionDef) -> dict[str, Any]:
    """{argument of the function: its default}; each sets a parameter, and so is one of the pipeline."""
    arguments = function.args
    named = [*arguments.posonlyargs, *arguments.args]
    if arguments.vararg or arguments.kwarg or arguments.kwonlyargs or len(arguments.defaults) < len(named):
        raise CodeRefused(function, "Each argument of the function has a default: trees: int = 100.")
    return {argument.arg: read_value(default) for argument, default in zip(named, arguments.defaults, strict=True)}


@dataclass(frozen=True)
class _OwnModule:
    name: str
    code: str
    statement: ast.stmt


def _find_own_modules(function: ast.FunctionDef) -> dict[str, _OwnModule]:
    """{variable: the module of the design that `dy.custom_module` gives its source of}."""
    found: dict[str, _OwnModule] = {}
    for statement in function.body:
        match statement:
            case ast.Assign(
                targets=[ast.Name(id=variable)],
                value=ast.Call(
                    func=called, args=[ast.Constant(value=str() as name), ast.Constant(value=str() as code)]
                ),
            ) if get_dy_name(called) == "custom_module":
                found[variable] = _OwnModule(name, code, statement)
    return found
