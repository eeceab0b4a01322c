"""A trained forecast as it is stored: a table of what each series will be, or a regression that makes one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from modules.kit import ModuleError, TrainedModel
from modules.time_series.lag_regression import LagRegression


@dataclass(frozen=True)
class TrainedForecast:
    """The forecasts of all series; `regression` makes them when they are asked for, where future columns count.

    `groups` is what Train Many Models keeps, to train again only the groups that changed.
    """

    keys: tuple[str, ...]
    time: str
    longest: int
    table: pd.DataFrame | None
    regression: LagRegression | None = None
    groups: Any = None

    def forecast(self, future: pd.DataFrame | None, steps: int) -> pd.DataFrame:
        """So many steps of each series."""
        if self.table is not None:
            return self.table[self.table["Step"] <= steps].reset_index(drop=True)
        assert self.regression is not None
        return self.regression.forecast(steps, future)

    def join_groups(
        self, names: Sequence[str], parts: Mapping[tuple[object, ...], "TrainedForecast"], groups: Any
    ) -> "TrainedForecast":
        """One forecast of the forecasts of many groups, which are known by their values in the named columns."""
        tables = []
        for values, part in parts.items():
            assert part.table is not None
            tables.append(part.table.assign(**dict(zip(names, values, strict=True)))[[*names, *part.table.columns]])
        table = pd.concat(tables, ignore_index=True)
        return replace(self, keys=(*names, *self.keys), table=table, groups=groups)


def get_forecast(model: TrainedModel) -> TrainedForecast:
    """The forecasts of a model; refuses one of another kind (13)."""
    found: Any = model.pipeline
    if isinstance(found, TrainedForecast):
        return found
    message = f"{model.learner} is no forecast. Score it with Score Model."
    raise ModuleError(13, message, port="trained_model")
