"""The view of explained predictions: what each column adds on the whole, and to single rows."""

from typing import Literal

from pydantic import Field

from modules.kit.schema import ColumnType
from modules.kit.views.view_model import Absent, CellValue, ViewModel, is_absent


class ColumnContribution(ViewModel):
    """A column, and how far it moves a prediction on average; `reach` is half the width of its 95 % interval."""

    name: str
    type: ColumnType
    mean: float
    reach: float


class ExplainedRow(ViewModel):
    """A row of the data, counted from 1: its values and contributions in the order of the columns.

    `base` is what they are added to, `others` what the columns that are not shown add together. `predicted` is the
    predicted label, `truth` the true one where it is known. `explained_class` is the class whose prediction is shown.
    """

    number: int
    predicted: CellValue
    truth: CellValue
    explained_class: str | None
    base: float
    values: list[CellValue]
    contributions: list[float]
    others: float


class ColumnInteraction(ViewModel):
    """How far two columns together move a prediction on average, beyond what each of them adds alone."""

    first: str
    second: str
    mean: float


class ExplanationView(ViewModel):
    """The predictions of a model, taken apart into contributions of its columns (SHAP values).

    The shown columns move predictions most; `other_columns` counts those that are left out of `shown`, and
    `others_mean` is how far these move a prediction together. `shown` are up to 300 of the explained rows; where
    there are none, `explained_class` is the class that all contributions speak of.
    """

    kind: Literal["explanation"] = "explanation"
    learner: str
    label: str
    scale: Literal["label", "log of label", "probability", "log-odds", "class score"]
    method: Literal["trees", "linear", "sampled"]
    rows: int
    explained_rows: int
    usual_rows: int
    columns: list[ColumnContribution]
    other_columns: int
    others_mean: float
    shown: list[ExplainedRow]
    interactions: list[ColumnInteraction]
    interaction_rows: int
    explained_class: str | Absent = Field(default=None, exclude_if=is_absent)
