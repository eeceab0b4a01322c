"""What visitors of a share link may see of results, by how much the link shows. What is not listed stays behind."""

from collections.abc import Callable
from typing import Any, Literal

from server.runs.told import Output

#: Each shows what the one before it shows, and more.
Shows = Literal["graph", "metrics", "statistics", "rows"]
ORDER: tuple[Shows, ...] = ("graph", "metrics", "statistics", "rows")

View = dict[str, Any]

#: Glances that are drawn from counts and metrics alone.
PLAIN_GLANCES = frozenset({"curve", "matrix", "history"})
#: Details of evaluations that speak of classes and counts and of no single row.
COUNTED = frozenset({"two-class", "multiclass"})


def at_least(shows: str, wanted: Shows) -> bool:
    return shows in ORDER and ORDER.index(shows) >= ORDER.index(wanted)


def seen_output(output: Output, shows: str) -> Output | None:
    """The output as visitors see it; None where they see none."""
    if not at_least(shows, "metrics"):
        return None
    return output.model_copy(update={"bytes": 0, "glance": _glance(output.glance, shows)})


def _glance(glance: View | None, shows: str) -> View | None:
    if glance is None or at_least(shows, "rows"):
        return glance
    kind = glance.get("kind")
    if kind in PLAIN_GLANCES:
        return glance
    return glance if at_least(shows, "statistics") and kind != "images" else None


def seen_view(view: View | None, shows: str) -> View | None:
    """The view as visitors see it; None where there is none for them."""
    if view is None or not at_least(shows, "metrics"):
        return None
    kind = str(view.get("kind"))
    if at_least(shows, "statistics"):
        return _described(view) if kind in SEEN or kind == "transformation" else None
    reduce = SEEN.get(kind)
    return reduce(view) if reduce else None


def _described(view: View) -> View:
    """With statistics: all but single rows of other tables that a view carries along."""
    return {name: value for name, value in view.items() if name != "head"}


def _columns(columns: list[View]) -> list[View]:
    return [{name: column.get(name) for name in ("name", "type", "role")} for column in columns]


def _dataset(view: View) -> View:
    return {"kind": "schema", "rows": view["rows"], "columns": _columns(view["columns"])}


def _model(view: View) -> View:
    kept = ("kind", "task", "learner", "label", "rows", "parameters")
    return {
        **{name: view.get(name) for name in kept},
        **dict.fromkeys(("coefficients", "importances", "trees", "dependence", "history", "details")),
        "classes": [],
        "features": _columns(view["features"]),
    }


def _evaluation(view: View) -> View:
    counted = view["task"] in COUNTED
    models = [
        {"name": model["name"], "metrics": model["metrics"], "details": model["details"] if counted else {}}
        for model in view["models"]
    ]
    return {"kind": "evaluation", "task": view["task"], "models": models}


SEEN: dict[str, Callable[[View], View]] = {
    "dataset": _dataset,
    "trained_model": _model,
    "untrained_model": _model,
    "evaluation": _evaluation,
}
