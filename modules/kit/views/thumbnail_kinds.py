"""Glances: the few numbers that the small picture of a value is drawn from, 44 x 42 pixels. Most go from 0 to 1."""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError
from typing_extensions import TypeAliasType

from modules.kit.views.view_model import ClusterPoint, Point, ViewModel


class ThumbnailColumn(ViewModel):
    """A column as up to ten bars."""

    name: str
    bars: list[float]


class HistogramsThumbnail(ViewModel):
    """A dataset: up to four of its columns."""

    kind: Literal["histograms"] = "histograms"
    columns: list[ThumbnailColumn]


class SplitThumbnail(ViewModel):
    """A split dataset: one histogram, and the share of the first part."""

    kind: Literal["split"] = "split"
    bars: list[float]
    share: float


class WeightsThumbnail(ViewModel):
    """A linear model: its largest weights first, from -1 to 1."""

    kind: Literal["weights"] = "weights"
    values: list[float]


class ImportancesThumbnail(ViewModel):
    """Trees or principal components: the largest shares first."""

    kind: Literal["importances"] = "importances"
    values: list[float]


class CurveThumbnail(ViewModel):
    """An evaluation of two classes: a ROC curve for each model."""

    kind: Literal["curve"] = "curve"
    series: list[list[Point]]


class ScatterThumbnail(ViewModel):
    """An evaluation of numbers: true against predicted."""

    kind: Literal["scatter"] = "scatter"
    points: list[Point]


class MatrixThumbnail(ViewModel):
    """An evaluation of several classes: the confusion matrix, as shares of each row."""

    kind: Literal["matrix"] = "matrix"
    cells: list[list[float]]


class HistoryThumbnail(ViewModel):
    """A network: its loss epoch by epoch, for training and validation data."""

    kind: Literal["history"] = "history"
    series: list[list[float]]


class ImagesThumbnail(ViewModel):
    """An image directory: a picture of four images, as PNG in base64."""

    kind: Literal["images"] = "images"
    png: str


class RulesThumbnail(ViewModel):
    """A transformation: how many rules it has."""

    kind: Literal["rules"] = "rules"
    count: int


class ClustersThumbnail(ViewModel):
    """Clusters: rows in the plane of their two main axes."""

    kind: Literal["clusters"] = "clusters"
    points: list[ClusterPoint]


class ThresholdThumbnail(ViewModel):
    """Scores of anomalies as bars, and the place of the threshold among them."""

    kind: Literal["threshold"] = "threshold"
    bars: list[float]
    cut: float


Thumbnail = TypeAliasType(
    "Thumbnail",
    Annotated[
        HistogramsThumbnail
        | SplitThumbnail
        | WeightsThumbnail
        | ImportancesThumbnail
        | CurveThumbnail
        | ScatterThumbnail
        | MatrixThumbnail
        | HistoryThumbnail
        | ImagesThumbnail
        | RulesThumbnail
        | ClustersThumbnail
        | ThresholdThumbnail,
        Field(discriminator="kind"),
    ],
)

thumbnail_adapter: TypeAdapter[Thumbnail] = TypeAdapter(Thumbnail)


def parse_thumbnail(stored: object) -> Thumbnail | None:
    """The stored glance of a value; None where there is none, or none that this version can draw."""
    if stored is None:
        return None
    try:
        return thumbnail_adapter.validate_python(stored)
    except ValidationError:
        return None
