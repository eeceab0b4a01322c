"""The view of an evaluation: the metrics of each model, and the details that its charts are drawn from.

Most details have no `kind`, as they were stored before there were several; each has a field that no other has.
"""

import logging
from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Discriminator, Field, Tag, TypeAdapter, ValidationError
from typing_extensions import TypeAliasType

from modules.kit.schema import Task
from modules.kit.views.cluster_view import ClusteringDetails
from modules.kit.views.comparison_view import ModelComparison
from modules.kit.views.explanation_view import ExplanationView
from modules.kit.views.view_model import (
    Absent,
    Histogram,
    Point,
    ValueRange,
    ViewModel,
    is_absent,
    is_never_absent,
)

logger = logging.getLogger(__name__)


#: So many rows; where rows have weights, of the mean 1, their sum.
RowCount = int | float


class SourceColumns(ViewModel):
    """The columns that an evaluation was measured from; `weight` says how much each row counts."""

    label: str | None
    predicted: str
    score: str | None
    weight: str | Absent = Field(default=None, exclude_if=is_absent)


#: `columns` and `called_from` of the details below. They stand last there, in the order in which they were ever stored.
MeasuredColumns = Annotated[SourceColumns | Absent, Field(exclude_if=is_absent)]
CalledFrom = Annotated[float | None, Field(exclude_if=is_never_absent)]


class SourcedDetails(ViewModel):
    """Details that say where their numbers came from; those of older results do not.

    `called_from` is the probability from which the scores called a row positive, null for the likelier class.
    """

    def with_source(self, columns: SourceColumns, called_from: float | None) -> Self:
        return self.model_copy(update={"columns": columns, "called_from": called_from})


class ScoreHistogram(ViewModel):
    """Rows of each class in 40 equal bins of their scores."""

    positive: list[int]
    negative: list[int]


class CalibrationBin(ViewModel):
    """The mean predicted and the observed share of positives in a bin of probability."""

    predicted: float
    observed: float
    rows: int


class TwoClassDetails(SourcedDetails):
    """A model of two classes.

    `thresholds` go from high to low, with the counts of rows scored at or above each: all metrics follow from them.
    What is undefined, such as the area where there is one class only, is null. `probabilities` is false for other
    scores, whose line is at `threshold`. `anomaly` says why the positive class is the anomaly.
    """

    positive: str
    negative: str
    rows: int
    positives: RowCount
    thresholds: list[float]
    true_positives: list[RowCount]
    false_positives: list[RowCount]
    auc: float | None
    average_precision: float | None
    log_loss: float | None
    brier: float | None
    histogram: ScoreHistogram
    calibration: list[CalibrationBin]
    probabilities: bool
    threshold: float | Absent = Field(default=None, exclude_if=is_absent)
    anomaly: Literal["rarer", "named"] | Absent = Field(default=None, exclude_if=is_absent)
    columns: MeasuredColumns = None
    called_from: CalledFrom = None


class ClassMetrics(ViewModel):
    """How well one class is predicted."""

    class_name: str = Field(validation_alias="class", serialization_alias="class")
    precision: float
    recall: float
    f1: float
    rows: RowCount


class MulticlassDetails(SourcedDetails):
    """A model of several classes: matrix[true][predicted]."""

    classes: list[str]
    matrix: list[list[RowCount]]
    per_class: list[ClassMetrics]
    rows: int
    columns: MeasuredColumns = None
    called_from: CalledFrom = None


class PredictedNumbers(ViewModel):
    """Predicted against true numbers.

    `points` are up to 2,000 rows drawn at random: true, predicted. `range` is that of both together.
    """

    rows: int
    label: str
    points: list[Point]
    residuals: Histogram
    range: ValueRange
    true_range: ValueRange


class RegressionDetails(PredictedNumbers, SourcedDetails):
    """A model of numbers."""

    columns: MeasuredColumns = None
    called_from: CalledFrom = None


class RatingDetails(PredictedNumbers):
    """A recommender that predicts ratings."""

    kind: Literal["ratings"] = "ratings"


class QuantileMeasure(ViewModel):
    """The loss of a quantile, and the share of rows at or below it."""

    quantile: float
    loss: float
    below: float


