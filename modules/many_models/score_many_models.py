"""Score Many Models: each row is predicted by the model of its group, or by the next larger one."""

from dataclasses import replace
from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
import pandas as pd
from pydantic import Field

from modules.kit import Call, Column, Dataset, ModelSchema, ModuleError, Schema, Scores, TrainedModel, Traits, module
from modules.kit.codegen.expressions import expr
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode
from modules.learning.compatible_modules import get_scorer_title
from modules.learning.features import refuse_infinite, refuse_missing, refuse_other_columns
from modules.learning.group_keys import format_group, group_rows
from modules.learning.labels import to_label_column
from modules.learning.learner_codegen import collect_score_facts, write_scores
from modules.learning.predicting import (
    LABELS,
    Predictions,
    add_scores,
    infer_scored_schema,
    name_probability_columns,
)
from modules.many_models.group_examples import make_shop_models, make_shop_sales
from modules.many_models.grouped_models import GroupedModels
from modules.many_models.scored_by import GLOBAL_LABELS, SCORED_BY, name_source

Fallback = Literal["Larger groups, then the global model", "Leave the score empty", "Stop with an error"]


class ScoreManyModelsOutputs(NamedTuple):
    scored_dataset: Dataset


def _predict_schema(trained_model: ModelSchema, dataset: Schema, score_with_global_model: bool) -> Schema | None:
    plain = dataset.drop([SCORED_BY, GLOBAL_LABELS])
    scored = infer_scored_schema(trained_model, plain)
    if scored is None:
        return None
    added = [Column(SCORED_BY, "text", "score")]
    if score_with_global_model:
        added.append(replace(scored[LABELS], name=GLOBAL_LABELS, role="score"))
    return scored.add_columns(*added)


def _emit_code(step: StepCode) -> None:
    model, data = step.get_input("trained_model"), step.get_input("dataset")
    if step.fallback != "Larger groups, then the global model":
        raise CannotGenerateCode("Only the fallback to larger groups and the global model has code.")
    out = step.add_table("scored_dataset", f"scored_by_{model.name}", like=data, **collect_score_facts(model, data))
    step.assign(out, write_scores(step, model, data.code))
    if step.score_with_global_model:
        general = expr("{model}.general.predict({data}[{model}.columns])", model=model, data=data)
        step.assign(out.code.item(GLOBAL_LABELS), general)


@module(
    "Score Many Models",
    category="Many Models",
    icon="target",
    schema=_predict_schema,
    traits=Traits(preserves="rows"),
    emit_code=_emit_code,
    example=lambda: Call.of(make_shop_models(), make_shop_sales()),
    keywords=("predict per group", "score by group", "fallback", "hierarchy", "many models"),
)
def score_many_models(
    trained_model: TrainedModel,
    dataset: Dataset,
    *,
    fallback: Annotated[
        Fallback, Field(description="What becomes of rows whose group has no model of its own.")
    ] = "Larger groups, then the global model",
    score_with_global_model: Annotated[
        bool,
        Field(
            description='Adds "Globally Scored Labels", by which Evaluate Many Models tells where a model of its own '
            "pays."
        ),
    ] = True,
) -> ScoreManyModelsOutputs:
    """Predict the label of every row with the model of its group.

    Adds the columns of Score Model, and "Scored By", which says whose model it was: the group's own, that of a larger
    group, or the global one. Rows of groups that training has not seen, or could not learn from, get what you choose.
    The data need the columns that name the groups.
    """
    models = get_grouped_models(trained_model, port="trained_model")
    plain = dataset.with_frame(dataset.frame.drop(columns=[SCORED_BY, GLOBAL_LABELS], errors="ignore"))
    frame = _check_rows(trained_model, models, plain)
    sources = models.find_sources(frame)
    _refuse_unknown(models, frame, sources, fallback)
    if fallback == "Leave the score empty":
        sources = np.where(sources == 0, 0, models.depth + 1)
    values = models.predict_values(frame, sources)
    columns = _name_scores(trained_model, values)
    columns[SCORED_BY] = pd.Series([name_source(models, int(source)) for source in sources], dtype="str")
    if score_with_global_model and models.general is not None:
        columns[GLOBAL_LABELS] = _to_labels(trained_model, models.predict_general(frame))
    elif score_with_global_model:
        message = "There is no global model to score with. Train one, or switch 'Score with global model' off."
        raise ModuleError(13, message, port="trained_model", parameter="score_with_global_model")
    predictions = Predictions(pd.DataFrame(columns), _describe_scores(trained_model))
    return ScoreManyModelsOutputs(add_scores(plain, predictions))


