"""Values of parameters that are more than a number or a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

#: A choice of columns as `all_columns`, `no_columns` and `columns` build it, or a selection as the document has it.
Columns: TypeAlias = Mapping[str, Any]
#: A row of a parameter that is a table.
Row: TypeAlias = Mapping[str, Any]


def columns(*names: str) -> Columns:
    """These columns and no others."""
    return {"start": "none", "names": list(names)}


def all_columns(*, without: Sequence[str] = ()) -> Columns:
    """Every column except those named."""
    return {"start": "all", "names": list(without)}


def columns_by(
    *, types: Sequence[str] = (), roles: Sequence[str] = (), containing: str = "", without: Sequence[str] = ()
) -> Columns:
    """The columns of these types and roles whose name contains a text."""
    rule = {"types": list(types), "roles": list(roles), "containing": containing, "names": list(without)}
    return {"start": "rule", **rule}


class Sweep(dict[str, Any]):
    """Several values for one parameter, which Tune Model Hyperparameters tries in turn."""


def choices(*values: float | str | bool) -> Sweep:
    """Each of these values."""
    return Sweep(list=list(values))


def span(minimum: float, maximum: float, *, scale: str = "linear", steps: int | None = None) -> Sweep:
    """The numbers from `minimum` to `maximum`; on a `log` scale small ones are tried as often as large ones."""
    limits: dict[str, Any] = {"minimum": minimum, "maximum": maximum, "scale": scale}
    return Sweep(range=limits if steps is None else {**limits, "steps": steps})


class ArgumentInt(int):
    """A whole number that came by an argument of the design function."""

    argument: str


class ArgumentFloat(float):
    """A number that came by an argument of the design function."""

    argument: str


class ArgumentText(str):
    """A text that came by an argument of the design function."""

    argument: str


def mark_argument(value: Any, name: str) -> Any:
    """The value, which remembers the argument that it came by, where it is a number or a text."""
    for kind, marked in ((bool, None), (int, ArgumentInt), (float, ArgumentFloat), (str, ArgumentText)):
        if isinstance(value, kind):
            if marked is None:
                return value
            result = marked(value)
            result.argument = name
            return result
    return value


def to_json(value: Any) -> Any:
    """The value as plain JSON: sequences are lists, and what remembers an argument is a number or a text again."""
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [to_json(item) for item in value]
    for kind, marked in ((int, ArgumentInt), (float, ArgumentFloat), (str, ArgumentText)):
        if isinstance(value, marked):
            return kind(value)
    return value
