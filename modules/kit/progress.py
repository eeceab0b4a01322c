"""How far a step has come: modules say it, whoever runs them may listen."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar

Item = TypeVar("Item")


Cell = str | int | float


@dataclass(frozen=True, slots=True)
class LiveTable:
    """The last results of a step that is under way, a row for each, the newest first."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class ProgressReport:
    """`done` of `total` units, and what the unit is called, as in 62 of 100 trees; with the results so far."""

    done: int
    total: int | None
    unit: str
    results: LiveTable | None = None


Listener = Callable[[ProgressReport], None]
_listener: ContextVar[Listener | None] = ContextVar("progress_listener", default=None)


def report(done: int, total: int | None = None, unit: str = "", results: LiveTable | None = None) -> None:
    """Say how far this step has come. Does nothing when nobody listens."""
    listener = _listener.get()
    if listener is not None:
        listener(ProgressReport(done, total, unit, results))


def track(items: Iterable[Item], *, total: int | None = None, unit: str = "") -> Iterator[Item]:
    """Pass the items on, reporting each one once it has been worked on."""
    for done, item in enumerate(items, start=1):
        yield item
        report(done, total, unit)


@contextmanager
def listen_to_progress(listener: Listener) -> Iterator[None]:
    """Within this block, `listener` hears every report."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
