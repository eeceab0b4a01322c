"""Hierarchies of series add up, before and after they are forecast; each series is forecast by its best method."""

import numpy as np
import pandas as pd
import pytest

from modules.kit import Dataset, ModuleError, catalog
from modules.time_series.automated_forecast import automated_forecast
from modules.time_series.build_hierarchy import build_hierarchy
from modules.time_series.forecast_examples import make_lag_learner, make_visits, split_visits
from modules.time_series.reconcile_forecast import reconcile_forecast
from modules.time_series.reconciliation import ALL, build_summing_matrix, shrink_covariance
from modules.time_series.score_forecast import score_forecast

LEVELS = ("region", "store")


def make_sales() -> Dataset:
    """Three stores in two regions, each with a season and chance of its own."""
    random = np.random.default_rng(4)
    month = pd.date_range("2020-01-01", periods=48, freq="MS").as_unit("us")
    parts = []
    for region, store, level in (("east", "a", 100), ("east", "b", 60), ("west", "c", 200)):
        season = 1 + 0.2 * np.sin(2 * np.pi * np.arange(48) / 12)
        sold = level * season + random.normal(0, level / 12, 48)
        parts.append(pd.DataFrame({"region": region, "store": store, "month": month, "sold": sold}))
    return Dataset(pd.concat(parts, ignore_index=True), {"month": "time"})


def score_all(older: Dataset, newer: Dataset) -> Dataset:
    model = catalog()["train_forecast"].run(
        {"dataset": older}, {"label": "sold", "series_by": list(LEVELS), "method": "Theta"}
    )["trained_model"]
    return score_forecast(model, newer).forecast


def split_hierarchy() -> tuple[Dataset, Dataset]:
    whole = build_hierarchy(make_sales(), levels=LEVELS, values=("sold",))
    last = whole.frame["month"] >= "2023-01-01"
    older, newer = (whole.with_frame(whole.frame[rows].reset_index(drop=True)) for rows in (~last, last))
    return older, newer