class QuantileDetails(SourcedDetails):
    """A model of quantiles, in rising order.

    `coverage` is the share of rows between the lowest and the highest quantile. `intervals` are up to 300 rows drawn at
    random: the truth, then each quantile.
    """

    rows: int
    label: str
    quantiles: list[QuantileMeasure]
    coverage: float
    expected_coverage: float
    mean_width: float
    intervals: list[list[float]]
    range: ValueRange
    columns: MeasuredColumns = None
    called_from: CalledFrom = None


class RankingDetails(ViewModel):
    """How well recommended items are ordered.

    At most `depth` items were recommended to each user. `by_chance` is the mean NDCG of the same items in random order,
    `by_user` counts users by their own NDCG.
    """

    kind: Literal["ranking"] = "ranking"
    users: int
    depth: int
    ndcg: float
    by_chance: float
    by_user: Histogram


class NoDetails(ViewModel):
    """Metrics only: what a link shows that shows no statistics."""


#: A field that no other details have.
DETAILS_MARKS = {
    "thresholds": "two-class",
    "matrix": "multiclass",
    "quantiles": "quantile",
    "without": "clustering",
    "by_user": "ranking",
    "residuals": "regression",
}


def _find_details_tag(value: object) -> str | None:
    if isinstance(value, ViewModel):
        return DETAILS_TAGS.get(type(value))
    if not isinstance(value, Mapping):
        return None
    if not value:
        return "none"
    if value.get("kind") == "ratings":
        return "ratings"
    return next((tag for mark, tag in DETAILS_MARKS.items() if mark in value), None)


DETAILS_TAGS: Mapping[type, str] = {
    TwoClassDetails: "two-class",
    MulticlassDetails: "multiclass",
    RegressionDetails: "regression",
    RatingDetails: "ratings",
    QuantileDetails: "quantile",
    RankingDetails: "ranking",
    ClusteringDetails: "clustering",
    NoDetails: "none",
}

EvaluationDetails = TypeAliasType(
    "EvaluationDetails",
    Annotated[
        Annotated[TwoClassDetails, Tag("two-class")]
        | Annotated[MulticlassDetails, Tag("multiclass")]
        | Annotated[RegressionDetails, Tag("regression")]
        | Annotated[RatingDetails, Tag("ratings")]
        | Annotated[QuantileDetails, Tag("quantile")]
        | Annotated[RankingDetails, Tag("ranking")]
        | Annotated[ClusteringDetails, Tag("clustering")]
        | Annotated[NoDetails, Tag("none")],
        Discriminator(_find_details_tag),
    ],
)


class EvaluatedModel(ViewModel):
    """The metrics of a model, without those that are undefined, and its details.

    `training_metrics` are those on rows that it learned from, where they were measured.
    """

    name: str
    metrics: dict[str, float]
    details: EvaluationDetails
    training_metrics: dict[str, float] | Absent = Field(default=None, exclude_if=is_absent)


class EvaluationView(ViewModel):
    """One or more models measured on the same task."""

    kind: Literal["evaluation"] = "evaluation"
    task: Task
    models: list[EvaluatedModel]
    comparison: ModelComparison | Absent = Field(default=None, exclude_if=is_absent)
    explanation: ExplanationView | Absent = Field(default=None, exclude_if=is_absent)


_details_adapter: TypeAdapter[EvaluationDetails] = TypeAdapter(EvaluationDetails)


def parse_evaluation_details(stored: object) -> EvaluationDetails:
    """The details in a stored evaluation, which keeps them as plain data; none where they are not known."""
    try:
        return _details_adapter.validate_python(stored)
    except ValidationError as error:
        logger.warning("The details of a stored evaluation were not understood: %s", error)
        return NoDetails()


def parse_model_comparison(stored: object) -> ModelComparison | None:
    """The comparison in a stored evaluation; None where it has none, or one that is not known."""
    if stored is None:
        return None
    try:
        return ModelComparison.model_validate(stored)
    except ValidationError as error:
        logger.warning("The comparison of a stored evaluation was not understood: %s", error)
        return None


def parse_explanation(stored: object) -> ExplanationView | None:
    """What a stored evaluation says of what its model relies on; None where it says nothing, or nothing known."""
    if stored is None:
        return None
    try:
        return ExplanationView.model_validate(stored)
    except ValidationError as error:
        logger.warning("The explanation in a stored evaluation was not understood: %s", error)
        return None
