"""Loops as they stand in exported scripts."""

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd


def repeat_for_groups(
    run: Callable[[pd.DataFrame], pd.DataFrame], rows: pd.DataFrame, keys: Sequence[str], stop: bool
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What `run` makes of the rows of each group, one below another, and a row on each group."""
    collected, iterations = [], []
    for key, part in rows.groupby(list(keys), sort=False, dropna=False, observed=True):
        named = dict(zip(keys, key, strict=True))
        try:
            result, reason = run(part.reset_index(drop=True)), ""
        except Exception as error:
            if stop:
                raise
            result, reason = pd.DataFrame(), str(error)
        iterations.append({**named, "State": "Failed" if reason else "Done", "Reason": reason})
        if not reason:
            collected.append(name_iteration(result, named))
    return pd.concat(collected, ignore_index=True), pd.DataFrame(iterations)


def repeat_for_values(
    run: Callable[[Any], pd.DataFrame], column: str, values: Sequence[Any], stop: bool
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What `run` gives with each value, one below another, and a row on each value."""
    collected, iterations = [], []
    for value in values:
        try:
            result, reason = run(value), ""
        except Exception as error:
            if stop:
                raise
            result, reason = pd.DataFrame(), str(error)
        iterations.append({column: value, "State": "Failed" if reason else "Done", "Reason": reason})
        if not reason:
            collected.append(name_iteration(result, {column: value}))
    return pd.concat(collected, ignore_index=True), pd.DataFrame(iterations)


def name_iteration(result: pd.DataFrame, named: dict[str, Any]) -> pd.DataFrame:
    """The result with the columns that say what it is for in front."""
    others = [name for name in result.columns if name not in named]
    return result.assign(**{name: value for name, value in named.items() if name not in result})[[*named, *others]]
