"""Errands: what is fetched for a step before it runs, or delivered for it afterwards. A step itself reaches nothing.

A module says by `@module(errand=...)` what its parameters ask for; whoever runs the design does it, outside of the
sandbox and without looking into the data, and hands the step what came.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Literal

Direction = Literal["fetch", "deliver"]
Kind = Literal["url", "database", "storage"]


@dataclass(frozen=True)
class Errand:
    """One way outside. `connection` is the name of a stored connection; `details` are what the courier is told."""

    direction: Direction
    kind: Kind
    connection: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    #: Whether it is done on every run, even where an earlier result is known.
    always: bool = False


_arrived: ContextVar[Any] = ContextVar("arrived", default=None)


@contextmanager
def arriving(value: Any) -> Iterator[None]:
    """Within this block, `arrival` returns what was fetched for the step."""
    token = _arrived.set(value)
    try:
        yield
    finally:
        _arrived.reset(token)


def arrival() -> Any:
    """What was fetched: a File or a Dataset; None where nobody ran the errand."""
    return _arrived.get()
