"""Series on a regular grid of times: what scripts and the designer compute alike."""

from typing import Any

import numpy as np
import pandas as pd

from modules.time_series.series_tables import iterate_series
from modules.time_series.time_grid import OFFSETS, detect_offset

PERIODS = {"Weekly": "W", "Monthly": "M", "Quarterly": "Q", "Yearly": "Y"}
FLOORS = {"Hourly": "h", "Daily": "D", "Working days": "D"}
MERGES = {"Sum": "sum", "Mean": "mean", "Last": "last"}


def prepare_series(
    frame: pd.DataFrame,
    series_by: list[str],
    time: str,
    values: list[str],
    frequency: str,
    duplicates: str,
    gaps: str,
    calendar: bool,
    holidays_of: str = "",
) -> pd.DataFrame:
    """One row for each series and time of the grid, the values as real numbers."""
    kept = frame[[*series_by, time, *values]].copy()
    kept[time] = put_on_grid(kept[time], frequency)
    parts = []
    for key, rows in iterate_series(kept, series_by, time):
        merged = merge_rows(rows.groupby(time)[values], duplicates).astype("float64")
        filled = fill_series_gaps(merged, choose_offset(merged.index.to_series(), frequency), gaps).reset_index(
            names=time
        )
        for place, name in enumerate(series_by):
            filled.insert(place, name, pd.Series([key[place]] * len(filled), dtype=frame[name].dtype))
        parts.append(filled)
    whole = pd.concat(parts, ignore_index=True)
    whole[time] = whole[time].astype(frame[time].dtype)
    if holidays_of:
        whole = add_holidays(whole, time, holidays_of)
    return add_date_parts(whole, time) if calendar else whole


def merge_rows(groups: Any, duplicates: str) -> pd.DataFrame:
    """The rows of each time as one; a sum of missing values alone is missing."""
    with np.errstate(invalid="ignore"):  # infinite values of both signs have no sum
        if duplicates == "Sum":
            return groups.sum(min_count=1)
        return groups.agg(MERGES.get(duplicates, "last"))


def put_on_grid(times: "pd.Series[Any]", frequency: str) -> "pd.Series[Any]":
    """Each time as the beginning of its hour, day, week, month, quarter or year; as it is where that is detected."""
    if frequency in FLOORS:
        return times.dt.floor(FLOORS[frequency])
    if frequency in PERIODS:
        zone = times.dt.tz
        local = times.dt.tz_localize(None) if zone is not None else times
        starts = local.dt.to_period(PERIODS[frequency]).dt.start_time
        return starts.dt.tz_localize(zone) if zone is not None else starts
    return times


def choose_offset(times: "pd.Series[Any]", frequency: str) -> str | int:
    """How pandas writes the frequency; weeks begin on Monday."""
    if frequency == "Weekly":
        return "W-MON"
    return OFFSETS.get(frequency) or detect_offset(times.reset_index(drop=True))


def fill_series_gaps(merged: pd.DataFrame, offset: str | int, gaps: str) -> pd.DataFrame:
    """A row for each time of the grid between the first and the last one; times beside the grid stay."""
    grid = pd.date_range(merged.index[0], merged.index[-1], freq=offset)
    whole = merged.reindex(merged.index.union(grid))
    if gaps == "Zero":
        return whole.fillna(0.0)
    if gaps == "Last value":
        return whole.ffill()
    return whole.interpolate(method="time") if gaps == "Interpolate" else whole


def add_date_parts(frame: pd.DataFrame, time: str) -> pd.DataFrame:
    """With the parts of the time as whole numbers."""
    moments = frame[time].dt
    parts = {
        "year": moments.year,
        "quarter": moments.quarter,
        "month": moments.month,
        "week": moments.isocalendar().week,
        "day of week": moments.day_of_week + 1,
        "hour": moments.hour,
    }
    return frame.assign(**{name: values.astype("int64") for name, values in parts.items()})


def add_holidays(frame: pd.DataFrame, time: str, place: str) -> pd.DataFrame:
    """With 1 where a time begins on a public holiday, 0 elsewhere, and with the days until the next one."""
    import holidays

    country, _, part = place.partition("-")
    days = frame[time].dt.tz_localize(None).dt.normalize()
    years = range(int(days.min().year), int(days.max().year) + 2) if len(days) else ()
    known = holidays.country_holidays(country, subdiv=part or None, years=years)
    dates = pd.DatetimeIndex(sorted(pd.Timestamp(day) for day in known))
    ahead = dates.searchsorted(days)
    found = [(dates[at] - day).days if at < len(dates) else -1 for at, day in zip(ahead, days, strict=True)]
    return frame.assign(**{"holiday": days.isin(dates).astype("int64"), "days to holiday": found}).astype(
        {"days to holiday": "int64"}
    )


def report_series(
    frame: pd.DataFrame, prepared: pd.DataFrame, series_by: list[str], time: str, frequency: str
) -> pd.DataFrame:
    """Of each series its ends, its rows, and how many rows were merged and gaps filled."""
    table = []
    given = frame[[*series_by, time]].assign(**{time: put_on_grid(frame[time], frequency)})
    # Both are in the order in which the series first occur; a missing key equals no other.
    pairs = zip(iterate_series(prepared, series_by, time), iterate_series(given, series_by, time), strict=True)
    for (key, rows), (_, before) in pairs:
        distinct = before[time].nunique()
        filled = max(0, len(rows) - distinct)
        table.append(
            {
                **dict(zip(series_by, key, strict=True)),
                "First": rows[time].iloc[0],
                "Last": rows[time].iloc[-1],
                "Rows": len(rows),
                "Merged Rows": len(before) - distinct,
                "Filled Gaps": filled,
            }
        )
    return pd.DataFrame(table)
