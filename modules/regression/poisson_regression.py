"""Poisson Regression: counts whose logarithm is a weighted sum of the features."""

from typing import Annotated

from pydantic import Field

from modules.kit import Traits, sweepable, titled
from modules.learning.learner import Estimator, add_scaler, learner
from modules.learning.learner_parameters import Regularization, Tolerance


@learner(
    "Poisson Regression",
    category="Regression",
    icon="chart-histogram",
    task="regression",
    traits=Traits(trains_in_batches=True),
    keywords=("PoissonRegressor", "GLM", "count data", "log-linear"),
)
def poisson_regression(
    *,
    optimization_tolerance: Tolerance = 1e-7,
    l1_regularization_weight: Annotated[
        float,
        Field(ge=0, description="Weight of the penalty that sets coefficients to 0. 0 means no such penalty."),
        sweepable(0.0, 0.01, 0.1, 1.0),
        titled("L1 regularization weight"),
    ] = 0.0,
    l2_regularization_weight: Annotated[Regularization, titled("L2 regularization weight")] = 1.0,
    memory_size: Annotated[
        int,
        Field(ge=1, le=1000, description="How many of its last steps L-BFGS remembers. Only used with L1."),
        sweepable(5, 20, 50),
        titled("Memory size for L-BFGS"),
    ] = 20,
) -> Estimator:
    """Predict a count, such as calls in an hour, that is never negative.

    The logarithm of the expected count is a weighted sum of the features; the label must be 0 or more. The penalties
    are weighed against the loss of all rows together. Numbers are standardized to mean 0 and deviation 1 first. Text
    and categories become one column of 0 and 1 for each value. Missing values cause an error: clean them first.
    """
    from sklearn.linear_model import PoissonRegressor
    from sklearn.preprocessing import StandardScaler

    from modules.learning.sparse_poisson import SparsePoissonRegressor

    l1, l2, tol = l1_regularization_weight, l2_regularization_weight, optimization_tolerance
    estimator = (
        SparsePoissonRegressor(l1=l1, l2=l2, tol=tol, memory=memory_size, max_iter=1000)
        if l1 > 0
        else PoissonRegressor(alpha=l2, tol=tol, max_iter=1000)
    )
    return add_scaler(estimator, StandardScaler())
