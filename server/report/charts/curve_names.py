"""The names of curves, beside them instead of in a legend: where the least of what is drawn runs through them."""

from collections.abc import Iterable, Sequence

from server.report.charts.axes import Plot
from server.report.charts.description import Mark
from server.report.charts.expressions import add_fields, evaluate, fill_template
from server.report.charts.shapes import Shape
from server.report.charts.values import Scope, to_list
from server.report.svg import Point, measure_text, truncate_text

MAX_NAMES = 6
#: More curves than these are named only: what there is to say of each would lie over the curves.
MAX_NAMES_WITH_NOTES = 2
NAME_SIZE, NOTE_SIZE = 13, 12
#: Of a name with its note, and of a name alone.
LABEL_HEIGHT, NAME_HEIGHT = 38, 18
NOTE_OFFSET = 15
ASCENT, DESCENT, PADDING = 12, 5, 8
PLACES = ("top left", "top right", "bottom left", "bottom right", "middle left", "middle right")


def paint_names(mark: Mark, scope: Scope, plot: Plot, obstacles: Sequence[Point]) -> list[Shape]:
    """The names of the curves with their notes, each in its color, in the clearest of the places."""
    named = [add_fields({**scope, "place": place}, item) for place, item in _list_items(mark, scope)]
    with_notes = len(named) <= MAX_NAMES_WITH_NOTES
    room = plot.x.end - plot.x.start - 2 * PADDING
    labels = [
        (
            truncate_text(fill_template(mark.get("name"), one), room, NAME_SIZE),
            fill_template(mark.get("note"), one) if with_notes else "",
            fill_template(mark.get("color"), one),
        )
        for one in named
    ]
    if not labels:
        return []
    each = LABEL_HEIGHT if any(note for _, note, _ in labels) else NAME_HEIGHT
    width = max(max(measure_text(name, NAME_SIZE), measure_text(note, NOTE_SIZE)) for name, note, _ in labels) + 4
    places = [str(place) for place in to_list(mark.get("places", list(PLACES)))]
    x, y = _find_clearest_place(places, (width, each * len(labels)), plot, obstacles)
    shapes = []
    for place, (name, note, color) in enumerate(labels):
        top = y + ASCENT + each * place
        shapes.append(Shape("text", "curve-name", {"x": x, "y": top, "text-anchor": "start"}, color, name))
        if note:
            shapes.append(Shape("text", "note", {"x": x, "y": top + NOTE_OFFSET, "text-anchor": "start"}, text=note))
    return shapes


def _list_items(mark: Mark, scope: Scope) -> Iterable[tuple[int, object]]:
    return list(enumerate(to_list(evaluate(mark.get("each"), scope))))[:MAX_NAMES]


def _find_clearest_place(places: Sequence[str], size: Point, plot: Plot, obstacles: Sequence[Point]) -> Point:
    """The left upper corner of the place that the least is drawn in; of equals the first one."""
    corners = [_find_corner(place, size, plot) for place in places]
    return min(corners, key=lambda corner: sum(_is_inside(dot, corner, size) for dot in obstacles))


def _find_corner(place: str, size: Point, plot: Plot) -> Point:
    vertical, horizontal = place.split()
    left, right, top, bottom = plot.x.start, plot.x.end, plot.y.end, plot.y.start
    x = left + PADDING if horizontal == "left" else max(left + PADDING, right - PADDING - size[0])
    room = bottom - top - size[1]
    return x, {"top": top + PADDING, "middle": top + room / 2, "bottom": bottom - size[1] - PADDING}[vertical]


def _is_inside(dot: Point, corner: Point, size: Point) -> bool:
    return (
        corner[0] - DESCENT <= dot[0] <= corner[0] + size[0] + DESCENT
        and corner[1] - DESCENT <= dot[1] <= corner[1] + size[1]
    )
