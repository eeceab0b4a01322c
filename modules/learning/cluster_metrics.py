"""How good a clustering is: how close rows are to their own cluster and how far from the others.

The distances are those that assigning wrote: to the centers, in the space in which the model compares rows. Average
Distance to Other Center is the mean over the centers of all other clusters. Silhouette (Rousseeuw, Journal of
Computational and Applied Mathematics 20, 1987), Davies-Bouldin (IEEE PAMI 1, 1979) and Calinski-Harabasz
(Communications in Statistics 3, 1974) are those of scikit-learn in the same space.
"""

import math

import numpy as np
import numpy.typing as npt
import pandas as pd

from modules.kit import Dataset, ModuleError, Schema, Scores
from modules.kit.views.cluster_view import ClusteringDetails, LabelCounts, MeasuredCluster
from modules.kit.views.view_model import ClusterPoint
from modules.learning.cluster_details import MAX_CLUSTERS, PrincipalPlane, profile_clusters, sample_points
from modules.learning.cluster_labels import find_label
from modules.learning.clustering import ASSIGNMENTS, DISTANCE
from modules.learning.encoding import build_encoder, list_encoded_names
from modules.learning.labels import sort_class_names, to_class_names
from modules.learning.metric_formulas import Counts, Flags, Numbers

#: The silhouette compares all pairs of rows: of more rows than this a sample is drawn.
MAX_SILHOUETTE_ROWS = 5_000
#: The label is compared with the clusters if it has at most so many values.
MAX_LABEL_CLASSES = 30

ClusterMetrics = dict[str, float]
Texts = npt.NDArray[np.object_]


def is_clustering(dataset: Dataset) -> bool:
    """Whether these are assignments to clusters, also if they were made elsewhere: the column names tell."""
    if dataset.scores is not None:
        return dataset.scores.task == "clustering"
    names = dataset.schema.names
    return ASSIGNMENTS in names and any(name.startswith(DISTANCE) for name in names)


def measure_clusters(dataset: Dataset, port: str) -> tuple[ClusterMetrics, ClusteringDetails]:
    """The metrics of the whole clustering, and what the browser draws."""
    scores = dataset.scores or _infer_scores(dataset)
    frame, clusters = _select_assigned_rows(dataset, scores, port)
    distances = _read_distances(frame, scores, clusters, port)
    rows = _encode_rows(frame, scores)
    silhouettes = _compute_silhouettes(rows, clusters)
    label = find_label(dataset.schema)
    metrics = {
        "Average_Distance_to_Cluster_Center": float(distances.own.mean()),
        "Average_Distance_to_Other_Center": distances.average_other(),
        "Number_of_Points": float(len(clusters)),
        "Maximal_Distance_to_Cluster_Center": float(distances.own.max()),
        "Number_of_Clusters": float(len(np.unique(clusters))),
        **_measure_separation(rows, clusters, silhouettes),
        **_measure_agreement(frame, label, clusters),
    }
    numbers = _list_cluster_numbers(clusters)
    points, axes = _build_plane_points(rows, clusters)
    return metrics, ClusteringDetails(
        rows=len(clusters),
        without=dataset.rows - len(clusters),
        sampled=None if silhouettes is None else int(np.isfinite(silhouettes).sum()),
        clusters=[_describe_cluster(number, clusters, distances, silhouettes) for number in numbers],
        points=points,
        axes=axes,
        profile=[] if rows is None else profile_clusters(frame[list(scores.features)], clusters, numbers),
        label=_cross_tabulate(frame, label, clusters),
    )


class CenterDistances:
    """The distance of each row to the center of its own cluster, and its mean distance to those of the others."""

    def __init__(self, table: Numbers, clusters: Counts) -> None:
        self.own = table[np.arange(len(table)), clusters]
        others = table.shape[1] - 1
        self.other = (table.sum(axis=1) - self.own) / others if others else np.full(len(table), math.nan)

    def average_other(self) -> float:
        return float(self.other.mean())


def _select_assigned_rows(dataset: Dataset, scores: Scores, port: str) -> tuple[pd.DataFrame, Counts]:
    """The rows that are in a cluster, and the number of it."""
    if scores.predicted not in dataset.schema:
        message = f"The data at '{port}' has no column '{ASSIGNMENTS}'. Connect the output of Assign Data to Clusters."
        raise ModuleError(25, message, port=port)
    numbers = pd.to_numeric(dataset.frame[scores.predicted], errors="coerce").to_numpy("float64", na_value=np.nan)
    inside = np.isfinite(numbers) & (numbers >= 0)
    if not inside.any():
        raise ModuleError(21, f"No row at '{port}' is in a cluster.", port=port, column=scores.predicted)
    return dataset.frame.loc[inside].reset_index(drop=True), numbers[inside].astype("int64")


def _read_distances(frame: pd.DataFrame, scores: Scores, clusters: Counts, port: str) -> CenterDistances:
    columns = [scores.distances.get(str(number)) for number in range(int(clusters.max()) + 1)]
    columns += [column for number, column in scores.distances.items() if int(number) >= len(columns)]
    missing = next((at for at, column in enumerate(columns) if column is None or column not in frame), None)
    if missing is not None:
        message = (
            f"The data at '{port}' has no column '{DISTANCE}{missing}'. Connect the output of Assign Data to Clusters."
        )
        raise ModuleError(25, message, port=port)
    table = frame[[column for column in columns if column]].to_numpy(dtype="float64", na_value=np.nan)
    if not np.isfinite(table).all():
        raise ModuleError(18, f"A distance at '{port}' is missing or infinite.", port=port)
    return CenterDistances(table, clusters)


