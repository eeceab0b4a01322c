"""Decision Forest Regression: the mean of many trees grown on chance samples."""

from modules.kit import Seed, Traits
from modules.learning.learner import Estimator, LearnerParts, learner
from modules.learning.learner_parameters import (
    CategoryEncoding,
    ForestDepth,
    ForestSamples,
    ForestTrees,
    ResamplingMethod,
)


@learner(
    "Decision Forest Regression",
    category="Regression",
    icon="trees",
    task="regression",
    traits=Traits(accepts_missing=True),
    keywords=("random forest", "RandomForestRegressor", "bagging", "extra trees"),
)
def decision_forest_regression(
    *,
    number_of_decision_trees: ForestTrees = 8,
    maximum_depth_of_the_decision_trees: ForestDepth = 32,
    minimum_number_of_samples_per_leaf_node: ForestSamples = 1,
    resampling_method: ResamplingMethod = "Bagging Resampling",
    category_encoding: CategoryEncoding = "Ordinal",
    seed: Seed = 0,
) -> LearnerParts:
    """Predict a number as the mean of many trees that differ by chance.

    With Bagging Resampling each tree learns from rows drawn with replacement (a random forest); with Replicate
    Resampling every tree sees all rows and its splits are drawn at random (extremely randomized trees). Accepts missing
    values directly; text and categories become whole numbers in alphabetical order, or columns of 0 and 1 with One-hot.
    """
    from sklearn.ensemble import ExtraTreesRegressor, RandomForestRegressor

    bagging = resampling_method == "Bagging Resampling"
    estimator: Estimator = (RandomForestRegressor if bagging else ExtraTreesRegressor)(
        n_estimators=number_of_decision_trees,
        max_depth=maximum_depth_of_the_decision_trees,
        min_samples_leaf=minimum_number_of_samples_per_leaf_node,
        bootstrap=bagging,
        random_state=seed,
    )
    return LearnerParts(estimator, {"one_hot": category_encoding == "One-hot"})
