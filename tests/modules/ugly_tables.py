"""Tables that nobody wishes for, made from sound ones: what tests of modules feed in."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from modules.kit import Dataset, ModuleError
from tests.depth import choose_depth

#: Takes the values of one column to those of an ugly one; rows stay as many as they were.
ColumnChange = Callable[["pd.Series[Any]"], Any]
#: Takes a sound table to an ugly one.
TableChange = Callable[[pd.DataFrame], pd.DataFrame]

#: Ten thousand at night: as many as find what grows with the square of them.
MANY_COLUMNS = choose_depth(2_500, 10_000)
STRANGE_NAMES = ["", " ", "größe (m²)", "a.b", "x'; drop table t1 --", "列", "\t", '"', "{name}", "Scored Labels"]


def _make_missing(values: "pd.Series[Any]") -> Any:
    return pd.Series([None] * len(values), dtype=values.dtype if values.dtype != "int64" else "float64")


def _make_constant(values: "pd.Series[Any]") -> Any:
    return pd.Series([values.iloc[0]] * len(values), dtype=values.dtype)


def _make_mixed(values: "pd.Series[Any]") -> Any:
    return pd.Series([("x", 1, 2.5, None, True)[row % 5] for row in range(len(values))], dtype="object")


def _make_huge(values: "pd.Series[Any]") -> Any:
    return pd.Series([2**62 - row for row in range(len(values))], dtype="int64")


def _make_infinite(values: "pd.Series[Any]") -> Any:
    return pd.Series([np.inf if row % 2 else -np.inf for row in range(len(values))])


def _make_times(values: "pd.Series[Any]") -> Any:
    """Hours over the night in which Berlin's clocks go forward."""
    return pd.Series(pd.date_range("2024-03-30", periods=len(values), freq="h", tz="Europe/Berlin"))


def _make_unseen(values: "pd.Series[Any]") -> Any:
    return pd.Series([f"nie gesehen {row} 🦔" for row in range(len(values))], dtype="str")


def _make_categories(values: "pd.Series[Any]") -> Any:
    return pd.Series(pd.Categorical(["a", None] * (len(values) // 2) + ["a"] * (len(values) % 2), ["a", "unused", "ü"]))


def _make_booleans(values: "pd.Series[Any]") -> Any:
    return pd.Series([row % 3 == 0 for row in range(len(values))])


COLUMN_CHANGES: dict[str, ColumnChange] = {
    "all missing": _make_missing,
    "constant": _make_constant,
    "mixed types": _make_mixed,
    "huge integers": _make_huge,
    "infinite": _make_infinite,
    "times with a zone": _make_times,
    "unseen text": _make_unseen,
    "categories": _make_categories,
    "booleans": _make_booleans,
}


def change_columns(frame: pd.DataFrame, changes: dict[str, ColumnChange]) -> pd.DataFrame:
    return frame.assign(**{name: change(frame[name]).set_axis(frame.index) for name, change in changes.items()})


def _change_everywhere(change: ColumnChange) -> TableChange:
    return lambda frame: change_columns(frame, dict.fromkeys(frame.columns, change))


def add_strange_names(frame: pd.DataFrame) -> pd.DataFrame:
    """With columns whose names are hard to write, beside its own."""
    return frame.assign(**{name: 1.5 for name in STRANGE_NAMES if name not in frame})


def widen(frame: pd.DataFrame) -> pd.DataFrame:
    """With thousands of columns of numbers beside its own."""
    numbers = np.random.default_rng(0).random((len(frame), MANY_COLUMNS))
    more = pd.DataFrame(numbers, columns=[f"wide {place}" for place in range(MANY_COLUMNS)], index=frame.index)
    return pd.concat([frame, more], axis=1)


UGLY_CASES: dict[str, TableChange] = {
    "no row": lambda frame: frame.head(0),
    "one row": lambda frame: frame.head(1),
    "two rows": lambda frame: frame.head(2),
    "no column": lambda frame: frame[[]],
    "strange names": add_strange_names,
    **{name: _change_everywhere(change) for name, change in COLUMN_CHANGES.items()},
}


def make_ugly(value: Any, case: TableChange) -> Any:
    """A dataset, or each of a list, as the case has it; anything else as it is."""
    if isinstance(value, list):
        return [make_ugly(item, case) for item in value]
    return replace(value, frame=case(value.frame.reset_index(drop=True))) if isinstance(value, Dataset) else value


def run_or_explain(work: Callable[[], dict[str, Any]]) -> None:
    """Do the work: it gives sound tables, or refuses in a sentence. Whatever else it raises, comes out of here."""
    outputs: dict[str, Any] = {}
    refusal = None
    try:
        outputs = work()
    except ModuleError as error:
        refusal = error
    assert refusal is None or (refusal.title and refusal.message.endswith((".", "?", "!"))), refusal
    assert refusal is None or "\n" not in refusal.message
    tables = [value for value in outputs.values() if isinstance(value, Dataset)]
    assert all(isinstance(name, str) for table in tables for name in table.frame.columns)
