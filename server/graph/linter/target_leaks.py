"""Features that are made of the label, or give it away."""

from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from modules.kit import Columns, Module, Schema
from modules.kit.parameter_widgets import ColumnNamesWidget, ColumnsWidget, ColumnWidget
from modules.kit.schema import UnknownRows
from server.graph.analyzed_design import Problem
from server.graph.document import Node
from server.graph.linter import lint_rule
from server.graph.linter.data_lineage import DataLineage, ModelNode
from server.graph.linter.fix_insert_node import build_exclusion_fix
from server.graph.validation.validation_messages import join_words

TARGET_LEAK_RULE = "target leak"
MAX_LEAKS_LISTED = 3
TARGET_LEAK_REASON = (
    "When the model is used, the label is not known yet, and neither is anything computed from it. The model would "
    "look perfect here and fail later. Exclude it from training."
)
#: {reference: (what the label is called there, the columns made of it)}.
LabelFlow = dict[str, tuple[str, frozenset[str]]]


@lint_rule(order=10)
def find_target_leaks(lineage: DataLineage) -> Iterator[Problem]:
    """For each learner the features that come from its label, by how they were made and by what the data show."""
    known: dict[tuple[str, str], LabelFlow] = {}
    for learner in lineage.learners:
        label, features = lineage.get_label(learner), lineage.get_features(learner)
        schema = lineage.analyzed.schemas.get(learner.reference)
        if label is None or features is None or not isinstance(schema, Schema) or label not in schema:
            continue
        key = (learner.reference, label)
        if key not in known:
            known[key] = _trace_label(lineage, learner.reference, label)
        made = [name for name in features.names if name in known[key].get(learner.reference, ("", frozenset()))[1]]
        if made:
            yield _build_derived_problem(lineage, learner, made, label)
        leaking = _find_leaking_columns(lineage, learner, label, known[key])
        learned = lineage.select_learned(learner, leaking)
        leaking = {name: leaking[name] for name in learned if name in features and name not in made}
        if leaking:
            yield _build_evidence_problem(lineage, learner, leaking)


def list_leaking_columns(lineage: DataLineage, learner: ModelNode) -> set[str]:
    """The columns that give the label of a learner away, as stored data show."""
    label = lineage.get_label(learner)
    if label is None:
        return set()
    return set(_find_leaking_columns(lineage, learner, label, _trace_label(lineage, learner.reference, label)))


def _build_derived_problem(lineage: DataLineage, learner: ModelNode, names: list[str], label: str) -> Problem:
    be = "is" if len(names) == 1 else "are"
    message = f"{_join_names(names)} {be} computed from {label}, which the model predicts."
    return Problem(
        learner.name,
        learner.port,
        message,
        build_exclusion_fix(lineage, learner, names),
        "advice",
        TARGET_LEAK_RULE,
        TARGET_LEAK_REASON,
    )


def _build_evidence_problem(lineage: DataLineage, learner: ModelNode, leaking: Mapping[str, str]) -> Problem:
    names = list(leaking)
    message = " ".join(list(dict.fromkeys(leaking.values()))[:MAX_LEAKS_LISTED])
    return Problem(
        learner.name,
        learner.port,
        message,
        build_exclusion_fix(lineage, learner, names),
        "advice",
        TARGET_LEAK_RULE,
        TARGET_LEAK_REASON,
    )


def _join_names(names: list[str]) -> str:
    return join_words(
        [
            *names[:MAX_LEAKS_LISTED],
            *([f"{len(names) - MAX_LEAKS_LISTED} more"] if len(names) > MAX_LEAKS_LISTED else []),
        ]
    )


def _find_leaking_columns(
    lineage: DataLineage, learner: ModelNode, label: str, label_flow: LabelFlow
) -> Mapping[str, str]:
    """What the nearest stored data say about columns that give the label away, under names that still hold."""
    waiting, visited = [learner.reference], {learner.reference}
    while waiting:
        reference = waiting.pop(0)
        called = label_flow.get(reference, (label, frozenset()))[0]
        found = lineage.analyzed.find_evidence(reference, called)
        if found is not None:
            return found
        for edge in lineage.get_data_edges(reference.partition(".")[0]):
            if edge.reference not in visited and edge.reference in label_flow:
                visited.add(edge.reference)
                waiting.append(edge.reference)
    return {}


