"""Earlier values of series as columns: what scripts and the designer compute alike."""

import pandas as pd


def clip_lags(lags: list[int], horizon: int) -> list[int]:
    """The lags that are known when a forecast of so many steps is made."""
    return list(dict.fromkeys(max(lag, horizon) for lag in lags))


def name_series_features(columns: list[str], lags: list[int], windows: list[int], horizon: int) -> list[str]:
    """What the new columns are called, in their order."""
    names = []
    for column in columns:
        names += [f"{column} lag {lag}" for lag in clip_lags(lags, horizon)]
        for size in windows:
            names += [f"{column} mean {size} lag {horizon}", f"{column} deviation {size} lag {horizon}"]
    return names


def add_series_features(
    frame: pd.DataFrame,
    series_by: list[str],
    time: str,
    columns: list[str],
    lags: list[int],
    windows: list[int],
    horizon: int,
) -> pd.DataFrame:
    """The rows with lags, and with means and deviations of windows that end at the horizon."""
    numbered = frame.reset_index(drop=True)
    ordered = numbered.sort_values(time, kind="stable")
    keys = [ordered[name] for name in series_by] or [pd.Series(0, index=ordered.index)]
    added = {}
    for column in columns:
        values = ordered[column].astype("float64")
        groups = values.groupby(keys, sort=False, dropna=False, observed=True)
        for lag in clip_lags(lags, horizon):
            added[f"{column} lag {lag}"] = groups.shift(lag)
        known = groups.shift(horizon).groupby(keys, sort=False, dropna=False, observed=True)
        for size in windows:
            for name, figure in (("mean", "mean"), ("deviation", "std")):
                rolled = getattr(known.rolling(size, min_periods=min(2, size)), figure)()
                added[f"{column} {name} {size} lag {horizon}"] = rolled.droplevel(list(range(len(keys))))
    kept = numbered.drop(columns=[name for name in added if name in numbered])
    return pd.concat([kept, pd.DataFrame(added).sort_index()], axis=1)
