"""The numbers of a chart, as a table: a row for each bar, box or cell, for each point of a line, or for each row."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

#: The name of what is too rare to have a color or a category of its own.
OTHER = "Other"
MISSING = "Missing"
#: What makes the table of a chart.
ChartTabulator = Callable[..., pd.DataFrame]
ALL_ROWS, HIGHLIGHTED = "All rows", "Highlighted"
#: Holds the series where a second table is highlighted.
HIGHLIGHT_COLUMN = "highlighted rows"
MAX_COLORS = 6
MAX_PANELS = 12
MAX_POINTS = 5_000
MAX_LINE_POINTS = 2_000
KEYS = ["Panel", "Series"]
#: {what is shown of the values: the method of pandas}
AGGREGATES = {"Sum": "sum", "Mean": "mean", "Median": "median", "Minimum": "min", "Maximum": "max"}


def join_highlighted(data: pd.DataFrame, highlighted: pd.DataFrame | None, columns: list[str]) -> pd.DataFrame:
    """The columns that are drawn, of all rows and below them of the highlighted ones, with a series for each."""
    if highlighted is None:
        return data[columns].reset_index(drop=True)
    both = pd.concat([data[columns], highlighted[columns]], ignore_index=True)
    marks = np.repeat([ALL_ROWS, HIGHLIGHTED], [len(data), len(highlighted)])
    return both.assign(**{HIGHLIGHT_COLUMN: marks})


def name_groups(data: pd.DataFrame, panels: str | None, color: str | None) -> pd.DataFrame:
    """The panel and the series of each row, as text; rare colors together, and rare panels missing."""
    color = HIGHLIGHT_COLUMN if HIGHLIGHT_COLUMN in data else color
    series: Any = "" if color is None else keep_commonest(data[color], MAX_COLORS)
    panel: Any = "" if panels is None else keep_commonest(data[panels], MAX_PANELS, other=None)
    return pd.DataFrame({"Panel": panel, "Series": series}, index=data.index).astype("str")


def keep_commonest(values: "pd.Series[Any]", most: int, other: str | None = OTHER) -> "pd.Series[Any]":
    """The values as text; if there are more than so many, the rarest together or, without a name for them, missing."""
    words = values.astype("str").where(values.notna(), MISSING)
    counts = words.value_counts()
    if len(counts) <= most:
        return words
    kept = set(counts.index[: most - 1] if other is not None else counts.index[:most])
    return words.where(words.isin(kept), other if other is not None else np.nan)


def to_finite(values: "pd.Series[Any]") -> "pd.Series[float]":
    """The numbers of a column; infinite ones count as missing."""
    numbers = values.astype("float64")
    return numbers.where(np.isfinite(numbers))


def to_places_across(values: "pd.Series[Any]") -> "pd.Series[Any]":
    """Times as they are, numbers that are finite."""
    return values if values.dtype.kind == "M" else to_finite(values)


def tabulate_bars(
    data: pd.DataFrame,
    column: str,
    value: str | None,
    aggregate: str,
    *,
    panels: str | None = None,
    color: str | None = None,
    most: int = 20,
    in_order: bool = False,
) -> pd.DataFrame:
    """A value for each category, the largest first or in the order of the categories."""
    groups = name_groups(data, panels, color)
    groups["Category"] = keep_commonest(data[column], most)
    table = aggregate_groups(groups, None if value is None else data[value], aggregate)
    order = order_categories(data[column]) if in_order else order_by_size(table)
    places = table["Category"].map({name: place for place, name in enumerate(order)}).fillna(len(order))
    return sort_by_places(table, places)


def sort_by_places(table: pd.DataFrame, places: "pd.Series[Any]") -> pd.DataFrame:
    """Panel by panel and series by series in the order of the places."""
    ordered = table.assign(place=places).sort_values([*KEYS, "place"], kind="stable")
    return ordered.drop(columns="place").reset_index(drop=True)


def aggregate_groups(groups: pd.DataFrame, values: "pd.Series[Any] | None", aggregate: str) -> pd.DataFrame:
    """One number for each group of rows that are in a panel: how many rows, or what is shown of their values."""
    names = list(groups)
    there = groups["Panel"].notna()
    groups = groups[there]
    if values is None:
        return groups.groupby(names, sort=True).size().rename("Value").astype("float64").reset_index()
    numbers = groups.assign(Value=to_finite(values)[there]).dropna(subset=["Value"])
    return numbers.groupby(names, sort=True)["Value"].agg(AGGREGATES[aggregate]).astype("float64").reset_index()


def order_by_size(table: pd.DataFrame) -> list[str]:
    totals = table.groupby("Category")["Value"].sum().sort_values(ascending=False, kind="stable")
    names = [str(name) for name in totals.index]
    return sorted(names, key=lambda name: name in (OTHER, MISSING))


def order_categories(values: "pd.Series[Any]") -> list[str]:
    """The categories in their own order: that of numbers, of times, of ordered categories, or the alphabet."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        return [*map(str, values.cat.categories), OTHER, MISSING]
    found = values.dropna().drop_duplicates()
    ordered = found.sort_values() if found.dtype != object else found.sort_values(key=lambda cells: cells.map(str))
    return [*ordered.astype("str"), OTHER, MISSING]


