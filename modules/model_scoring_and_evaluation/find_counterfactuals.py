"""Find Counterfactuals: the smallest changes of a row that have a model predict otherwise."""

import logging
from dataclasses import replace
from typing import Annotated, Any

import pandas as pd
from pydantic import Field

from modules.kit import (
    Call,
    Column,
    Columns,
    Dataset,
    ModelSchema,
    ModuleError,
    Schema,
    TrainedModel,
    columns_of,
    module,
    titled,
)
from modules.kit.progress import track
from modules.learning.counterfactuals import CounterfactualSearch, WantedPrediction, describe_changes
from modules.learning.features import refuse_other_columns
from modules.learning.predicting import score_dataset
from modules.learning.supervised_examples import make_loan_model, make_loans

log = logging.getLogger(__name__)

NO_COLUMNS = Columns(start="none")
FOUND = (Column("Row", "integer"), Column("Counterfactual", "integer"), Column("Changes", "integer"))
SAID = (Column("What Changes", "text"), Column("Prediction Before", "text"), Column("Prediction After", "text"))
EXPLAINED_TASKS = ("two-class", "multiclass", "regression")


def _predict_schema(trained_model: ModelSchema) -> Schema | None:
    if trained_model.features is None or not trained_model.features.complete:
        return None
    return _list_columns(trained_model.features)


def _list_columns(features: Schema) -> Schema:
    taken = {column.name for column in (*FOUND, *SAID)}
    return Schema((*FOUND, *SAID, *(column for column in features if column.name not in taken)))


@module(
    "Find Counterfactuals",
    category="Model Scoring and Evaluation",
    icon="arrows-split",
    at_inference="drop",
    schema=_predict_schema,
    example=lambda: Call.of(make_loan_model(), make_loans(), rows_to_explain=3),
    keywords=("counterfactual", "DiCE", "what if", "recourse", "explain", "actionable", "NICE"),
)
def find_counterfactuals(
    trained_model: TrainedModel,
    dataset: Dataset,
    reference_dataset: Dataset | None = None,
    *,
    wanted_class: Annotated[
        str, Field(max_length=300, description="Of a classifier. Empty: any other class than is predicted.")
    ] = "",
    wanted_minimum: Annotated[float | None, Field(description="Of a regression: the least that is wanted.")] = None,
    wanted_maximum: Annotated[float | None, Field(description="Of a regression: the most that is wanted.")] = None,
    columns_that_stay: Annotated[
        Columns, columns_of("dataset"), Field(description="What nobody can change, such as age or country.")
    ] = NO_COLUMNS,
    most_changes: Annotated[
        int,
        titled("Most changes of a row"),
        Field(ge=1, le=100, description="A change in fewer columns is easier to act on."),
    ] = 4,
    counterfactuals_per_row: Annotated[
        int, Field(ge=1, le=20, description="How many different ways to another prediction are listed.")
    ] = 3,
    rows_to_explain: Annotated[int, Field(ge=1, le=1_000, description="The first rows of the data.")] = 20,
) -> Dataset:
    """Say what would have to be different in a row for the model to predict otherwise.

    For each row the nearest rows with the wanted prediction are taken from the third input, or from a sample of the
    training rows, and as few of their values as needed are put into the row. So every value is one that occurs, though
    not every change is one that a person can make: name the columns that stay. Rows that are predicted as wanted
    already are left out, and so are rows for which no change is small enough; the log says how many.

    A counterfactual says what the model would do, and not what happens in the world. Brughmans, Leyman and Martens,
    NICE, Data Mining and Knowledge Discovery 38 (2024).
    """
    _check(trained_model, wanted_class, wanted_minimum, wanted_maximum)
    refuse_other_columns(dataset, trained_model.features, port="dataset")
    rows = dataset.frame[trained_model.features.names].head(rows_to_explain).reset_index(drop=True)
    before = _predict_texts(trained_model, rows)
    fixed = frozenset(columns_that_stay.resolve(dataset.schema))
    searches: dict[str | None, CounterfactualSearch] = {}
    made: list[pd.DataFrame] = []
    for place in track(range(len(rows)), total=len(rows), unit="rows"):
        row = rows.iloc[[place]].reset_index(drop=True)
        for wanted in _list_wanted(trained_model, wanted_class, wanted_minimum, wanted_maximum, before[place]):
            if wanted.class_name not in searches:
                reference = _read_reference(trained_model, reference_dataset)
                searches[wanted.class_name] = CounterfactualSearch(
                    trained_model, reference, wanted, fixed, most_changes
                )
            if wanted.measure(trained_model, row)[0] < 0:
                found = searches[wanted.class_name].find(row, counterfactuals_per_row)
                made += [
                    _describe(trained_model, row, one.row, one.changed, place, number, before[place])
                    for number, one in enumerate(found, start=1)
                ]
    return _tabulate(trained_model, made, len(rows))


