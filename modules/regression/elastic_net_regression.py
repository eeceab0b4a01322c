"""Elastic Net Regression: least squares with a penalty that sets weights to zero."""

from typing import Annotated

from pydantic import Field

from modules.kit import Traits, sweepable, titled
from modules.learning.learner import Estimator, add_scaler, learner
from modules.learning.learner_parameters import NormalizeFeatures, Passes


@learner(
    "Elastic Net Regression",
    category="Regression",
    icon="trending-up",
    task="regression",
    traits=Traits(trains_in_batches=True),
    keywords=("ridge", "lasso", "ElasticNet", "L1", "L2", "regularization"),
)
def elastic_net_regression(
    *,
    regularization_weight: Annotated[
        float,
        Field(gt=0, description="Weight of the whole penalty. Higher values set more coefficients to zero."),
        sweepable(0.01, 0.1, 1.0),
    ] = 0.1,
    l1_share: Annotated[
        float,
        Field(ge=0.01, le=1, description="Share of L1 in the penalty: 1 is the lasso, the rest is ridge (L2)."),
        sweepable(0.1, 0.5, 0.9),
        titled("L1 share of the penalty"),
    ] = 0.5,
    normalize_features: NormalizeFeatures = True,
    maximum_number_of_iterations: Annotated[Passes, sweepable] = 1000,
) -> Estimator:
    """Predict a number as a weighted sum of few features: those that hardly help get the weight 0.

    The lasso, the elastic net between lasso and ridge, and nearly ridge; for ridge itself use Linear Regression, for it
    is quicker. The penalty is weighed against the mean squared error. Text and categories become one column of 0 and 1
    for each value. Missing values cause an error: clean them first.
    """
    from sklearn.linear_model import ElasticNet
    from sklearn.preprocessing import StandardScaler

    estimator = ElasticNet(alpha=regularization_weight, l1_ratio=l1_share, max_iter=maximum_number_of_iterations)
    return add_scaler(estimator, StandardScaler() if normalize_features else None)
