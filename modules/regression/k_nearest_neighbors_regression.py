"""K-Nearest Neighbors Regression: the mean of the most similar rows."""

from modules.kit import Traits
from modules.learning.learner import Estimator, add_scaler, learner
from modules.learning.learner_parameters import DistanceMetric, Neighbors, NeighborWeights, NormalizeFeatures


@learner(
    "K-Nearest Neighbors Regression",
    category="Regression",
    icon="circles-relation",
    task="regression",
    traits=Traits(ignores_weights=True),
    keywords=("KNN", "KNeighborsRegressor", "nearest neighbors"),
)
def k_nearest_neighbors_regression(
    *,
    number_of_neighbors: Neighbors = 5,
    neighbor_weights: NeighborWeights = "Uniform",
    distance_metric: DistanceMetric = "Euclidean",
    normalize_features: NormalizeFeatures = True,
) -> Estimator:
    """Predict a number as the mean of the most similar rows of the training data.

    The model is the training data itself, so training is quick and scoring takes longer the more rows there are. Text
    and categories become one column of 0 and 1 for each value. Missing values cause an error: clean them first.
    """
    from sklearn.neighbors import KNeighborsRegressor
    from sklearn.preprocessing import StandardScaler

    estimator = KNeighborsRegressor(
        n_neighbors=number_of_neighbors, weights=neighbor_weights.lower(), metric=distance_metric.lower()
    )
    return add_scaler(estimator, StandardScaler() if normalize_features else None)