def tabulate_lines(
    data: pd.DataFrame,
    column: str,
    value: str | None,
    aggregate: str,
    *,
    panels: str | None = None,
    color: str | None = None,
) -> pd.DataFrame:
    """A value for each number or time across; of very long lines evenly spread points."""
    groups = name_groups(data, panels, color)
    groups["X"] = to_places_across(data[column])
    table = aggregate_groups(groups, None if value is None else data[value], aggregate)
    parts = [spread_rows(part, MAX_LINE_POINTS) for _, part in table.groupby(KEYS, sort=True)]
    return pd.concat(parts, ignore_index=True) if parts else table


def spread_rows(table: pd.DataFrame, most: int) -> pd.DataFrame:
    """At most so many rows, evenly spread."""
    if len(table) <= most:
        return table
    return table.iloc[np.linspace(0, len(table) - 1, most).astype(int)]


def tabulate_points(
    data: pd.DataFrame,
    column: str,
    value: str,
    *,
    panels: str | None = None,
    color: str | None = None,
    more: str | None = None,
) -> pd.DataFrame:
    """The rows that have both numbers, with one more; of very many an even spread, of the highlighted ones apart."""
    groups = name_groups(data, panels, color)
    groups["X"] = to_places_across(data[column])
    groups["Y"] = to_finite(data[value])
    if more is not None:
        groups["Size"] = to_finite(data[more])
    table = groups.dropna(subset=["X", "Y", "Panel"])
    marked = table["Series"] == HIGHLIGHTED
    parts = [spread_rows(table[~marked], MAX_POINTS), spread_rows(table[marked], MAX_POINTS)]
    return pd.concat(parts).sort_values(KEYS, kind="stable").reset_index(drop=True)


def tabulate_map(
    data: pd.DataFrame,
    longitude: str,
    latitude: str,
    size: str | None = None,
    *,
    panels: str | None = None,
    color: str | None = None,
) -> pd.DataFrame:
    """The rows that have a place on earth, in degrees, and a size of at least 0; of very many an even spread."""
    places = data.assign(**{longitude: keep_between(data[longitude], 180), latitude: keep_between(data[latitude], 90)})
    if size is not None:
        places = places.assign(**{size: to_finite(data[size]).clip(lower=0)}).dropna(subset=[size])
    table = tabulate_points(places, longitude, latitude, panels=panels, color=color, more=size)
    return table.rename(columns={"X": "Longitude", "Y": "Latitude"})


def keep_between(degrees: "pd.Series[Any]", most: int) -> "pd.Series[float]":
    numbers = to_finite(degrees)
    return numbers.where(numbers.abs() <= most)


