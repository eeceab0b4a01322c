"""Whether a learner can learn its target, and an equivalent one that can."""

import re
from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from modules.kit import Column, ModelSchema, Module, Schema, Task
from server.graph.analyzed_design import AnalyzedDesign, Fix, Problem, find_input_port
from server.graph.column_statistics import ColumnStatistics
from server.graph.document import Node
from server.graph.edits import Edit, delete_value, set_value
from server.graph.validation import validation_rule

LEARNER_NAMES = {"two-class": "a two-class learner", "multiclass": "a classifier"}
#: Tasks whose label is a number.
NUMERIC_TASKS = ("regression", "quantile")
#: What titles of learners say of their task, and not of their kind.
TASK_WORD_PATTERN = re.compile(r"\b(two-class|multiclass|regression|classifier|regressor)\b", re.IGNORECASE)


@validation_rule(order=130)
def find_mismatched_learners(analyzed: AnalyzedDesign) -> Iterator[Problem]:
    """A learner that cannot predict its label: certain before a run, or very likely from what the data held."""
    for name, node, module in analyzed.iterate_nodes():
        found = _find_learner_label(analyzed, node, module)
        if found is None:
            continue
        port, task, column, statistics = found
        misfit = _describe_mismatch(task, column, statistics)
        if misfit is not None:
            message, right_task, certain = misfit
            fix = _build_replacement_fix(analyzed, node, port, right_task) if right_task else None
            if certain:
                yield Problem(name, port, message, fix)
            else:
                reason = (
                    "The run would fail here if that is still the case. Choose a learner that can predict all of them."
                )
                yield Problem(name, port, message, fix, "advice", "learner kind", reason)


def _find_learner_label(
    analyzed: AnalyzedDesign, node: Node, module: Module
) -> tuple[str, Task, Column, ColumnStatistics | None] | None:
    """The port of the learner, its task, the label that it meets, and what was seen of that."""
    label = node.parameters.get("label")
    port, data = find_input_port(module, "untrained_model"), find_input_port(module, "dataset")
    if not (isinstance(label, str) and port and data):
        return None
    model, schema = analyzed.get_input_schema(node, port.name), analyzed.get_input_schema(node, data.name)
    if not isinstance(model, ModelSchema) or not isinstance(schema, Schema) or label not in schema:
        return None
    return (
        port.name,
        model.task,
        schema[label],
        analyzed.get_statistics(analyzed.find_reference(node, data.name), label),
    )


def _describe_mismatch(
    task: Task, column: Column, statistics: ColumnStatistics | None
) -> tuple[str, Task | None, bool] | None:
    """What is wrong, the task that would be right, and whether that is certain."""
    name, classes = column.name, _count_classes(column, statistics)
    if task in NUMERIC_TASKS:
        if column.type in ("integer", "real"):
            return None
        said = "true or false" if column.type == "boolean" else column.type
        right_task: Task = "two-class" if classes == 2 else "multiclass"
        if column.type == "datetime":
            return f"{name} is {said}, but a regression learner predicts numbers. Choose another label.", None, True
        return f"{name} is {said}, but a regression learner predicts numbers. Connect a classifier.", right_task, True
    if task not in ("two-class", "multiclass"):
        return None
    if column.type == "datetime":
        return f"{name} is datetime, but {LEARNER_NAMES[task]} predicts classes. Choose another label.", None, True
    if column.type == "real" and statistics is not None and _has_fractions(statistics):
        message = (
            f"{name} has real numbers, as {_find_fraction(statistics):g}, and {LEARNER_NAMES[task]} predicts classes."
        )
        return message, "regression", statistics.exact
    if task == "two-class" and classes is not None and classes > 2:
        certain = statistics is not None and statistics.exact
        held = "has" if certain else "had"
        where = "" if certain else " where it was last seen"
        return (
            f"{name} {held} {classes:,} values{where}, but a two-class learner predicts only two.",
            "multiclass",
            certain,
        )
    return None


def _count_classes(column: Column, statistics: ColumnStatistics | None) -> int | None:
    if column.type == "boolean":
        return 2
    if statistics is not None and statistics.distinct is not None:
        return statistics.distinct
    return len(column.levels) if column.levels is not None else None


def _has_fractions(statistics: ColumnStatistics) -> bool:
    """Whether an end of the range is no whole number: then it is certain that there are such."""
    return any(isinstance(end, float) and not end.is_integer() for end in (statistics.minimum, statistics.maximum))


def _find_fraction(statistics: ColumnStatistics) -> float:
    ends = [end for end in (statistics.minimum, statistics.maximum) if isinstance(end, float) and not end.is_integer()]
    return ends[0]


def _build_replacement_fix(analyzed: AnalyzedDesign, node: Node, port: str, task: Task) -> Fix | None:
    """The learner's node with the module of the same kind for the wanted task, and the settings that fit it."""
    reference = analyzed.find_reference(node, port)
    source = reference.partition(".")[0] if reference else ""
    learner, module = analyzed.design.nodes.get(source), analyzed.get_module(source)
    if learner is None or module is None or module.inputs or _has_other_labels(analyzed, reference, node):
        return None
    equivalent = find_equivalent_learner(module, task, analyzed.catalog)
    if equivalent is None:
        return None
    return Fix(
        f"Use {equivalent.title}",
        (
            set_value(equivalent.name, "nodes", source, "module"),
            *_delete_refused_parameters(source, learner, equivalent),
        ),
    )


def _has_other_labels(analyzed: AnalyzedDesign, reference: str | None, node: Node) -> bool:
    """Whether the learner serves another label too, which the other might not fit."""
    takers = analyzed.consumers.get(reference or "", ())
    labels = {str(analyzed.design.nodes[name].parameters.get("label")) for name, _ in takers}
    return labels != {str(node.parameters.get("label"))}


def _delete_refused_parameters(name: str, node: Node, module: Module) -> Iterator[Edit]:
    """The deletion of each setting that the other does not take."""
    wrong = _find_refused_parameters(module, node.parameters)
    for field in node.parameters:
        if field in wrong:
            yield delete_value("nodes", name, "parameters", field)


def _find_refused_parameters(module: Module, parameters: Mapping[str, object]) -> set[str]:
    try:
        module.parameters.model_validate(dict(parameters))
    except ValidationError as error:
        return {str(detail["loc"][0]) for detail in error.errors()}
    return set()


def find_equivalent_learner(module: Module, task: Task, catalog: Mapping[str, Module]) -> Module | None:
    """The learner for the wanted task that is most like this one: of the same kind, else with most settings alike."""
    candidates = [
        other
        for other in catalog.values()
        if other.task == task
        and other.palette
        and not other.inputs
        and not other.missing_packages
        and any(port.type == "untrained_model" for port in other.outputs)
    ]
    settings = set(module.parameters.model_fields)

    def measure_likeness(other: Module) -> tuple[bool, int]:
        return _strip_task_words(other.title) == _strip_task_words(module.title), len(
            settings & set(other.parameters.model_fields)
        )

    return max(candidates, key=measure_likeness, default=None)


def _strip_task_words(title: str) -> str:
    """`boosted decision tree` of `Two-Class Boosted Decision Tree`."""
    return " ".join(TASK_WORD_PATTERN.sub(" ", title).casefold().split())
