"""Bypassed nodes: the design as it runs without them, each output fed by the first input whose type fits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from modules.kit import Module
from modules.kit.ports import accepts
from server.graph.document import Design, Edge, Node, in_order


@dataclass(frozen=True)
class Through:
    """A design without its bypassed nodes.

    `passes` says for each `node.port` of a bypassed node which `node.port` stands in for it; None where nothing fits.
    """

    design: Design
    passes: Mapping[str, str | None]

    @property
    def nodes(self) -> set[str]:
        """The nodes that are bypassed."""
        return {reference.partition(".")[0] for reference in self.passes}

    def known(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """Facts by `node.port`, with those of the bypassed ports: what is told of a port holds for what passes it."""
        passed = {port: facts[source] for port, source in self.passes.items() if source is not None and source in facts}
        return {**facts, **passed}


def through(design: Design, catalog: Mapping[str, Module]) -> Through:
    """The design as it runs: consumers of a bypassed node take what that node would have taken.

    The same design comes back where nothing is bypassed. A disabled node stays disabled, and a node on a cycle or of an
    unknown module cannot be passed through: it stays, and says so as a problem of its own.
    """
    passes: dict[str, str | None] = {}
    for name in in_order(design):
        node, module = design.nodes[name], catalog.get(design.nodes[name].module)
        if node.bypassed and not node.disabled and module is not None:
            passes |= {f"{name}.{port.name}": _feeding(node, module, port.type, passes) for port in module.outputs}
    if not passes:
        return Through(design, {})
    gone = {reference.partition(".")[0] for reference in passes}
    nodes = {name: _rewired(node, passes) for name, node in design.nodes.items() if name not in gone}
    return Through(design.model_copy(update={"nodes": nodes}), passes)


def _feeding(node: Node, module: Module, output: str, passes: Mapping[str, str | None]) -> str | None:
    """The reference that stands in for an output: of the first input port that carries such a thing."""
    edges: dict[str, list[Edge]] = {}
    for edge in node.edges():
        edges.setdefault(edge.port, []).append(edge)
    for port in module.inputs:
        if not accepts(port.type, output):
            continue
        for edge in edges.get(port.name, []):
            source = passes.get(edge.reference, edge.reference)
            if source is not None:
                return source
    return None


def _rewired(node: Node, passes: Mapping[str, str | None]) -> Node:
    if not any(edge.reference in passes for edge in node.edges()):
        return node
    inputs: dict[str, str | list[str]] = {}
    for port, references in node.inputs.items():
        several = isinstance(references, list)
        found = [passes.get(one, one) for one in (references if isinstance(references, list) else [references])]
        kept = [one for one in found if one is not None]
        if kept:
            inputs[port] = kept if several else kept[0]
    return node.model_copy(update={"inputs": inputs})


def without(document: dict[str, Any], nodes: Sequence[str]) -> dict[str, Any]:
    """The document with these nodes bypassed, for a run that tries what happens without them."""
    there = document["nodes"]
    changed = {name: {**there[name], "bypassed": True} for name in nodes if name in there}
    return {**document, "nodes": {**there, **changed}} if changed else document
