"""The view of many models: how good each of them is, beside one model of all rows."""

from typing import Literal

from modules.kit.views.view_model import ViewModel

#: Against the global model, beyond what chance could explain; `fallback` groups have no model of their own.
GroupResult = Literal["better", "level", "worse", "fallback", "unknown"]


class MeasuredGroup(ViewModel):
    """One group. `bias` is the mean of predicted minus actual; null for classes.

    `actual`, `predicted` and `general` are its last rows in the order of time, each a digit of base 64 between `low`
    and `high`, a full stop where the value is missing; empty for classes. `source` is what scored most of its rows.
    """

    key: list[str]
    rows: int
    error: float | None
    general_error: float | None
    result: GroupResult
    source: str
    reason: str
    bias: float | None
    low: float
    high: float
    actual: str
    predicted: str
    general: str


class ManyModelsView(ViewModel):
    """Groups in the order of their errors, the worst first: at most 10,000 of `count`.

    `error` and `general_error` are those of all rows. `percent` says that errors are shares.
    `baseline` is what the models of groups are compared with.
    """

    kind: Literal["many_models"] = "many_models"
    learner: str
    baseline: str = "global model"
    label: str
    keys: list[str]
    metric: str
    percent: bool
    rows: int
    count: int
    error: float | None
    general_error: float | None
    groups: list[MeasuredGroup]
