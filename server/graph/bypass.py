"""Bypassed nodes: the design as it runs without them, each output fed by the first input whose type fits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from modules.kit import Module
from modules.kit.ports import is_compatible
from server.graph.document import Design, Edge, Node, sort_topologically


@dataclass(frozen=True)
class BypassedDesign:
    """A design without its bypassed nodes.

    `passes` says for each `node.port` of a bypassed node which `node.port` stands in for it; None where nothing fits.
    """

    design: Design
    replacements: Mapping[str, str | None]

    @property
    def bypassed_nodes(self) -> set[str]:
        """The nodes that are bypassed."""
        return {reference.partition(".")[0] for reference in self.replacements}

    def extend_facts(self, facts: Mapping[str, object]) -> dict[str, Any]:
        """Facts by `node.port`, with those of the bypassed ports: what is known of a port holds for what passes it."""
        passed = {
            port: facts[source] for port, source in self.replacements.items() if source is not None and source in facts
        }
        return {**facts, **passed}


def apply_bypass(design: Design, catalog: Mapping[str, Module]) -> BypassedDesign:
    """The design as it runs: consumers of a bypassed node take what that node would have taken.

    The same design comes back where nothing is bypassed. A disabled node stays disabled, and a node on a cycle or of an
    unknown module cannot be passed through: it stays, and says so as a problem of its own.
    """
    replacements: dict[str, str | None] = {}
    for name in sort_topologically(design):
        node, module = design.nodes[name], catalog.get(design.nodes[name].module)
        if node.bypassed and not node.disabled and module is not None:
            replacements |= {
                f"{name}.{port.name}": _find_replacement(node, module, port.type, replacements)
                for port in module.outputs
            }
    if not replacements:
        return BypassedDesign(design, {})
    gone = {reference.partition(".")[0] for reference in replacements}
    nodes = {name: _rewire_node(node, replacements) for name, node in design.nodes.items() if name not in gone}
    return BypassedDesign(design.model_copy(update={"nodes": nodes}), replacements)


def _find_replacement(node: Node, module: Module, output: str, replacements: Mapping[str, str | None]) -> str | None:
    """The reference that stands in for an output: of the first input port that carries such a thing."""
    edges: dict[str, list[Edge]] = {}
    for edge in node.edges():
        edges.setdefault(edge.port, []).append(edge)
    for port in module.inputs:
        if not is_compatible(port.type, output):
            continue
        for edge in edges.get(port.name, []):
            source = replacements.get(edge.reference, edge.reference)
            if source is not None:
                return source
    return None


def _rewire_node(node: Node, replacements: Mapping[str, str | None]) -> Node:
    if not any(edge.reference in replacements for edge in node.edges()):
        return node
    inputs: dict[str, str | list[str]] = {}
    for port, references in node.inputs.items():
        several = isinstance(references, list)
        found = [replacements.get(one, one) for one in (references if isinstance(references, list) else [references])]
        kept = [one for one in found if one is not None]
        if kept:
            inputs[port] = kept if several else kept[0]
    return node.model_copy(update={"inputs": inputs})


def bypass_nodes(document: dict[str, Any], nodes: Sequence[str]) -> dict[str, Any]:
    """The document with these nodes bypassed, for a run that tries what happens without them."""
    there = document["nodes"]
    changed = {name: {**there[name], "bypassed": True} for name in nodes if name in there}
    return {**document, "nodes": {**there, **changed}} if changed else document
