"""What the browser shows of a value: its view as JSON, and the glance from which the small picture is drawn.

Both are computed where the value is, in the worker; the server only hands them on. The shapes are those of
`frontend/src/api/apiTypes.ts`: View and Glance.
"""

from functools import singledispatch
from typing import Any


@singledispatch
def build_view(value: object) -> dict[str, object]:
    """The JSON that the browser draws a whole value from."""
    return {"kind": getattr(value, "port_type", "other")}


@singledispatch
def build_thumbnail(value: object) -> dict[str, Any] | None:  # noqa: ARG001
    """The few numbers for a picture of 44 x 42 pixels, or None."""
    return None


# Here, below what it registers with, so that whoever imports the functions has their registrations too.
import modules.kit.column_profiles  # noqa: E402, F401