def get_grouped_models(model: TrainedModel, *, port: str) -> GroupedModels:
    """The models of the groups; refuses a single model (13)."""
    found = model.pipeline[-1] if hasattr(model.pipeline, "steps") else None
    if isinstance(found, GroupedModels):
        return found
    scorer = get_scorer_title(model)
    message = f"{model.learner} is one model, not one for each group. Score it with {scorer}."
    if model.task == "forecast":
        message = f"{model.learner} forecasts the next steps of each group. Use {scorer} instead."
    raise ModuleError(13, message, port=port)


def _check_rows(model: TrainedModel, models: GroupedModels, dataset: Dataset) -> pd.DataFrame:
    if dataset.rows == 0:
        raise ModuleError(21, "The data at 'dataset' has no rows.", port="dataset")
    refuse_other_columns(dataset, model.features, port="dataset")
    features = model.features.select(models.features)
    refuse_infinite(dataset.frame, features, port="dataset")
    if not models.takes_missing:
        refuse_missing(dataset.frame, features, model.learner, number=18, port="dataset")
    return dataset.frame[model.features.names].reset_index(drop=True)


def _refuse_unknown(models: GroupedModels, frame: pd.DataFrame, sources: Any, fallback: Fallback) -> None:
    """Stop where no model is left for a row: by choice, or since there is no global one."""
    if fallback == "Leave the score empty":
        return
    unknown = sources > 0 if fallback == "Stop with an error" else sources == models.depth
    if not unknown.any() or (fallback != "Stop with an error" and models.general is not None):
        return
    names = models.levels[0].names
    groups = [format_group(key) for key in group_rows(frame[unknown], names).keys]
    listed = "; ".join(groups[:5]) + (f" and {len(groups) - 5:,} more" if len(groups) > 5 else "")
    message = f"{int(unknown.sum()):,} rows have no model. Their groups: {listed}."
    message = f"{message} Train models for them, train a global model, or leave their score empty."
    raise ModuleError(13, message, port="dataset", parameter="fallback")


def _name_scores(model: TrainedModel, values: Any) -> dict[str, Any]:
    columns = {LABELS: _to_labels(model, values)}
    if model.task != "regression":
        named = name_probability_columns(model)
        columns |= {column: values[:, model.classes.index(name)] for name, column in named.items()}
    return columns


def _to_labels(model: TrainedModel, values: Any) -> Any:
    """The predicted numbers or classes; missing where no model predicted."""
    if model.task == "regression":
        return values[:, 0]
    there = ~np.isnan(values).any(axis=1)
    likeliest = np.where(there, np.nan_to_num(values).argmax(axis=1), 0)
    labels = pd.Series(to_label_column(model.pipeline[-1].classes_[likeliest], model.label))
    return labels if there.all() else labels.where(there)


def _describe_scores(model: TrainedModel) -> Scores:
    label = model.label.name if model.label else None
    if model.task == "regression":
        return Scores("regression", label, LABELS, learner=model.learner)
    positive = model.classes[1] if model.task == "two-class" else None
    named = name_probability_columns(model)
    return Scores(model.task, label, LABELS, model.classes, positive, named, learner=model.learner)
