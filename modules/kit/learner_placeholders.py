"""What a learner does, in a few strokes, before it has seen any data: hollow and dashed, as nothing is trained yet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import hypot

Dots = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class PlaceholderDrawing:
    """Two paths of SVG, 44 x 42: strokes that are drawn through, and dashed ones."""

    solid: str
    dashed: str = ""


def _circle_path(x: float, y: float, radius: float) -> str:
    half = f"a{radius:g} {radius:g} 0 1 1"
    return f"M{x + radius:g} {y:g}{half} {-2 * radius:g} 0{half} {2 * radius:g} 0"


def _draw_dots(dots: Dots = (), radius: float = 2.0, line: str = "", dashed: str = "") -> PlaceholderDrawing:
    return PlaceholderDrawing(line + "".join(_circle_path(x, y, radius) for x, y in dots), dashed)


def _merge_drawings(*parts: PlaceholderDrawing) -> PlaceholderDrawing:
    return PlaceholderDrawing("".join(part.solid for part in parts))


def _draw_tree(x: float, y: float, wide: float, tall: float, radius: float, deep: int = 2) -> PlaceholderDrawing:
    """A tree whose root is at (x, y), with strokes between its circles."""
    dots, lines = [(x, y)], []

    def grow(left: float, top: float, half: float, level: int) -> None:
        if level == 0:
            return
        for side in (-1, 1):
            right, low = left + side * half, top + tall
            far = hypot(half, tall)
            cut, down = side * half * radius / far, tall * radius / far
            lines.append(f"M{left + cut:.2f} {top + down:.2f}L{right - cut:.2f} {low - down:.2f}")
            dots.append((right, low))
            grow(right, low, half / 2, level - 1)

    grow(x, y, wide, deep)
    return _draw_dots(dots, radius, "".join(lines))


def _draw_network(*sizes: int) -> PlaceholderDrawing:
    """Layers of a network, each connected with the next."""
    layers = [
        [(6 + layer * 32 / (len(sizes) - 1), 21 + (at - (size - 1) / 2) * 11) for at in range(size)]
        for layer, size in enumerate(sizes)
    ]
    lines = [
        f"M{x + 3:.2f} {y:g}L{right - 3:.2f} {low:g}"
        for layer, following in pairwise(layers)
        for x, y in layer
        for right, low in following
    ]
    return _draw_dots([(round(x, 2), y) for layer in layers for x, y in layer], 2.6, "".join(lines))


_UPHILL: Dots = [(7, 34), (11, 28), (15, 32), (19, 24), (24, 25), (26, 17), (31, 19), (34, 10), (38, 12)]
_SPREADING: Dots = [(6, 37), (11, 34), (15, 37), (20, 30), (24, 34), (29, 19), (31, 29), (36, 8), (38, 22)]
_TWO_GROUPS: Dots = [(7, 10), (13, 6), (10, 18), (18, 13), (26, 33), (32, 37), (33, 26), (39, 31), (38, 20)]
_THREE_GROUPS: Dots = [(9, 12), (14, 8), (13, 16), (32, 12), (36, 17), (30, 18), (20, 33), (25, 36), (26, 30)]
_TWO_CLOUDS: Dots = [(13, 15), (18, 19), (20, 13), (27, 27), (32, 30), (31, 24)]
_INSIDE_AND_OUTSIDE: Dots = [(15, 20), (20, 15), (24, 22), (18, 26), (28, 18), (39, 6), (38, 37)]
_ALONG_AN_AXIS: Dots = [(12, 28), (18, 24), (22, 21), (27, 18), (32, 13), (10, 8)]
_TWO_CHAINS: Dots = [
    (6, 14), (10, 8), (16, 6), (22, 8), (27, 13), (38, 8),
    (16, 26), (21, 32), (27, 34), (33, 31), (37, 25), (5, 36),
]  # fmt: skip
_ONE_CIRCLE = "M34 20a13 13 0 1 1 -26 0a13 13 0 1 1 26 0"
_THREE_CIRCLES = (
    "M19 12a7.5 7.5 0 1 1 -15 0a7.5 7.5 0 1 1 15 0M41 15.5a8 8 0 1 1 -16 0a8 8 0 1 1 16 0"
    "M31.5 33a8 8 0 1 1 -16 0a8 8 0 1 1 16 0"
)
_CHAINS = (
    "M7 12.4L9 9.6M11.9 7.4L14.1 6.6M17.9 6.6L20.1 7.4M23.4 9.4L25.6 11.6M17.3 27.5L19.7 30.5M22.9 32.7L25.1 33.3"
    "M28.8 33.1L31.2 31.9M34.1 29.4L35.9 26.6"
)


def _draw_forest() -> PlaceholderDrawing:
    return _merge_drawings(_draw_tree(8, 12, 4, 9, 2), _draw_tree(22, 5, 4, 9, 2), _draw_tree(36, 14, 4, 9, 2))


def _draw_boosted_trees() -> PlaceholderDrawing:
    return _merge_drawings(_draw_tree(8, 26, 4, 9, 2, 1), _draw_tree(21, 17, 5, 9, 2.2), _draw_tree(35, 6, 5, 9, 2.2))


#: By the icon that a learner's module declares.
_DRAWINGS_BY_ICON: dict[str, Callable[[], PlaceholderDrawing]] = {
    "trending-up": lambda: _draw_dots(_UPHILL, 1.6, dashed="M3 38L41 5"),
    "chart-dots": lambda: _draw_dots(_TWO_GROUPS, dashed="M3 33L39 4"),
    "chart-candle": lambda: _draw_dots(_UPHILL, 1.6, dashed="M3 38L41 5M3 30L41 1M4 41L41 16"),
    "chart-area-line": lambda: _draw_dots(_SPREADING, 1.6, dashed="M3 38C20 37 32 28 41 5"),
    "chart-histogram": lambda: PlaceholderDrawing(
        "M3 38V20h7V38M10 20V8h7V38M17 16h7V38M24 25h7V38M31 32h7V38M1 38.5H43",
        "M2 30C8 28 9 5 14 5S22 32 42 36",
    ),
    "percentage": lambda: PlaceholderDrawing(
        "M1 38.5H43", "M2 38C10 38 10 8 16 8S22 38 30 38M14 38C22 38 22 16 28 16S34 38 42 38"
    ),
    "circles-relation": lambda: _draw_dots(
        [*_TWO_GROUPS, (22, 21)],
        line="M22 18.5L18.6 14.8M20 22L12 18.6M24.4 22L31 25.2",
        dashed="M37 21a15 15 0 1 1 -30 0a15 15 0 1 1 30 0",
    ),
    "binary-tree-2": lambda: _draw_tree(22, 6, 11, 14, 3),
    "trees": _draw_forest,
    "tree": _draw_forest,
    "binary-tree": _draw_boosted_trees,
    "chart-arrows-vertical": _draw_boosted_trees,
    "bolt": _draw_boosted_trees,
    "network": lambda: _draw_network(3, 4, 2),
    "topology-full": lambda: _draw_network(2, 3, 3, 2),
    "route": lambda: _draw_network(2, 3, 3, 2),
    "chart-bubble": lambda: _draw_dots(_THREE_GROUPS, 1.8, dashed=_THREE_CIRCLES),
    "blob": lambda: _draw_dots(
        _TWO_CLOUDS,
        1.8,
        dashed="M27 10C32 17 20 27 12 25S4 10 13 7S24 6 27 10M40 24C43 32 33 38 26 36S17 28 22 22S37 18 40 24",
    ),
    "grain": lambda: _draw_dots(_TWO_CHAINS, 1.8, line=_CHAINS),
    "hierarchy-3": lambda: PlaceholderDrawing("M4 38V28H14V38M9 28V18H24V38M30 38V24H40V38M16.5 18V6H35V24M26 6V2"),
    "stack-push": lambda: PlaceholderDrawing(
        "M4 30L22 39L40 30M4 30L22 21L40 30", "M4 22L22 31L40 22M4 14L22 23L40 14M22 2V15M18 11L22 15L26 11"
    ),
    "lasso": lambda: _draw_dots(_INSIDE_AND_OUTSIDE, 1.8, dashed=_ONE_CIRCLE),
    "radar-2": lambda: _draw_dots(
        _ALONG_AN_AXIS,
        1.8,
        line="M4 37L40 7M17 11L28 31",
        dashed="M36 10C40 15 33 26 24 31S8 36 6 32S10 17 20 11S33 6 36 10",
    ),
    "arrows-split": lambda: _draw_dots(
        [(41, 7), (41, 21), (41, 35)],
        line="M3 21H14",
        dashed="M14 21C24 21 22 7 40 7M14 21H40M14 21C24 21 22 35 40 35",
    ),
}


@cache
def draw_placeholder(icon: str) -> PlaceholderDrawing | None:
    """The sketch of learners with this icon."""
    draw = _DRAWINGS_BY_ICON.get(icon)
    return draw() if draw else None
