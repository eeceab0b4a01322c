"""Checks of the rows of a table and of the table as a whole, and the report on them.

These functions stand in exported scripts as they are here.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from modules.kit.schema import infer_column_type
from modules.kit.unused_names import find_unused_names

RULE, COLUMNS, SEVERITY, PASSED = "Rule", "Columns", "Severity", "Passed"
FAILED_ROWS, FAILED_SHARE, FIRST_ROWS, FOUND = "Failed rows", "Failed share", "First failed rows", "Found"
REPORT_TYPES = {
    RULE: "str",
    COLUMNS: "str",
    SEVERITY: "str",
    PASSED: "bool",
    FAILED_ROWS: "int64",
    FAILED_SHARE: "float64",
    FIRST_ROWS: "str",
    FOUND: "str",
}
FAILED_CHECKS = "Failed checks"
#: So many rows of a failed check are named.
SHOWN_ROWS = 5

#: The columns of a check with, for each row, whether it passes; or whether the table does, and what was found.
Check = tuple[list[str], Any]


def lies_between(values: "pd.Series[Any]", low: Any, high: Any) -> "pd.Series[Any]":
    """Whether each value is within the bounds, of which one may be None; a missing value is. Times are ISO texts."""
    inside = pd.Series(True, index=values.index)
    for bound, beyond in ((low, values.lt), (high, values.gt)):
        if bound is not None:
            inside &= ~beyond(to_bound(bound, values)).fillna(False).astype("bool")
    return inside


def to_bound(bound: Any, values: "pd.Series[Any]") -> Any:
    """A number as it is, and a time in the zone of the column."""
    if infer_column_type(values) != "datetime":
        return bound
    moment = pd.Timestamp(bound)
    zone = values.dt.tz
    if zone is None or moment.tzinfo is not None:
        return moment if zone is not None else moment.tz_localize(None)
    return moment.tz_localize(zone)


def check_row_count(data: pd.DataFrame, low: float | None, high: float | None) -> tuple[bool, str]:
    """Whether there are as many rows as there should be."""
    fits = (low is None or len(data) >= low) and (high is None or len(data) <= high)
    return fits, f"{len(data):,} rows"


def check_type(values: "pd.Series[Any]", kind: str) -> tuple[bool, str]:
    """Whether a column is of the type that it should be."""
    found = infer_column_type(values)
    return found == kind, found


def check_age(values: "pd.Series[Any]", days: float) -> tuple[bool, str]:
    """Whether the newest time of a column is at most so many days old."""
    newest = values.max()
    if pd.isna(newest):
        return False, "no time"
    now = pd.Timestamp.now(tz=values.dt.tz)
    return bool(now - newest <= pd.Timedelta(days=days)), f"newest: {newest}"


def check_mean(values: "pd.Series[Any]", low: float | None, high: float | None) -> tuple[bool, str]:
    """Whether the mean of a column is within its bounds."""
    mean = float(values.mean()) if values.notna().any() else float("nan")
    fits = (low is None or mean >= low) and (high is None or mean <= high)
    return fits and mean == mean, f"mean: {mean:g}"


def split_checked_rows(
    data: pd.DataFrame,
    checks: Mapping[str, Check],
    *,
    tolerated: Mapping[str, float] | None = None,
    warnings: Sequence[str] = (),
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The rows that pass, those that fail with the checks that they fail, and a report on all checks."""
    failures = {name: ~passed for name, (_, passed) in checks.items() if not isinstance(passed, tuple)}
    texts = np.full(len(data), "", dtype=object)
    for name, failed in failures.items():
        if name not in warnings:
            rows = failed.to_numpy()
            texts[rows] = [f"{text}; {name}" if text else name for text in texts[rows]]
    bad = texts != ""
    told = pd.Series(texts[bad], index=data.index[bad], dtype="str")
    failing = data[bad].assign(**{find_unused_names([FAILED_CHECKS], data)[0]: told})
    records = [
        _report_check(data, name, check, (tolerated or {}).get(name, 0.0), name in warnings)
        for name, check in checks.items()
    ]
    report = pd.DataFrame(records, columns=list(REPORT_TYPES)).astype(REPORT_TYPES)
    return data[~bad].reset_index(drop=True), failing.reset_index(drop=True), report


def _report_check(data: pd.DataFrame, name: str, check: Check, tolerated: float, warning: bool) -> list[Any]:
    columns, passed = check
    severity = "Warning" if warning else "Error"
    if isinstance(passed, tuple):
        return [name, ", ".join(columns), severity, passed[0], 0, np.nan, None, passed[1]]
    places = np.flatnonzero(~passed.to_numpy())
    share = len(places) / len(data) if len(data) else 0.0
    first = places[:SHOWN_ROWS]
    found = [", ".join(_format_cell(data[column].iloc[place]) for column in columns) for place in first]
    rows = ", ".join(str(place + 1) for place in first)
    return [
        name,
        ", ".join(columns),
        severity,
        share <= tolerated,
        len(places),
        share,
        rows or None,
        "; ".join(found) or None,
    ]


def _format_cell(value: Any) -> str:
    return "missing" if pd.api.types.is_scalar(value) and pd.isna(value) else str(value)
