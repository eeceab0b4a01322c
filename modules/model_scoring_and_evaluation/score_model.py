"""Score Model: a trained model predicts every row of a dataset."""

from typing import Annotated, NamedTuple

from pydantic import Field

from modules.kit import Call, Dataset, ModelSchema, Schema, TrainedModel, Traits, module, sweepable
from modules.kit.codegen.expressions import expr
from modules.kit.codegen.script_builder import StepCode
from modules.kit.large_tables.large_work import ByRows
from modules.learning.learner_codegen import collect_score_facts, has_no_scores, write_scores
from modules.learning.predicting import add_scores, infer_scored_schema, score_dataset
from modules.learning.row_roles import find_listed_role
from modules.learning.row_scoring import compile_scoring
from modules.learning.supervised_examples import make_loan_model, make_loans


class ScoreModelOutputs(NamedTuple):
    scored_dataset: Dataset


def predict_score_columns(
    trained_model: ModelSchema, dataset: Schema, append_score_columns_to_output: bool
) -> Schema | None:
    """The data's columns and the score columns, where the classes are known before a run."""
    return infer_scored_schema(trained_model, dataset, append=append_score_columns_to_output)


def _emit_code(step: StepCode) -> None:
    model, data = step.get_input("trained_model"), step.get_input("dataset")
    out = step.add_table("scored_dataset", f"scored_by_{model.name}", like=data, **collect_score_facts(model, data))
    step.assign(out, write_scores(step, model, data.code, step.threshold, unscored=has_no_scores(data)))
    if not step.append_score_columns_to_output:
        wanted, label = expr('name.startswith("Scored ")'), model.facts.get("label")
        for name in filter(None, (label, find_listed_role(data.roles.items(), "weight"))):
            wanted = expr("{wanted} or name == {name}", wanted=wanted, name=name)
        step.assign(out, expr("{out}[[name for name in {out} if {wanted}]]", out=out, wanted=wanted))


@module(
    "Score Model",
    category="Model Scoring and Evaluation",
    icon="target-arrow",
    role="scorer",
    schema=predict_score_columns,
    traits=Traits(preserves="rows"),
    emit_code=_emit_code,
    compile_rows=compile_scoring,
    example=lambda: Call.of(make_loan_model(), make_loans()),
    keywords=("predict", "predictor", "predictions", "inference", "apply model"),
    large_tables=ByRows(),
)
def score_model(
    trained_model: TrainedModel,
    dataset: Dataset,
    *,
    append_score_columns_to_output: Annotated[
        bool, Field(description="Off: only the scores, with the true label and the weights that the data has.")
    ] = True,
    threshold: Annotated[
        float | None,
        Field(
            ge=0,
            le=1,
            description="For two classes: the lowest probability at which a row is predicted as positive. Empty: 0.5.",
        ),
        sweepable,
    ] = None,
) -> ScoreModelOutputs:
    """Predict the label of every row with a trained model.

    Adds "Scored Labels"; for two classes also "Scored Probabilities", the probability of the positive class; for more
    classes one "Scored Probabilities_<class>" each. The data need the columns that the model was trained on; others are
    passed on. The label may be absent.

    For two classes, a row is predicted as positive if its probability reaches the threshold, for example one that you
    chose by cost in Evaluate Model. The probabilities do not change. Choose the threshold on rows other than those you
    report.

    Of a detector of anomalies, "Scored Labels" is 1 for an anomaly and 0 for a usual row, and "Scored Probabilities"
    its score: 0 for the most usual row of the training data, 0.5 at the threshold, closer to 1 the more unusual the row
    is.
    """
    predictions = score_dataset(trained_model, dataset, threshold=threshold)
    return ScoreModelOutputs(add_scores(dataset, predictions, append=append_score_columns_to_output))
