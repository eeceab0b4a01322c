"""The small picture of what flows out of a node, 44 x 42, drawn from the few numbers of its glance; or of a learner."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from modules.kit.sketches import Sketch
from server.pages.drawing import bars, dots, element, path

WIDTH = 44
HEIGHT = 42
#: Rows of bars, one below the other.
MOST_ROWS = 6


def plate(glance: Mapping[str, Any]) -> Markup:
    """The picture's shapes; empty for a kind of glance that is not known here."""
    draw = DRAWN.get(str(glance.get("kind")))
    return draw(glance) if draw else Markup("")


def sketch(drawn: Sketch) -> Markup:
    """What a learner does that nothing has trained yet."""
    dashed = element("path", class_="dashed", d=drawn.dashed) if drawn.dashed else None
    return element("g", element("path", d=drawn.solid), dashed, class_="sketch")


def _histograms(glance: Mapping[str, Any]) -> Markup:
    shown = glance["columns"][:4]
    alone = len(shown) == 1
    wide, tall = (WIDTH, HEIGHT - 2) if alone else (20, 16)
    places = [
        (0 if alone else place % 2 * 24, 0 if alone else 13 if len(shown) == 2 else place // 2 * 24)
        for place in range(len(shown))
    ]
    drawn = "".join(bars(column["bars"], x, y, wide, tall) for column, (x, y) in zip(shown, places, strict=True))
    ground = "".join(f"M{x} {y + tall + 0.5}h{wide}" for x, y in places)
    return element("path", class_="bar", d=drawn) + element("path", class_="frame", d=ground)


def _split(glance: Mapping[str, Any]) -> Markup:
    cut = round(min(0.96, max(0.04, glance["share"])) * WIDTH, 1)
    return Markup("").join(
        (
            element("path", class_="bar", d=bars(glance["bars"], 0, 0, WIDTH, 24)),
            element("path", class_="frame", d="M0 24.5h44"),
            element("rect", class_="ink-2", x=0, y=33, width=cut, height=6),
            element("rect", class_="ink-2-line", x=cut + 1, y=33.5, width=max(0.0, 42.5 - cut), height=5),
        )
    )


def _weights(glance: Mapping[str, Any]) -> Markup:
    shown = glance["values"][:MOST_ROWS]
    negative, positive = max(0.0, *(-value for value in shown), 0.0), max(0.0, *shown, 0.0)
    scale = WIDTH / ((negative + positive) or 1)
    zero = negative * scale
    drawn = "".join(
        f"M{zero + min(0.0, value) * scale:.1f} {1 + row * 7}h{max(1.0, abs(value) * scale):.1f}"
        f"v4.6h{-max(1.0, abs(value) * scale):.1f}z"
        for row, value in enumerate(shown)
    )
    axis = f"M{min(43.5, max(0.5, zero)):.1f} 0v42"
    return element("path", class_="fill-2", d=drawn) + element("path", class_="frame", d=axis)


def _importances(glance: Mapping[str, Any]) -> Markup:
    shown = glance["values"][:MOST_ROWS]
    most = max(*shown, 1e-9, 0.0)
    widths = [max(1.0, value / most * (WIDTH - 2)) for value in shown]
    drawn = "".join(f"M.5 {1 + row * 7}h{width:.1f}v4.6h{-width:.1f}z" for row, width in enumerate(widths))
    return element("path", class_="fill-2", d=drawn) + element("path", class_="frame", d="M.5 0v42")


def _curves(glance: Mapping[str, Any]) -> Markup:
    drawn = [element("path", class_="frame", d="M.5 0v41.5H44M.5 41.5L44 0")]
    for place, points in enumerate(glance["series"][:2], start=1):
        curve = path((0.5 + x * 43, 41.5 - y * 40.5) for x, y in points)
        drawn.append(element("path", class_=f"line-{place}", d=curve))
    return Markup("").join(drawn)


def _scatter(glance: Mapping[str, Any]) -> Markup:
    seen = dots((1.5 + x * 41, 40.5 - y * 39) for x, y in glance["points"][:60])
    return element("path", class_="frame", d="M0 42L44 0") + element("path", class_="dots", d=seen)


def _matrix(glance: Mapping[str, Any]) -> Markup:
    rows = [row[:MOST_ROWS] for row in glance["cells"][:MOST_ROWS]]
    side = HEIGHT / max(1, len(rows))
    return Markup("").join(
        element(
            "rect",
            class_="fill-1" if r == c else "fill-2",
            x=1 + c * side,
            y=r * side,
            width=side - 1,
            height=side - 1,
            rx=1,
            fill_opacity=0.08 + 0.9 * min(1.0, max(0.0, share)),
        )
        for r, row in enumerate(rows)
        for c, share in enumerate(row)
    )


def _rules(glance: Mapping[str, Any]) -> Markup:
    rows = min(MOST_ROWS, max(1, glance["count"]))
    top = (HEIGHT - (rows * 7 - 2)) / 2
    drawn = "".join(
        f"M3 {y:.1f}h11M19 {y:.1f}h5m-2-2l2 2-2 2M29 {y:.1f}h{8 if row % 2 else 12}"
        for row, y in enumerate(top + row * 7 + 2.5 for row in range(rows))
    )
    return element("path", class_="rules", d=drawn)


def _history(glance: Mapping[str, Any]) -> Markup:
    drawn = [element("path", class_="frame", d="M.5 0v41.5H44")]
    for place, values in enumerate(glance["series"][:2], start=1):
        step = 42 / max(1, len(values) - 1)
        curve = path((1.5 + at * step, 38.5 - value * 36) for at, value in enumerate(values))
        drawn.append(element("path", class_=f"line-{place}", d=curve))
    return Markup("").join(drawn)


def _images(glance: Mapping[str, Any]) -> Markup:
    return element("image", href=f"data:image/png;base64,{glance['png']}", width=HEIGHT, height=HEIGHT, x=1)


def _clusters(glance: Mapping[str, Any]) -> Markup:
    """One path for each colour; noise is grey."""
    groups: dict[str, list[tuple[float, float]]] = {}
    for x, y, cluster in glance["points"]:
        name = "dots" if cluster < 0 else f"points-{int(cluster) % 6 + 1}"
        groups.setdefault(name, []).append((2 + x * 40, 40 - y * 38))
    drawn = (element("path", class_=name, d=dots(places)) for name, places in groups.items())
    return Markup("").join(drawn)


def _threshold(glance: Mapping[str, Any]) -> Markup:
    """Scores of anomalies, those above the line in another colour."""
    heights, cut = glance["bars"], glance["cut"]
    above = [(place + 0.5) / len(heights) >= cut for place in range(len(heights))]
    below = bars([0.0 if strange else bar for bar, strange in zip(heights, above, strict=True)], 0, 0, WIDTH, 40)
    beyond = bars([bar if strange else 0.0 for bar, strange in zip(heights, above, strict=True)], 0, 0, WIDTH, 40)
    return Markup("").join(
        (
            element("path", class_="bar", d=below),
            element("path", class_="fill-2", d=beyond),
            element("path", class_="frame", d="M0 40.5h44"),
            element("path", class_="zero", d=f"M{cut * WIDTH:.1f} 0v41"),
        )
    )


DRAWN = {
    "history": _history,
    "images": _images,
    "histograms": _histograms,
    "split": _split,
    "weights": _weights,
    "importances": _importances,
    "curve": _curves,
    "scatter": _scatter,
    "matrix": _matrix,
    "rules": _rules,
    "clusters": _clusters,
    "threshold": _threshold,
}
