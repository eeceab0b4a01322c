"""The inputs of an ONNX model, called as the columns are: the converter only keeps names that C would take too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # an extra, which is not there everywhere
    import onnx


def name_inputs(converted: onnx.ModelProto, names: Sequence[str]) -> None:
    """Give the inputs these names, in their order, and whatever else has one of them another name."""
    given = [one.name for one in converted.graph.input]
    if len(given) != len(names):
        raise ValueError(f"The converted model takes {len(given)} columns and not {len(names)}.")
    graphs = list(_list_graphs(converted.graph))
    taken = {name for graph in graphs for name in _list_names(graph)}
    changes = dict(zip(given, names, strict=True))
    for name in sorted((taken & set(names)) - changes.keys()):
        changes[name] = _find_free_name(name, taken | set(names) | set(changes.values()))
    for graph in graphs:
        _rename(graph, changes)


def _list_graphs(graph: onnx.GraphProto) -> Iterator[onnx.GraphProto]:
    """A graph with those in its loops and branches."""
    yield graph
    for node in graph.node:
        for attribute in node.attribute:
            for inner in ([attribute.g] if attribute.HasField("g") else []) + list(attribute.graphs):
                yield from _list_graphs(inner)


def _list_names(graph: onnx.GraphProto) -> Iterator[str]:
    for one in (*graph.input, *graph.output, *graph.initializer, *graph.value_info):
        yield one.name
    for node in graph.node:
        yield from node.output


def _find_free_name(name: str, taken: set[str]) -> str:
    number = 1
    while f"{name}_{number}" in taken:
        number += 1
    return f"{name}_{number}"


def _rename(graph: onnx.GraphProto, changes: dict[str, str]) -> None:
    for one in (*graph.input, *graph.output, *graph.initializer, *graph.value_info):
        one.name = changes.get(one.name, one.name)
    for node in graph.node:
        node.input[:] = [changes.get(name, name) for name in node.input]
        node.output[:] = [changes.get(name, name) for name in node.output]
