"""The lines that an edge may run along, and the cheapest way on them: the A* search, with a price on each bend."""

from collections.abc import Iterable, Sequence
from heapq import heappop, heappush
from math import inf
from typing import NamedTuple

from server.report.edge_routing.geometry import Bounds, RoutedSegments, Segment
from server.report.svg import Point

BEND_COST, OVERLAP_COST, CROSSING_COST, RANK_COST = 30, 60, 16, 3
#: What a line along one's own port costs.
TRUNK_SHARE = 0.8


class GridLine(NamedTuple):
    """A line that edges may run along, and how little it is wanted."""

    at: float
    rank: float


class RouteGrid:
    """A state is a crossing of two lines, and whether the edge comes there upright (even) or level (odd)."""

    def __init__(
        self,
        port: str,
        xs: Sequence[GridLine],
        ys: Sequence[GridLine],
        walls: Iterable[Bounds],
        routed: RoutedSegments,
    ) -> None:
        self._port, self._xs, self._ys, self._routed = port, xs, ys, routed
        self._width = len(xs)
        self._blocked_down: set[int] = set()
        self._blocked_right: set[int] = set()
        for wall in walls:
            self._block(wall)

    def _block(self, wall: Bounds) -> None:
        for y, line in enumerate(self._ys):
            below = self._ys[min(y + 1, len(self._ys) - 1)].at
            for x, column in enumerate(self._xs):
                beside = self._xs[min(x + 1, self._width - 1)].at
                if wall.left < column.at < wall.right and line.at < wall.bottom and below > wall.top:
                    self._blocked_down.add(y * self._width + x)
                if wall.top < line.at < wall.bottom and column.at < wall.right and beside > wall.left:
                    self._blocked_right.add(y * self._width + x)

    def search(self, start: Point, end: Point) -> list[Point] | None:
        """The points from one crossing to another, both left and reached upright; None where walls are between."""
        first, goal = self._find_state(start), self._find_state(end)
        costs, before, done = {first: 0.0}, {first: -1}, set()
        waiting: list[tuple[float, int]] = [(0.0, first)]
        while waiting:
            _, state = heappop(waiting)
            if state == goal:
                return self._collect_points(goal, before)
            if state in done:
                continue
            done.add(state)
            y, x = divmod(state >> 1, self._width)
            for to_x, to_y, odd in ((x, y + 1, 0), (x, y - 1, 0), (x + 1, y, 1), (x - 1, y, 1)):
                if not (0 <= to_x < self._width and 0 <= to_y < len(self._ys)):
                    continue
                following = 2 * (to_y * self._width + to_x) + odd
                bend = BEND_COST if (state & 1) != odd else 0
                total = costs[state] + bend + self._price_step((x, y), (to_x, to_y), odd == 0)
                if following not in done and total < costs.get(following, inf):
                    costs[following], before[following] = total, state
                    rest = abs(self._xs[to_x].at - end[0]) + abs(self._ys[to_y].at - end[1])
                    heappush(waiting, (total + TRUNK_SHARE * rest, following))
        return None

    def _find_state(self, point: Point) -> int:
        x = next(index for index, line in enumerate(self._xs) if line.at == point[0])
        y = next(index for index, line in enumerate(self._ys) if line.at == point[1])
        return 2 * (y * self._width + x)

    def _price_step(self, here: tuple[int, int], to: tuple[int, int], upright: bool) -> float:
        crossing = min(here[1], to[1]) * self._width + min(here[0], to[0])
        if crossing in (self._blocked_down if upright else self._blocked_right):
            return inf
        line = self._xs[to[0]] if upright else self._ys[to[1]]
        along = self._ys if upright else self._xs
        one, other = (along[here[1]].at, along[to[1]].at) if upright else (along[here[0]].at, along[to[0]].at)
        segment = Segment(self._port, upright, line.at, min(one, other), max(one, other))
        length = segment.end - segment.start
        others, own = self._routed.measure_overlap(segment)
        if own >= length:
            return length * TRUNK_SHARE
        overlap = OVERLAP_COST + others if others > 0 else 0
        return length + line.rank * RANK_COST + overlap + self._routed.count_crossings(segment) * CROSSING_COST

    def _collect_points(self, goal: int, before: dict[int, int]) -> list[Point]:
        points, state = [], goal
        while state != -1:
            y, x = divmod(state >> 1, self._width)
            points.append((self._xs[x].at, self._ys[y].at))
            state = before[state]
        return points[::-1]
