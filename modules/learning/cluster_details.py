"""What the browser draws of a trained clustering."""

from typing import Any

import numpy as np
import pandas as pd

from modules.kit import TrainedModel
from modules.kit.schema import infer_column_type
from modules.kit.views.cluster_view import ClusterDetails, ClusterProfile, ClusterSummary, NamedFigure
from modules.kit.views.view_model import ClusterPoint
from modules.learning.components import MAX_EXACT_FEATURES
from modules.learning.dendrogram import build_dendrogram
from modules.learning.metric_formulas import Counts, Flags, Numbers

#: The picture shows a sample of the rows, and so many clusters and features at most are described.
MAX_POINTS = 1_000
MAX_CLUSTERS = 50
MAX_PROFILED_FEATURES = 60
NOISE = -1


def build_cluster_details(model: TrainedModel, frame: pd.DataFrame, rows: Any, assigned: Any) -> ClusterDetails:
    """Clusters in the plane of their two main axes, their sizes, and what is typical of each.

    `frame` and the encoded `rows` are those that have a cluster.
    """
    centers = model.centers if hasattr(model, "centers") else np.empty((0, rows.shape[1]))
    plane = PrincipalPlane(rows)
    numbers = [*range(min(len(centers), MAX_CLUSTERS))]
    return ClusterDetails(
        rows=len(frame),
        left_out=int((~assigned.present).sum()),
        noise=int((assigned.clusters == NOISE).sum()),
        found=len(centers),
        clusters=describe_clusters(
            assigned.clusters, assigned.distances, numbers, plane.project(centers[: len(numbers)])
        ),
        points=sample_points(plane, rows, assigned.clusters),
        axes=plane.shares,
        profile=profile_clusters(frame, assigned.clusters, numbers),
        dendrogram=build_dendrogram(model.pipeline, assigned.clusters),
        figures=_list_figures(model.pipeline, rows),
    )


class PrincipalPlane:
    """The two main axes of the points: those along which they differ most."""

    def __init__(self, rows: Any) -> None:
        from sklearn.decomposition import PCA, TruncatedSVD

        self.shares: list[float] = []
        dimensions, exact = min(2, *rows.shape), rows.shape[1] <= MAX_EXACT_FEATURES
        if isinstance(rows, np.ndarray):
            self._axes = PCA(dimensions, svd_solver="full" if exact else "auto", random_state=0)
        else:
            solver = "arpack" if exact and dimensions < min(rows.shape) else "randomized"
            self._axes = TruncatedSVD(dimensions, algorithm=solver, random_state=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            self._axes.fit(rows if rows.shape[0] > 1 else np.vstack([rows, rows]))
        shares = np.nan_to_num(self._axes.explained_variance_ratio_)
        self.shares = [round(float(share), 4) for share in shares]

    def project(self, rows: Any) -> Numbers:
        """Their places in the plane; the second is 0 where there is one axis only."""
        if rows.shape[0] == 0:
            return np.empty((0, 2))
        places: Numbers = self._axes.transform(rows)
        return places if places.shape[1] == 2 else np.column_stack([places, np.zeros(len(places))])


def sample_points(plane: PrincipalPlane, rows: Any, clusters: Counts) -> list[ClusterPoint]:
    """[across, up, cluster] of at most MAX_POINTS rows, drawn at random."""
    drawn = np.arange(rows.shape[0])
    if len(drawn) > MAX_POINTS:
        drawn = np.sort(np.random.default_rng(0).choice(drawn, MAX_POINTS, replace=False))
    places = plane.project(rows[drawn])
    return [
        (round(float(x), 5), round(float(y), 5), int(cluster))
        for (x, y), cluster in zip(places, clusters[drawn], strict=True)
    ]


def describe_clusters(
    clusters: Counts, distances: Numbers, numbers: list[int], places: Numbers
) -> list[ClusterSummary]:
    """The size of each cluster, the place of its center and how far its rows lie from it."""
    found = []
    for number, (x, y) in zip(numbers, places.tolist(), strict=True):
        own = distances[clusters == number, number]
        found.append(
            ClusterSummary(
                cluster=number,
                rows=len(own),
                center=(round(x, 5), round(y, 5)),
                average_distance=float(own.mean()) if len(own) else None,
                maximal_distance=float(own.max()) if len(own) else None,
            )
        )
    return found


def profile_clusters(frame: pd.DataFrame, clusters: Counts, numbers: list[int]) -> list[ClusterProfile]:
    """What is typical of each cluster, the features that differ most between clusters first.

    Of numbers it is the mean, and how many standard deviations of all rows it is away from their mean; of everything
    else the commonest value, and by how much its share exceeds that among all rows.
    """
    records = [_profile_feature(frame[name], clusters, numbers) for name in frame.columns]
    return sorted(records, key=_measure_contrast, reverse=True)[:MAX_PROFILED_FEATURES]


def _measure_contrast(record: ClusterProfile) -> float:
    return max((abs(value) for value in record.differences if value is not None), default=0.0)


def _profile_feature(values: "pd.Series[Any]", clusters: Counts, numbers: list[int]) -> ClusterProfile:
    kind = infer_column_type(values)
    profile_values = _profile_numbers if kind in ("integer", "real") else _profile_categories
    overall, cells, differences = profile_values(values, [clusters == number for number in numbers])
    return ClusterProfile(feature=str(values.name), type=kind, overall=overall, values=cells, differences=differences)


#: What is typical of all rows, of each cluster, and how far the latter are from the former.
_TypicalValues = tuple[float | str, list[float | str | None], list[float | None]]


def _profile_numbers(values: "pd.Series[Any]", masks: list[Flags]) -> _TypicalValues:
    numbers = values.to_numpy(dtype="float64")
    scale = float(np.max(np.abs(numbers))) or 1.0
    shares = numbers / scale
    mean, spread = float(shares.mean()), float(shares.std())
    means = [float(shares[mask].mean()) if mask.any() else None for mask in masks]
    differences = [None if value is None else (value - mean) / spread if spread else 0.0 for value in means]
    return mean * scale, [None if value is None else value * scale for value in means], differences


def _profile_categories(values: "pd.Series[Any]", masks: list[Flags]) -> _TypicalValues:
    words = values.astype(str).reset_index(drop=True)
    shares = words.value_counts(normalize=True)
    commonest = [words[mask].mode().iloc[0] if mask.any() else None for mask in masks]
    differences = [
        None if word is None else float((words[mask] == word).mean() - shares[word])
        for word, mask in zip(commonest, masks, strict=True)
    ]
    return str(shares.index[0]), commonest, differences


def _list_figures(estimator: Any, rows: Any) -> list[NamedFigure]:
    """Numbers that only this kind of clustering has: of a Gaussian mixture the information criteria."""
    if hasattr(estimator, "bic"):
        return [
            NamedFigure(name="Bayesian information criterion", value=float(estimator.bic(rows))),
            NamedFigure(name="Akaike information criterion", value=float(estimator.aic(rows))),
        ]
    if hasattr(estimator, "inertia_"):
        return [NamedFigure(name="Sum of squared distances", value=float(estimator.inertia_))]
    return []
