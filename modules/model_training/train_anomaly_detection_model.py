"""Train Anomaly Detection Model: a detector learns what is usual."""

from modules.kit import Call, Dataset, ModelSchema, Schema, TrainedModel, UntrainedModel, module
from modules.kit.writing import Step, Value, call, literal
from modules.learning import written
from modules.learning.anomaly import AnomalyLearner, fit_anomalies, trained_anomalies
from modules.learning.unsupervised_examples import detector, shoppers
from modules.learning.writing import write_features, write_pipeline


def trained_detector(untrained_model: ModelSchema, dataset: Schema) -> ModelSchema | None:
    """The model's task and features."""
    return trained_anomalies(untrained_model, dataset)


def _written(step: Step) -> None:
    learner, data = step.inputs["untrained_model"], step.inputs["dataset"]
    untrained = learner.facts["untrained"]
    label = next((name for name, role in data.roles.items() if role == "label"), None)
    features = step.once("features", f"{data}{write_features(data, label)}", "features")
    model = step.name(f"{learner}_model")
    own, lowest, threshold = step.name("own_scores"), step.name("lowest"), step.name("threshold")
    pipeline, _ = write_pipeline(step, learner, features, wide=False, rows=str(data))
    step.add(f"{model} = {pipeline}")
    if isinstance(getattr(learner.facts["estimator"], "max_samples", None), int):
        rows = f"min({learner.facts['estimator'].max_samples}, len({features}))"
        step.add(f"{model}.set_params(estimator__max_samples={rows})")
    step.imports("import numpy as np")
    step.add(f"{model}.fit({features})", f"{own} = {step.use(written.anomaly_scores)}({model}, {features})")
    share = untrained.share if isinstance(untrained, AnomalyLearner) else None
    line = "0.0" if share is None else f"np.quantile({own}, 1 - {literal(share)})"
    step.add(f"{lowest}, {threshold} = {own}.min(), {line}")

    def scored(using: Step, table: str) -> str:
        return f"{using.use(written.score_anomalies)}({model}, {table}, {lowest}, {threshold})"

    def measured(using: Step, table: Value) -> str:
        return call(using.use(written.anomaly_metrics), table, table.facts["label"])

    facts = {"task": "anomaly", "learner": untrained.learner, "score": scored, "measure": measured}
    step.outputs["trained_model"] = Value(model, facts=facts)


@module(
    "Train Anomaly Detection Model",
    category="Model Training",
    icon="zoom-exclamation",
    schema=trained_detector,
    writes=_written,
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