def _trace_label(lineage: DataLineage, reference: str, label: str) -> LabelFlow:
    """The label and what is made of it, from the sources down to the reference."""
    called = find_label_names(lineage, reference, label)
    found: LabelFlow = {}
    for output in sorted(called, key=lambda output: lineage.position[output.partition(".")[0]]):
        found[output] = called[output], _find_derived_columns(lineage, output.partition(".")[0], output, found, called)
    return found


def find_label_names(lineage: DataLineage, reference: str, label: str) -> dict[str, str]:
    """{reference: what the label is called there} of this reference and all above it."""
    called = {reference: label}
    waiting = [reference]
    while waiting:
        at = waiting.pop()
        name = at.partition(".")[0]
        before = _get_earlier_name(lineage, lineage.get_node(name), lineage.get_module(name), called[at])
        for edge in lineage.get_data_edges(name):
            schema = lineage.analyzed.schemas.get(edge.reference)
            if edge.reference not in called and isinstance(schema, Schema) and before in schema:
                called[edge.reference] = before
                waiting.append(edge.reference)
    return called


def _get_earlier_name(lineage: DataLineage, node: Node, module: Module, name: str) -> str:
    """What the column was called in front of the node."""
    if module.traits.renames is None:
        return name
    inputs = {edge.port: lineage.analyzed.schemas.get(edge.reference) for edge in node.edges()}
    return next((old for old, new in module.find_renamed_columns(inputs, node.parameters).items() if new == name), name)


def _find_derived_columns(
    lineage: DataLineage, name: str, output: str, label_flow: LabelFlow, label_names: Mapping[str, str]
) -> frozenset[str]:
    """The columns at this output that are made of the label."""
    node, module = lineage.get_node(name), lineage.get_module(name)
    schema = lineage.analyzed.schemas.get(output)
    if not isinstance(schema, Schema):
        return frozenset()
    inputs = {edge.port: lineage.analyzed.schemas.get(edge.reference) for edge in node.edges()}
    coming = [label_flow[edge.reference] for edge in lineage.get_data_edges(name) if edge.reference in label_flow]
    sources = {column for label, made in coming for column in (label, *made)}
    earlier = module.find_earlier_columns(inputs, node.parameters)  # the label of rows before is known in time
    derived = {
        column: origins
        for column, origins in module.find_derived_columns(inputs, node.parameters).items()
        if not earlier.get(column)
    }
    if not sources:  # here the label comes into being, and what it is made of tells it as well
        return frozenset(set(derived.get(label_names[output], ())) & set(schema.names)) - {label_names[output]}
    renamed = module.find_renamed_columns(inputs, node.parameters)
    new = {column for column, origins in derived.items() if sources & set(origins)}
    new |= {renamed.get(column, column) for column in sources}
    if module.traits.derives is None:
        new |= _find_namesakes(node, module, inputs, schema, sources)
    return frozenset(new & set(schema.names)) - {label_names[output]}


def _find_namesakes(
    node: Node, module: Module, inputs: Mapping[str, object], schema: Schema, sources: set[str]
) -> set[str]:
    """New columns that are called after one of the sources, of a module that was set to work on it."""
    before = {column.name for held in inputs.values() if isinstance(held, Schema) for column in held}
    worked_on = {name for field in module.widgets for name in _get_chosen_columns(node, module, field, inputs)}
    return {
        column.name
        for column in schema
        if column.name not in before and any(source in column.name for source in sources & worked_on)
    }


def _get_chosen_columns(node: Node, module: Module, field: str, inputs: Mapping[str, object]) -> list[str]:
    """The columns that a picker chooses, with its default where the node has no value."""
    picker = module.widgets[field]
    if not isinstance(picker, ColumnWidget | ColumnNamesWidget | ColumnsWidget):
        return []
    schema = inputs.get(picker.port)
    if not isinstance(schema, Schema):
        return []
    value = node.parameters.get(field, module.parameters.model_fields[field].get_default())
    if isinstance(value, str):
        return [value]
    try:
        return Columns.model_validate(value).resolve(schema)
    except (ValidationError, UnknownRows):
        return []
