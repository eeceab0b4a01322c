"""Train Vowpal Wabbit Model: fast linear learning from lines of text, by the options of its command line."""

from typing import Annotated, NamedTuple

import pandas as pd
from pydantic import Field

from modules.kit import Call, Column, Dataset, ModuleError, Schema, TrainedModel, column_of, module, titled
from modules.text_analytics.texts import TEXT_TYPES
from modules.text_analytics.vowpal import (
    FileType,
    detect_task,
    find_text_column,
    parse_arguments,
    read_lines,
    train_vowpal,
    unwrap_vowpal_model,
)

CLASSES = {"two-class": ("-1", "1")}


class TrainVowpalWabbitModelOutputs(NamedTuple):
    trained_vowpal_wabbit_model: Annotated[TrainedModel, titled("Trained Vowpal Wabbit model")]


def _build_example() -> Call:
    lines = ["1 | great film", "-1 | dull film", "1 | great fun", "-1 | dull and long"] * 5
    data = Dataset(pd.DataFrame({"lines": pd.Series(lines, dtype="str")}))
    return Call.of(None, data, vw_arguments="--loss_function logistic", output_inverted_hash=True)


@module(
    "Train Vowpal Wabbit Model",
    category="Text Analytics",
    icon="carrot",
    example=_build_example,
    requires=("vowpalwabbit",),
    keywords=("VW", "online learning", "fit", "SGD"),
)
def train_vowpal_wabbit_model(
    pre_trained_vowpal_wabbit_model: Annotated[TrainedModel | None, titled("Pre-trained Vowpal Wabbit model")],
    training_data: Dataset,
    *,
    vw_arguments: Annotated[
        str,
        titled("VW arguments"),
        Field(description="Arguments as on its command line, such as --loss_function logistic --passes 3."),
    ] = "",
    text_column: Annotated[
        str | None,
        column_of("training_data", types=TEXT_TYPES),
        Field(description="The column with the lines. Blank: the only text column."),
    ] = None,
    specify_file_type: Annotated[FileType, Field(description="The format of the lines.")] = "VW",
    output_inverted_hash: Annotated[
        bool, Field(description="Store the weights of the features by name, to show them in the model.")
    ] = False,
) -> TrainVowpalWabbitModelOutputs:
    """Train a Vowpal Wabbit model on lines of text, one per row.

    A line in VW format is a label, a "|" and features: "1 | price:2 red". In SVMLight format it is a number and
    features as index:value. The loss function tells the task: logistic and hinge are for labels of -1 and 1, --oaa
    and --ect for classes 1, 2, ..., else it is a regression. Connect an earlier model to go on training; without
    arguments it goes on with those of that model. Score it with Score Vowpal Wabbit Model.

    Options for files and servers are refused, since the module gives the lines and takes the model itself, and those
    that give several predictions for a row or learn without labels.

    Langford, Li and Strehl, Vowpal Wabbit, 2007; https://vowpalwabbit.org.
    """
    arguments = parse_arguments(vw_arguments)
    earlier = pre_trained_vowpal_wabbit_model
    start = unwrap_vowpal_model(earlier, port="pre_trained_vowpal_wabbit_model") if earlier is not None else None
    lines = read_lines(training_data, text_column, specify_file_type, port="training_data")
    if all(line.startswith("|") for line in lines):
        message = "No line has a label before its '|', so there is nothing to learn."
        raise ModuleError(134, message, port="training_data")
    model = train_vowpal(lines, arguments, start, weights=output_inverted_hash)
    task = detect_task(model.arguments)
    name = text_column or find_text_column(training_data, "training_data")
    return TrainVowpalWabbitModelOutputs(
        TrainedModel(
            task=task,
            learner="Vowpal Wabbit",
            pipeline=model,
            label=None,
            features=Schema((Column(name, "text"),)),
            classes=CLASSES.get(task, ()),
            feature_names=tuple(model.named),
            parameters={"vw_arguments": " ".join(model.arguments), "file_type": specify_file_type},
            rows=len(lines) + (earlier.rows if earlier is not None else 0),
        )
    )
