"""Collect Results: where a loop ends, and what all its iterations gave comes together."""

from typing import Annotated, Literal

import pandas as pd
from pydantic import Field

from modules.kit import Call, Dataset, Schema, module
from modules.loops.iterations import LoopOutputs, tabulate_iterations

OnFailure = Literal["Go on with the others", "Stop"]
#: More iterations than this have to be allowed first.
USUAL_LIMIT = 10_000

WhenOneFails = Annotated[
    OnFailure, Field(description="An iteration that fails is a row of the second output, with its reason.")
]
MostIterations = Annotated[
    int, Field(ge=1, le=1_000_000, description="A loop over more values or groups than this does not begin.")
]


def _predict_schemas(result: Schema) -> tuple[Schema, None]:
    return Schema(result.columns, complete=False), None


@module(
    "Collect Results",
    category="Loops",
    icon="stack-push",
    example=lambda: Call.of(Dataset(pd.DataFrame({"sales": [5, 9]}))),
    schema=_predict_schemas,
    role="loop_end",
    at_inference="drop",
    keywords=("loop end", "end loop", "union", "append", "combine", "stack", "for each", "concatenate"),
)
def collect_results(
    result: Dataset,
    *,
    when_one_fails: WhenOneFails = "Go on with the others",
    most_iterations: MostIterations = USUAL_LIMIT,
) -> LoopOutputs:
    """Run the modules back to For Each Group or For Each Value once for each, and put the results below one another.

    The columns that name the group, or the value of the setting, come first. Take a table or an evaluation: of an
    evaluation each iteration gives its metrics as a row. The second output has a row for each iteration: whether it
    worked, how long it took, and why it failed if it did.

    A later run computes only the iterations whose rows, modules or settings changed. You can cancel the loop at any
    time, and see how many iterations are done.
    """
    del when_one_fails, most_iterations  # they are for a run, which puts Repeat Modules in this place
    return LoopOutputs(result, tabulate_iterations(["Iteration"], []))
