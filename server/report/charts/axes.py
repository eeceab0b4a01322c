"""The axes of a chart: scales, the room that they need, and their ticks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from server.report.charts.description import Axis, Description
from server.report.charts.expressions import evaluate, fill_template
from server.report.charts.shapes import Shape, format_line
from server.report.charts.values import Scope, list_known_numbers, to_list, to_number, to_numbers, to_text
from server.report.svg import Scale, measure_text, truncate_text

FONT_SIZE = 12
DEFAULT_FORMAT = "{short(value)}"
#: Room above and right of a plot, and below it for ticks and the title.
TOP, RIGHT, BOTTOM = 10, 14, 38
TITLE_ROOM = 14
MIN_LEFT = 28
#: Names of categories take at most so much of the width.
MAX_NAME_SHARE = 0.36
#: Pixels between the texts of neighboring ticks.
TICK_GAP = 12


@dataclass(frozen=True)
class Tick:
    """A place on an axis and what is written there."""

    value: float
    text: str


@dataclass(frozen=True)
class Plot:
    """The area in which marks are drawn, by its two scales in pixels."""

    x: Scale
    y: Scale
    x_ticks: Sequence[Tick] = ()
    y_ticks: Sequence[Tick] = ()


def lay_out_axes(description: Description, scope: Scope, width: float, height: float) -> Plot:
    """The plot area of a chart of this size, with the ticks that have room."""
    x, y = description.get("x", {}), description.get("y", {})
    (x_low, x_high), (y_low, y_high) = (_find_domain(axis, scope) for axis in (x, y))
    below = BOTTOM if x.get("title") else BOTTOM - TITLE_ROOM
    around = (0, 0, 0) if x.get("hidden") else (_find_top(y, scope), RIGHT, below)
    left, top, right, bottom = description.get("margins") or (0, *around)
    up = Scale(y_low, y_high, height - bottom, top)
    count = 5 if height - bottom - top >= 100 else 3
    y_ticks = list_ticks(y, scope, up, count)
    if y_ticks and not description.get("margins"):
        widest = max(measure_text(tick.text, FONT_SIZE) for tick in y_ticks)
        left = max(MIN_LEFT, 12 + min(widest, width * MAX_NAME_SHARE))
    across = Scale(x_low, x_high, left, width - right)
    proportion = to_number(evaluate(description.get("proportion"), scope))
    if proportion is not None:
        wanted = proportion * (width - right - left) / (height - bottom - top)
        across, up = _widen_scales(across, up, wanted)
        y_ticks = list_ticks(y, scope, up, count)
    return Plot(across, up, _list_x_ticks(x, scope, across), y_ticks)


def _widen_scales(across: Scale, up: Scale, wanted: float) -> tuple[Scale, Scale]:
    """The scales around the same middles, the first one so many times as wide as the second."""
    width, height = across.high - across.low, up.high - up.low
    return _widen_to(across, max(width, height * wanted)), _widen_to(up, max(height, width / wanted))


def _widen_to(scale: Scale, width: float) -> Scale:
    middle = (scale.low + scale.high) / 2
    return replace(scale, low=middle - width / 2, high=middle + width / 2)


def _find_top(up: Axis, scope: Scope) -> int:
    return TOP + TITLE_ROOM if fill_template(up.get("title"), scope) else TOP


def _find_domain(axis: Axis, scope: Scope) -> tuple[float, float]:
    ends = list_known_numbers(evaluate(axis.get("domain", "[0, 1]"), scope))
    return (ends[0], ends[-1]) if ends else (0.0, 1.0)


def list_ticks(axis: Axis, scope: Scope, scale: Scale, count: int) -> list[Tick]:
    """About so many round numbers, or the named places of the axis; none where nothing is written."""
    if axis.get("hidden"):
        return []
    if "ticks" in axis:
        places, names = to_numbers(evaluate(axis["ticks"], scope)), to_list(evaluate(axis.get("names", []), scope))
        return [Tick(place, to_text(name)) for place, name in zip(places, names, strict=False) if place is not None]
    template = axis.get("format", DEFAULT_FORMAT)
    ticks = [Tick(value, fill_template(template, {**scope, "value": value})) for value in scale.choose_ticks(count)]
    return [tick for tick in ticks if tick.text]


def _list_x_ticks(axis: Axis, scope: Scope, scale: Scale) -> list[Tick]:
    """As many as have room beside one another."""
    room = abs(scale.end - scale.start)
    if "ticks" in axis:
        ticks = list_ticks(axis, scope, scale, 0)
        return [Tick(tick.value, truncate_text(tick.text, room / len(ticks) - 4, FONT_SIZE)) for tick in ticks]
    for count in (5, 4, 3, 2):
        ticks = list_ticks(axis, scope, scale, count)
        if sum(measure_text(tick.text, FONT_SIZE) + TICK_GAP for tick in ticks) <= room + TICK_GAP:
            return ticks
    return ticks[:1]


def paint_axes(description: Description, plot: Plot, scope: Scope) -> list[Shape]:
    """A hairline for each tick of the upright axis, short strokes below the other one, and the titles."""
    left, right, ground, top = plot.x.start, plot.x.end, plot.y.start, plot.y.end
    shapes = []
    named = "ticks" in description.get("y", {})
    for tick in plot.y_ticks:
        y = plot.y(tick.value)
        if not named:
            shapes.append(Shape("path", "grid", {"d": format_line([(left, y), (right, y)])}))
        shown = truncate_text(tick.text, left - 10, FONT_SIZE)
        title = tick.text if shown != tick.text else ""
        shapes.append(
            Shape(
                "text", "name-tick" if named else "tick", _place_text(left - 7, y + 4, "end"), text=shown, title=title
            )
        )
    for tick in plot.x_ticks:
        x = plot.x(tick.value)
        shapes.append(Shape("path", "frame", {"d": format_line([(x, ground), (x, ground + 4)])}))
        shapes.append(
            Shape(
                "text", "tick", _place_text(x, ground + 16, _choose_anchor(tick.text, x, left, right)), text=tick.text
            )
        )
    if not description.get("x", {}).get("hidden"):
        shapes.append(Shape("path", "frame", {"d": format_line([(left, ground), (right, ground)])}))
    title = fill_template(description.get("x", {}).get("title"), scope)
    if title:
        shown = truncate_text(title, right - left, FONT_SIZE)
        shapes.append(Shape("text", "axis-title", _place_text(right, ground + 33, "end"), text=shown))
    title = fill_template(description.get("y", {}).get("title"), scope)
    if title:
        # Above the axis, or within the plot where a chart has margins of its own that leave no room there.
        y = top - TITLE_ROOM if top >= TOP + TITLE_ROOM else top + 8
        shown = truncate_text(title, right, FONT_SIZE)
        shapes.append(Shape("text", "axis-title", _place_text(0, y, "start"), text=shown))
    return shapes


def _place_text(x: float, y: float, anchor: str) -> dict[str, float | str]:
    return {"x": x, "y": y, "text-anchor": anchor}


def _choose_anchor(text: str, x: float, left: float, right: float) -> str:
    """The text of a tick at an end of the axis does not go beyond it by more than a few pixels."""
    half = measure_text(text, FONT_SIZE) / 2
    return "end" if x + half > right + 12 else "start" if x - half < left - 24 else "middle"
