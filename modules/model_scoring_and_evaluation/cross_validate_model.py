"""Cross Validate Model: train and score on each of several folds, so that every row is scored by a model new to it."""

from dataclasses import replace
from functools import partial
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
    shown_when,
    titled,
)
from modules.kit.codegen.expressions import Expr, ScriptVariable, expr
from modules.kit.codegen.script_builder import StepCode
from modules.kit.fan_out import fan_out_in_order
from modules.learning import exported_functions
from modules.learning.cross_validation import (
    FoldOrderField,
    FoldScores,
    describe_folds,
    score_fold,
    split_into_folds,
    take_rows,
)
from modules.learning.estimators import deduplicate_warnings
from modules.learning.labels import drop_missing_labels
from modules.learning.learner_codegen import (
    collect_score_facts,
    uses_fold_column,
    write_fit,
    write_labeled_rows,
    write_metrics,
    write_scores,
    write_splits,
)
from modules.learning.metric_formulas import METRIC_NAMES
from modules.learning.predicting import PROBABILITIES, Predictions, add_scores, infer_scored_schema
from modules.learning.preprocessing_codegen import write_preprocessing
from modules.learning.row_roles import FOLD_COLUMN
from modules.learning.supervised_examples import make_loan_learner, make_loans

INDEXED_ROWS = "Number of examples in fold"
MODEL = "Model"


class CrossValidateModelOutputs(NamedTuple):
    scored_results: Dataset
    evaluation_results_by_fold: Dataset


def predict_fold_columns(
    untrained_model: ModelSchema, dataset: Schema, label: str
) -> tuple[Schema | None, Schema | None]:
    """The columns of both outputs, as far as the task and the label tell them."""
    known = label in dataset
    model = ModelSchema(untrained_model.task, dataset[label] if known else None, dataset)
    scored = infer_scored_schema(
        model, dataset.drop([FOLD_COLUMN]).add_columns(Column(FOLD_COLUMN, "integer", "group"))
    )
    metrics = METRIC_NAMES.get(untrained_model.task)
    if metrics is None:
        return scored, None
    table = Schema(
        (
            Column(FOLD_COLUMN, "text"),
            Column(INDEXED_ROWS, "real"),
            Column(MODEL, "text"),
            *(Column(name, "real") for name in metrics),
        ),
        complete=untrained_model.task != "quantile",
    )
    return scored, table


def _emit_code(step: StepCode) -> None:
    learner, data = step.get_input("untrained_model"), step.get_input("dataset")
    learner = write_preprocessing(step, learner, data, step.label)
    rows = write_labeled_rows(step, data, step.label)
    splits = write_splits(step, learner, data, rows, step.label, step.number_of_folds, step.seed)
    pieces, found = step.reserve_name("scored_folds"), step.reserve_name("fold_metrics")
    train, test, model, held_out = map(step.reserve_name, ("train", "test", "fold_model", "held_out"))
    training = step.reserve_name("fold_rows")
    number = None if uses_fold_column(step, data) else step.reserve_name("number")
    step.add("{pieces}, {found} = [], []", pieces=pieces, found=found)
    if number is None:
        step.add("for {train}, {test} in {splits}:", train=train, test=test, splits=splits)
    else:
        turns = expr("enumerate({splits})", splits=splits)
        step.add("for {number}, ({train}, {test}) in {turns}:", number=number, train=train, test=test, turns=turns)
    loop = step.open_block()
    loop.assign(training, _emit_part(rows, train))
    value = write_fit(loop, learner, data, training, step.label, model)
    facts = collect_score_facts(value, data)
    fold = _emit_part(rows, test)
    if number is not None:
        fold = expr("{fold}.assign(**{columns})", fold=fold, columns={FOLD_COLUMN: number})
    loop.assign(held_out, write_scores(loop, value, fold))
    loop.add("{pieces}.append({held_out}.set_index({test}))", pieces=pieces, held_out=held_out, test=test)
    scored = loop.add_table("", like=data, reserved=held_out, **facts)
    loop.add(
        "{found}.append({{{key}: float(len({test})), **{metrics}}})",
        found=found,
        key=INDEXED_ROWS,
        test=test,
        metrics=write_metrics(loop, scored),
    )
    step.add_block(loop)
    out = step.add_table("scored_results", "cross_validated", like=data, **facts)
    # Of folds by time the oldest rows are in none.
    gathered = expr("pd.concat({pieces}).sort_index()", pieces=pieces)
    step.assign(out, gathered.method("reset_index", drop=True) if step.fold_order == "By time" else gathered)
    _emit_fold_table(step, found, learner, rows if number is None else None)


def _emit_part(rows: Expr, places: Expr) -> Expr:
    return expr("{rows}.iloc[{places}].reset_index(drop=True)", rows=rows, places=places)


