"""Rows in the order of time, divided at random: the model is trained on the future of what it is tested on."""

from collections.abc import Iterator

from modules.kit import Schema
from server.graph.drawing import Fix, Problem, form_of
from server.graph.edits import Edit, delete, put
from server.graph.linter.tracing import Trace

REASON = (
    "A random split lets the model learn from rows that come later than those it is tested on, which it could not do "
    "in use. With the rows in the order of time, train on the first ones and test on the last ones."
)


def check(trace: Trace) -> Iterator[Problem]:
    """A random split of rows that have a time, for training and testing."""
    for name in trace.dividers.values():
        outputs = trace.data_outputs(name)
        both = any(one in trace.trains for one in outputs) and any(one in trace.tests for one in outputs)
        if not both or not trace.drawn_at_random(name):
            continue
        time = _time_of(trace, name)
        if time is not None:
            message = f"The rows are divided at random, and '{time}' says when each of them was."
            fix = Fix("Split in the order of the rows", tuple(_in_order(trace, name)))
            yield Problem(name, "randomized", message, fix, "advice", "time order", REASON)


def _time_of(trace: Trace, name: str) -> str | None:
    """The column with the time: one of that role, else one of times that differ from row to row."""
    edge = next(iter(trace.data_edges(name)), None)
    schema = trace.drawing.schemas.get(edge.reference) if edge else None
    if edge is None or not isinstance(schema, Schema):
        return None
    told = schema.having_role("time")
    if told:
        return told[0]
    for column in schema:
        seen = trace.drawing.seen(edge.reference, column.name)
        constant = seen is not None and seen.distinct is not None and seen.distinct < 3
        if column.type == "datetime" and column.role != "none" and not constant:
            return column.name
    return None


def _in_order(trace: Trace, name: str) -> Iterator[Edit]:
    node, module = trace.node(name), trace.module(name)
    yield put(False, "nodes", name, "parameters", "randomized")
    for field in node.parameters:  # equal shares of each value are no order of time
        if field == "seed" or (field == "stratify_by" and "column_of" in form_of(module, field)):
            yield delete("nodes", name, "parameters", field)
