"""XGBoost Regression: boosted trees of the library XGBoost."""

from typing import Annotated

from pydantic import Field

from modules.kit import Call, Seed, Traits, sweepable, titled
from modules.learning.boosting import XGBOOST_SETTINGS
from modules.learning.learner import Estimator, learner
from modules.learning.learner_parameters import (
    FeatureFraction,
    LoweringColumns,
    MaximumDepth,
    NumberOfTrees,
    RaisingColumns,
    Regularization,
    RowFraction,
    TreeLearningRate,
)
from modules.learning.monotone_constraints import name_directions


@learner(
    "XGBoost Regression",
    category="Regression",
    icon="chart-arrows-vertical",
    task="regression",
    traits=Traits(accepts_missing=True, requires_dense=True, trains_in_batches=True),
    requires=("xgboost",),
    example=lambda: Call.of(number_of_trees=10),
    keywords=("XGBRegressor", "XGB", "extreme gradient boosting", "GBDT"),
)
def xgboost_regression(
    *,
    number_of_trees: NumberOfTrees = 100,
    maximum_depth_of_the_trees: MaximumDepth = 6,
    minimum_weight_of_a_leaf: Annotated[
        float,
        Field(ge=0, description="A leaf holds at least this much weight: rows, where all count alike."),
        sweepable(1.0, 5.0, 20.0),
    ] = 1.0,
    learning_rate: TreeLearningRate = 0.3,
    row_fraction: RowFraction = 1.0,
    feature_fraction: FeatureFraction = 1.0,
    l1_regularization_weight: Annotated[
        Regularization, sweepable(0.0, 0.1, 1.0), titled("L1 regularization weight")
    ] = 0.0,
    l2_regularization_weight: Annotated[
        Regularization, sweepable(0.1, 1.0, 10.0), titled("L2 regularization weight")
    ] = 1.0,
    columns_that_raise: RaisingColumns = (),
    columns_that_lower: LoweringColumns = (),
    seed: Seed = 0,
) -> Estimator:
    """Predict a number with boosted trees of the library XGBoost.

    Trained by XGBoost with histograms. Accepts missing values and categories directly, and needs no normalization.
    Importances are the gain of all splits by a feature. Source: Chen and Guestrin, XGBoost: A Scalable Tree Boosting
    System, KDD 2016.
    """
    from xgboost import XGBRegressor

    return XGBRegressor(
        n_estimators=number_of_trees,
        max_depth=maximum_depth_of_the_trees,
        min_child_weight=minimum_weight_of_a_leaf,
        learning_rate=learning_rate,
        colsample_bytree=feature_fraction,
        subsample=row_fraction,
        reg_alpha=l1_regularization_weight,
        reg_lambda=l2_regularization_weight,
        monotone_constraints=name_directions(columns_that_raise, columns_that_lower),
        random_state=seed,
        **XGBOOST_SETTINGS,
    )
