"""A learner for another kind of label than this one: it can run, and probably should not."""

from collections.abc import Iterator

from server.graph.analyzed_design import Problem
from server.graph.linter import lint_rule
from server.graph.linter.data_lineage import DataLineage
from server.graph.validation.task_mismatch import find_mismatched_learners


@lint_rule(order=100)
def find_unsuitable_learners(lineage: DataLineage) -> Iterator[Problem]:
    """What validation says of labels as advice. What cannot run is a problem there."""
    yield from (problem for problem in find_mismatched_learners(lineage.analyzed) if problem.severity == "advice")
