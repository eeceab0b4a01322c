"""Registered Transformation: the source node that stands for a version of a registered transformation."""

from typing import Annotated

from pydantic import Field

from modules.kit import ModuleError, Transformation, module
from modules.kit.parameters import FormHint, ModelVersionName


@module(
    "Registered Transformation",
    category="Data Input and Output",
    icon="adjustments-check",
    role="model_source",
    trusted=False,
    keywords=("registry", "champion", "saved transformation", "load model", "MLflow"),
)
def registered_transformation(
    *,
    model: Annotated[
        str,
        Field(min_length=1, max_length=64, description="Each run uses the version that it finds."),
        FormHint("model_reference", "transformation"),
    ],
    version: ModelVersionName = "newest",
) -> Transformation:
    """Use a fitted transformation from the registry in the design.

    Choose a transformation and which of its versions: the one that an alias points to, the newest one, or a version by
    its number. With an alias or the newest version, each run takes the version that it finds. Connect the output to
    Apply Transformation.
    """
    message = f"'{model}' ({version}) is in the registry of a server. Run the design in Designery."
    raise ModuleError(18, message, parameter="model")
