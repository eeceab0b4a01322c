"""The charts of a report: curves, confusion matrices, predictions, residuals, weights and columns, as SVG."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from server.pages.drawing import Point, Scale, bars, dots, element, line, path, picture, shortened, width_of, words
from server.pages.wording import number, percent, short

WIDTH, HEIGHT = 262, 238
RIGHT, TOP, BOTTOM = 8, 10, 40
TICK = 11.5
MOST_CURVES = 6
#: A matrix of more classes than this is told class by class instead.
MOST_CLASSES = 16
COLUMN_WIDTH, COLUMN_HEIGHT = 104, 22
#: Height of a curve's name with its note, as a share of the plot.
LEGEND_ROW = 0.16


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
    ticks_up: Sequence[float]

    @classmethod
    def of(cls, x: tuple[float, float], y: tuple[float, float], x_title: str, *, counts: bool = False) -> "Plot":
        """`counts` have whole numbers along the upright axis only."""
        up = Scale(*y, HEIGHT - BOTTOM, TOP)
        ticks = [tick for tick in up.ticks() if not counts or float(tick).is_integer()]
        left = 10 + max(width_of(short(tick), TICK) for tick in ticks)
        return cls(Scale(*x, left, WIDTH - RIGHT), up, x_title, ticks)

    def at(self, point: Point) -> Point:
        return self.x(point[0]), self.y(point[1])

    def frame(self) -> list[Markup]:
        left, right, ground = self.x.start, self.x.end, HEIGHT - BOTTOM
        drawn = []
        for tick in self.ticks_up:
            y = self.y(tick)
            drawn += [line((left, y), (right, y), "grid"), words(short(tick), left - 6, y + 4, "tick", "end")]
        for tick in self._ticks_across():
            x = self.x(tick)
            drawn += [line((x, ground), (x, ground + 4), "frame"), words(short(tick), x, ground + 16, "tick", "middle")]
        title = words(shortened(self.x_title, right - left, TICK), right, HEIGHT - 5, "axis", "end")
        return [*drawn, line((left, ground), (right, ground), "frame"), title]

    def _ticks_across(self) -> list[float]:
        """As many as have room beside one another."""
        widest = max(width_of(short(tick), TICK) for tick in self.x.ticks())
        return self.x.ticks(max(1, min(5, int((self.x.end - self.x.start) / (widest + 16)))))


@dataclass(frozen=True)
class Legend:
    """Where the names of the curves stand: beside or before a point, one below the other."""

    at: Point
    anchor: str = "start"


def roc_chart(curves: Sequence[Curve]) -> Markup:
    """False positive rate against recall, with the line of guessing."""
    plot = Plot.of((0, 1), (0, 1), "False positive rate")
    guessing = line(plot.at((0, 0)), plot.at((1, 1)), "reference")
    return _curves(
        plot,
        curves,
        guessing,
        Legend(plot.at((0.99, LEGEND_ROW * min(len(curves), MOST_CURVES))), "end"),
        "Receiver operating characteristic",
    )


def precision_recall_chart(curves: Sequence[Curve], base_rate: float) -> Markup:
    """Recall against precision, with the share that guessing would be right about."""
    plot = Plot.of((0, 1), (0, 1), "Recall")
    guessing = line(plot.at((0, base_rate)), plot.at((1, base_rate)), "reference")
    x, y = plot.at((0.02, base_rate))
    told = words(f"guessing: {base_rate:.2f}", x, y - 5 if base_rate < 0.9 else y + 14, "note")
    # The curves run above the line of guessing: where that is high, the room is below it.
    above = max(0.5, base_rate + 0.08 + LEGEND_ROW * min(len(curves), MOST_CURVES))
    legend = Legend(plot.at((0.02, base_rate - 0.12 if base_rate > 0.45 else min(0.85, above))))
    return _curves(plot, curves, guessing + told, legend, "Precision and recall")


def calibration_chart(curves: Sequence[Curve]) -> Markup:
    """The predicted probability against the share that really was so."""
    plot = Plot.of((0, 1), (0, 1), "Predicted probability")
    perfect = line(plot.at((0, 0)), plot.at((1, 1)), "reference")
    return _curves(plot, curves, perfect, Legend(plot.at((0.03, 0.95))), "Calibration", dotted=True)


def _curves(
    plot: Plot, curves: Sequence[Curve], behind: Markup, legend: Legend, title: str, *, dotted: bool = False
) -> Markup:
    drawn = [*plot.frame(), behind]
    for place, curve in reversed(list(enumerate(curves[:MOST_CURVES], start=1))):
        points = [plot.at(point) for point in curve.points]
        drawn.append(element("path", d=path(points), class_=f"line-{place}"))
        if dotted:
            drawn.append(element("path", d=dots(points), class_=f"dots-{place}"))
    drawn += [_mark(plot.at(curve.mark)) for curve in curves[:MOST_CURVES] if curve.mark]
    drawn += _names(curves[:MOST_CURVES], legend)
    told = "; ".join(f"{curve.name}, {curve.note}" for curve in curves)
    return picture(WIDTH, HEIGHT, *drawn, label=f"{title}. {told}.", class_="chart")


def _names(curves: Sequence[Curve], legend: Legend) -> list[Markup]:
    x, y = legend.at
    row = LEGEND_ROW * (HEIGHT - BOTTOM - TOP)
    drawn = []
    for place, curve in enumerate(curves, start=1):
        name = shortened(curve.name, WIDTH - 60, 12.5)
        drawn.append(words(name, x, y, f"name name-{place}", legend.anchor))
        drawn.append(words(curve.note, x, y + 12, "note halo", legend.anchor))
        y += row
    return drawn


def _mark(place: Point) -> Markup:
    return element("circle", cx=place[0], cy=place[1], r=4.5, class_="mark")


def prediction_chart(details: Mapping[str, Any], place: int) -> Markup:
    """A dot for each row: its true value and what the model said."""
    low, high = _widened(details["range"]["min"], details["range"]["max"])
    plot = Plot.of((low, high), (low, high), f"True {details['label']}")
    places = dots(plot.at((point[0], point[1])) for point in details["points"])
    seen = element("path", d=places, class_=f"points-{place}")
    perfect = line(plot.at((low, low)), plot.at((high, high)), "reference")
    label = f"Predicted against true {details['label']}, {number(len(details['points']))} rows."
    return picture(WIDTH, HEIGHT, *plot.frame(), perfect, seen, label=label, class_="chart")


def residual_chart(details: Mapping[str, Any], place: int) -> Markup:
    """How many rows were missed by how much."""
    edges, counts = details["residuals"]["edges"], details["residuals"]["counts"]
    most = max([1, *counts])
    plot = Plot.of((edges[0], edges[-1]), (0, most), f"True minus predicted {details['label']}", counts=True)
    tall = HEIGHT - BOTTOM - TOP
    shares = [count / most for count in counts]
    drawn = element("path", d=bars(shares, plot.x.start, TOP, plot.x.end - plot.x.start, tall), class_=f"fill-{place}")
    zero = line((plot.x(0), TOP), (plot.x(0), HEIGHT - BOTTOM), "zero") if edges[0] < 0 < edges[-1] else None
    label = f"Histogram of the residuals, from {short(edges[0])} to {short(edges[-1])}."
    return picture(WIDTH, HEIGHT, *plot.frame(), drawn, zero, label=label, class_="chart")


def _widened(low: float, high: float) -> tuple[float, float]:
    extra = (high - low) * 0.03 or abs(low) * 0.05 or 1
    return low - extra, high + extra


def two_class_matrix(counts: Sequence[Sequence[int]], positive: str, negative: str) -> Markup:
    """Two rows of what is really so, two columns of what was said: [positive, negative] each."""
    said = (("found", "missed"), ("false alarm", "right"))
    drawn = [
        words(shortened(f"called {positive}", 100, 12), 130, 14, "note", "middle"),
        words(shortened(f"called {negative}", 100, 12), 242, 14, "note", "middle"),
    ]
    for row, (name, cells) in enumerate(zip((positive, negative), counts, strict=True)):
        top = 24 + row * 84
        drawn.append(words("really", 68, top + 36, "note", "end"))
        drawn.append(words(shortened(name, 66, 12), 68, top + 51, "note", "end"))
        for column, count in enumerate(cells):
            share = percent(count / sum(cells)) if sum(cells) else "none"
            drawn += _cell(78 + column * 112, top, number(count), f"{share} {said[row][column]}", row == column)
    rows, found = number(sum(counts[0])), number(counts[0][0])
    label = f"Confusion matrix. Of {rows} rows that are {positive}, {found} were called so."
    return picture(300, 192, *drawn, label=label, class_="chart")


def _cell(x: float, y: float, count: str, told: str, right: bool) -> list[Markup]:
    return [
        element("rect", x=x, y=y, width=108, height=80, rx=4, class_="cell-good" if right else "cell-bad"),
        words(count, x + 54, y + 40, "cell-count", "middle"),
        words(told, x + 54, y + 58, "note", "middle"),
    ]


def class_matrix(classes: Sequence[str], matrix: Sequence[Sequence[int]]) -> Markup | None:
    """Rows are what is really so, columns what was said; None where there are too many classes to read it."""
    if len(classes) > MOST_CLASSES:
        return None
    left = min(200.0, 16 + max(width_of(name, 12) for name in classes))
    top, side = 26, min(84, 460 / len(classes))
    drawn = [
        words(shortened(name, side - 4, 11), left + side * (place + 0.5), top - 8, "tick", "middle")
        for place, name in enumerate(classes)
    ]
    for row, (name, cells) in enumerate(zip(classes, matrix, strict=True)):
        y = top + side * row
        drawn.append(words(shortened(name, left - 12, 12), left - 8, y + side / 2 + 4, "note", "end"))
        for column, count in enumerate(cells):
            share = count / max(1, sum(cells))
            drawn += _class_cell(left + side * column, y, side - 2, count, share, right=row == column)
    label = f"Confusion matrix of {len(classes)} classes: rows are what is really so, columns what was said."
    return picture(left + side * len(classes) + 4, top + side * len(classes) + 4, *drawn, label=label, class_="matrix")


def _class_cell(x: float, y: float, side: float, count: int, share: float, *, right: bool) -> list[Markup]:
    hue = "fill-1" if right else "fill-2"
    box = element("rect", x=x, y=y, width=side, height=side, rx=2, class_="cell-ground")
    shade = element("rect", x=x, y=y, width=side, height=side, rx=2, class_=hue, fill_opacity=0.85 * share)
    class_ = "cell-light" if share > 0.55 else "cell-none" if count == 0 else "cell-dark"
    return [box, shade, words(number(count), x + side / 2, y + side / 2 + 4, class_, "middle")]


def weight_chart(weights: Sequence[tuple[str, float]], label: str, write: Callable[[float], str]) -> Markup:
    """A bar for each name, to the left of the axis where it is below zero; `write` puts a value in words."""
    row, names, right = 20, 218, 580
    low, high = min([0.0, *(value for _, value in weights)]), max([0.0, *(value for _, value in weights)])
    left = names + (60 if low < 0 else 8)
    scale = Scale(low, high, left, right) if low < high else Scale(0, 1, left, right)
    drawn = [line((scale(0), 0), (scale(0), row * len(weights)), "frame")]
    for place, (name, value) in enumerate(weights):
        y = row * place
        shown, whole = shortened(name, names, 12.5), element("title", name)
        start, end = sorted((scale(0), scale(value)))
        x, anchor = (end + 6, None) if value >= 0 else (start - 6, "end")
        drawn += [
            element("text", shown, whole, x=names, y=y + 14, class_="label", text_anchor="end"),
            element("rect", x=start, y=y + 4, width=max(1.0, end - start), height=12, rx=1, class_="fill-2"),
            words(write(value), x, y + 14, "note", anchor),
        ]
    return picture(640, row * len(weights) + 2, *drawn, label=label, class_="weights")


def column_picture(profile: Mapping[str, Any], rows: int) -> Markup:
    """A histogram for numbers and times, one stacked bar with the commonest first for everything else."""
    histogram, top = profile.get("histogram"), profile.get("top")
    ground = COLUMN_HEIGHT - 2
    if histogram:
        counts = _merged(histogram["counts"], COLUMN_WIDTH // 4)
        shares = [count / max([1, *counts]) for count in counts]
        drawn = [element("path", d=bars(shares, 0, 0, COLUMN_WIDTH, ground), class_="bar")]
    else:
        drawn = _stack([entry["count"] for entry in top or []], max(1, rows - profile["missing"]))
    drawn.append(line((0, ground + 0.5), (COLUMN_WIDTH, ground + 0.5), "frame"))
    return picture(COLUMN_WIDTH, COLUMN_HEIGHT, *drawn, label=f"Values of {profile['name']}", class_="column")


def _stack(counts: Sequence[int], rows: int) -> list[Markup]:
    drawn, x = [], 0.0
    for place, count in enumerate(counts):
        width = count / rows * COLUMN_WIDTH
        if width >= 1.5:
            class_ = "bar" if place == 0 else "bar-soft"
            drawn.append(element("rect", x=x, y=6, width=width - 0.8, height=12, class_=class_))
        x += width
    if x < COLUMN_WIDTH - 1.5:
        drawn.append(element("rect", x=x + 0.5, y=6.5, width=COLUMN_WIDTH - x - 1, height=11, class_="rest"))
    return drawn


def _merged(counts: Sequence[int], most: int) -> list[int]:
    """Neighbours added up, until there are at most so many bars."""
    together = -(-len(counts) // max(1, most))
    return [sum(counts[start : start + together]) for start in range(0, len(counts), max(1, together))]


def timeline(start: float, seconds: float, whole: float, state: str) -> Markup:
    """When a step ran within its run."""
    scale = Scale(0, whole or 1, 0, 120)
    left = min(scale(start), 118.5)
    width = max(1.5, min(scale(seconds), 120 - left))
    bar = element("rect", x=left, y=3, width=width, height=8, rx=1, class_=f"time-{state}")
    ground = line((0, 7), (120, 7), "grid")
    return picture(120, 14, ground, bar, label="When it ran within the run", class_="timeline")
