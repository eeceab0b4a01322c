"""Train Anomaly Detection Model: a detector learns what is usual."""

from modules.kit import Call, Dataset, ModelSchema, Schema, TrainedModel, UntrainedModel, module
from modules.kit.codegen.expressions import Expr, ScriptVariable, expr, literal
from modules.kit.codegen.script_builder import StepCode
from modules.learning import exported_functions
from modules.learning.anomaly import AnomalyLearner, fit_anomalies, infer_anomaly_model
from modules.learning.learner_codegen import get_untrained, write_feature_selection, write_pipeline, write_weights
from modules.learning.learners import split_pipeline
from modules.learning.row_roles import find_listed_role
from modules.learning.unsupervised_examples import make_anomaly_learner, make_shoppers


def predict_detector_schema(untrained_model: ModelSchema, dataset: Schema) -> ModelSchema | None:
    """The model's task and features."""
    return infer_anomaly_model(untrained_model, dataset)


def _emit_code(step: StepCode) -> None:
    learner, data = step.get_input("untrained_model"), step.get_input("dataset")
    untrained = get_untrained(learner)
    label = next((name for name, role in data.roles.items() if role == "label"), None)
    features = step.define_once("features", write_feature_selection(data.code, data, label), "features")
    model = step.reserve_name(f"{learner.name}_model")
    own, lowest, threshold = map(step.reserve_name, ("own_scores", "lowest", "threshold"))
    weights = write_weights(learner, data, data.code, label)
    pipeline, fit_settings = write_pipeline(step, learner, features, wide=False, rows=data.code, weights=weights)
    step.assign(model, pipeline)
    most = getattr(split_pipeline(untrained)[0], "max_samples", None)
    if isinstance(most, int):
        rows = expr("min({most}, len({features}))", most=most, features=features)
        step.add(model.method("set_params", estimator__max_samples=rows))
    step.add_imports("import numpy as np")
    step.add(model.method("fit", features, **fit_settings))
    step.assign(own, step.use(exported_functions.get_anomaly_scores).call(model, features))
    share = untrained.share if isinstance(untrained, AnomalyLearner) else None
    line = literal(0.0) if share is None else expr("np.quantile({own}, 1 - {share})", own=own, share=share)
    smallest = own.method("min")
    step.assign([lowest, threshold], expr("{smallest}, {line}", smallest=smallest, line=line))

    def emit_scores(using: StepCode, table: Expr) -> Expr:
        return using.use(exported_functions.score_anomalies).call(model, table, lowest, threshold)

    def emit_metrics(using: StepCode, table: ScriptVariable) -> Expr:
        weight = find_listed_role(table.roles.items(), "weight")
        weighted = {} if weight is None else {"weight": weight}
        return using.use(exported_functions.measure_anomaly_scores).call(table, table.facts["label"], **weighted)

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
    error: clean them first. Isolation Forest and One-Class SVM count rows by a column with the role weight. Open the
    trained model to see the scores of the training data and the threshold.
    """
    return fit_anomalies(untrained_model, dataset)
