"""Train Model: a learner and labelled data become a trained model."""

from dataclasses import replace
from typing import Annotated

from modules.kit import Call, Dataset, ModelSchema, Schema, TrainedModel, UntrainedModel, column_of, module, titled
from modules.learning.examples import loan_learner, loans
from modules.learning.fitting import fit


def trained_on(untrained_model: ModelSchema, dataset: Schema, label: str) -> ModelSchema | None:
    """The model's task, label and features."""
    if label not in dataset:
        return None
    features = [column.name for column in dataset if column.role == "feature" and column.name != label]
    return ModelSchema(untrained_model.task, replace(dataset[label], role="label"), dataset.only(features))


@module(
    "Train Model",
    category="Model Training",
    icon="school",
    schema=trained_on,
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
