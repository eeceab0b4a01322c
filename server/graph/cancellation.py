"""Work on a large design ends when nobody waits for it any more: loops over its nodes ask here whether to go on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_cancel_check: ContextVar[Callable[[], None] | None] = ContextVar("patience", default=None)


def check_cancellation() -> None:
    """Raise what the scope raises where the work is to end; nothing otherwise."""
    check = _cancel_check.get()
    if check is not None:
        check()


def forget_cancellation() -> None:
    """Ask nobody from here on: what begins now has nothing to do with the work in whose context it was begun."""
    _cancel_check.set(None)


@contextmanager
def cancellation_scope(check: Callable[[], None]) -> Iterator[None]:
    """Have the work in this block, and in the threads that it is handed to, ask `check` whether to go on."""
    token = _cancel_check.set(check)
    try:
        yield
    finally:
        _cancel_check.reset(token)
