"""Stored Transformation: the source node that stands for a fitted transformation that a run computed."""

from modules.kit import ModuleError, Transformation, module
from modules.kit.parameters import ArtifactName


@module(
    "Stored Transformation",
    category="Data Input and Output",
    icon="adjustments-check",
    source=True,
    trusted=False,
    palette=False,
)
def stored_transformation(*, artifact: ArtifactName) -> Transformation:
    """Bring a fitted transformation that an earlier run computed into the design.

    A design for inference has one in the place of the node that fitted the transformation.
    """
    message = f"Stored Transformation is not bound to the result {artifact[:12]}. Run the design in the designer."
    raise ModuleError(18, message, parameter="artifact")
