"""The linter: mistakes of method that a run would not show, each rule one file.

Nothing here keeps a design from running. Each advice has its evidence as `message`, two sentences on why it matters as
`reason`, a fix where one is certain, and can be silenced for its node under the name of its rule.
"""

from collections.abc import Callable, Iterator, Sequence

from server.graph.analyzed_design import AnalyzedDesign, Problem
from server.graph.cancellation import check_cancellation
from server.graph.edits import Edit, delete_value, set_value
from server.graph.linter import (
    altered_labels,
    class_imbalance,
    fitted_before_split,
    missing_values,
    target_leaks,
    time_order,
    train_test_overlap,
    uninformative_features,
    unsuitable_metrics,
)
from server.graph.linter.data_lineage import DataLineage
from server.graph.validation.task_mismatch import find_mismatched_learners
from server.graph.validation.validation_rules import find_unconnected_nodes

LintRule = Callable[[DataLineage], Iterator[Problem]]

LINT_RULES: Sequence[LintRule] = (
    target_leaks.find_target_leaks,
    altered_labels.find_altered_labels,
    fitted_before_split.find_early_fitting,
    train_test_overlap.find_train_test_overlap,
    time_order.find_random_time_splits,
    uninformative_features.find_uninformative_features,
    missing_values.find_missing_values,
    class_imbalance.find_class_imbalance,
    unsuitable_metrics.find_unsuitable_metrics,
)


def find_advice(analyzed: AnalyzedDesign) -> list[Problem]:
    """All advice on the design, the silenced included. Never raises on what a user drew."""
    lineage = DataLineage(analyzed)
    found: list[Problem] = []
    for rule in LINT_RULES:
        check_cancellation()
        found += rule(lineage)
    found += [problem for problem in find_mismatched_learners(analyzed) if problem.severity == "advice"]
    return [*found, *find_unconnected_nodes(analyzed)]


def is_silenced(analyzed: AnalyzedDesign, problem: Problem) -> bool:
    """Whether the user does not want this advice about this node."""
    node = analyzed.design.nodes.get(problem.node or "")
    return node is not None and problem.rule in node.silenced


def build_silence_edits(analyzed: AnalyzedDesign, problem: Problem) -> tuple[Edit, ...]:
    """The edits that silence the rule for the node, or that let it speak again."""
    node = analyzed.design.nodes.get(problem.node or "")
    if node is None:
        return ()
    path = ("nodes", str(problem.node), "silenced", problem.rule)
    return (delete_value(*path) if problem.rule in node.silenced else set_value(None, *path),)


__all__ = ["LINT_RULES", "build_silence_edits", "find_advice", "is_silenced"]
