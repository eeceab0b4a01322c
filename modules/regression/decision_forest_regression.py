"""Decision Forest Regression: the mean of many trees grown on chance samples."""

from typing import Annotated, Literal

from pydantic import Field

from modules.kit import Call, Seed, UntrainedModel, module, sweepable
from modules.learning.learners import new_learner
from modules.learning.parameters import MinimumSamples, NumberOfTrees

TITLE = "Decision Forest Regression"


@module(TITLE, category="Regression", icon="trees", task="regression", example=lambda: Call.of())
def decision_forest_regression(
    *,
    number_of_decision_trees: NumberOfTrees = 8,
    maximum_depth_of_the_decision_trees: Annotated[
        int, Field(ge=1, description="How many questions lead from the root to a leaf, at most."), sweepable
    ] = 32,
    minimum_number_of_samples_per_leaf_node: MinimumSamples = 1,
    resampling_method: Annotated[
        Literal["Bagging Resampling", "Replicate Resampling"],
        Field(description="Bagging draws the rows of each tree by chance; Replicate gives all rows to each tree."),
        sweepable,
    ] = "Bagging Resampling",
    seed: Seed = 0,
) -> UntrainedModel:
    """Predict a number as the mean of many trees that differ by chance.

    With Bagging Resampling each tree learns from rows drawn with replacement (a random forest); with Replicate
    Resampling every tree sees all rows and its splits are drawn at random (extremely randomized trees). Takes missing
    values as they are; text and categories become whole numbers in alphabetical order.
    """
    from sklearn.ensemble import ExtraTreesRegressor, RandomForestRegressor

    bagging = resampling_method == "Bagging Resampling"
    estimator = (RandomForestRegressor if bagging else ExtraTreesRegressor)(
        n_estimators=number_of_decision_trees,
        max_depth=maximum_depth_of_the_decision_trees,
        min_samples_leaf=minimum_number_of_samples_per_leaf_node,
        bootstrap=bagging,
        random_state=seed,
    )
    parameters = {
        "number_of_decision_trees": number_of_decision_trees,
        "maximum_depth_of_the_decision_trees": maximum_depth_of_the_decision_trees,
        "minimum_number_of_samples_per_leaf_node": minimum_number_of_samples_per_leaf_node,
        "resampling_method": resampling_method,
        "seed": seed,
    }
    return new_learner(TITLE, "regression", estimator, parameters)
