"""The glances of what was learned without a label: clusters, anomaly scores, principal components.

Each is read off the details that training or an evaluation left.
"""

from modules.kit.views.cluster_view import ClusterDetails, ClusteringDetails
from modules.kit.views.model_view import AnomalyDetails
from modules.kit.views.thumbnail_kinds import ClustersThumbnail, ImportancesThumbnail, ThresholdThumbnail, Thumbnail
from modules.kit.views.transformation_view import ComponentDetails
from modules.kit.views.view_model import ViewModel

MAX_POINTS = 70
MAX_BARS = 20


def build_details_thumbnail(details: ViewModel) -> Thumbnail | None:
    """The few numbers of the small picture, or None for details of another kind."""
    if isinstance(details, ClusterDetails | ClusteringDetails):
        return _build_clusters_thumbnail(details)
    if isinstance(details, AnomalyDetails):
        return _build_anomalies_thumbnail(details)
    if isinstance(details, ComponentDetails):
        return ImportancesThumbnail(values=[round(share, 4) for share in details.explained[:9]])
    return None


def _build_clusters_thumbnail(details: ClusterDetails | ClusteringDetails) -> ClustersThumbnail | None:
    """Points of the plane, scaled to 0 to 1, each with the number of its cluster."""
    points = details.points
    if not points:
        return None
    count = min(len(points), MAX_POINTS)
    kept = [points[at * len(points) // count] for at in range(count)]
    across, up = [point[0] for point in points], [point[1] for point in points]
    return ClustersThumbnail(points=[(_scale_value(x, across), _scale_value(y, up), cluster) for x, y, cluster in kept])


def _scale_value(value: float, among: list[float]) -> float:
    low, high = min(among), max(among)
    return round((value - low) / (high - low), 3) if high > low else 0.5


def _build_anomalies_thumbnail(details: AnomalyDetails) -> ThresholdThumbnail:
    """The histogram of the scores from 0 to 1, and the place of the threshold among its bars."""
    counts = details.histogram.counts
    bins = [sum(counts[at : at + len(counts) // MAX_BARS or 1]) for at in _bin_starts(len(counts))]
    most = max([*bins, 1])
    return ThresholdThumbnail(bars=[round(count / most, 3) for count in bins], cut=details.threshold)


def _bin_starts(count: int) -> range:
    return range(0, count, max(1, count // MAX_BARS))
