"""Multiclass Decision Forest: the votes of many trees grown on chance samples."""

from modules.kit import Call, Seed, Traits, UntrainedModel, module
from modules.learning.learner_parameters import ForestDepth, ForestSamples, ForestTrees, ResamplingMethod
from modules.learning.learners import build_decision_forest

TITLE = "Multiclass Decision Forest"


@module(
    TITLE,
    category="Classification",
    icon="trees",
    task="multiclass",
    traits=Traits(accepts_missing=True),
    example=lambda: Call.of(),
    keywords=("random forest", "RandomForestClassifier", "bagging", "extra trees"),
)
def multiclass_decision_forest(
    *,
    number_of_decision_trees: ForestTrees = 8,
    maximum_depth_of_the_decision_trees: ForestDepth = 32,
    minimum_number_of_samples_per_leaf_node: ForestSamples = 1,
    resampling_method: ResamplingMethod = "Bagging Resampling",
    seed: Seed = 0,
) -> UntrainedModel:
    """Tell two or more classes apart by many trees that differ by chance.

    With Bagging Resampling each tree learns from rows drawn with replacement (a random forest); with Replicate
    Resampling every tree sees all rows and its splits are drawn at random (extremely randomized trees). The probability
    of a class is the mean of its shares in the leaves. Accepts missing values directly; text and categories become
    whole numbers in alphabetical order.
    """
    return build_decision_forest(
        TITLE,
        "multiclass",
        number_of_decision_trees=number_of_decision_trees,
        maximum_depth_of_the_decision_trees=maximum_depth_of_the_decision_trees,
        minimum_number_of_samples_per_leaf_node=minimum_number_of_samples_per_leaf_node,
        resampling_method=resampling_method,
        seed=seed,
    )
