"""The mark of pies: sectors of a circle or a ring, with texts beside them. `sectors.ts` of the app has the same."""

import math

from server.report.charts.axes import Plot
from server.report.charts.description import Mark
from server.report.charts.expressions import fill_template
from server.report.charts.marks import NOTE_SIZE, get_look, list_rows
from server.report.charts.shapes import Shape, format_pixels
from server.report.charts.values import Scope, to_number
from server.report.svg import truncate_text

CHANNELS = ("x", "y", "r0", "r1", "start", "end")
#: Pixels between the edge of a pie and its texts, and between the lines of two texts.
TEXT_GAP, LINE_HEIGHT = 10, 15
#: Sectors that go around but for so little are a whole circle.
WHOLE = 1 - 1e-9


def paint_sectors(mark: Mark, scope: Scope, plot: Plot) -> list[Shape]:
    """Sectors around a point from one radius to another, clockwise from the top; `start` and `end` count turns."""
    shapes: list[Shape] = []
    texts: list[tuple[float, float, float, float, str]] = []
    for row in list_rows({"x": 0, "y": 0, "r0": 0, **mark}, scope, CHANNELS):
        x, _, inner, outer, start, end = (to_number(row[name]) or 0.0 for name in CHANNELS)
        if end <= start:
            continue
        across, up = plot.x(x), plot.y(to_number(row["y"]) or 0.0)
        small, large = abs(plot.x(x + inner) - across), abs(plot.x(x + outer) - across)
        known = {**scope, **row}
        style, color = get_look(mark, known, "sector")
        path = _format_sector(across, up, small, large, start, end)
        shapes.append(Shape("path", style, {"d": path}, color, title=fill_template(mark.get("hint"), known)))
        texts.append((across, up, large + TEXT_GAP, (start + end) / 2, fill_template(mark.get("text"), known)))
    return shapes + _paint_texts(texts, plot)


def _format_sector(x: float, y: float, inner: float, outer: float, start: float, end: float) -> str:
    if end - start >= WHOLE:
        rings = (outer, inner) if inner > 0 else (outer,)
        return "".join(_format_ring(x, y, radius, outward) for radius, outward in zip(rings, (1, 0), strict=False))
    far = 1 if end - start > 0.5 else 0
    line = f"M{_format_place(x, y, outer, start)}A{_format_radius(outer)} 0 {far} 1 {_format_place(x, y, outer, end)}"
    if inner <= 0:
        return f"{line}L{format_pixels(x)} {format_pixels(y)}Z"
    back = f"A{_format_radius(inner)} 0 {far} 0 {_format_place(x, y, inner, start)}"
    return f"{line}L{_format_place(x, y, inner, end)}{back}Z"


def _format_ring(x: float, y: float, radius: float, outward: int) -> str:
    """A circle of two arcs; the inner one runs the other way and so leaves a hole."""
    half = f"A{_format_radius(radius)} 0 1 {outward} "
    top, bottom = _format_place(x, y, radius, 0), _format_place(x, y, radius, 0.5)
    return f"M{top}{half}{bottom}{half}{top}Z"


def _format_radius(radius: float) -> str:
    return f"{format_pixels(radius)} {format_pixels(radius)}"


def _format_place(x: float, y: float, radius: float, turn: float) -> str:
    angle = 2 * math.pi * turn
    return f"{format_pixels(x + radius * math.sin(angle))} {format_pixels(y - radius * math.cos(angle))}"


def _paint_texts(texts: list[tuple[float, float, float, float, str]], plot: Plot) -> list[Shape]:
    """Right of the right half and left of the left half; those that are close slide down along the circle."""
    shapes = []
    for is_right in (True, False):
        side = [one for one in texts if (one[3] < 0.5) == is_right and one[4]]
        last = -math.inf
        for x, y, radius, turn, text in sorted(side, key=lambda one: -_get_height(one)):
            place = max(y - radius * math.cos(2 * math.pi * turn), last + LINE_HEIGHT)
            last = place
            away = math.sqrt(max(0.0, radius * radius - (place - y) * (place - y)))
            left = x + away if is_right else x - away
            room = plot.x.end - left if is_right else left - plot.x.start
            fitting = truncate_text(text, room, NOTE_SIZE)
            geometry: dict[str, float | str] = {
                "x": left,
                "y": place + 4,
                "text-anchor": "start" if is_right else "end",
            }
            shapes.append(Shape("text", "note", geometry, "", fitting, text if fitting != text else ""))
    return shapes


def _get_height(one: tuple[float, float, float, float, str]) -> float:
    """How far up the middle of a sector is."""
    return one[2] * math.cos(2 * math.pi * one[3])
