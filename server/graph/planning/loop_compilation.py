"""What a loop becomes in a run: the node that collects its results runs the modules in between many times."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from modules.kit import Module
from modules.kit.module_roles import find_module
from server.graph.document import Design, Node, get_node_title, sort_topologically
from server.graph.loops import Loop, build_loop, find_loops, find_outside_port

InnerModule = tuple[Module, Mapping[str, Any]]


@dataclass(frozen=True)
class CompiledLoops:
    """The design in which each end of a loop is the module that repeats what is in it.

    `inner_modules` are, by the end of each loop, the modules that it repeats, with their parameters.
    """

    design: Design
    inner_modules: Mapping[str, tuple[InnerModule, ...]] = field(default_factory=dict)


def compile_loops(design: Design, catalog: Mapping[str, Module]) -> CompiledLoops:
    """The same design where it has no loops. A loop that cannot be repeated stays as it is drawn."""
    loops, runner = find_loops(design, catalog), find_module(catalog, "loop_runner")
    if not loops or runner is None:
        return CompiledLoops(design)
    compiled = design
    modules: dict[str, tuple[InnerModule, ...]] = {}
    for end, loop in loops.items():
        order = sort_topologically(compiled)
        # Inner loops are one node each by now: what they repeat is not run here a second time.
        body = build_loop(compiled, catalog, order, loop.start, end).body
        repeating = _compile_loop(compiled, catalog, runner, Loop(loop.start, end, body))
        if repeating is None:
            continue
        compiled = compiled.model_copy(update={"nodes": {**compiled.nodes, end: repeating}})
        inner = [(catalog[compiled.nodes[name].module], compiled.nodes[name].parameters) for name in body]
        # Of an inner loop only what it repeats counts: how long that took makes no result another one.
        inner = [one for one in inner if one[0] is not runner]
        modules[end] = (*inner, *(one for name in body for one in modules.get(name, ())))
    return CompiledLoops(compiled, modules)


def _compile_loop(design: Design, catalog: Mapping[str, Module], runner: Module, loop: Loop) -> Node | None:
    """The node that repeats the loop; None where something of it is not known here."""
    start, end = design.nodes[loop.start], design.nodes[loop.end]
    rows = next((edge.reference for edge in start.edges()), None)
    result = next((edge.reference for edge in end.edges()), None)
    if rows is None or result is None or any(design.nodes[name].module not in catalog for name in loop.body):
        return None
    outside = _place_outside(design, catalog, runner, loop)
    port = runner.rows_port
    if outside is None or port is None:
        return None
    inputs: dict[str, str | list[str]] = {port.name: rows}
    for reference, (name, _) in outside.items():
        inputs[name] = [*inputs.get(name, []), reference]
    body = {
        "start": start.module,
        "settings": start.parameters,
        "steps": [_describe_step(name, design.nodes[name], catalog) for name in loop.body],
        "entry": f"{loop.start}.{catalog[start.module].outputs[0].name}",
        "result": result,
        "outside": outside,
    }
    title = get_node_title(end, {end.module: catalog[end.module].title})
    parameters = {**end.parameters, "body": json.dumps(body, sort_keys=True)}
    return end.model_copy(update={"module": runner.name, "title": title, "inputs": inputs, "parameters": parameters})


def _describe_step(name: str, node: Node, catalog: Mapping[str, Module]) -> dict[str, Any]:
    module = catalog[node.module]
    inputs: dict[str, list[str]] = {}
    for edge in node.edges():
        inputs.setdefault(edge.port, []).append(edge.reference)
    return {
        "node": name,
        "title": get_node_title(node, {module.name: module.title}),
        "module": module.name,
        "parameters": node.parameters,
        "inputs": inputs,
        "code": module.code if module.is_custom else None,
    }


def _place_outside(
    design: Design, catalog: Mapping[str, Module], runner: Module, loop: Loop
) -> dict[str, tuple[str, int]] | None:
    """{output beside the loop: the input of the runner and the place there}; None where no input takes such a thing."""
    found: dict[str, tuple[str, int]] = {}
    counts: dict[str, int] = {}
    for name in loop.body:
        for edge in design.nodes[name].edges():
            if edge.source in (loop.start, *loop.body) or edge.reference in found:
                continue
            port = find_outside_port(design, catalog, runner, edge.source, edge.output)
            if port is None:
                return None
            found[edge.reference] = (port, counts.get(port, 0))
            counts[port] = counts.get(port, 0) + 1
    return found
