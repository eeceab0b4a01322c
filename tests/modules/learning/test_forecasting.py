"""Forecasts equal their libraries, respect time, and are measured by their definitions."""

import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest

from modules.kit import Dataset, ModuleError, UntrainedModel, catalog
from modules.kit.views.many_models_view import ManyModelsView
from modules.time_series.automated_forecast import automated_forecast
from modules.time_series.evaluate_forecast import evaluate_forecast
from modules.time_series.forecast_examples import make_forecast_visits, make_lag_learner, make_visits, split_visits
from modules.time_series.forecast_methods import forecast_series
from modules.time_series.lag_and_window_features import lag_and_window_features
from modules.time_series.prepare_time_series import prepare_time_series
from modules.time_series.score_forecast import score_forecast
from modules.time_series.train_forecast import train_forecast

VISITS = make_visits().frame.query("museum == 'north'")["visits"].to_numpy()


def test_the_role_series_stands_for_the_columns_everywhere() -> None:
    """The southern museum closed a year earlier: each series is split at its own time, and nobody names the series."""
    data = make_visits().with_role("series", "museum")
    closed = (data.frame["museum"] == "south") & (data.frame["month"] >= "2023-01-01")
    data = data.with_frame(data.frame[~closed].reset_index(drop=True))
    prepared = prepare_time_series(data, values=("visits",)).prepared_dataset
    assert prepared.roles == {"museum": "series", "month": "time"}
    lagged = lag_and_window_features(data, columns_to_lag=("visits",), lags="1").frame
    assert lagged.loc[lagged["month"] == "2020-01-01", "visits lag 1"].isna().all()
    split = {"splitting_mode": "Split by Time", "fraction": 0.75}
    older, newer = catalog()["split_data"].run({"dataset": prepared}, split).values()
    assert newer.frame.groupby("museum")["month"].min().astype("str").to_dict() == {
        "north": "2023-01-01",
        "south": "2022-04-01",
    }
    for trainer in (train_forecast(None, older, label="visits"), automated_forecast(None, older, label="visits")):
        scored = score_forecast(trainer.trained_model, newer).forecast
        assert scored.frame["Scored Labels"].notna().all()
        assert evaluate_forecast(scored).series.frame["museum"].tolist() != []


def test_theta_is_that_of_statsmodels() -> None:
    theta = pytest.importorskip("statsmodels.tsa.forecasting.theta")
    for season in (12, 7, 1):
        expected = theta.ThetaModel(VISITS, period=season, deseasonalize=season > 1, use_test=False).fit().forecast(14)
        np.testing.assert_allclose(forecast_series("Theta", VISITS, season, 14)[0], expected, rtol=1e-4)


def test_ets_and_arima_are_those_of_statsmodels_with_the_smallest_aicc() -> None:
    ets = pytest.importorskip("statsmodels.tsa.exponential_smoothing.ets")
    from statsmodels.tsa.statespace.sarimax import SARIMAX

    values = VISITS[:30]
    options: list[dict[str, Any]] = [{"trend": None}, {"trend": "add"}, {"trend": "add", "damped_trend": True}]
    fits = [ets.ETSModel(pd.Series(values), **one).fit(disp=False) for one in options]
    best = min(fits, key=lambda fit: fit.aicc)
    np.testing.assert_allclose(forecast_series("ETS", values, 1, 4)[0], best.forecast(4), rtol=1e-6)
    walks = np.cumsum(np.random.default_rng(3).normal(1, 1, 60))
    orders = [(p, 1, q) for p, q in ((0, 1), (1, 0), (1, 1), (2, 1))]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        models = [SARIMAX(walks, order=order, trend="n").fit(disp=False, maxiter=60) for order in orders]
        expected = min(models, key=lambda fit: fit.aicc).forecast(3)
    np.testing.assert_allclose(forecast_series("ARIMA", walks, 1, 3)[0], expected, rtol=1e-6)


def test_a_regression_on_lags_is_its_learner_on_the_same_rows() -> None:
    older, newer = split_visits()
    model = train_forecast(
        make_lag_learner(), older, label="visits", series_by=("museum",), method="Regression on lags"
    )
    scored = score_forecast(model.trained_model, newer).forecast.frame
    learned = lag_and_window_features(older, columns_to_lag=("visits",), series_by=("museum",), lags="1,2,3,11,12,13")
    table = learned.frame.dropna().assign(month_number=lambda rows: rows["month"].dt.month)
    table = table.assign(weekday=table["month"].dt.day_of_week, hour=0).drop(columns="month").reset_index(drop=True)
    learner: UntrainedModel = make_lag_learner()
    from modules.learning.fitting import fit_model
    from modules.learning.predicting import score_dataset

    alone = fit_model(learner, Dataset(table), "visits")
    first = newer.frame.query("museum == 'south'").iloc[0]
    past = older.frame.query("museum == 'south'")["visits"].to_numpy()
    row = {f"visits lag {lag}": [past[-lag]] for lag in (1, 2, 3, 11, 12, 13)}
    row |= {"museum": ["south"], "month_number": [1], "weekday": [first["month"].day_of_week], "hour": [0]}
    expected = score_dataset(alone, Dataset(pd.DataFrame(row))).columns["Scored Labels"][0]
    got = scored.query("museum == 'south'")["Scored Labels"].iloc[0]
    assert got == pytest.approx(expected, rel=1e-9)
    # The values of the test rows were not looked at.
    hidden = newer.with_frame(newer.frame.assign(visits=0.0))
    again = score_forecast(model.trained_model, hidden).forecast.frame
    pd.testing.assert_series_equal(again["Scored Labels"], scored["Scored Labels"])


