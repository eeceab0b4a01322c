"""Multiclass Boosted Decision Tree: many small trees, each correcting those before it."""

from modules.kit import Seed, Traits
from modules.learning.learner import Estimator, learner
from modules.learning.learner_parameters import (
    ClassWeightMode,
    CustomClassWeights,
    MaximumLeaves,
    MinimumSamples,
    NumberOfTrees,
    TreeLearningRate,
    make_class_weight,
)


@learner(
    "Multiclass Boosted Decision Tree",
    category="Classification",
    icon="binary-tree",
    role="boosted_learner",
    task="multiclass",
    traits=Traits(accepts_missing=True, requires_dense=True, trains_in_batches=True),
    keywords=("gradient boosting", "GBM", "GBDT", "HistGradientBoostingClassifier", "XGBoost", "LightGBM", "AdaBoost"),
)
def multiclass_boosted_decision_tree(
    *,
    maximum_number_of_leaves_per_tree: MaximumLeaves = 20,
    minimum_number_of_samples_per_leaf_node: MinimumSamples = 10,
    learning_rate: TreeLearningRate = 0.2,
    number_of_trees_constructed: NumberOfTrees = 100,
    class_weights: ClassWeightMode = "None",
    custom_class_weights: CustomClassWeights = "",
    seed: Seed = 0,
) -> Estimator:
    """Tell two or more classes apart with a sequence of small trees, each fitted to the errors of those before it.

    Usually the most accurate learner for tables. Accepts missing values and categories directly, and needs no
    normalization. Each step grows one tree for each class. Trained by scikit-learn's histogram-based gradient boosting.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier

    estimator: Estimator = HistGradientBoostingClassifier(
        max_leaf_nodes=maximum_number_of_leaves_per_tree,
        min_samples_leaf=minimum_number_of_samples_per_leaf_node,
        learning_rate=learning_rate,
        max_iter=number_of_trees_constructed,
        early_stopping=False,  # it grows exactly the number of trees asked for
        class_weight=make_class_weight(class_weights, custom_class_weights),
        random_state=seed,
    )
    return estimator
