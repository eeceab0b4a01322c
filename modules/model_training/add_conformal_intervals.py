"""Add Conformal Intervals: a trained regression also says between which numbers the label lies."""

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from modules.kit import Call, Dataset, ModelSchema, TrainedModel, catalog, module
from modules.kit.codegen.expressions import ScriptVariable, expr
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode
from modules.learning.conformal_models import add_intervals
from modules.learning.exported_intervals import ConformalRegression, compute_reach
from modules.learning.fitting import fit_model
from modules.learning.learner_codegen import collect_score_facts, write_labeled_rows
from modules.learning.supervised_examples import make_cars


def _build_example() -> Call:
    learner = catalog()["linear_regression"].run({}, {})["untrained_model"]
    return Call.of(fit_model(replace(learner, recipe=None), make_cars(), "price"), make_cars())


def _emit_code(step: StepCode) -> None:
    model, data = step.get_input("trained_model"), step.get_input("dataset")
    if model.facts.get("task") != "regression":
        raise CannotGenerateCode("Only models of numbers get intervals. Connect a regression.")
    label = str(collect_score_facts(model, data)["label"])
    rows = write_labeled_rows(step, data, label)
    names = expr("list({model}.feature_names_in_)", model=model.code)
    errors = expr("{truth} - {guess}", truth=rows.item(label), guess=model.code.method("predict", rows.item(names)))
    reach = step.use(compute_reach).call(errors.method("to_numpy", dtype="float64"), step.coverage)
    low = round((1 - step.coverage) / 2, 6)
    made = step.reserve_name(f"{model.name}_with_intervals")
    quantiles = [low, 0.5, round(1 - low, 6)]
    step.assign(made, step.use(ConformalRegression).call(model.code, names, quantiles, reach))
    facts = {**model.facts, "task": "quantile", "learner": f"{model.facts.get('learner')} with intervals"}
    step.outputs["trained_model"] = ScriptVariable(made, facts=facts)


def predict_interval_schema(trained_model: ModelSchema) -> ModelSchema:
    """The model predicts quantiles of the same label."""
    return replace(trained_model, task="quantile")


@module(
    "Add Conformal Intervals",
    category="Model Training",
    icon="chart-area",
    schema=predict_interval_schema,
    emit_code=_emit_code,
    example=_build_example,
    keywords=("conformal prediction", "MAPIE", "prediction interval", "uncertainty", "coverage", "error bars"),
)
def add_conformal_intervals(
    trained_model: TrainedModel,
    dataset: Dataset,
    *,
    coverage: Annotated[
        float, Field(ge=0.5, le=0.99, description="The share of new rows whose label lies within its interval.")
    ] = 0.9,
) -> TrainedModel:
    """Give any trained regression intervals that hold as many rows as you ask for.

    The errors on labeled rows that the model was not trained on say how far the label is from the prediction. Where new
    rows come from the same source as these, the share of them within their interval is at least the coverage, whatever
    the learner (split conformal prediction; Lei and others, JASA 113, 2018). The interval is equally wide for all rows.

    The result predicts quantiles: with a coverage of 90 % Score Model adds "Scored Quantiles_0.05", "Scored
    Quantiles_0.5", which is the prediction itself, and "Scored Quantiles_0.95". Evaluate Model measures the coverage on
    other rows.
    """
    return add_intervals(trained_model, dataset, coverage, port="dataset")
