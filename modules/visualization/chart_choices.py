"""What a chart needs: its columns and their types, and the function that makes its numbers."""

from typing import Any, Literal

import pandas as pd

from modules.kit import ColumnType, Dataset, ModuleError, Schema
from modules.kit.errors import require_columns
from modules.kit.views.chart_view import ChartKind
from modules.visualization import chart_tables
from modules.visualization.chart_tables import ChartTabulator

ChartName = Literal["Bars", "Lines", "Points", "Boxes", "Histogram", "Heat map", "Map", "Pie", "Donut"]
Aggregate = Literal["Number of rows", "Sum", "Mean", "Median", "Minimum", "Maximum"]
#: The parameters of the module by their names.
ChartParameters = dict[str, Any]
KINDS: dict[ChartName, ChartKind] = {
    "Bars": "bars",
    "Lines": "lines",
    "Points": "points",
    "Boxes": "boxes",
    "Histogram": "histogram",
    "Heat map": "heat_map",
    "Map": "map",
    "Pie": "pie",
    "Donut": "pie",
}
AGGREGATED = ("Bars", "Lines", "Heat map", "Pie", "Donut")
#: Charts that show parts of a whole, and what can be added up to one.
WHOLES = ("Pie", "Donut")
ADDED: tuple[Aggregate, ...] = ("Number of rows", "Sum")
#: Charts whose colors stand for something else than a column.
UNCOLORED = ("Heat map", *WHOLES)
#: Charts whose values are numbers of single rows.
PLAIN_VALUES = ("Points", "Boxes")
#: Charts in which single rows are told apart.
SINGLE_ROWS = ("Points", "Map")
NUMBERS: tuple[ColumnType, ...] = ("integer", "real", "boolean")
DEGREES: tuple[ColumnType, ...] = ("integer", "real")
NAMED: tuple[ColumnType, ...] = ("integer", "real", "boolean", "text", "category", "datetime")
ACROSS: dict[ChartName, tuple[ColumnType, ...]] = {
    "Lines": ("integer", "real", "datetime"),
    "Points": ("integer", "real", "datetime"),
    "Histogram": ("integer", "real"),
}
#: The parameters that say which numbers a chart is made of.
DRAWING = (
    "chart", "column", "value_column", "show", "row_column", "longitude", "latitude", "size_by", "color_by",
    "panels_by", "number_of_bins", "most_categories", "order", "number_of_slices",
)  # fmt: skip


def choose_tabulator(
    chart: ChartName,
    column: str | None,
    value_column: str | None,
    show: Aggregate,
    row_column: str | None,
    longitude: str | None,
    latitude: str | None,
    size_by: str | None,
    color_by: str | None,
    panels_by: str | None,
    number_of_bins: int,
    most_categories: int,
    order: str,
    number_of_slices: int,
) -> tuple[ChartTabulator, list[Any], dict[str, Any]]:
    """The function that makes the table of a chart, and what it is called with."""
    settings: dict[str, Any] = {"panels": panels_by} if panels_by else {}
    if color_by and chart not in UNCOLORED:
        settings["color"] = color_by
    if chart in ("Bars", "Boxes", "Heat map") and most_categories != 20:
        settings["most"] = most_categories
    value = value_column if show != "Number of rows" else None
    if chart == "Bars":
        settings |= {"in_order": True} if order == "By category" else {}
        return chart_tables.tabulate_bars, [column, value, show], settings
    if chart in WHOLES:
        settings |= {"most": number_of_slices} if number_of_slices != 6 else {}
        return chart_tables.tabulate_pie, [column, value, show], settings
    if chart == "Lines":
        return chart_tables.tabulate_lines, [column, value, show], settings
    if chart == "Points":
        return chart_tables.tabulate_points, [column, value_column], settings
    if chart == "Map":
        return chart_tables.tabulate_map, [longitude, latitude, *([size_by] if size_by else [])], settings
    if chart == "Boxes":
        return chart_tables.tabulate_boxes, [column, value_column], settings
    if chart == "Histogram":
        return chart_tables.tabulate_histogram, [column, number_of_bins], settings
    return chart_tables.tabulate_heat_map, [column, row_column, value, show], settings


