"""PCA-Based Anomaly Detection: rows that the main directions of the data cannot describe."""

from typing import Annotated

from pydantic import Field

from modules.kit import Traits, sweepable, titled
from modules.learning.anomaly import AnomalyLearner
from modules.learning.anomaly_parameters import ExpectedShare
from modules.learning.components import MainDirections
from modules.learning.learner import LearnerParts, add_scaler, learner


@learner(
    "PCA-Based Anomaly Detection",
    category="Anomaly Detection",
    icon="radar-2",
    task="anomaly",
    kind=AnomalyLearner,
    traits=Traits(requires_dense=True, ignores_weights=True),
    keywords=("outlier detection", "reconstruction error", "principal components"),
)
def pca_based_anomaly_detection(
    *,
    number_of_components: Annotated[
        int,
        titled("Number of components to use in PCA"),
        Field(
            ge=1, description="Must be less than the number of features. With more components, fewer rows look unusual."
        ),
        sweepable,
    ] = 2,
    oversampling: Annotated[
        int,
        titled("Oversampling parameter for randomized PCA"),
        Field(
            ge=1,
            description="Only used with more than 1,000 features. Higher values are more exact and take longer.",
        ),
        sweepable,
    ] = 10,
    mean_normalization: Annotated[
        bool,
        titled("Enable input feature mean normalization"),
        Field(description="Scale each number to mean 0 and deviation 1 first."),
        sweepable,
    ] = True,
    expected_share_of_anomalies: ExpectedShare = 0.05,
) -> LearnerParts:
    """Find rows that the main directions of the data cannot describe.

    Principal components are the directions along which the rows differ most. A row is projected on them and rebuilt;
    the larger the difference from the original, the more unusual it is. Up to 1,000 features after encoding the
    components are exact; above, they come from a randomized algorithm (Halko, Martinsson and Tropp, SIAM Review 53,
    2011). Connect it to Train Anomaly Detection Model.
    """
    from sklearn.preprocessing import StandardScaler

    # Without normalization the directions go through zero, not through the mean.
    estimator = MainDirections(number_of_components, oversampling=oversampling, centered=mean_normalization)
    scaled = add_scaler(estimator, StandardScaler() if mean_normalization else None)
    return LearnerParts(scaled, {"share": expected_share_of_anomalies})
