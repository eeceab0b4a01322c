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


class Sklearnedree(Protocol):
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


class _ShownNodes:
    """What a tree says of the nodes that are shown, in their order; read at once, since a tree may have many more."""

    def __init__(self, tree: Sklearnedree, shown: list[int], *, has_classes: bool) -> None:
        self.places = {node: place for place, node in enumerate(shown)}
        self.left, self.right = tree.children_left[shown].tolist(), tree.children_right[shown].tolist()
        self.feature, self.threshold = tree.feature[shown].tolist(), tree.threshold[shown].tolist()
        self.impurity, self.rows = tree.impurity[shown].tolist(), tree.n_node_samples[shown].tolist()
        self.missing_left = tree.missing_go_to_left[shown].tolist()
        values = np.asarray(tree.value[shown, 0], dtype="float64")
        self.values = values[:, 0].tolist()
        self.shares = (values / values.sum(axis=1, keepdims=True)).tolist() if has_classes else []


def _build_tree(model: TrainedModel, tree: Sklearnedree, max_nodes: int, max_depth: int | None) -> DecisionTreeView:
    """The nodes from the root down, level by level, until there are too many; `hidden` counts those left out."""
    levels, left, right = _read_levels(model), tree.children_left, tree.children_right
    kept: list[int] = []
    level, depth = [0], 0
    while level and len(kept) + len(level) <= max_nodes and (max_depth is None or depth <= max_depth):
        kept += level
        level = [int(child) for at in level if left[at] >= 0 for child in (left[at], right[at])]
        depth += 1
    nodes = _ShownNodes(tree, kept, has_classes=bool(model.classes))
    return DecisionTreeView(
        nodes=[_build_node(model, nodes, place, levels) for place in range(len(kept))],
        depth=int(tree.max_depth),
        leaves=int(tree.n_leaves),
        hidden=int(tree.node_count) - len(kept),
    )


def _build_node(model: TrainedModel, nodes: _ShownNodes, place: int, levels: dict[str, list[str]]) -> DecisionTreeNode:
    return DecisionTreeNode(
        rows=nodes.rows[place],
        impurity=nodes.impurity[place],
        value=None if model.classes else nodes.values[place],
        shares=nodes.shares[place] if model.classes else [],
        question=_build_question(model, nodes, place, levels),
    )


def _build_question(
    model: TrainedModel, nodes: _ShownNodes, place: int, levels: dict[str, list[str]]
) -> TreeQuestion | None:
    if nodes.left[place] < 0:
        return None
    feature, threshold = model.feature_names[nodes.feature[place]], nodes.threshold[place]
    # What is not missing goes to the left of an infinite threshold: such a node asks for nothing else.
    asks_missing = not math.isfinite(threshold)
    known = None if asks_missing else levels.get(feature)
    # Categories were numbered in their order: those up to the threshold go to the left.
    return TreeQuestion(
        feature=feature,
        threshold=None if asks_missing else threshold,
        levels=None if known is None else known[: math.floor(threshold) + 1],
        others=None if known is None else known[math.floor(threshold) + 1 :],
        missing_left=bool(nodes.missing_left[place]),
        left=nodes.places.get(nodes.left[place]),
        right=nodes.places.get(nodes.right[place]),
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
