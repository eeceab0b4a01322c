"""The view of a transformation: its rules as records, and a picture where there is more to see."""

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypeAliasType

from modules.kit.views.view_model import CellValue, Point, ViewModel


class TopicWord(ViewModel):
    """A word and its probability in the topic."""

    word: str
    weight: float


class TopicSummary(ViewModel):
    """A topic with its mean share in the texts, and its most probable words first."""

    name: str
    share: float
    words: list[TopicWord]


class TopicDetails(ViewModel):
    """Topics of texts, the commonest first."""

    kind: Literal["topics"] = "topics"
    topics: list[TopicSummary]


class ComponentDetails(ViewModel):
    """Principal components: the share of the variance along each, and weights[component][column].

    `points` are the first two components of up to 1,000 rows.
    """

    kind: Literal["components"] = "components"
    explained: list[float]
    columns: list[str]
    weights: list[list[float]]
    points: list[Point]


TransformationDetails = TypeAliasType(
    "TransformationDetails", Annotated[TopicDetails | ComponentDetails, Field(discriminator="kind")]
)


class TransformationView(ViewModel):
    """A transformation, with one record per column or rule."""

    kind: Literal["transformation"] = "transformation"
    title: str
    records: list[dict[str, CellValue]]
    details: TransformationDetails | None = None
