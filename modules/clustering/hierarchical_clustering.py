"""Hierarchical Clustering: the most similar rows are joined first, step by step, to one tree."""

from typing import Annotated

from pydantic import Field

from modules.kit import ModuleError, Traits, shown_when, sweepable
from modules.learning.cluster_parameters import CutAt, CutHeight, Linkage, LinkageMetric
from modules.learning.clustering import ClusterLearner
from modules.learning.learner import Estimator, add_scaler, learner
from modules.learning.learner_parameters import NormalizeFeatures


@learner(
    "Hierarchical Clustering",
    category="Clustering",
    icon="hierarchy-3",
    task="clustering",
    kind=ClusterLearner,
    unlisted=("cut_the_tree_at",),
    always_listed=("distance_metric",),
    traits=Traits(requires_dense=True, ignores_weights=True),
    keywords=("AgglomerativeClustering", "dendrogram", "linkage", "Ward", "segmentation"),
)
def hierarchical_clustering(
    *,
    linkage: Linkage = "Ward",
    distance_metric: LinkageMetric = "Euclidean",
    cut_the_tree_at: CutAt = "Number of clusters",
    number_of_clusters: Annotated[
        int,
        Field(ge=2, le=10_000, description="The tree is cut so that this many clusters remain."),
        shown_when(cut_the_tree_at="Number of clusters"),
        sweepable,
    ] = 3,
    height: CutHeight = 10.0,
    normalize_features: NormalizeFeatures = True,
) -> Estimator:
    """Join the most similar rows first and go on until all are one tree, then cut it into clusters.

    The result shows the tree as a dendrogram: the height of a merge is the distance of the two clusters that it joins.
    Ward joins those that raise the sum of squared distances to the centers least; Average, Complete and Single go by
    the mean, the largest or the smallest distance between their rows. All pairs of rows are compared, so at most
    10,000 rows are taken. New rows get the cluster of the most similar row of the training data.
    """
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.preprocessing import StandardScaler

    if linkage == "Ward" and distance_metric != "Euclidean":
        message = (
            f"Ward's linkage works with the Euclidean distance only. Got {distance_metric}. Choose another linkage."
        )
        raise ModuleError(8, message, parameter="distance_metric")
    by_number = cut_the_tree_at == "Number of clusters"
    estimator = AgglomerativeClustering(
        n_clusters=number_of_clusters if by_number else None,
        distance_threshold=None if by_number else height,
        linkage=linkage.lower(),
        metric=distance_metric.lower(),
        compute_full_tree=True,
        compute_distances=True,
    )
    return add_scaler(estimator, StandardScaler() if normalize_features else None)
