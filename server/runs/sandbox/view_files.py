"""Views that a sandboxed process left in a file, looked at before anything is made of them."""

import os
import stat
from pathlib import Path

from modules.kit.strict_json import InvalidJson, parse_json

#: What a view may hold that a user's code can have a hand in.
MAX_VIEW_BYTES = 8 * 1024**2


def is_plain_view(path: Path, kind: str) -> bool:
    """Whether a process that may have run a user's code left a view of this kind there, and no link to elsewhere."""
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
            state = os.fstat(file.fileno())
            if not stat.S_ISREG(state.st_mode) or state.st_size > MAX_VIEW_BYTES:
                return False
            view = parse_json(file.read())
    except (OSError, InvalidJson):
        return False
    return isinstance(view, dict) and view.get("kind") == kind
