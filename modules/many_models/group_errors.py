"""How far the predictions of each group are from the truth, and whether its own model beats the global one."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from modules.kit.views.many_models_view import GroupResult

Floats = npt.NDArray[np.float64]
ErrorMetric = Literal["Mean absolute error", "Root mean squared error", "Absolute error as a share", "Share of errors"]
#: A difference counts where chance alone would give a larger one in fewer cases than this.
CHANCE = 0.05


@dataclass(frozen=True)
class MeasuredRows:
    """The truth of measured rows and their predictions as numbers; of classes, whether each is wrong.

    `general` are the predictions of the global model, None where it has not scored.
    """

    codes: npt.NDArray[np.intp]
    count: int
    truth: Floats
    predicted: Floats
    general: Floats | None

    def sum_by_group(self, values: Floats) -> Floats:
        """The sum over the rows of each group."""
        return np.bincount(self.codes, weights=values, minlength=self.count).astype("float64")

    @property
    def rows(self) -> Floats:
        """The rows of each group."""
        return np.bincount(self.codes, minlength=self.count).astype("float64")


def measure_groups(rows: MeasuredRows, predicted: Floats, metric: ErrorMetric) -> Floats:
    """The error of each group; not a number where it is undefined."""
    errors = np.abs(predicted - rows.truth)
    with np.errstate(divide="ignore", invalid="ignore"):
        if metric == "Root mean squared error":
            return np.asarray(np.sqrt(rows.sum_by_group(errors**2) / rows.rows))
        if metric == "Absolute error as a share":
            found = rows.sum_by_group(errors) / rows.sum_by_group(np.abs(rows.truth))
            return np.where(np.isfinite(found), found, np.nan)
        return np.asarray(rows.sum_by_group(errors) / rows.rows)


def measure_all(rows: MeasuredRows, predicted: Floats, metric: ErrorMetric) -> float:
    """The error of all rows together."""
    whole = MeasuredRows(np.zeros(len(rows.truth), dtype=np.intp), 1, rows.truth, predicted, None)
    return float(measure_groups(whole, predicted, metric)[0])


def compare_with_global(rows: MeasuredRows) -> list[GroupResult]:
    """Whether each group's own predictions are closer to the truth, by a paired test of the absolute errors."""
    if rows.general is None:
        return ["unknown"] * rows.count
    lead = np.abs(rows.general - rows.truth) - np.abs(rows.predicted - rows.truth)
    count = rows.rows
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = rows.sum_by_group(lead) / count
        spread = rows.sum_by_group((lead - mean[rows.codes]) ** 2) / (count - 1)
        reach = _find_quantiles(count) * np.sqrt(spread / count)
    return [_judge(float(one), float(limit)) for one, limit in zip(mean, reach, strict=True)]


def _find_quantiles(count: Floats) -> Any:
    """Of Student's distribution, by the rows of each group."""
    from scipy.stats import t

    return t.ppf(1 - CHANCE / 2, np.maximum(count - 1, 1))


def _judge(lead: float, reach: float) -> GroupResult:
    if not np.isfinite(reach) or abs(lead) <= reach:
        return "level"
    return "better" if lead > 0 else "worse"
