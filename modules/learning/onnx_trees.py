"""Boosted trees that split categories as sets, for ONNX, whose trees compare numbers only.

Each set that a tree asks for becomes a column of its own: the categories as one column each, times a matrix of 0 and 1.
A tree then compares that column with a half. The same answers come out, to the last bit.
"""

import copy
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from modules.learning.tree_ensembles import HISTOGRAM_TREES, read_bits, read_known_categories

Matrix = npt.NDArray[np.float64]


class _CategorySplit(NamedTuple):
    """A question of a tree: is the category one of these? What training did not see goes the default way."""

    feature: int
    to_left: frozenset[int]
    default_left: bool


def replace_category_splits(pipeline: Any) -> Any:
    """The same pipeline with trees that compare numbers; `pipeline` itself where its trees split no sets."""
    from sklearn.pipeline import Pipeline

    encoder, estimator = (step for _, step in pipeline.steps)
    if type(estimator).__name__ not in HISTOGRAM_TREES or estimator.is_categorical_ is None:
        return pipeline
    known = read_known_categories(estimator)
    splits = _list_splits(estimator)
    width = max(1, len(splits))
    predictors = [[_rewrite_tree(tree, splits, len(known)) for tree in stage] for stage in estimator._predictors]
    trees = copy.copy(estimator)
    trees._predictors, trees.is_categorical_ = predictors, None
    trees.n_features_in_ = estimator.n_features_in_ - len(known) + width
    plain = copy.copy(encoder)
    name, ordinal, columns = encoder.transformers_[0]
    indicators = _build_indicators(ordinal.steps[-1][1], list(splits), known)
    plain.transformers_ = plain.transformers = [(name, indicators, columns), *encoder.transformers_[1:]]
    return Pipeline([("encoder", plain), ("estimator", trees)])


def _list_splits(estimator: Any) -> dict[_CategorySplit, int]:
    """The different questions about sets, each with the place of its column."""
    splits: dict[_CategorySplit, int] = {}
    for tree in (tree for stage in estimator._predictors for tree in stage):
        for node in tree.nodes:
            if _asks_for_set(node):
                splits.setdefault(_read_split(tree, node), len(splits))
    return splits


def _asks_for_set(node: Any) -> bool:
    return bool(node["is_categorical"]) and not node["is_leaf"]


def _read_split(tree: Any, node: Any) -> _CategorySplit:
    to_left = read_bits(tree.raw_left_cat_bitsets[int(node["bitset_idx"])])
    return _CategorySplit(int(node["feature_idx"]), to_left, bool(node["missing_go_to_left"]))


def _rewrite_tree(tree: Any, splits: Mapping[_CategorySplit, int], categories: int) -> Any:
    """The tree with the columns of the sets in the place of those of the categories, which came first."""
    nodes = tree.nodes.copy()
    moved = max(1, len(splits)) - categories
    for node in nodes:
        if _asks_for_set(node):
            split = _read_split(tree, node)
            node["is_categorical"], node["feature_idx"] = 0, splits[split]
            node["num_threshold"] = 0.5 if split.default_left else -0.5
        elif not node["is_leaf"]:
            node["feature_idx"] += moved
    return type(tree)(nodes, tree.binned_left_cat_bitsets, tree.raw_left_cat_bitsets)


def _build_indicators(ordinal: Any, splits: Sequence[_CategorySplit], known: Mapping[int, frozenset[int]]) -> Any:
    """From the categories to the columns of the sets: below a half goes to the left, or below minus a half."""
    from sklearn.decomposition import TruncatedSVD
    from sklearn.pipeline import Pipeline
    from sklearn.preprocessing import OneHotEncoder

    levels = [np.array([one for one in each if isinstance(one, str)], dtype=object) for each in ordinal.categories_]
    one_hot = OneHotEncoder(categories=levels, handle_unknown="ignore", sparse_output=False)
    one_hot.fit(np.array([[each[0] for each in levels]], dtype=object))
    codes = [_encode_levels(ordinal, levels, column) for column in range(len(levels))]
    first = np.cumsum([0, *(len(each) for each in levels)])
    matrix = np.zeros((max(1, len(splits)), first[-1]))
    for place, split in enumerate(splits):
        for level, code in enumerate(codes[split.feature]):
            column = first[split.feature] + level
            if split.default_left:
                matrix[place, column] = code in known[split.feature] and code not in split.to_left
            else:
                matrix[place, column] = -float(code in split.to_left)
    product = TruncatedSVD(n_components=len(matrix))  # which multiplies by its components, and is known to converters
    product.components_, product.n_features_in_ = matrix, matrix.shape[1]
    return Pipeline([("encoder", one_hot), ("sets", product)])


def _encode_levels(ordinal: Any, levels: Sequence[Any], column: int) -> Matrix:
    """The numbers that the levels of a column have in the trees; rare ones may share theirs."""
    rows = np.array([[each[0] for each in levels]] * len(levels[column]), dtype=object)
    rows[:, column] = levels[column]
    unnamed = copy.copy(ordinal)
    del unnamed.feature_names_in_  # these rows are no table
    encoded: Matrix = unnamed.transform(rows)[:, column]
    return encoded
