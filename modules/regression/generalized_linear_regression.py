"""Generalized Linear Regression: numbers whose spread depends on their mean, such as costs and durations."""

from typing import Annotated, Literal

from pydantic import Field

from modules.kit import Traits, shown_when, sweepable, titled
from modules.learning.learner import Estimator, add_scaler, learner
from modules.learning.learner_parameters import Regularization, Tolerance

POWERS = {"Normal": 0.0, "Poisson": 1.0, "Gamma": 2.0, "Inverse Gaussian": 3.0}


@learner(
    "Generalized Linear Regression",
    category="Regression",
    icon="chart-area-line",
    task="regression",
    traits=Traits(trains_in_batches=True),
    keywords=("GLM", "TweedieRegressor", "GammaRegressor", "gamma", "tweedie", "log link", "insurance", "claims"),
)
def generalized_linear_regression(
    *,
    family: Annotated[
        Literal["Normal", "Poisson", "Gamma", "Inverse Gaussian", "Tweedie"],
        Field(
            description="How the label spreads around its mean. Poisson: counts. Gamma and Inverse Gaussian: amounts "
            "above 0, such as costs. Tweedie: amounts of which many are 0, such as claims."
        ),
        sweepable,
    ] = "Gamma",
    variance_power: Annotated[
        float,
        Field(gt=1, lt=2, description="The variance grows with the mean to this power. Near 1: many zeros."),
        sweepable(1.2, 1.5, 1.8),
        shown_when(family="Tweedie"),
    ] = 1.5,
    link: Annotated[
        Literal["Log", "Identity"],
        Field(description="Log: effects multiply, and predictions are above 0. Identity: effects add up."),
        sweepable,
    ] = "Log",
    l2_regularization_weight: Annotated[Regularization, titled("L2 regularization weight")] = 0.001,
    optimization_tolerance: Tolerance = 1e-7,
) -> Estimator:
    """Predict a number whose spread grows with its mean: costs, claims, durations or counts.

    The mean is a weighted sum of the features, or its exponential with the link Log. The label must fit the family:
    above 0 for Gamma and Inverse Gaussian, 0 or more for Poisson and Tweedie. The L2 penalty is weighed against the
    mean loss of a row. Numbers are standardized to mean 0 and deviation 1 first. Text and categories become one column
    of 0 and 1 for each value. Missing values cause an error: clean them first. Regression Table shows coefficients with
    their P-values. Source: Nelder and Wedderburn, Generalized Linear Models, JRSS A 135, 1972.
    """
    from sklearn.linear_model import TweedieRegressor
    from sklearn.preprocessing import StandardScaler

    estimator = TweedieRegressor(
        power=POWERS.get(family, variance_power),
        link="log" if link == "Log" else "identity",
        alpha=l2_regularization_weight,
        tol=optimization_tolerance,
        max_iter=1000,
    )
    return add_scaler(estimator, StandardScaler())
