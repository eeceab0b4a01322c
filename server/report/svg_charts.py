"""The charts of a report: curves, confusion matrices, predictions, residuals, weights and columns, as SVG."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from server.formatting import format_number, format_percent, format_short
from server.report.svg import (
    Point,
    Scale,
    build_element,
    build_line,
    build_svg,
    build_text,
    format_bars,
    format_dots,
    format_path,
    measure_text,
    truncate_text,
)

CHART_WIDTH, CHART_HEIGHT = 262, 238
RIGHT, TOP, BOTTOM = 8, 10, 40
TICK_FONT_SIZE = 11.5
MAX_CURVES = 6
#: A matrix of more classes than this is drawn class by class instead.
MAX_MATRIX_CLASSES = 16
COLUMN_WIDTH, COLUMN_HEIGHT = 104, 22
#: Height of a curve's name with its note, as a share of the plot.
LEGEND_ROW_HEIGHT = 0.16


@dataclass(frozen=True)
class Curve:
    """A line of a chart with its name and what it measures; `mark` is the point at the threshold in use."""

    name: str
    note: str
    points: Sequence[Point]
    mark: Point | None = None


@dataclass(frozen=True)
class Plot:
    """The frame of a chart: two scales, round numbers along them, and what they measure."""

    x: Scale
    y: Scale
    x_title: str
    y_ticks: Sequence[float]

    @classmethod
    def from_ranges(
        cls, x: tuple[float, float], y: tuple[float, float], x_title: str, *, counts: bool = False
    ) -> "Plot":
        """`counts` have whole numbers along the upright axis only."""
        up = Scale(*y, CHART_HEIGHT - BOTTOM, TOP)
        ticks = [tick for tick in up.choose_ticks() if not counts or float(tick).is_integer()]
        left = 10 + max(measure_text(format_short(tick), TICK_FONT_SIZE) for tick in ticks)
        return cls(Scale(*x, left, CHART_WIDTH - RIGHT), up, x_title, ticks)

    def map_point(self, point: Point) -> Point:
        return self.x(point[0]), self.y(point[1])

    def draw_frame(self) -> list[Markup]:
        left, right, ground = self.x.start, self.x.end, CHART_HEIGHT - BOTTOM
        drawn = []
        for tick in self.y_ticks:
            y = self.y(tick)
            drawn += [
                build_line((left, y), (right, y), "grid"),
                build_text(format_short(tick), left - 6, y + 4, "tick", "end"),
            ]
        for tick in self._choose_x_ticks():
            x = self.x(tick)
            drawn += [
                build_line((x, ground), (x, ground + 4), "frame"),
                build_text(format_short(tick), x, ground + 16, "tick", "middle"),
            ]
        title = build_text(
            truncate_text(self.x_title, right - left, TICK_FONT_SIZE), right, CHART_HEIGHT - 5, "axis", "end"
        )
        return [*drawn, build_line((left, ground), (right, ground), "frame"), title]

    def _choose_x_ticks(self) -> list[float]:
        """As many as have room beside one another."""
        widest = max(measure_text(format_short(tick), TICK_FONT_SIZE) for tick in self.x.choose_ticks())
        return self.x.choose_ticks(max(1, min(5, int((self.x.end - self.x.start) / (widest + 16)))))


@dataclass(frozen=True)
class Legend:
    """Where the names of the curves stand: beside or before a point, one below the other."""

    point: Point
    anchor: str = "start"


def draw_roc_chart(curves: Sequence[Curve]) -> Markup:
    """False positive rate against recall, with the line of guessing."""
    plot = Plot.from_ranges((0, 1), (0, 1), "False positive rate")
    guessing = build_line(plot.map_point((0, 0)), plot.map_point((1, 1)), "reference")
    return _draw_curves(
        plot,
        curves,
        guessing,
        Legend(plot.map_point((0.99, LEGEND_ROW_HEIGHT * min(len(curves), MAX_CURVES))), "end"),
        "Receiver operating characteristic",
    )


def draw_precision_recall_chart(curves: Sequence[Curve], base_rate: float) -> Markup:
    """Recall against precision, with the share that guessing would be right about."""
    plot = Plot.from_ranges((0, 1), (0, 1), "Recall")
    guessing = build_line(plot.map_point((0, base_rate)), plot.map_point((1, base_rate)), "reference")
    x, y = plot.map_point((0.02, base_rate))
    guessing_label = build_text(f"guessing: {base_rate:.2f}", x, y - 5 if base_rate < 0.9 else y + 14, "note")
    # The curves run above the line of guessing: where that is high, the room is below it.
    above = max(0.5, base_rate + 0.08 + LEGEND_ROW_HEIGHT * min(len(curves), MAX_CURVES))
    legend = Legend(plot.map_point((0.02, base_rate - 0.12 if base_rate > 0.45 else min(0.85, above))))
    return _draw_curves(plot, curves, guessing + guessing_label, legend, "Precision and recall")


def draw_calibration_chart(curves: Sequence[Curve]) -> Markup:
    """The predicted probability against the share that really was so."""
    plot = Plot.from_ranges((0, 1), (0, 1), "Predicted probability")
    perfect = build_line(plot.map_point((0, 0)), plot.map_point((1, 1)), "reference")
    return _draw_curves(plot, curves, perfect, Legend(plot.map_point((0.03, 0.95))), "Calibration", dotted=True)


def _draw_curves(
    plot: Plot, curves: Sequence[Curve], behind: Markup, legend: Legend, title: str, *, dotted: bool = False
) -> Markup:
    drawn = [*plot.draw_frame(), behind]
    for place, curve in reversed(list(enumerate(curves[:MAX_CURVES], start=1))):
        points = [plot.map_point(point) for point in curve.points]
        drawn.append(build_element("path", d=format_path(points), class_=f"line-{place}"))
        if dotted:
            drawn.append(build_element("path", d=format_dots(points), class_=f"dots-{place}"))
    drawn += [_draw_mark(plot.map_point(curve.mark)) for curve in curves[:MAX_CURVES] if curve.mark]
    drawn += _draw_legend(curves[:MAX_CURVES], legend)
    summary = "; ".join(f"{curve.name}, {curve.note}" for curve in curves)
    return build_svg(CHART_WIDTH, CHART_HEIGHT, *drawn, label=f"{title}. {summary}.", class_="chart")


def _draw_legend(curves: Sequence[Curve], legend: Legend) -> list[Markup]:
    x, y = legend.point
    row = LEGEND_ROW_HEIGHT * (CHART_HEIGHT - BOTTOM - TOP)
    drawn = []
    for place, curve in enumerate(curves, start=1):
        name = truncate_text(curve.name, CHART_WIDTH - 60, 12.5)
        drawn.append(build_text(name, x, y, f"name name-{place}", legend.anchor))
        drawn.append(build_text(curve.note, x, y + 12, "note halo", legend.anchor))
        y += row
    return drawn


def _draw_mark(point: Point) -> Markup:
    return build_element("circle", cx=point[0], cy=point[1], r=4.5, class_="mark")


def draw_prediction_chart(details: Mapping[str, Any], series: int) -> Markup:
    """A dot for each row: its true value and what the model said."""
    low, high = _widen_range(details["range"]["min"], details["range"]["max"])
    plot = Plot.from_ranges((low, high), (low, high), f"True {details['label']}")
    places = format_dots(plot.map_point((point[0], point[1])) for point in details["points"])
    predictions = build_element("path", d=places, class_=f"points-{series}")
    perfect = build_line(plot.map_point((low, low)), plot.map_point((high, high)), "reference")
    label = f"Predicted against true {details['label']}, {format_number(len(details['points']))} rows."
    return build_svg(CHART_WIDTH, CHART_HEIGHT, *plot.draw_frame(), perfect, predictions, label=label, class_="chart")


def draw_residual_chart(details: Mapping[str, Any], series: int) -> Markup:
    """How many rows were missed by how much."""
    edges, counts = details["residuals"]["edges"], details["residuals"]["counts"]
    most = max([1, *counts])
    plot = Plot.from_ranges((edges[0], edges[-1]), (0, most), f"True minus predicted {details['label']}", counts=True)
    tall = CHART_HEIGHT - BOTTOM - TOP
    shares = [count / most for count in counts]
    drawn = build_element(
        "path", d=format_bars(shares, plot.x.start, TOP, plot.x.end - plot.x.start, tall), class_=f"fill-{series}"
    )
    zero = (
        build_line((plot.x(0), TOP), (plot.x(0), CHART_HEIGHT - BOTTOM), "zero") if edges[0] < 0 < edges[-1] else None
    )
    label = f"Histogram of the residuals, from {format_short(edges[0])} to {format_short(edges[-1])}."
    return build_svg(CHART_WIDTH, CHART_HEIGHT, *plot.draw_frame(), drawn, zero, label=label, class_="chart")


def _widen_range(low: float, high: float) -> tuple[float, float]:
    extra = (high - low) * 0.03 or abs(low) * 0.05 or 1
    return low - extra, high + extra


def draw_two_class_matrix(counts: Sequence[Sequence[int]], positive: str, negative: str) -> Markup:
    """Two rows of what is really so, two columns of what was said: [positive, negative] each."""
    said = (("found", "missed"), ("false alarm", "right"))
    drawn = [
        build_text(truncate_text(f"called {positive}", 100, 12), 130, 14, "note", "middle"),
        build_text(truncate_text(f"called {negative}", 100, 12), 242, 14, "note", "middle"),
    ]
    for row, (name, cells) in enumerate(zip((positive, negative), counts, strict=True)):
        top = 24 + row * 84
        drawn.append(build_text("really", 68, top + 36, "note", "end"))
        drawn.append(build_text(truncate_text(name, 66, 12), 68, top + 51, "note", "end"))
        for column, count in enumerate(cells):
            share = format_percent(count / sum(cells)) if sum(cells) else "none"
            drawn += _draw_cell(
                78 + column * 112, top, format_number(count), f"{share} {said[row][column]}", row == column
            )
    rows, found = format_number(sum(counts[0])), format_number(counts[0][0])
    label = f"Confusion matrix. Of {rows} rows that are {positive}, {found} were predicted as such."
    return build_svg(300, 192, *drawn, label=label, class_="chart")


def _draw_cell(x: float, y: float, count: str, caption: str, is_right: bool) -> list[Markup]:
    return [
        build_element("rect", x=x, y=y, width=108, height=80, rx=4, class_="cell-good" if is_right else "cell-bad"),
        build_text(count, x + 54, y + 40, "cell-count", "middle"),
        build_text(caption, x + 54, y + 58, "note", "middle"),
    ]


def draw_class_matrix(classes: Sequence[str], matrix: Sequence[Sequence[int]]) -> Markup | None:
    """Rows are what is really so, columns what was said; None where there are too many classes to read it."""
    if len(classes) > MAX_MATRIX_CLASSES:
        return None
    left = min(200.0, 16 + max(measure_text(name, 12) for name in classes))
    top, side = 26, min(84, 460 / len(classes))
    drawn = [
        build_text(truncate_text(name, side - 4, 11), left + side * (place + 0.5), top - 8, "tick", "middle")
        for place, name in enumerate(classes)
    ]
    for row, (name, cells) in enumerate(zip(classes, matrix, strict=True)):
        y = top + side * row
        drawn.append(build_text(truncate_text(name, left - 12, 12), left - 8, y + side / 2 + 4, "note", "end"))
        for column, count in enumerate(cells):
            share = count / max(1, sum(cells))
            drawn += _draw_class_cell(left + side * column, y, side - 2, count, share, is_right=row == column)
    label = f"Confusion matrix of {len(classes)} classes: rows are actual classes, columns are predicted classes."
    return build_svg(
        left + side * len(classes) + 4, top + side * len(classes) + 4, *drawn, label=label, class_="matrix"
    )


def _draw_class_cell(x: float, y: float, side: float, count: int, share: float, *, is_right: bool) -> list[Markup]:
    hue = "fill-1" if is_right else "fill-2"
    box = build_element("rect", x=x, y=y, width=side, height=side, rx=2, class_="cell-ground")
    shade = build_element("rect", x=x, y=y, width=side, height=side, rx=2, class_=hue, fill_opacity=0.85 * share)
    class_ = "cell-light" if share > 0.55 else "cell-none" if count == 0 else "cell-dark"
    return [box, shade, build_text(format_number(count), x + side / 2, y + side / 2 + 4, class_, "middle")]


def draw_weight_chart(weights: Sequence[tuple[str, float]], label: str, format_value: Callable[[float], str]) -> Markup:
    """A bar for each name, to the left of the axis where it is below zero; `write` puts a value in words."""
    row, names, right = 20, 218, 580
    low, high = min([0.0, *(value for _, value in weights)]), max([0.0, *(value for _, value in weights)])
    left = names + (60 if low < 0 else 8)
    scale = Scale(low, high, left, right) if low < high else Scale(0, 1, left, right)
    drawn = [build_line((scale(0), 0), (scale(0), row * len(weights)), "frame")]
    for place, (name, value) in enumerate(weights):
        y = row * place
        shown, whole = truncate_text(name, names, 12.5), build_element("title", name)
        start, end = sorted((scale(0), scale(value)))
        x, anchor = (end + 6, None) if value >= 0 else (start - 6, "end")
        drawn += [
            build_element("text", shown, whole, x=names, y=y + 14, class_="label", text_anchor="end"),
            build_element("rect", x=start, y=y + 4, width=max(1.0, end - start), height=12, rx=1, class_="fill-2"),
            build_text(format_value(value), x, y + 14, "note", anchor),
        ]
    return build_svg(640, row * len(weights) + 2, *drawn, label=label, class_="weights")


def draw_column_chart(profile: Mapping[str, Any], rows: int) -> Markup:
    """A histogram for numbers and times, one stacked bar with the commonest first for everything else."""
    histogram, top = profile.get("histogram"), profile.get("top")
    ground = COLUMN_HEIGHT - 2
    if histogram:
        counts = _merge_bins(histogram["counts"], COLUMN_WIDTH // 4)
        shares = [count / max([1, *counts]) for count in counts]
        drawn = [build_element("path", d=format_bars(shares, 0, 0, COLUMN_WIDTH, ground), class_="bar")]
    else:
        drawn = _draw_stack([entry["count"] for entry in top or []], max(1, rows - profile["missing"]))
    drawn.append(build_line((0, ground + 0.5), (COLUMN_WIDTH, ground + 0.5), "frame"))
    return build_svg(COLUMN_WIDTH, COLUMN_HEIGHT, *drawn, label=f"Values of {profile['name']}", class_="column")


def _draw_stack(counts: Sequence[int], rows: int) -> list[Markup]:
    drawn, x = [], 0.0
    for place, count in enumerate(counts):
        width = count / rows * COLUMN_WIDTH
        if width >= 1.5:
            class_ = "bar" if place == 0 else "bar-soft"
            drawn.append(build_element("rect", x=x, y=6, width=width - 0.8, height=12, class_=class_))
        x += width
    if x < COLUMN_WIDTH - 1.5:
        drawn.append(build_element("rect", x=x + 0.5, y=6.5, width=COLUMN_WIDTH - x - 1, height=11, class_="rest"))
    return drawn


def _merge_bins(counts: Sequence[int], max_bins: int) -> list[int]:
    """Neighbours added up, until there are at most so many bars."""
    together = -(-len(counts) // max(1, max_bins))
    return [sum(counts[start : start + together]) for start in range(0, len(counts), max(1, together))]


def draw_timeline(start: float, seconds: float, run_seconds: float, state: str) -> Markup:
    """When a step ran within its run."""
    scale = Scale(0, run_seconds or 1, 0, 120)
    left = min(scale(start), 118.5)
    width = max(1.5, min(scale(seconds), 120 - left))
    bar = build_element("rect", x=left, y=3, width=width, height=8, rx=1, class_=f"time-{state}")
    ground = build_line((0, 7), (120, 7), "grid")
    return build_svg(120, 14, ground, bar, label="When it ran during the run", class_="timeline")
