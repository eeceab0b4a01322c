"""LightGBM Regression: boosted trees of the library LightGBM."""

from typing import Annotated

from modules.kit import Call, Seed, Traits, sweepable, titled
from modules.learning.boosting import LIGHTGBM_SETTINGS
from modules.learning.learner import Estimator, learner
from modules.learning.learner_parameters import (
    FeatureFraction,
    LoweringColumns,
    MaximumLeaves,
    MinimumSamples,
    NumberOfTrees,
    RaisingColumns,
    Regularization,
    RowFraction,
    TreeLearningRate,
)
from modules.learning.monotone_constraints import name_directions


@learner(
    "LightGBM Regression",
    category="Regression",
    icon="bolt",
    task="regression",
    traits=Traits(accepts_missing=True, trains_in_batches=True),
    requires=("lightgbm",),
    example=lambda: Call.of(number_of_trees=10),
    keywords=("LGBMRegressor", "LGBM", "gradient boosting", "GBDT"),
)
def lightgbm_regression(
    *,
    number_of_trees: NumberOfTrees = 100,
    maximum_number_of_leaves_per_tree: MaximumLeaves = 31,
    minimum_number_of_samples_per_leaf_node: MinimumSamples = 20,
    learning_rate: TreeLearningRate = 0.1,
    row_fraction: RowFraction = 1.0,
    feature_fraction: FeatureFraction = 1.0,
    l1_regularization_weight: Annotated[
        Regularization, sweepable(0.0, 0.1, 1.0), titled("L1 regularization weight")
    ] = 0.0,
    l2_regularization_weight: Annotated[
        Regularization, sweepable(0.0, 1.0, 10.0), titled("L2 regularization weight")
    ] = 0.0,
    columns_that_raise: RaisingColumns = (),
    columns_that_lower: LoweringColumns = (),
    seed: Seed = 0,
) -> Estimator:
    """Predict a number with boosted trees of the library LightGBM.

    Trained by LightGBM, which grows each tree at the leaf that gains most and is quick on large tables. Accepts missing
    values and categories directly, and needs no normalization. Importances are the gain of all splits by a feature.
    Source: Ke and others, LightGBM: A Highly Efficient Gradient Boosting Decision Tree, NIPS 2017.
    """
    from lightgbm import LGBMRegressor

    return LGBMRegressor(
        n_estimators=number_of_trees,
        num_leaves=maximum_number_of_leaves_per_tree,
        min_child_samples=minimum_number_of_samples_per_leaf_node,
        learning_rate=learning_rate,
        colsample_bytree=feature_fraction,
        subsample=row_fraction,
        subsample_freq=1 if row_fraction < 1 else 0,
        reg_alpha=l1_regularization_weight,
        reg_lambda=l2_regularization_weight,
        monotone_constraints=name_directions(columns_that_raise, columns_that_lower),
        random_state=seed,
        **LIGHTGBM_SETTINGS,
    )
