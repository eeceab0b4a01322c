"""Train Model: a learner and labeled data become a trained model."""

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from modules.kit import Call, Dataset, ModelSchema, Schema, TrainedModel, UntrainedModel, column_of, module, titled
from modules.kit.codegen.script_builder import StepCode
from modules.kit.large_tables.large_work import Streamed
from modules.learning.batch_training import train_in_batches
from modules.learning.fitting import fit_model
from modules.learning.learner_codegen import write_fit, write_labeled_rows
from modules.learning.preprocessing_codegen import write_preprocessing
from modules.learning.supervised_examples import make_loan_learner, make_loans
from modules.learning.training_metrics import add_training_metrics


def predict_model_schema(untrained_model: ModelSchema, dataset: Schema, label: str) -> ModelSchema | None:
    """The model's task, label and features."""
    if label not in dataset:
        return None
    features = [column.name for column in dataset if column.role == "feature" and column.name != label]
    return ModelSchema(untrained_model.task, replace(dataset[label], role="label"), dataset.select(features))


def _emit_code(step: StepCode) -> None:
    learner, data = step.get_input("untrained_model"), step.get_input("dataset")
    learner = write_preprocessing(step, learner, data, step.label)
    rows = write_labeled_rows(step, data, step.label)
    model = step.reserve_name(f"{learner.name}_model")
    step.outputs["trained_model"] = write_fit(step, learner, data, rows, step.label, model)


@module(
    "Train Model",
    category="Model Training",
    icon="school",
    role="trainer",
    schema=predict_model_schema,
    emit_code=_emit_code,
    large_tables=Streamed(train_in_batches, by_learner=True),
    example=lambda: Call.of(make_loan_learner(), make_loans(), label="paid"),
    keywords=("fit", "learner", "train", "build model"),
)
def train_model(
    untrained_model: UntrainedModel,
    dataset: Dataset,
    *,
    label: Annotated[
        str,
        Field(description="The column to predict. It is not used as a feature."),
        column_of("dataset"),
        titled("Label column"),
    ],
) -> TrainedModel:
    """Train a learner to predict the label column from all columns that are features.

    Rows count by a column with the role weight, unless the learner cannot use weights, which the log says. Columns with
    another role than feature are not learned from, and rows without a label are left out. Text, categories, booleans
    and times are encoded for the learner; the encoding is kept with the model.

    A table that does not fit into memory is read a part at a time by some learners, and the log says so. LightGBM,
    XGBoost and boosted decision trees grow the same trees, and Naive Bayes counts the same. The weights of logistic,
    least squares, elastic net, Poisson and generalized linear regression may differ from those of all rows at once in
    the last digits. Support vector machines, averaged perceptrons and online gradient descent visit the rows in another
    order, which changes their weights as another seed does. Other learners need all rows in memory; give them a sample.

    The headline metric on up to 2,000 of the training rows goes with the model. Evaluate Model shows it, and advice
    tells when the model knows these rows by heart. Forests, nearest neighbors and models of scripts have none.
    """
    return add_training_metrics(fit_model(untrained_model, dataset, label), dataset)
