"""Cross Validate Model: train and score on each of several folds, so that every row is scored by a model new to it."""

from typing import Annotated, NamedTuple

import numpy as np
import pandas as pd
from pydantic import Field

from modules.kit import (
    Call,
    Column,
    Dataset,
    ModelSchema,
    Schema,
    Scores,
    Seed,
    UntrainedModel,
    column_of,
    module,
    titled,
    track,
)
from modules.kit.writing import Step, Text, call, literal
from modules.learning import written
from modules.learning.estimators import saying_once
from modules.learning.examples import loan_learner, loans
from modules.learning.folds import FOLD, FoldScores, scored_fold, splits_of
from modules.learning.labels import labelled
from modules.learning.metrics import METRIC_NAMES
from modules.learning.predicting import PROBABILITIES, Predictions, scored_schema, with_scores
from modules.learning.writing import fitted, labelled_rows, measured_by, score_facts, scored_by, write_splits

ROWS = "Number of examples in fold"
MODEL = "Model"


class CrossValidated(NamedTuple):
    scored_results: Dataset
    evaluation_results_by_fold: Dataset


def columns_by_fold(untrained_model: ModelSchema, dataset: Schema, label: str) -> tuple[Schema | None, Schema | None]:
    """The columns of both outputs, as far as the task and the label tell them."""
    known = label in dataset
    model = ModelSchema(untrained_model.task, dataset[label] if known else None, dataset)
    scored = scored_schema(model, dataset.without([FOLD]).plus(Column(FOLD, "integer", "group")))
    metrics = METRIC_NAMES.get(untrained_model.task)
    if metrics is None:
        return scored, None
    table = Schema(
        (
            Column(FOLD, "text"),
            Column(ROWS, "real"),
            Column(MODEL, "text"),
            *(Column(name, "real") for name in metrics),
        ),
        complete=untrained_model.task != "quantile",
    )
    return scored, table


def _written(step: Step) -> None:
    learner, data = step.inputs["untrained_model"], step.inputs["dataset"]
    rows = labelled_rows(step, data, step.label)
    splits = write_splits(step, learner, data, rows, step.label, step.number_of_folds, step.seed)
    pieces, found = step.name("scored_folds"), step.name("fold_metrics")
    train, test, model, held_out = map(step.name, ("train", "test", "fold_model", "held_out"))
    training = step.name("fold_rows")
    kept = data.roles.get(FOLD) == "group"
    number = None if kept else step.name("number")
    turns = f"{train}, {test} in {splits}" if kept else f"{number}, ({train}, {test}) in enumerate({splits})"
    step.add(f"{pieces}, {found} = [], []", f"for {turns}:")
    loop = step.inner()
    loop.add(f"{training} = {rows}.iloc[{train}].reset_index(drop=True)")
    value = fitted(loop, learner, data, training, step.label, model)
    facts = score_facts(value, data)
    fold = f"{rows}.iloc[{test}].reset_index(drop=True)"
    fold += "" if kept else f".assign(**{{{literal(FOLD)}: {number}}})"
    loop.add(f"{held_out} = {scored_by(loop, value, fold)}")
    loop.add(f"{pieces}.append({held_out}.set_index({test}))")
    measured = measured_by(loop, loop.table("", held_out, like=data, named=held_out, **facts))
    loop.add(f"{found}.append({{{literal(ROWS)}: float(len({test})), **{measured}}})")
    step.take(loop)
    out = step.table("scored_results", "cross_validated", like=data, **facts)
    step.add(f"{out} = pd.concat({pieces}).sort_index()")
    table = step.table("evaluation_results_by_fold", "metrics_by_fold")
    names = {"folds": Text(f"sorted({rows}[{literal(FOLD)}].unique())")} if kept else {}
    step.add(f"{table} = {call(step.use(written.fold_table), Text(found), learner.facts['learner'], **names)}")
    step.add(f'print({literal(step.title)}, {table}.to_string(), sep="\\n")')


@module(
    "Cross Validate Model",
    category="Model Scoring and Evaluation",
    icon="refresh",
    at_inference="drop",
    schema=columns_by_fold,
    writes=_written,
    example=lambda: Call.of(loan_learner(), loans(), label="paid", number_of_folds=3),
    keywords=("cross-validation", "cross_val_score", "k-fold", "X-Partitioner", "test and score"),
)
def cross_validate_model(
    untrained_model: UntrainedModel,
    dataset: Dataset,
    *,
    label: Annotated[str, column_of("dataset"), titled("Label column")],
    number_of_folds: Annotated[
        int, Field(ge=2, le=1000, description="Of data without folds of their own from Partition and Sample.")
    ] = 10,
    seed: Seed = 0,
) -> CrossValidated:
    """Estimate how good a learner is on new data: train on all folds but one, score that one, in turn.

    Folds that Partition and Sample has assigned (the column "Fold Number" with the role group) are kept, and the
    number of folds is theirs. Otherwise they are drawn at random, for classes with the same shares in each. The first
    output holds every row that has a label, with the fold it was in and its scores from the model that had not seen
    it; the second the metrics of each fold, their mean and their (sample) standard deviation.
    """
    data = labelled(dataset, label, port="dataset")
    splits = splits_of(untrained_model, data, label, number_of_folds, seed)
    with saying_once():
        turns = track(splits, total=len(splits), unit="folds")
        folds = [scored_fold(untrained_model, data, label, split) for split in turns]
    return CrossValidated(_scored(data, folds), _by_fold(folds, untrained_model.learner))


def _scored(data: Dataset, folds: list[FoldScores]) -> Dataset:
    """All rows in their order, with their fold and scores."""
    positions = np.concatenate([fold.rows for fold in folds])
    back = np.argsort(positions)
    columns = pd.concat([fold.predictions.columns for fold in folds], ignore_index=True)
    # A class that one fold's training rows lack has no probability column there: the model gave it none.
    probabilities = [name for name in columns if name.startswith(PROBABILITIES)]
    columns[probabilities] = columns[probabilities].fillna(0.0)
    numbers = np.concatenate([np.full(len(fold.rows), fold.number) for fold in folds])
    frame = data.frame.drop(columns=[FOLD], errors="ignore").assign(**{FOLD: numbers[back]})
    numbered = data.with_frame(frame).with_role("group", FOLD)
    predictions = Predictions(columns.iloc[back].reset_index(drop=True), _all_classes(folds))
    return with_scores(numbered, predictions)


def _all_classes(folds: list[FoldScores]) -> Scores:
    """The scores of the fold that knows the most classes."""
    return max((fold.predictions.scores for fold in folds), key=lambda scores: len(scores.classes))


def _by_fold(folds: list[FoldScores], learner: str) -> Dataset:
    """A row of metrics for each fold, then their mean and standard deviation."""
    table = pd.DataFrame([{ROWS: float(len(fold.rows)), **fold.measured.metrics} for fold in folds])
    summary = pd.DataFrame([table.mean(), table.std()])
    whole = pd.concat([table, summary], ignore_index=True)
    whole.insert(0, FOLD, pd.Series([*(str(fold.number) for fold in folds), "Mean", "Standard Deviation"], dtype="str"))
    whole.insert(2, MODEL, pd.Series([learner] * len(whole), dtype="str"))
    return Dataset(whole)
