"""The grid of times that a series has a value on: its frequency, its season and the times that follow."""

from typing import Any, Literal

import pandas as pd

Frequency = Literal["Detect", "Hourly", "Daily", "Working days", "Weekly", "Monthly", "Quarterly", "Yearly"]
#: How pandas writes them. A week begins with the weekday of the first time.
OFFSETS = {"Hourly": "h", "Daily": "D", "Working days": "B", "Monthly": "MS", "Quarterly": "QS", "Yearly": "YS"}
#: Steps after which a pattern usually comes again, by the first letters of an offset.
SEASONS = {"h": 24, "D": 7, "B": 5, "W": 52, "M": 12, "Q": 4, "Y": 1}


def detect_offset(times: "pd.Series[Any]") -> str | int:
    """The offset between sorted, different times: that of pandas, or their most common distance; 1 for numbers."""
    index = pd.Index(times)
    if not pd.api.types.is_datetime64_any_dtype(times.dtype):
        return max(1, int(times.diff().mode().iloc[0])) if len(times) > 1 else 1
    with pd.option_context("future.infer_freq_returns_offset", True):
        found: Any = pd.infer_freq(pd.DatetimeIndex(index)) if len(index) > 2 else None
    if found is not None:
        return str(found.freqstr)
    common = times.diff().mode()
    days = common.iloc[0] / pd.Timedelta(days=1) if len(common) else 1.0
    for name, longest in (("h", 0.5), ("D", 1.5)):
        if days <= longest:
            return name
    if days <= 7:
        return f"W-{str(times.iloc[0].day_name())[:3].upper()}"
    return "MS" if days <= 31 else "QS" if days <= 92 else "YS"


def find_season(offset: str | int) -> int:
    """After how many steps the usual pattern of such times comes again; 1 without one."""
    if isinstance(offset, int):
        return 1
    return next((steps for start, steps in SEASONS.items() if offset.lstrip("0123456789").startswith(start)), 1)


def list_next_times(last: Any, offset: str | int, steps: int) -> "pd.Series[Any]":
    """The times that follow the last one."""
    if isinstance(offset, int):
        return pd.Series([last + offset * step for step in range(1, steps + 1)])
    return pd.Series(pd.date_range(last, periods=steps + 1, freq=offset)[1:])
