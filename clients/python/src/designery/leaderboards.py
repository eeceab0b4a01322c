"""Leaderboards: runs by what their first model reached, the best first, as the server says which way is better."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from designery.connection import Connection
from designery.errors import DesigneryError

if TYPE_CHECKING:
    import pandas as pd


def rank_rows(
    connection: Connection, rows: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]], metric: str | None = None
) -> list[dict[str, Any]]:
    """Rows of (fields, metrics), flat and the best first. Without a metric: the first there is."""
    names = list(dict.fromkeys(name for _, metrics in rows for name in metrics))
    if metric is not None and metric not in names:
        raise DesigneryError(f"No run has the metric '{metric}'. There are {', '.join(names) or 'none'}.")
    chosen = metric or next(iter(names), None)
    measured = [row for row in rows if chosen is not None and row[1].get(chosen) is not None]
    rest = [row for row in rows if chosen is None or row[1].get(chosen) is None]
    better = {one["name"]: one["better"] for one in connection.get("metrics")} if measured else {}
    measured.sort(key=lambda row: row[1][chosen], reverse=better.get(chosen) != "lower")
    return [{**fields, **metrics} for fields, metrics in (*measured, *rest)]


def get_first_metrics(evaluations: Mapping[str, Sequence[Mapping[str, Any]]]) -> Mapping[str, Any]:
    """The metrics of the first model that a run evaluated."""
    return next((model["metrics"] for models in evaluations.values() for model in models), {})


def build_frame(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Rows as a DataFrame; says what to install where pandas is missing."""
    try:
        import pandas as pd
    except ImportError:
        raise DesigneryError(
            "DataFrames need pandas: pip install 'designery-client[pandas]'. rank() and rank_runs() work without."
        ) from None
    return pd.DataFrame(rows)
