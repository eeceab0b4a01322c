"""Features that are made of the label, or give it away."""

from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from modules.kit import Columns, Module, Schema
from server.graph.document import Node
from server.graph.drawing import Problem, forms
from server.graph.linter.placing import leaving_out
from server.graph.linter.tracing import Place, Trace
from server.graph.sentences import listed

RULE = "target leak"
SHOWN = 3
REASON = (
    "In use the label is not known yet, and neither is what is made of it: the model would look perfect here and fail "
    "there. Leave it out of training."
)
#: {reference: (what the label is called there, the columns made of it)}.
Carried = dict[str, tuple[str, frozenset[str]]]


def check(trace: Trace) -> Iterator[Problem]:
    """For each learner the features that come from its label, by how they were made and by what the data show."""
    known: dict[tuple[str, str], Carried] = {}
    for learner in trace.learners:
        label, features = trace.label_of(learner), trace.features_of(learner)
        schema = trace.drawing.schemas.get(learner.reference)
        if label is None or features is None or not isinstance(schema, Schema) or label not in schema:
            continue
        key = (learner.reference, label)
        if key not in known:
            known[key] = _carried(trace, learner.reference, label)
        made = [name for name in features.names if name in known[key].get(learner.reference, ("", frozenset()))[1]]
        if made:
            yield _made_of_label(trace, learner, made, label)
        telling = _telling(trace, learner, label, known[key])
        telling = {name: said for name, said in telling.items() if name in features and name not in made}
        if telling:
            yield _giving_away(trace, learner, telling)


def _made_of_label(trace: Trace, learner: Place, names: list[str], label: str) -> Problem:
    be = "is" if len(names) == 1 else "are"
    message = f"{_some(names)} {be} computed from {label}, which is to be predicted."
    return Problem(learner.name, learner.port, message, leaving_out(trace, learner, names), "advice", RULE, REASON)


def _giving_away(trace: Trace, learner: Place, telling: Mapping[str, str]) -> Problem:
    names = list(telling)
    message = " ".join(list(dict.fromkeys(telling.values()))[:SHOWN])
    return Problem(learner.name, learner.port, message, leaving_out(trace, learner, names), "advice", RULE, REASON)


def _some(names: list[str]) -> str:
    return listed([*names[:SHOWN], *([f"{len(names) - SHOWN} more"] if len(names) > SHOWN else [])])


def _telling(trace: Trace, learner: Place, label: str, carried: Carried) -> Mapping[str, str]:
    """What the nearest stored data say about columns that give the label away, under names that still hold."""
    waiting, seen = [learner.reference], {learner.reference}
    while waiting:
        reference = waiting.pop(0)
        called = carried.get(reference, (label, frozenset()))[0]
        found = trace.drawing.evidence(reference, called)
        if found is not None:
            return found
        for edge in trace.data_edges(reference.partition(".")[0]):
            if edge.reference not in seen and edge.reference in carried:
                seen.add(edge.reference)
                waiting.append(edge.reference)
    return {}


def _carried(trace: Trace, reference: str, label: str) -> Carried:
    """The label and what is made of it, from the sources down to the reference."""
    called = find_label_names(trace, reference, label)
    found: Carried = {}
    for output in sorted(called, key=lambda output: trace.place[output.partition(".")[0]]):
        found[output] = called[output], _made(trace, output.partition(".")[0], output, found, called)
    return found


def find_label_names(trace: Trace, reference: str, label: str) -> dict[str, str]:
    """{reference: what the label is called there} of this reference and all above it."""
    called = {reference: label}
    waiting = [reference]
    while waiting:
        at = waiting.pop()
        name = at.partition(".")[0]
        before = _before(trace, trace.node(name), trace.module(name), called[at])
        for edge in trace.data_edges(name):
            schema = trace.drawing.schemas.get(edge.reference)
            if edge.reference not in called and isinstance(schema, Schema) and before in schema:
                called[edge.reference] = before
                waiting.append(edge.reference)
    return called


def _before(trace: Trace, node: Node, module: Module, name: str) -> str:
    """What the column was called in front of the node."""
    if module.traits.renames is None:
        return name
    inputs = {edge.port: trace.drawing.schemas.get(edge.reference) for edge in node.edges()}
    return next((old for old, new in module.renamed(inputs, node.parameters).items() if new == name), name)


def _made(trace: Trace, name: str, output: str, found: Carried, called: Mapping[str, str]) -> frozenset[str]:
    """The columns at this output that are made of the label."""
    node, module = trace.node(name), trace.module(name)
    schema = trace.drawing.schemas.get(output)
    if not isinstance(schema, Schema):
        return frozenset()
    inputs = {edge.port: trace.drawing.schemas.get(edge.reference) for edge in node.edges()}
    coming = [found[edge.reference] for edge in trace.data_edges(name) if edge.reference in found]
    sources = {column for label, made in coming for column in (label, *made)}
    derived = module.derived(inputs, node.parameters)
    if not sources:  # here the label comes into being, and what it is made of tells it as well
        return frozenset(set(derived.get(called[output], ())) & set(schema.names)) - {called[output]}
    renamed = module.renamed(inputs, node.parameters)
    new = {column for column, origins in derived.items() if sources & set(origins)}
    new |= {renamed.get(column, column) for column in sources}
    if module.traits.derives is None:
        new |= _named_after(node, module, inputs, schema, sources)
    return frozenset(new & set(schema.names)) - {called[output]}


def _named_after(
    node: Node, module: Module, inputs: Mapping[str, object], schema: Schema, sources: set[str]
) -> set[str]:
    """New columns that are called after one of the sources, of a module that was told to work on it."""
    before = {column.name for held in inputs.values() if isinstance(held, Schema) for column in held}
    worked_on = {name for field in forms(module.parameters) for name in _chosen(node, module, field, inputs)}
    return {
        column.name
        for column in schema
        if column.name not in before and any(source in column.name for source in sources & worked_on)
    }


def _chosen(node: Node, module: Module, field: str, inputs: Mapping[str, object]) -> list[str]:
    """The columns that a picker chooses, with its default where the node has no value."""
    form = forms(module.parameters)[field]
    picker = form.get("columns_of") or form.get("column_of")
    schema = inputs.get(picker["port"]) if picker else None
    if not isinstance(schema, Schema):
        return []
    value = node.parameters.get(field, module.parameters.model_fields[field].get_default())
    if isinstance(value, str):
        return [value]
    try:
        return Columns.model_validate(value).chosen(schema)
    except ValidationError:
        return []
