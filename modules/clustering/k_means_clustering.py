"""K-Means Clustering: groups of rows around centers."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from modules.kit import Seed, Traits, shown_when
from modules.learning.cluster_parameters import Centroids, Initialization, Iterations, NormalizeToRange
from modules.learning.clustering import ClusterLearner, LabelMode, first_rows
from modules.learning.learner import LearnerParts, add_scaler, learner


def _fill_former_starts(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """One start, as scikit-learn's "auto" has it, but for centers drawn at random."""
    return {} if given.get("initialization") == "Random" else {"number_of_starts": 1}


@learner(
    "K-Means Clustering",
    category="Clustering",
    icon="chart-bubble",
    task="clustering",
    traits=Traits(requires_dense=True),
    kind=ClusterLearner,
    always_listed=("number_of_starts",),
    former_defaults={1: _fill_former_starts},
    keywords=("KMeans", "k-means", "segmentation", "centroids"),
)
def k_means_clustering(
    *,
    number_of_centroids: Centroids = 2,
    initialization: Initialization = "K-Means++",
    normalize_features: NormalizeToRange = True,
    iterations: Iterations = 100,
    number_of_starts: Annotated[
        int,
        Field(ge=1, le=1_000, description="The clusters that lie closest around their centers are kept."),
        shown_when(initialization=("K-Means++", "Random")),
    ] = 10,
    seed: Seed = 0,
    assign_label_mode: Annotated[
        LabelMode, Field(description="What to do with a label column.")
    ] = "Ignore label column",
) -> LearnerParts:
    """Divide the rows into a given number of clusters, each around its center.

    The best of several starts is kept. Each row belongs to the nearest center by the Euclidean distance, and each
    center is the mean of its rows (Lloyd, IEEE Transactions on Information Theory 28, 1982). Connect it to Train
    Clustering Model. Text and categories become one axis of 0 and 1 for each value. Normalize, unless all numbers have
    the same unit: otherwise the largest ones dominate.

    Labels are not needed. Where there is a label column it is ignored; or, with "Fill missing values", it is one of the
    features, a missing label taken from the most similar row; or, with "Overwrite from closest to center", every row
    gets the label of the labeled row closest to its center.
    """
    from sklearn.cluster import KMeans
    from sklearn.preprocessing import MinMaxScaler

    starts = {"K-Means++": "k-means++", "Random": "random", "First N": first_rows}
    estimator = KMeans(
        n_clusters=number_of_centroids,
        init=starts[initialization],
        n_init=1 if initialization == "First N" else number_of_starts,
        max_iter=iterations,
        random_state=seed,
    )
    scaled = add_scaler(estimator, MinMaxScaler() if normalize_features else None)
    return LearnerParts(scaled, {"label_mode": assign_label_mode})
