"""Chart: bars, lines, points, boxes, a histogram, a heat map, a map or a pie of a table, kept with the run."""

import logging
from typing import Annotated, Literal, NamedTuple

import numpy as np
import pandas as pd
from pydantic import Field

from modules.kit import (
    Call,
    Column,
    Dataset,
    Schema,
    column_of,
    hidden_when,
    module,
    shown_when,
    titled,
)
from modules.kit.codegen.script_builder import StepCode
from modules.visualization import chart_tables
from modules.visualization.chart_choices import (
    AGGREGATED,
    DEGREES,
    DRAWING,
    KINDS,
    NAMED,
    NUMBERS,
    PLAIN_VALUES,
    SINGLE_ROWS,
    WHOLES,
    Aggregate,
    ChartName,
    ChartParameters,
    check_columns,
    check_totals,
    choose_tabulator,
    list_drawn_columns,
    require_choices,
)
from modules.visualization.chart_tables import MAX_PANELS, OTHER
from modules.visualization.chart_views import ChartText, build_chart_view

log = logging.getLogger(__name__)

#: The share of the radius of a donut that is free.
HOLE = 0.58


class ChartOutputs(NamedTuple):
    chart_data: Dataset


def _build_example() -> Call:
    random = np.random.default_rng(0)
    frame = pd.DataFrame({"region": random.choice(["North", "South", "West"], 60), "sales": random.gamma(2, 50, 60)})
    return Call.of(Dataset(frame.round(2)), None, column="region", value_column="sales", show="Mean")


def _predict_schema(
    dataset: Schema,
    chart: ChartName,
    column: str | None,
    value_column: str | None,
    show: Aggregate,
    row_column: str | None,
    longitude: str | None,
    latitude: str | None,
    size_by: str | None,
) -> Schema:
    require_choices({
        "chart": chart, "column": column, "value_column": value_column, "show": show, "row_column": row_column,
        "longitude": longitude, "latitude": latitude,
    })  # fmt: skip
    keys = (Column("Panel", "text"), Column("Series", "text"))
    if chart == "Bars":
        return Schema((*keys, Column("Category", "text"), Column("Value", "real")))
    if chart in ("Lines", "Points"):
        known = column is not None and column in dataset and dataset[column].type == "datetime"
        y = "Value" if chart == "Lines" else "Y"
        return Schema((*keys, Column("X", "datetime" if known else "real"), Column(y, "real")))
    if chart == "Map":
        names = ("Longitude", "Latitude", "Size") if size_by else ("Longitude", "Latitude")
        return Schema((*keys, *(Column(name, "real") for name in names)))
    if chart == "Boxes":
        parts = (Column(name, "real") for name in ("Lowest", "Lower quartile", "Median", "Upper quartile", "Highest"))
        return Schema((*keys, Column("Category", "text"), *parts, Column("Rows", "integer")))
    if chart == "Histogram":
        return Schema((*keys, Column("From", "real"), Column("To", "real"), Column("Rows", "integer")))
    if chart in WHOLES:
        return Schema((keys[0], Column("Category", "text"), Column("Value", "real"), Column("Share", "real")))
    return Schema((keys[0], Column("Row", "text"), Column("Column", "text"), Column("Value", "real")))


def _emit_code(step: StepCode) -> None:
    """The numbers of the chart; a script has no window to draw them in."""
    source, other = step.get_input("dataset"), step.find_input("highlighted")
    parameters = {name: getattr(step, name) for name in DRAWING}
    function, arguments, settings = choose_tabulator(**parameters)
    columns = list_drawn_columns(step.chart, parameters)
    highlighted = other.code if other is not None else None
    data = step.use(chart_tables.join_highlighted).call(source, highlighted, columns)
    out = step.add_table("chart_data", "chart_data")
    step.assign(out, step.use(function).call(data, *arguments, **settings))


