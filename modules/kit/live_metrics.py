"""Numbers that a step measures while it runs: whoever runs the step listens, and charts grow as they come."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple


class MetricPoint(NamedTuple):
    """One value of a metric, at a step of the training."""

    name: str
    step: int
    value: float


MetricListener = Callable[[Sequence[MetricPoint]], None]

_listener: ContextVar[MetricListener | None] = ContextVar("metric_listener", default=None)


@contextmanager
def listen_to_metrics(listener: MetricListener) -> Iterator[None]:
    """Within this block the listener gets what is measured."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def report_metrics(points: Sequence[MetricPoint]) -> None:
    """Tell whoever listens; nobody need to."""
    listener = _listener.get()
    if listener is not None and points:
        listener(points)
