"""How sure the compared metric of each version is: the 95 % interval that its evaluation found by resampling rows."""

from collections.abc import Iterator, Sequence

from pydantic import BaseModel

from modules.kit.views.evaluation_view import EvaluationView
from server.storage.files.artifact_store import ArtifactStore
from server.storage.orm.registry_tables import ModelVersionRow

#: Of the newest so many versions; each takes reading a view.
MAX_INTERVALS = 60


class VersionInterval(BaseModel):
    """The range that holds the metric of a version in 95 % of resamples of its test rows, and how many there are."""

    version: int
    low: float
    high: float
    rows: int


def list_intervals(
    store: ArtifactStore, versions: Sequence[ModelVersionRow], metric: str | None
) -> Iterator[VersionInterval]:
    """The intervals of a metric, newest version first; versions whose evaluation compared nothing by it have none."""
    views: dict[str, EvaluationView | None] = {}
    for version in versions[:MAX_INTERVALS]:
        if metric is None or version.evaluation is None or metric not in version.metrics:
            continue
        if version.evaluation not in views:
            view = store.read_view(version.evaluation)
            views[version.evaluation] = view if isinstance(view, EvaluationView) else None
        found = _find_interval(views[version.evaluation], version, metric)
        if found is not None:
            yield found


def _find_interval(view: EvaluationView | None, version: ModelVersionRow, metric: str) -> VersionInterval | None:
    """That of the evaluated model that has the metrics of the version."""
    comparison = view.comparison if view is not None else None
    if view is None or comparison is None or comparison.metric != metric:
        return None
    for place, interval in zip(comparison.compared, comparison.intervals, strict=True):
        own = view.models[place].metrics.get(metric) == version.metrics[metric]
        if own and interval.low is not None and interval.high is not None:
            return VersionInterval(version=version.version, low=interval.low, high=interval.high, rows=comparison.rows)
    return None
