"""The view of a chart: one or several panels with the same axes, whose series are lists of numbers to draw."""

from typing import Literal

from pydantic import Field

from modules.kit.views.view_model import ViewModel

ChartKind = Literal["bars", "lines", "points", "boxes", "histogram", "heat_map", "map", "pie"]


class ChartAxis(ViewModel):
    """What an axis is called and its ends. `names` stand at `ticks`: categories, or times; empty for plain numbers."""

    title: str
    domain: tuple[float, float]
    ticks: list[float] = Field(default_factory=list)
    names: list[str] = Field(default_factory=list)


class ChartBoxes(ViewModel):
    """Of each category the whiskers, the quartiles and the median."""

    lowest: list[float]
    lower: list[float]
    median: list[float]
    upper: list[float]
    highest: list[float]


class ChartSeries(ViewModel):
    """What is drawn in one color: places across and up. `hue` counts the colors from 0; -1 is gray.

    Of bars and boxes `ys` are the places of the categories, of a histogram `xs` the edges, of a heat map both are
    places of cells; a pie has a series for each slice, from one turn to another. `labels` say what each bar, cell or
    slice stands for. `weights` say from 0 to 1 how dark each cell is, how large each point of a map, and what share
    each slice has.
    """

    name: str
    hue: int
    xs: list[float | None]
    ys: list[float | None]
    labels: list[str] = Field(default_factory=list)
    weights: list[float | None] = Field(default_factory=list)
    boxes: ChartBoxes | None = None


class ChartLine(ViewModel):
    """A line behind what is drawn, such as a coast."""

    xs: list[float]
    ys: list[float]


class ChartPanel(ViewModel):
    """One picture: the rows with one value in the column that the panels are made by, or all rows."""

    name: str
    series: list[ChartSeries]


class ChartView(ViewModel):
    """A chart of a table. `rows` are all of its rows, `drawn` those that it stands for.

    `single_rows` says that single rows can be told in it, which links that show no rows leave out.
    """

    kind: Literal["chart"] = "chart"
    chart: ChartKind
    title: str
    notes: list[str]
    across: ChartAxis
    upright: ChartAxis
    panels: list[ChartPanel]
    rows: int
    drawn: int
    single_rows: bool
    #: Coasts and borders of a map, also beyond its bounds.
    outlines: list[ChartLine] = Field(default_factory=list)
    #: The share of the radius of a pie that is left free in its middle.
    hole: float = 0.0
    #: How many degrees across are as long as one upward in the middle of a map.
    proportion: float | None = None
