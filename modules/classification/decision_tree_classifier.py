"""Decision Tree Classifier: one tree of questions that ends in a class."""

from typing import Annotated, Literal

from pydantic import Field

from modules.kit import Seed, Traits, sweepable
from modules.learning.learner import Estimator, LearnerParts, learner
from modules.learning.learner_parameters import (
    CategoryEncoding,
    ClassWeightMode,
    CustomClassWeights,
    MaximumDepth,
    MinimumSamples,
    PruningStrength,
    make_class_weight,
)


@learner(
    "Decision Tree Classifier",
    category="Classification",
    icon="binary-tree-2",
    task="classification",
    traits=Traits(accepts_missing=True),
    keywords=("DecisionTreeClassifier", "CART", "tree learner", "C4.5"),
)
def decision_tree_classifier(
    *,
    maximum_depth_of_the_decision_tree: MaximumDepth = 10,
    minimum_number_of_samples_per_leaf_node: MinimumSamples = 5,
    split_quality: Annotated[
        Literal["Gini", "Entropy"],
        Field(description="What each split reduces: the chance of a wrong guess, or the entropy of the class."),
        sweepable,
    ] = "Gini",
    pruning_strength: PruningStrength = 0.0,
    category_encoding: CategoryEncoding = "Ordinal",
    class_weights: ClassWeightMode = "None",
    custom_class_weights: CustomClassWeights = "",
    seed: Seed = 0,
) -> LearnerParts:
    """Predict a class with a tree of questions, each about one feature.

    Works with two or more classes. With two, the model is a two-class model. One tree is easy to explain and less
    accurate than a forest. Minimal cost-complexity pruning removes branches that help little. Accepts missing values
    directly; text and categories become whole numbers in alphabetical order, or columns of 0 and 1 with One-hot.
    """
    from sklearn.tree import DecisionTreeClassifier

    estimator: Estimator = DecisionTreeClassifier(
        max_depth=maximum_depth_of_the_decision_tree,
        min_samples_leaf=minimum_number_of_samples_per_leaf_node,
        criterion=split_quality.lower(),
        ccp_alpha=pruning_strength,
        class_weight=make_class_weight(class_weights, custom_class_weights),
        random_state=seed,
    )
    return LearnerParts(estimator, {"one_hot": category_encoding == "One-hot"})
