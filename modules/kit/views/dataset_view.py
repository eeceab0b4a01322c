"""The view of a dataset: what each column holds, and the trials of a sweep where it is a table of these."""

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypeAliasType

from modules.kit.schema import ColumnType, Role
from modules.kit.views.automated_ml_view import AutomatedMLView
from modules.kit.views.chart_view import ChartView
from modules.kit.views.explanation_view import ExplanationView
from modules.kit.views.fairness_view import FairnessView
from modules.kit.views.many_models_view import ManyModelsView
from modules.kit.views.view_model import Absent, CellValue, Histogram, ViewModel, is_absent, is_never_absent


class ValueCount(ViewModel):
    """How often a value occurs; long values are cut."""

    value: str
    count: int


class ColumnProfile(ViewModel):
    """What a column holds.

    `distinct` is null where counting would be slow. Columns of numbers and times have a histogram; the edges of times
    are milliseconds since 1970 UTC. Columns of text, categories and booleans have their commonest values, at most 20.
    `box` has the lower whisker, the quartiles and the upper whisker of numbers.
    """

    name: str
    type: ColumnType
    role: Role
    missing: int
    distinct: int | None = None
    min: CellValue = None
    max: CellValue = None
    mean: float | None = None
    median: float | None = None
    std: float | None = None
    histogram: Histogram | None = None
    top: list[ValueCount] | None = None
    box: tuple[float, float, float, float, float] | None = Field(default=None, exclude_if=is_never_absent)


class TriedParameter(ViewModel):
    """A parameter that was tried with several values, and the scale that its axis has."""

    title: str
    scale: Literal["linear", "log", "choice"]


class TrialSummary(ViewModel):
    """One trial: its values in the order of the parameters, and the mean and standard deviation of the metric."""

    number: int
    state: Literal["Complete", "Stopped early", "Failed"]
    values: list[CellValue]
    value: float | None
    deviation: float | None


class TuningTrialsView(ViewModel):
    """The trials of Tune Model Hyperparameters, at most 1,000 of `count`.

    `folds` is 0 where validation data took their place. `usual` says that the usual values of the learner were tried.
    """

    kind: Literal["trials"] = "trials"
    learner: str
    metric: str
    better: Literal["higher", "lower"]
    folds: int
    usual: bool
    best: int
    count: int
    parameters: list[TriedParameter]
    trials: list[TrialSummary]


#: What a table may be shown as, beside its rows.
TableView = TypeAliasType(
    "TableView",
    Annotated[
        TuningTrialsView | AutomatedMLView | ExplanationView | FairnessView | ManyModelsView | ChartView,
        Field(discriminator="kind"),
    ],
)


class DatasetView(ViewModel):
    """A table.

    `profiled` is the number of columns that are described, `width` the number of all columns where there are more.
    `shown_as` is a view of its own beside the table, `remark` a sentence on how its rows came to be these.
    """

    kind: Literal["dataset"] = "dataset"
    rows: int
    columns: list[ColumnProfile]
    profiled: int
    width: int | Absent = Field(default=None, exclude_if=is_absent)
    shown_as: TableView | Absent = Field(default=None, exclude_if=is_absent)
    remark: str | Absent = Field(default=None, exclude_if=is_absent)


class ColumnSummary(ViewModel):
    """A column without what it holds."""

    name: str
    type: ColumnType
    role: Role


class SchemaView(ViewModel):
    """A table as a link shows it that shows no statistics."""

    kind: Literal["schema"] = "schema"
    rows: int
    columns: list[ColumnSummary]
