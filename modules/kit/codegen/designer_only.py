"""Functions that only refuse unusable data or say what is in them, which scripts do without."""

from collections.abc import Callable
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])

MARK = "__designer_only__"


def designer_only(function: Function) -> Function:
    """Leave calls of this function or method out of exported scripts: it refuses unusable data or logs, no more.

    Such a call must be a statement of its own, as nothing takes its place; a script that needs its value is refused.
    """
    setattr(function, MARK, True)
    return function


def is_designer_only(value: object) -> bool:
    return getattr(value, MARK, False) is True
