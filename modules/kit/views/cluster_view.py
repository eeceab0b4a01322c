"""Clusters, as training found them and as an evaluation measured them."""

from typing import Literal

from pydantic import Field

from modules.kit.schema import ColumnType
from modules.kit.views.view_model import ClusterPoint, Point, ViewModel


class ClusterProfile(ViewModel):
    """What is typical of each cluster in one feature: the mean or the commonest value.

    `values` and `differences` are in the order of the clusters. Differences of numbers are in standard deviations of
    all rows, those of other values in shares.
    """

    feature: str
    type: ColumnType
    overall: float | str
    values: list[float | str | None]
    differences: list[float | None]


class ClusterSummary(ViewModel):
    """The size of a cluster, its center in the plane of the two main axes, and how far its rows lie from it."""

    cluster: int
    rows: int
    center: Point
    average_distance: float | None
    maximal_distance: float | None


class DendrogramLeaf(ViewModel):
    """The rows that were merged below it, and their cluster where it is one."""

    rows: int
    cluster: int | None


class DendrogramMerge(ViewModel):
    """The place and height of both halves, and the height at which they were merged."""

    halves: tuple[Point, Point]
    height: float
    cluster: int | None


class DendrogramTree(ViewModel):
    """Leaves from left to right and merges from the bottom up. The clusters are what lies below the height `cut`."""

    leaves: list[DendrogramLeaf]
    merges: list[DendrogramMerge]
    cut: float
    height: float


class NamedFigure(ViewModel):
    """A number that only this kind of clustering has."""

    name: str
    value: float


class ClusterDetails(ViewModel):
    """Clusters that training found, of which the first 50 of `found` are described.

    `points` are up to 1,000 rows drawn at random, in the plane of the two main axes; `axes` is the share of the
    variance along each of these.
    """

    kind: Literal["clusters"] = "clusters"
    rows: int
    left_out: int
    noise: int
    found: int
    clusters: list[ClusterSummary]
    points: list[ClusterPoint]
    axes: list[float]
    profile: list[ClusterProfile]
    dendrogram: DendrogramTree | None = None
    figures: list[NamedFigure] = Field(default_factory=list)


class MeasuredCluster(ViewModel):
    """How close the rows of a cluster are to each other, and how far from the other clusters."""

    cluster: int
    rows: int
    average_distance: float
    average_other: float | None
    maximal_distance: float
    silhouette: float | None


class LabelCounts(ViewModel):
    """How many rows of each class of the label are in each cluster: counts[cluster][class]."""

    name: str
    classes: list[str]
    counts: list[list[int]]


class ClusteringDetails(ViewModel):
    """The evaluation of a clustering. `without` rows are in no cluster; silhouettes are those of `sampled` rows."""

    kind: Literal["clustering"] = "clustering"
    rows: int
    without: int
    sampled: int | None
    clusters: list[MeasuredCluster]
    points: list[ClusterPoint]
    axes: list[float]
    profile: list[ClusterProfile]
    label: LabelCounts | None
