"""Errors by group, as they stand in exported scripts."""

import numpy as np
import pandas as pd


def measure_groups_of_rows(scored: pd.DataFrame, keys: list[str], label: str, metric: str) -> pd.DataFrame:
    """The error of the predicted numbers of each group, the largest first, beside that of a global model."""
    rows = scored.dropna(subset=[label, "Scored Labels"])
    if metric == "Automatic":
        signed = rows[label].min() < 0 or rows[label].max() <= 0
        metric = "Mean absolute error" if signed else "Absolute error as a share"
    table = []
    for key, part in rows.groupby(keys, sort=False, dropna=False):
        own, general = (
            measure_error(part, label, name, metric) for name in ("Scored Labels", "Globally Scored Labels")
        )
        source = part["Scored By"].value_counts().index[0] if "Scored By" in part else ""
        result = compare_errors(part, label) if source in ("", "Own model") else "No model of its own"
        names = dict(zip(keys, map(str, key), strict=True))
        table.append(
            {
                **names,
                "Rows": len(part),
                "Error": own,
                "Global Error": general,
                "Ahead of Global": general - own,
                "Result": result,
                "Scored By": source,
                "Reason": "",
            }
        )
    return pd.DataFrame(table).sort_values("Error", ascending=False, kind="stable").reset_index(drop=True)


def measure_error(part: pd.DataFrame, label: str, predicted: str, metric: str) -> float:
    """The error of a column of predictions; not a number without it."""
    if predicted not in part:
        return float("nan")
    errors = (part[predicted] - part[label]).abs()
    if metric == "Root mean squared error":
        return float(np.sqrt((errors**2).mean()))
    if metric == "Absolute error as a share":
        return float(errors.sum() / part[label].abs().sum())
    return float(errors.mean())


def compare_errors(part: pd.DataFrame, label: str) -> str:
    """Whether the predictions are closer than those of the global model, by a paired t-test of the absolute errors."""
    from scipy.stats import t

    if "Globally Scored Labels" not in part:
        return "Not compared"
    lead = (part["Globally Scored Labels"] - part[label]).abs() - (part["Scored Labels"] - part[label]).abs()
    reach = t.ppf(0.975, max(len(part) - 1, 1)) * np.sqrt(lead.var() / len(part))
    if not np.isfinite(reach) or abs(lead.mean()) <= reach:
        return "Level with global"
    return "Better than global" if lead.mean() > 0 else "Worse than global"
