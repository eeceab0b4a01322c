"""A class that is rare: accuracy says little about it, and a random split may leave too few rows of it."""

from collections.abc import Iterator

from server.graph.drawing import Fix, Problem, forms, value_of
from server.graph.edits import put
from server.graph.linter.metrics import metric_fields
from server.graph.linter.tracing import Place, Trace
from server.graph.statistics import Statistics

#: Below this share of the rows a class is rare.
RARE = 0.1
#: So few rows of a class in one part of the data say little.
FEW_ROWS = 30
#: In the order of preference.
BETTER = ("F1", "F-score", "AUC", "Macro F1")

ACCURACY = (
    "A model that never predicts the rare class would be right in {share:.0%} of the rows, so accuracy hides whether "
    "it is found at all. F1 and AUC look at the rare class."
)
STRATIFY = (
    "Drawn at random, one part can get far fewer rows of the rare class than the other, and its metrics then hang on "
    "chance. Stratified, both parts get the same share of it."
)


def check(trace: Trace) -> Iterator[Problem]:
    """Accuracy as the metric where a class is rare, and splits that leave its share to chance."""
    told: set[str] = set()
    for learner in trace.learners:
        label = trace.label_of(learner) or ""
        seen = trace.drawing.seen(learner.reference, label)
        if seen is None or seen.rarest is None or seen.rarest >= RARE or not _classifies(trace, learner):
            continue
        for problem in [*_accuracy(trace, learner, label, seen.rarest), *_chance(trace, learner, label, seen)]:
            if problem.node not in told:
                told.add(str(problem.node))
                yield problem


def _classifies(trace: Trace, learner: Place) -> bool:
    port = next(port for port in learner.module.inputs if port.type == "untrained_model")
    model = trace.drawing.arriving(learner.node, port.name)
    return getattr(model, "task", None) in ("two-class", "multiclass")


def _accuracy(trace: Trace, learner: Place, label: str, share: float) -> Iterator[Problem]:
    behind = {reference for port in learner.module.outputs for reference in (f"{learner.name}.{port.name}",)}
    judging = {name for reference in behind for name, _ in trace.consumers.get(reference, ())}
    for name in [learner.name, *sorted(judging)]:
        node, module = trace.node(name), trace.module(name)
        for field, offered in metric_fields(module):
            if value_of(module, node, field) == "Accuracy":
                better = next((metric for metric in BETTER if metric in offered), None)
                fix = Fix(f"Use {better}", (put(better, "nodes", name, "parameters", field),)) if better else None
                message = f"The rarest value of {label} is {share:.1%} of the rows, and the metric is Accuracy."
                yield Problem(name, field, message, fix, "advice", "imbalance", ACCURACY.format(share=1 - share))


def _chance(trace: Trace, learner: Place, label: str, seen: Statistics) -> Iterator[Problem]:
    parts = {deed for parts in trace.rows.get(learner.reference, {}).values() for deed in parts}
    for deed in parts & trace.dividers.keys():
        name = trace.dividers[deed]
        node, module = trace.node(name), trace.module(name)
        if not trace.drawn_at_random(name) or "stratify_by" not in forms(module.parameters):
            continue
        fraction = value_of(module, node, "fraction")
        smaller = min(fraction, 1 - fraction) if isinstance(fraction, int | float) else 0.5
        edge = next(iter(trace.data_edges(name)), None)
        there = edge is not None and trace.drawing.seen(edge.reference, label) is not None
        expected = (seen.rarest or 0) * seen.rows * smaller
        if value_of(module, node, "stratify_by") is None and there and expected < FEW_ROWS:
            message = (
                f"The rarest value of {label} has {seen.rarest:.1%} of the rows: about {expected:.0f} in one part."
            )
            fix = Fix(f"Stratify by {label}", (put(label, "nodes", name, "parameters", "stratify_by"),))
            yield Problem(name, "stratify_by", message, fix, "advice", "imbalance", STRATIFY)
