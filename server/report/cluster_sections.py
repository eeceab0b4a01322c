"""What the evaluation of a clustering says, for a reader: the finding in a sentence and the clusters as a picture."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from server.formatting import format_fixed, format_number, format_percent
from server.report.svg import build_element, build_svg, build_text, format_dots
from server.report.svg_charts import CHART_HEIGHT, CHART_WIDTH, Plot

#: From so much mean silhouette on, clusters are called so (Kaufman and Rousseeuw, Finding Groups in Data, page 88).
SEPARATION_WORDS = ((0.7, "clearly"), (0.5, "reasonably"), (0.25, "weakly"), (-1.0, "hardly"))
#: Mean silhouettes closer than this are called alike.
TIE_MARGIN = 0.02
COLOR_COUNT = 6


def describe_clustering(first: Mapping[str, Any], second: Mapping[str, Any] | None) -> tuple[str, str]:
    """The finding about one clustering, or which of two keeps its clusters further apart."""
    own = first["metrics"].get("Silhouette")
    other = second["metrics"].get("Silhouette") if second else None
    count, rows = len(first["details"]["clusters"]), format_number(first["details"]["rows"])
    sizes = f"{format_number(count)} {'cluster' if count == 1 else 'clusters'} of {rows} rows."
    if second is not None and own is not None and other is not None:
        better, worse = (first, second) if own >= other else (second, first)
        headline = (
            f"{first['name']} and {second['name']} keep their clusters about equally far apart"
            if abs(own - other) <= TIE_MARGIN
            else f"{better['name']} keeps its clusters further apart than {worse['name']}"
        )
        return (
            headline,
            f"Mean silhouette {format_fixed(max(own, other), 3)} against {format_fixed(min(own, other), 3)}.",
        )
    if own is None:
        return f"{first['name']} made {format_number(count)} {'cluster' if count == 1 else 'clusters'}", sizes
    how = next(word for least, word in SEPARATION_WORDS if own >= least)
    return f"{first['name']} keeps its clusters {how} apart", f"Mean silhouette {format_fixed(own, 3)}. {sizes}"


def draw_cluster_chart(details: Mapping[str, Any]) -> Markup:
    """The rows in the plane of their two main directions, each in the colour of its cluster."""
    points = details["points"]
    across, up = ([point[axis] for point in points] for axis in (0, 1))
    share = format_percent(details["axes"][0], 0) if details["axes"] else ""
    plot = Plot.from_ranges(_widen_range(across), _widen_range(up), f"First principal component, {share}")
    drawn: list[Markup] = []
    for cluster in sorted({point[2] for point in points}):
        own = [(point[0], point[1]) for point in points if point[2] == cluster]
        place = cluster % COLOR_COUNT + 1
        drawn.append(build_element("path", d=format_dots(map(plot.map_point, own)), class_=f"points-{place}"))
    for cluster in sorted({point[2] for point in points}):
        own = [(point[0], point[1]) for point in points if point[2] == cluster]
        x, y = plot.map_point((sum(x for x, _ in own) / len(own), sum(y for _, y in own) / len(own)))
        drawn.append(build_text(str(cluster), x, y + 4, "name", "middle"))
    label = f"{format_number(len(details['clusters']))} clusters in the plane of their two main directions."
    return build_svg(CHART_WIDTH, CHART_HEIGHT, *plot.draw_frame(), *drawn, label=label, class_="chart")


def _widen_range(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    extra = (high - low) * 0.05 or 1
    return low - extra, high + extra
