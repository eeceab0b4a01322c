"""Every view that there is, told apart by its `kind`: what the browser draws a whole value from."""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter
from typing_extensions import TypeAliasType

from modules.kit.views.dataset_view import DatasetView, SchemaView
from modules.kit.views.evaluation_view import EvaluationView
from modules.kit.views.image_directory_view import ImageDirectoryView
from modules.kit.views.model_view import ModelView
from modules.kit.views.transformation_view import TransformationView
from modules.kit.views.view_model import ViewModel


class FileView(ViewModel):
    """A file as it was uploaded, of which there is nothing to draw."""

    kind: Literal["file"] = "file"


ArtifactView = TypeAliasType(
    "ArtifactView",
    Annotated[
        DatasetView | ModelView | TransformationView | EvaluationView | ImageDirectoryView | FileView,
        Field(discriminator="kind"),
    ],
)
#: What is left of a view for visitors of a link.
SharedView = TypeAliasType(
    "SharedView",
    Annotated[SchemaView | DatasetView | ModelView | TransformationView | EvaluationView, Field(discriminator="kind")],
)

view_adapter: TypeAdapter[ArtifactView] = TypeAdapter(ArtifactView)


def parse_view(stored: str | bytes) -> ArtifactView:
    """A stored view. Raises pydantic's ValidationError where it is none of the kinds above."""
    return view_adapter.validate_json(stored)


def dump_view(view: ViewModel) -> bytes:
    """The view, or a part of one, as it is stored and sent."""
    return view.model_dump_json().encode()
