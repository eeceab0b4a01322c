"""Loops that nothing ends, and what takes the one group that the cards in a loop show for all of them."""

from collections.abc import Iterator

from server.graph.analyzed_design import Problem
from server.graph.document import find_upstream, get_node_title
from server.graph.linter import lint_rule
from server.graph.linter.data_lineage import DataLineage
from server.graph.loops import find_loops, has_loops

OPEN_LOOP_REASON = (
    "Without Collect Results the modules behind it run once, for the group or the setting that the cards show. Add "
    "Collect Results at the end to get the results of all."
)
LEAVING_LOOP_REASON = (
    "What leaves a loop beside Collect Results is that of the one group or setting that the cards show. Connect "
    "Collect Results to get those of all."
)


@lint_rule(order=115)
def find_open_loops(lineage: DataLineage) -> Iterator[Problem]:
    """One advice for each beginning without an end, and for each edge that leaves a loop beside its end."""
    design, catalog = lineage.analyzed.design, lineage.analyzed.catalog
    if not has_loops(design, catalog):
        return
    loops = list(find_loops(design, catalog).values())
    closed = {loop.start for loop in loops}
    for name, _, module in lineage.analyzed.iterate_nodes():
        if module.role == "loop_start" and name not in closed:
            yield Problem(
                name, None, "Nothing collects the results of this loop.", None, "advice", "open loop", OPEN_LOOP_REASON
            )
    for loop in loops:
        inside, before = {loop.start, *loop.body} - loop.learners, find_upstream(design, [loop.end])
        for name, node in design.nodes.items():
            leaving = next((edge for edge in node.edges() if edge.source in inside and name not in before), None)
            if leaving is None:
                continue
            source = get_node_title(design.nodes[leaving.source], lineage.analyzed.titles)
            # A table at the end of a chain in the loop is there to be looked at.
            if lineage.consumers.get(f"{name}.{_get_output(lineage, name)}"):
                message = f"It takes the result of {source}, which is inside of a loop."
                yield Problem(name, leaving.port, message, None, "advice", "leaving a loop", LEAVING_LOOP_REASON)


def _get_output(lineage: DataLineage, name: str) -> str:
    module = lineage.analyzed.get_module(name)
    return module.outputs[0].name if module and module.outputs else ""
