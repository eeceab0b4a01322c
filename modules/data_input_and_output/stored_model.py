"""Stored Model: the source node that stands for a trained model that a run computed."""

from modules.kit import ModuleError, TrainedModel, module
from modules.kit.parameters import ArtifactName


@module(
    "Stored Model", category="Data Input and Output", icon="brain", role="artifact_source", trusted=False, palette=False
)
def stored_model(*, artifact: ArtifactName) -> TrainedModel:
    """Use a trained model from an earlier run in the design.

    An inference design has one in place of the modules that trained the model.
    """
    message = f"Stored Model is not bound to the result {artifact[:12]}. Run the design in Designery."
    raise ModuleError(18, message, parameter="artifact")
