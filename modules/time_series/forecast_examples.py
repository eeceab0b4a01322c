"""Small series for the examples of these modules."""

import numpy as np
import pandas as pd

from modules.kit import Dataset, TrainedModel, UntrainedModel, catalog


def make_visits(months: int = 48) -> Dataset:
    """Visits to two museums by month: a trend, a season and some chance."""
    random = np.random.default_rng(0)
    number = np.arange(months)
    parts = []
    for place, level in (("north", 200), ("south", 120)):
        season = 1 + 0.3 * np.sin(2 * np.pi * number / 12)
        visits = (level + 2 * number) * season + random.normal(0, 5, months)
        month = pd.date_range("2020-01-01", periods=months, freq="MS").as_unit("us")
        parts.append(pd.DataFrame({"museum": place, "month": month, "visits": visits.round(1)}))
    return Dataset(pd.concat(parts, ignore_index=True), {"month": "time", "museum": "none"})


def split_visits() -> tuple[Dataset, Dataset]:
    """All but the last year, and that."""
    data = make_visits()
    last = data.frame["month"] >= "2023-01-01"
    return tuple(data.with_frame(data.frame[rows].reset_index(drop=True)) for rows in (~last, last))  # type: ignore[return-value]


def make_lag_learner() -> UntrainedModel:
    made: UntrainedModel = catalog()["linear_regression"].run({}, {})["untrained_model"]
    return made


def make_visit_forecast() -> TrainedModel:
    given = {"label": "visits", "series_by": ["museum"], "method": "Seasonal naive"}
    made: TrainedModel = catalog()["train_forecast"].run({"dataset": split_visits()[0]}, given)["trained_model"]
    return made


def make_forecast_visits() -> Dataset:
    inputs = {"trained_model": make_visit_forecast(), "dataset": split_visits()[1]}
    made: Dataset = catalog()["score_forecast"].run(inputs, {})["forecast"]
    return made


def make_hierarchy_forecast() -> Dataset:
    """Both museums and their sum, forecast apart: the forecasts need not add up."""
    hierarchy = catalog()["build_hierarchy"].run(
        {"dataset": make_visits()}, {"levels": ["museum"], "values": ["visits"]}
    )
    given = {"label": "visits", "series_by": ["museum"], "method": "Theta"}
    model = catalog()["train_forecast"].run({"dataset": hierarchy["results_dataset"]}, given)["trained_model"]
    made: Dataset = catalog()["score_forecast"].run({"trained_model": model}, {"horizon": 4})["forecast"]
    return made
