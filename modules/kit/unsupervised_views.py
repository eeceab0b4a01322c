"""The glances of what was learned without a label: clusters, anomaly scores, principal components.

Each is read off the details that training left, by their `kind`: ClusterDetails, AnomalyDetails, ComponentDetails and
ClusteringDetails of the browser's types.
"""

from collections.abc import Callable, Mapping
from typing import Any

MAX_POINTS = 70
MAX_BARS = 20


def build_details_thumbnail(details: Mapping[str, object]) -> dict[str, Any] | None:
    """The few numbers of the small picture, or None for details of another kind."""
    look = THUMBNAIL_BUILDERS.get(str(details.get("kind")))
    return look(details) if look else None


def _build_clusters_thumbnail(details: Mapping[str, Any]) -> dict[str, Any] | None:
    """Points of the plane, scaled to 0 to 1, each with the number of its cluster."""
    points = details["points"]
    if not points:
        return None
    count = min(len(points), MAX_POINTS)
    kept = [points[at * len(points) // count] for at in range(count)]
    across, up = ([float(point[axis]) for point in points] for axis in (0, 1))
    return {
        "kind": "clusters",
        "points": [[_scale_value(point[0], across), _scale_value(point[1], up), int(point[2])] for point in kept],
    }


def _scale_value(value: float, among: list[float]) -> float:
    low, high = min(among), max(among)
    return round((value - low) / (high - low), 3) if high > low else 0.5


def _build_anomalies_thumbnail(details: Mapping[str, Any]) -> dict[str, Any]:
    """The histogram of the scores from 0 to 1, and the place of the threshold among its bars."""
    counts = details["histogram"]["counts"]
    bins = [sum(counts[at : at + len(counts) // MAX_BARS or 1]) for at in _bin_starts(len(counts))]
    most = max([*bins, 1])
    return {"kind": "threshold", "bars": [round(count / most, 3) for count in bins], "cut": details["threshold"]}


def _bin_starts(count: int) -> range:
    return range(0, count, max(1, count // MAX_BARS))


def _build_components_thumbnail(details: Mapping[str, Any]) -> dict[str, Any]:
    return {"kind": "importances", "values": [round(share, 4) for share in details["explained"][:9]]}


THUMBNAIL_BUILDERS: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any] | None]] = {
    "clusters": _build_clusters_thumbnail,
    "clustering": _build_clusters_thumbnail,
    "anomalies": _build_anomalies_thumbnail,
    "components": _build_components_thumbnail,
}
