"""Linear Regression: least squares, or online gradient descent."""

from typing import Annotated, Any, Literal

from pydantic import Field

from modules.kit import Call, Seed, UntrainedModel, module, shown_when, sweepable, titled
from modules.learning.learner_parameters import Passes, Regularization, StepSize
from modules.learning.learners import build_learner

TITLE = "Linear Regression"
GRADIENT_DESCENT = "Online Gradient Descent"


@module(
    TITLE,
    category="Regression",
    icon="trending-up",
    role="baseline_learner",
    task="regression",
    example=lambda: Call.of(),
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
) -> UntrainedModel:
    """Predict a number as a weighted sum of the features.

    Ordinary Least Squares finds the best weights at once: ridge regression with the given L2 weight, plain least
    squares when it is 0. Online Gradient Descent approaches them row by row, which suits very many rows and columns.
    Text and categories become one column of 0 and 1 for each value. Missing values cause an error: clean them first.
    """
    if solution_method != GRADIENT_DESCENT:
        return _build_least_squares(
            {
                "solution_method": solution_method,
                "l2_regularization_weight": l2_regularization_weight,
                "include_intercept_term": include_intercept_term,
            }
        )
    return _build_gradient_descent(
        {
            "solution_method": solution_method,
            "l2_regularization_weight": l2_regularization_weight,
            "learning_rate": learning_rate,
            "number_of_training_epochs": number_of_training_epochs,
            "normalize_features": normalize_features,
            "decrease_learning_rate": decrease_learning_rate,
            "seed": seed,
        }
    )


def _build_least_squares(parameters: dict[str, Any]) -> UntrainedModel:
    from sklearn.linear_model import LinearRegression, Ridge

    weight, intercept = parameters["l2_regularization_weight"], parameters["include_intercept_term"]
    estimator = Ridge(alpha=weight, fit_intercept=intercept) if weight else LinearRegression(fit_intercept=intercept)
    return build_learner(TITLE, "regression", estimator, parameters)


def _build_gradient_descent(parameters: dict[str, Any]) -> UntrainedModel:
    from sklearn.linear_model import SGDRegressor
    from sklearn.preprocessing import MinMaxScaler

    estimator = SGDRegressor(
        alpha=parameters["l2_regularization_weight"],
        eta0=parameters["learning_rate"],
        max_iter=parameters["number_of_training_epochs"],
        tol=None,
        learning_rate="invscaling" if parameters["decrease_learning_rate"] else "constant",
        random_state=parameters["seed"],
    )
    scaler = MinMaxScaler() if parameters["normalize_features"] else None
    return build_learner(TITLE, "regression", estimator, parameters, scaler=scaler)
