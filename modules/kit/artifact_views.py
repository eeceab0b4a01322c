"""What the browser shows of a value: its view, and the glance from which the small picture is drawn.

Both are computed where the value is, in the worker; the server only hands them on. Their shapes are those of
`modules/kit/views`.
"""

from functools import singledispatch

from modules.kit.ports import File
from modules.kit.views.artifact_view import ArtifactView, FileView
from modules.kit.views.thumbnail_kinds import Thumbnail


@singledispatch
def build_view(value: object) -> ArtifactView:
    """What the browser draws a whole value from."""
    raise TypeError(
        f"{type(value).__name__} has no view. Register a function that builds one with @build_view.register."
    )


@singledispatch
def build_thumbnail(value: object) -> Thumbnail | None:  # noqa: ARG001
    """The few numbers for a picture of 44 x 42 pixels, or None."""
    return None


@build_view.register
def _build_file_view(value: File) -> FileView:  # noqa: ARG001
    return FileView()


# Here, below what they register with, so that whoever imports the functions has all registrations too.
import modules.kit.column_profiles  # noqa: E402
import modules.kit.image_views  # noqa: E402
import modules.kit.model_views  # noqa: E402, F401
