"""Multiclass Decision Forest: the votes of many trees grown on chance samples."""

from modules.kit import Seed, Traits
from modules.learning.learner import Estimator, LearnerParts, learner
from modules.learning.learner_parameters import (
    CategoryEncoding,
    ClassWeightMode,
    CustomClassWeights,
    ForestDepth,
    ForestSamples,
    ForestTrees,
    ResamplingMethod,
    make_class_weight,
)


@learner(
    "Multiclass Decision Forest",
    category="Classification",
    icon="trees",
    task="multiclass",
    traits=Traits(accepts_missing=True),
    keywords=("random forest", "RandomForestClassifier", "bagging", "extra trees"),
)
def multiclass_decision_forest(
    *,
    number_of_decision_trees: ForestTrees = 8,
    maximum_depth_of_the_decision_trees: ForestDepth = 32,
    minimum_number_of_samples_per_leaf_node: ForestSamples = 1,
    resampling_method: ResamplingMethod = "Bagging Resampling",
    category_encoding: CategoryEncoding = "Ordinal",
    class_weights: ClassWeightMode = "None",
    custom_class_weights: CustomClassWeights = "",
    seed: Seed = 0,
) -> LearnerParts:
    """Tell two or more classes apart by many trees that differ by chance.

    With Bagging Resampling each tree learns from rows drawn with replacement (a random forest); with Replicate
    Resampling every tree sees all rows and its splits are drawn at random (extremely randomized trees). The probability
    of a class is the mean of its shares in the leaves. Accepts missing values directly; text and categories become
    whole numbers in alphabetical order, or columns of 0 and 1 with One-hot.
    """
    from sklearn.ensemble import ExtraTreesClassifier, RandomForestClassifier

    bagging = resampling_method == "Bagging Resampling"
    estimator: Estimator = (RandomForestClassifier if bagging else ExtraTreesClassifier)(
        n_estimators=number_of_decision_trees,
        max_depth=maximum_depth_of_the_decision_trees,
        min_samples_leaf=minimum_number_of_samples_per_leaf_node,
        bootstrap=bagging,
        class_weight=make_class_weight(class_weights, custom_class_weights),
        random_state=seed,
    )
    return LearnerParts(estimator, {"one_hot": category_encoding == "One-hot"})
