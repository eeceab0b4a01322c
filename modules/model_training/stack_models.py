"""Stack Models: a last model learns from what several others predict."""

from typing import Annotated

from pydantic import Field

from modules.kit import (
    Call,
    Dataset,
    ModelSchema,
    ModuleError,
    Schema,
    Seed,
    TrainedModel,
    UntrainedModel,
    catalog,
    column_of,
    module,
    titled,
)
from modules.kit.module_roles import get_module
from modules.learning.averaged_models import AVERAGED_TASKS
from modules.learning.fitting import refuse_sweeps
from modules.learning.labels import drop_missing_labels
from modules.learning.learners import resolve_task
from modules.learning.stacked_models import stack_learners
from modules.learning.supervised_examples import make_loan_learner, make_loans
from modules.model_training.train_model import predict_model_schema


def predict_stacked_schema(untrained_models: list[ModelSchema], dataset: Schema, label: str) -> ModelSchema | None:
    """The stack predicts what its learners predict."""
    return predict_model_schema(untrained_models[0], dataset, label) if untrained_models else None


@module(
    "Stack Models",
    category="Model Training",
    icon="stack-2",
    schema=predict_stacked_schema,
    example=lambda: Call.of([make_loan_learner(), make_loan_learner()], make_loans(), label="paid", number_of_folds=2),
    keywords=("stacking", "StackingClassifier", "StackingRegressor", "ensemble", "meta learner", "blending"),
)
def stack_models(
    untrained_models: Annotated[list[UntrainedModel], titled("Untrained models")],
    dataset: Dataset,
    final_untrained_model: UntrainedModel | None = None,
    *,
    label: Annotated[
        str,
        Field(description="The column to predict. It is not used as a feature."),
        column_of("dataset"),
        titled("Label column"),
    ],
    number_of_folds: Annotated[
        int,
        Field(
            ge=2,
            le=100,
            description="Each part is predicted by models trained on the others; the last model learns from that.",
        ),
    ] = 5,
    seed: Seed = 0,
) -> TrainedModel:
    """Train several learners, and a last one that learns how far to trust each of them.

    Each learner predicts rows in folds that it was not trained on. From these predictions the last model learns the
    label, and then the learners are trained on all rows. Without a learner at the third input the last model is linear
    or logistic regression. Rows of a group stay in one fold where a column has the role group. Learners of different
    kinds gain most. Wolpert, Stacked generalization, Neural Networks 5 (1992).
    """
    if not untrained_models:
        raise ModuleError(3, "Connect at least one learner to 'untrained_models'.", port="untrained_models")
    first = untrained_models[0]
    for learner in (*untrained_models, *([final_untrained_model] if final_untrained_model else [])):
        refuse_sweeps(learner)
    if resolve_task(first.task, 2) not in AVERAGED_TASKS:
        message = f"{first.learner} can't be stacked: only learners that predict classes or numbers can."
        raise ModuleError(13, message, port="untrained_models")
    classes = drop_missing_labels(dataset, label, port="dataset").frame[label].nunique()
    last = final_untrained_model or _make_last_learner(first, int(classes))
    return stack_learners(untrained_models, last, dataset, label, folds=number_of_folds, seed=seed)


def _make_last_learner(first: UntrainedModel, classes: int) -> UntrainedModel:
    """The plainest learner for the task."""
    declared = get_module(catalog(), "baseline_learner", resolve_task(first.task, classes))
    made: UntrainedModel = declared.run({}, {})[declared.outputs[0].name]
    return made
