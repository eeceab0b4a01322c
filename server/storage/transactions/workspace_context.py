"""The workspace that work happens in: its rows are seen and written.

Authorization sets the workspace of each request, and a run that of its design; code below them never names one. On a
personal server there is one workspace, and rows are not filtered by it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

#: The workspace of a personal server; on a team server it is the first account's.
PERSONAL_WORKSPACE = "personal"
#: What belongs to every workspace and is changed in none: the data of the samples.
COMMON_WORKSPACE = "common"
#: The workspace of whoever has none: nothing is there.
NO_WORKSPACE = "nowhere"

_workspace_id: ContextVar[str | None] = ContextVar("place", default=None)


def get_current_workspace() -> str | None:
    """The workspace that is worked in; None sees everything, which only the server itself does."""
    return _workspace_id.get()


def get_default_workspace() -> str:
    """The workspace that what is made now belongs to."""
    return _workspace_id.get() or PERSONAL_WORKSPACE


def set_workspace(workspace_id: str | None) -> None:
    """Work in this workspace for the rest of the task."""
    _workspace_id.set(workspace_id)


@contextmanager
def use_workspace(workspace_id: str | None) -> Iterator[None]:
    """Work in this workspace for the length of a block."""
    token = _workspace_id.set(workspace_id)
    try:
        yield
    finally:
        _workspace_id.reset(token)
