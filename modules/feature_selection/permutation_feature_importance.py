"""Permutation Feature Importance: how much worse a model gets when a feature's values are shuffled."""

import math
from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
import pandas as pd
from pydantic import Field

from modules.kit import Call, Column, Dataset, ModuleError, Schema, Seed, Task, TrainedModel, module, titled, track
from modules.kit.writing import CannotWrite, Step, Text, call, literal
from modules.learning.evaluating import measure
from modules.learning.examples import loan_model, loans
from modules.learning.labels import labelled
from modules.learning.metrics import METRIC_NAMES
from modules.learning.predicting import predict, with_scores
from modules.learning.writing import labelled_rows, measured_by, score_facts, scored_by

Metric = Literal[
    "Automatic",
    "Accuracy",
    "Precision",
    "Recall",
    "F1",
    "AUC",
    "Log Loss",
    "Mean Absolute Error",
    "Root Mean Squared Error",
    "Relative Absolute Error",
    "Relative Squared Error",
    "Coefficient of Determination",
]

#: The smaller these are, the better the model.
AUTOMATIC = {"regression": "Coefficient_of_Determination", "quantile": "Average_Quantile_Loss"}
ERRORS = (
    "Average_Quantile_Loss",
    "Log_Loss",
    "Mean_Absolute_Error",
    "Root_Mean_Squared_Error",
    "Relative_Absolute_Error",
    "Relative_Squared_Error",
)


#: How far the scores of the shuffles of one feature lie apart.
DEVIATION = "Standard Deviation"


class Importance(NamedTuple):
    feature_importance: Dataset


def _importance_columns(number_of_shuffles: int) -> Schema:
    deviation = (Column(DEVIATION, "real"),) if number_of_shuffles > 1 else ()
    return Schema((Column("Feature", "text"), Column("Score", "real"), *deviation))


def _written(step: Step) -> None:
    """A function that measures the model on some rows, and how much worse that gets for each shuffled feature."""
    model, data = step.inputs["trained_model"], step.inputs["test_data"]
    facts = score_facts(model, data)
    metric = _metric_written(str(facts["task"]), step.metric)
    rows = labelled_rows(step, data, str(facts["label"]))
    quality, out = step.name("quality"), step.table("feature_importance", step.title)
    step.add(f"def {quality}(rows):")
    body = step.inner()
    body.add(f"scored = {scored_by(body, model, 'rows')}")
    body.add(f"return {measured_by(body, body.table('', like=data, named='scored', **facts))}[{literal(metric)}]")
    step.take(body)
    errors = {"error": True} if metric in ERRORS else {}
    names = Text(f"list({model}.feature_names_in_)")
    settings = {"seed": step.seed, "shuffles": step.number_of_shuffles, **errors}
    shuffled = call(step.use(permutation_scores), Text(quality), Text(rows), names, **settings)
    step.add("", f"{out} = {shuffled}")


def _metric_written(task: str, metric: Metric) -> str:
    """The metric as the measures of the task call it."""
    if metric == "Automatic":
        return AUTOMATIC.get(task, "Accuracy")
    wanted = metric.replace(" ", "_")
    found = next((name for name in (wanted, f"Macro_{wanted}") if name in METRIC_NAMES.get(task, ())), None)
    if found is None:
        raise CannotWrite(f"Whether the model is measured by {metric} is known only when it runs.")
    return found


def permutation_scores(
    quality: Any, rows: pd.DataFrame, features: list[str], *, seed: int, shuffles: int = 1, error: bool = False
) -> pd.DataFrame:
    """How much worse the model gets on rows in which one feature is shuffled, as the mean of several shuffles.

    An `error` is the better the less.
    """
    before, scores = quality(rows), {}
    for place, feature in enumerate(track(features, total=len(features), unit="features")):
        found = []
        for shuffle in range(shuffles):
            # Each feature gets shuffles of its own that do not depend on how many come before it.
            key = [seed, place, shuffle] if shuffle else [seed, place]
            order = np.random.default_rng(key).permutation(len(rows))
            after = quality(rows.assign(**{feature: rows[feature].iloc[order].reset_index(drop=True)}))
            found.append(after - before if error else before - after)
        scores[feature] = float(np.mean(found)), float(np.std(found))
    ranked = sorted(features, key=lambda feature: -scores[feature][0])
    table = pd.DataFrame({"Feature": ranked, "Score": [scores[feature][0] for feature in ranked]})
    return table.assign(**{DEVIATION: [scores[feature][1] for feature in ranked]}) if shuffles > 1 else table


