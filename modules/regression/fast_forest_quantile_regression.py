"""Fast Forest Quantile Regression: the range in which a number will lie, not just its mean."""

from typing import Annotated

from pydantic import Field

from modules.kit import Seed, Traits, sweepable
from modules.learning.learner import Estimator, LearnerParts, learner
from modules.learning.learner_parameters import CategoryEncoding, MaximumLeaves, MinimumSamples, NumberOfTrees
from modules.learning.quantile_parameters import Quantiles, parse_quantiles


@learner(
    "Fast Forest Quantile Regression",
    category="Regression",
    icon="chart-candle",
    task="quantile",
    traits=Traits(requires_dense=True, ignores_weights=True),
    keywords=("quantile regression forest", "prediction interval", "random forest", "percentile"),
)
def fast_forest_quantile_regression(
    *,
    number_of_trees: Annotated[NumberOfTrees, sweepable(16, 32, 64)] = 100,
    number_of_leaves: Annotated[MaximumLeaves, sweepable(16, 32, 64)] = 20,
    minimum_number_of_training_instances_required_to_form_a_leaf: Annotated[MinimumSamples, sweepable(1, 5, 10)] = 10,
    bagging_fraction: Annotated[
        float,
        Field(gt=0, le=1, description="The share of the rows that each tree draws, with replacement."),
        sweepable(0.25, 0.5, 0.75),
    ] = 0.7,
    split_fraction: Annotated[
        float,
        Field(gt=0, le=1, description="The share of the features that each split may choose from."),
        sweepable(0.25, 0.5, 0.75),
    ] = 0.7,
    quantiles_to_be_estimated: Quantiles = "0.25; 0.5; 0.75",
    category_encoding: CategoryEncoding = "Ordinal",
    seed: Seed = 0,
) -> LearnerParts:
    """Predict quantiles of a number, which give a range for the true value.

    Between the quantiles 0.1 and 0.9 lies the truth four times in five. A random forest keeps the labels of the
    training rows in its leaves; a quantile of those that share leaves with a row is the prediction for it (Meinshausen,
    Quantile Regression Forests, JMLR 7, 2006). Score Model writes one column for each quantile, Evaluate Model measures
    their pinball loss and how often the truth lies between the lowest and the highest. Text and categories become whole
    numbers in alphabetical order, or columns of 0 and 1 with One-hot. Missing values cause an error: clean them first.
    """
    from quantile_forest import RandomForestQuantileRegressor

    estimator: Estimator = RandomForestQuantileRegressor(
        n_estimators=number_of_trees,
        max_leaf_nodes=number_of_leaves,
        min_samples_leaf=minimum_number_of_training_instances_required_to_form_a_leaf,
        max_samples=bagging_fraction if bagging_fraction < 1 else None,
        max_features=split_fraction,
        max_samples_leaf=None,
        default_quantiles=parse_quantiles(quantiles_to_be_estimated),
        random_state=seed,
    )
    return LearnerParts(estimator, {"one_hot": category_encoding == "One-hot"})
