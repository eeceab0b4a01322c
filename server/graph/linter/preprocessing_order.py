"""Steps of a model's preprocessing in another order than the data pass them."""

from collections.abc import Iterator

from server.graph.analyzed_design import Fix, Problem, find_input_port
from server.graph.document import find_upstream
from server.graph.edits import set_value
from server.graph.linter import lint_rule
from server.graph.linter.data_lineage import DataLineage

ORDER_RULE = "preprocessing order"
ORDER_REASON = (
    "The model applies its steps in the order of their connections. In another order they work on other data than "
    "here: a column that a later step makes is missing for an earlier one."
)


@lint_rule(order=35)
def find_misordered_preprocessing(lineage: DataLineage) -> Iterator[Problem]:
    """One advice for each model whose steps are not in the order of the data."""
    for name in lineage.order:
        module = lineage.get_module(name)
        port = find_input_port(module, "transformation")
        if module.role != "model_preprocessor" or port is None:
            continue
        held = [edge.reference for edge in lineage.get_node(name).edges() if edge.port == port.name]
        above = {reference: find_upstream(lineage.analyzed.design, [reference.partition(".")[0]]) for reference in held}
        pair = next(
            (
                (first, later)
                for at, first in enumerate(held)
                for later in held[at + 1 :]
                if _is_above(later, above[first])
            ),
            None,
        )
        if pair is None:
            continue
        first, later = (lineage.get_title(reference.partition(".")[0]) for reference in pair)
        ordered = sorted(held, key=lambda reference: lineage.position.get(reference.partition(".")[0], 0))
        fix = Fix("Put them in the order of the data", (set_value(ordered, "nodes", name, "inputs", port.name),))
        message = f"{first} is applied before {later}, but the data pass {later} first."
        yield Problem(name, port.name, message, fix, "advice", ORDER_RULE, ORDER_REASON)


def _is_above(reference: str, names: "set[str] | frozenset[str]") -> bool:
    return reference.partition(".")[0] in names
