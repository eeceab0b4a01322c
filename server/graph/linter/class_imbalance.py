"""A class that is rare: accuracy says little about it, and a random split may leave too few rows of it."""

from collections.abc import Iterator

from server.graph.analyzed_design import Fix, Problem, get_parameter_value
from server.graph.column_statistics import ColumnStatistics
from server.graph.edits import set_value
from server.graph.linter import lint_rule
from server.graph.linter.data_lineage import DataLineage, ModelNode
from server.graph.linter.unsuitable_metrics import get_metric_fields

#: Below this share of the rows a class is rare.
RARE_SHARE = 0.1
#: So few rows of a class in one part of the data say little.
MIN_PART_ROWS = 30
#: In the order of preference.
PREFERRED_METRICS = ("F1", "F-score", "AUC", "Macro F1")

ACCURACY_REASON = (
    "A model that never predicts the rare class would be right in {share:.0%} of the rows. Accuracy therefore doesn't "
    "show whether the model finds that class at all. F1 and AUC do."
)
STRATIFY_REASON = (
    "In a random split, one part can get far fewer rows of the rare class than the other, so its metrics depend on "
    "chance. A stratified split gives both parts the same share."
)


@lint_rule(order=80)
def find_class_imbalance(lineage: DataLineage) -> Iterator[Problem]:
    """Accuracy as the metric where a class is rare, and splits that leave its share to chance."""
    reported: set[str] = set()
    for learner in lineage.trainers:
        label = lineage.get_label(learner) or ""
        statistics = lineage.analyzed.get_statistics(learner.reference, label)
        if (
            statistics is None
            or statistics.rarest is None
            or statistics.rarest >= RARE_SHARE
            or not _is_classifier(lineage, learner)
        ):
            continue
        for problem in [
            *_check_accuracy(lineage, learner, label, statistics.rarest),
            *_check_random_splits(lineage, learner, label, statistics),
        ]:
            if problem.node not in reported:
                reported.add(str(problem.node))
                yield problem


def _is_classifier(lineage: DataLineage, learner: ModelNode) -> bool:
    port = next(port for port in learner.module.inputs if port.type == "untrained_model")
    model = lineage.analyzed.get_input_schema(learner.node, port.name)
    return getattr(model, "task", None) in ("two-class", "multiclass")


def _check_accuracy(lineage: DataLineage, learner: ModelNode, label: str, share: float) -> Iterator[Problem]:
    behind = {reference for port in learner.module.outputs for reference in (f"{learner.name}.{port.name}",)}
    judging = {name for reference in behind for name, _ in lineage.consumers.get(reference, ())}
    for name in [learner.name, *sorted(judging)]:
        node, module = lineage.get_node(name), lineage.get_module(name)
        for field, offered in get_metric_fields(module):
            if get_parameter_value(module, node, field) == "Accuracy":
                better = next((metric for metric in PREFERRED_METRICS if metric in offered), None)
                fix = Fix(f"Use {better}", (set_value(better, "nodes", name, "parameters", field),)) if better else None
                message = f"The rarest value of {label} is {share:.1%} of the rows, and the metric is Accuracy."
                yield Problem(name, field, message, fix, "advice", "imbalance", ACCURACY_REASON.format(share=1 - share))


def _check_random_splits(
    lineage: DataLineage, learner: ModelNode, label: str, statistics: ColumnStatistics
) -> Iterator[Problem]:
    parts = {split_key for parts in lineage.row_origins.get(learner.reference, {}).values() for split_key in parts}
    for split_key in parts & lineage.splits.keys():
        name = lineage.splits[split_key]
        node, module = lineage.get_node(name), lineage.get_module(name)
        if not lineage.is_random_split(name) or "stratify_by" not in module.widgets:
            continue
        fraction = get_parameter_value(module, node, "fraction")
        smaller = min(fraction, 1 - fraction) if isinstance(fraction, int | float) else 0.5
        edge = next(iter(lineage.get_data_edges(name)), None)
        there = edge is not None and lineage.analyzed.get_statistics(edge.reference, label) is not None
        expected = (statistics.rarest or 0) * statistics.rows * smaller
        if get_parameter_value(module, node, "stratify_by") is None and there and expected < MIN_PART_ROWS:
            share = f"{statistics.rarest:.1%} of the rows"
            message = f"The rarest value of {label} has {share}: about {expected:.0f} in one part."
            fix = Fix(f"Stratify by {label}", (set_value(label, "nodes", name, "parameters", "stratify_by"),))
            yield Problem(name, "stratify_by", message, fix, "advice", "imbalance", STRATIFY_REASON)
