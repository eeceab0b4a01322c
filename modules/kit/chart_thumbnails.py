"""The small picture of a table that is shown as a chart: its bars, lines or points, and not those of its numbers."""

from typing import TypeVar

from modules.kit.views.chart_view import ChartPanel, ChartView
from modules.kit.views.thumbnail_kinds import (
    ClustersThumbnail,
    HistogramsThumbnail,
    HistoryThumbnail,
    Thumbnail,
    ThumbnailColumn,
)

Value = TypeVar("Value")

#: A picture of 44 pixels has room for so many of each.
MAX_BARS, MAX_LINES, MAX_LINE_POINTS, MAX_POINTS = 12, 2, 24, 60


def build_chart_thumbnail(view: ChartView) -> Thumbnail | None:
    """The picture of the first panel; None where there is nothing to draw."""
    panel = next((panel for panel in view.panels if any(series.xs for series in panel.series)), None)
    if panel is None:
        return None
    if view.chart == "lines":
        return HistoryThumbnail(series=_list_lines(panel, view.upright.domain))
    if view.chart in ("points", "map"):
        return ClustersThumbnail(points=_list_points(panel, view))
    return HistogramsThumbnail(columns=[ThumbnailColumn(name=view.title, bars=_list_bars(panel, view))])


def _list_lines(panel: ChartPanel, domain: tuple[float, float]) -> list[list[float]]:
    drawn = ([y for y in series.ys if y is not None] for series in panel.series)
    lines = [values for values in drawn if values][:MAX_LINES]
    return [[_to_share(value, domain) for value in _spread(values, MAX_LINE_POINTS)] for values in lines]


def _list_points(panel: ChartPanel, view: ChartView) -> list[tuple[float, float, int]]:
    points = [
        (_to_share(x, view.across.domain), _to_share(y, view.upright.domain), max(0, series.hue))
        for series in panel.series
        for x, y in zip(series.xs, series.ys, strict=True)
        if x is not None and y is not None
    ]
    return _spread(points, MAX_POINTS)


def _list_bars(panel: ChartPanel, view: ChartView) -> list[float]:
    """Of a histogram how many, of a heat map how dark, of a pie its shares, else how long; as shares of the largest."""
    if view.chart == "histogram":
        lengths = [sum(counts) for counts in zip(*(_fill(series.ys) for series in panel.series), strict=False)]
    elif view.chart in ("heat_map", "pie"):
        lengths = [value for series in panel.series for value in _fill(series.weights)]
    else:
        lengths = [abs(value) for value in _fill(panel.series[0].xs)]
    lengths = _spread(lengths, MAX_BARS)
    largest = max(lengths, default=0.0)
    return [length / largest if largest > 0 else 0.0 for length in lengths]


def _fill(values: list[float | None]) -> list[float]:
    return [0.0 if value is None else value for value in values]


def _spread(values: list[Value], most: int) -> list[Value]:
    """At most so many, evenly spread."""
    if len(values) <= most:
        return values
    return [values[round(at * (len(values) - 1) / (most - 1))] for at in range(most)]


def _to_share(value: float, domain: tuple[float, float]) -> float:
    low, high = domain
    width = high - low
    return min(1.0, max(0.0, (value - low) / width)) if 0 < width < float("inf") else 0.5
