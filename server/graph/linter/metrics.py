"""Metrics that do not exist for the task of the model."""

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from modules.kit import Module
from modules.learning.metrics import METRIC_NAMES
from server.graph.drawing import Fix, Problem, forms, shown, value_of
from server.graph.edits import put
from server.graph.linter.tracing import Trace

TASK_WORDS = {"regression": "numbers", "two-class": "two classes", "multiclass": "more than two classes"}
REASON = "{metric} measures a model of another kind, so the run would stop here. Choose one that is made for {words}."


def metric_fields(module: Module) -> list[tuple[str, list[str]]]:
    """The parameters that choose a metric, with what they offer."""
    if module.parameters not in _known_fields:
        _known_fields[module.parameters] = list(_metric_fields(module))
    return _known_fields[module.parameters]


_known_fields: dict[type[BaseModel], list[tuple[str, list[str]]]] = {}


def _metric_fields(module: Module) -> Iterator[tuple[str, list[str]]]:
    known = {told for names in METRIC_NAMES.values() for name in names for told in (name, name.replace("_", " "))}
    for field, form in forms(module.parameters).items():
        offered = [value for value in form.get("enum", ()) if isinstance(value, str)]
        if len(known & set(offered)) >= 2:
            yield field, offered


def check(trace: Trace) -> Iterator[Problem]:
    """A metric of regression for a classifier, or the reverse, where one parameter offers both."""
    for name in trace.order:
        node, module = trace.node(name), trace.module(name)
        for field, offered in metric_fields(module):
            chosen = value_of(module, node, field)
            task = _task_at(trace, name)
            if task not in METRIC_NAMES or not _mixed(offered) or not shown(module, node.parameters, field):
                continue
            if chosen in offered and _of_some_task(chosen) and not _fits(chosen, task):
                better = "Automatic" if "Automatic" in offered else next((m for m in offered if _fits(m, task)), None)
                fix = Fix(f"Use {better}", (put(better, "nodes", name, "parameters", field),)) if better else None
                message = f"The metric is {chosen}, and the model predicts {TASK_WORDS[task]}."
                reason = REASON.format(metric=chosen, words=TASK_WORDS[task])
                yield Problem(name, field, message, fix, "advice", "metric", reason)


def _task_at(trace: Trace, name: str) -> str:
    node, module = trace.node(name), trace.module(name)
    for port in module.inputs:
        if port.type in ("trained_model", "untrained_model"):
            return str(getattr(trace.drawing.arriving(node, port.name), "task", ""))
    return ""


def _fits(metric: str, task: str) -> bool:
    names: Mapping[str, tuple[str, ...]] = METRIC_NAMES
    wanted = metric.replace(" ", "_")
    return wanted in names[task] or f"Macro_{wanted}" in names[task]


def _of_some_task(metric: str) -> bool:
    return any(_fits(metric, task) for task in METRIC_NAMES)


def _mixed(offered: list[str]) -> bool:
    """Whether the same list is offered for regression and for classes."""
    return any(_fits(metric, "regression") for metric in offered) and any(
        _fits(metric, "two-class") for metric in offered
    )
