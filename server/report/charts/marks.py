"""The marks of charts: lines, dots, circles, rectangles, rules, texts and the names of curves."""

import itertools
from collections.abc import Callable, Mapping, Sequence

from server.formatting import format_fixed
from server.report.charts.axes import Plot
from server.report.charts.description import Mark
from server.report.charts.expressions import evaluate, fill_template
from server.report.charts.shapes import Shape, format_dots, format_line
from server.report.charts.values import Scope, is_list, to_list, to_number
from server.report.svg import Point, measure_text, truncate_text

MAX_LINE_POINTS = 400
#: More dots than these are smaller and paler, so that they do not run into one another.
MANY_DOTS = 500
MIN_BAR_SIZE = 1.0
#: Points between two points of a line that names keep away from.
STEPS = 12
NOTE_SIZE = 12

Row = Mapping[str, object]


def list_rows(mark: Mark, scope: Scope, names: Sequence[str]) -> list[Row]:
    """The values of these channels of a mark, one row after the other; rows with a number missing are left out."""
    channels = {name: evaluate(mark[name], scope) for name in names if name in mark}
    extras = {name: evaluate(value, scope) for name, value in _get_extras(mark).items()}
    everything = channels | extras
    lengths = [len(to_list(value)) for value in everything.values() if is_list(value)]
    length = min(lengths, default=1)
    columns = {name: to_list(value) if is_list(value) else [value] * length for name, value in everything.items()}
    rows = [{name: column[at] for name, column in columns.items()} | {"at": at} for at in range(length)]
    return [row for row in rows if all(to_number(row[name]) is not None for name in channels)]


def _get_extras(mark: Mark) -> Mapping[str, object]:
    extras = mark.get("values", {})
    return extras if isinstance(extras, Mapping) else {}


def _get_number(mark: Mark, name: str, scope: Scope, default: float) -> float:
    number = to_number(evaluate(mark.get(name), scope))
    return default if number is None else number


def _list_points(mark: Mark, scope: Scope, plot: Plot) -> list[Point]:
    return [(plot.x(_float(row["x"])), plot.y(_float(row["y"]))) for row in list_rows(mark, scope, ("x", "y"))]


def _float(value: object) -> float:
    return to_number(value) or 0.0


def get_look(mark: Mark, scope: Scope, style: str) -> tuple[str, str]:
    """The style of a mark and its color."""
    return fill_template(mark.get("style"), scope) or style, fill_template(mark.get("color"), scope)


def thin_out(points: Sequence[Point]) -> Sequence[Point]:
    """At most so many points of a long curve, the first and the last among them."""
    if len(points) <= MAX_LINE_POINTS:
        return points
    step = (len(points) - 1) / (MAX_LINE_POINTS - 1)
    return [points[int(at * step + 0.5)] for at in range(MAX_LINE_POINTS)]


def paint_line(mark: Mark, scope: Scope, plot: Plot) -> list[Shape]:
    """A line through points; with `steps` it stays at a value until the next one."""
    points = thin_out(_list_points(mark, scope, plot))
    if not points:
        return []
    if mark.get("steps"):
        points = [corner for place, point in enumerate(points) for corner in _list_corners(points, place, point)]
    style, color = get_look(mark, scope, "curve")
    return [Shape("path", style, {"d": format_line(points)}, color)]


def paint_outline(mark: Mark, scope: Scope, plot: Plot) -> list[Shape]:
    """The parts of a line that lie within the plot."""
    low, high = (plot.x.start, plot.y.end), (plot.x.end, plot.y.start)
    parts: list[list[Point]] = []
    for start, end in itertools.pairwise(_list_points(mark, scope, plot)):
        cut = _cut_segment(start, end, low, high)
        if cut is None:
            continue
        if parts and parts[-1][-1] == cut[0]:
            parts[-1].append(cut[1])
        else:
            parts.append([*cut])
    style, color = get_look(mark, scope, "outline")
    return [Shape("path", style, {"d": "".join(map(format_line, parts))}, color)] if parts else []


def _cut_segment(start: Point, end: Point, low: Point, high: Point) -> tuple[Point, Point] | None:
    """The part of a segment within a box (Liang and Barsky, 1984); None where there is none."""
    first, last = 0.0, 1.0
    for axis in (0, 1):
        step = end[axis] - start[axis]
        ends = (low[axis] - start[axis], high[axis] - start[axis])
        if step == 0:
            if ends[0] > 0 or ends[1] < 0:
                return None
            continue
        enter, leave = sorted((ends[0] / step, ends[1] / step))
        first, last = max(first, enter), min(last, leave)
    if first > last:
        return None
    width, height = end[0] - start[0], end[1] - start[1]
    cut = [end if share == 1 else (start[0] + width * share, start[1] + height * share) for share in (first, last)]
    return cut[0], cut[1]


def _list_corners(points: Sequence[Point], place: int, point: Point) -> list[Point]:
    return [point] if place == 0 or points[place - 1][1] == point[1] else [(point[0], points[place - 1][1]), point]


def paint_dots(mark: Mark, scope: Scope, plot: Plot) -> list[Shape]:
    """All dots of one color as one path: cheaper than thousands of circles."""
    points = _list_points(mark, scope, plot)
    if not points:
        return []
    style, color = get_look(mark, scope, "dots")
    size = "-many" if style == "dots" and len(points) > MANY_DOTS else ""
    return [Shape("path", style + size, {"d": format_dots(points)}, color)]


