"""Poisson Regression: counts whose logarithm is a weighted sum of the features."""

from typing import Annotated

from modules.kit import Call, UntrainedModel, module, titled
from modules.learning.learners import new_learner
from modules.learning.parameters import Regularization, Tolerance

TITLE = "Poisson Regression"


@module(
    TITLE,
    category="Regression",
    icon="chart-histogram",
    task="regression",
    example=lambda: Call.of(),
    keywords=("PoissonRegressor", "GLM", "count data", "log-linear"),
)
def poisson_regression(
    *,
    optimization_tolerance: Tolerance = 1e-7,
    l2_regularization_weight: Annotated[Regularization, titled("L2 regularization weight")] = 1.0,
) -> UntrainedModel:
    """Predict a count, such as calls in an hour, that is never negative.

    The logarithm of the expected count is a weighted sum of the features; the label must be 0 or more. The penalty is
    weighed against the loss of all rows together. Numbers are standardized to mean 0 and deviation 1 first. Text and
    categories become one column of 0 and 1 for each value. Missing values are refused: clean them first.
    """
    from sklearn.linear_model import PoissonRegressor
    from sklearn.preprocessing import StandardScaler

    estimator = PoissonRegressor(alpha=l2_regularization_weight, tol=optimization_tolerance, max_iter=1000)
    parameters = {
        "optimization_tolerance": optimization_tolerance,
        "l2_regularization_weight": l2_regularization_weight,
    }
    return new_learner(TITLE, "regression", estimator, parameters, scaler=StandardScaler())
