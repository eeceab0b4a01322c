"""Stored Transformation: the source node that stands for a fitted transformation that a run computed."""

from modules.kit import ModuleError, Transformation, module
from modules.kit.parameters import ArtifactName


@module(
    "Stored Transformation",
    category="Data Input and Output",
    icon="adjustments-check",
    role="artifact_source",
    trusted=False,
    palette=False,
)
def stored_transformation(*, artifact: ArtifactName) -> Transformation:
    """Use a fitted transformation from an earlier run in the design.

    An inference design has one in place of the module that fitted the transformation.
    """
    message = f"Stored Transformation is not bound to the result {artifact[:12]}. Run the design in Designery."
    raise ModuleError(18, message, parameter="artifact")
