"""Preprocessing that learned from the test rows: it stands before the split, or before a cross-validation."""

from collections.abc import Iterator

from server.graph.analyzed_design import Problem
from server.graph.linter import lint_rule
from server.graph.linter.data_lineage import DataLineage, ModelNode
from server.graph.linter.fix_move_split import build_move_split_fix
from server.graph.linter.fix_preprocess_in_folds import build_preprocessing_fix, find_row_step

EARLY_FIT_RULE = "fitted before split"
EARLY_FIT_REASON = (
    "{title} learns from all rows, including those that the model is tested on. The test then looks better than it "
    "is. Split first, fit it on the training rows, and apply the fitted transformation to the test rows."
)
VALIDATION_REASON = (
    "{title} learns from all rows, including those that each fold of the cross-validation is tested on. The metrics "
    "then look better than they are. Have the model fit it in each fold, on the training rows alone."
)
MOVE_ADVICE = (
    " {step} stands between and has no transformation that a model could apply. Move it in front of {title}, if "
    "that gives the same: then one click fits {title} in each fold."
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
    early = frozenset(reported)
    for learner in lineage.learners:
        if _makes_folds(learner):
            fitting = {name for name in _decode_names(lineage, above[learner.name]) if name not in early}
            for name in _decode_names(lineage, above[learner.name]):
                if name not in reported:
                    reported.add(name)
                    yield _build_validation_problem(lineage, name, learner, fitting)


def _makes_folds(learner: ModelNode) -> bool:
    """Whether it tests each model on rows that it takes from those that it is given: no others are connected."""
    if learner.node.disabled or learner.module.role not in ("cross_validator", "tuner"):
        return False
    return not any(
        learner.node.inputs.get(port.name)
        for port in learner.module.inputs
        if port.type == "dataset" and port.name != learner.port
    )


def _build_split_problem(lineage: DataLineage, name: str, divider: str, train: str) -> Problem:
    title = lineage.get_title(name)
    message = f"It learns from all rows, and {lineage.get_title(divider)} splits them only afterwards."
    fix = build_move_split_fix(lineage, name, divider, train)
    return Problem(name, None, message, fix, "advice", EARLY_FIT_RULE, EARLY_FIT_REASON.format(title=title))


def _build_validation_problem(lineage: DataLineage, name: str, learner: ModelNode, fitting: set[str]) -> Problem:
    title = lineage.get_title(name)
    message = f"It learns from all rows, and {lineage.get_title(learner.name)} makes its folds only afterwards."
    reason = VALIDATION_REASON.format(title=title)
    fix = build_preprocessing_fix(lineage, name, learner, fitting)
    if fix is None and (step := find_row_step(lineage, name, learner)) is not None:
        reason += MOVE_ADVICE.format(step=lineage.get_title(step), title=title)
    return Problem(name, None, message, fix, "advice", EARLY_FIT_RULE, reason)


def _looks_back_only(lineage: DataLineage, name: str) -> bool:
    """Whether no later row goes into what the node makes: of rows that are split by time it learns nothing ahead."""
    node, module = lineage.get_node(name), lineage.get_module(name)
    inputs = {edge.port: lineage.analyzed.schemas.get(edge.reference) for edge in node.edges()}
    back = module.find_earlier_columns(inputs, node.parameters)
    return bool(back) and set(module.find_derived_columns(inputs, node.parameters)) <= set(back)


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
            and not _looks_back_only(lineage, name)
        )
        above[name], behind[name] = bits, bits | (1 << place if fits else 0)
    return above


def _decode_names(lineage: DataLineage, bits: int) -> Iterator[str]:
    while bits:
        lowest = bits & -bits
        yield lineage.order[lowest.bit_length() - 1]
        bits ^= lowest
