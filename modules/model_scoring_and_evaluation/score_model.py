"""Score Model: a trained model predicts every row of a dataset."""

from typing import Annotated, NamedTuple

from pydantic import Field

from modules.kit import Call, Dataset, ModelSchema, Schema, TrainedModel, Traits, module, sweepable
from modules.kit.writing import Step, literal
from modules.learning.examples import loan_model, loans
from modules.learning.predicting import predict, scored_schema, with_scores
from modules.learning.writing import score_facts, scored_by


class Scored(NamedTuple):
    scored_dataset: Dataset


def with_score_columns(
    trained_model: ModelSchema, dataset: Schema, append_score_columns_to_output: bool
) -> Schema | None:
    """The data's columns and the score columns, where the classes are known before a run."""
    return scored_schema(trained_model, dataset, append=append_score_columns_to_output)


def _written(step: Step) -> None:
    model, data = step.inputs["trained_model"], step.inputs["dataset"]
    out = step.table("scored_dataset", f"scored_by_{model}", like=data, **score_facts(model, data))
    step.add(f"{out} = {scored_by(step, model, str(data), step.threshold)}")
    if not step.append_score_columns_to_output:
        label = "" if model.facts.get("label") is None else f" or name == {literal(model.facts['label'])}"
        step.add(f'{out} = {out}[[name for name in {out} if name.startswith("Scored "){label}]]')


@module(
    "Score Model",
    category="Model Scoring and Evaluation",
    icon="target-arrow",
    schema=with_score_columns,
    traits=Traits(keeps="rows"),
    writes=_written,
    example=lambda: Call.of(loan_model(), loans()),
    keywords=("predict", "predictor", "predictions", "inference", "apply model"),
)
def score_model(
    trained_model: TrainedModel,
    dataset: Dataset,
    *,
    append_score_columns_to_output: Annotated[
        bool, Field(description="Off: only the scores leave, with the true label where the data have it.")
    ] = True,
    threshold: Annotated[
        float | None,
        Field(
            ge=0,
            le=1,
            description="For two classes: the probability from which a row is called positive. Empty: 0.5.",
        ),
        sweepable,
    ] = None,
) -> Scored:
    """Predict the label of every row with a trained model.

    Adds "Scored Labels"; for two classes also "Scored Probabilities", the probability of the positive class; for more
    classes one "Scored Probabilities_<class>" each. The data need the columns that the model was trained on; others are
    passed on. The label may be absent.

    With a threshold the positive class of two is called where its probability reaches it, at whatever cost you weighed
    in Evaluate Model; the probabilities stay as they are. Choose it on other rows than those you report.

    Of a detector of anomalies, "Scored Labels" is 1 for an anomaly and 0 for a usual row, and "Scored Probabilities"
    its score: 0 for the most usual row of the training data, 0.5 at the threshold, towards 1 the stranger the row is.
    """
    predictions = predict(trained_model, dataset, threshold=threshold)
    return Scored(with_scores(dataset, predictions, append=append_score_columns_to_output))