def test_the_errors_are_those_of_their_definitions() -> None:
    scored = make_forecast_visits()
    outputs = evaluate_forecast(scored, series_by=("museum",))
    rows = scored.frame[scored.frame["museum"] == "south"]
    actual, found = rows["visits"].to_numpy(), rows["Scored Labels"].to_numpy()
    past = split_visits()[0].frame.query("museum == 'south'")["visits"].to_numpy()
    errors = np.abs(found - actual)
    expected = {
        "MAE": errors.mean(),
        "RMSE": np.sqrt((errors**2).mean()),
        "MAPE": (errors / actual).mean(),
        "sMAPE": (2 * errors / (actual + found)).mean(),
        "WAPE": errors.sum() / actual.sum(),
        "MASE": errors.mean() / np.abs(past[12:] - past[:-12]).mean(),
    }
    got = outputs.series.frame.set_index("museum").loc["south"]
    assert got[list(expected)].to_dict() == pytest.approx(expected)
    assert outputs.steps.frame["Step"].tolist() == list(range(1, 13))
    assert isinstance(outputs.series.shown_as, ManyModelsView)
    assert outputs.evaluation_results.models == ("Forecast", "Seasonal naive")


def test_no_lag_or_window_reaches_beyond_the_horizon_or_into_another_series() -> None:
    data = make_visits(20)
    found = lag_and_window_features(
        data, columns_to_lag=("visits",), series_by=("museum",), lags="1, 5", windows="4", horizon=3
    ).frame
    assert [name for name in found if "lag" in name] == [
        "visits lag 3",
        "visits lag 5",
        "visits mean 4 lag 3",
        "visits deviation 4 lag 3",
    ]
    for _, rows in found.groupby("museum"):
        known = rows["visits"].shift(3)
        pd.testing.assert_series_equal(rows["visits lag 3"], known, check_names=False)
        pd.testing.assert_series_equal(
            rows["visits mean 4 lag 3"], known.rolling(4, min_periods=2).mean(), check_names=False
        )


def test_series_are_put_on_a_grid_without_gaps_and_a_gap_is_refused_in_training() -> None:
    days = pd.to_datetime(["2024-01-01 08:00", "2024-01-01 17:00", "2024-01-02 09:00", "2024-01-05 10:00"])
    data = Dataset(pd.DataFrame({"at": days, "sold": [1.0, 2.0, 4.0, 8.0]}), {"at": "time"})
    outputs = prepare_time_series(data, values=("sold",), frequency="Daily", gaps="Zero")
    assert outputs.prepared_dataset.frame["sold"].tolist() == [3.0, 4.0, 0.0, 0.0, 8.0]
    assert outputs.report.frame[["Merged Rows", "Filled Gaps"]].iloc[0].tolist() == [1, 2]
    full = make_visits().frame.query("museum == 'north'")
    gap = Dataset(full.drop(index=full.index[5]), {"month": "time"})
    with pytest.raises(ModuleError, match="has a gap after 2020-05-01"):
        train_forecast(None, gap, label="visits", method="Naive")
    with pytest.raises(ModuleError, match="has two rows for"):
        train_forecast(None, make_visits(), label="visits", method="Naive")


def test_public_holidays_are_marked_and_counted_down_to() -> None:
    days = pd.date_range("2024-12-23", periods=5).as_unit("us")
    data = Dataset(pd.DataFrame({"day": days, "sold": 1.0}), {"day": "time"})
    frame = prepare_time_series(data, values=("sold",), holidays_of="US").prepared_dataset.frame
    assert frame["holiday"].tolist() == [0, 0, 1, 0, 0]
    assert frame["days to holiday"].tolist() == [2, 1, 0, 6, 5]
    with pytest.raises(ModuleError, match="'XX' is no part of US"):
        prepare_time_series(data, values=("sold",), holidays_of="US-XX")
    with pytest.raises(ModuleError, match="No holidays are known of 'QQ'"):
        prepare_time_series(data, values=("sold",), holidays_of="QQ")


def test_without_data_the_next_steps_of_each_series_are_forecast_within_bounds() -> None:
    older, newer = split_visits()
    model = catalog()["train_forecast"].run(
        {"dataset": older}, {"label": "visits", "series_by": ["museum"], "method": "Theta"}
    )["trained_model"]
    forecast = score_forecast(model, horizon=12, share_within_bounds=0.99).forecast.frame
    assert forecast.groupby("museum")["Step"].max().tolist() == [12, 12]
    merged = forecast.merge(newer.frame, on=["museum", "month"])
    inside = merged["visits"].between(merged["Lower Bound"], merged["Upper Bound"])
    assert len(merged) == 24
    assert inside.mean() > 0.9
    with pytest.raises(ModuleError, match="reaches 24 steps"):
        score_forecast(model, horizon=25)
