"""Clusterings: fitted to rows, and assigning a cluster to each row of these and of other data.

Clusters are numbered from 0; -1 is noise, a row that belongs to none. A row with a missing feature has no assignment.
"""

import logging
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import pandas as pd

from modules.kit import (
    Column,
    Columns,
    Dataset,
    ModelSchema,
    ModuleError,
    Schema,
    Scores,
    TrainedModel,
    UntrainedModel,
)
from modules.kit.errors import to_sentence
from modules.learning.cluster_details import build_cluster_details
from modules.learning.cluster_labels import CenterLabels, LabelImputer, find_label
from modules.learning.compatible_modules import get_scorer_title
from modules.learning.feature_space import EncodedPoints, FeatureSpace, encode_points, fit_space, to_dense
from modules.learning.features import format_row_count
from modules.learning.learners import build_learner, split_pipeline
from modules.learning.metric_formulas import Counts, Flags, Numbers
from modules.learning.row_weights import prepare_weights

log = logging.getLogger(__name__)

ASSIGNMENTS = "Assignments"
DISTANCE = "DistancesToClusterCenter no."
PROBABILITY = "Assignment Probability"

LabelMode = Literal["Ignore label column", "Fill missing values", "Overwrite from closest to center"]
#: The distances of all pairs of this many rows take 400 MB.
MAX_PAIRWISE_ROWS = 10_000


@dataclass(frozen=True)
class ClusterLearner(UntrainedModel):
    """An untrained clustering, and what it does with a label column."""

    label_mode: LabelMode = "Ignore label column"


@dataclass(frozen=True)
class ClusterReference:
    """The rows whose cluster new rows take over, for clusterings without a rule: the nearest one within `reach`."""

    rows: Any
    clusters: Counts
    reach: float


@dataclass(frozen=True)
class ClusterModel(TrainedModel):
    """A trained clustering: the center of each cluster in the space of the encoded features, and the way there."""

    space: FeatureSpace | None = None
    centers: Any = None
    reference: ClusterReference | None = None
    filler: LabelImputer | None = None
    center_labels: CenterLabels | None = None


@dataclass(frozen=True)
class ClusterAssignment:
    """The cluster of each row that has one, its distance to each center, and where known how probable it is."""

    present: Flags
    clusters: Counts
    distances: Numbers
    probabilities: Numbers | None = None


def build_cluster_learner(
    learner: str,
    estimator: Any,
    parameters: Mapping[str, Any],
    *,
    scaler: Any = None,
    label_mode: LabelMode = "Ignore label column",
) -> ClusterLearner:
    """An untrained clustering of this title; the `scaler` is fitted to the numeric columns only."""
    plain = build_learner(learner, "clustering", estimator, parameters, scaler=scaler)
    return ClusterLearner(**vars(plain), label_mode=label_mode)


def first_rows(rows: Any, n_clusters: int, random_state: object) -> Numbers:  # noqa: ARG001
    """The first rows as the first centers, called by scikit-learn, which moves them: so they must be a copy."""
    first = rows[:n_clusters]
    copied: Numbers = first.copy() if isinstance(first, np.ndarray) else first.toarray()
    return copied


def select_clustered_columns(dataset: Schema, column_set: Columns, label_mode: LabelMode) -> list[str]:
    """The columns that are compared: the chosen ones, and the label only where it is a feature."""
    label = find_label(dataset)
    chosen = [name for name in column_set.resolve(dataset) if name != label]
    return [*chosen, label] if label and label_mode == "Fill missing values" else chosen


def fit_clusters(
    untrained: UntrainedModel, dataset: Dataset, column_set: Columns, *, port: str = "dataset"
) -> tuple[ClusterModel, Dataset, ClusterAssignment]:
    """The trained clustering, the data with their labels filled in or overwritten, and the cluster of each row."""
    if untrained.task != "clustering":
        message = (
            f"{untrained.learner} is not a clustering learner. It is for {untrained.task}. Connect K-Means Clustering."
        )
        raise ModuleError(13, message, port="untrained_model")
    mode: LabelMode = untrained.label_mode if isinstance(untrained, ClusterLearner) else "Ignore label column"
    column_set.resolve_required(dataset.schema, port=port, parameter="column_set")
    names = select_clustered_columns(dataset.schema, column_set, mode)
    if not names:
        message = f"The data at '{port}' has no feature column besides the label '{find_label(dataset.schema)}'."
        raise ModuleError(47, message, port=port)
    estimator, steps = split_pipeline(untrained)
    filler = LabelImputer.from_dataset(dataset, names, steps, port=port) if mode == "Fill missing values" else None
    data = filler.fill(dataset, port=port) if filler else dataset
    space, points = fit_space(data, names, steps, port=port)
    weights = prepare_weights(estimator, data, untrained.learner, port=port, rows=points.present)
    clusters = _fit_estimator(estimator, points.rows, untrained.learner, weights, port=port)
    model = ClusterModel(
        task="clustering",
        learner=untrained.learner,
        pipeline=estimator,
        label=None,
        features=space.features,
        feature_names=space.axes,
        parameters=untrained.parameters,
        rows=int(points.present.sum()),
        space=space,
        centers=find_centers(estimator, points.rows, clusters),
        reference=build_reference(estimator, points.rows, clusters),
        filler=filler,
    )
    if mode == "Overwrite from closest to center":
        labels = CenterLabels.from_nearest_rows(data, points, clusters, model.centers, port=port)
        model = replace(model, center_labels=labels)
    assigned = _build_assignment(model, points, clusters)
    details = build_cluster_details(model, data.frame.loc[points.present, space.features.names], points.rows, assigned)
    return replace(model, details=details), data, assigned


