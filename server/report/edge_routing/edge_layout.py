"""The ways of all edges of a picture: upright and level, around all cards, each aware of those before it.

Along lines between the cards (Wybrow, Marriott and Stuckey, "Orthogonal connector routing", 2009), exactly as the
canvas of the browser app does it: `frontend/src/graph/routing/testing/routingCases.json` holds both to the same ways.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from server.graph.cancellation import check_cancellation
from server.report.edge_routing.geometry import Bounds, CardIndex, RoutedSegments
from server.report.edge_routing.route_grid import GridLine, RouteGrid
from server.report.svg import Point

#: How near a card an edge may come, and how far it goes straight from its port.
CLEARANCE, STUB = 4, 5
#: Where an edge may run beside a card, the best first.
LEVELS, LANES = (16, 9, 23, 30), (14, 21, 7)
MIN_LANE, LANE_RANK = 7, 2
MODEL_LEVELS = (9, 16, 23, 30)
MODEL_PORTS = ("untrained_model", "trained_model")
#: Lines closer than this are one.
MIN_SPACE = 3
FARTHEST_LINE = 34
#: So many cards give lines; among more than a few, one line beside each has to do.
MAX_LINE_CARDS, MAX_MANY_LINES = 12, 4
STRAIGHT_TOLERANCE = 5
#: Beyond it the edges take the short way: a picture is drawn within two seconds.
MAX_ROUTED_CARDS = 300


@dataclass(frozen=True)
class EdgeToRoute:
    """An edge from an output at the bottom of a card to an input at the top of one."""

    id: str
    port: str
    start: Point
    end: Point
    type: str


@dataclass(frozen=True)
class EdgeLayout:
    """The corners of each edge by its id, and all their straight parts."""

    routes: dict[str, list[Point]]
    segments: RoutedSegments
    cards: CardIndex


def lay_out_edges(edges: Sequence[EdgeToRoute], cards: Sequence[Bounds]) -> EdgeLayout:
    """The short ones first, since they have the least choice."""
    index, segments = CardIndex(cards), RoutedSegments()
    routes: dict[str, list[Point]] = {}
    for edge in sorted(edges, key=_sort_key):
        check_cancellation()
        points = find_route(edge, index, segments) if len(cards) <= MAX_ROUTED_CARDS else route_plainly(edge)
        routes[edge.id] = points
        segments.add(edge.port, points)
    return EdgeLayout(routes, segments, index)


def _sort_key(edge: EdgeToRoute) -> tuple[float, ...]:
    (x1, y1), (x2, y2) = edge.start, edge.end
    return abs(x2 - x1) + abs(y2 - y1), y1, x1, x2, y2


def find_route(edge: EdgeToRoute, cards: CardIndex, routed: RoutedSegments) -> list[Point]:
    """The corners of an edge from end to end; the short way where there is none around the cards."""
    (x1, y1), (x2, y2) = edge.start, edge.end
    if 0 < y2 - y1 < 2 * STUB:
        return route_plainly(edge)
    if _is_straight_free(edge, cards):
        return [edge.start, edge.end]
    start, end = (x1, y1 + STUB), (x2, y2 - STUB)
    area, near = _collect_cards(start, end, cards)
    lanes = _limit_lines(LANES, near)
    beside = (
        GridLine(at, rank * LANE_RANK)
        for card in near
        for rank, by in enumerate(lanes)
        for at in (card.left - by, card.right + by)
    )
    xs = _merge_lines([GridLine(x1, 0), GridLine(x2, 0), *beside])
    walls = [card.inflate(CLEARANCE) for card in cards.find(area)]
    found = RouteGrid(edge.port, xs, _list_levels(edge, near), walls, routed).search(start, end)
    return _simplify([edge.start, *found, edge.end]) if found else route_plainly(edge)


def _is_straight_free(edge: EdgeToRoute, cards: CardIndex) -> bool:
    (x1, y1), (x2, y2) = edge.start, edge.end
    if y2 <= y1 or abs(x2 - x1) >= STRAIGHT_TOLERANCE:
        return False
    return not cards.find(Bounds(min(x1, x2) - CLEARANCE, y1 + 1, max(x1, x2) + CLEARANCE, y2 - 1))


def _collect_cards(start: Point, end: Point, cards: CardIndex) -> tuple[Bounds, list[Bounds]]:
    """The area that the lines take, and the cards that the edge may have to go around."""
    (x1, y1), (x2, y2) = start, end
    area = Bounds(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
    near: list[Bounds] = []
    while True:
        found = cards.find(area.inflate(CLEARANCE))[:MAX_LINE_CARDS]
        if len(found) <= len(near):
            return area.inflate(FARTHEST_LINE), near
        near = found
        for card in found:
            area = area.merge(card.inflate(MIN_LANE))


def _list_levels(edge: EdgeToRoute, near: Sequence[Bounds]) -> list[GridLine]:
    (_, y1), (_, y2) = edge.start, edge.end
    room = abs(y2 - y1)
    levels = MODEL_LEVELS if edge.type in MODEL_PORTS else LEVELS
    between = [by for by in levels if y2 < y1 or by < room - STUB]
    beside = (
        GridLine(at, rank + 1)
        for card in near
        for rank, by in enumerate(_limit_lines(LEVELS, near))
        for at in (card.top - by, card.bottom + by)
    )
    return _merge_lines(
        [
            GridLine(y1 + STUB, 9),
            GridLine(y2 - STUB, 9),
            *([GridLine((y1 + y2) / 2, 0)] if room < 2 * LEVELS[1] else []),
            *(GridLine(y2 - by, rank) for rank, by in enumerate(between)),
            *(GridLine(y1 + by, rank + 0.5) for rank, by in enumerate(between)),
            *beside,
        ]
    )


def _limit_lines(lines: Sequence[float], near: Sequence[Bounds]) -> Sequence[float]:
    return lines[:1] if len(near) > MAX_MANY_LINES else lines


def _merge_lines(lines: Iterable[GridLine]) -> list[GridLine]:
    """In order of place; of lines that lie together the first one given stays, and both ends have their own."""
    kept: list[GridLine] = []
    for index, line in enumerate(lines):
        least = 0 if index < 2 else MIN_SPACE
        if not any(line.at == other.at or abs(line.at - other.at) < least for other in kept):
            kept.append(line)
    return sorted(kept)


def _simplify(points: Sequence[Point]) -> list[Point]:
    """The same way without the points that lie on a straight line."""
    inner = [
        point
        for before, point, after in zip(points, points[1:], points[2:], strict=False)
        if not (before[0] == point[0] == after[0] or before[1] == point[1] == after[1])
    ]
    return [points[0], *inner, points[-1]]


def route_plainly(edge: EdgeToRoute) -> list[Point]:
    """Down, across, down; up behind both cards where the target is not below the source."""
    (x1, y1), (x2, y2) = edge.start, edge.end
    if y2 > y1:
        turn = y2 - min(LEVELS[0], (y2 - y1) / 2)
        return _simplify([edge.start, (x1, turn), (x2, turn), edge.end])
    low, high, middle = y1 + LEVELS[0], y2 - LEVELS[0], (x1 + x2) / 2
    return [edge.start, (x1, low), (middle, low), (middle, high), (x2, high), edge.end]
