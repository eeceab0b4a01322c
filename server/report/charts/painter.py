"""Paints a chart from its description and the data: the same shapes as the app paints, as SVG that needs no script."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from server.report.charts.axes import lay_out_axes, paint_axes
from server.report.charts.curve_names import paint_names
from server.report.charts.description import Description, Mark, load_description
from server.report.charts.expressions import add_fields, evaluate, fill_template
from server.report.charts.marks import PAINTERS, list_obstacles
from server.report.charts.sectors import paint_sectors
from server.report.charts.shapes import Picture, render_shapes
from server.report.charts.values import Scope, to_list, to_number
from server.report.svg import Point, build_svg

DEFAULT_WIDTH, DEFAULT_HEIGHT = 640, 322
ALL_PAINTERS = {**PAINTERS, "sector": paint_sectors}


@dataclass(frozen=True)
class DrawnChart:
    """A chart with its title and the sentence below it."""

    title: str
    caption: str
    drawing: Markup


def draw_chart(
    name: str, data: Mapping[str, object], width: float | None = None, height: float | None = None
) -> DrawnChart | None:
    """The chart as SVG, in the size that its description gives where none is given; None if nothing is to be drawn."""
    description = load_description(name)
    scope = compute_names(description, data)
    if "when" in description and not evaluate(description["when"], scope):
        return None
    wide = width or to_number(evaluate(description.get("width"), scope)) or DEFAULT_WIDTH
    picture = paint_chart(description, data, wide, height)
    shapes = render_shapes(picture.shapes)
    drawing = build_svg(picture.width, picture.height, shapes, label=picture.label, class_=f"chart {name}")
    return DrawnChart(picture.title, picture.caption, drawing)


def paint_chart(
    description: Description, data: Mapping[str, object], width: float, height: float | None = None
) -> Picture:
    """The texts and shapes of a chart of this size."""
    scope = compute_names(description, data)
    tall = height or to_number(evaluate(description.get("height"), scope)) or DEFAULT_HEIGHT
    plot = lay_out_axes(description, scope, width, tall)
    scope = {
        **scope,
        "width": width,
        "height": tall,
        "left": plot.x.low,
        "right": plot.x.high,
        "bottom": plot.y.low,
        "top": plot.y.high,
    }
    shapes = paint_axes(description, plot, scope)
    obstacles: list[Point] = []
    for mark in description.get("marks", []):
        if mark["mark"] == "names":
            shapes += paint_names(mark, scope, plot, obstacles) if _is_drawn(mark, scope) else []
            continue
        for one in _list_scopes(mark, scope):
            obstacles += list_obstacles(mark, one, plot)
            shapes += ALL_PAINTERS[str(mark["mark"])](mark, one, plot)
    title, caption, label = (fill_template(description.get(key), scope) for key in ("title", "caption", "label"))
    return Picture(title, caption, label, width, tall, tuple(shapes))


def compute_names(description: Description, data: Mapping[str, object]) -> Scope:
    """The data, and what the description computes from them."""
    scope: Scope = data
    for name, expression in description.get("let", {}).items():
        scope = {**scope, name: evaluate(expression, scope)}
    return scope


def _list_scopes(mark: Mark, scope: Scope) -> Iterator[Scope]:
    """One for each item that the mark is drawn for, the first one last and so on top; none where it is not drawn."""
    if "each" not in mark:
        scopes = [scope]
    else:
        items = enumerate(to_list(evaluate(mark["each"], scope)))
        scopes = [add_fields({**scope, "place": place}, item) for place, item in items][::-1]
    return (one for one in scopes if _is_drawn(mark, one))


def _is_drawn(mark: Mark, scope: Scope) -> bool:
    return "when" not in mark or bool(evaluate(mark["when"], scope))