def _check(model: TrainedModel, wanted: str, low: float | None, high: float | None) -> None:
    """Refuse models and wanted predictions that do not go together."""
    if model.task not in EXPLAINED_TASKS:
        message = f"{model.learner} predicts neither classes nor one number, so there is nothing to wish for."
        raise ModuleError(13, message, port="trained_model")
    if model.task == "regression":
        if low is None and high is None:
            message = "The model predicts a number. Enter the least or the most that is wanted."
            raise ModuleError(13, message, parameter="wanted_minimum")
        if low is not None and high is not None and low > high:
            raise ModuleError(7, f"No number is at least {low:g} and at most {high:g}.", parameter="wanted_maximum")
    elif wanted and wanted not in model.classes:
        known = ", ".join(map(str, model.classes))
        raise ModuleError(13, f"The model knows no class '{wanted}'. It knows: {known}.", parameter="wanted_class")


def _list_wanted(
    model: TrainedModel, wanted: str, low: float | None, high: float | None, before: str
) -> list[WantedPrediction]:
    if model.task == "regression":
        return [WantedPrediction(None, float("-inf") if low is None else low, float("inf") if high is None else high)]
    others = [str(one) for one in model.classes if str(one) != before]
    return [WantedPrediction(one) for one in ([wanted] if wanted else others)]


def _read_reference(model: TrainedModel, dataset: Dataset | None) -> pd.DataFrame:
    if dataset is not None:
        refuse_other_columns(dataset, model.features, port="reference_dataset")
        return dataset.frame
    if model.sample is None or model.sample.empty:
        message = "The model keeps no sample of its training rows. Connect some to 'reference_dataset'."
        raise ModuleError(3, message, port="reference_dataset")
    return model.sample


def _predict_texts(model: TrainedModel, rows: pd.DataFrame) -> list[str]:
    found = score_dataset(model, Dataset(rows), port="dataset")
    values = found.columns[found.scores.predicted]
    return [f"{value:.6g}" if model.task == "regression" else str(value) for value in values]


def _describe(
    model: TrainedModel,
    row: pd.DataFrame,
    after: pd.DataFrame,
    changed: tuple[str, ...],
    place: int,
    number: int,
    before: str,
) -> pd.DataFrame:
    said: dict[str, Any] = {
        "Row": place + 1,
        "Counterfactual": number,
        "Changes": len(changed),
        "What Changes": describe_changes(row, after, changed),
        "Prediction Before": before,
        "Prediction After": _predict_texts(model, after)[0],
    }
    kept = after[[name for name in after if name not in said]]
    return pd.concat([pd.DataFrame([said]), kept], axis=1)


def _tabulate(model: TrainedModel, made: list[pd.DataFrame], rows: int) -> Dataset:
    columns = _list_columns(model.features)
    explained = {int(one["Row"].iloc[0]) for one in made}
    log.info("%d of %d rows have counterfactuals.", len(explained), rows)
    if made:
        frame = pd.concat(made, ignore_index=True)[columns.names]
        return Dataset(frame, dict.fromkeys((column.name for column in (*FOUND, *SAID)), "none"))
    said = {column.name: pd.Series(dtype="int64" if column.type == "integer" else "str") for column in (*FOUND, *SAID)}
    sample = model.sample if model.sample is not None else pd.DataFrame(columns=model.features.names)
    empty = pd.DataFrame(said).join(sample[[name for name in columns.names if name not in said]].iloc[:0])
    remark = "No small change has the model predict what is wanted, or it predicts so already."
    return replace(Dataset(empty), remark=remark)
