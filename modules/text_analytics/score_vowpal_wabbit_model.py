"""Score Vowpal Wabbit Model: a trained model predicts every line of text."""

from typing import Annotated, Any, NamedTuple

import numpy as np
import pandas as pd
from pydantic import Field

from modules.kit import Call, Dataset, ModuleError, Scores, Task, TrainedModel, column_of, module, titled
from modules.text_analytics.texts import TEXT_TYPES
from modules.text_analytics.train_vowpal_wabbit_model import CLASSES, train_vowpal_wabbit_model
from modules.text_analytics.vowpal import (
    FileType,
    get_option_value,
    parse_arguments,
    parse_label,
    predict_vowpal,
    read_lines,
    unwrap_vowpal_model,
)

SCORED, PROBABILITIES, LABELS, RAW = "Scored Labels", "Scored Probabilities", "Labels", "Raw Scores"


class ScoreVowpalWabbitModelOutputs(NamedTuple):
    scored_dataset: Dataset


def _build_example() -> Call:
    lines = ["1 | great film", "-1 | dull film", "1 | great fun", "-1 | dull and long"] * 5
    data = Dataset(pd.DataFrame({"lines": pd.Series(lines, dtype="str")}))
    trained = train_vowpal_wabbit_model(None, data, vw_arguments="--loss_function logistic")
    return Call.of(*trained, data, include_an_extra_column_containing_labels=True)


@module(
    "Score Vowpal Wabbit Model",
    category="Text Analytics",
    icon="paw",
    example=_build_example,
    requires=("vowpalwabbit",),
    keywords=("VW", "predict", "online learning"),
)
def score_vowpal_wabbit_model(
    trained_vowpal_wabbit_model: Annotated[TrainedModel, titled("Trained Vowpal Wabbit model")],
    test_data: Dataset,
    *,
    vw_arguments: Annotated[
        str, titled("VW arguments"), Field(description="In addition to the arguments of the training.")
    ] = "",
    text_column: Annotated[
        str | None,
        column_of("test_data", types=TEXT_TYPES),
        Field(description="The column with the lines. Blank: the one of the training data."),
    ] = None,
    specify_file_type: Annotated[FileType, Field(description="The format of the lines.")] = "VW",
    include_an_extra_column_containing_labels: Annotated[
        bool, Field(description='Add the labels of the lines as column "Labels", for Evaluate Model.')
    ] = False,
    include_an_extra_column_containing_raw_scores: Annotated[
        bool,
        Field(
            description='Add the raw scores as column "Raw Scores": before a link or a bound; of '
            "several classes the score of each, as text."
        ),
    ] = False,
) -> ScoreVowpalWabbitModelOutputs:
    """Predict every line with a model of Train Vowpal Wabbit Model.

    Adds "Scored Labels": a number; for labels of -1 and 1 the more probable of the two, and with the logistic loss
    also "Scored Probabilities", the probability of 1. The lines may have labels, which do not count here.
    """
    model = unwrap_vowpal_model(trained_vowpal_wabbit_model, port="trained_vowpal_wabbit_model")
    arguments = parse_arguments(vw_arguments)
    names = trained_vowpal_wabbit_model.features.names
    column = text_column or next((name for name in names if name in test_data.schema), None)
    lines = read_lines(test_data, column, specify_file_type, port="test_data")
    found = predict_vowpal(model, lines, arguments)
    margins = np.array(found.numbers)
    task = trained_vowpal_wabbit_model.task
    made = _build_score_columns(task, margins, (*model.arguments, *arguments))
    if include_an_extra_column_containing_labels:
        made = {LABELS: _parse_labels(lines), **made}
    if include_an_extra_column_containing_raw_scores:
        made[RAW] = _parse_raw_scores(found.raw, len(lines))
    return ScoreVowpalWabbitModelOutputs(_build_scored_dataset(test_data, made, task))


def _build_score_columns(task: Task, margins: Any, arguments: tuple[str, ...]) -> dict[str, Any]:
    if task == "regression":
        return {SCORED: margins}
    if task == "multiclass":
        return {SCORED: margins.astype("int64")}
    link = get_option_value(arguments, "link")
    middle = 0.5 if link == "logistic" else 0.0
    columns = {SCORED: np.where(margins > middle, 1, -1)}
    if link is None and "--binary" not in arguments and get_option_value(arguments, "loss_function") == "logistic":
        from scipy.special import expit

        return columns | {PROBABILITIES: expit(margins)}
    return columns | {PROBABILITIES: margins} if link == "logistic" else columns


def _parse_labels(lines: list[str]) -> Any:
    labels = pd.to_numeric(pd.Series([parse_label(line) for line in lines], dtype="str"), errors="coerce")
    whole = labels.dropna()
    return labels.astype("Int64") if (whole == whole.round()).all() else labels


def _parse_raw_scores(written: list[str], rows: int) -> Any:
    if len(written) != rows:
        message = "Vowpal Wabbit did not write a raw score for each row. Turn off the column of raw scores."
        raise ModuleError(39, message, parameter="include_an_extra_column_containing_raw_scores")
    numbers = pd.to_numeric(pd.Series(written, dtype="str"), errors="coerce")
    return numbers if numbers.notna().all() else pd.Series(written, dtype="str")


def _build_scored_dataset(dataset: Dataset, made: dict[str, Any], task: Task) -> Dataset:
    kept = dataset.frame[[name for name in dataset.frame.columns if name not in made]].reset_index(drop=True)
    label = LABELS if LABELS in made else None
    classes = CLASSES.get(task, ()) or (
        tuple(str(number) for number in sorted(set(made[SCORED]))) if task == "multiclass" else ()
    )
    scores = Scores(
        task=task,
        label=label,
        predicted=SCORED,
        classes=classes,
        positive="1" if task == "two-class" else None,
        probabilities={"1": PROBABILITIES} if PROBABILITIES in made else {},
        learner="Vowpal Wabbit",
    )
    scored = Dataset(pd.concat([kept, pd.DataFrame(made)], axis=1), dataset.roles, scores)
    scored = scored.with_role("score", *(name for name in (SCORED, PROBABILITIES, RAW) if name in made))
    return scored.with_role("label", label) if label else scored