def list_drawn_columns(chart: ChartName, given: ChartParameters) -> list[str]:
    """The columns that the chart is made of."""
    if chart == "Map":
        wanted = [given[name] for name in ("longitude", "latitude", "size_by", "panels_by", "color_by")]
        return list(dict.fromkeys(name for name in wanted if name is not None))
    wanted = [given["column"], given["panels_by"]]
    if chart in PLAIN_VALUES or (chart in AGGREGATED and given["show"] != "Number of rows"):
        wanted.append(given["value_column"])
    wanted += {"Heat map": [given["row_column"]]}.get(chart, [] if chart in UNCOLORED else [given["color_by"]])
    return list(dict.fromkeys(name for name in wanted if name is not None))


def require_choices(given: ChartParameters) -> None:
    """Refuse a chart without a column that it is made of (11)."""
    chart: ChartName = given["chart"]
    needed = ["longitude", "latitude"] if chart == "Map" else ["column"] if chart != "Boxes" else []
    needed += ["row_column"] if chart == "Heat map" else []
    if chart in PLAIN_VALUES or (chart in AGGREGATED and given["show"] != "Number of rows"):
        needed.append("value_column")
    if chart in WHOLES and given["show"] not in ADDED:
        message = (
            f"{chart} shows parts of a whole, to which {given['show'].lower()} values don't add up. Choose Sum or Bars."
        )
        raise ModuleError(8, message, parameter="show")
    for parameter in needed:
        if given[parameter] is None:
            message = f"{chart} {'need' if chart.endswith('s') else 'needs'} a column here. Choose one."
            raise ModuleError(11, message, port="dataset", parameter=parameter)


def check_columns(dataset: Dataset, highlighted: Dataset | None, given: ChartParameters) -> None:
    chart: ChartName = given["chart"]
    require_choices(given)
    tables = {"dataset": dataset, "highlighted": highlighted}
    for port, table in ((name, one) for name, one in tables.items() if one is not None):
        _check_types(table.schema, port, chart, given, list_drawn_columns(chart, given))
    if highlighted is not None and (chart in UNCOLORED or given["color_by"]):
        other = f"choose another chart than {chart}" if chart in UNCOLORED else "clear 'Color by'"
        message = f"Highlighted rows have a color of their own: {other}."
        raise ModuleError(6, message, port="highlighted", parameter="color_by")


def _check_types(schema: Schema, port: str, chart: ChartName, given: ChartParameters, names: list[str]) -> None:
    require_columns(names, schema, port=port)
    allowed = {"column": ACROSS.get(chart, NAMED), "value_column": NUMBERS, "size_by": NUMBERS}
    allowed |= {"longitude": DEGREES, "latitude": DEGREES}
    for parameter in (*allowed, "row_column", "color_by", "panels_by"):
        name = given[parameter]
        if name in names and schema[name].type not in allowed.get(parameter, NAMED):
            kinds = "numbers or times" if "datetime" in allowed.get(parameter, NAMED) else "numbers"
            kinds = "numbers, times or categories" if allowed.get(parameter, NAMED) is NAMED else kinds
            message = f"Column '{name}' is {schema[name].type}, and {chart} takes {kinds} here. Choose another column."
            raise ModuleError(17, message, port=port, parameter=parameter, column=name)


def check_totals(table: pd.DataFrame, given: ChartParameters) -> None:
    """Refuse a pie of negative sums (8): they are no part of a whole."""
    negative = table[table["Value"] < 0]
    if len(negative):
        first = negative.iloc[0]
        place = f"for {first['Category']} ({first['Value']:,.6g})"
        message = (
            f"The sum of {given['value_column']} is negative {place}, which no slice can show. "
            "Choose Bars, or leave out these rows."
        )
        raise ModuleError(8, message, port="dataset", parameter="value_column", column=given["value_column"])
