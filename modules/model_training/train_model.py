"""Train Model: a learner and labelled data become a trained model."""

from dataclasses import replace
from typing import Annotated

from modules.kit import Call, Dataset, ModelSchema, Schema, TrainedModel, UntrainedModel, column_of, module, titled
from modules.kit.writing import Step
from modules.learning.examples import loan_learner, loans
from modules.learning.fitting import fit
from modules.learning.writing import fitted, labelled_rows


def trained_on(untrained_model: ModelSchema, dataset: Schema, label: str) -> ModelSchema | None:
    """The model's task, label and features."""
    if label not in dataset:
        return None
    features = [column.name for column in dataset if column.role == "feature" and column.name != label]
    return ModelSchema(untrained_model.task, replace(dataset[label], role="label"), dataset.only(features))


def _written(step: Step) -> None:
    learner, data = step.inputs["untrained_model"], step.inputs["dataset"]
    rows = labelled_rows(step, data, step.label)
    name = step.name(f"{learner}_model")
    step.outputs["trained_model"] = fitted(step, learner, data, rows, step.label, name)


@module(
    "Train Model",
    category="Model Training",
    icon="school",
    schema=trained_on,
    writes=_written,
    example=lambda: Call.of(loan_learner(), loans(), label="paid"),
    keywords=("fit", "learner", "train", "build model"),
)
def train_model(
    untrained_model: UntrainedModel,
    dataset: Dataset,
    *,
    label: Annotated[str, column_of("dataset"), titled("Label column")],
) -> TrainedModel:
    """Train a learner to predict the label column from all columns that are features.

    Columns with another role, such as weight or time, are left out, as are rows without a label. Text, categories,
    booleans and times are encoded for the learner; the encoding is kept with the model.
    """
    return fit(untrained_model, dataset, label)
