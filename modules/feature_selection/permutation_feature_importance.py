"""Permutation Feature Importance: how much worse a model gets when a feature's values are shuffled."""

from functools import partial
from typing import Annotated, Any, NamedTuple

import numpy as np
import pandas as pd
from pydantic import Field

from modules.feature_selection.model_metrics import (
    ERROR_METRICS,
    Metric,
    compute_model_metric,
    find_task_metric,
    match_metric,
)
from modules.kit import Call, Column, Dataset, ModuleError, Schema, Seed, TrainedModel, module, titled
from modules.kit.codegen.expressions import expr
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode
from modules.kit.fan_out import fan_out_in_order
from modules.learning.labels import drop_missing_labels
from modules.learning.learner_codegen import collect_score_facts, write_labeled_rows, write_metrics, write_scores
from modules.learning.supervised_examples import make_loan_model, make_loans

#: How far the scores of the shuffles of one feature lie apart.
DEVIATION = "Standard Deviation"


class PermutationFeatureImportanceOutputs(NamedTuple):
    feature_importance: Dataset


def _predict_schema(number_of_shuffles: int) -> Schema:
    deviation = (Column(DEVIATION, "real"),) if number_of_shuffles > 1 else ()
    return Schema((Column("Feature", "text"), Column("Score", "real"), *deviation))


def _emit_code(step: StepCode) -> None:
    """A function that measures the model on some rows, and how much worse that gets for each shuffled feature."""
    model, data = step.get_input("trained_model"), step.get_input("test_data")
    facts = collect_score_facts(model, data)
    metric = _emit_metric_name(str(facts["task"]), step.metric)
    rows = write_labeled_rows(step, data, str(facts["label"]))
    quality, out = step.reserve_name("quality"), step.add_table("feature_importance", step.title)
    step.add("def {quality}(rows):", quality=quality)
    body = step.open_block()
    scored = body.add_table("", like=data, reserved=expr("scored"), **facts)
    body.assign(scored, write_scores(body, model, expr("rows")))
    body.add("return {metrics}[{metric}]", metrics=write_metrics(body, scored), metric=metric)
    step.add_block(body)
    step.add_blank_lines(1)
    errors = {"error": True} if metric in ERROR_METRICS else {}
    names = expr("list({model}.feature_names_in_)", model=model)
    settings = {"seed": step.seed, "shuffles": step.number_of_shuffles, **errors}
    step.assign(out, step.use(compute_permutation_scores).call(quality, rows, names, **settings))


def _emit_metric_name(task: str, metric: Metric) -> str:
    """The metric as the measures of the task call it."""
    found = match_metric(task, metric)
    if found is None:
        raise CannotGenerateCode(f"Whether the model is measured by {metric} is known only during a run.")
    return found


def compute_permutation_scores(
    quality: Any,
    rows: pd.DataFrame,
    features: list[str],
    *,
    seed: int,
    shuffles: int = 1,
    error: bool = False,
    run: Any = map,
) -> pd.DataFrame:
    """How much worse the model gets on rows in which one feature is shuffled, as the mean of several shuffles.

    An `error` is the better the less. `run` calls a function for each of several values, as `map` does.
    """

    def measure_shuffle(turn: tuple[int, int]) -> float:
        place, shuffle = turn
        # Each feature gets shuffles of its own that do not depend on how many come before it.
        key = [seed, place, shuffle] if shuffle else [seed, place]
        order = np.random.default_rng(key).permutation(len(rows))
        feature = features[place]
        return float(quality(rows.assign(**{feature: rows[feature].iloc[order].reset_index(drop=True)})))

    before, turns = quality(rows), [(place, shuffle) for place in range(len(features)) for shuffle in range(shuffles)]
    losses = [after - before if error else before - after for after in run(measure_shuffle, turns)]
    scores = {}
    for place, feature in enumerate(features):
        found = losses[place * shuffles : (place + 1) * shuffles]
        scores[feature] = float(np.mean(found)), float(np.std(found))
    ranked = sorted(features, key=lambda feature: -scores[feature][0])
    table = pd.DataFrame({"Feature": ranked, "Score": [scores[feature][0] for feature in ranked]})
    return table.assign(**{DEVIATION: [scores[feature][1] for feature in ranked]}) if shuffles > 1 else table


@module(
    "Permutation Feature Importance",
    category="Feature Selection",
    icon="arrows-shuffle",
    at_inference="drop",
    schema=_predict_schema,
    emit_code=_emit_code,
    example=lambda: Call.of(make_loan_model(), make_loans()),
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
        Field(
            ge=1,
            le=100,
            description="Number of shuffles for each feature. The score is their mean. One shuffle depends on chance.",
        ),
    ] = 5,
) -> PermutationFeatureImportanceOutputs:
    """Measure how much a trained model relies on each feature.

    One feature at a time is shuffled among the rows of the test data, several times, which breaks what ties it to the
    label; its score is how much worse the metric gets on average. 0 means that the model does not need the feature, or
    finds the same in another; below 0 that it does better without. With more than two classes Precision, Recall and F1
    are means over the classes. Use data that the model was not trained on. Breiman, Random Forests, Machine Learning 45
    (2001).
    """
    name = find_task_metric(trained_model.task, metric, trained_model.learner, port="trained_model")
    label = trained_model.label
    if label is None or label.name not in test_data.schema:
        message = "The data at 'test_data' lack the label" + (f" '{label.name}'." if label else ".")
        raise ModuleError(24, f"{message} The model's predictions are compared with it.", port="test_data")
    data = drop_missing_labels(test_data, label.name, port="test_data")
    if data.rows < 2:
        raise ModuleError(21, f"Shuffling needs at least 2 rows with a label. Got {data.rows}.", port="test_data")

    def measure_quality(rows: pd.DataFrame) -> float:
        return compute_model_metric(trained_model, data.with_frame(rows), name, port="test_data")

    features, rows = trained_model.features.names, data.frame.reset_index(drop=True)
    scores = compute_permutation_scores(
        measure_quality,
        rows,
        features,
        seed=seed,
        shuffles=number_of_shuffles,
        error=name in ERROR_METRICS,
        run=partial(fan_out_in_order, unit="shuffles"),
    )
    return PermutationFeatureImportanceOutputs(Dataset(scores))
