"""Python imports this when a command starts: modes and times of files stay as they are where a step may not set them.

The filter of system calls closes these to a step. `shutil.copy` and what libraries build on it would fail otherwise.
"""

from __future__ import annotations

import contextlib
import os
import typing

if typing.TYPE_CHECKING:
    from collections.abc import Callable


def allow_refusal(function: Callable[..., object]) -> Callable[..., None]:
    """The function, content with a refusal."""

    def call(*arguments: object, **options: object) -> None:
        with contextlib.suppress(PermissionError):
            function(*arguments, **options)

    return call


for _name in ("chmod", "fchmod", "utime", "setxattr"):
    if hasattr(os, _name):
        _allowed = allow_refusal(getattr(os, _name))
        for _kinds in (os.supports_fd, os.supports_dir_fd, os.supports_follow_symlinks):
            if getattr(os, _name) in _kinds:
                typing.cast("set[object]", _kinds).add(_allowed)
        setattr(os, _name, _allowed)
