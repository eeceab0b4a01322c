"""What the browser shows of a value: its view as JSON, and the glance from which the small picture is drawn.

Both are computed where the value is, in the worker; the server only hands them on. The shapes are those of
`frontend/src/api/apiTypes.ts`: View and Glance.
"""

from functools import singledispatch
from typing import Any


@singledispatch
def view(value: object) -> dict[str, Any]:
    """The JSON that the browser draws a whole value from."""
    return {"kind": getattr(value, "port_type", "other")}


@singledispatch
def glance(value: object) -> dict[str, Any] | None:  # noqa: ARG001
    """The few numbers for a picture of 44 x 42 pixels, or None."""
    return None


# Here, below what it registers with, so that whoever imports the functions has their registrations too.
import modules.kit.image_views  # noqa: E402
import modules.kit.model_views  # noqa: E402
import modules.kit.profile  # noqa: E402, F401
