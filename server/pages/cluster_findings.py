"""What the evaluation of a clustering says, for a reader: the finding in a sentence and the clusters as a picture."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from server.pages.charts import HEIGHT, WIDTH, Plot
from server.pages.drawing import dots, element, picture, words
from server.pages.wording import fixed, number, percent

#: From so much mean silhouette on, clusters are called so (Kaufman and Rousseeuw, Finding Groups in Data, page 88).
APART = ((0.7, "clearly"), (0.5, "reasonably"), (0.25, "weakly"), (-1.0, "hardly"))
#: Mean silhouettes closer than this are called alike.
ALIKE = 0.02
COLOURS = 6


def clustering_headline(first: Mapping[str, Any], second: Mapping[str, Any] | None) -> tuple[str, str]:
    """The finding about one clustering, or which of two keeps its clusters further apart."""
    own = first["metrics"].get("Silhouette")
    other = second["metrics"].get("Silhouette") if second else None
    count, rows = len(first["details"]["clusters"]), number(first["details"]["rows"])
    sizes = f"{number(count)} {'cluster' if count == 1 else 'clusters'} of {rows} rows."
    if second is not None and own is not None and other is not None:
        better, worse = (first, second) if own >= other else (second, first)
        headline = (
            f"{first['name']} and {second['name']} keep their clusters about equally far apart"
            if abs(own - other) <= ALIKE
            else f"{better['name']} keeps its clusters further apart than {worse['name']}"
        )
        return headline, f"Mean silhouette {fixed(max(own, other), 3)} against {fixed(min(own, other), 3)}."
    if own is None:
        return f"{first['name']} made {number(count)} {'cluster' if count == 1 else 'clusters'}", sizes
    how = next(word for least, word in APART if own >= least)
    return f"{first['name']} keeps its clusters {how} apart", f"Mean silhouette {fixed(own, 3)}. {sizes}"


def cluster_chart(details: Mapping[str, Any]) -> Markup:
    """The rows in the plane of their two main directions, each in the colour of its cluster."""
    points = details["points"]
    across, up = ([point[axis] for point in points] for axis in (0, 1))
    share = percent(details["axes"][0], 0) if details["axes"] else ""
    plot = Plot.of(_widened(across), _widened(up), f"First principal component, {share}")
    drawn: list[Markup] = []
    for cluster in sorted({point[2] for point in points}):
        own = [(point[0], point[1]) for point in points if point[2] == cluster]
        place = cluster % COLOURS + 1
        drawn.append(element("path", d=dots(map(plot.at, own)), class_=f"points-{place}"))
    for cluster in sorted({point[2] for point in points}):
        own = [(point[0], point[1]) for point in points if point[2] == cluster]
        x, y = plot.at((sum(x for x, _ in own) / len(own), sum(y for _, y in own) / len(own)))
        drawn.append(words(str(cluster), x, y + 4, "name", "middle"))
    label = f"{number(len(details['clusters']))} clusters in the plane of their two main directions."
    return picture(WIDTH, HEIGHT, *plot.frame(), *drawn, label=label, class_="chart")


def _widened(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    extra = (high - low) * 0.05 or 1
    return low - extra, high + extra