@module(
    "Chart",
    category="Visualization",
    icon="chart-bar-popular",
    role="chart",
    at_inference="drop",
    example=_build_example,
    schema=_predict_schema,
    emit_code=_emit_code,
    keywords=(
        "plot",
        "graph",
        "bar chart",
        "line chart",
        "scatter plot",
        "box plot",
        "histogram",
        "heat map",
        "heatmap",
        "small multiples",
        "facet",
        "matplotlib",
        "seaborn",
        "visualize",
        "line plot",
        "distributions",
        "map of points",
        "geographic map",
        "geo map",
        "latitude and longitude",
        "bubble map",
        "OSM map view",
        "map",
        "count plot",
        "bar plot",
        "pie chart",
        "donut chart",
        "doughnut",
        "ring chart",
        "parts of a whole",
    ),
)
def chart(
    dataset: Dataset,
    highlighted: Annotated[Dataset | None, titled("Highlighted rows")] = None,
    *,
    chart: Annotated[
        ChartName,
        Field(
            description="Bars compare categories, Lines follow numbers or times, Points show each row, Boxes and "
            "Histogram how values are spread, a Heat map pairs of categories, a Pie or Donut the parts of a whole, "
            "and a Map places on earth."
        ),
    ] = "Bars",
    column: Annotated[
        str | None,
        column_of("dataset", types=NAMED),
        titled("Column"),
        Field(description="The categories of bars, boxes, slices and heat maps, or what runs across."),
        shown_when(chart=("Bars", "Lines", "Points", "Boxes", "Histogram", "Heat map", *WHOLES)),
    ] = None,
    row_column: Annotated[
        str | None,
        Field(description="Its values are the rows of the heat map, one below the other."),
        column_of("dataset", types=NAMED),
        titled("Column for the rows"),
        shown_when(chart="Heat map"),
    ] = None,
    show: Annotated[
        Aggregate, Field(description="What each bar, point or cell shows."), shown_when(chart=AGGREGATED)
    ] = ("Number of rows"),
    value_column: Annotated[
        str | None,
        column_of("dataset", types=NUMBERS),
        titled("Values"),
        Field(description="The numbers that are shown."),
        shown_when(chart=(*AGGREGATED, *PLAIN_VALUES)),
        hidden_when(chart=AGGREGATED, show="Number of rows"),
    ] = None,
    longitude: Annotated[
        str | None,
        column_of("dataset", types=DEGREES),
        Field(description="Degrees east, from -180 to 180."),
        shown_when(chart="Map"),
    ] = None,
    latitude: Annotated[
        str | None,
        column_of("dataset", types=DEGREES),
        Field(description="Degrees north, from -90 to 90."),
        shown_when(chart="Map"),
    ] = None,
    size_by: Annotated[
        str | None,
        column_of("dataset", types=NUMBERS),
        Field(description="Larger numbers are larger circles: their area shows the number."),
        shown_when(chart="Map"),
    ] = None,
    color_by: Annotated[
        str | None,
        column_of("dataset", types=NAMED),
        Field(description="A color for each of its values; beyond six the rarest share one."),
        shown_when(chart=("Bars", "Lines", "Points", "Boxes", "Histogram", "Map")),
    ] = None,
    panels_by: Annotated[
        str | None,
        column_of("dataset", types=NAMED),
        titled("A panel for each"),
        Field(description="Small multiples with the same axes, at most 12."),
    ] = None,
    number_of_bins: Annotated[
        int,
        Field(ge=1, le=200, description="Bars between the lowest and the highest value. More show more detail."),
        shown_when(chart="Histogram"),
    ] = 20,
    most_categories: Annotated[
        int,
        Field(ge=2, le=100, description="Rarer categories are shown together as Other."),
        shown_when(chart=("Bars", "Boxes", "Heat map")),
    ] = 20,
    number_of_slices: Annotated[
        int,
        Field(ge=2, le=6, description="The smallest parts beyond these are shown together as Other."),
        titled("Most slices"),
        shown_when(chart=WHOLES),
    ] = 6,
    order: Annotated[
        Literal["Largest first", "By category"],
        Field(description="Largest first compares sizes; By category keeps an order such as months."),
        titled("Order of the bars"),
        shown_when(chart="Bars"),
    ] = "Largest first",
    chart_title: Annotated[
        str, titled("Title"), Field(max_length=200, description="Empty: what the chart shows.")
    ] = "",
) -> ChartOutputs:
    """Draw a chart that is kept with the run, and shown in its report and in shared results.

    Connect the table, and to the second input rows of the same columns that stand out, such as those of a filter. The
    output holds the numbers that are drawn, one row for each bar, box, cell or point.

    Pie and Donut show the number of rows or a sum, which must not be negative: Bars show those. Beyond six slices the
    smallest parts are shown together as Other. Bars are easier to compare.

    Missing and infinite values are left out. Of more than 5,000 points an even spread is drawn, which the chart says.
    Points and a Map show single rows: a link that shows no rows leaves them out. A Map has coasts and borders of its
    own and needs no network. The Chart tab of any table draws charts to look at once.
    """
    given: ChartParameters = {
        "chart": chart, "column": column, "value_column": value_column, "show": show, "row_column": row_column,
        "longitude": longitude, "latitude": latitude, "size_by": size_by, "color_by": color_by,
        "panels_by": panels_by, "number_of_bins": number_of_bins, "most_categories": most_categories, "order": order,
        "number_of_slices": number_of_slices,
    }  # fmt: skip
    check_columns(dataset, highlighted, given)
    names = list_drawn_columns(chart, given)
    frame = chart_tables.join_highlighted(dataset.frame, highlighted.frame if highlighted else None, names)
    function, arguments, settings = choose_tabulator(**given)
    table = function(frame, *arguments, **settings)
    notes = _list_notes(dataset, table, given)
    if chart in WHOLES:
        totals = chart_tables.total_categories(frame, *arguments, panels=panels_by)
        check_totals(totals, given)
        notes = (*notes, *_list_rest(totals, table))
    text = _describe_chart(given, chart_title, notes)
    drawn = len(table) if chart in SINGLE_ROWS else dataset.rows
    view = build_chart_view(
        KINDS[chart], table, text, rows=dataset.rows, drawn=drawn, hole=HOLE if chart == "Donut" else 0.0
    )
    return ChartOutputs(Dataset(table.astype(_list_text_types(table)), shown_as=view))


