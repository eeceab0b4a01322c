"""Learners of KNIME: the module that each is, and which of its settings are taken over."""

from collections.abc import Mapping

LEARNERS: Mapping[str, str] = {
    "Logistic Regression Learner": "multiclass_logistic_regression",
    "Decision Tree Learner": "decision_tree_classifier",
    "Random Forest Learner": "multiclass_decision_forest",
    "Gradient Boosted Trees Learner": "multiclass_boosted_decision_tree",
    "Naive Bayes Learner": "naive_bayes",
    "RProp MLP Learner": "multiclass_neural_network",
    "SVM Learner": "two_class_support_vector_machine",
    "Linear Regression Learner": "linear_regression",
    "Simple Regression Tree Learner": "decision_tree_regression",
    "Random Forest Learner (Regression)": "decision_forest_regression",
    "Gradient Boosted Trees Learner (Regression)": "boosted_decision_tree_regression",
}
#: {our parameter: the setting of the learner that it comes from}
LEARNER_SETTINGS: Mapping[str, Mapping[str, str]] = {
    "multiclass_decision_forest": {
        "number_of_decision_trees": "nrModels",
        "maximum_depth_of_the_decision_trees": "maxLevels",
    },
    "decision_tree_classifier": {"minimum_number_of_samples_per_leaf_node": "minNumberRecordsPerNode"},
    # Of a network only the layers are taken: iterations of RProp are no epochs of ours, it would be trained less.
    "multiclass_boosted_decision_tree": {"number_of_trees_constructed": "nrModels", "learning_rate": "learningRate"},
    "decision_forest_regression": {"number_of_decision_trees": "nrModels"},
}
MOST_LAYERS = 20
#: How strongly a tree is pruned where KNIME prunes by description length, which has no strength: about as much.
MDL_STRENGTH = 0.001


def list_learner_values(module: str, settings: Mapping[str, object]) -> tuple[dict[str, object], str]:
    """Our values of a learner, and a sentence on what is only alike; empty where nothing is."""
    names = LEARNER_SETTINGS.get(module.replace("two_class_", "multiclass_"), {})
    found = {ours: settings.get(theirs) for ours, theirs in names.items()}
    values: dict[str, object] = {
        ours: value for ours, value in found.items() if isinstance(value, (int, float)) and 0 < value < 10_000
    }
    if module.endswith("_neural_network"):
        layers, nodes = settings.get("hiddenlayer"), settings.get("nrhiddenneurons")
        if isinstance(layers, int) and isinstance(nodes, int) and 0 < layers <= MOST_LAYERS and nodes > 0:
            values["number_of_hidden_nodes"] = ", ".join([str(nodes)] * layers)
    if module != "decision_tree_classifier" or settings.get("pruningMethod") != "MDL":
        return values, ""
    return {**values, "pruning_strength": MDL_STRENGTH}, "KNIME prunes the tree by MDL, this one by its cost. "
