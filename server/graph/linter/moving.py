"""The fix that moves a split in front of what learns from the rows."""

from collections.abc import Iterator, Sequence

from modules.kit import Module
from server.graph.document import Edge, Node
from server.graph.drawing import Fix
from server.graph.edits import Edit, put
from server.graph.linter.placing import new_node, unused_id
from server.graph.linter.tracing import Trace

#: The card for the test rows stands so far to the right of the one for the training rows.
ASIDE = 320


def split_first(trace: Trace, name: str, divider: str, train: str) -> Fix | None:
    """Divide first; the nodes from `name` to the split then take the training rows, and others like them the test rows.

    Only where these nodes stand in one line, in which each serves the next alone, and each can be had for other rows.
    """
    chain = _line(trace, name, divider)
    entering = next(iter(trace.data_edges(name)), None)
    splitting = next(iter(trace.data_edges(divider)), None)
    test = next((output for output in trace.data_outputs(divider) if output != train), None)
    if chain is None or entering is None or splitting is None or test is None:
        return None
    made = _for_test_rows(trace, chain, test)
    if made is None:
        return None
    copies, end = made
    edits = [
        put(entering.reference, "nodes", divider, "inputs", splitting.port),
        put(train, "nodes", name, "inputs", entering.port),
        *_swapped(trace, divider, name),
        *copies,
        *_taking(trace, train, splitting.reference),
        *_taking(trace, test, end),
    ]
    return Fix(f"Move {trace.title(divider)} before {trace.title(name)}", tuple(edits))


def _line(trace: Trace, name: str, divider: str) -> list[Edge] | None:
    """The edges from `name` to the split, in the direction of the data, if there is nothing else about them."""
    edges: list[Edge] = []
    at = divider
    while at != name:
        coming = trace.data_edges(at)
        if len(coming) != 1 or len(trace.consumers.get(coming[0].reference, ())) != 1:
            return None
        edges.insert(0, coming[0])
        at = coming[0].source
    return edges if len(trace.data_edges(name)) == 1 else None


def _for_test_rows(trace: Trace, chain: Sequence[Edge], test: str) -> tuple[list[Edit], str] | None:
    """Nodes that do the same to the test rows, and where these come out; None where one cannot be had."""
    edits: list[Edit] = []
    taken: list[str] = []
    reference = test
    applying = _applying(trace)
    for edge in chain:
        node, module = trace.node(edge.source), trace.module(edge.source)
        if module.fits(node.parameters) and module.at_inference == "drop":
            continue
        fitted = next((port.name for port in module.outputs if port.type == "transformation"), None)
        name = unused_id(trace, f"{edge.source}_test"[:60], taken)
        taken.append(name)
        if not module.fits(node.parameters):
            entering = trace.data_edges(edge.source)[0]
            edits.append(_copy(name, node, entering.port, reference))
            reference = f"{name}.{edge.output}"
        elif fitted is not None and applying is not None:
            model, data, output = (
                next(port.name for port in applying.inputs if port.type == "transformation"),
                next(port.name for port in applying.inputs if port.type == "dataset"),
                applying.outputs[0].name,
            )
            inputs = {model: f"{edge.source}.{fitted}", data: reference}
            edits.append(new_node(name, applying.name, node.x + ASIDE, node.y, inputs))
            reference = f"{name}.{output}"
        else:
            return None
    return edits, reference


def _copy(name: str, node: Node, port: str, reference: str) -> Edit:
    return new_node(
        name, node.module, node.x + ASIDE, node.y, {**_single(node), port: reference}, **dict(node.parameters)
    )


def _single(node: Node) -> dict[str, str]:
    return {port: held for port, held in node.inputs.items() if isinstance(held, str)}


def _applying(trace: Trace) -> Module | None:
    """The module that does to a dataset what was fitted on another."""
    return next(
        (
            module
            for module in trace.drawing.catalog.values()
            if sorted(port.type for port in module.inputs) == ["dataset", "transformation"]
            and [port.type for port in module.outputs] == ["dataset"]
        ),
        None,
    )


def _swapped(trace: Trace, divider: str, name: str) -> Iterator[Edit]:
    """The split's card takes the place of the first one, which moves down to where the split was."""
    above, below = trace.node(name), trace.node(divider)
    for moved, place in ((divider, above), (name, below)):
        yield put(place.x, "nodes", moved, "x")
        yield put(place.y, "nodes", moved, "y")


def _taking(trace: Trace, old: str, new: str) -> Iterator[Edit]:
    """What took the one reference takes the other."""
    for name, port in trace.consumers.get(old, ()):
        held = trace.node(name).inputs[port]
        value = [new if reference == old else reference for reference in held] if isinstance(held, list) else new
        yield put(value, "nodes", name, "inputs", port)
