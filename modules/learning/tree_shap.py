"""SHAP values of trees, exactly: what each feature adds to a prediction, by the rows that the trees were trained on.

Where a feature is unknown, a tree is followed into both branches, weighted by the training rows that went there
(Lundberg and others, From local explanations to global understanding, Nature Machine Intelligence 2, 2020). The sum
over all orders of the features is an integral of a product over the path (Yu and others, Linear TreeShap, NeurIPS
2022), which the points of Gauss and Legendre give exactly. All rows go down a tree at once.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]


class RowSplitter(Protocol):
    """Tells which rows go to the left at a node."""

    def __call__(self, node: int) -> Flags: ...


@dataclass(frozen=True)
class ExplainedTree:
    """A tree as arrays with a place for each node; at a leaf `left` is -1. `values` has a column for each output."""

    left: Places
    right: Places
    feature: Places
    cover: Numbers
    values: Numbers

    def list_leaves(self) -> list[int]:
        return np.flatnonzero(self.left < 0).tolist()

    def count_path_features(self) -> int:
        """The most different features on the way to a leaf."""
        most, waiting = 0, [(0, frozenset[int]())]
        while waiting:
            node, known = waiting.pop()
            if self.left[node] < 0:
                most = max(most, len(known))
                continue
            below = known | {int(self.feature[node])}
            waiting += [(int(self.left[node]), below), (int(self.right[node]), below)]
        return most

    def get_share(self, node: int, child: int) -> float:
        """The share of a node's training rows that went to this child."""
        return float(self.cover[child] / self.cover[node]) if self.cover[node] > 0 else 0.5

    def compute_base(self) -> Numbers:
        """The mean output over the training rows."""
        base, waiting = np.zeros(self.values.shape[1]), [(0, 1.0)]
        while waiting:
            node, share = waiting.pop()
            if self.left[node] < 0:
                base += share * self.values[node]
                continue
            children = (int(self.left[node]), int(self.right[node]))
            waiting += [(child, share * self.get_share(node, child)) for child in children]
        return base


class _PathFeature(NamedTuple):
    """A feature on the way to a node: the rows that would come by, and the share of training rows that did."""

    meets: Flags
    share: float


class _Quadrature(NamedTuple):
    """Points between 0 and 1 that integrate polynomials of a degree exactly, as a column each."""

    points: Numbers
    weights: Numbers

    @classmethod
    def create(cls, degree: int) -> "_Quadrature":
        points, weights = np.polynomial.legendre.leggauss(max(1, degree // 2 + 1))
        return cls((points[:, None] + 1) / 2, weights[:, None] / 2)

    def compute_factors(self, feature: _PathFeature) -> tuple[Numbers, Numbers]:
        """What a path is multiplied by: for rows that meet the conditions of a feature, and for those that don't."""
        misses = feature.share * (1 - self.points)
        return self.points + misses, misses

    def compute_effects(self, feature: _PathFeature) -> Numbers:
        """What knowing the feature changes, relative to its factor: points x rows."""
        met, _ = self.compute_factors(feature)
        return np.where(feature.meets, (1 - feature.share) / met, -1 / (1 - self.points))


@dataclass
class _Descent:
    """All rows on their way down a tree."""

    tree: ExplainedTree
    splits: RowSplitter
    rule: _Quadrature
    contributions: Numbers

    def add_below(self, node: int, product: Numbers, known: dict[int, _PathFeature]) -> Numbers:
        """The outputs below a node, weighted by the factors of the path: outputs x points x rows."""
        tree, rule = self.tree, self.rule
        if tree.left[node] < 0:
            outputs: Numbers = tree.values[node][:, None, None] * product
            return outputs
        feature, goes_left = int(tree.feature[node]), self.splits(node)
        before = known.get(feature)
        above = None if before is None else rule.compute_effects(before)
        total = None
        for child, goes in ((int(tree.left[node]), goes_left), (int(tree.right[node]), ~goes_left)):
            local = tree.get_share(node, child)
            after = _PathFeature(goes, local) if before is None else _follow(before, goes, local)
            ratio = _compute_ratio(rule, before, after, local)
            sums = self.add_below(child, product * ratio, {**known, feature: after})
            effects = rule.compute_effects(after)
            if above is not None:
                effects -= above
            effects *= rule.weights
            self.contributions[:, feature] += np.einsum("pr,opr->ro", effects, sums)
            total = sums if total is None else total + sums
        assert total is not None
        return total


def _follow(before: _PathFeature, goes: Flags, local: float) -> _PathFeature:
    return _PathFeature(before.meets & goes, before.share * local)


def _compute_ratio(rule: _Quadrature, before: _PathFeature | None, after: _PathFeature, local: float) -> Numbers:
    """By how much the product changes: for rows that come by, that leave here, and that did not come by anyway."""
    met, missed = rule.compute_factors(after)
    if before is None:
        return np.where(after.meets, met, missed)
    above, _ = rule.compute_factors(before)
    return np.where(after.meets, met / above, np.where(before.meets, missed / above, local))


def add_tree_contributions(tree: ExplainedTree, splits: RowSplitter, contributions: Numbers) -> None:
    """Add the contributions of one tree to an array of rows x features x outputs."""
    rule = _Quadrature.create(tree.count_path_features() - 1)
    start = np.ones((len(rule.points), len(contributions)))
    _Descent(tree, splits, rule, contributions).add_below(0, start, {})


def add_tree_interactions(tree: ExplainedTree, splits: RowSplitter, interactions: Numbers) -> None:
    """Add the interaction values of one tree with one output to an array of rows x features x features.

    The diagonal stays empty: what a feature does alone is its contribution without its interactions.
    """
    rule = _Quadrature.create(tree.count_path_features() - 2)
    everywhere = _PathFeature(np.ones(len(interactions), dtype=bool), 1.0)
    waiting: list[tuple[int, dict[int, _PathFeature]]] = [(0, {})]
    while waiting:
        node, known = waiting.pop()
        if tree.left[node] < 0:
            _add_leaf_interactions(rule, known, float(tree.values[node, 0]), interactions)
            continue
        feature, goes_left = int(tree.feature[node]), splits(node)
        for child, goes in ((int(tree.left[node]), goes_left), (int(tree.right[node]), ~goes_left)):
            after = _follow(known.get(feature, everywhere), goes, tree.get_share(node, child))
            waiting.append((child, {**known, feature: after}))


def _add_leaf_interactions(
    rule: _Quadrature, known: dict[int, _PathFeature], value: float, interactions: Numbers
) -> None:
    features = list(known)
    if len(features) < 2 or not value:
        return
    product = value * rule.weights * np.ones(len(interactions))
    for feature in known.values():
        met, missed = rule.compute_factors(feature)
        product = product * np.where(feature.meets, met, missed)
    effects = [rule.compute_effects(feature) for feature in known.values()]
    for place, other in itertools.combinations(range(len(features)), 2):
        pair = (product * effects[place] * effects[other]).sum(axis=0) / 2
        interactions[:, features[place], features[other]] += pair
        interactions[:, features[other], features[place]] += pair


def compute_base(trees: Sequence[ExplainedTree]) -> Numbers:
    """The sum of what the trees predict for their training rows on average."""
    base: Numbers = np.sum([tree.compute_base() for tree in trees], axis=0)
    return base
