"""Calibrate Model: the probabilities of a trained classifier are put right on other rows."""

from typing import Annotated

from pydantic import Field

from modules.kit import Call, Dataset, ModelSchema, TrainedModel, module
from modules.kit.codegen.expressions import ScriptVariable, expr
from modules.kit.codegen.script_builder import StepCode
from modules.learning.calibrated_models import SKLEARN_METHODS, CalibrationMethod, calibrate_trained_model
from modules.learning.learner_codegen import collect_score_facts, write_labeled_rows, write_target
from modules.learning.supervised_examples import make_loan_model, make_loans


def predict_calibrated_schema(trained_model: ModelSchema) -> ModelSchema:
    """The calibrated model predicts what the model predicts."""
    return trained_model


def _emit_code(step: StepCode) -> None:
    model, data = step.get_input("trained_model"), step.get_input("dataset")
    label = str(collect_score_facts(model, data)["label"])
    rows = write_labeled_rows(step, data, label)
    step.add_imports("from sklearn.calibration import CalibratedClassifierCV")
    step.add_imports("from sklearn.frozen import FrozenEstimator")
    calibrated = step.reserve_name(f"calibrated_{model.name}")
    made = expr(
        "CalibratedClassifierCV(FrozenEstimator({model}), method={method})",
        model=model.code,
        method=SKLEARN_METHODS[step.calibration_method],
    )
    names = expr("list({model}.feature_names_in_)", model=model.code)
    step.assign(calibrated, made.method("fit", rows.item(names), write_target(step, model, rows, label)))
    facts = {**model.facts, "learner": f"{model.facts.get('learner')}, calibrated"}
    step.outputs["trained_model"] = ScriptVariable(calibrated, facts=facts)


@module(
    "Calibrate Model",
    category="Model Training",
    icon="adjustments-check",
    schema=predict_calibrated_schema,
    emit_code=_emit_code,
    example=lambda: Call.of(make_loan_model(), make_loans()),
    keywords=("CalibratedClassifierCV", "Platt", "isotonic", "sigmoid", "probability calibration", "reliability"),
)
def calibrate_model(
    trained_model: TrainedModel,
    dataset: Dataset,
    *,
    calibration_method: Annotated[
        CalibrationMethod,
        Field(description="Isotonic Regression can follow any curve that rises, and needs about 1,000 rows."),
    ] = "Platt Scaling",
) -> TrainedModel:
    """Put the probabilities of a trained classifier right.

    Many models are too sure or not sure enough: of the rows with a probability of 80 % fewer or more than 80 % are
    positive, which Evaluate Model shows as calibration. A curve is fitted that gives each of the model's scores the
    share that was found: a logistic one (Platt scaling) or steps that rise (isotonic regression). Use labeled rows that
    the model was not trained on, and others again to evaluate it. The order of two classes hardly changes; of more the
    probabilities are scaled to add up to 1. Niculescu-Mizil and Caruana, Predicting good probabilities with supervised
    learning, ICML 2005.
    """
    return calibrate_trained_model(trained_model, dataset, calibration_method, port="dataset")
