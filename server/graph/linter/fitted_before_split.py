"""Preprocessing that learned from the test rows: it stands before the split, or before a cross-validation."""

from collections.abc import Iterator

from server.graph.analyzed_design import Fix, Problem
from server.graph.edits import set_value
from server.graph.linter import lint_rule
from server.graph.linter.data_lineage import DataLineage, ModelNode
from server.graph.linter.fix_move_split import build_move_split_fix

EARLY_FIT_RULE = "fitted before split"
EARLY_FIT_REASON = (
    "{title} learns from all rows, including those that the model is tested on. The test then looks better than it "
    "is. Split first, fit it on the training rows, and apply the fitted transformation to the test rows."
)
VALIDATION_REASON = (
    "{title} learns from all rows, including those that each fold of the cross-validation is tested on. The metrics "
    "then look better than they are. Validate on the data before it."
)


@lint_rule(order=30)
def find_early_fitting(lineage: DataLineage) -> Iterator[Problem]:
    """Nodes that fit something on rows which are divided into training and test rows only behind them."""
    above = _find_fitting_nodes(lineage)
    reported: set[str] = set()
    for divider in lineage.splits.values():
        train = [output for output in lineage.get_data_outputs(divider) if output in lineage.training_references]
        test = [output for output in lineage.get_data_outputs(divider) if output in lineage.scored_references]
        if not any(one != other for one in train for other in test):
            continue
        for name in _decode_names(lineage, above[divider]):
            if name not in reported:
                reported.add(name)
                yield _build_split_problem(lineage, name, divider, train[0])
    for learner in lineage.learners:
        if lineage.is_self_validating(learner):
            for name in _decode_names(lineage, above[learner.name]):
                if name not in reported:
                    reported.add(name)
                    yield _build_validation_problem(lineage, name, learner)


def _build_split_problem(lineage: DataLineage, name: str, divider: str, train: str) -> Problem:
    title = lineage.get_title(name)
    message = f"It learns from all rows, and {lineage.get_title(divider)} splits them only afterwards."
    fix = build_move_split_fix(lineage, name, divider, train)
    return Problem(name, None, message, fix, "advice", EARLY_FIT_RULE, EARLY_FIT_REASON.format(title=title))


def _build_validation_problem(lineage: DataLineage, name: str, learner: ModelNode) -> Problem:
    title = lineage.get_title(name)
    message = f"It learns from all rows, and {lineage.get_title(learner.name)} makes its folds only afterwards."
    return Problem(
        name,
        None,
        message,
        _build_validation_fix(lineage, name, learner),
        "advice",
        EARLY_FIT_RULE,
        VALIDATION_REASON.format(title=title),
    )


def _build_validation_fix(lineage: DataLineage, name: str, learner: ModelNode) -> Fix | None:
    """Validate on what goes into the node, where nothing stands between the two and no gap would be left unfilled."""
    edge = next(iter(lineage.get_data_edges(name)), None)
    if edge is None or learner.reference.partition(".")[0] != name:
        return None
    gaps = lineage.analyzed.statistics.get(edge.reference, {}).values()
    if any(statistics.missing for statistics in gaps):
        return None
    label = f"Validate on the data before {lineage.get_title(name)}"
    return Fix(label, (set_value(edge.reference, "nodes", learner.name, "inputs", learner.port),))


def _find_fitting_nodes(lineage: DataLineage) -> dict[str, int]:
    """For each node those further up that fit something on its rows, as the bits of their places in the order."""
    above: dict[str, int] = {}
    behind: dict[str, int] = {}
    for place, name in enumerate(lineage.order):
        bits = 0
        for edge in lineage.get_data_edges(name):
            bits |= behind.get(edge.source, 0)
        node = lineage.get_node(name)
        fits = (
            bool(bits or lineage.get_data_outputs(name))
            and not node.disabled
            and lineage.get_module(name).depends_on_other_rows(node.parameters)
        )
        above[name], behind[name] = bits, bits | (1 << place if fits else 0)
    return above


def _decode_names(lineage: DataLineage, bits: int) -> Iterator[str]:
    while bits:
        lowest = bits & -bits
        yield lineage.order[lowest.bit_length() - 1]
        bits ^= lowest
