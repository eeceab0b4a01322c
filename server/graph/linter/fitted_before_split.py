"""Preprocessing that learnt from the test rows: it stands before the split, or before a cross-validation."""

from collections.abc import Iterator

from server.graph.drawing import Fix, Problem
from server.graph.edits import put
from server.graph.linter.moving import split_first
from server.graph.linter.tracing import Place, Trace

RULE = "fitted before split"
REASON = (
    "What {title} computes from all rows, it has also learnt from those that the model is tested on, so the test looks "
    "better than it is. Split first, fit it on the training rows, and treat the test rows by what was learnt there."
)
VALIDATION = (
    "What {title} computes from all rows, each fold of the cross-validation has also learnt from the rows that it is "
    "tested on, so the figures look better than they are. Validate on the data before it."
)


def check(trace: Trace) -> Iterator[Problem]:
    """Nodes that fit something on rows which are divided into training and test rows only behind them."""
    above = _fitting_above(trace)
    told: set[str] = set()
    for divider in trace.dividers.values():
        train = [output for output in trace.data_outputs(divider) if output in trace.trains]
        test = [output for output in trace.data_outputs(divider) if output in trace.tests]
        if not any(one != other for one in train for other in test):
            continue
        for name in _named(trace, above[divider]):
            if name not in told:
                told.add(name)
                yield _before_split(trace, name, divider, train[0])
    for learner in trace.learners:
        if trace.validates_itself(learner):
            for name in _named(trace, above[learner.name]):
                if name not in told:
                    told.add(name)
                    yield _before_validation(trace, name, learner)


def _before_split(trace: Trace, name: str, divider: str, train: str) -> Problem:
    title = trace.title(name)
    message = f"It learns from all rows, and {trace.title(divider)} divides them only afterwards."
    fix = split_first(trace, name, divider, train)
    return Problem(name, None, message, fix, "advice", RULE, REASON.format(title=title))


def _before_validation(trace: Trace, name: str, learner: Place) -> Problem:
    title = trace.title(name)
    message = f"It learns from all rows, and {trace.title(learner.name)} makes its folds only afterwards."
    return Problem(
        name, None, message, _validated_before(trace, name, learner), "advice", RULE, VALIDATION.format(title=title)
    )


def _validated_before(trace: Trace, name: str, learner: Place) -> Fix | None:
    """Validate on what goes into the node, where nothing stands between the two and no gap would be left unfilled."""
    edge = next(iter(trace.data_edges(name)), None)
    if edge is None or learner.reference.partition(".")[0] != name:
        return None
    gaps = trace.drawing.statistics.get(edge.reference, {}).values()
    if any(seen.missing for seen in gaps):
        return None
    label = f"Validate on the data before {trace.title(name)}"
    return Fix(label, (put(edge.reference, "nodes", learner.name, "inputs", learner.port),))


def _fitting_above(trace: Trace) -> dict[str, int]:
    """For each node those further up that fit something on its rows, as the bits of their places in the order."""
    above: dict[str, int] = {}
    behind: dict[str, int] = {}
    for place, name in enumerate(trace.order):
        bits = 0
        for edge in trace.data_edges(name):
            bits |= behind.get(edge.source, 0)
        node = trace.node(name)
        fits = bool(bits or trace.data_outputs(name)) and not node.disabled and trace.module(name).fits(node.parameters)
        above[name], behind[name] = bits, bits | (1 << place if fits else 0)
    return above


def _named(trace: Trace, bits: int) -> Iterator[str]:
    while bits:
        lowest = bits & -bits
        yield trace.order[lowest.bit_length() - 1]
        bits ^= lowest
