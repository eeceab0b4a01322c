"""A chart from its table: axes that all panels share, and the series of each panel as lists of places."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pandas as pd

from modules.kit.views.chart_view import ChartAxis, ChartBoxes, ChartKind, ChartPanel, ChartSeries, ChartView
from modules.visualization.chart_tables import ALL_ROWS, HIGHLIGHTED, MISSING, OTHER
from modules.visualization.world_outlines import find_outlines

#: The hue of what is not highlighted, and of what belongs to no group.
GRAY = -1
TIME_TICKS = 5
DAY = 86_400_000.0


@dataclass(frozen=True)
class ChartText:
    """What a chart says in words."""

    title: str
    across: str
    upright: str
    notes: tuple[str, ...] = ()


def build_chart_view(
    kind: ChartKind, table: pd.DataFrame, text: ChartText, *, rows: int, drawn: int, hole: float = 0.0
) -> ChartView:
    """The chart of one of the tables of `chart_tables`."""
    builders = {
        "bars": _build_bars,
        "lines": _build_points,
        "points": _build_points,
        "boxes": _build_boxes,
        "histogram": _build_histogram,
        "heat_map": _build_cells,
        "map": _build_map,
        "pie": _build_slices,
    }
    across, upright, panels = builders[kind](table, text)
    on_map = kind == "map" and bool(panels)
    return ChartView(
        chart=kind,
        title=text.title,
        notes=list(text.notes),
        across=across,
        upright=upright,
        panels=panels,
        rows=rows,
        drawn=drawn,
        hole=hole,
        single_rows=kind in ("points", "map"),
        outlines=find_outlines(across.domain, upright.domain) if on_map else [],
        proportion=_find_proportion(upright.domain) if on_map else None,
    )


Built = tuple[ChartAxis, ChartAxis, list[ChartPanel]]
#: Draws the rows of a series from its name and its hue.
SeriesDrawing = Callable[[str, int, pd.DataFrame], ChartSeries]


def _iterate_panels(table: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    for name in dict.fromkeys(table["Panel"].astype("str")):
        yield name, table[table["Panel"] == name]


def _iterate_series(panel: pd.DataFrame, hues: dict[str, int]) -> Iterator[tuple[str, int, pd.DataFrame]]:
    """Each series of a panel with its color; the highlighted rows first, which is on top."""
    for name in sorted(dict.fromkeys(panel["Series"].astype("str")), key=lambda one: one != HIGHLIGHTED):
        yield name, hues[name], panel[panel["Series"] == name]


def _choose_hues(table: pd.DataFrame) -> dict[str, int]:
    names = sorted(dict.fromkeys(table["Series"].astype("str")), key=lambda one: (one in (OTHER, MISSING), one))
    gray = (ALL_ROWS, OTHER)
    colored = [name for name in names if name not in gray]
    return {name: GRAY if name in gray else colored.index(name) for name in names}


def _build_panels(table: pd.DataFrame, draw_series: SeriesDrawing) -> list[ChartPanel]:
    hues = _choose_hues(table)
    return [
        ChartPanel(name=panel, series=[draw_series(*one) for one in _iterate_series(rows, hues)])
        for panel, rows in _iterate_panels(table)
    ]


def _build_bars(table: pd.DataFrame, text: ChartText) -> Built:
    names = list(dict.fromkeys(table["Category"]))

    def draw_bars(name: str, hue: int, part: pd.DataFrame) -> ChartSeries:
        return ChartSeries(
            name=name,
            hue=hue,
            xs=_to_numbers(part["Value"]),
            ys=_place(part["Category"], names),
            labels=_label_categories(part["Category"], name),
        )

    across = ChartAxis(title=text.across, domain=_find_domain(table["Value"], zero=True))
    return across, _build_names_axis(text.upright, names), _build_panels(table, draw_bars)


def _build_points(table: pd.DataFrame, text: ChartText) -> Built:
    value = "Value" if "Value" in table else "Y"
    places = _to_places(table["X"])

    def draw_points(name: str, hue: int, part: pd.DataFrame) -> ChartSeries:
        return ChartSeries(name=name, hue=hue, xs=_to_numbers(part["X"]), ys=_to_numbers(part[value]))

    upright = ChartAxis(title=text.upright, domain=_find_domain(table[value]))
    return _build_across(text.across, places), upright, _build_panels(table.assign(X=places), draw_points)


def _build_map(table: pd.DataFrame, text: ChartText) -> Built:
    largest = float(table["Size"].max()) if "Size" in table and len(table) else 0.0

    def draw_places(name: str, hue: int, part: pd.DataFrame) -> ChartSeries:
        # The large ones first: the small ones are on top.
        rows = part.sort_values("Size", ascending=False, kind="stable") if "Size" in part else part
        return ChartSeries(
            name=name,
            hue=hue,
            xs=_to_numbers(rows["Longitude"]),
            ys=_to_numbers(rows["Latitude"]),
            labels=[f"{size:,.6g}" for size in rows["Size"]] if "Size" in rows else [],
            weights=[float(size) / (largest or 1.0) for size in rows["Size"]] if "Size" in rows else [],
        )

    across = ChartAxis(title=text.across, domain=_find_domain(table["Longitude"]))
    upright = ChartAxis(title=text.upright, domain=_find_domain(table["Latitude"]))
    return across, upright, _build_panels(table, draw_places)


def _find_proportion(latitudes: tuple[float, float]) -> float:
    """A degree across is shorter by the cosine of the latitude; near the poles no more than tenfold."""
    middle = min(84.0, abs(sum(latitudes) / 2))
    return round(1 / float(np.cos(np.radians(middle))), 4)


def _build_across(title: str, places: "pd.Series[Any]") -> ChartAxis:
    domain = _find_domain(places)
    if places.attrs.get("times"):
        ticks, names = list_time_ticks(*domain)
        return ChartAxis(title=title, domain=domain, ticks=ticks, names=names)
    return ChartAxis(title=title, domain=domain)


def _build_boxes(table: pd.DataFrame, text: ChartText) -> Built:
    names = list(dict.fromkeys(table["Category"]))
    parts = ("Lowest", "Lower quartile", "Median", "Upper quartile", "Highest")

    def draw_boxes(name: str, hue: int, part: pd.DataFrame) -> ChartSeries:
        boxes = dict(zip(ChartBoxes.model_fields, (part[one].tolist() for one in parts), strict=True))
        return ChartSeries(
            name=name,
            hue=hue,
            xs=_to_numbers(part["Median"]),
            ys=_place(part["Category"], names),
            labels=_label_categories(part["Category"], name),
            boxes=ChartBoxes(**boxes),
        )

    across = ChartAxis(title=text.across, domain=_find_domain(pd.concat([table["Lowest"], table["Highest"]])))
    return across, _build_names_axis(text.upright, names), _build_panels(table, draw_boxes)


def _label_categories(categories: "pd.Series[str]", series: str) -> list[str]:
    return [f"{name}, {series}" if series else str(name) for name in categories]


def _build_histogram(table: pd.DataFrame, text: ChartText) -> Built:
    def draw_counts(name: str, hue: int, part: pd.DataFrame) -> ChartSeries:
        edges = [*part["From"].tolist(), *part["To"].tolist()[-1:]]
        return ChartSeries(name=name, hue=hue, xs=edges, ys=part["Rows"].tolist())

    across = ChartAxis(title=text.across, domain=_find_domain(pd.concat([table["From"], table["To"]]), margin=0))
    upright = ChartAxis(title=text.upright, domain=_find_domain(table["Rows"], zero=True))
    return across, upright, _build_panels(table, draw_counts)


def _build_cells(table: pd.DataFrame, text: ChartText) -> Built:
    columns, rows = _order_names(table["Column"]), _order_names(table["Row"])
    low, high = _find_domain(table["Value"], margin=0)
    panels = []
    for name, part in _iterate_panels(table):
        pairs = zip(part["Row"], part["Column"], strict=True)
        cells = ChartSeries(
            name="",
            hue=0,
            xs=_place(part["Column"], columns),
            ys=_place(part["Row"], rows),
            labels=[
                f"{row}, {column}: {value:,.6g}" for (row, column), value in zip(pairs, part["Value"], strict=True)
            ],
            weights=[(value - low) / ((high - low) or 1.0) for value in part["Value"].tolist()],
        )
        panels.append(ChartPanel(name=name, series=[cells]))
    return _build_names_axis(text.across, columns), _build_names_axis(text.upright, rows), panels


def _build_slices(table: pd.DataFrame, text: ChartText) -> Built:
    """A series for each slice, from one turn to another; a category has one color in all panels."""
    named = [name for name in dict.fromkeys(table["Category"]) if name != OTHER]
    panels = []
    for panel, rows in _iterate_panels(table):
        ends = rows["Share"].cumsum().tolist()
        parts = zip(rows["Category"], rows["Value"], rows["Share"].tolist(), [0.0, *ends[:-1]], ends, strict=True)
        slices = [
            ChartSeries(
                name=name,
                hue=GRAY if name == OTHER else named.index(name),
                xs=[start],
                ys=[end],
                labels=[f"{value:,.6g}"],
                weights=[share],
            )
            for name, value, share, start, end in parts
            if share > 0
        ]
        panels.append(ChartPanel(name=panel, series=slices))
    axes = [ChartAxis(title=title, domain=(0.0, 1.0)) for title in (text.across, text.upright)]
    return axes[0], axes[1], panels


def _build_names_axis(title: str, names: Sequence[str]) -> ChartAxis:
    ticks = [place + 0.5 for place in range(len(names))]
    return ChartAxis(title=title, domain=(0.0, float(max(1, len(names)))), ticks=ticks, names=list(names))


def _order_names(names: "pd.Series[str]") -> list[str]:
    """Numbers by their size, texts by the alphabet, what has no name of its own last."""
    found = [str(name) for name in dict.fromkeys(names)]
    return sorted(found, key=lambda name: (name in (OTHER, MISSING), *_split_number(name)))


def _split_number(name: str) -> tuple[bool, float, str]:
    try:
        return False, float(name), name
    except ValueError:
        return True, 0.0, name


def _place(values: "pd.Series[Any]", names: Sequence[str]) -> list[float | None]:
    places = {name: float(place) for place, name in enumerate(names)}
    return [places[value] for value in values]


def _to_numbers(values: "pd.Series[Any]") -> list[float | None]:
    return [value if np.isfinite(value) else None for value in values.astype("float64").tolist()]


def _to_places(values: "pd.Series[Any]") -> "pd.Series[Any]":
    """Numbers as they are, times as milliseconds since 1970."""
    if values.dtype.kind != "M":
        return values.astype("float64")
    numbers = values.dt.tz_localize(None).astype("datetime64[ms]").astype("int64").astype("float64")
    numbers.attrs["times"] = True
    return numbers


def _find_domain(values: "pd.Series[Any]", *, zero: bool = False, margin: float = 0.03) -> tuple[float, float]:
    """From the smallest to the largest number with a little room, with 0 where bars begin; [0, 1] of none."""
    numbers = values.to_numpy(dtype="float64")
    numbers = numbers[np.isfinite(numbers)]
    if not numbers.size:
        return 0.0, 1.0
    low, high = float(numbers.min()), float(numbers.max())
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        return (low, low + 1.0) if zero else (low - max(abs(low), 1.0) * 0.05, high + max(abs(high), 1.0) * 0.05)
    extra = 0.0 if zero or not np.isfinite(high - low) else (high - low) * margin
    return low - extra, high + extra


def list_time_ticks(low: float, high: float) -> tuple[list[float], list[str]]:
    """Evenly spread times, written as exactly as their distance asks for."""
    places = np.linspace(low, high, TIME_TICKS + 2)[1:-1]
    span = high - low
    form = (
        "%Y" if span > 5 * 366 * DAY else "%b %Y" if span > 100 * DAY else "%d %b" if span > 3 * DAY else "%d %b %H:%M"
    )
    ticks, names = [], []
    for place in places.tolist():
        try:
            name = datetime.fromtimestamp(place / 1_000, UTC).strftime(form)
        except (OverflowError, ValueError, OSError):
            continue
        if name not in names:
            ticks.append(place)
            names.append(name)
    return ticks, names
