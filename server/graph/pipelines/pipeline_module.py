"""A published design as a module of other designs: a group, whose ports are its data and outputs, and whose fields are
its parameters."""

from collections.abc import Mapping
from typing import Any

from modules.kit import Module
from server.graph.custom_modules import add_custom_modules
from server.graph.document import Design, NodeGroup, parse_design
from server.graph.edits import Document
from server.graph.pipelines.declarations import Declarations, read_declarations

#: The group that holds all of it.
MODULE_GROUP = "pipeline"


def build_module_content(document: Document, title: str, catalog: Mapping[str, Module]) -> dict[str, Any]:
    """What is saved as a module: the nodes without the inputs of the pipeline, whose data come from outside then."""
    design = parse_design(document)
    catalog = add_custom_modules(design, catalog)
    declared, _ = read_declarations(design, catalog)
    inputs = {one.node for one in declared.inputs}
    nodes: dict[str, Any] = {name: _detach_node(design, name, inputs) for name in design.nodes if name not in inputs}
    group = NodeGroup(title=title, collapsed=True).model_dump(mode="json")
    group["ports"] = _list_ports(design, catalog, declared, inputs)
    group["parameters"] = {
        f"{one.node}.{one.parameter}": {"node": one.node, "parameter": one.parameter, "title": one.title}
        for one in declared.parameters
    }
    used = {node["module"] for node in nodes.values()}
    return {
        "kind": "group",
        "group": MODULE_GROUP,
        "nodes": nodes,
        "groups": {MODULE_GROUP: group, **_nest_groups(design)},
        "notes": {},
        "modules": {name: own.model_dump(mode="json") for name, own in design.modules.items() if name in used},
    }


def _detach_node(design: Design, name: str, inputs: set[str]) -> dict[str, Any]:
    """The node in the group, without the edges from inputs of the pipeline."""
    node = design.nodes[name].model_dump(mode="json")
    node["group"] = node["group"] or MODULE_GROUP
    kept: dict[str, str | list[str]] = {}
    for port, held in design.nodes[name].inputs.items():
        references = [held] if isinstance(held, str) else held
        inside = [one for one in references if one.partition(".")[0] not in inputs]
        if inside:
            kept[port] = inside[0] if isinstance(held, str) else inside
    node["inputs"] = kept
    return node


def _nest_groups(design: Design) -> dict[str, Any]:
    """The groups of the design, those at the top inside the group of the module."""
    return {
        name: {**group.model_dump(mode="json"), "parent": group.parent or MODULE_GROUP}
        for name, group in design.groups.items()
        if isinstance(group, NodeGroup)
    }


def _list_ports(
    design: Design, catalog: Mapping[str, Module], declared: Declarations, inputs: set[str]
) -> dict[str, Any]:
    """The ports of the card: where the data of inputs enter, what is stored, and else what nothing inside takes."""
    edges = [(name, edge) for name, node in design.nodes.items() for edge in node.edges()]
    found = [(name, edge.port, "input") for name, edge in edges if edge.source in inputs and name not in inputs]
    stored = [(one.node, one.port, "output") for one in declared.outputs if one.node not in inputs]
    taken = {edge.reference for _, edge in edges}
    ends = [
        (name, port.name, "output")
        for name, node in design.nodes.items()
        if name not in inputs and node.module in catalog
        for port in catalog[node.module].outputs
        if f"{name}.{port.name}" not in taken
    ]
    return {
        f"{node}.{side}.{port}": {"node": node, "port": port, "side": side}
        for node, port, side in (*found, *(stored or ends))
    }