def paint_circles(mark: Mark, scope: Scope, plot: Plot) -> list[Shape]:
    """A circle around each point, `r` pixels wide, with what the pointer is told of it."""
    shapes = []
    for row in list_rows({"r": 3.5, **mark}, scope, ("x", "y", "r")):
        known = {**scope, **row}
        place = {"cx": plot.x(_float(row["x"])), "cy": plot.y(_float(row["y"])), "r": _float(row["r"])}
        hint = fill_template(mark.get("hint"), known)
        style, color = get_look(mark, known, "circle")
        shapes.append(Shape("circle", style, place, color, title=hint))
    return shapes


def paint_rectangles(mark: Mark, scope: Scope, plot: Plot) -> list[Shape]:
    """Bars and cells. A bar that is not empty is at least a pixel long; `gap` pixels are left free beside it."""
    gap = _get_number(mark, "gap", scope, 1)
    shapes = []
    for row in list_rows(mark, scope, ("x0", "x1", "y0", "y1")):
        left, right = sorted((plot.x(_float(row["x0"])), plot.x(_float(row["x1"]))))
        top, bottom = sorted((plot.y(_float(row["y0"])), plot.y(_float(row["y1"]))))
        if left == right or top == bottom:
            continue
        width, height = max(MIN_BAR_SIZE, right - left - gap), max(MIN_BAR_SIZE, bottom - top)
        known = {**scope, **row}
        place: dict[str, float | str] = {"x": left, "y": bottom - height, "width": width, "height": height}
        if "opacity" in mark:
            place["fill-opacity"] = format_fixed(_get_number(mark, "opacity", known, 1), 3)
        hint = fill_template(mark.get("hint"), known)
        style, color = get_look(mark, known, "fill")
        shapes.append(Shape("rect", style, place, color, title=hint))
    return shapes


def paint_rules(mark: Mark, scope: Scope, plot: Plot) -> list[Shape]:
    """Straight lines between two points each."""
    style, color = get_look(mark, scope, "reference")
    lines = [
        format_line(
            [
                (plot.x(_float(row["x0"])), plot.y(_float(row["y0"]))),
                (plot.x(_float(row["x1"])), plot.y(_float(row["y1"]))),
            ]
        )
        for row in list_rows(mark, scope, ("x0", "y0", "x1", "y1"))
    ]
    return [Shape("path", style, {"d": "".join(lines)}, color)] if lines else []


def paint_texts(mark: Mark, scope: Scope, plot: Plot) -> list[Shape]:
    """A text at each point, moved by `dx` and `dy` pixels."""
    shapes = []
    for row in list_rows(mark, scope, ("x", "y")):
        known = {**scope, **row}
        text = fill_template(mark.get("text"), known)
        if "room" in mark:
            text = truncate_text(text, _get_number(mark, "room", known, 0), NOTE_SIZE)
        if text:
            place: dict[str, float | str] = {
                "x": plot.x(_float(row["x"])) + _get_number(mark, "dx", known, 0),
                "y": plot.y(_float(row["y"])) + _get_number(mark, "dy", known, 0),
                "text-anchor": fill_template(mark.get("anchor"), known) or "start",
            }
            style, color = get_look(mark, known, "note")
            shapes.append(Shape("text", style, place, color, text))
    return shapes


Painter = Callable[[Mark, Scope, Plot], list[Shape]]

PAINTERS: Mapping[str, Painter] = {
    "line": paint_line,
    "outline": paint_outline,
    "dots": paint_dots,
    "circle": paint_circles,
    "rect": paint_rectangles,
    "rule": paint_rules,
    "text": paint_texts,
}


def list_obstacles(mark: Mark, scope: Scope, plot: Plot) -> list[Point]:
    """Points of a mark that names should not cover: along lines, at dots, along texts."""
    kind = mark["mark"]
    if kind == "rule":
        rows = list_rows(mark, scope, ("x0", "y0", "x1", "y1"))
        ends = [[(plot.x(_float(row[f"x{end}"])), plot.y(_float(row[f"y{end}"]))) for end in (0, 1)] for row in rows]
        return [point for line in ends for point in interpolate_points(line)]
    if kind == "text":
        return [point for shape in paint_texts(mark, scope, plot) for point in _list_text_points(shape)]
    if kind in ("rect", "outline", "sector"):
        return []
    points = _list_points(mark, scope, plot)
    return interpolate_points(thin_out(points)) if kind == "line" else points


def interpolate_points(points: Sequence[Point]) -> list[Point]:
    """Points along the lines that join the points."""
    return [
        (left + (right - left) * step / STEPS, up + (down - up) * step / STEPS)
        for (left, up), (right, down) in itertools.pairwise(points)
        for step in range(STEPS)
    ]


def _list_text_points(shape: Shape) -> list[Point]:
    width = measure_text(shape.text, NOTE_SIZE)
    start = _float(shape.geometry["x"]) - {"end": width, "middle": width / 2}.get(str(shape.geometry["text-anchor"]), 0)
    return [(start + width * step / STEPS, _float(shape.geometry["y"]) - 4) for step in range(STEPS + 1)]
