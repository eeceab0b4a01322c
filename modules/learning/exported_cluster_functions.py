"""Functions on clusterings that stand in exported scripts, as they are here; see `written.py`."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from modules.learning.cluster_metrics import MAX_LABEL_CLASSES, MAX_SILHOUETTE_ROWS
from modules.learning.clustering import (
    ASSIGNMENTS,
    DISTANCE,
    PROBABILITY,
    ClusterAssignment,
    ClusterReference,
    build_assignment_columns,
    build_reference,
    find_centers,
    find_nearest_cluster,
)


@dataclass
class FittedClusters:
    """A fitted clustering: its columns, how they become numbers, the centers, and how new rows find their cluster."""

    columns: list[str]
    encoder: Any
    estimator: Any
    labels: Any
    centers: Any
    reference: ClusterReference | None

    def assign_rows(self, rows: Any) -> Any:
        """The cluster of each encoded row."""
        if self.reference is None:
            return self.estimator.predict(rows)
        return find_nearest_cluster(self.reference, rows, self.estimator.metric)


def fit_cluster_pipeline(
    model: Any, data: pd.DataFrame, columns: list[str], weight: str | None = None
) -> FittedClusters:
    """Fit a pipeline of encoder and clustering to the rows that have a value in every column."""
    encoder, estimator = model.named_steps.values()
    present = data.dropna(subset=columns).reset_index(drop=True)
    rows = encoder.fit_transform(present[columns])
    settings = {} if weight is None else {"sample_weight": present[weight].to_numpy(dtype="float64")}
    estimator.fit(rows, **settings)
    labels = estimator.labels_ if hasattr(estimator, "labels_") else estimator.predict(rows)
    centers, reference = find_centers(estimator, rows, labels), build_reference(estimator, rows, labels)
    return FittedClusters(columns, encoder, estimator, labels, centers, reference)


def add_clusters(data: pd.DataFrame, model: FittedClusters, *, own: bool = False, append: bool = True) -> pd.DataFrame:
    """The data with the cluster of each row and its distance to each center; `own` rows are those of the training."""
    from sklearn.metrics.pairwise import euclidean_distances

    present = data[model.columns].notna().all(axis=1).to_numpy()
    rows = model.encoder.transform(data.loc[present, model.columns])
    clusters = model.labels if own else model.assign_rows(rows)
    probable = hasattr(model.estimator, "covariance_type")
    probabilities = model.estimator.predict_proba(rows).max(axis=1) if probable else None
    assigned = ClusterAssignment(present, clusters, euclidean_distances(rows, model.centers), probabilities)
    earlier = [name for name in data if name in (ASSIGNMENTS, PROBABILITY) or name.startswith(DISTANCE)]
    kept = data.drop(columns=earlier) if append else data[[]]
    return pd.concat([kept.reset_index(drop=True), build_assignment_columns(assigned)], axis=1)


def measure_clustering(scored: pd.DataFrame, model: FittedClusters, label: str | None = None) -> dict[str, float]:
    """How close rows are to their own center and how far from the others, and how well clusters are parted."""
    from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score, silhouette_score

    known = scored[(scored[ASSIGNMENTS] >= 0).fillna(False)].reset_index(drop=True)
    clusters = known[ASSIGNMENTS].to_numpy(dtype="int64")
    distances = known[[name for name in known if name.startswith(DISTANCE)]].to_numpy()
    own, others = distances[np.arange(len(known)), clusters], distances.shape[1] - 1
    found = {
        "Average_Distance_to_Cluster_Center": float(own.mean()),
        "Average_Distance_to_Other_Center": float(((distances.sum(axis=1) - own) / others).mean())
        if others
        else float("nan"),
        "Number_of_Points": float(len(known)),
        "Maximal_Distance_to_Cluster_Center": float(own.max()),
        "Number_of_Clusters": float(len(np.unique(clusters))),
    }
    drawn = np.arange(len(known))
    if len(drawn) > MAX_SILHOUETTE_ROWS:
        drawn = np.random.default_rng(0).choice(drawn, MAX_SILHOUETTE_ROWS, replace=False)
    if set(model.columns) <= set(known) and 2 <= len(np.unique(clusters[drawn])) < len(drawn):
        rows = model.encoder.transform(known[model.columns])
        found["Silhouette"] = float(silhouette_score(rows[drawn], clusters[drawn]))
        found["Davies_Bouldin"] = float(davies_bouldin_score(rows, clusters))
        found["Calinski_Harabasz"] = float(calinski_harabasz_score(rows, clusters))
    return found | ({} if label is None else _measure_label_agreement(known[label], clusters))


def _measure_label_agreement(label: "pd.Series[Any]", clusters: Any) -> dict[str, float]:
    """How far the clusters agree with the classes of a label."""
    from sklearn.metrics import adjusted_rand_score

    present = label.notna().to_numpy()
    names = label[present].astype("str")
    if not 2 <= names.nunique() <= MAX_LABEL_CLASSES:
        return {}
    return {"Adjusted_Rand_Index": float(adjusted_rand_score(names, clusters[present]))}
