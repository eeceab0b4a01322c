"""Which rows of two tables belong together, and the table that they give: what the modules that join share."""

from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from modules.kit.nullable_columns import to_nullable_type
from modules.kit.schema import infer_column_type

JoinType = Literal[
    "Inner Join",
    "Left Outer Join",
    "Right Outer Join",
    "Full Outer Join",
    "Left Semi-Join",
    "Left Anti-Join",
    "Right Anti-Join",
]
Positions = npt.NDArray[np.int64]

TEXTUAL = frozenset({"text", "category"})
#: Joins that keep rows without a match: of the left side, of the right one.
KEEPS_LEFT = ("Left Outer Join", "Full Outer Join")
KEEPS_RIGHT = ("Right Outer Join", "Full Outer Join")
#: Joins that choose rows of one side, and add no column.
CHOOSES_ROWS = ("Left Semi-Join", "Left Anti-Join", "Right Anti-Join")
#: Stands for the row that is not there.
NO_ROW = -1


class RowPairs(NamedTuple):
    """For each row of the result, the row it takes from either side."""

    left: Positions
    right: Positions


def rename_right_columns(left: list[str], right: list[str], dropped: set[str]) -> dict[str, str]:
    """The name in the result of each column of the right dataset that gets into it."""
    on_the_left = set(left)
    taken = on_the_left | set(right)
    names = {}
    for column in right:
        if column in dropped:
            continue
        name = column
        if name in on_the_left:
            while name in taken:
                name += "_right"
            taken.add(name)
        names[column] = name
    return names


def prepare_keys(data: pd.DataFrame, names: list[str], alike: list[bool], match_case: bool) -> pd.DataFrame:
    """The keys of the rows that have all of them, in a form in which both sides compare, with the number of the row."""
    keys: dict[str, Any] = {"row": np.arange(len(data))}
    for place, (name, of_one_type) in enumerate(zip(names, alike, strict=True)):
        values = data[name]
        if infer_column_type(values) in TEXTUAL:
            values = values.astype("str")
            values = values if match_case else values.str.casefold()
        elif not of_one_type:
            values = values.astype("float64")
        keys[f"key{place}"] = values.to_numpy() if isinstance(values.dtype, np.dtype) else values.array
    return pd.DataFrame(keys).dropna()


def match_row_pairs(left: pd.DataFrame, right: pd.DataFrame) -> RowPairs:
    """Every pair of rows whose keys agree, in the order of the left rows, then of the right ones."""
    names = [name for name in left.columns if name != "row"]
    merged = left.merge(right, on=names, suffixes=("_left", "_right"))
    ours, theirs = merged["row_left"].to_numpy(), merged["row_right"].to_numpy()
    step = np.diff(ours)
    if np.all((step > 0) | ((step == 0) & (np.diff(theirs) > 0))):
        return RowPairs(ours, theirs)
    order = np.lexsort((theirs, ours))
    return RowPairs(ours[order], theirs[order])


def find_unmatched(found: Positions, rows: int) -> Positions:
    """The numbers of the rows that are not among those found."""
    alone = np.ones(rows, dtype=bool)
    alone[found] = False
    return np.flatnonzero(alone)


def choose_row_pairs(join_type: JoinType, pairs: RowPairs, left_rows: int, right_rows: int) -> RowPairs:
    """The pairs, with the rows without a partner that the join keeps."""
    left, right = pairs
    if join_type in KEEPS_LEFT:
        alone = find_unmatched(pairs.left, left_rows)
        left, right = np.concatenate([left, alone]), np.concatenate([right, np.full(len(alone), NO_ROW)])
        order = np.argsort(left, kind="stable")
        left, right = left[order], right[order]
    if join_type in KEEPS_RIGHT:
        alone = find_unmatched(pairs.right, right_rows)
        left, right = np.concatenate([left, np.full(len(alone), NO_ROW)]), np.concatenate([right, alone])
    if join_type == "Right Outer Join":
        order = np.argsort(right, kind="stable")
        left, right = left[order], right[order]
    return RowPairs(left, right)


def choose_matched_rows(join_type: JoinType, pairs: RowPairs, left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Of one side the rows with a match, or those without one."""
    rows = right if join_type == "Right Anti-Join" else left
    return rows.iloc[find_chosen_rows(join_type, pairs, len(left), len(right))].reset_index(drop=True)


def find_chosen_rows(join_type: JoinType, pairs: RowPairs, left_rows: int, right_rows: int) -> Positions:
    """The numbers of these rows."""
    if join_type == "Left Semi-Join":
        return np.unique(pairs.left)
    if join_type == "Left Anti-Join":
        return find_unmatched(pairs.left, left_rows)
    return find_unmatched(pairs.right, right_rows)


def take_joined_rows(frame: pd.DataFrame, rows: Positions, *, outer: bool) -> pd.DataFrame:
    """These rows of the frame; in an outer join a row may be missing, and every column is of a type that allows it."""
    if not outer:
        return frame.iloc[rows].reset_index(drop=True)
    loose = {name: to_nullable_type(values.dtype) for name, values in frame.items()}
    return frame.astype(loose).reset_index(drop=True).reindex(rows).reset_index(drop=True)


def merge_key_columns(
    left: pd.DataFrame, right: pd.DataFrame, pairs: list[tuple[str, str]], rows: RowPairs
) -> dict[str, Any]:
    """The key columns of the left side, taken from the right where the row has no left side."""
    there = pd.Series(rows.left != NO_ROW)
    keys = {}
    for one, other in pairs:
        mine, yours = left[one], right[other]
        if infer_column_type(mine) in TEXTUAL:
            mine, yours = mine.astype("str"), yours.astype("str")
        elif infer_column_type(mine) != infer_column_type(yours):
            mine, yours = mine.astype("float64"), yours.astype("float64")
        keys[one] = mine.where(there, yours)
    return keys


def combine_row_pairs(
    left: pd.DataFrame, right: pd.DataFrame, rows: RowPairs, dropped: set[str], *, outer: bool = False
) -> pd.DataFrame:
    """The columns of both sides for these pairs of rows; in an outer join a row of the right side may be missing."""
    names = rename_right_columns(list(left), list(right), dropped)
    ours = take_joined_rows(left, rows.left, outer=False)
    theirs = take_joined_rows(right[list(names)], rows.right, outer=outer)
    return pd.concat([ours, theirs.rename(columns=names)], axis=1)


def to_comparable_values(left: "pd.Series[Any]", right: "pd.Series[Any]") -> "tuple[pd.Series[Any], pd.Series[Any]]":
    """Two columns of numbers or times in one plain type, with the rows that have a value; times become UTC."""
    left, right = left.reset_index(drop=True).dropna(), right.reset_index(drop=True).dropna()
    if infer_column_type(left) == "datetime":
        sides = [side.dt.tz_convert(None) if side.dt.tz is not None else side for side in (left, right)]
        unit = "ns" if "ns" in {side.dt.unit for side in sides} else "us"
        return sides[0].dt.as_unit(unit), sides[1].dt.as_unit(unit)
    whole = infer_column_type(left) == "integer" and infer_column_type(right) == "integer"
    kind = "int64" if whole else "float64"
    return left.astype(kind), right.astype(kind)
