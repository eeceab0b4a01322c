"""Train Anomaly Detection Model: a detector learns what is usual."""

from modules.kit import Call, Dataset, ModelSchema, Schema, TrainedModel, UntrainedModel, module
from modules.kit.codegen.script_builder import ScriptVariable, StepCode, format_call, to_literal
from modules.learning import exported_functions
from modules.learning.anomaly import AnomalyLearner, fit_anomalies, infer_anomaly_model
from modules.learning.learner_codegen import write_feature_selection, write_pipeline
from modules.learning.unsupervised_examples import make_anomaly_learner, make_shoppers


def predict_detector_schema(untrained_model: ModelSchema, dataset: Schema) -> ModelSchema | None:
    """The model's task and features."""
    return infer_anomaly_model(untrained_model, dataset)


def _emit_code(step: StepCode) -> None:
    learner, data = step.inputs["untrained_model"], step.inputs["dataset"]
    untrained = learner.facts["untrained"]
    label = next((name for name, role in data.roles.items() if role == "label"), None)
    features = step.define_once("features", f"{data}{write_feature_selection(data, label)}", "features")
    model = step.reserve_name(f"{learner}_model")
    own, lowest, threshold = (
        step.reserve_name("own_scores"),
        step.reserve_name("lowest"),
        step.reserve_name("threshold"),
    )
    pipeline, _ = write_pipeline(step, learner, features, wide=False, rows=str(data))
    step.add(f"{model} = {pipeline}")
    if isinstance(getattr(learner.facts["estimator"], "max_samples", None), int):
        rows = f"min({learner.facts['estimator'].max_samples}, len({features}))"
        step.add(f"{model}.set_params(estimator__max_samples={rows})")
    step.add_imports("import numpy as np")
    step.add(
        f"{model}.fit({features})", f"{own} = {step.use(exported_functions.get_anomaly_scores)}({model}, {features})"
    )
    share = untrained.share if isinstance(untrained, AnomalyLearner) else None
    line = "0.0" if share is None else f"np.quantile({own}, 1 - {to_literal(share)})"
    step.add(f"{lowest}, {threshold} = {own}.min(), {line}")

    def emit_scores(using: StepCode, table: str) -> str:
        return f"{using.use(exported_functions.score_anomalies)}({model}, {table}, {lowest}, {threshold})"

    def emit_metrics(using: StepCode, table: ScriptVariable) -> str:
        return format_call(using.use(exported_functions.measure_anomaly_scores), table, table.facts["label"])

    facts = {"task": "anomaly", "learner": untrained.learner, "score": emit_scores, "measure": emit_metrics}
    step.outputs["trained_model"] = ScriptVariable(model, facts=facts)


@module(
    "Train Anomaly Detection Model",
    category="Model Training",
    icon="zoom-exclamation",
    role="trainer",
    task="anomaly",
    schema=predict_detector_schema,
    emit_code=_emit_code,
    example=lambda: Call.of(make_anomaly_learner(), make_shoppers()),
    keywords=("fit", "outlier detection", "novelty"),
)
def train_anomaly_detection_model(untrained_model: UntrainedModel, dataset: Dataset) -> TrainedModel:
    """Train a detector on usual rows, so that Score Model can find unusual ones.

    It learns from every column with the role of a feature and needs no label: a label column is left out, and Evaluate
    Model can use it later. Text and categories become one column of 0 and 1 for each value. Missing values cause an
    error: clean them first. Open the trained model to see the scores of the training data and the threshold.
    """
    return fit_anomalies(untrained_model, dataset)