def _emit_fold_table(step: StepCode, found: Expr, learner: ScriptVariable, rows: Expr | None) -> None:
    """The metrics of all folds, which are called as the column of these `rows` says."""
    table = step.add_table("evaluation_results_by_fold", "metrics_by_fold")
    names = {}
    if rows is not None:
        names["folds"] = expr("sorted({rows}[{column}].unique())", rows=rows, column=FOLD_COLUMN)
    make_fold_table = step.use(exported_functions.make_fold_table)
    step.assign(table, make_fold_table.call(found, learner.facts["learner"], **names))
    step.add('print({title}, {table}.to_string(), sep="\\n")', title=step.title, table=table)


@module(
    "Cross Validate Model",
    category="Model Scoring and Evaluation",
    icon="refresh",
    role="cross_validator",
    at_inference="drop",
    schema=predict_fold_columns,
    emit_code=_emit_code,
    example=lambda: Call.of(make_loan_learner(), make_loans(), label="paid", number_of_folds=3),
    keywords=("cross-validation", "cross_val_score", "k-fold", "X-Partitioner", "test and score"),
)
def cross_validate_model(
    untrained_model: UntrainedModel,
    dataset: Dataset,
    *,
    label: Annotated[
        str,
        Field(description="The column to predict. It is not used as a feature."),
        column_of("dataset"),
        titled("Label column"),
    ],
    number_of_folds: Annotated[
        int, Field(ge=2, le=1000, description="Used if the data has no folds from Partition and Sample.")
    ] = 10,
    fold_order: FoldOrderField = "Random",
    seed: Annotated[Seed, shown_when(fold_order="Random")] = 0,
) -> CrossValidateModelOutputs:
    """Estimate how good a learner is on new data: train on all folds but one, score that one, in turn.

    Folds that Partition and Sample has assigned (the column "Fold Number" with the role group) are kept, and the
    number of folds is theirs. Otherwise they are drawn at random, for classes with the same shares in each. Where
    another column has the role group, all rows of a group are in one fold, so that no model is measured on a group
    that it has seen. By time, the rows are divided in the order of the column with the role time: each fold is scored
    by a model of all earlier rows, and the oldest rows are only trained on.

    The first output holds every row that was scored, with the fold it was in and its scores from the model that had
    not seen it; the second the metrics of each fold, their mean and their (sample) standard deviation. Where a column
    has the role weight, training and metrics use it.
    """
    data = drop_missing_labels(dataset, label, port="dataset")
    splits = split_into_folds(untrained_model, data, label, number_of_folds, seed, fold_order)
    with deduplicate_warnings():
        measure = partial(score_fold, untrained_model, data, label)
        folds = list(fan_out_in_order(measure, splits, unit="folds"))
    remark = describe_folds(data, label, len(splits), fold_order)
    scored, by_fold = _combine_scores(data, folds), _tabulate_folds(folds, untrained_model.learner)
    return CrossValidateModelOutputs(replace(scored, remark=remark), replace(by_fold, remark=remark))


def _combine_scores(data: Dataset, folds: list[FoldScores]) -> Dataset:
    """The scored rows in their order, with their fold and scores."""
    positions = np.concatenate([fold.rows for fold in folds])
    back = np.argsort(positions)
    scored = take_rows(data, positions[back])
    columns = pd.concat([fold.predictions.columns for fold in folds], ignore_index=True)
    # A class that one fold's training rows lack has no probability column there: the model gave it none.
    probabilities = [name for name in columns if name.startswith(PROBABILITIES)]
    columns[probabilities] = columns[probabilities].fillna(0.0)
    numbers = np.concatenate([np.full(len(fold.rows), fold.number) for fold in folds])
    frame = scored.frame.drop(columns=[FOLD_COLUMN], errors="ignore").assign(**{FOLD_COLUMN: numbers[back]})
    numbered = scored.with_frame(frame).with_role("group", FOLD_COLUMN)
    predictions = Predictions(columns.iloc[back].reset_index(drop=True), _choose_fullest_scores(folds))
    return add_scores(numbered, predictions)


def _choose_fullest_scores(folds: list[FoldScores]) -> Scores:
    """The scores of the fold that knows the most classes."""
    return max((fold.predictions.scores for fold in folds), key=lambda scores: len(scores.classes))


def _tabulate_folds(folds: list[FoldScores], learner: str) -> Dataset:
    """A row of metrics for each fold, then their mean and standard deviation."""
    table = pd.DataFrame([{INDEXED_ROWS: float(len(fold.rows)), **fold.measured.metrics} for fold in folds])
    summary = pd.DataFrame([table.mean(), table.std()])
    whole = pd.concat([table, summary], ignore_index=True)
    whole.insert(
        0, FOLD_COLUMN, pd.Series([*(str(fold.number) for fold in folds), "Mean", "Standard Deviation"], dtype="str")
    )
    whole.insert(2, MODEL, pd.Series([learner] * len(whole), dtype="str"))
    return Dataset(whole)