def list_sums(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """What the sums are and what they should be, at each time."""
    by = frame.pivot_table(index="month", columns=list(LEVELS), values=column)
    stores = by[[key for key in by if ALL not in key]]
    return pd.DataFrame({"total": by[(ALL, ALL)], "stores": stores.sum(axis=1), "east": by[("east", ALL)]}).assign(
        parts=by[("east", "a")] + by[("east", "b")]
    )


def test_each_level_has_the_sums_of_its_parts() -> None:
    whole = build_hierarchy(make_sales(), levels=LEVELS, values=("sold",)).frame
    assert whole[list(LEVELS)].drop_duplicates().values.tolist()[0] == [ALL, ALL]
    sums = list_sums(whole, "sold")
    assert sums["total"].to_numpy() == pytest.approx(sums["stores"].to_numpy())
    assert sums["east"].to_numpy() == pytest.approx(sums["parts"].to_numpy())
    crossed = build_hierarchy(make_sales(), levels=LEVELS, values=("sold",), combine="Each with each").frame
    assert len(crossed[list(LEVELS)].drop_duplicates()) == len(whole[list(LEVELS)].drop_duplicates()) + 3


@pytest.mark.parametrize("method", ["Bottom-up", "OLS", "MinT by bounds", "MinT by errors"])
def test_reconciled_forecasts_add_up(method: str) -> None:
    older, newer = split_hierarchy()
    scored = score_all(older, newer)
    before = list_sums(scored.frame, "Scored Labels")
    assert abs(before["total"] - before["stores"]).max() > 1e-3
    found = reconcile_forecast(scored, scored, levels=LEVELS, method=method).frame  # type: ignore[arg-type]
    after = list_sums(found, "Scored Labels")
    assert after["total"].to_numpy() == pytest.approx(after["stores"].to_numpy())
    assert after["east"].to_numpy() == pytest.approx(after["parts"].to_numpy())
    assert (found["Lower Bound"] <= found["Scored Labels"]).all()
    assert found[["region", "store", "month"]].equals(scored.frame[["region", "store", "month"]])


def test_mint_is_the_weighted_least_squares_that_defines_it() -> None:
    older, newer = split_hierarchy()
    scored = score_all(older, newer)
    found = reconcile_forecast(scored, levels=LEVELS, method="MinT by bounds").frame
    first = scored.frame[scored.frame["month"] == scored.frame["month"].min()]
    matrix, _ = build_summing_matrix(scored.frame[list(LEVELS)].drop_duplicates())
    halves = ((first["Upper Bound"] - first["Lower Bound"]) / 2).to_numpy()
    solved = np.linalg.lstsq(matrix / halves[:, None], first["Scored Labels"].to_numpy() / halves, rcond=None)[0]
    assert found.loc[first.index, "Scored Labels"].to_numpy() == pytest.approx(matrix @ solved, abs=1e-8)


def test_the_shrunk_covariance_is_between_the_plain_one_and_its_diagonal() -> None:
    errors = np.random.default_rng(1).multivariate_normal([0, 0], [[4, 3], [3, 9]], 400)
    found, plain = shrink_covariance(errors), errors.T @ errors / len(errors)
    assert np.diag(found) == pytest.approx(np.diag(plain))
    assert 0 < found[0, 1] < plain[0, 1]


def test_what_is_no_hierarchy_is_refused() -> None:
    older, newer = split_hierarchy()
    scored = score_all(older, newer)
    stores = scored.with_frame(scored.frame[scored.frame["store"] != ALL].reset_index(drop=True))
    with pytest.raises(ModuleError, match="has no sums"):
        reconcile_forecast(stores, levels=LEVELS)
    with pytest.raises(ModuleError, match="same horizon"):
        reconcile_forecast(scored.with_frame(scored.frame.drop(index=3).reset_index(drop=True)), levels=LEVELS)
    with pytest.raises(ModuleError, match="needs earlier forecasts"):
        reconcile_forecast(scored, levels=LEVELS, method="MinT by errors")


def test_each_series_is_forecast_by_the_method_that_was_best_on_its_past() -> None:
    random = np.random.default_rng(2)
    month = pd.date_range("2018-01-01", periods=60, freq="MS").as_unit("us")
    walk = np.cumsum(random.normal(0, 5, 60)) + 500
    season = np.tile(random.uniform(50, 150, 12), 5)
    frame = pd.concat(
        [pd.DataFrame({"of": name, "month": month, "y": y}) for name, y in (("walk", walk), ("season", season))]
    )
    data = Dataset(frame.reset_index(drop=True), {"month": "time"})
    found = automated_forecast(None, data, label="y", series_by=("of",))
    chosen = found.leaderboard.frame[found.leaderboard.frame["Chosen"]].set_index("of")["Method"]
    assert chosen["season"] == "Seasonal naive"
    best = found.leaderboard.frame.groupby("of")["MASE"].min()
    assert (
        found.leaderboard.frame[found.leaderboard.frame["Chosen"]].set_index("of")["MASE"].to_dict() == best.to_dict()
    )
    forecast = score_forecast(found.trained_model, horizon=12).forecast.frame
    assert forecast[forecast["of"] == "season"]["Scored Labels"].tolist() == season[-12:].tolist()


def test_a_learner_competes_as_a_regression_on_lags() -> None:
    older, newer = split_visits()
    found = automated_forecast(make_lag_learner(), older, label="visits", series_by=("museum",), horizon=6, backtests=2)
    assert set(found.leaderboard.frame["Method"]) >= {"Regression on lags", "Theta"}
    scored = score_forecast(found.trained_model, newer).forecast.frame
    errors = abs(scored["visits"] - scored["Scored Labels"])
    assert errors.mean() < abs(scored["visits"] - scored["Seasonal Naive"]).mean()
    with pytest.raises(ModuleError, match="two rows for"):
        automated_forecast(None, make_visits(), label="visits")
