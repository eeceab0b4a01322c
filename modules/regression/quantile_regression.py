"""Quantile Regression: the range in which a number will lie, as weighted sums of the features."""

from typing import Annotated

from pydantic import Field

from modules.kit import sweepable, titled
from modules.learning.learner import Estimator, learner
from modules.learning.quantile_parameters import Quantiles, parse_quantiles


@learner(
    "Quantile Regression",
    category="Regression",
    icon="chart-candle",
    task="quantile",
    keywords=(
        "QuantileRegressor",
        "median regression",
        "least absolute deviations",
        "robust regression",
        "percentile",
        "pinball loss",
        "quantreg",
        "prediction interval",
    ),
)
def quantile_regression(
    *,
    quantiles_to_be_estimated: Quantiles = "0.25; 0.5; 0.75",
    l1_regularization_weight: Annotated[
        float,
        Field(ge=0, description="Higher values set more coefficients to 0. 0 means no penalty."),
        sweepable(0.0, 0.01, 0.1),
        titled("L1 regularization weight"),
    ] = 0.0,
) -> Estimator:
    """Predict quantiles of a number as weighted sums of the features, such as the median or the highest tenth.

    Where the mean of Linear Regression follows outliers, the median does not; and between the quantiles 0.1 and 0.9
    lies the truth four times in five. The L1 penalty is weighed against the mean loss of a row, and counts features by
    their own units: normalize them first. Text and categories become one column of 0 and 1 for each value. Missing
    values cause an error: clean them first. Quantiles of a row that cross are sorted. Source: Koenker and Bassett,
    Regression Quantiles, Econometrica 46, 1978.
    """
    from modules.learning.linear_quantiles import LinearQuantileRegressor

    return LinearQuantileRegressor(parse_quantiles(quantiles_to_be_estimated), alpha=l1_regularization_weight)
