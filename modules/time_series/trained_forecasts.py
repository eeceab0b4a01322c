"""A trained forecast as it is stored: a table of what each series will be, or a regression that makes one."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from modules.kit import ModuleError, TrainedModel
from modules.time_series.lag_regression import LagRegression


@dataclass(frozen=True)
class TrainedForecast:
    """The forecasts of all series; `regression` makes them when they are asked for, where future columns count."""

    keys: tuple[str, ...]
    time: str
    longest: int
    table: pd.DataFrame | None
    regression: LagRegression | None = None

    def forecast(self, future: pd.DataFrame | None, steps: int) -> pd.DataFrame:
        """So many steps of each series."""
        if self.table is not None:
            return self.table[self.table["Step"] <= steps].reset_index(drop=True)
        assert self.regression is not None
        return self.regression.forecast(steps, future)


def get_forecast(model: TrainedModel) -> TrainedForecast:
    """The forecasts of a model; refuses one of another kind (13)."""
    found: Any = model.pipeline
    if isinstance(found, TrainedForecast):
        return found
    message = f"{model.learner} is no forecast. Score it with Score Model."
    raise ModuleError(13, message, port="trained_model")