def tabulate_boxes(
    data: pd.DataFrame,
    column: str | None,
    value: str,
    *,
    panels: str | None = None,
    color: str | None = None,
    most: int = 20,
) -> pd.DataFrame:
    """The quartiles of each category, and the last values within 1.5 interquartile ranges of them."""
    groups = name_groups(data, panels, color)
    groups["Category"] = value if column is None else keep_commonest(data[column], most)
    groups["Value"] = to_finite(data[value])
    table = groups.dropna(subset=["Value", "Panel"])
    found = []
    for keys, part in table.groupby([*KEYS, "Category"], sort=True)["Value"]:
        lower, median, upper = np.percentile(part, [25, 50, 75])
        reach = 1.5 * (upper - lower)
        inside = part[(part >= lower - reach) & (part <= upper + reach)]
        found.append((*keys, inside.min(), lower, median, upper, inside.max(), len(part)))
    names = [*KEYS, "Category", "Lowest", "Lower quartile", "Median", "Upper quartile", "Highest", "Rows"]
    boxes = pd.DataFrame(found, columns=names)
    order = [value] if column is None else order_categories(data[column])
    places = boxes["Category"].map({name: place for place, name in enumerate(order)})
    return sort_by_places(boxes, places)


def tabulate_histogram(
    data: pd.DataFrame, column: str, bins: int, *, panels: str | None = None, color: str | None = None
) -> pd.DataFrame:
    """How many rows of each series lie between two edges, which all panels share."""
    groups = name_groups(data, panels, color)
    groups["Value"] = to_finite(data[column])
    table = groups.dropna(subset=["Value", "Panel"])
    edges = find_edges(table["Value"].to_numpy(), bins)
    parts = []
    for keys, part in table.groupby(KEYS, sort=True)["Value"]:
        counts, _ = np.histogram(part, edges)
        named = dict(zip(KEYS, keys, strict=True))
        parts.append(pd.DataFrame({**named, "From": edges[:-1], "To": edges[1:], "Rows": counts}))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=[*KEYS, "From", "To", "Rows"])


def find_edges(values: Any, bins: int) -> Any:
    """Edges of the same distance from the smallest to the largest value, even where that is too large for a number."""
    if not len(values):
        return np.array([0.0, 1.0])
    low, high = float(values.min()), float(values.max())
    shares = np.linspace(0, 1, bins + 1)
    edges = low * (1 - shares) + high * shares
    if low < high and (np.diff(edges) > 0).all():
        return edges
    reach = max(abs(low), 1.0) * 0.5
    return np.array([low - reach, high + reach])


def tabulate_heat_map(
    data: pd.DataFrame,
    column: str,
    rows: str,
    value: str | None,
    aggregate: str,
    *,
    panels: str | None = None,
    most: int = 20,
) -> pd.DataFrame:
    """A value for each pair of categories."""
    groups = name_groups(data, panels, None).drop(columns="Series")
    groups["Row"] = keep_commonest(data[rows], most)
    groups["Column"] = keep_commonest(data[column], most)
    return aggregate_groups(groups, None if value is None else data[value], aggregate)


def tabulate_pie(
    data: pd.DataFrame,
    column: str,
    value: str | None,
    aggregate: str,
    *,
    panels: str | None = None,
    most: int = 6,
) -> pd.DataFrame:
    """A value and a share of its panel for each category, the largest first; beyond so many the smallest together."""
    table = total_categories(data, column, value, aggregate, panels=panels)
    order = order_by_size(table)
    if len(order) > most:
        kept = order[: most - 1]
        table["Category"] = table["Category"].where(table["Category"].isin(kept), OTHER)
        table = table.groupby(["Panel", "Category"], sort=True)["Value"].sum().reset_index()
        order = [*kept, OTHER]
    totals = table.groupby("Panel")["Value"].transform("sum")
    table["Share"] = (table["Value"] / totals.where(totals != 0)).fillna(0.0)
    places = table["Category"].map({name: place for place, name in enumerate(order)})
    ordered = table.assign(place=places).sort_values(["Panel", "place"], kind="stable")
    return ordered.drop(columns="place").reset_index(drop=True)


def total_categories(
    data: pd.DataFrame, column: str, value: str | None, aggregate: str, *, panels: str | None = None
) -> pd.DataFrame:
    """How many rows each category has in each panel, or the sum of their values."""
    groups = name_groups(data, panels, None).drop(columns="Series")
    groups["Category"] = data[column].astype("str").where(data[column].notna(), MISSING)
    return aggregate_groups(groups, None if value is None else data[value], aggregate)
