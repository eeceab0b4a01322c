"""SVG as values: elements with escaped attributes, scales, ticks, paths and text that is wrapped."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup, escape

Point = tuple[float, float]

#: Widths of letters in Source Sans, in hundredths of the font size; the others are taken as 52.
NARROW = dict.fromkeys("iljI.,:;'|!()[] ", 27) | dict.fromkeys("ftr-/", 34)
WIDE = dict.fromkeys("mMwWOQ@%", 80) | dict.fromkeys("ABCDEGHKNRUVXYZ", 60)
WIDTHS = NARROW | WIDE


def build_element(name: str, *children: object, **attributes: object) -> Markup:
    """An SVG element. Children that are no markup are escaped, and so are attributes; those that are None are left out.

    Underscores in attribute names are hyphens: `stroke_width` is stroke-width, and `class_` is class.
    """
    # A picture of a large design has a hundred thousand of these: so they are put together as plain text.
    written = "".join(
        f' {_to_attribute_name(key)}="{escape(format_attribute(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = "".join(escape(child) for child in children if child is not None)
    return Markup(f"<{name}{written}>{inside}</{name}>")  # nosec B704


@cache
def _to_attribute_name(key: str) -> str:
    """The name of an attribute: keyword arguments cannot have hyphens, nor be called class."""
    return key.rstrip("_").replace("_", "-")


def format_attribute(value: object) -> str:
    """Numbers are rounded to a hundredth of a pixel."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def build_svg(
    width: float, height: float, *children: object, label: str, class_: str, origin: Point = (0, 0)
) -> Markup:
    """An SVG of this size that shrinks with its column. `label` says to those who cannot see it what it shows."""
    return build_element(
        "svg",
        *children,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=" ".join(format_attribute(float(side)) for side in (*origin, width, height)),
        width=width,
        height=height,
        role="img",
        aria_label=label,
        class_=class_,
    )


def build_text(text: str, x: float, y: float, class_: str = "", anchor: str | None = None) -> Markup:
    return build_element("text", text, x=x, y=y, class_=class_ or None, text_anchor=anchor)


def build_line(from_: Point, to: Point, class_: str) -> Markup:
    return build_element("path", d=format_path([from_, to]), class_=class_)


def format_path(points: Iterable[Point]) -> str:
    """The path of a line through points, rounded to a tenth of a pixel."""
    return "".join(
        f"{'L' if place else 'M'}{_format_tenth(x)} {_format_tenth(y)}" for place, (x, y) in enumerate(points)
    )


def format_dots(points: Iterable[Point]) -> str:
    """One path for many dots: lines of no length, whose round ends are seen."""
    return "".join(f"M{_format_tenth(x)} {_format_tenth(y)}h0" for x, y in points)


def format_bars(shares: Sequence[float], x: float, y: float, width: float, height: float) -> str:
    """One path for bars of equal width that stand on `y + height`; a bar above zero is at least one pixel tall."""
    step = width / max(1, len(shares))
    gap = min(1.0, step * 0.25)
    drawn = []
    for place, share in enumerate(shares):
        if math.isfinite(share) and share > 0:
            tall = max(1.0, min(1.0, share) * height)
            left, wide = x + place * step, step - gap
            corner = f"{_format_tenth(left)} {_format_tenth(y + height - tall)}"
            drawn.append(f"M{corner}h{_format_tenth(wide)}v{_format_tenth(tall)}h{_format_tenth(-wide)}z")
    return "".join(drawn)


def _format_tenth(value: float) -> str:
    return format_attribute(round(float(value), 1))


@dataclass(frozen=True)
class Scale:
    """Maps values from `low` to `high` onto pixels from `start` to `end`; where all values are one, onto the middle."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        if self.low == self.high:
            return (self.start + self.end) / 2
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def choose_ticks(self, count: int = 5) -> list[float]:
        """About so many round numbers within the domain."""
        if not self.high > self.low or not math.isfinite(self.high - self.low):
            return [self.low]
        rough = (self.high - self.low) / count
        magnitude = 10.0 ** math.floor(math.log10(rough))
        step = next(factor * magnitude for factor in (1, 2, 5, 10) if factor * magnitude >= rough * 0.999)
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        return [float(f"{place * step:.12g}") for place in range(first, last + 1)]


def measure_text(text: str, size: float) -> float:
    """About how wide a text is, in pixels, a little on the safe side."""
    return sum(WIDTHS.get(letter, 100 if ord(letter) > 0x2E80 else 52) for letter in text) * size / 100


def truncate_text(text: str, width: float, size: float) -> str:
    """The text, cut with an ellipsis where it is wider than this."""
    if measure_text(text, size) <= width:
        return text
    while text and measure_text(text, size) > width - size:
        text = text[:-1]
    return f"{text.rstrip()}…"


def wrap_text(text: str, width: float, size: float, max_lines: int) -> list[str]:
    """The lines of a text of this width, at most so many; a word that is wider than a line is broken."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if measure_text(longer, size) <= width:
            lines[-1] = longer
            continue
        pieces = _break_word(word, width, size)
        lines[-1:] = pieces if not lines[-1] else [lines[-1], *pieces]
    if len(lines) > max_lines:
        lines = [*lines[: max_lines - 1], truncate_text(" ".join(lines[max_lines - 1 :]), width, size)]
    return lines


def _break_word(word: str, width: float, size: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and measure_text(pieces[-1] + letter, size) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces
