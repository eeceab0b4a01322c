"""Explain Predictions: how much each column adds to the prediction of each row."""

from dataclasses import replace
from typing import Annotated, NamedTuple

from pydantic import Field

from modules.kit import Call, Column, Dataset, ModuleError, Schema, Seed, TrainedModel, module
from modules.learning.explained_rows import explain_rows, refuse_unexplained_model
from modules.learning.explanations import tabulate_contributions, tabulate_importance, tabulate_interactions
from modules.learning.supervised_examples import make_loan_model, make_loans

IMPORTANCE = Schema((Column("Feature", "text"), Column("Mean Contribution", "real"), Column("Standard Error", "real")))
INTERACTIONS = Schema(
    (Column("First Feature", "text"), Column("Second Feature", "text"), Column("Mean Interaction", "real"))
)


class ExplainPredictionsOutputs(NamedTuple):
    explained_dataset: Dataset
    feature_importance: Dataset
    feature_interactions: Dataset


def _predict_schemas() -> tuple[None, Schema, Schema]:
    """Which columns a model learned from is known only in a run."""
    return None, IMPORTANCE, INTERACTIONS


@module(
    "Explain Predictions",
    category="Model Scoring and Evaluation",
    icon="chart-arrows",
    at_inference="drop",
    schema=_predict_schemas,
    example=lambda: Call.of(make_loan_model(), make_loans()),
    keywords=(
        "SHAP",
        "shap values",
        "why",
        "explain",
        "waterfall",
        "feature contribution",
        "interpret",
        "responsible AI",
    ),
)
def explain_predictions(
    trained_model: TrainedModel,
    dataset: Dataset,
    *,
    class_to_explain: Annotated[
        str | None,
        Field(
            min_length=1,
            max_length=200,
            description="Whose prediction is explained. Empty: the positive class of two, of more the one predicted.",
        ),
    ] = None,
    rows_to_explain: Annotated[
        int,
        Field(ge=1, le=100_000, description="Of more rows, so many are explained, evenly spread over the data."),
    ] = 1000,
    usual_rows: Annotated[
        int,
        Field(
            ge=1,
            le=300,
            description="Of models that are neither trees nor linear: with how many training rows a row is mixed. More"
            " take longer and give more exact values.",
        ),
    ] = 30,
    seed: Seed = 0,
) -> ExplainPredictionsOutputs:
    """Say how much each column adds to the prediction of each row (SHAP values).

    A row's contributions add up to what its prediction differs by from the average one. Columns "Contribution of ..."
    are added to the data, with the scores; a second table says how far each column moves a prediction on average, and a
    third how far two columns of trees move it together. The result also shows single rows and what a column adds by its
    value.

    Trees and linear models are explained exactly: of boosted trees and linear classifiers the contributions add up to
    log-odds, of forests to a probability, of regressions to the label, of Poisson regression to its logarithm. For all
    other models they are sampled by mixing a row with training rows, and come with their standard error. Contributions
    say what the model relies on, not what causes the label. Lundberg and Lee, A unified approach to interpreting model
    predictions, NIPS 2017.
    """
    _refuse_other_models(trained_model, class_to_explain)
    found = explain_rows(
        trained_model,
        dataset,
        most=rows_to_explain,
        class_name=class_to_explain,
        usual_rows=usual_rows,
        seed=seed,
        port="dataset",
    )
    count = found.scored.rows
    remark = f"{count:,} of {dataset.rows:,} rows are explained, evenly spread over the data."
    table = replace(
        tabulate_contributions(found.scored, found.chosen),
        shown_as=found.view,
        remark=remark if count < dataset.rows else None,
    )
    importance = tabulate_importance(found.chosen)
    return ExplainPredictionsOutputs(table, Dataset(importance), Dataset(tabulate_interactions(found.pairs)))


def _refuse_other_models(model: TrainedModel, wanted: str | None) -> None:
    refuse_unexplained_model(model)
    if wanted is not None and wanted not in model.classes:
        known = f"Its classes are {', '.join(model.classes[:8])}" if model.classes else "It predicts numbers"
        message = (
            f"'{wanted}' is no class of {model.learner}. {known}. Leave 'class_to_explain' empty, or enter another."
        )
        raise ModuleError(62, message, parameter="class_to_explain")
