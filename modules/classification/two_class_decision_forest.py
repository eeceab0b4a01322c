"""Two-Class Decision Forest: the votes of many trees grown on chance samples."""

from modules.kit import Call, Seed, Traits, UntrainedModel, module
from modules.learning.learner_parameters import ForestDepth, ForestSamples, ForestTrees, ResamplingMethod
from modules.learning.learners import build_decision_forest

TITLE = "Two-Class Decision Forest"


@module(
    TITLE,
    category="Classification",
    icon="trees",
    task="two-class",
    traits=Traits(accepts_missing=True),
    example=lambda: Call.of(),
    keywords=("random forest", "RandomForestClassifier", "bagging", "extra trees", "binary classification"),
)
def two_class_decision_forest(
    *,
    number_of_decision_trees: ForestTrees = 8,
    maximum_depth_of_the_decision_trees: ForestDepth = 32,
    minimum_number_of_samples_per_leaf_node: ForestSamples = 1,
    resampling_method: ResamplingMethod = "Bagging Resampling",
    seed: Seed = 0,
) -> UntrainedModel:
    """Tell two classes apart by many trees that differ by chance.

    With Bagging Resampling each tree learns from rows drawn with replacement (a random forest); with Replicate
    Resampling every tree sees all rows and its splits are drawn at random (extremely randomized trees). The probability
    of a class is the mean of its shares in the leaves. Accepts missing values directly; text and categories become
    whole numbers in alphabetical order. The positive class is the later of the two in sorted order: 1 of 0 and 1, True
    of False and True.
    """
    return build_decision_forest(
        TITLE,
        "two-class",
        number_of_decision_trees=number_of_decision_trees,
        maximum_depth_of_the_decision_trees=maximum_depth_of_the_decision_trees,
        minimum_number_of_samples_per_leaf_node=minimum_number_of_samples_per_leaf_node,
        resampling_method=resampling_method,
        seed=seed,
    )
