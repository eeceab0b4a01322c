"""Which node each call is: the one of its variable, the only one of its module that lost its own, or a new one."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from server.graph.design_code.code_values import get_dy_name
from server.graph.design_code.code_writer import CodeNames
from server.graph.design_code.node_variables import choose_node_id
from server.graph.document import Design


@dataclass(frozen=True)
class PlacingCall:
    """A call that places a module, the variable that it is assigned to, and the id that it asks for."""

    call: ast.Call
    module: str
    variable: str | None
    wanted_id: str | None


def list_module_calls(body: list[ast.stmt], functions: Mapping[str, str]) -> list[PlacingCall]:
    """The calls of modules in the order in which they are made; `functions`: modules by what they are called."""
    variables = {
        id(one.value): one.targets[0].id
        for statement in body
        for one in ast.walk(statement)
        if isinstance(one, ast.Assign) and len(one.targets) == 1 and isinstance(one.targets[0], ast.Name)
    }
    found: list[PlacingCall] = []
    for statement in body:
        for call in _iterate_calls(statement):
            module = get_called_module(call, functions)
            if module is not None:
                found.append(PlacingCall(call, module, variables.get(id(call)), _get_wanted_id(call)))
    return found


def _iterate_calls(node: ast.AST) -> Iterator[ast.Call]:
    """The calls below a node, those inside of others first."""
    for child in ast.iter_child_nodes(node):
        yield from _iterate_calls(child)
    if isinstance(node, ast.Call):
        yield node


def get_called_module(call: ast.Call, functions: Mapping[str, str]) -> str | None:
    """The module that a call places."""
    if isinstance(call.func, ast.Name):
        return functions.get(call.func.id)
    first = call.args[0] if call.args else None
    is_text = isinstance(first, ast.Constant) and isinstance(first.value, str)
    return first.value if get_dy_name(call.func) == "place_module" and is_text else None  # type: ignore[union-attr]


def _get_wanted_id(call: ast.Call) -> str | None:
    for keyword in call.keywords:
        if keyword.arg == "node" and isinstance(keyword.value, ast.Constant) and isinstance(keyword.value.value, str):
            return keyword.value.value
    return None


def assign_node_ids(calls: list[PlacingCall], base: Design, names: CodeNames) -> dict[int, str]:
    """{id of the call's syntax tree: the id of its node}."""
    nodes = {variable: node for node, variable in names.nodes.items()}
    found: dict[int, str] = {}
    used: set[str] = set()
    for one in calls:
        wanted = one.wanted_id or nodes.get(one.variable or "")
        if wanted is not None and wanted not in used:
            found[id(one.call)] = wanted
            used.add(wanted)
    found |= _match_renamed(calls, base, found)
    taken = {*base.nodes, *found.values()}
    for one in calls:
        if id(one.call) not in found:
            found[id(one.call)] = name = choose_node_id(one.variable or one.module, one.module, taken)
            taken.add(name)
    return found


def _match_renamed(calls: list[PlacingCall], base: Design, found: Mapping[int, str]) -> dict[int, str]:
    """Calls with another variable than before, where only one node can be meant."""
    used = set(found.values())
    left: dict[str, list[str]] = {}
    for name, node in base.nodes.items():
        if name not in used:
            left.setdefault(node.module, []).append(name)
    fresh: dict[str, list[int]] = {}
    for one in calls:
        if id(one.call) not in found:
            fresh.setdefault(one.module, []).append(id(one.call))
    return {ids[0]: left[module][0] for module, ids in fresh.items() if len(ids) == 1 == len(left.get(module, []))}
