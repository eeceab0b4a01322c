"""Work on a large design ends when nobody waits for it any more: loops over its nodes ask here whether to go on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_check: ContextVar[Callable[[], None] | None] = ContextVar("patience", default=None)


def check_patience() -> None:
    """Raise whatever whoever set the patience raises where the work is to end; nothing otherwise."""
    check = _check.get()
    if check is not None:
        check()


@contextmanager
def patience(check: Callable[[], None]) -> Iterator[None]:
    """Have the work in this block, and in the threads that it is handed to, ask `check` whether to go on."""
    token = _check.set(check)
    try:
        yield
    finally:
        _check.reset(token)
