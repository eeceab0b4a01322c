"""The place that work happens in: the workspace whose rows are seen and written.

The gate of the interface enters the place of each request, and a run enters the place of its design; code below them
never names a workspace. On a personal server there is one place, and nothing is looked at by it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

#: The workspace of a personal server; on a team server it is the first account's.
PERSONAL = "personal"
#: What belongs to every workspace and is changed in none: the data of the samples.
COMMON = "common"
#: The place of whoever has none: nothing is there.
NOWHERE = "nowhere"

_place: ContextVar[str | None] = ContextVar("place", default=None)


def place() -> str | None:
    """The workspace that is worked in; None sees everything, which only the server itself does."""
    return _place.get()


def new_rows_belong() -> str:
    """The workspace that what is made now belongs to."""
    return _place.get() or PERSONAL


def enter(workspace: str | None) -> None:
    """Work in this place for the rest of the task."""
    _place.set(workspace)


@contextmanager
def within(workspace: str | None) -> Iterator[None]:
    """Work in this place for the length of a block."""
    token = _place.set(workspace)
    try:
        yield
    finally:
        _place.reset(token)
