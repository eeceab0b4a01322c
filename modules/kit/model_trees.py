"""Decision trees as JSON, for drawing: questions, counts and shares, as deep as a person can read.

Trees are read by the attributes that scikit-learn gives them, so that the kit needs no learning library.
"""

from typing import Any

import numpy as np

from modules.kit.ports import TrainedModel

MAX_NODES = 511
#: Of a forest this many trees can be looked at, each to this depth.
MAX_TREES = 12
MAX_FOREST_DEPTH = 6


def extract_trees(model: TrainedModel, estimator: object) -> dict[str, Any] | None:
    """The tree of a decision tree, or the first trees of a forest; None of what has none."""
    if not hasattr(model.pipeline, "steps"):  # the trees of a detector of anomalies ask at random
        return None
    if hasattr(estimator, "tree_"):
        return {"count": 1, "shown": [_build_tree(model, estimator.tree_, MAX_NODES, None)]}
    grown = getattr(estimator, "estimators_", None)
    if not isinstance(grown, list) or not all(hasattr(tree, "tree_") for tree in grown[:1]) or not grown:
        return None
    shown = [_build_tree(model, tree.tree_, MAX_NODES, MAX_FOREST_DEPTH) for tree in grown[:MAX_TREES]]
    return {"count": len(grown), "shown": shown}


def _build_tree(model: TrainedModel, tree: Any, max_nodes: int, max_depth: int | None) -> dict[str, Any]:
    """The nodes from the root down, level by level, until there are too many; `hidden` counts those left out."""
    levels = _read_levels(model)
    kept: list[int] = []
    level, depth = [0], 0
    while level and len(kept) + len(level) <= max_nodes and (max_depth is None or depth <= max_depth):
        kept += level
        level = [int(child) for at in level for child in _get_children(tree, at)]
        depth += 1
    places = {node: place for place, node in enumerate(kept)}
    nodes = [_build_node(model, tree, node, places, levels) for node in kept]
    return {
        "nodes": nodes,
        "depth": int(tree.max_depth),
        "leaves": int(tree.n_leaves),
        "hidden": _count_hidden(tree, kept),
    }


def _count_hidden(tree: Any, kept: list[int]) -> int:
    return int(tree.node_count) - len(kept)


def _get_children(tree: Any, node: int) -> list[int]:
    left, right = tree.children_left[node], tree.children_right[node]
    return [] if left < 0 else [left, right]


def _build_node(
    model: TrainedModel, tree: Any, node: int, places: dict[int, int], levels: dict[str, list[str]]
) -> dict[str, Any]:
    """One node; `left` and `right` are places in the list, None where the tree goes on out of sight."""
    values = np.asarray(tree.value[node][0], dtype="float64")
    drawn: dict[str, Any] = {
        "rows": int(tree.n_node_samples[node]),
        "impurity": float(tree.impurity[node]),
        "value": None if model.classes else float(values[0]),
        "shares": [float(share) for share in values / values.sum()] if model.classes else [],
        "question": None,
    }
    children = _get_children(tree, node)
    if not children:
        return drawn
    feature, threshold = model.feature_names[tree.feature[node]], float(tree.threshold[node])
    # What is not missing goes to the left of an infinite threshold: such a node asks for nothing else.
    asks_missing = not np.isfinite(threshold)
    known = None if asks_missing else levels.get(feature)
    drawn["question"] = {
        "feature": feature,
        "threshold": None if asks_missing else threshold,
        # Categories were numbered in their order: those up to the threshold go to the left.
        "levels": None if known is None else known[: int(np.floor(threshold)) + 1],
        "others": None if known is None else known[int(np.floor(threshold)) + 1 :],
        "missing_left": bool(tree.missing_go_to_left[node]),
        "left": places.get(children[0]),
        "right": places.get(children[1]),
    }
    return drawn


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