def _infer_scores(dataset: Dataset) -> Scores:
    """What the column names say of assignments that were made elsewhere."""
    found = {name.removeprefix(DISTANCE): name for name in dataset.schema.names if name.startswith(DISTANCE)}
    numbered = {number: name for number, name in found.items() if number.isdecimal()}
    return Scores("clustering", find_label(dataset.schema), ASSIGNMENTS, distances=numbered)


def _encode_rows(frame: pd.DataFrame, scores: Scores) -> Numbers | None:
    """The rows as the model saw them but for a shift, or None where a column it was made of is gone."""
    if not scores.features or not set(scores.features) <= set(frame.columns):
        return None
    data = frame[list(scores.features)]
    schema: Schema = Dataset(data).schema
    if data.isna().to_numpy().any():
        return None
    encoder = build_encoder(data, schema, "one-hot", [])
    rows = encoder.fit_transform(data)
    if not isinstance(rows, np.ndarray):
        return None
    # A category that the model did not know has no axis in its space.
    lengths = np.array([scores.space.get(name, 0.0) for name in list_encoded_names(encoder)])
    placed: Numbers = (rows - rows.mean(axis=0)) * lengths
    return placed


def _compute_silhouettes(rows: Numbers | None, clusters: Counts) -> Numbers | None:
    """The silhouette of each row, NaN for those that the sample left out."""
    from sklearn.metrics import silhouette_samples

    if rows is None:
        return None
    drawn = np.arange(len(clusters))
    if len(drawn) > MAX_SILHOUETTE_ROWS:
        drawn = np.random.default_rng(0).choice(drawn, MAX_SILHOUETTE_ROWS, replace=False)
    if not 2 <= len(np.unique(clusters[drawn])) < len(drawn):
        return None
    silhouettes = np.full(len(clusters), math.nan)
    silhouettes[drawn] = silhouette_samples(rows[drawn], clusters[drawn])
    return silhouettes


def _measure_separation(rows: Numbers | None, clusters: Counts, silhouettes: Numbers | None) -> ClusterMetrics:
    from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score

    if rows is None or silhouettes is None:
        return {}
    return {
        "Silhouette": float(np.nanmean(silhouettes)),
        "Davies_Bouldin": float(davies_bouldin_score(rows, clusters)),
        "Calinski_Harabasz": float(calinski_harabasz_score(rows, clusters)),
    }


def _measure_agreement(frame: pd.DataFrame, label: str | None, clusters: Counts) -> ClusterMetrics:
    """How far the clusters agree with the label (Hubert and Arabie, Journal of Classification 2, 1985, page 193)."""
    from sklearn.metrics import adjusted_rand_score

    known = _find_label_classes(frame, label)
    if known is None:
        return {}
    names, present = known
    return {"Adjusted_Rand_Index": float(adjusted_rand_score(names[present], clusters[present]))}


def _find_label_classes(frame: pd.DataFrame, label: str | None) -> tuple[Texts, Flags] | None:
    """The classes of the label and where there are any, if it has few enough."""
    if label is None or label not in frame:
        return None
    names = to_class_names(frame[label])
    present = np.array([name is not None for name in names])
    if not 2 <= len(set(names[present])) <= MAX_LABEL_CLASSES:
        return None
    return names, present


def _cross_tabulate(frame: pd.DataFrame, label: str | None, clusters: Counts) -> LabelCounts | None:
    """How many rows of each class of the label are in each cluster."""
    known = _find_label_classes(frame, label)
    if known is None or label is None:
        return None
    names, _ = known
    classes = sort_class_names({name for name in names if name is not None})
    counts = [
        [int(np.sum((clusters == number) & (names == name))) for name in classes]
        for number in _list_cluster_numbers(clusters)
    ]
    return LabelCounts(name=label, classes=classes, counts=counts)


def _list_cluster_numbers(clusters: Counts) -> list[int]:
    return [int(number) for number in np.unique(clusters)[:MAX_CLUSTERS]]


def _describe_cluster(
    number: int, clusters: Counts, distances: CenterDistances, silhouettes: Numbers | None
) -> MeasuredCluster:
    mask = clusters == number
    known = silhouettes[mask & np.isfinite(silhouettes)] if silhouettes is not None else np.empty(0)
    other = float(distances.other[mask].mean())
    return MeasuredCluster(
        cluster=number,
        rows=int(mask.sum()),
        average_distance=float(distances.own[mask].mean()),
        average_other=None if math.isnan(other) else other,
        maximal_distance=float(distances.own[mask].max()),
        silhouette=float(known.mean()) if len(known) else None,
    )


def _build_plane_points(rows: Numbers | None, clusters: Counts) -> tuple[list[ClusterPoint], list[float]]:
    if rows is None:
        return [], []
    plane = PrincipalPlane(rows)
    return sample_points(plane, rows, clusters), plane.shares