def _describe_chart(given: ChartParameters, title: str, notes: tuple[str, ...]) -> ChartText:
    chart, column, value = given["chart"], given["column"] or "", given["value_column"] or ""
    shown = "Rows" if given["show"] == "Number of rows" else f"{given['show']} of {value}"
    texts = {
        "Bars": (f"{shown} by {column}", shown, column),
        **dict.fromkeys(WHOLES, (f"{shown} by {column}", shown, column)),
        "Lines": (f"{shown} by {column}", column, shown),
        "Points": (f"{value} and {column}", column, value),
        "Boxes": (f"{value} by {column}" if column else value, value, column),
        "Histogram": (column, column, "Rows"),
        "Heat map": (f"{shown} by {given['row_column']} and {column}", column, given["row_column"] or ""),
        "Map": (f"{given['size_by']} on the map" if given["size_by"] else "Map of the rows", "Longitude", "Latitude"),
    }
    usual, across, upright = texts[chart]
    return ChartText(title or usual, across, upright, notes)


def _list_notes(dataset: Dataset, table: pd.DataFrame, given: ChartParameters) -> tuple[str, ...]:
    """What the chart leaves out, in sentences; the log has them too."""
    notes = []
    panels = given["panels_by"]
    if panels is not None and (count := int(dataset.frame[panels].astype("str").nunique())) > MAX_PANELS:
        notes.append(f"The {MAX_PANELS} most common of {count:,} values of {panels} have a panel.")
    if given["chart"] in SINGLE_ROWS and len(table) < dataset.rows:
        notes.append(f"{len(table):,} of {dataset.rows:,} rows are drawn.")
    for note in notes:
        log.info("%s", note)
    return tuple(notes)


def _list_rest(totals: pd.DataFrame, table: pd.DataFrame) -> tuple[str, ...]:
    """How many categories a pie shows together."""
    count, shown = totals["Category"].nunique(), table["Category"].nunique()
    if count == shown:
        return ()
    note = f"{OTHER} stands for the {count - shown + 1:,} smallest of {count:,} categories."
    log.info("%s", note)
    return (note,)


def _list_text_types(table: pd.DataFrame) -> dict[str, str]:
    kinds = dict.fromkeys(("Panel", "Series", "Category", "Row", "Column"), "str")
    kinds |= dict.fromkeys(("Value", "Share", "Y", "From", "To", "Longitude", "Latitude", "Size"), "float64") | {
        "Rows": "int64"
    }
    return {name: kind for name, kind in kinds.items() if name in table}
