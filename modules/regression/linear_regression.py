"""Linear Regression: least squares, or online gradient descent."""

from typing import Annotated, Literal

from pydantic import Field

from modules.kit import Seed, Traits, shown_when, sweepable, titled
from modules.learning.learner import Estimator, add_scaler, learner
from modules.learning.learner_parameters import Passes, Regularization, StepSize

GRADIENT_DESCENT = "Online Gradient Descent"


@learner(
    "Linear Regression",
    category="Regression",
    icon="trending-up",
    role="baseline_learner",
    task="regression",
    traits=Traits(trains_in_batches=True),
    keywords=("OLS", "LinearRegression", "least squares", "ridge", "SGDRegressor", "linear model"),
)
def linear_regression(
    *,
    solution_method: Annotated[
        Literal["Ordinary Least Squares", "Online Gradient Descent"],
        Field(description="Least squares finds the exact solution. Gradient descent approaches it row by row."),
        sweepable,
    ] = "Ordinary Least Squares",
    l2_regularization_weight: Annotated[
        Regularization, sweepable(0.001, 0.01, 0.1), titled("L2 regularization weight")
    ] = 0.001,
    include_intercept_term: Annotated[
        bool,
        Field(description="Off: rows whose features are all 0 are predicted as 0."),
        sweepable,
        shown_when(solution_method="Ordinary Least Squares"),
    ] = True,
    learning_rate: Annotated[StepSize, shown_when(solution_method=GRADIENT_DESCENT)] = 0.1,
    number_of_training_epochs: Annotated[Passes, shown_when(solution_method=GRADIENT_DESCENT)] = 10,
    normalize_features: Annotated[
        bool,
        Field(description="Scale numbers to the range 0 to 1."),
        sweepable,
        shown_when(solution_method=GRADIENT_DESCENT),
    ] = True,
    decrease_learning_rate: Annotated[
        bool,
        Field(description="Make smaller steps as training continues."),
        sweepable,
        shown_when(solution_method=GRADIENT_DESCENT),
    ] = True,
    seed: Annotated[Seed, shown_when(solution_method=GRADIENT_DESCENT)] = 0,
) -> Estimator:
    """Predict a number as a weighted sum of the features.

    Ordinary Least Squares finds the best weights at once: ridge regression with the given L2 weight, plain least
    squares when it is 0. Online Gradient Descent approaches them row by row, which suits very many rows and columns.
    Text and categories become one column of 0 and 1 for each value. Missing values cause an error: clean them first.
    """
    from sklearn.linear_model import LinearRegression, Ridge, SGDRegressor
    from sklearn.preprocessing import MinMaxScaler

    if solution_method != GRADIENT_DESCENT:
        exact: Estimator = LinearRegression(fit_intercept=include_intercept_term)
        if l2_regularization_weight:
            exact = Ridge(alpha=l2_regularization_weight, fit_intercept=include_intercept_term)
        return exact
    estimator = SGDRegressor(
        alpha=l2_regularization_weight,
        eta0=learning_rate,
        max_iter=number_of_training_epochs,
        tol=None,
        learning_rate="invscaling" if decrease_learning_rate else "constant",
        random_state=seed,
    )
    return add_scaler(estimator, MinMaxScaler() if normalize_features else None)
