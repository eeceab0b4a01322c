"""DBSCAN: clusters of any shape where rows lie close together, and noise between them."""

from typing import Annotated

from pydantic import Field

from modules.kit import Traits, sweepable
from modules.learning.clustering import ClusterLearner
from modules.learning.learner import Estimator, add_scaler, learner
from modules.learning.learner_parameters import DistanceMetric, NormalizeFeatures


@learner(
    "DBSCAN",
    category="Clustering",
    icon="grain",
    task="clustering",
    traits=Traits(requires_dense=True),
    kind=ClusterLearner,
    keywords=("density clustering", "density-based", "segmentation"),
)
def dbscan(
    *,
    maximum_distance: Annotated[
        float, Field(gt=0, description="Rows no further apart than this are neighbors."), sweepable
    ] = 0.5,
    minimum_number_of_neighbors: Annotated[
        int,
        Field(
            ge=1,
            description="A row with at least this many rows around it, including itself, is the core of a cluster.",
        ),
        sweepable,
    ] = 5,
    distance_metric: DistanceMetric = "Euclidean",
    normalize_features: NormalizeFeatures = True,
) -> Estimator:
    """Find clusters of any shape where rows lie close together, and call the rest noise.

    A row with enough neighbors is a core; cores that are neighbors, and the rows around them, are one cluster (Ester
    and others, KDD 1996). The number of clusters comes out of the data. Rows of no cluster have the assignment -1. If
    too many rows are noise, raise the maximum distance. If all rows are in one cluster, lower it. New rows get the
    cluster of the nearest core, or -1 where it is further away than the maximum distance.
    """
    from sklearn.cluster import DBSCAN
    from sklearn.preprocessing import StandardScaler

    estimator = DBSCAN(eps=maximum_distance, min_samples=minimum_number_of_neighbors, metric=distance_metric.lower())
    return add_scaler(estimator, StandardScaler() if normalize_features else None)
