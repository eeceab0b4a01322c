"""Which columns a search learns from, and what becomes of each, with the reason.

What is left out is decided by the same rules by which the advice of a design goes.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from modules.kit import Column, Dataset
from modules.kit.column_profiles import compute_figures
from modules.kit.serialization import to_arrow_table
from modules.kit.views.automated_ml_view import ColumnChoice
from modules.learning.target_leaks import explain_leaks
from modules.learning.uninformative_columns import classify_feature

#: Leaks are looked for in so many rows, spread evenly.
LEAKAGE_ROWS = 2_000
#: Texts with more different values than this make one-hot encoded tables wide.
MANY_LEVELS = 100

OMISSION_REASONS = {
    "constant": "Left out: the same value in all rows.",
    "identifier": "Left out: looks like an ID, with a value of its own in nearly every row.",
    "raw text": "Left out: free text. Turn its words into features first.",
}


@dataclass(frozen=True)
class _Values:
    """What is known of a column's values, as the rules ask for it."""

    rows: int
    missing: float | None
    distinct: int | None
    minimum: object
    maximum: object
    top: tuple[tuple[str, int], ...]


def propose_columns(data: Dataset, label: str, kept: frozenset[str]) -> list[ColumnChoice]:
    """A choice for each column but the label; those in `kept` are used whatever speaks against them."""
    leaks = _find_leaks(data, label)
    found = [_choose(data, column, leaks.get(column.name), kept) for column in data.schema if column.name != label]
    return sorted(found, key=lambda choice: choice.used)


def apply_choices(data: Dataset, choices: list[ColumnChoice]) -> Dataset:
    """The data in which the columns that are left out are no features."""
    left_out = list_omissions(data, choices)
    return data.with_role("none", *left_out) if left_out else data


def list_omissions(data: Dataset, choices: list[ColumnChoice]) -> list[str]:
    """The columns that are features in the data, and shall not be."""
    return [
        choice.name for choice in choices if not choice.used and data.roles.get(choice.name, "feature") == "feature"
    ]


def _find_leaks(data: Dataset, label: str) -> dict[str, str]:
    step = max(1, data.rows // LEAKAGE_ROWS)
    names = [column.name for column in data.schema if column.name == label or column.type not in ("vector", "other")]
    sample = data.frame[names].iloc[::step].reset_index(drop=True)
    return explain_leaks(to_arrow_table(Dataset(sample)).unify_dictionaries(), label)


def _choose(data: Dataset, column: Column, leak: str | None, kept: frozenset[str]) -> ColumnChoice:
    values = _profile(data.frame[column.name], column)
    if column.role != "feature":
        return _build(column, False, f"Left out: its role is {column.role}.")
    if column.type == "other":
        return _build(column, False, "Left out: it has no plain values.")
    if values.missing == 1:
        return _build(column, False, "Left out: no values.")
    against = f"Left out: {leak}" if leak else _find_reason(column, values)
    if against and column.name not in kept:
        return _build(column, False, against, is_leak=leak is not None, may_be_kept=True)
    said = " ".join(_describe(column, values))
    return _build(column, True, f"{against.replace('Left out:', 'Kept on request.')} {said}" if against else said)


def _build(
    column: Column, used: bool, reason: str, *, is_leak: bool = False, may_be_kept: bool = False
) -> ColumnChoice:
    return ColumnChoice(
        name=column.name, type=column.type, used=used, reason=reason, leak=is_leak, may_be_kept=may_be_kept
    )


def _find_reason(column: Column, values: _Values) -> str | None:
    kind = classify_feature(column, values)
    return None if kind is None else OMISSION_REASONS[kind]


def _describe(column: Column, values: _Values) -> Iterator[str]:
    """What becomes of a column that is used."""
    if column.type == "datetime":
        yield "Date: days since 1970, month, day of week and hour."
    elif column.type in ("text", "category"):
        yield f"Category, {'many' if values.distinct is None else format(values.distinct, ',')} levels."
        if values.distinct is None or values.distinct > MANY_LEVELS:
            yield "Trees take them as sets, the rest as one column each."
    elif column.type == "vector":
        yield "Many sparse features, used as they are."
    else:
        yield "Number; scaled for linear and neural learners." if column.type != "boolean" else "True or false."
    if values.missing:
        gaps = round(values.missing * values.rows)
        yield f"{gaps:,} missing: trees take them as they are, others get the median or the most common value."


def _profile(values: "pd.Series[object]", column: Column) -> _Values:
    if column.type in ("vector", "other"):
        return _Values(len(values), 0.0, None, None, None, ())
    figures = compute_figures(values, column.type)
    top = tuple((one.value, one.count) for one in figures.get("top") or ())
    return _Values(
        rows=len(values),
        missing=figures["missing"] / len(values) if len(values) else None,
        distinct=figures.get("distinct"),
        minimum=figures.get("min"),
        maximum=figures.get("max"),
        top=top,
    )
