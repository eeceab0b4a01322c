"""Where the sizes of data stand on their edges: once for each output, and where no card, edge or other label is."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from server.report.edge_routing.edge_layout import EdgeLayout, EdgeToRoute
from server.report.edge_routing.geometry import Bounds, Segment, list_segments
from server.report.svg import Point

LABEL_HEIGHT, LABEL_PADDING, BESIDE_GAP, LINE_REST, PORT_RADIUS = 13, 8, 7, 12, 6
#: Along a line, the best place first.
SHARES = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.12, 0.88)


class LabelPlace(NamedTuple):
    """The middle of a label, and whether it stands beside its line."""

    x: float
    y: float
    beside: bool


def place_labels(
    edges: Sequence[EdgeToRoute], widths: Mapping[str, float], layout: EdgeLayout
) -> dict[str, LabelPlace]:
    """By output: where its label stands. `widths` are those of the words of each output that has some."""
    siblings: dict[str, list[EdgeToRoute]] = {}
    for edge in edges:
        if edge.port in widths:
            siblings.setdefault(edge.port, []).append(edge)
    placed: dict[str, LabelPlace] = {}
    boxes: list[Bounds] = []
    for port, group in siblings.items():
        ways = sorted((layout.routes[edge.id] for edge in group), key=_measure_route)
        for place, line in _list_candidates(port, ways, widths[port]):
            box = _measure_label(place, widths[port])
            if _is_free(box, place, line, layout) and not any(box.overlaps(other) for other in boxes):
                placed[port] = place
                boxes.append(box.inflate(2))
                break
    return placed


def _measure_route(points: Sequence[Point]) -> float:
    return sum(segment.end - segment.start for segment in list_segments("", points))


def _list_candidates(port: str, ways: Sequence[Sequence[Point]], width: float) -> Iterator[tuple[LabelPlace, Segment]]:
    for beside in (False, True):
        for points in ways:
            for line in list_segments(port, points):
                for place in _list_places(line, width, beside):
                    yield place, line


def _list_places(line: Segment, width: float, beside: bool) -> Iterator[LabelPlace]:
    length = line.end - line.start
    size = LABEL_HEIGHT if line.upright else width + LABEL_PADDING
    is_long = length >= size + 2 * LINE_REST
    if beside == (is_long and (not line.upright or length > 4 * LABEL_HEIGHT)):
        return
    for share in SHARES:
        along = line.start + length * share
        if not beside:
            if line.start + LINE_REST / 2 <= along - size / 2 and along + size / 2 <= line.end - LINE_REST / 2:
                yield LabelPlace(line.at, along, False) if line.upright else LabelPlace(along, line.at, False)
        elif line.upright:
            for side in (1, -1):
                yield LabelPlace(line.at + side * (BESIDE_GAP + width / 2), along, True)


def _measure_label(place: LabelPlace, width: float) -> Bounds:
    half = width / 2 + (0 if place.beside else LABEL_PADDING / 2)
    return Bounds(place.x - half, place.y - LABEL_HEIGHT / 2, place.x + half, place.y + LABEL_HEIGHT / 2)


def _is_free(box: Bounds, place: LabelPlace, line: Segment, layout: EdgeLayout) -> bool:
    area = box.inflate(1)
    if layout.cards.find(Bounds(area.left, area.top - PORT_RADIUS, area.right, area.bottom + PORT_RADIUS)):
        return False
    return all(
        not place.beside and other.port == line.port and other.upright == line.upright and other.at == line.at
        for other in layout.segments.find_within(area)
    )
