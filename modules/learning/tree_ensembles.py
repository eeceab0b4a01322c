"""The trees of a fitted estimator, as SHAP values are computed from them.

The trees of scikit-learn and of LightGBM are read here. XGBoost computes its own values.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from modules.learning.tree_shap import ExplainedTree, Flags, Numbers, RowSplitter, compute_base

#: Which rows of the encoded features go to the left at a node.
SplitRule = Callable[[Numbers, int], Flags]

FORESTS = frozenset({"RandomForestClassifier", "RandomForestRegressor", "ExtraTreesClassifier", "ExtraTreesRegressor"})
SINGLE_TREES = frozenset({"DecisionTreeClassifier", "DecisionTreeRegressor"})
HISTOGRAM_TREES = frozenset({"HistGradientBoostingClassifier", "HistGradientBoostingRegressor"})
LIGHTGBM_TREES = frozenset({"LGBMClassifier", "LGBMRegressor"})


@dataclass(frozen=True)
class TreeEnsemble:
    """Trees whose outputs add up; `start` is what the sum starts from."""

    trees: Sequence[ExplainedTree]
    rules: Sequence[SplitRule]
    start: Numbers

    def make_splitter(self, place: int, rows: Numbers) -> RowSplitter:
        """Tells where these rows go in one of the trees."""
        rule = self.rules[place]
        return lambda node: rule(rows, node)

    def compute_base(self) -> Numbers:
        """What is predicted on average over the training rows."""
        base: Numbers = self.start + compute_base(self.trees)
        return base


def read_tree_ensemble(estimator: Any) -> TreeEnsemble | None:
    """The trees of an estimator of a known class, else None."""
    name = type(estimator).__name__
    if name in SINGLE_TREES:
        return _read_forest([estimator])
    if name in FORESTS:
        return _read_forest(estimator.estimators_)
    if name in HISTOGRAM_TREES:
        return _read_histogram_trees(estimator)
    return _read_lightgbm(estimator) if name in LIGHTGBM_TREES else None


def _read_forest(members: Sequence[Any]) -> TreeEnsemble:
    """Each output is a mean over the trees; of two classes the second one's share."""
    trees = []
    for member in members:
        values = np.asarray(member.tree_.value[:, 0, :], dtype="float64")
        if hasattr(member, "classes_"):
            values = values / values.sum(axis=1, keepdims=True)
            values = values[:, 1:] if values.shape[1] == 2 else values
        tree = member.tree_
        cover = np.asarray(tree.weighted_n_node_samples, dtype="float64")
        trees.append(ExplainedTree(tree.children_left, tree.children_right, tree.feature, cover, values / len(members)))
    rules = [_make_forest_rule(member.tree_) for member in members]
    return TreeEnsemble(trees, rules, np.zeros(trees[0].values.shape[1]))


def _make_forest_rule(tree: Any) -> SplitRule:
    features, thresholds, missing = tree.feature, tree.threshold, tree.missing_go_to_left

    def find_left(rows: Numbers, node: int) -> Flags:
        # Scikit-learn compares 32-bit numbers.
        values = rows[:, features[node]].astype("float32")
        left: Flags = values <= thresholds[node]
        return left | np.isnan(values) if missing[node] else left

    return find_left


def _read_histogram_trees(estimator: Any) -> TreeEnsemble:
    """The trees of scikit-learn's boosting, one for each output in each round."""
    outputs = len(estimator._predictors[0])
    known = read_known_categories(estimator)
    trees, rules = [], []
    for stage in estimator._predictors:
        for output, predictor in enumerate(stage):
            nodes = predictor.nodes
            leaf = nodes["is_leaf"].astype(bool)
            values = np.zeros((len(nodes), outputs))
            values[leaf, output] = nodes["value"][leaf]
            left = np.where(leaf, -1, nodes["left"].astype("int64"))
            right = np.where(leaf, -1, nodes["right"].astype("int64"))
            features = nodes["feature_idx"].astype("int64")
            trees.append(ExplainedTree(left, right, features, nodes["count"].astype("float64"), values))
            rules.append(_make_histogram_rule(predictor, known))
    return TreeEnsemble(trees, rules, np.asarray(estimator._baseline_prediction, dtype="float64").ravel())


def read_known_categories(estimator: Any) -> Mapping[int, frozenset[int]]:
    """The categories that each column of categories had in training."""
    flags = estimator.is_categorical_
    if flags is None:
        return {}
    bitsets, places = estimator._bin_mapper.make_known_categories_bitsets()
    return {int(feature): read_bits(bitsets[places[feature]]) for feature in np.flatnonzero(flags)}


def read_bits(words: Any) -> frozenset[int]:
    return frozenset(32 * place + bit for place, word in enumerate(words) for bit in range(32) if int(word) >> bit & 1)


def _make_histogram_rule(predictor: Any, known: Mapping[int, frozenset[int]]) -> SplitRule:
    nodes, bitsets = predictor.nodes, predictor.raw_left_cat_bitsets

    def find_left(rows: Numbers, node: int) -> Flags:
        split = nodes[node]
        feature, missing_left = int(split["feature_idx"]), bool(split["missing_go_to_left"])
        values = rows[:, feature]
        if not split["is_categorical"]:
            return np.where(np.isnan(values), missing_left, values <= split["num_threshold"])
        to_left = read_bits(bitsets[int(split["bitset_idx"])])
        is_left, is_known = np.isin(values, sorted(to_left)), np.isin(values, sorted(known[feature]))
        return np.where(is_left, True, np.where(is_known, False, missing_left))

    return find_left


def _read_lightgbm(estimator: Any) -> TreeEnsemble:
    dumped = estimator.booster_.dump_model()
    outputs = int(dumped["num_tree_per_iteration"])
    trees, rules = [], []
    for place, info in enumerate(dumped["tree_info"]):
        nodes: list[Mapping[str, Any]] = []
        children: list[tuple[int, int]] = []
        _list_lightgbm_nodes(info["tree_structure"], nodes, children)
        values = np.zeros((len(nodes), outputs))
        values[:, place % outputs] = [node.get("leaf_value", 0.0) for node in nodes]
        cover = np.array([node.get("internal_count", node.get("leaf_count", 1)) for node in nodes], dtype="float64")
        features = np.array([node.get("split_feature", -1) for node in nodes])
        left, right = (np.array([pair[side] for pair in children]) for side in (0, 1))
        trees.append(ExplainedTree(left, right, features, cover, values))
        rules.append(_make_lightgbm_rule(nodes))
    return TreeEnsemble(trees, rules, np.zeros(outputs))


def _list_lightgbm_nodes(
    node: Mapping[str, Any], nodes: list[Mapping[str, Any]], children: list[tuple[int, int]]
) -> int:
    """Put a node and those below it into the lists, and give its place there."""
    place = len(nodes)
    nodes.append(node)
    children.append((-1, -1))
    if "left_child" in node:
        left = _list_lightgbm_nodes(node["left_child"], nodes, children)
        children[place] = (left, _list_lightgbm_nodes(node["right_child"], nodes, children))
    return place


def _make_lightgbm_rule(nodes: Sequence[Mapping[str, Any]]) -> SplitRule:
    def find_left(rows: Numbers, node: int) -> Flags:
        split = nodes[node]
        values = rows[:, split["split_feature"]]
        if split["decision_type"] == "==":
            return np.isin(values, [float(level) for level in str(split["threshold"]).split("||")])
        known = values if split["missing_type"] == "NaN" else np.nan_to_num(values)
        left: Flags = np.where(np.isnan(known), split["default_left"], known <= split["threshold"])
        return left

    return find_left
