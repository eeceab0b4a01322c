"""Decision trees as JSON, for drawing: questions, counts and shares, as deep as a person can read.

Trees are read by the attributes that scikit-learn gives them, so that the kit needs no learning library.
"""

import math
from typing import Protocol

import numpy as np
import numpy.typing as npt

from modules.kit.ports import TrainedModel
from modules.kit.views.tree_view import DecisionTreeNode, DecisionTreeView, TreeQuestion, TreesView

MAX_NODES = 511
#: Of a forest this many trees can be looked at, each to this depth.
MAX_TREES = 12
MAX_FOREST_DEPTH = 6


def extract_trees(model: TrainedModel, estimator: object) -> TreesView | None:
    """The tree of a decision tree, or the first trees of a forest; None of what has none."""
    if not hasattr(model.pipeline, "steps"):  # the trees of a detector of anomalies ask at random
        return None
    if hasattr(estimator, "tree_"):
        return TreesView(count=1, shown=[_build_tree(model, estimator.tree_, MAX_NODES, None)])
    grown = getattr(estimator, "estimators_", None)
    if not isinstance(grown, list) or not all(hasattr(tree, "tree_") for tree in grown[:1]) or not grown:
        return None
    shown = [_build_tree(model, tree.tree_, MAX_NODES, MAX_FOREST_DEPTH) for tree in grown[:MAX_TREES]]
    return TreesView(count=len(grown), shown=shown)


class SklearnTree(Protocol):
    """A fitted tree as scikit-learn has it: arrays with a place for each node."""

    max_depth: int
    n_leaves: int
    node_count: int
    children_left: npt.NDArray[np.int64]
    children_right: npt.NDArray[np.int64]
    feature: npt.NDArray[np.int64]
    threshold: npt.NDArray[np.float64]
    impurity: npt.NDArray[np.float64]
    n_node_samples: npt.NDArray[np.int64]
    missing_go_to_left: npt.NDArray[np.uint8]
    value: npt.NDArray[np.float64]


class _TreeArrays:
    """The arrays of a tree, each read once: the tree makes a new one whenever it is asked."""

    def __init__(self, tree: SklearnTree) -> None:
        self.left, self.right = tree.children_left.tolist(), tree.children_right.tolist()
        self.feature, self.threshold = tree.feature.tolist(), tree.threshold.tolist()
        self.impurity, self.rows = tree.impurity.tolist(), tree.n_node_samples.tolist()
        self.missing_left = tree.missing_go_to_left.tolist()
        self.values = np.asarray(tree.value[:, 0], dtype="float64")

    def list_children(self, node: int) -> list[int]:
        left, right = self.left[node], self.right[node]
        return [] if left < 0 else [left, right]


def _build_tree(model: TrainedModel, tree: SklearnTree, max_nodes: int, max_depth: int | None) -> DecisionTreeView:
    """The nodes from the root down, level by level, until there are too many; `hidden` counts those left out."""
    levels, arrays = _read_levels(model), _TreeArrays(tree)
    kept: list[int] = []
    level, depth = [0], 0
    while level and len(kept) + len(level) <= max_nodes and (max_depth is None or depth <= max_depth):
        kept += level
        level = [child for at in level for child in arrays.list_children(at)]
        depth += 1
    places = {node: place for place, node in enumerate(kept)}
    return DecisionTreeView(
        nodes=[_build_node(model, arrays, node, places, levels) for node in kept],
        depth=int(tree.max_depth),
        leaves=int(tree.n_leaves),
        hidden=int(tree.node_count) - len(kept),
    )


def _build_node(
    model: TrainedModel, arrays: _TreeArrays, node: int, places: dict[int, int], levels: dict[str, list[str]]
) -> DecisionTreeNode:
    values = arrays.values[node]
    return DecisionTreeNode(
        rows=arrays.rows[node],
        impurity=arrays.impurity[node],
        value=None if model.classes else float(values[0]),
        shares=(values / values.sum()).tolist() if model.classes else [],
        question=_build_question(model, arrays, node, places, levels),
    )


def _build_question(
    model: TrainedModel, arrays: _TreeArrays, node: int, places: dict[int, int], levels: dict[str, list[str]]
) -> TreeQuestion | None:
    children = arrays.list_children(node)
    if not children:
        return None
    feature, threshold = model.feature_names[arrays.feature[node]], arrays.threshold[node]
    # What is not missing goes to the left of an infinite threshold: such a node asks for nothing else.
    asks_missing = not math.isfinite(threshold)
    known = None if asks_missing else levels.get(feature)
    # Categories were numbered in their order: those up to the threshold go to the left.
    return TreeQuestion(
        feature=feature,
        threshold=None if asks_missing else threshold,
        levels=None if known is None else known[: math.floor(threshold) + 1],
        others=None if known is None else known[math.floor(threshold) + 1 :],
        missing_left=bool(arrays.missing_left[node]),
        left=places.get(children[0]),
        right=places.get(children[1]),
    )


def _read_levels(model: TrainedModel) -> dict[str, list[str]]:
    """The categories of each column that was numbered."""
    encoder = model.pipeline.steps[0][1]
    for name, transformer, columns in getattr(encoder, "transformers_", ()):
        last = transformer.steps[-1][1] if name == "categories" else None
        if last is not None and not hasattr(last, "drop_idx_"):
            return {
                column: [level for level in levels if isinstance(level, str)]
                for column, levels in zip(columns, last.categories_, strict=True)
            }
    return {}
