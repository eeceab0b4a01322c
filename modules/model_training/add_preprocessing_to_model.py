"""Add Preprocessing to Model: steps that are fitted wherever the model is trained, on the training rows alone."""

from dataclasses import replace
from typing import Annotated

from modules.kit import (
    Call,
    ModelSchema,
    ModuleError,
    PreprocessingStep,
    Transformation,
    UntrainedModel,
    module,
    titled,
)
from modules.kit.codegen.expressions import ScriptVariable
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode
from modules.kit.schema import LABELED_TASKS
from modules.learning.compatible_modules import get_trainer_title
from modules.learning.supervised_examples import make_loan_learner, make_loan_scaling


def pass_model_schema(untrained_model: ModelSchema) -> ModelSchema:
    """The model predicts what it would predict without the steps."""
    return untrained_model


def _emit_code(step: StepCode) -> None:
    """Nothing is written yet: the steps are fitted where the model is trained."""
    learner, steps = step.get_input("untrained_model"), step.inputs.get("steps")
    changes = steps if isinstance(steps, list) else [steps]
    if not all(isinstance(change, ScriptVariable) and "refit" in change.facts for change in changes):
        raise CannotGenerateCode("One of its steps can't be exported as Python.")
    known = learner.facts.get("preprocessing", ())
    facts = {**learner.facts, "preprocessing": (*known, *changes)}
    step.outputs["untrained_model"] = ScriptVariable(learner.code, facts=facts)


@module(
    "Add Preprocessing to Model",
    category="Model Training",
    icon="stack-push",
    role="model_preprocessor",
    schema=pass_model_schema,
    emit_code=_emit_code,
    example=lambda: Call.of(make_loan_learner(), [make_loan_scaling()]),
    keywords=("make_pipeline", "Pipeline", "workflow", "recipe", "leak", "inside cross-validation", "fold"),
)
def add_preprocessing_to_model(
    untrained_model: UntrainedModel,
    steps: Annotated[list[Transformation], titled("Preprocessing steps")],
) -> UntrainedModel:
    """Have a model fit its preprocessing itself, on the rows that it is trained on.

    Connect the transformations of Clean Missing Data, Normalize Data, SMOTE and others in the order in which they are
    to be applied, and give Train Model, Cross Validate Model or Tune Model Hyperparameters the data before these steps.
    Each fold then fits them on its training rows alone and applies them to the rows that it is tested on, so that the
    metrics are those of rows that nothing was learned from.

    The trained model carries its fitted steps: Score Model takes the data as they were before them. Steps that add or
    remove rows, as SMOTE does, work on training rows only. A step that changes the label is refused.
    """
    if untrained_model.task not in LABELED_TASKS:
        message = f"{untrained_model.learner} does not learn from a label, so it takes no preprocessing here."
        message += f" Connect the prepared data to {get_trainer_title(untrained_model)}."
        raise ModuleError(13, message, port="untrained_model")
    if not steps:
        raise ModuleError(3, "Connect at least one transformation to 'steps'.", port="steps")
    added = tuple(_get_recipe(step) for step in steps)
    return replace(untrained_model, preprocessing=(*untrained_model.preprocessing, *added))


def _get_recipe(step: Transformation) -> PreprocessingStep:
    if step.recipe is None:
        message = f"{step.title} was not fitted on a dataset, so it can't be fitted again in each fold."
        raise ModuleError(13, f"{message} Connect the transformation of a module that prepares data.", port="steps")
    return step.recipe
