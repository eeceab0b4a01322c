"""Rows that a model is trained on and measured on."""

from collections.abc import Iterator

from modules.kit import Module
from server.graph.analyzed_design import Fix, Problem
from server.graph.edits import set_value
from server.graph.linter import lint_rule
from server.graph.linter.data_lineage import DataLineage, ModelNode
from server.graph.linter.fix_insert_node import build_node_edit, find_position, find_unused_id

TRAINING_ROWS_REASON = (
    "A model can memorize its training rows, so these metrics say nothing about new rows. Measure it on rows that it "
    "has not seen."
)
SHARED_ROWS_REASON = (
    "Rows that are in both parts make the model look better than it is. Train and test on two parts that share no rows."
)


@lint_rule(order=40)
def find_train_test_overlap(lineage: DataLineage) -> Iterator[Problem]:
    """Scoring, for an evaluation, of rows that the model was trained on."""
    for scorer in lineage.scorers:
        learner = lineage.find_trainer(scorer)
        if learner is None or not lineage.get_label(learner):
            continue
        if not any(output in lineage.evaluated_references for output in lineage.get_data_outputs(scorer.name)):
            continue
        relation = lineage.compare_rows(learner.reference, scorer.reference)
        if relation == "same" and not _is_tested_elsewhere(lineage, learner):
            message = f"It scores the same rows that {lineage.get_title(learner.name)} learns from."
            fix = _build_other_part_fix(lineage, learner, scorer) or _build_split_fix(lineage, learner, scorer)
            yield Problem(scorer.name, scorer.port, message, fix, "advice", "training rows", TRAINING_ROWS_REASON)
        elif relation == "overlapping":
            message = f"{lineage.get_title(learner.name)} also learns from some of the rows that it scores."
            fix = _build_other_part_fix(lineage, learner, scorer)
            yield Problem(scorer.name, scorer.port, message, fix, "advice", "shared rows", SHARED_ROWS_REASON)
    yield from _find_shared_validation(lineage)


def _is_tested_elsewhere(lineage: DataLineage, learner: ModelNode) -> bool:
    """Whether the model is measured on other rows too: then the training rows are there to compare."""
    return any(
        other_learner is not None
        and other_learner.name == learner.name
        and lineage.compare_rows(learner.reference, scorer.reference) == "apart"
        for scorer in lineage.scorers
        for other_learner in (lineage.find_trainer(scorer),)
    )


def _find_shared_validation(lineage: DataLineage) -> Iterator[Problem]:
    """A learner that takes data to validate on besides those to train on."""
    for learner in lineage.learners:
        edges = lineage.get_data_edges(learner.name)
        for other in edges[1:]:
            if lineage.compare_rows(edges[0].reference, other.reference) in ("same", "overlapping"):
                message = f"'{other.port}' has rows that the model also learns from at '{edges[0].port}'."
                yield Problem(learner.name, other.port, message, None, "advice", "shared rows", SHARED_ROWS_REASON)


def _build_other_part_fix(lineage: DataLineage, learner: ModelNode, scorer: ModelNode) -> Fix | None:
    """Score the other part of the split that the training rows come from."""
    divider, _, part = learner.reference.partition(".")
    if not lineage.get_module(divider).traits.partitions_rows:
        return None
    other = next(
        (port for port in lineage.get_module(divider).outputs if port.type == "dataset" and port.name != part), None
    )
    if other is None:
        return None
    label = f"Score the other part of {lineage.get_title(divider)}"
    return Fix(label, (set_value(f"{divider}.{other.name}", "nodes", scorer.name, "inputs", scorer.port),))


def _build_split_fix(lineage: DataLineage, learner: ModelNode, scorer: ModelNode) -> Fix | None:
    """Put a split in front of both, where both take the same data."""
    module = _find_split_module(lineage)
    if module is None or learner.reference != scorer.reference:
        return None
    name = find_unused_id(lineage, "split")
    first, second = [port.name for port in module.outputs if port.type == "dataset"][:2]
    taken = next(port.name for port in module.inputs if port.type == "dataset")
    x, y = find_position(lineage, learner.reference.partition(".")[0], learner.name)
    return Fix(
        f"Put {module.title} before both",
        (
            build_node_edit(name, module.name, x, y, {taken: learner.reference}, fraction=0.7),
            set_value(f"{name}.{first}", "nodes", learner.name, "inputs", learner.port),
            set_value(f"{name}.{second}", "nodes", scorer.name, "inputs", scorer.port),
        ),
    )


def _find_split_module(lineage: DataLineage) -> Module | None:
    """The module that divides rows in two by a fraction."""
    return next(
        (
            module
            for module in lineage.analyzed.catalog.values()
            if module.traits.partitions_rows and module.palette and "fraction" in module.parameters.model_fields
        ),
        None,
    )
