"""The forecasts of many groups as one trained model, which Score Forecast takes like any other."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from modules.kit import ModuleError, Schema, TrainedModel
from modules.learning.group_keys import group_rows
from modules.many_models.group_training import LearningTask
from modules.many_models.grouped_models import GroupLevel, PackedModel


def find_forecast_groups(model: TrainedModel) -> GroupLevel | None:
    """What a forecast of groups kept of them; None of another model."""
    found = getattr(model.pipeline, "groups", None)
    return found if isinstance(found, GroupLevel) else None


def join_forecasts(task: LearningTask, level: GroupLevel) -> TrainedModel:
    """One model of the forecasts of all groups, in their order; refuses none at all (83)."""
    frame, names = task.data.frame, level.names
    groups = group_rows(frame, names)
    values: dict[tuple[str, ...], tuple[object, ...]] = {}
    for key, rows in zip(groups.keys, groups.list_positions(), strict=True):
        values[key] = tuple(frame[name].iloc[rows[0]] for name in names)
    parts: dict[tuple[object, ...], Any] = {
        values[key]: model.load() for key, model in level.models.items() if isinstance(model, PackedModel)
    }
    if not parts:
        raise ModuleError(83, "No group could be forecast.", port="dataset")
    joined = next(iter(parts.values())).join_groups(names, parts, level)
    return _wrap_forecast(task, joined, names)


def _wrap_forecast(task: LearningTask, joined: Any, names: Sequence[str]) -> TrainedModel:
    schema = task.data.schema
    features = Schema(tuple(replace(schema[name], role="feature") for name in joined.keys))
    said = {"groups_by": ", ".join(names), "models": len(joined.groups.models), **task.learner.parameters}
    return TrainedModel(
        task="forecast",
        learner=f"{task.learner.title} per group",
        pipeline=joined,
        label=replace(schema[task.label], role="label"),
        features=features,
        feature_names=tuple(features.names),
        parameters=said,
        rows=task.data.rows,
    )
