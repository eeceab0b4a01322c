"""The fix that moves a split in front of what learns from the rows."""

from collections.abc import Iterator, Sequence

from modules.kit import Module
from server.graph.analyzed_design import Fix
from server.graph.document import Edge, Node
from server.graph.edits import Edit, set_value
from server.graph.linter.data_lineage import DataLineage
from server.graph.linter.fix_insert_node import build_node_edit, find_unused_id

#: The card for the test rows stands so far to the right of the one for the training rows.
TEST_OFFSET = 320


def build_move_split_fix(lineage: DataLineage, name: str, divider: str, train: str) -> Fix | None:
    """Divide first; the nodes from `name` to the split then take the training rows, and others like them the test rows.

    Only where these nodes stand in one line, in which each serves the next alone, and each can be had for other rows.
    """
    chain = _find_chain(lineage, name, divider)
    entering = next(iter(lineage.get_data_edges(name)), None)
    splitting = next(iter(lineage.get_data_edges(divider)), None)
    test = next((output for output in lineage.get_data_outputs(divider) if output != train), None)
    if chain is None or entering is None or splitting is None or test is None:
        return None
    made = _copy_for_test_rows(lineage, chain, test)
    if made is None:
        return None
    copies, end = made
    edits = [
        set_value(entering.reference, "nodes", divider, "inputs", splitting.port),
        set_value(train, "nodes", name, "inputs", entering.port),
        *_swap_positions(lineage, divider, name),
        *copies,
        *_redirect_consumers(lineage, train, splitting.reference),
        *_redirect_consumers(lineage, test, end),
    ]
    return Fix(f"Move {lineage.get_title(divider)} before {lineage.get_title(name)}", tuple(edits))


def _find_chain(lineage: DataLineage, name: str, divider: str) -> list[Edge] | None:
    """The edges from `name` to the split, in the direction of the data, if there is nothing else about them."""
    edges: list[Edge] = []
    at = divider
    while at != name:
        coming = lineage.get_data_edges(at)
        if len(coming) != 1 or len(lineage.consumers.get(coming[0].reference, ())) != 1:
            return None
        edges.insert(0, coming[0])
        at = coming[0].source
    return edges if len(lineage.get_data_edges(name)) == 1 else None


def _copy_for_test_rows(lineage: DataLineage, chain: Sequence[Edge], test: str) -> tuple[list[Edit], str] | None:
    """Nodes that do the same to the test rows, and where these come out; None where one cannot be had."""
    edits: list[Edit] = []
    taken: list[str] = []
    reference = test
    applying = _find_apply_module(lineage)
    for edge in chain:
        node, module = lineage.get_node(edge.source), lineage.get_module(edge.source)
        if module.depends_on_other_rows(node.parameters) and module.at_inference == "drop":
            continue
        fitted = next((port.name for port in module.outputs if port.type == "transformation"), None)
        name = find_unused_id(lineage, f"{edge.source}_test"[:60], taken)
        taken.append(name)
        if not module.depends_on_other_rows(node.parameters):
            entering = lineage.get_data_edges(edge.source)[0]
            edits.append(_copy_node(name, node, entering.port, reference))
            reference = f"{name}.{edge.output}"
        elif fitted is not None and applying is not None:
            model, data, output = (
                next(port.name for port in applying.inputs if port.type == "transformation"),
                next(port.name for port in applying.inputs if port.type == "dataset"),
                applying.outputs[0].name,
            )
            inputs: dict[str, str | list[str]] = {model: f"{edge.source}.{fitted}", data: reference}
            edits.append(build_node_edit(name, applying.name, node.x + TEST_OFFSET, node.y, inputs))
            reference = f"{name}.{output}"
        else:
            return None
    return edits, reference


def _copy_node(name: str, node: Node, port: str, reference: str) -> Edit:
    return build_node_edit(
        name,
        node.module,
        node.x + TEST_OFFSET,
        node.y,
        {**_get_single_inputs(node), port: reference},
        **dict(node.parameters),
    )


def _get_single_inputs(node: Node) -> dict[str, str | list[str]]:
    return {port: held for port, held in node.inputs.items() if isinstance(held, str)}


def _find_apply_module(lineage: DataLineage) -> Module | None:
    """The module that does to a dataset what was fitted on another."""
    return next(
        (
            module
            for module in lineage.analyzed.catalog.values()
            if sorted(port.type for port in module.inputs) == ["dataset", "transformation"]
            and [port.type for port in module.outputs] == ["dataset"]
        ),
        None,
    )


def _swap_positions(lineage: DataLineage, divider: str, name: str) -> Iterator[Edit]:
    """The split's card takes the place of the first one, which moves down to where the split was."""
    above, below = lineage.get_node(name), lineage.get_node(divider)
    for moved, place in ((divider, above), (name, below)):
        yield set_value(place.x, "nodes", moved, "x")
        yield set_value(place.y, "nodes", moved, "y")


def _redirect_consumers(lineage: DataLineage, old: str, new: str) -> Iterator[Edit]:
    """What took the one reference takes the other."""
    for name, port in lineage.consumers.get(old, ()):
        held = lineage.get_node(name).inputs[port]
        value = [new if reference == old else reference for reference in held] if isinstance(held, list) else new
        yield set_value(value, "nodes", name, "inputs", port)
