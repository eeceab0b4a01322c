"""Evaluate Model: how good are the scores of one model, or of several side by side."""

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from modules.kit import Call, Dataset, Evaluation, ModuleError, TrainedModel, module
from modules.kit.codegen.expressions import ScriptVariable, expr
from modules.kit.codegen.script_builder import StepCode
from modules.kit.views.explanation_view import ExplanationView
from modules.learning.evaluating import Measurement, build_evaluation, measure_dataset, name_model
from modules.learning.explained_rows import explain_rows, refuse_unexplained_model
from modules.learning.learner_codegen import write_metrics
from modules.learning.model_comparison import COMPARED_TASKS, compare_models
from modules.learning.scored_datasets import ScoreKind
from modules.learning.supervised_examples import make_scored_loans

#: Of more rows, so many are explained, evenly spread.
EXPLAINED_ROWS = 300
SOURCES = {
    "scored_dataset": "Scored dataset",
    "scored_dataset_to_compare": "Scored dataset to compare",
    "more_scored_datasets": "More scored datasets",
}


def _emit_code(step: StepCode) -> None:
    """The metrics of each model, printed, and kept under the node's name for `metrics.json`."""
    scored = [(port, value) for port in SOURCES for value in step.list_inputs(port)]
    out = step.reserve_name(step.title)
    measured = [write_metrics(step, value) for _, value in scored]
    if len(measured) == 1:
        step.assign(out, measured[0])
        table = expr("pd.DataFrame([{out}])", out=out)
    else:
        names: list[str] = []
        for port, value in scored:
            names.append(name_model(value.facts.get("learner") or SOURCES[port], names))
        pairs = zip(names, measured, strict=True)
        rows = [expr('{{"model": {name}, **{metrics}}}', name=name, metrics=metrics) for name, metrics in pairs]
        step.assign(out, rows)
        table = expr('pd.DataFrame({out}).drop(columns="model")', out=out)
    step.assign(expr("metrics[{node}]", node=step.node), out)
    step.add('print({title}, json.dumps({out}, indent=2), sep="\\n")', title=step.title, out=out)
    step.outputs["evaluation_results"] = ScriptVariable(out, facts={"table": table})


@module(
    "Evaluate Model",
    category="Model Scoring and Evaluation",
    icon="scale",
    role="evaluator",
    at_inference="drop",
    emit_code=_emit_code,
    example=lambda: Call.of(make_scored_loans()),
    keywords=("metrics", "scorer", "ROC", "AUC", "confusion matrix", "accuracy", "RMSE", "test and score"),
)
def evaluate_model(
    scored_dataset: Dataset,
    scored_dataset_to_compare: Dataset | None = None,
    more_scored_datasets: list[Dataset] | None = None,
    trained_model: TrainedModel | None = None,
    *,
    value_of_anomalies: Annotated[
        str | None,
        Field(
            min_length=1,
            max_length=200,
            description="For anomaly scores: which of the label's two values is the anomaly. Empty: the rarer one.",
        ),
    ] = None,
    kind_of_scores: Annotated[
        ScoreKind,
        Field(
            description="For scores made elsewhere: whether whole numbers are amounts or classes. Detect tells by the "
            "values, and asks where it can't."
        ),
    ] = "Detect",
) -> Evaluation:
    """Measure the scores of one model, or compare those of any number of models.

    The metrics follow the task of the model: errors and the coefficient of determination for regression; accuracy,
    precision, recall, F1, AUC and log loss for two classes; accuracy and macro averages for more. The rows of the
    result are in the order of the inputs; "More scored datasets" takes as many as you connect. Scores made
    elsewhere are found by their column names, such as "Labels" and "Scored Labels". Where a
    column has the role weight, all of these are weighted by it, and the result says so; counts are sums of weights,
    scaled to the number of rows.

    Of a regression or classification the result also says how far the best model is ahead of the next on the same rows,
    with an interval from a paired bootstrap, what always predicting the mean or the most common class would reach, and
    in which parts of the rows the two differ most. Connect the trained model of the first scores, and the result also
    says what it relies on: how far each column moves its predictions of these rows (SHAP values of at most 300).

    Assignments to clusters are measured by the distances of the rows to the center of their cluster and to the others,
    and where the data still have the columns that the clusters were made of, by silhouette, Davies-Bouldin and
    Calinski-Harabasz; with a label also by the adjusted Rand index. Scores of anomalies need a label with two values:
    the rarer one is taken for the anomaly unless you enter which it is, and the result says which was taken.
    """
    connected = [("scored_dataset", scored_dataset)]
    if scored_dataset_to_compare is not None:
        connected.append(("scored_dataset_to_compare", scored_dataset_to_compare))
    connected += [("more_scored_datasets", dataset) for dataset in more_scored_datasets or ()]
    measured = [
        measure_dataset(dataset, port=port, anomaly=value_of_anomalies, kind=kind_of_scores)
        for port, dataset in connected
    ]
    _require_one_task(measured, [port for port, _ in connected])
    evaluation = build_evaluation(measured, [SOURCES[port] for port, _ in connected])
    if trained_model is not None:
        evaluation = replace(evaluation, explanation=_explain_model(trained_model, scored_dataset))
    if measured[0].task not in COMPARED_TASKS:
        return evaluation
    comparison = compare_models(
        [dataset for _, dataset in connected], [port for port, _ in connected], kind=kind_of_scores
    )
    return replace(evaluation, comparison=comparison)


def _explain_model(model: TrainedModel, scored: Dataset) -> ExplanationView:
    """What the model relies on, on the whole; single rows and their values stay out of the evaluation."""
    refuse_unexplained_model(model)
    label = scored.scores.label if scored.scores else None
    if model.label is not None and label is not None and model.label.name != label:
        message = f"The model predicts '{model.label.name}', and the first scores are of '{label}'."
        raise ModuleError(13, f"{message} Connect the model that made them.", port="trained_model")
    found = explain_rows(model, scored, most=EXPLAINED_ROWS, port="scored_dataset")
    positive = model.classes[1] if len(model.classes) == 2 else None
    return found.view.model_copy(update={"shown": [], "explained_class": positive})


def _require_one_task(measured: list[Measurement], ports: list[str]) -> None:
    """Raises ModuleError where models of several tasks are to be compared."""
    for model, port in zip(measured, ports, strict=True):
        if model.task != measured[0].task:
            message = (
                f"The scores at '{SOURCES['scored_dataset']}' are from a {measured[0].task} model, those at "
                f"'{SOURCES[port]}' from a {model.task} model. Connect models of one kind."
            )
            raise ModuleError(62, message, port=port)
