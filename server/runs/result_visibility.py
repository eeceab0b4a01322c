"""What guests of a share link may see of results, by how much the link shows. What is not listed stays behind."""

from collections.abc import Callable
from typing import Any, Literal

from server.runs.run_schemas import OutputRead

#: Each shows what the one before it shows, and more.
VisibilityLevel = Literal["graph", "metrics", "statistics", "rows"]
VISIBILITY_ORDER: tuple[VisibilityLevel, ...] = ("graph", "metrics", "statistics", "rows")

ViewJson = dict[str, Any]

#: Thumbnails that are drawn from counts and metrics alone.
AGGREGATE_THUMBNAILS = frozenset({"curve", "matrix", "history"})
#: Details of evaluations that speak of classes and counts and of no single row.
AGGREGATE_TASKS = frozenset({"two-class", "multiclass"})


def has_visibility(level: str, required: VisibilityLevel) -> bool:
    return level in VISIBILITY_ORDER and VISIBILITY_ORDER.index(level) >= VISIBILITY_ORDER.index(required)


def redact_output(output: OutputRead, level: str) -> OutputRead | None:
    """The output as guests see it; None where they see none."""
    if not has_visibility(level, "metrics"):
        return None
    return output.model_copy(update={"bytes": 0, "glance": _redact_thumbnail(output.glance, level)})


def _redact_thumbnail(glance: ViewJson | None, level: str) -> ViewJson | None:
    if glance is None or has_visibility(level, "rows"):
        return glance
    kind = glance.get("kind")
    if kind in AGGREGATE_THUMBNAILS:
        return glance
    return glance if has_visibility(level, "statistics") and kind != "images" else None


def redact_view(view: ViewJson | None, level: str) -> ViewJson | None:
    """The view as guests see it; None where there is none for them."""
    if view is None or not has_visibility(level, "metrics"):
        return None
    kind = str(view.get("kind"))
    if has_visibility(level, "statistics"):
        return _drop_head_rows(view) if kind in VIEW_REDUCERS or kind == "transformation" else None
    reduce = VIEW_REDUCERS.get(kind)
    return reduce(view) if reduce else None


def _drop_head_rows(view: ViewJson) -> ViewJson:
    """With statistics: all but single rows of other tables that a view carries along."""
    return {name: value for name, value in view.items() if name != "head"}


def _reduce_columns(columns: list[ViewJson]) -> list[ViewJson]:
    return [{name: column.get(name) for name in ("name", "type", "role")} for column in columns]


def _reduce_dataset(view: ViewJson) -> ViewJson:
    return {"kind": "schema", "rows": view["rows"], "columns": _reduce_columns(view["columns"])}


def _reduce_model(view: ViewJson) -> ViewJson:
    fields = ("kind", "task", "learner", "label", "rows", "parameters")
    return {
        **{name: view.get(name) for name in fields},
        **dict.fromkeys(("coefficients", "importances", "trees", "dependence", "history", "details")),
        "classes": [],
        "features": _reduce_columns(view["features"]),
    }


def _reduce_evaluation(view: ViewJson) -> ViewJson:
    is_aggregate = view["task"] in AGGREGATE_TASKS
    models = [
        {"name": model["name"], "metrics": model["metrics"], "details": model["details"] if is_aggregate else {}}
        for model in view["models"]
    ]
    return {"kind": "evaluation", "task": view["task"], "models": models}


VIEW_REDUCERS: dict[str, Callable[[ViewJson], ViewJson]] = {
    "dataset": _reduce_dataset,
    "trained_model": _reduce_model,
    "untrained_model": _reduce_model,
    "evaluation": _reduce_evaluation,
}
