"""The linter: mistakes of method that a run would not show, each rule one file.

Nothing here keeps a design from running. Each advice has its evidence as `message`, two sentences on why it matters as
`reason`, a fix where one is certain, and can be silenced for its node under the name of its rule.
"""

from collections.abc import Callable, Iterator, Sequence

from server.graph.drawing import Drawing, Problem
from server.graph.edits import Edit, delete, put
from server.graph.learner_fit import unfit_learners
from server.graph.linter import (
    fitted_before_split,
    idle_features,
    imbalance,
    metrics,
    missing_values,
    shared_rows,
    target_leaks,
    time_order,
)
from server.graph.linter.tracing import Trace
from server.graph.patience import check_patience
from server.graph.problems import unconnected_nodes

Rule = Callable[[Trace], Iterator[Problem]]

RULES: Sequence[Rule] = (
    target_leaks.check,
    fitted_before_split.check,
    shared_rows.check,
    time_order.check,
    idle_features.check,
    missing_values.check,
    imbalance.check,
    metrics.check,
)


def advice(drawing: Drawing) -> list[Problem]:
    """All advice on the design, the silenced included. Never raises on what a user drew."""
    trace = Trace(drawing)
    found: list[Problem] = []
    for rule in RULES:
        check_patience()
        found += rule(trace)
    found += [problem for problem in unfit_learners(drawing) if problem.severity == "advice"]
    return [*found, *unconnected_nodes(drawing)]


def silenced(drawing: Drawing, problem: Problem) -> bool:
    """Whether the user does not want this advice about this node."""
    node = drawing.design.nodes.get(problem.node or "")
    return node is not None and problem.rule in node.silenced


def silencing(drawing: Drawing, problem: Problem) -> tuple[Edit, ...]:
    """The edits that silence the rule for the node, or that let it speak again."""
    node = drawing.design.nodes.get(problem.node or "")
    if node is None:
        return ()
    path = ("nodes", str(problem.node), "silenced", problem.rule)
    return (delete(*path) if problem.rule in node.silenced else put(None, *path),)


__all__ = ["RULES", "advice", "silenced", "silencing"]
