"""The view of fairness: how a model treats groups of rows, and how that changes with the threshold."""

from typing import Literal

from modules.kit.schema import Task
from modules.kit.views.view_model import ViewModel


class FairnessGroup(ViewModel):
    """The rows with one value in a column, and the metrics of these; null where a metric is undefined."""

    value: str
    rows: int
    metrics: dict[str, float | None]


class FairnessThreshold(ViewModel):
    """What a threshold for all groups gives: accuracy on all rows, and the largest differences between groups."""

    threshold: float
    accuracy: float
    selection_difference: float | None
    odds_difference: float | None


class FairnessColumn(ViewModel):
    """A column whose groups are compared, the largest group first. `trade_off` is empty where there are no scores."""

    name: str
    groups: list[FairnessGroup]
    disparities: dict[str, float | None]
    trade_off: list[FairnessThreshold]


class FairnessView(ViewModel):
    """How a model treats the groups of some columns; `overall` are the metrics of all rows."""

    kind: Literal["fairness"] = "fairness"
    learner: str
    task: Task
    label: str
    positive: str | None
    rows: int
    threshold: float | None
    metrics: list[str]
    overall: dict[str, float | None]
    columns: list[FairnessColumn]
