"""Boosted Decision Tree Regression: many small trees, each correcting those before it."""

from modules.kit import Seed, Traits
from modules.learning.learner import Estimator, learner
from modules.learning.learner_parameters import (
    LoweringColumns,
    MaximumLeaves,
    MinimumSamples,
    NumberOfTrees,
    RaisingColumns,
    TreeLearningRate,
)
from modules.learning.monotone_constraints import name_directions


@learner(
    "Boosted Decision Tree Regression",
    category="Regression",
    icon="binary-tree",
    role="boosted_learner",
    task="regression",
    traits=Traits(accepts_missing=True, requires_dense=True, trains_in_batches=True),
    keywords=("gradient boosting", "GBM", "GBDT", "HistGradientBoostingRegressor", "XGBoost", "LightGBM", "AdaBoost"),
)
def boosted_decision_tree_regression(
    *,
    maximum_number_of_leaves_per_tree: MaximumLeaves = 20,
    minimum_number_of_samples_per_leaf_node: MinimumSamples = 10,
    learning_rate: TreeLearningRate = 0.2,
    number_of_trees_constructed: NumberOfTrees = 100,
    columns_that_raise: RaisingColumns = (),
    columns_that_lower: LoweringColumns = (),
    seed: Seed = 0,
) -> Estimator:
    """Predict a number with a sequence of small trees, each fitted to the errors of those before it.

    Usually the most accurate learner for tables. Accepts missing values and categories directly, and needs no
    normalization. Trained by scikit-learn's histogram-based gradient boosting.
    """
    from sklearn.ensemble import HistGradientBoostingRegressor

    estimator: Estimator = HistGradientBoostingRegressor(
        max_leaf_nodes=maximum_number_of_leaves_per_tree,
        min_samples_leaf=minimum_number_of_samples_per_leaf_node,
        learning_rate=learning_rate,
        max_iter=number_of_trees_constructed,
        monotonic_cst=name_directions(columns_that_raise, columns_that_lower),
        early_stopping=False,  # it grows exactly the number of trees asked for
        random_state=seed,
    )
    return estimator
