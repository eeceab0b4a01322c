"""K-Nearest Neighbors Classifier: the vote of the most similar rows."""

from modules.kit import Call, UntrainedModel, module
from modules.learning.learner_parameters import DistanceMetric, Neighbors, NeighborWeights, NormalizeFeatures
from modules.learning.learners import build_nearest_neighbors

TITLE = "K-Nearest Neighbors Classifier"


@module(
    TITLE,
    category="Classification",
    icon="circles-relation",
    task="classification",
    example=lambda: Call.of(),
    keywords=("KNN", "KNeighborsClassifier", "nearest neighbours"),
)
def k_nearest_neighbors_classifier(
    *,
    number_of_neighbors: Neighbors = 5,
    neighbor_weights: NeighborWeights = "Uniform",
    distance_metric: DistanceMetric = "Euclidean",
    normalize_features: NormalizeFeatures = True,
) -> UntrainedModel:
    """Predict a class by the vote of the most similar rows of the training data.

    Works with two or more classes. With two, the model is a two-class model. The model is the training data itself, so
    training is quick and scoring takes longer the more rows there are. Text and categories become one column of 0 and 1
    for each value. Missing values cause an error: clean them first.
    """
    return build_nearest_neighbors(
        TITLE,
        "classification",
        number_of_neighbors=number_of_neighbors,
        neighbor_weights=neighbor_weights,
        distance_metric=distance_metric,
        normalize_features=normalize_features,
    )