def assign_clusters(
    model: TrainedModel, dataset: Dataset, *, port: str = "dataset"
) -> tuple[Dataset, ClusterAssignment]:
    """The data with their labels filled in where the model does so, and the cluster of each row."""
    if not isinstance(model, ClusterModel) or model.space is None:
        message = f"{model.learner} is not a clustering model. Use {get_scorer_title(model)} instead."
        raise ModuleError(13, message, port="trained_model")
    data = model.filler.fill(dataset, port=port) if model.filler else dataset
    points = encode_points(model.space, data, port=port)
    if not points.present.all():
        log.warning("Rows with a missing value get no cluster: %s.", format_row_count(int((~points.present).sum())))
    return data, _build_assignment(model, points, _predict_clusters(model, points.rows))


def add_assignments(
    dataset: Dataset, model: ClusterModel, assigned: ClusterAssignment, *, append: bool = True
) -> Dataset:
    """The dataset with its assignments and distances, which take the place of earlier ones; or these alone."""
    data = model.center_labels.overwrite(dataset, assigned) if model.center_labels else dataset
    label = find_label(data.schema)
    kept = [name for name in data.frame.columns if not is_assignment_column(name) and (append or name == label)]
    columns = build_assignment_columns(assigned)
    frame = pd.concat([data.frame[kept].reset_index(drop=True), columns], axis=1)
    scores = Scores(
        task="clustering",
        label=label,
        predicted=ASSIGNMENTS,
        classes=tuple(str(number) for number in range(assigned.distances.shape[1])),
        learner=model.learner,
        distances={name.removeprefix(DISTANCE): name for name in columns if name.startswith(DISTANCE)},
        features=tuple(model.features.names),
        space=model.space.compute_axis_lengths() if model.space else {},
    )
    return Dataset(frame, data.roles, scores).with_role("score", *columns.columns)


def is_assignment_column(name: str) -> bool:
    """Whether assigning makes columns of this name."""
    return name in (ASSIGNMENTS, PROBABILITY) or name.startswith(DISTANCE)


def infer_assigned_schema(model: ModelSchema | None, dataset: Schema, *, append: bool) -> Schema | None:
    """The columns before a run, without the distances: how many clusters there will be only the run can tell."""
    if model is None or model.task != "clustering":
        return None
    label = find_label(dataset)
    kept = dataset.select(
        name for name in dataset.names if not is_assignment_column(name) and (append or name == label)
    )
    return replace(kept.add_columns(Column(ASSIGNMENTS, "integer", "score")), complete=False)


def build_assignment_columns(assigned: ClusterAssignment) -> pd.DataFrame:
    """Missing where a row has no assignment; whole numbers stay whole."""
    rows = len(assigned.present)
    clusters = pd.array(np.zeros(rows, dtype="int64"), dtype="Int64")
    clusters[assigned.present] = assigned.clusters
    clusters[~assigned.present] = pd.NA
    columns: dict[str, Any] = {ASSIGNMENTS: clusters.astype("int64") if assigned.present.all() else clusters}
    if assigned.probabilities is not None:
        columns[PROBABILITY] = _spread_values(assigned.probabilities, assigned.present)
    for number in range(assigned.distances.shape[1]):
        columns[f"{DISTANCE}{number}"] = _spread_values(assigned.distances[:, number], assigned.present)
    return pd.DataFrame(columns)


def _spread_values(values: Numbers, present: Flags) -> Numbers:
    spread = np.full(len(present), np.nan)
    spread[present] = values
    return spread


