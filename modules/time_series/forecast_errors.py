"""Errors of forecasts, by series and by step ahead: what scripts and the designer compute alike.

Source of MASE: Hyndman and Koehler 2006, International Journal of Forecasting 22, page 685.
"""

import numpy as np
import pandas as pd

FIGURES = ("MAE", "RMSE", "MAPE", "sMAPE", "WAPE", "MASE", "Coverage", "MAE of Seasonal Naive")


def measure_forecast(rows: pd.DataFrame, label: str) -> dict[str, float]:
    """The errors of some rows; not a number where one is undefined."""
    actual, found = (rows[name].to_numpy(dtype="float64") for name in (label, "Scored Labels"))
    errors = np.abs(found - actual)
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = errors / np.abs(actual)
        halves = errors / ((np.abs(actual) + np.abs(found)) / 2)
        figures = {
            "MAE": errors.mean(),
            "RMSE": np.sqrt((errors**2).mean()),
            "MAPE": shares.mean() if (actual != 0).all() else np.nan,
            "sMAPE": np.nan_to_num(halves).mean(),
            "WAPE": errors.sum() / np.abs(actual).sum(),
        }
        if "Naive Error" in rows:
            figures["MASE"] = (errors / rows["Naive Error"].to_numpy()).mean()
        if "Lower Bound" in rows:
            figures["Coverage"] = ((actual >= rows["Lower Bound"]) & (actual <= rows["Upper Bound"])).mean()
        if "Seasonal Naive" in rows:
            figures["MAE of Seasonal Naive"] = np.abs(rows["Seasonal Naive"].to_numpy() - actual).mean()
    return {name: _to_finite(figures.get(name, np.nan)) for name in FIGURES}


def measure_by(rows: pd.DataFrame, names: list[str], label: str) -> pd.DataFrame:
    """A row of errors for each group of rows, in the order in which the groups first occur."""
    table = []
    for key, part in rows.groupby(names, sort=False, dropna=False, observed=True):
        table.append({**dict(zip(names, key, strict=True)), "Rows": len(part), **measure_forecast(part, label)})
    return pd.DataFrame(table)


def measure_series(rows: pd.DataFrame, series_by: list[str], label: str) -> pd.DataFrame:
    """The errors of each series, the largest MASE first."""
    if not series_by:
        return pd.DataFrame([{"Rows": len(rows), **measure_forecast(rows, label)}])
    found = measure_by(rows, series_by, label)
    by = "MASE" if found["MASE"].notna().any() else "WAPE"
    return found.sort_values(by, ascending=False, kind="stable").reset_index(drop=True)


def measure_steps(rows: pd.DataFrame, label: str) -> pd.DataFrame:
    """The errors of each step ahead, the next one first."""
    return measure_by(rows, ["Step"], label).sort_values("Step", kind="stable").reset_index(drop=True)


def _to_finite(value: float) -> float:
    return float(value) if np.isfinite(value) else float("nan")
