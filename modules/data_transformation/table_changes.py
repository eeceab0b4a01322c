"""What changed between two tables: rows by their keys, and values by column.

These functions stand in exported scripts as they are here.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from modules.data_transformation.row_joins import (
    NO_ROW,
    TEXTUAL,
    RowPairs,
    choose_row_pairs,
    match_row_pairs,
    merge_key_columns,
    take_joined_rows,
)
from modules.kit.schema import infer_column_type

CHANGES = ("added", "removed", "changed", "unchanged")
CHANGE, CHANGED_COLUMNS, ROW = "Change", "Changed columns", "Row"
COLUMN, BEFORE, AFTER, DIFFERENCE = "Column", "Before", "After", "Difference"
WHAT, COUNT, SHARE = "What", "Count", "Share"

Differences = dict[str, npt.NDArray[np.bool_]]


def compare_frames(
    before: pd.DataFrame,
    after: pd.DataFrame,
    keys: list[str],
    *,
    columns: list[str] | None = None,
    tolerance: float = 0.0,
    relative_tolerance: float = 0.0,
    match_case: bool = True,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """All rows with their change, the values that changed, and how many there are of each."""
    names = [name for name in (before if columns is None else columns) if name in after and name not in keys]
    rows = match_compared_rows(before, after, keys)
    ours, theirs = take_joined_rows(before, rows.left, outer=True), take_joined_rows(after, rows.right, outer=True)
    both = (rows.left != NO_ROW) & (rows.right != NO_ROW)
    differs: Differences = {
        name: both & find_different_values(ours[name], theirs[name], tolerance, relative_tolerance, match_case)
        for name in names
    }
    changed = np.any(list(differs.values()), axis=0) if differs else np.zeros(len(both), dtype=bool)
    change = np.select([rows.left == NO_ROW, rows.right == NO_ROW, changed], [0, 1, 2], 3)
    named = _name_compared_rows(ours, theirs, keys, rows)
    told = pd.DataFrame(
        {CHANGE: pd.Categorical.from_codes(change, list(CHANGES)), CHANGED_COLUMNS: _list_changes(differs, len(both))}
    )
    sides = [
        side[name].rename(f"{name} {when}") for name in names for when, side in (("before", ours), ("after", theirs))
    ]
    compared = pd.concat([named, told.astype({CHANGED_COLUMNS: "str"}), *sides], axis=1)
    return (
        compared,
        _list_changed_values(named, ours, theirs, differs),
        _count_changes(change, differs, int(both.sum())),
    )


def match_compared_rows(before: pd.DataFrame, after: pd.DataFrame, keys: list[str]) -> RowPairs:
    """Every row of both sides with its partner: by the keys, of which missing ones are equal, or by position."""
    if not keys:
        shared = np.arange(min(len(before), len(after)))
        return choose_row_pairs("Full Outer Join", RowPairs(shared, shared), len(before), len(after))
    sides = [pd.DataFrame({"row": np.arange(len(before))}), pd.DataFrame({"row": np.arange(len(after))})]
    for place, key in enumerate(keys):
        codes = _number_values(before[key], after[key])
        sides = [side.assign(**{f"key{place}": part}) for side, part in zip(sides, codes, strict=True)]
    return choose_row_pairs("Full Outer Join", match_row_pairs(*sides), len(before), len(after))


def _number_values(before: "pd.Series[Any]", after: "pd.Series[Any]") -> tuple[Any, Any]:
    """The same number for the same value on both sides, also for a missing one."""
    sides = [side.reset_index(drop=True) for side in _to_one_type(before, after)]
    codes = pd.factorize(pd.concat(sides, ignore_index=True), use_na_sentinel=False)[0]
    return codes[: len(before)], codes[len(before) :]


def _to_one_type(before: "pd.Series[Any]", after: "pd.Series[Any]") -> "list[pd.Series[Any]]":
    """Both columns in a type in which they compare: texts, UTC, or numbers."""
    kinds = {infer_column_type(before), infer_column_type(after)}
    sides = [before, after]
    if kinds & (TEXTUAL | {"other", "vector"}):
        return [side.astype("str") for side in sides]
    if kinds == {"datetime"}:
        return [(side if side.dt.tz is None else side.dt.tz_convert(None)) for side in sides]
    loose = {"integer": "Int64", "boolean": "boolean"}
    kind = loose.get(kinds.pop(), "float64") if len(kinds) == 1 else "float64"
    return [side.astype(kind) for side in sides]


def find_different_values(
    before: "pd.Series[Any]", after: "pd.Series[Any]", tolerance: float, relative: float, match_case: bool
) -> npt.NDArray[np.bool_]:
    """Which values differ; two missing ones do not, and neither do numbers within the tolerance."""
    one, other = _to_one_type(before, after)
    if infer_column_type(one) == "text" and not match_case:
        one, other = one.str.casefold(), other.str.casefold()
    missing = one.isna().to_numpy(), other.isna().to_numpy()
    differs = (one != other).fillna(True).to_numpy(dtype=bool)
    if infer_column_type(one) in ("integer", "real") and (tolerance or relative):
        numbers = [side.to_numpy(dtype="float64", na_value=np.nan) for side in (one, other)]
        with np.errstate(invalid="ignore", over="ignore"):
            allowed = np.maximum(tolerance, relative * np.maximum(np.abs(numbers[0]), np.abs(numbers[1])))
            differs = differs & (~(np.abs(numbers[0] - numbers[1]) <= allowed) | np.isinf(allowed))
    return np.asarray(np.where(missing[0] | missing[1], missing[0] != missing[1], differs), dtype=bool)


def _name_compared_rows(ours: pd.DataFrame, theirs: pd.DataFrame, keys: list[str], rows: RowPairs) -> pd.DataFrame:
    """What names each row: its keys, or its number from 1."""
    if not keys:
        return pd.DataFrame({ROW: np.arange(len(rows.left)) + 1})
    return pd.DataFrame(merge_key_columns(ours, theirs, [(key, key) for key in keys], rows))


def _list_changes(differs: Differences, count: int) -> "pd.Series[Any]":
    """The names of the columns that changed in each row; missing where none did."""
    texts = np.full(count, "", dtype=object)
    for name, rows in differs.items():
        texts[rows] = [f"{text}, {name}" if text else name for text in texts[rows]]
    return pd.Series(texts, dtype="str").replace("", None)


def _list_changed_values(
    named: pd.DataFrame, ours: pd.DataFrame, theirs: pd.DataFrame, differs: Differences
) -> pd.DataFrame:
    """A row for each value that changed, in the order of the rows."""
    parts = [
        named[rows].assign(
            **{
                COLUMN: name,
                BEFORE: ours.loc[rows, name].astype("str"),
                AFTER: theirs.loc[rows, name].astype("str"),
                DIFFERENCE: _subtract(*_to_one_type(ours.loc[rows, name], theirs.loc[rows, name])),
            }
        )
        for name, rows in differs.items()
    ]
    empty = named.head(0).assign(**{COLUMN: "", BEFORE: "", AFTER: "", DIFFERENCE: np.nan})
    together = pd.concat(parts).sort_index(kind="stable") if parts else empty
    return together.reset_index(drop=True).astype({COLUMN: "str", BEFORE: "str", AFTER: "str", DIFFERENCE: "float64"})


def _subtract(before: "pd.Series[Any]", after: "pd.Series[Any]") -> Any:
    """How much larger the later numbers are, in days of times; missing for other values."""
    kind = infer_column_type(before)
    if kind == "datetime":
        return ((after - before) / pd.Timedelta(days=1)).to_numpy()
    if kind not in ("integer", "real"):
        return np.full(len(before), np.nan)
    with np.errstate(invalid="ignore"):
        return (after - before).to_numpy(dtype="float64", na_value=np.nan)


def _count_changes(change: Any, differs: Differences, matched: int) -> pd.DataFrame:
    """How many rows there are of each change, and how many values of each column changed."""
    counts = [(f"rows {one}", int((change == at).sum()), len(change)) for at, one in enumerate(CHANGES)]
    counts += [(f"values of {name}", int(rows.sum()), matched) for name, rows in differs.items()]
    return pd.DataFrame(
        {
            WHAT: pd.Series([what for what, _, _ in counts], dtype="str"),
            COUNT: [count for _, count, _ in counts],
            SHARE: [count / total if total else np.nan for _, count, total in counts],
        }
    )