def _fit_estimator(estimator: Any, rows: Any, learner: str, settings: Mapping[str, Any], *, port: str) -> Counts:
    """Fit in place; returns the cluster of each row."""
    from sklearn.exceptions import ConvergenceWarning

    _refuse_too_few(estimator, rows, learner, port=port)
    if hasattr(estimator, "linkage") or hasattr(estimator, "covariance_type"):
        to_dense(rows, learner, port=port)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", ConvergenceWarning)
        try:
            estimator.fit(rows, **settings)
        except (ValueError, FloatingPointError) as error:
            raise ModuleError(83, to_sentence(f"{learner} could not be trained: {error}"), port=port) from error
    if any(issubclass(warning.category, ConvergenceWarning) for warning in caught):
        log.warning("%s stopped before it had converged. Raise the number of iterations.", learner)
    return np.asarray(estimator.labels_ if hasattr(estimator, "labels_") else estimator.predict(rows), dtype="int64")


def _refuse_too_few(estimator: Any, rows: Any, learner: str, *, port: str) -> None:
    """Refuse fewer different rows than clusters (21), and more rows than all pairs of them fit into memory (18)."""
    needed = getattr(estimator, "n_clusters", None) or getattr(estimator, "n_components", None) or 2
    if hasattr(estimator, "linkage") and rows.shape[0] > MAX_PAIRWISE_ROWS:
        message = f"{learner} compares all pairs of rows and takes up to {MAX_PAIRWISE_ROWS:,} of them."
        hint = "Draw a sample with Partition and Sample, or use K-Means Clustering."
        raise ModuleError(18, f"{message} Got {rows.shape[0]:,}. {hint}", port=port)
    different = _count_different(rows, needed)
    if different < needed:
        message = f"{learner} needs at least {needed} different rows. The data at '{port}' has {different}."
        hint = "Add rows." if needed == 2 else "Lower the number of clusters, or add rows."
        raise ModuleError(21, f"{message} {hint}", port=port)


def _count_different(rows: Any, needed: int) -> int:
    """How many different rows there are, counted no further than is asked for if the first ones differ already."""
    head = rows[: 4 * needed]
    found = len(np.unique(head if isinstance(head, np.ndarray) else head.toarray(), axis=0))
    if found >= needed or rows.shape[0] <= 4 * needed:
        return found
    if isinstance(rows, np.ndarray):
        return len(np.unique(rows, axis=0))
    return len({(row.indices.tobytes(), row.data.tobytes()) for row in rows})


def find_centers(estimator: Any, rows: Any, clusters: Counts) -> Numbers:
    """The centers that the estimator has, else the mean of each cluster's rows."""
    for name in ("cluster_centers_", "means_"):
        if hasattr(estimator, name):
            return np.asarray(getattr(estimator, name))
    means = [np.asarray(rows[clusters == number].mean(axis=0)).ravel() for number in range(clusters.max() + 1)]
    return np.array(means).reshape(len(means), rows.shape[1])


def build_reference(estimator: Any, rows: Any, clusters: Counts) -> ClusterReference | None:
    """DBSCAN: core samples, no further than the maximum distance. Hierarchical: every row."""
    if hasattr(estimator, "predict"):
        return None
    if hasattr(estimator, "core_sample_indices_"):
        core = estimator.core_sample_indices_
        return ClusterReference(rows[core], clusters[core], estimator.eps)
    return ClusterReference(rows, clusters, np.inf)


def _predict_clusters(model: ClusterModel, rows: Any) -> Counts:
    if rows.shape[0] == 0:
        return np.empty(0, dtype="int64")
    if model.reference is None:
        return np.asarray(model.pipeline.predict(rows), dtype="int64")
    return find_nearest_cluster(model.reference, rows, model.pipeline.metric)


def find_nearest_cluster(reference: ClusterReference, rows: Any, metric: str) -> Counts:
    from sklearn.neighbors import NearestNeighbors

    if reference.rows.shape[0] == 0:
        return np.full(rows.shape[0], -1)
    neighbors = NearestNeighbors(n_neighbors=1, metric=metric).fit(reference.rows)
    distances, places = neighbors.kneighbors(rows)
    return np.where(distances[:, 0] <= reference.reach, reference.clusters[places[:, 0]], -1)


def _build_assignment(model: ClusterModel, points: EncodedPoints, clusters: Counts) -> ClusterAssignment:
    from sklearn.metrics.pairwise import euclidean_distances

    count = len(model.centers)
    some = count > 0 and points.rows.shape[0] > 0
    distances = euclidean_distances(points.rows, model.centers) if some else np.empty((points.rows.shape[0], count))
    probabilities = None
    if hasattr(model.pipeline, "covariance_type"):
        probabilities = model.pipeline.predict_proba(points.rows).max(axis=1) if some else np.empty(0)
    return ClusterAssignment(points.present, clusters, distances, probabilities)


def infer_cluster_model(untrained: ModelSchema, dataset: Schema, names: Sequence[str]) -> ModelSchema | None:
    """What is known of a clustering before it is trained."""
    return ModelSchema("clustering", None, dataset.select(names)) if untrained.task == "clustering" else None
