"""Whether a learner can learn its target, and its twin that can."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from modules.kit import Column, ModelSchema, Module, Schema, Task
from server.graph.document import Node
from server.graph.drawing import Drawing, Fix, Problem, port_of_type
from server.graph.edits import Edit, delete, put
from server.graph.statistics import Statistics

TASK_WORDS = {"two-class": "a two-class learner", "multiclass": "a classifier"}
#: Tasks whose label is a number.
OF_NUMBERS = ("regression", "quantile")
#: What titles of learners say of their task, and not of their kind.
OF_THE_TASK = re.compile(r"\b(two-class|multiclass|regression|classifier|regressor)\b", re.IGNORECASE)


def unfit_learners(drawing: Drawing) -> Iterator[Problem]:
    """A learner that cannot predict its label: certain before a run, or very likely from what the data held."""
    for name, node, module in drawing.nodes():
        found = _meeting(drawing, node, module)
        if found is None:
            continue
        port, task, column, seen = found
        misfit = _misfit(task, column, seen)
        if misfit is not None:
            message, wanted, certain = misfit
            fix = _with_twin(drawing, node, port, wanted) if wanted else None
            if certain:
                yield Problem(name, port, message, fix)
            else:
                reason = "The run would stop here if that is still so. Choose a learner that can predict all of them."
                yield Problem(name, port, message, fix, "advice", "learner kind", reason)


def _meeting(drawing: Drawing, node: Node, module: Module) -> tuple[str, Task, Column, Statistics | None] | None:
    """The port of the learner, its task, the label that it meets, and what was seen of that."""
    label = node.parameters.get("label")
    port, data = port_of_type(module, "untrained_model"), port_of_type(module, "dataset")
    if not (isinstance(label, str) and port and data):
        return None
    model, schema = drawing.arriving(node, port.name), drawing.arriving(node, data.name)
    if not isinstance(model, ModelSchema) or not isinstance(schema, Schema) or label not in schema:
        return None
    return port.name, model.task, schema[label], drawing.seen(drawing.reference_at(node, data.name), label)


def _misfit(task: Task, column: Column, seen: Statistics | None) -> tuple[str, Task | None, bool] | None:
    """What is wrong, the task that would be right, and whether that is certain."""
    name, classes = column.name, _classes(column, seen)
    if task in OF_NUMBERS:
        if column.type in ("integer", "real"):
            return None
        said = "true or false" if column.type == "boolean" else column.type
        wanted: Task = "two-class" if classes == 2 else "multiclass"
        if column.type == "datetime":
            return f"{name} is {said}, and a regression learner predicts numbers. Choose another label.", None, True
        return f"{name} is {said}, and a regression learner predicts numbers. Connect a classifier.", wanted, True
    if task not in ("two-class", "multiclass"):
        return None
    if column.type == "datetime":
        return f"{name} is datetime, and {TASK_WORDS[task]} predicts classes. Choose another label.", None, True
    if column.type == "real" and seen is not None and _has_fractions(seen):
        message = f"{name} has real numbers, as {_fraction(seen):g}, and {TASK_WORDS[task]} predicts classes."
        return message, "regression", seen.exact
    if task == "two-class" and classes is not None and classes > 2:
        certain = seen is not None and seen.exact
        held = "has" if certain else "had"
        where = "" if certain else " where it was last seen"
        return (
            f"{name} {held} {classes:,} values{where}, and a two-class learner tells two apart.",
            "multiclass",
            certain,
        )
    return None


def _classes(column: Column, seen: Statistics | None) -> int | None:
    if column.type == "boolean":
        return 2
    if seen is not None and seen.distinct is not None:
        return seen.distinct
    return len(column.levels) if column.levels is not None else None


def _has_fractions(seen: Statistics) -> bool:
    """Whether an end of the range is no whole number: then it is certain that there are such."""
    return any(isinstance(end, float) and not end.is_integer() for end in (seen.minimum, seen.maximum))


def _fraction(seen: Statistics) -> float:
    ends = [end for end in (seen.minimum, seen.maximum) if isinstance(end, float) and not end.is_integer()]
    return ends[0]


def _with_twin(drawing: Drawing, node: Node, port: str, wanted: Task) -> Fix | None:
    """The learner's node with the module of the same kind for the wanted task, and the settings that fit it."""
    reference = drawing.reference_at(node, port)
    source = reference.partition(".")[0] if reference else ""
    learner, module = drawing.design.nodes.get(source), drawing.module_of(source)
    if learner is None or module is None or module.inputs or _others_learn_from(drawing, reference, node):
        return None
    twin = twin_of(module, wanted, drawing.catalog)
    if twin is None:
        return None
    return Fix(f"Use {twin.title}", (put(twin.name, "nodes", source, "module"), *_dropped(source, learner, twin)))


def _others_learn_from(drawing: Drawing, reference: str | None, node: Node) -> bool:
    """Whether the learner serves another label too, which its twin might not fit."""
    takers = drawing.takers.get(reference or "", ())
    labels = {str(drawing.design.nodes[name].parameters.get("label")) for name, _ in takers}
    return labels != {str(node.parameters.get("label"))}


def _dropped(name: str, node: Node, twin: Module) -> Iterator[Edit]:
    """The deletion of each setting that the twin does not take."""
    wrong = _refused(twin, node.parameters)
    for field in node.parameters:
        if field in wrong:
            yield delete("nodes", name, "parameters", field)


def _refused(module: Module, parameters: Mapping[str, Any]) -> set[str]:
    try:
        module.parameters.model_validate(dict(parameters))
    except ValidationError as error:
        return {str(detail["loc"][0]) for detail in error.errors()}
    return set()


def twin_of(module: Module, wanted: Task, catalog: Mapping[str, Module]) -> Module | None:
    """The learner for the wanted task that is most like this one: of the same kind, else with most settings alike."""
    candidates = [
        other
        for other in catalog.values()
        if other.task == wanted
        and other.palette
        and not other.inputs
        and not other.missing
        and any(port.type == "untrained_model" for port in other.outputs)
    ]
    settings = set(module.parameters.model_fields)

    def likeness(other: Module) -> tuple[bool, int]:
        return _kind(other.title) == _kind(module.title), len(settings & set(other.parameters.model_fields))

    return max(candidates, key=likeness, default=None)


def _kind(title: str) -> str:
    """`boosted decision tree` of `Two-Class Boosted Decision Tree`."""
    return " ".join(OF_THE_TASK.sub(" ", title).casefold().split())
