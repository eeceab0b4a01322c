"""Why one model does better than another: an interval of the difference, a naive baseline, and slices of the rows."""

from typing import Literal

from modules.kit.views.view_model import ViewModel


class MetricInterval(ViewModel):
    """A metric on all rows, and the interval that holds it in 95 % of resamples; null where it is undefined."""

    value: float | None
    low: float | None
    high: float | None


class NaiveBaseline(ViewModel):
    """What a model without features reaches: guessing, the most common class, or the mean."""

    kind: Literal["guessing", "most_common", "mean"]
    #: The class or the mean that is always predicted; empty for guessing.
    predicted: str
    value: float


class SliceCondition(ViewModel):
    """Which rows: those with this value in a column, those within a range of it, or those without a value."""

    column: str
    value: str | None = None
    low: float | None = None
    high: float | None = None


class ModelSlice(ViewModel):
    """Rows by one condition or two, with the metric of each compared model and what lies between them.

    `share` is the share of the positive class, or the mean of the label. `clear` is false where it may be chance.
    """

    conditions: list[SliceCondition]
    rows: int
    share: float | None
    values: list[float]
    difference: MetricInterval
    clear: bool


class ModelComparison(ViewModel):
    """The best model and the next, or one model alone, measured on the same rows by one metric.

    `compared` are their places among the models of the evaluation. The difference is that of the first minus the
    second; of one model alone each slice is held against all rows. Intervals come from `resamples` bootstrap samples
    with the seed 0, of `sampled` rows where there are too many. Slices were found on one half of the rows, and
    measured on the other.
    """

    metric: str
    compared: list[int]
    rows: int
    sampled: int | None
    resamples: int
    intervals: list[MetricInterval]
    #: Null of one model alone, and where the models were scored on different rows.
    difference: MetricInterval | None
    baseline: NaiveBaseline
    slices: list[ModelSlice]
    #: How many slices were searched, and the fewest rows that one has in the half that was searched.
    searched: int
    smallest: int
