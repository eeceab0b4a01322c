"""What a chart consists of: shapes with a named style. How styles look is said once, in chartStyles.json."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from server.report.charts.description import load_styles
from server.report.svg import Point, build_element

Geometry = Mapping[str, float | str]


@dataclass(frozen=True)
class Shape:
    """An SVG element: where it is, how it looks, its color (a token) where the style leaves it open, and its texts."""

    tag: str
    style: str
    geometry: Geometry
    color: str = ""
    text: str = ""
    #: What the pointer is told, and what a text says that was cut.
    title: str = ""


@dataclass(frozen=True)
class Picture:
    """A painted chart with what stands beside it."""

    title: str
    caption: str
    #: What it shows, in a sentence, for those who cannot see it.
    label: str
    width: float
    height: float
    shapes: tuple[Shape, ...]


def round_to_tenth(value: float) -> float:
    """To a tenth of a pixel, halves upwards as in JavaScript."""
    return math.floor(value * 10 + 0.5) / 10


def format_pixels(value: float) -> str:
    return f"{round_to_tenth(value):g}" if abs(value) < 100_000 else str(round_to_tenth(value))


def format_line(points: Iterable[Point]) -> str:
    """The path of a line through points."""
    corners = (f"{format_pixels(x)} {format_pixels(y)}" for x, y in points)
    return "".join(f"{'L' if place else 'M'}{corner}" for place, corner in enumerate(corners))


def format_dots(points: Iterable[Point]) -> str:
    """One path for many dots: lines of no length, whose round ends are seen."""
    return "".join(f"M{format_pixels(x)} {format_pixels(y)}h0" for x, y in points)


def render_shape(shape: Shape) -> Markup:
    """The shape as SVG."""
    paint = f"var(--{shape.color or 'ink'})"
    look = {name: value.replace("{color}", paint) for name, value in load_styles()[shape.style].items()}
    place = {
        name: format_pixels(value) if isinstance(value, float) else value for name, value in shape.geometry.items()
    }
    title = build_element("title", shape.title) if shape.title else None
    attributes = {name.replace("-", "_"): value for name, value in (look | place).items()}
    return build_element(shape.tag, shape.text or None, title, **attributes)


def render_shapes(shapes: Iterable[Shape]) -> Markup:
    return Markup("").join(render_shape(shape) for shape in shapes)
