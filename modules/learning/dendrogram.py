"""The tree of a hierarchical clustering, cut to its last merges and laid out to be drawn."""

import numpy as np

from modules.kit.views.cluster_view import DendrogramLeaf, DendrogramMerge, DendrogramTree
from modules.kit.views.view_model import Point
from modules.learning.metric_formulas import Counts, Numbers

#: So many leaves are drawn; each stands for the rows that were merged below it.
MAX_LEAVES = 40


def build_dendrogram(estimator: object, clusters: Counts) -> DendrogramTree | None:
    """Leaves from left to right and the merges above them, or None for a clustering without a tree.

    A merge spans from one of its halves to the other, each given by its place and the height at which it was made. Its
    cluster is None where it joins several.
    """
    if not (hasattr(estimator, "children_") and hasattr(estimator, "distances_")):
        return None
    heights: Numbers = estimator.distances_
    tree = _MergeTree(estimator.children_, heights, clusters)
    tree.lay_out()
    count = len(np.unique(clusters))
    below = float(heights[-count]) if count <= len(heights) else 0.0
    above = float(heights[1 - count]) if count > 1 else float(heights[-1]) * 1.08
    return DendrogramTree(leaves=tree.leaves, merges=tree.merges, cut=(below + above) / 2, height=float(heights[-1]))


class _MergeTree:
    """Scikit-learn's merges: node `rows + i` joins the two nodes of `children[i]` at the height `heights[i]`."""

    def __init__(self, children: Counts, heights: Numbers, clusters: Counts) -> None:
        self._children, self._heights = children, heights
        self._rows = len(children) + 1
        self._first_drawn = max(self._rows, 2 * self._rows - MAX_LEAVES)
        self._sizes, self._clusters = _propagate_clusters(children, clusters)
        self.leaves: list[DendrogramLeaf] = []
        self.merges: list[DendrogramMerge] = []

    def lay_out(self) -> None:
        """Place the nodes bottom up. A stack instead of recursion: a chain of merges may be as deep as it is long."""
        places: dict[int, float] = {}
        waiting = [(2 * self._rows - 2, False)]
        while waiting:
            node, halves_are_placed = waiting.pop()
            if node < self._first_drawn:
                places[node] = float(len(self.leaves))
                self.leaves.append(DendrogramLeaf(rows=int(self._sizes[node]), cluster=self._get_cluster(node)))
            elif halves_are_placed:
                places[node] = self._add_merge(node, places)
            else:
                left, right = self._children[node - self._rows]
                waiting += [(node, True), (int(right), False), (int(left), False)]

    def _add_merge(self, node: int, places: dict[int, float]) -> float:
        left, right = (self._get_top(int(half), places) for half in self._children[node - self._rows])
        self.merges.append(
            DendrogramMerge(halves=(left, right), height=self._get_height(node), cluster=self._get_cluster(node))
        )
        return (left[0] + right[0]) / 2

    def _get_top(self, node: int, places: dict[int, float]) -> Point:
        return places[node], self._get_height(node)

    def _get_height(self, node: int) -> float:
        """Leaves stand on the ground, whatever was merged below them."""
        return float(self._heights[node - self._rows]) if node >= self._first_drawn else 0.0

    def _get_cluster(self, node: int) -> int | None:
        return int(self._clusters[node]) if self._clusters[node] >= 0 else None


def _propagate_clusters(children: Counts, clusters: Counts) -> tuple[Counts, Counts]:
    """The number of rows below each node, and their cluster, -1 where they are of several."""
    rows = len(children) + 1
    sizes = np.ones(2 * rows - 1, dtype="int64")
    below = np.concatenate([np.asarray(clusters, dtype="int64"), np.full(rows - 1, -1)])
    for place, (left, right) in enumerate(children):
        sizes[rows + place] = sizes[left] + sizes[right]
        below[rows + place] = below[left] if below[left] == below[right] else -1
    return sizes, below
