"""The small picture of what flows out of a node, 44 x 42, drawn from the few numbers of its glance; or of a learner."""

from functools import singledispatch

from markupsafe import Markup

from modules.kit.learner_placeholders import PlaceholderDrawing
from modules.kit.views.thumbnail_kinds import (
    ClustersThumbnail,
    CurveThumbnail,
    HistogramsThumbnail,
    HistoryThumbnail,
    ImagesThumbnail,
    ImportancesThumbnail,
    MatrixThumbnail,
    RulesThumbnail,
    ScatterThumbnail,
    SplitThumbnail,
    ThresholdThumbnail,
    WeightsThumbnail,
)
from modules.kit.views.view_model import ViewModel
from server.report.svg import build_element, format_bars, format_dots, format_path

THUMBNAIL_WIDTH = 44
THUMBNAIL_HEIGHT = 42
#: Rows of bars, one below the other.
MAX_BAR_ROWS = 6


@singledispatch
def draw_thumbnail(glance: ViewModel) -> Markup:  # noqa: ARG001
    """The picture's shapes; empty for a kind of glance that is not known here."""
    return Markup("")


def draw_sketch(outline: PlaceholderDrawing) -> Markup:
    """What a learner does that nothing has trained yet."""
    dashed = build_element("path", class_="dashed", d=outline.dashed) if outline.dashed else None
    return build_element("g", build_element("path", d=outline.solid), dashed, class_="sketch")


