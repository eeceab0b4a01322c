"""Decision trees, for drawing."""

from modules.kit.views.view_model import ViewModel


class TreeQuestion(ViewModel):
    """What a node asks. Yes leads to the left.

    The answer is yes for values up to `threshold`, for one of `levels`, or, where there is neither, for values that are
    not missing. `left` and `right` are places in the list of nodes; null where the tree goes on out of sight.
    """

    feature: str
    threshold: float | None
    levels: list[str] | None
    others: list[str] | None
    missing_left: bool
    left: int | None
    right: int | None


class DecisionTreeNode(ViewModel):
    """A node; a leaf asks nothing. `value` is the mean of a regression; classes have `shares` instead."""

    rows: int
    impurity: float
    value: float | None
    shares: list[float]
    question: TreeQuestion | None


class DecisionTreeView(ViewModel):
    """A tree. The root is the first of the nodes; `hidden` nodes lie too deep to be drawn."""

    nodes: list[DecisionTreeNode]
    depth: int
    leaves: int
    hidden: int


class TreesView(ViewModel):
    """Of a decision tree the tree itself, of a forest the first of its `count` trees."""

    count: int
    shown: list[DecisionTreeView]
