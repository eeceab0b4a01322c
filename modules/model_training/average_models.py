"""Average Models: several trained models predict together."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from modules.kit import Call, ModelSchema, ModuleError, TrainedModel, module, titled
from modules.kit.codegen.expressions import ScriptVariable
from modules.kit.codegen.script_builder import StepCode
from modules.learning.averaged_models import average_trained_models, name_average
from modules.learning.exported_averages import AveragedModels
from modules.learning.supervised_examples import make_loan_model


def parse_weights(text: str) -> list[float]:
    """The numbers of `0.5, 0.3, 0.2`; raises ValueError where they are none, or not more than 0 in total."""
    found = [float(part) for part in text.split(",")] if text.strip() else []
    if any(not 0 <= weight < float("inf") for weight in found) or (found and not sum(found)):
        raise ValueError(text)
    return found


def _validate_weights(text: str) -> str:
    try:
        parse_weights(text)
    except ValueError:
        wanted = "must be numbers of 0 or more with commas between them, such as 0.5, 0.3, 0.2"
        raise PydanticCustomError("model_weights", "{wanted}", {"wanted": wanted}) from None
    return text


def _emit_code(step: StepCode) -> None:
    models = step.list_inputs("trained_models")
    weights = parse_weights(step.weights) or [1.0] * len(models)
    averaged = step.reserve_name(step.title)
    columns = [model.code.attribute("feature_names_in_") for model in models]
    shares, votes = [weight / sum(weights) for weight in weights], step.combine == "Majority vote"
    step.assign(averaged, step.use(AveragedModels).call([model.code for model in models], columns, shares, votes))
    facts = {**models[0].facts, "learner": name_average(len(models), votes=votes)}
    step.outputs["trained_model"] = ScriptVariable(averaged, facts=facts)


def predict_averaged_schema(trained_models: list[ModelSchema]) -> ModelSchema | None:
    """The average predicts what each of the models predicts."""
    return trained_models[0] if trained_models else None


@module(
    "Average Models",
    category="Model Training",
    icon="arrows-join",
    role="model_averager",
    schema=predict_averaged_schema,
    emit_code=_emit_code,
    example=lambda: Call.of([make_loan_model(), make_loan_model()], weights="0.75, 0.25"),
    keywords=("ensemble", "VotingClassifier", "VotingRegressor", "vote", "blend", "weighted average", "soft voting"),
)
def average_models(
    trained_models: Annotated[list[TrainedModel], titled("Trained models")],
    *,
    weights: Annotated[
        str,
        AfterValidator(_validate_weights),
        Field(description="How much each model counts, in the order of the connections. Empty: all the same."),
    ] = "",
    combine: Annotated[
        Literal["Average", "Majority vote"],
        Field(description="In a vote each model counts for the class that it predicts, however sure it is."),
    ] = "Average",
) -> TrainedModel:
    """Make one model of several: it predicts the weighted mean of what they predict.

    Of classes the probabilities are averaged, and the likeliest class is predicted; of numbers the predictions are. In
    a majority vote the class that most models predict wins, and its probability is the share of the votes. The models
    must predict the same label with the same classes, and may have learned from different columns. Models that err in
    different ways gain most.
    """
    if not trained_models:
        raise ModuleError(3, "Connect at least one trained model to 'trained_models'.", port="trained_models")
    counted = parse_weights(weights) or [1.0] * len(trained_models)
    if len(counted) != len(trained_models):
        message = f"'weights' must name a weight for each of the {len(trained_models)} models. Got {len(counted)}."
        raise ModuleError(7, message, parameter="weights")
    votes = combine == "Majority vote"
    if votes and trained_models[0].task == "regression":
        raise ModuleError(13, "Numbers have no majority. Choose Average.", parameter="combine")
    return average_trained_models(trained_models, counted, port="trained_models", votes=votes)
