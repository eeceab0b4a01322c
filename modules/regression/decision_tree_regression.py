"""Decision Tree Regression: one tree of questions that ends in a number."""

from modules.kit import Seed, Traits
from modules.learning.learner import Estimator, LearnerParts, learner
from modules.learning.learner_parameters import CategoryEncoding, MaximumDepth, MinimumSamples, PruningStrength


@learner(
    "Decision Tree Regression",
    category="Regression",
    icon="binary-tree-2",
    task="regression",
    traits=Traits(accepts_missing=True),
    keywords=("DecisionTreeRegressor", "CART", "simple regression tree"),
)
def decision_tree_regression(
    *,
    maximum_depth_of_the_decision_tree: MaximumDepth = 10,
    minimum_number_of_samples_per_leaf_node: MinimumSamples = 5,
    pruning_strength: PruningStrength = 0.0,
    category_encoding: CategoryEncoding = "Ordinal",
    seed: Seed = 0,
) -> LearnerParts:
    """Predict a number with a tree of questions, each about one feature.

    One tree is easy to explain and less accurate than a forest. Minimal cost-complexity pruning removes branches that
    help little. Accepts missing values directly; text and categories become whole numbers in alphabetical order, or
    columns of 0 and 1 with One-hot.
    """
    from sklearn.tree import DecisionTreeRegressor

    estimator: Estimator = DecisionTreeRegressor(
        max_depth=maximum_depth_of_the_decision_tree,
        min_samples_leaf=minimum_number_of_samples_per_leaf_node,
        ccp_alpha=pruning_strength,
        random_state=seed,
    )
    return LearnerParts(estimator, {"one_hot": category_encoding == "One-hot"})