@module(
    "Permutation Feature Importance",
    category="Feature Selection",
    icon="arrows-shuffle",
    at_inference="drop",
    schema=_importance_columns,
    writes=_written,
    example=lambda: Call.of(loan_model(), loans()),
    former_defaults={1: {"number_of_shuffles": 1}},
    keywords=("variable importance", "permutation_importance", "explain", "feature ranking"),
)
def permutation_feature_importance(
    trained_model: TrainedModel,
    test_data: Dataset,
    *,
    seed: Seed = 0,
    metric: Annotated[
        Metric,
        titled("Metric for measuring performance"),
        Field(description="Automatic: Accuracy for classes, Coefficient of Determination for numbers."),
    ] = "Automatic",
    number_of_shuffles: Annotated[
        int,
        Field(ge=1, le=100, description="For each feature. The score is their mean; with one it is a matter of luck."),
    ] = 5,
) -> Importance:
    """Tell how much a trained model relies on each feature.

    One feature at a time is shuffled among the rows of the test data, several times, which breaks what ties it to the
    label; its score is how much worse the metric gets on average. 0 means that the model does not need the feature, or
    finds the same in another; below 0 that it does better without. With more than two classes Precision, Recall and F1
    are means over the classes. Use data that the model was not trained on. Breiman, Random Forests, Machine Learning 45
    (2001).
    """
    name = _metric_name(trained_model, metric)
    label = trained_model.label
    if label is None or label.name not in test_data.schema:
        message = "The data at 'test_data' lack the label" + (f" '{label.name}'." if label else ".")
        raise ModuleError(24, f"{message} The model's predictions are compared with it.", port="test_data")
    data = labelled(test_data, label.name, port="test_data")
    if data.rows < 2:
        raise ModuleError(21, f"Shuffling needs at least 2 rows with a label. Got {data.rows}.", port="test_data")

    def quality(rows: pd.DataFrame) -> float:
        return _quality(trained_model, data.with_frame(rows), name)

    features, rows = trained_model.features.names, data.frame.reset_index(drop=True)
    scores = permutation_scores(quality, rows, features, seed=seed, shuffles=number_of_shuffles, error=name in ERRORS)
    return Importance(Dataset(scores))


def _metric_name(model: TrainedModel, metric: Metric) -> str:
    """The metric as it is called among those of the model's task; error 62 where the task has no such metric."""
    names = METRIC_NAMES.get(model.task, ())
    if not names:
        message = f"{model.learner} does not predict a label, and no metric compares it with one."
        raise ModuleError(13, message, port="trained_model")
    if metric == "Automatic":
        return AUTOMATIC.get(model.task, "Accuracy")
    wanted = metric.replace(" ", "_")
    found = next((name for name in (wanted, f"Macro_{wanted}") if name in names), None)
    if found is None:
        offered = ", ".join(
            name.removeprefix("Macro_").replace("_", " ") for name in names if name != "Average_Precision"
        )
        message = f"{metric} does not measure {model.learner} ({_task_in_words(model.task)}). Choose one of: {offered}."
        raise ModuleError(62, message, port="trained_model", parameter="metric")
    return found


def _task_in_words(task: Task) -> str:
    return {"two-class": "two classes", "multiclass": "more than two classes"}.get(task, task)


def _quality(model: TrainedModel, data: Dataset, metric: str) -> float:
    scored = with_scores(data, predict(model, data, port="test_data"))
    metrics = measure(scored, port="test_data").metrics
    if metric not in metrics:
        message = f"{model.learner} gives no probabilities, and {metric.replace('_', ' ')} needs them."
        raise ModuleError(62, message, port="trained_model", parameter="metric")
    if math.isnan(metrics[metric]):
        message = f"{metric.replace('_', ' ')} is undefined where the label is the same in all rows of 'test_data'."
        raise ModuleError(18, f"{message} Choose another metric, or other data.", port="test_data", parameter="metric")
    return metrics[metric]
