"""Stored Dataset: the source node that stands for a table that a run computed."""

from modules.kit import Dataset, ModuleError, module
from modules.kit.parameters import ArtifactName


@module("Stored Dataset", category="Data Input and Output", icon="archive", role="artifact_source", palette=False)
def stored_dataset(*, artifact: ArtifactName) -> Dataset:
    """Use a table from an earlier run in the design.

    An inference design has one in place of modules that do not depend on the request, such as a lookup table.
    """
    message = f"Stored Dataset is not bound to the result {artifact[:12]}. Run the design in Designery."
    raise ModuleError(18, message, parameter="artifact")
