"""Bag Models: one learner trained on many random samples of the rows."""

import logging
from typing import Annotated, Any

import numpy as np
from pydantic import Field

from modules.kit import (
    Call,
    Dataset,
    ModuleError,
    Seed,
    TrainedModel,
    UntrainedModel,
    column_of,
    module,
    titled,
)
from modules.kit.fan_out import fan_out_in_order
from modules.learning.averaged_models import AVERAGED_TASKS, average_trained_models
from modules.learning.cross_validation import take_rows
from modules.learning.fitting import fit_model, refuse_sweeps
from modules.learning.labels import drop_missing_labels
from modules.learning.learners import resolve_task
from modules.learning.supervised_examples import make_loan_learner, make_loans
from modules.model_training.train_model import predict_model_schema

log = logging.getLogger(__name__)


@module(
    "Bag Models",
    category="Model Training",
    icon="stack-2",
    schema=predict_model_schema,
    example=lambda: Call.of(make_loan_learner(), make_loans(), label="paid", number_of_models=3),
    keywords=("bagging", "BaggingClassifier", "BaggingRegressor", "bootstrap aggregating", "ensemble", "variance"),
)
def bag_models(
    untrained_model: UntrainedModel,
    dataset: Dataset,
    *,
    label: Annotated[
        str,
        Field(description="The column to predict. It is not used as a feature."),
        column_of("dataset"),
        titled("Label column"),
    ],
    number_of_models: Annotated[
        int, Field(ge=2, le=500, description="More make the average steadier, and training longer in the same measure.")
    ] = 10,
    share_of_rows: Annotated[
        float, Field(gt=0, le=1, description="How many rows each sample has. Rows are drawn with replacement.")
    ] = 1.0,
    seed: Seed = 0,
) -> TrainedModel:
    """Train a learner on many random samples of the rows, and predict the mean of what the models predict.

    Each sample is drawn with replacement, of each class as many rows as it has, so that no model misses one. Learners
    that change a lot with their rows gain most, such as decision trees and neural networks; linear ones hardly gain.
    The models are trained side by side. Breiman, Bagging predictors, Machine Learning 24 (1996).
    """
    refuse_sweeps(untrained_model)
    if resolve_task(untrained_model.task, 2) not in AVERAGED_TASKS:
        message = f"{untrained_model.learner} can't be bagged: only learners that predict classes or numbers can."
        raise ModuleError(13, message, port="untrained_model")
    labeled = drop_missing_labels(dataset, label, port="dataset")
    random = np.random.default_rng(seed)
    samples = [draw_rows(labeled, untrained_model.task, label, share_of_rows, random) for _ in range(number_of_models)]

    def train(rows: Any) -> TrainedModel:
        return fit_model(untrained_model, take_rows(labeled, rows), label)

    models = list(fan_out_in_order(train, samples, unit="models"))
    if len({model.classes for model in models}) > 1:
        message = "The samples have different classes: some class has too few rows. Raise 'Share of rows'."
        raise ModuleError(21, message, port="dataset", column=label)
    return average_trained_models(models, [1.0] * len(models), port="untrained_model")


def draw_rows(data: Dataset, task: str, label: str, share: float, random: np.random.Generator) -> Any:
    """Positions of rows drawn with replacement; of classes from each as many as it has, and one at least."""
    if task == "regression":
        return np.sort(random.integers(0, data.rows, max(1, round(share * data.rows))))
    groups = data.frame.groupby(label, observed=True, sort=False).indices.values()
    drawn = [random.choice(rows, max(1, round(share * len(rows)))) for rows in groups]
    return np.sort(np.concatenate(drawn)) if drawn else np.array([], dtype="int64")
