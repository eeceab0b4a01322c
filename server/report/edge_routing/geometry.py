"""Cards and the straight parts of edges, found by the squares of the paper that they lie in."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import floor

from server.report.svg import Point

CARD_SQUARE, LINE_SQUARE = 512, 128
#: Lines closer than this look like one.
MIN_LINE_DISTANCE = 4


@dataclass(frozen=True)
class Bounds:
    """An area of the paper."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Bounds") -> bool:
        return (
            self.left < other.right and self.right > other.left and self.top < other.bottom and self.bottom > other.top
        )

    def inflate(self, by: float) -> "Bounds":
        return Bounds(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def merge(self, other: "Bounds") -> "Bounds":
        return Bounds(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


Square = tuple[int, int]


def _list_squares(area: Bounds, size: int) -> Iterator[Square]:
    for column in range(floor(area.left / size), floor(area.right / size) + 1):
        for row in range(floor(area.top / size), floor(area.bottom / size) + 1):
            yield column, row


class CardIndex:
    """Which cards are near a place."""

    def __init__(self, cards: Iterable[Bounds]) -> None:
        self._squares: defaultdict[Square, list[Bounds]] = defaultdict(list)
        for card in cards:
            for square in _list_squares(card, CARD_SQUARE):
                self._squares[square].append(card)

    def find(self, area: Bounds) -> list[Bounds]:
        """The cards that reach into an area, from the top and the left."""
        found = {
            card
            for square in _list_squares(area, CARD_SQUARE)
            for card in self._squares.get(square, ())
            if card.overlaps(area)
        }
        return sorted(found, key=lambda card: (card.top, card.left))


@dataclass(frozen=True)
class Segment:
    """A straight part of an edge; `at` is its x when it is upright, else its y. `port` is the output it comes from."""

    port: str
    upright: bool
    at: float
    start: float
    end: float


def list_segments(port: str, points: Sequence[Point]) -> Iterator[Segment]:
    """The straight parts of a way; a slanted one counts as the longer of its two directions."""
    for (x1, y1), (x2, y2) in pairwise(points):
        upright = abs(y2 - y1) >= abs(x2 - x1)
        one, other = (y1, y2) if upright else (x1, x2)
        if one != other:
            yield Segment(port, upright, x2 if upright else y2, min(one, other), max(one, other))


@dataclass
class RoutedSegments:
    """The straight parts of all edges that have their way: what a new one would lie on, and what it would cross."""

    _squares: defaultdict[tuple[bool, int, int], list[Segment]] = field(default_factory=lambda: defaultdict(list))

    def add(self, port: str, points: Sequence[Point]) -> None:
        for segment in list_segments(port, points):
            across = floor(segment.at / LINE_SQUARE)
            for along in range(floor(segment.start / LINE_SQUARE), floor(segment.end / LINE_SQUARE) + 1):
                self._squares[segment.upright, across, along].append(segment)

    def measure_overlap(self, line: Segment) -> tuple[float, float]:
        """How far a line would lie on those of other ports, and on its own port's."""
        others = own = 0.0
        first = floor((line.at - MIN_LINE_DISTANCE) / LINE_SQUARE)
        last = floor((line.at + MIN_LINE_DISTANCE) / LINE_SQUARE)
        for along in range(floor(line.start / LINE_SQUARE), floor(line.end / LINE_SQUARE) + 1):
            low, high = max(line.start, along * LINE_SQUARE), min(line.end, (along + 1) * LINE_SQUARE)
            for across in range(first, last + 1):
                for other in self._squares.get((line.upright, across, along), ()):
                    shared = min(high, other.end) - max(low, other.start)
                    if shared <= 0 or abs(other.at - line.at) >= MIN_LINE_DISTANCE:
                        continue
                    if other.port != line.port:
                        others += shared
                    elif other.at == line.at:
                        own += shared
        return others, own

    def count_crossings(self, line: Segment) -> int:
        """How many lines of other ports a line would cross."""
        row = floor(line.at / LINE_SQUARE)
        return sum(
            other.port != line.port and line.start < other.at < line.end and other.start < line.at < other.end
            for across in range(floor(line.start / LINE_SQUARE), floor(line.end / LINE_SQUARE) + 1)
            for other in self._squares.get((not line.upright, across, row), ())
        )

    def find_within(self, area: Bounds) -> set[Segment]:
        """The lines that run through an area."""
        found = set()
        for x, y in _list_squares(area, LINE_SQUARE):
            for line in self._squares.get((True, x, y), ()):
                if area.left < line.at < area.right and line.start < area.bottom and line.end > area.top:
                    found.add(line)
            for line in self._squares.get((False, y, x), ()):
                if area.top < line.at < area.bottom and line.start < area.right and line.end > area.left:
                    found.add(line)
        return found
