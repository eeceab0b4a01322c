"""Registered Model: the source node that stands for a version of a registered model."""

from typing import Annotated

from pydantic import Field

from modules.kit import ModuleError, TrainedModel, module
from modules.kit.parameters import FormHint, ModelVersionName


@module(
    "Registered Model",
    category="Data Input and Output",
    icon="award",
    role="model_source",
    trusted=False,
    keywords=("registry", "champion", "saved model", "load model", "MLflow"),
)
def registered_model(
    *,
    model: Annotated[
        str,
        Field(min_length=1, max_length=64, description="Each run uses the version that it finds."),
        FormHint("model_reference", "trained_model"),
    ],
    version: ModelVersionName = "newest",
) -> TrainedModel:
    """Use a trained model from the registry in the design.

    Choose a model and which of its versions: the one that an alias such as champion points to, the newest one, or a
    version by its number. With an alias or the newest version, each run takes the version that it finds. Connect the
    output to Score Model, or compare the model with one that the design trains.
    """
    message = f"'{model}' ({version}) is in the registry of a server. Run the design in Designery."
    raise ModuleError(18, message, parameter="model")
