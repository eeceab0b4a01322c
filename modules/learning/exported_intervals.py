"""A regression with intervals by the errors on other rows, as it stands in exported scripts too."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd


class ConformalRegression:
    """Predicts a number, and the same number less and more than the error that most rows stay within."""

    def __init__(self, model: Any, columns: Sequence[str], quantiles: Sequence[float], reach: float) -> None:
        self.model = model
        self.columns = list(columns)
        self.default_quantiles = list(quantiles)
        self.reach = reach
        self.feature_names_in_ = np.array(self.columns, dtype=object)

    def fit(self, _rows: pd.DataFrame, _target: object = None) -> "ConformalRegression":
        return self

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def predict(self, rows: pd.DataFrame) -> Any:
        middle = np.asarray(self.model.predict(rows[self.columns]), dtype="float64")
        return np.column_stack([middle - self.reach, middle, middle + self.reach])

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        names = ("model", "columns", "reach")
        return {"quantiles": self.default_quantiles, **{name: getattr(self, name) for name in names}}


def compute_reach(errors: npt.NDArray[np.float64], coverage: float) -> float:
    """The error that this share of new rows stays within; infinite where there are too few rows to tell."""
    place = math.ceil((len(errors) + 1) * coverage - 1e-9)
    return float(np.sort(np.abs(errors))[place - 1]) if place <= len(errors) else math.inf
