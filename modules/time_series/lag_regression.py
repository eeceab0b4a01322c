"""Forecasts by any learner: it learns from earlier values, and what it predicts is the past of the next."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from modules.kit import Dataset, ModuleError, TrainedModel, UntrainedModel
from modules.learning.fitting import fit_model
from modules.learning.predicting import score_dataset
from modules.time_series.forecast_methods import Values
from modules.time_series.forecast_training import SeriesData
from modules.time_series.series_tables import build_forecast_rows

#: The newest share of the rows tells how far the forecasts are off.
CHECKED_SHARE = 0.2


@dataclass(frozen=True)
class LagRegression:
    """A model of one step, and what it takes to make the next steps: the last values of each series.

    `known` are the columns that are known ahead of time, such as prices and holidays.
    """

    model: TrainedModel
    lags: tuple[int, ...]
    known: tuple[str, ...]
    deviation: float
    data: SeriesData

    def forecast(self, steps: int, future: pd.DataFrame | None) -> pd.DataFrame:
        """The forecast of all series, one step after the other."""
        series = self.data.list_series()
        pasts = [rows[self.data.label].to_numpy(dtype="float64") for _, rows in series]
        frames = [self._list_future_rows(key, rows, steps) for key, rows in series]
        if self.known:
            frames = [self._add_known_columns(frame, future) for frame in frames]
        for step in range(steps):
            rows = pd.concat([frame.iloc[[step]] for frame in frames], ignore_index=True)
            rows = rows.assign(**self._list_lags(pasts))
            found = score_dataset(self.model, Dataset(rows)).columns.iloc[:, 0].to_numpy(dtype="float64")
            pasts = [np.append(past, value) for past, value in zip(pasts, found, strict=True)]
        deviations = self.deviation * np.sqrt(np.minimum(np.arange(1, steps + 1), max(1, self.data.season)))
        data = self.data
        parts = [
            build_forecast_rows(
                key, data.series_by, data.time, rows[data.time].iloc[-1], data.offset, past[-steps:], deviations,
                past[:-steps], data.season,
            )
            for (key, rows), past in zip(series, pasts, strict=True)
        ]  # fmt: skip
        return pd.concat(parts, ignore_index=True)

    def _list_future_rows(self, key: tuple[object, ...], rows: pd.DataFrame, steps: int) -> pd.DataFrame:
        from modules.time_series.time_grid import list_next_times

        named = dict(zip(self.data.series_by, key, strict=True))
        times = list_next_times(rows[self.data.time].iloc[-1], self.data.offset, steps)
        return add_calendar(pd.DataFrame({self.data.time: times}).assign(**named), self.data.time)

    def _add_known_columns(self, frame: pd.DataFrame, future: pd.DataFrame | None) -> pd.DataFrame:
        keys = [*self.data.series_by, self.data.time]
        missing = [name for name in (*keys, *self.known) if future is None or name not in future]
        if missing or future is None:
            listed = ", ".join(f"'{name}'" for name in self.known)
            message = f"The forecast needs the future values of {listed}. Connect rows with them to 'dataset'."
            raise ModuleError(13, message, port="dataset")
        found = frame.merge(future[[*keys, *self.known]].drop_duplicates(keys), on=keys, how="left")
        if found[list(self.known)].isna().any(axis=None):
            gap = found.loc[found[list(self.known)].isna().any(axis=1), self.data.time].iloc[0]
            message = f"The rows at 'dataset' lack values that are known ahead for {gap}. Add them."
            raise ModuleError(18, message, port="dataset")
        return found

    def _list_lags(self, pasts: list[Values]) -> dict[str, list[float]]:
        return {f"lag {lag}": [past[-lag] for past in pasts] for lag in self.lags}


def add_calendar(frame: pd.DataFrame, time: str) -> pd.DataFrame:
    """With the parts of the time that repeat, where it is a time."""
    if not pd.api.types.is_datetime64_any_dtype(frame[time].dtype):
        return frame
    moments = frame[time].dt
    return frame.assign(
        **{"calendar month": moments.month, "calendar weekday": moments.day_of_week, "calendar hour": moments.hour}
    )


def choose_lags(season: int, shortest: int) -> tuple[int, ...]:
    """The last three values and those of one season ago, as far as the shortest series allows."""
    wanted = {1, 2, 3, *(lag for lag in (season - 1, season, season + 1) if season > 1)}
    return tuple(sorted(lag for lag in wanted if 1 <= lag <= shortest // 2))


def train_lag_regression(untrained: UntrainedModel, data: SeriesData, known: tuple[str, ...]) -> LagRegression:
    """Train on the rows of all series that have all lags."""
    if untrained.task != "regression":
        message = f"A forecast needs a learner of numbers. {untrained.learner} is for {untrained.task}."
        raise ModuleError(13, message, port="untrained_model")
    series = data.list_series()
    lags = choose_lags(data.season, min(len(rows) for _, rows in series))
    if not lags:
        raise ModuleError(21, "The shortest series has fewer than 2 values. Remove it.", port="dataset")
    parts = [
        rows[[*data.series_by, data.time, data.label, *known]].assign(
            **{f"lag {lag}": rows[data.label].shift(lag) for lag in lags}
        )
        for _, rows in series
    ]
    table = add_calendar(pd.concat(parts), data.time).dropna(subset=[f"lag {lag}" for lag in lags])
    table = table.sort_values(data.time, kind="stable").reset_index(drop=True)
    learned = Dataset(table, {data.time: "none"})
    model = fit_model(untrained, learned, data.label)
    kept = replace(data, frame=data.frame[[*data.series_by, data.time, data.label]].copy())
    return LagRegression(model, lags, known, _measure_deviation(untrained, learned, data.label), kept)


def _measure_deviation(untrained: UntrainedModel, learned: Dataset, label: str) -> float:
    """The standard deviation of the errors of one step on the newest rows, by a model of the older ones."""
    newest = max(1, int(learned.rows * CHECKED_SHARE))
    older, newer = (learned.with_frame(part.reset_index(drop=True)) for part in (
        learned.frame.iloc[:-newest], learned.frame.iloc[-newest:]
    ))  # fmt: skip
    try:
        found = score_dataset(fit_model(untrained, older, label), newer).columns.iloc[:, 0]
    except ModuleError:
        return 0.0
    return float(np.sqrt(np.mean((found.to_numpy() - newer.frame[label].to_numpy(dtype="float64")) ** 2)))
