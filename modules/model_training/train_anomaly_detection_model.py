"""Train Anomaly Detection Model: a detector learns what is usual."""

from modules.kit import Call, Dataset, ModelSchema, Schema, TrainedModel, UntrainedModel, module
from modules.learning.anomaly import fit_anomalies, trained_anomalies
from modules.learning.unsupervised_examples import detector, shoppers


def trained_detector(untrained_model: ModelSchema, dataset: Schema) -> ModelSchema | None:
    """The model's task and features."""
    return trained_anomalies(untrained_model, dataset)


@module(
    "Train Anomaly Detection Model",
    category="Model Training",
    icon="zoom-exclamation",
    schema=trained_detector,
    example=lambda: Call.of(detector(), shoppers()),
    keywords=("fit", "outlier detection", "novelty"),
)
def train_anomaly_detection_model(untrained_model: UntrainedModel, dataset: Dataset) -> TrainedModel:
    """Let a detector learn what rows usually look like, so that Score Model can tell which are unlike them.

    It learns from every column with the role of a feature and needs no label: a label column is left out, and Evaluate
    Model can use it later. Text and categories become one column of 0 and 1 for each value. Missing values are refused:
    clean them first. Open the trained model to see the scores of the training data and the threshold.
    """
    return fit_anomalies(untrained_model, dataset)
