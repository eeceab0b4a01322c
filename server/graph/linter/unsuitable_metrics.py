"""Metrics that do not exist for the task of the model."""

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from modules.kit import Module
from modules.kit.parameter_widgets import ChoiceWidget
from modules.learning.metric_formulas import METRIC_NAMES
from server.graph.analyzed_design import Fix, Problem, get_parameter_value, is_parameter_shown
from server.graph.edits import set_value
from server.graph.linter import lint_rule
from server.graph.linter.data_lineage import DataLineage

PREDICTED_BY_TASK = {"regression": "numbers", "two-class": "two classes", "multiclass": "more than two classes"}
METRIC_REASON = "{metric} measures another kind of model, so the run would fail here. Choose a metric for {words}."


def get_metric_fields(module: Module) -> list[tuple[str, list[str]]]:
    """The parameters that choose a metric, with what they offer."""
    if module.parameters not in _fields_by_model:
        _fields_by_model[module.parameters] = list(_find_metric_fields(module))
    return _fields_by_model[module.parameters]


_fields_by_model: dict[type[BaseModel], list[tuple[str, list[str]]]] = {}


def _find_metric_fields(module: Module) -> Iterator[tuple[str, list[str]]]:
    known = {
        spelling for names in METRIC_NAMES.values() for name in names for spelling in (name, name.replace("_", " "))
    }
    for field, widget in module.widgets.items():
        options = widget.options if isinstance(widget, ChoiceWidget) else []
        offered = [option for option in options if isinstance(option, str)]
        if len(known & set(offered)) >= 2:
            yield field, offered


@lint_rule(order=90)
def find_unsuitable_metrics(lineage: DataLineage) -> Iterator[Problem]:
    """A metric of regression for a classifier, or the reverse, where one parameter offers both."""
    for name in lineage.order:
        node, module = lineage.get_node(name), lineage.get_module(name)
        for field, offered in get_metric_fields(module):
            metric = get_parameter_value(module, node, field)
            task = _get_task(lineage, name)
            if (
                task not in METRIC_NAMES
                or not _is_mixed(offered)
                or not is_parameter_shown(module, node.parameters, field)
            ):
                continue
            if metric in offered and _is_known_metric(metric) and not _is_suitable(metric, task):
                better = (
                    "Automatic" if "Automatic" in offered else next((m for m in offered if _is_suitable(m, task)), None)
                )
                fix = Fix(f"Use {better}", (set_value(better, "nodes", name, "parameters", field),)) if better else None
                message = f"The metric is {metric}, and the model predicts {PREDICTED_BY_TASK[task]}."
                reason = METRIC_REASON.format(metric=metric, words=PREDICTED_BY_TASK[task])
                yield Problem(name, field, message, fix, "advice", "metric", reason)


def _get_task(lineage: DataLineage, name: str) -> str:
    node, module = lineage.get_node(name), lineage.get_module(name)
    for port in module.inputs:
        if port.type in ("trained_model", "untrained_model"):
            return str(getattr(lineage.analyzed.get_input_schema(node, port.name), "task", ""))
    return ""


def _is_suitable(metric: str, task: str) -> bool:
    names: Mapping[str, tuple[str, ...]] = METRIC_NAMES
    metric_name = metric.replace(" ", "_")
    return metric_name in names[task] or f"Macro_{metric_name}" in names[task]


def _is_known_metric(metric: str) -> bool:
    return any(_is_suitable(metric, task) for task in METRIC_NAMES)


def _is_mixed(offered: list[str]) -> bool:
    """Whether the same list is offered for regression and for classes."""
    return any(_is_suitable(metric, "regression") for metric in offered) and any(
        _is_suitable(metric, "two-class") for metric in offered
    )
