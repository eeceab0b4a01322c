"""Rows that come up more than once, and so stand on both sides of a random split."""

from collections.abc import Iterator

from modules.kit.module_roles import find_module
from server.graph.analyzed_design import Fix, Problem
from server.graph.linter import lint_rule
from server.graph.linter.data_lineage import DataLineage
from server.graph.linter.fix_insert_node import build_insertion_fix

REPEATED_ROWS_RULE = "repeated rows"
REPEATED_ROWS_REASON = (
    "The model sees copies of its test rows while it trains, so its metrics look better than they are. Keep one row of "
    "each, unless they are different things that happen to look alike."
)


@lint_rule(order=45)
def find_repeated_rows(lineage: DataLineage) -> Iterator[Problem]:
    """Random splits, and validations that divide rows themselves, of rows that repeat."""
    places = [
        (name, edge.port, edge.reference)
        for name in lineage.splits.values()
        if lineage.is_random_split(name) and _is_for_training_and_testing(lineage, name)
        for edge in lineage.get_data_edges(name)[:1]
    ]
    places += [
        (learner.name, learner.port, learner.reference)
        for learner in lineage.learners
        if lineage.is_self_validating(learner)
    ]
    for name, port, reference in places:
        message = _describe_copies(lineage, reference)
        if message:
            fix = _build_removal_fix(lineage, reference, name)
            yield Problem(name, port, message, fix, "advice", REPEATED_ROWS_RULE, REPEATED_ROWS_REASON)


def _is_for_training_and_testing(lineage: DataLineage, name: str) -> bool:
    outputs = lineage.get_data_outputs(name)
    return any(one in lineage.training_references for one in outputs) and any(
        one in lineage.scored_references for one in outputs
    )


def _describe_copies(lineage: DataLineage, reference: str) -> str:
    """What makes copies in these rows, as a sentence; empty where nothing is known to."""
    if copying := lineage.find_copying_node(reference):
        return f"{lineage.get_title(copying)} adds rows that are there already, so copies end up in both parts."
    stored = lineage.find_stored_reference(reference)
    repeated, rows = lineage.analyzed.evidence.count_repeated_rows(stored) if stored else (0, 0)
    if not repeated:
        return ""
    return f"{repeated:,} of {rows:,} rows repeat another row in every column, so copies end up in both parts."


def _build_removal_fix(lineage: DataLineage, reference: str, name: str) -> Fix | None:
    """Remove the copies in front of whatever divides the rows."""
    module = find_module(lineage.analyzed.catalog, "duplicate_remover")
    if module is None:
        return None
    return build_insertion_fix(
        lineage, "Remove the repeated rows", module, "distinct", reference, [name], missing_values_are_equal=True
    )
