"""Rows that a model is trained on and measured on."""

from collections.abc import Iterator

from modules.kit import Module
from server.graph.drawing import Fix, Problem
from server.graph.edits import put
from server.graph.linter.placing import between, new_node, unused_id
from server.graph.linter.tracing import Place, Trace

ON_TRAINING_ROWS = (
    "A model can know the rows that it was trained on by heart, and these figures then say nothing about new ones. "
    "Measure it on rows that it has not seen."
)
SHARED = (
    "Rows that are in both help the model to look better than it is. Train and test on two parts that share no row."
)


def check(trace: Trace) -> Iterator[Problem]:
    """Scoring, for an evaluation, of rows that the model was trained on."""
    for scorer in trace.scorers:
        learner = trace.trainer_of(scorer)
        if learner is None or not trace.label_of(learner):
            continue
        if not any(output in trace.measured for output in trace.data_outputs(scorer.name)):
            continue
        relation = trace.relation(learner.reference, scorer.reference)
        if relation == "same" and not _tested_elsewhere(trace, learner):
            message = f"It scores the very rows that {trace.title(learner.name)} learns from."
            fix = _other_part(trace, learner, scorer) or _split(trace, learner, scorer)
            yield Problem(scorer.name, scorer.port, message, fix, "advice", "training rows", ON_TRAINING_ROWS)
        elif relation == "overlapping":
            message = f"Some of the rows that it scores are those that {trace.title(learner.name)} learns from."
            fix = _other_part(trace, learner, scorer)
            yield Problem(scorer.name, scorer.port, message, fix, "advice", "shared rows", SHARED)
    yield from _shared_validation(trace)


def _tested_elsewhere(trace: Trace, learner: Place) -> bool:
    """Whether the model is measured on other rows too: then the training rows are there to compare."""
    return any(
        other_learner is not None
        and other_learner.name == learner.name
        and trace.relation(learner.reference, scorer.reference) == "apart"
        for scorer in trace.scorers
        for other_learner in (trace.trainer_of(scorer),)
    )


def _shared_validation(trace: Trace) -> Iterator[Problem]:
    """A learner that takes data to validate on besides those to train on."""
    for learner in trace.learners:
        edges = trace.data_edges(learner.name)
        for other in edges[1:]:
            if trace.relation(edges[0].reference, other.reference) in ("same", "overlapping"):
                message = f"'{other.port}' brings rows that the model also learns from at '{edges[0].port}'."
                yield Problem(learner.name, other.port, message, None, "advice", "shared rows", SHARED)


def _other_part(trace: Trace, learner: Place, scorer: Place) -> Fix | None:
    """Score the other part of the split that the training rows come from."""
    divider, _, part = learner.reference.partition(".")
    if not trace.module(divider).traits.divides:
        return None
    other = next((port for port in trace.module(divider).outputs if port.type == "dataset" and port.name != part), None)
    if other is None:
        return None
    label = f"Score the other part of {trace.title(divider)}"
    return Fix(label, (put(f"{divider}.{other.name}", "nodes", scorer.name, "inputs", scorer.port),))


def _split(trace: Trace, learner: Place, scorer: Place) -> Fix | None:
    """Put a split in front of both, where both take the same data."""
    module = _dividing(trace)
    if module is None or learner.reference != scorer.reference:
        return None
    name = unused_id(trace, "split")
    first, second = [port.name for port in module.outputs if port.type == "dataset"][:2]
    taken = next(port.name for port in module.inputs if port.type == "dataset")
    x, y = between(trace, learner.reference.partition(".")[0], learner.name)
    return Fix(
        f"Put {module.title} before both",
        (
            new_node(name, module.name, x, y, {taken: learner.reference}, fraction=0.7),
            put(f"{name}.{first}", "nodes", learner.name, "inputs", learner.port),
            put(f"{name}.{second}", "nodes", scorer.name, "inputs", scorer.port),
        ),
    )


def _dividing(trace: Trace) -> Module | None:
    """The module that divides rows in two by a fraction."""
    return next(
        (
            module
            for module in trace.drawing.catalog.values()
            if module.traits.divides and module.palette and "fraction" in module.parameters.model_fields
        ),
        None,
    )
