"""What a graph says of a value that is to be kept: what it was learned from, and what measured it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from modules.kit import Module
from server.graph.document import Design, Edge, find_upstream

#: The types of values that a registry keeps: what is learned from data, and applied to others.
REGISTRABLE_TYPES = ("trained_model", "transformation")


@dataclass(frozen=True)
class EvaluationInput:
    """An evaluation of a model's scores: the node that evaluates, and which of its inputs the scores enter by."""

    node: str
    port: str
    position: int


def find_training_table(design: Design, catalog: Mapping[str, Module], node: str) -> str | None:
    """The reference of the table that a node learns from: what enters by its first input of that type."""
    module = catalog.get(design.nodes[node].module)
    ports = [port.name for port in module.inputs if port.type == "dataset"] if module else []
    edges = {edge.port: edge for edge in design.nodes[node].edges()}
    return next((edges[port].reference for port in ports if port in edges), None)


def find_source_nodes(design: Design, catalog: Mapping[str, Module], node: str) -> list[str]:
    """The stored datasets and files that a node depends on, in the order of the design."""
    roles = ("dataset_source", "file_source")
    upstream = find_upstream(design, [node])
    return [
        name
        for name, one in design.nodes.items()
        if name in upstream and one.module in catalog and catalog[one.module].role in roles
    ]


def find_measurements(design: Design, catalog: Mapping[str, Module], reference: str) -> list[EvaluationInput]:
    """The evaluations of what the model at a port scores, however the scores reach them.

    Scores keep what is said of them on their way through modules that work on their rows.
    """
    consumers = _index_consumers(design)
    waiting = [target for target, edge in consumers.get(reference, ()) if _has_role(design, catalog, target, "scorer")]
    found: list[EvaluationInput] = []
    seen: set[str] = set()
    while waiting:
        node = waiting.pop(0)
        if node in seen:
            continue
        seen.add(node)
        for output in _list_table_outputs(design, catalog, node):
            for target, edge in consumers.get(f"{node}.{output}", ()):
                if _has_role(design, catalog, target, "evaluator"):
                    found.append(_locate_measurement(design, catalog, target, edge))
                elif not _has_role(design, catalog, target, "scorer"):
                    waiting.append(target)
    return found


def _index_consumers(design: Design) -> dict[str, list[tuple[str, Edge]]]:
    found: dict[str, list[tuple[str, Edge]]] = {}
    for name, node in design.nodes.items():
        for edge in node.edges():
            found.setdefault(edge.reference, []).append((name, edge))
    return found


def _has_role(design: Design, catalog: Mapping[str, Module], node: str, role: str) -> bool:
    module = catalog.get(design.nodes[node].module)
    return module is not None and module.role == role


def _list_table_outputs(design: Design, catalog: Mapping[str, Module], node: str) -> Iterator[str]:
    module = catalog.get(design.nodes[node].module)
    return (port.name for port in module.outputs if port.type == "dataset") if module else iter(())


def _locate_measurement(design: Design, catalog: Mapping[str, Module], node: str, edge: Edge) -> EvaluationInput:
    """An evaluation has a row for each connected input, in the order of its ports."""
    connected = [
        (port.name, other.reference)
        for port in catalog[design.nodes[node].module].inputs
        for other in design.nodes[node].edges()
        if other.port == port.name
    ]
    return EvaluationInput(node, edge.port, connected.index((edge.port, edge.reference)))
