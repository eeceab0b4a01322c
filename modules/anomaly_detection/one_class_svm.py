"""One-Class SVM: a border around what is usual."""

from typing import Annotated, Literal

from pydantic import Field

from modules.kit import Traits, shown_when, sweepable
from modules.learning.anomaly import AnomalyLearner
from modules.learning.anomaly_parameters import ExpectedShare
from modules.learning.learner import Estimator, add_scaler, learner
from modules.learning.learner_parameters import NormalizeFeatures


@learner(
    "One-Class SVM",
    category="Anomaly Detection",
    icon="lasso",
    task="anomaly",
    traits=Traits(requires_dense=True),
    kind=AnomalyLearner,
    always_listed=("width", "degree"),
    keywords=("OneClassSVM", "outlier detection", "novelty"),
)
def one_class_svm(
    *,
    kernel: Annotated[
        Literal["Radial basis function", "Linear", "Polynomial", "Sigmoid"],
        Field(description="The shape of the border. The radial basis function can follow any shape."),
        sweepable,
    ] = "Radial basis function",
    width: Annotated[
        float,
        Field(
            ge=0,
            description="Larger values limit the influence of each row to a smaller area. 0: computed from the data.",
        ),
        shown_when(kernel=("Radial basis function", "Polynomial", "Sigmoid")),
        sweepable,
    ] = 0.0,
    degree: Annotated[
        int,
        Field(ge=1, le=10, description="Degree of the polynomial. 1 is a straight border."),
        shown_when(kernel="Polynomial"),
        sweepable,
    ] = 3,
    expected_share_of_anomalies: ExpectedShare = 0.05,
    normalize_features: NormalizeFeatures = True,
) -> Estimator:
    """Draw a border around usual rows, with a small share of the rows outside.

    A support vector machine separates the rows from the origin of a space that the kernel makes (Schölkopf and others,
    Neural Computation 13, 2001). The share of anomalies is the parameter nu of that article: at most about this share
    of the training rows is outside. It is slow on more than some ten thousand rows: use Isolation Forest there. Connect
    it to Train Anomaly Detection Model.
    """
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import OneClassSVM

    kernels = {"Radial basis function": "rbf", "Linear": "linear", "Polynomial": "poly", "Sigmoid": "sigmoid"}
    estimator = OneClassSVM(
        kernel=kernels[kernel],
        gamma=width if width > 0 else "scale",
        degree=degree,
        nu=expected_share_of_anomalies,
    )
    return add_scaler(estimator, StandardScaler() if normalize_features else None)
