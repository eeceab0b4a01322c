"""A node that takes nothing and that nothing takes from."""

from collections.abc import Iterator

from server.graph.analyzed_design import Problem
from server.graph.linter import lint_rule
from server.graph.linter.data_lineage import DataLineage

UNCONNECTED_REASON = "It has no effect in this design. Connect it to a module that can use it, or delete it."


@lint_rule(order=110)
def find_unconnected_nodes(lineage: DataLineage) -> Iterator[Problem]:
    """Nodes with outputs, none of which is connected, and without anything that arrives or has to."""
    design = lineage.analyzed.design
    used = {edge.source for node in design.nodes.values() for edge in node.edges()}
    if len(design.nodes) < 2:
        return
    for name, node, module in lineage.analyzed.iterate_nodes():
        if name in used or node.disabled or any(node.inputs.values()) or not module.outputs:
            continue
        if all(port.optional for port in module.inputs):
            message = "The output of this module is not connected."
            yield Problem(name, None, message, None, "advice", "unconnected", UNCONNECTED_REASON)