@draw_thumbnail.register
def _draw_histograms(glance: HistogramsThumbnail) -> Markup:
    shown = glance.columns[:4]
    alone = len(shown) == 1
    wide, tall = (THUMBNAIL_WIDTH, THUMBNAIL_HEIGHT - 2) if alone else (20, 16)
    places = [
        (0 if alone else place % 2 * 24, 0 if alone else 13 if len(shown) == 2 else place // 2 * 24)
        for place in range(len(shown))
    ]
    drawn = "".join(format_bars(column.bars, x, y, wide, tall) for column, (x, y) in zip(shown, places, strict=True))
    ground = "".join(f"M{x} {y + tall + 0.5}h{wide}" for x, y in places)
    return build_element("path", class_="bar", d=drawn) + build_element("path", class_="frame", d=ground)


@draw_thumbnail.register
def _draw_split(glance: SplitThumbnail) -> Markup:
    cut = round(min(0.96, max(0.04, glance.share)) * THUMBNAIL_WIDTH, 1)
    return Markup("").join(
        (
            build_element("path", class_="bar", d=format_bars(glance.bars, 0, 0, THUMBNAIL_WIDTH, 24)),
            build_element("path", class_="frame", d="M0 24.5h44"),
            build_element("rect", class_="ink-2", x=0, y=33, width=cut, height=6),
            build_element("rect", class_="ink-2-line", x=cut + 1, y=33.5, width=max(0.0, 42.5 - cut), height=5),
        )
    )


@draw_thumbnail.register
def _draw_weights(glance: WeightsThumbnail) -> Markup:
    shown = glance.values[:MAX_BAR_ROWS]
    negative, positive = max(0.0, *(-value for value in shown), 0.0), max(0.0, *shown, 0.0)
    scale = THUMBNAIL_WIDTH / ((negative + positive) or 1)
    zero = negative * scale
    drawn = "".join(
        f"M{zero + min(0.0, value) * scale:.1f} {1 + row * 7}h{max(1.0, abs(value) * scale):.1f}"
        f"v4.6h{-max(1.0, abs(value) * scale):.1f}z"
        for row, value in enumerate(shown)
    )
    axis = f"M{min(43.5, max(0.5, zero)):.1f} 0v42"
    return build_element("path", class_="fill-2", d=drawn) + build_element("path", class_="frame", d=axis)


@draw_thumbnail.register
def _draw_importances(glance: ImportancesThumbnail) -> Markup:
    shown = glance.values[:MAX_BAR_ROWS]
    most = max(*shown, 1e-9, 0.0)
    widths = [max(1.0, value / most * (THUMBNAIL_WIDTH - 2)) for value in shown]
    drawn = "".join(f"M.5 {1 + row * 7}h{width:.1f}v4.6h{-width:.1f}z" for row, width in enumerate(widths))
    return build_element("path", class_="fill-2", d=drawn) + build_element("path", class_="frame", d="M.5 0v42")


@draw_thumbnail.register
def _draw_curves(glance: CurveThumbnail) -> Markup:
    drawn = [build_element("path", class_="frame", d="M.5 0v41.5H44M.5 41.5L44 0")]
    for place, points in enumerate(glance.series[:2], start=1):
        curve = format_path((0.5 + x * 43, 41.5 - y * 40.5) for x, y in points)
        drawn.append(build_element("path", class_=f"line-{place}", d=curve))
    return Markup("").join(drawn)


@draw_thumbnail.register
def _draw_scatter(glance: ScatterThumbnail) -> Markup:
    seen = format_dots((1.5 + x * 41, 40.5 - y * 39) for x, y in glance.points[:60])
    return build_element("path", class_="frame", d="M0 42L44 0") + build_element("path", class_="dots", d=seen)


@draw_thumbnail.register
def _draw_matrix(glance: MatrixThumbnail) -> Markup:
    rows = [row[:MAX_BAR_ROWS] for row in glance.cells[:MAX_BAR_ROWS]]
    side = THUMBNAIL_HEIGHT / max(1, len(rows))
    return Markup("").join(
        build_element(
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


@draw_thumbnail.register
def _draw_rules(glance: RulesThumbnail) -> Markup:
    rows = min(MAX_BAR_ROWS, max(1, glance.count))
    top = (THUMBNAIL_HEIGHT - (rows * 7 - 2)) / 2
    drawn = "".join(
        f"M3 {y:.1f}h11M19 {y:.1f}h5m-2-2l2 2-2 2M29 {y:.1f}h{8 if row % 2 else 12}"
        for row, y in enumerate(top + row * 7 + 2.5 for row in range(rows))
    )
    return build_element("path", class_="rules", d=drawn)


@draw_thumbnail.register
def _draw_history(glance: HistoryThumbnail) -> Markup:
    drawn = [build_element("path", class_="frame", d="M.5 0v41.5H44")]
    for place, values in enumerate(glance.series[:2], start=1):
        step = 42 / max(1, len(values) - 1)
        curve = format_path((1.5 + at * step, 38.5 - value * 36) for at, value in enumerate(values))
        drawn.append(build_element("path", class_=f"line-{place}", d=curve))
    return Markup("").join(drawn)


@draw_thumbnail.register
def _draw_images(glance: ImagesThumbnail) -> Markup:
    return build_element(
        "image", href=f"data:image/png;base64,{glance.png}", x=1, width=THUMBNAIL_HEIGHT, height=THUMBNAIL_HEIGHT
    )


@draw_thumbnail.register
def _draw_clusters(glance: ClustersThumbnail) -> Markup:
    """One path for each color; noise is gray."""
    groups: dict[str, list[tuple[float, float]]] = {}
    for x, y, cluster in glance.points:
        name = "dots" if cluster < 0 else f"points-{int(cluster) % 6 + 1}"
        groups.setdefault(name, []).append((2 + x * 40, 40 - y * 38))
    drawn = (build_element("path", class_=name, d=format_dots(places)) for name, places in groups.items())
    return Markup("").join(drawn)


@draw_thumbnail.register
def _draw_threshold(glance: ThresholdThumbnail) -> Markup:
    """Scores of anomalies, those above the line in another color."""
    heights, cut = glance.bars, glance.cut
    above = [(place + 0.5) / len(heights) >= cut for place in range(len(heights))]
    below = format_bars(
        [0.0 if strange else bar for bar, strange in zip(heights, above, strict=True)], 0, 0, THUMBNAIL_WIDTH, 40
    )
    beyond = format_bars(
        [bar if strange else 0.0 for bar, strange in zip(heights, above, strict=True)], 0, 0, THUMBNAIL_WIDTH, 40
    )
    return Markup("").join(
        (
            build_element("path", class_="bar", d=below),
            build_element("path", class_="fill-2", d=beyond),
            build_element("path", class_="frame", d="M0 40.5h44"),
            build_element("path", class_="zero", d=f"M{cut * THUMBNAIL_WIDTH:.1f} 0v41"),
        )
    )
