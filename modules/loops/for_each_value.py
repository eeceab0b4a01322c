"""For Each Value: where a loop over the values of a setting begins."""

from typing import Annotated

import pandas as pd
from pydantic import Field

from modules.kit import Call, Dataset, Schema, Traits, module, titled
from modules.kit.codegen.script_builder import StepCode
from modules.kit.parameters import FormHint


def _predict_schema(dataset: Schema) -> Schema:
    return dataset


def _emit_code(step: StepCode) -> None:
    step.outputs["results_dataset"] = step.get_input("dataset")


@module(
    "For Each Value",
    category="Loops",
    icon="list-numbers",
    example=lambda: Call.of(
        Dataset(pd.DataFrame({"sales": [5, 9, 4]})), setting="trees.number_of_trees", values=("10", "50")
    ),
    schema=_predict_schema,
    role="loop_start",
    at_inference="drop",
    traits=Traits(preserves="rows", depends_on_other_rows=False),
    emit_code=_emit_code,
    keywords=(
        "loop",
        "for loop",
        "iterate",
        "parameter loop",
        "table row to variable loop",
        "counting loop start",
        "flow variable",
        "repeat",
    ),
)
def for_each_value(
    dataset: Dataset,
    *,
    setting: Annotated[
        str,
        titled("Setting to change"),
        FormHint("loop_setting", True),
        Field(pattern=r"^[A-Za-z0-9_-]{1,64}\.[A-Za-z0-9_]{1,100}$", description="A setting of a module in the loop."),
    ],
    values: Annotated[
        tuple[str, ...],
        Field(
            min_length=1,
            max_length=10_000,
            description="The modules up to Collect Results are run once with each of these values.",
        ),
    ],
) -> Dataset:
    """Run the modules from here to Collect Results once for each value of one of their settings.

    Choose any setting of any module in between, such as a number of trees, a share of rows or a column, and list its
    values. Each run gets the whole table. On the canvas the modules keep the value that they are set to; Collect
    Results runs them with each value, and puts the results below one another, with the value as a column.

    To compare whole runs instead, try several values from the menu of a setting.
    """
    del setting, values  # Collect Results goes by them
    return dataset
