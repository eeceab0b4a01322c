"""The view of a model, trained or not."""

import logging
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError
from typing_extensions import TypeAliasType

from modules.kit.schema import ColumnType, Role, Task
from modules.kit.views.cluster_view import ClusterDetails
from modules.kit.views.tree_view import TreesView
from modules.kit.views.view_model import Absent, CellValue, Histogram, ViewModel, is_absent

logger = logging.getLogger(__name__)


class ScoreQuantile(ViewModel):
    """The score that so large a share of the rows does not exceed."""

    share: float
    score: float


class AnomalyDetails(ViewModel):
    """The scores of the training data and the threshold; `own_threshold` is that of the detector's own scale."""

    kind: Literal["anomalies"] = "anomalies"
    rows: int
    anomalies: int
    threshold: float
    own_threshold: float
    histogram: Histogram
    quantiles: list[ScoreQuantile]


class SimilarItem(ViewModel):
    """`similarity` is the cosine of the angle between what was learned of two items."""

    item: str
    similarity: float


class RatedItem(ViewModel):
    """An item, and those that are most similar to it, the most similar first."""

    item: str
    ratings: int
    similar: list[SimilarItem]


class SimilarItemsDetails(ViewModel):
    """The most rated items of a recommender, each with those that it has learned to be similar."""

    kind: Literal["similar_items"] = "similar_items"
    all_items: int
    items: list[RatedItem]


#: What was learned without a label.
ModelDetails = TypeAliasType(
    "ModelDetails", Annotated[ClusterDetails | AnomalyDetails | SimilarItemsDetails, Field(discriminator="kind")]
)


class ModelParameter(ViewModel):
    """A parameter of the learner with its value; one that stands for several values says so in words."""

    name: str
    value: CellValue | list[CellValue]


class FeatureWeight(ViewModel):
    """A weight of a linear model, with its confidence interval of 95 % where the model has one."""

    feature: str
    weight: float
    interval: tuple[float, float] | None


class CoefficientsView(ViewModel):
    """The weights of a linear model for one class; null for a regression, and the positive class of two."""

    class_name: str | None = Field(validation_alias="class", serialization_alias="class")
    intercept: float
    weights: list[FeatureWeight]


class FeatureImportance(ViewModel):
    """How much a feature helps the trees: a share of all features together."""

    feature: str
    importance: float


class DependenceSeries(ViewModel):
    """The mean prediction at each value of the grid, for a class or quantile."""

    name: str | None
    values: list[float]


class PartialDependence(ViewModel):
    """What the model predicts on average when one feature takes one value after the other."""

    feature: str
    numeric: bool
    grid: list[float | str]
    series: list[DependenceSeries]


class HistorySeries(ViewModel):
    """A figure epoch by epoch for one set of data; null where the number is not finite."""

    name: str
    values: list[float | None]


class TrainingFigure(ViewModel):
    """How a figure, such as the loss, went during training."""

    figure: str
    series: list[HistorySeries]


class FeatureColumn(ViewModel):
    """A column that goes into the model."""

    name: str
    type: ColumnType
    role: Role
    levels: list[str] | Absent = Field(default=None, exclude_if=is_absent)


class ModelPreprocessing(ViewModel):
    """A step by which the model prepares its rows, with what it learned: one record per column or rule."""

    title: str
    records: list[dict[str, CellValue]] = Field(default_factory=list)


class ModelView(ViewModel):
    """A model. Of an untrained one only the task, the learner and its parameters are known.

    `coefficients` has an entry for each class, one for a regression or two classes. `dependence` shows the columns with
    the largest effect, `history` how a network was trained, `preprocessing` the steps that the model fits itself.
    """

    kind: Literal["trained_model", "untrained_model"]
    task: Task
    learner: str
    label: str | None = None
    rows: int | None = None
    classes: list[str] = Field(default_factory=list)
    parameters: list[ModelParameter] = Field(default_factory=list)
    coefficients: list[CoefficientsView] | None = None
    importances: list[FeatureImportance] | None = None
    trees: TreesView | None = None
    dependence: list[PartialDependence] | None = None
    history: list[TrainingFigure] | None = None
    features: list[FeatureColumn] = Field(default_factory=list)
    preprocessing: list[ModelPreprocessing] | Absent = Field(default=None, exclude_if=is_absent)
    details: ModelDetails | None = None


_details_adapter: TypeAdapter[ModelDetails] = TypeAdapter(ModelDetails)


def parse_model_details(stored: object) -> ModelDetails | None:
    """The details in a stored model, which keeps them as plain data; None where it has none that are known."""
    if not stored:
        return None
    try:
        return _details_adapter.validate_python(stored)
    except ValidationError as error:
        logger.warning("What a stored model says of its training was not understood: %s", error)
        return None
