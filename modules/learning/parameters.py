"""The parameters that several learners have in common, each named once."""

from typing import Annotated

from pydantic import Field

from modules.kit import sweepable

MaximumLeaves = Annotated[
    int,
    Field(ge=2, le=131_072, description="More leaves make larger trees, which fit finer and overfit sooner."),
    sweepable,
]
MinimumSamples = Annotated[
    int, Field(ge=1, description="A leaf holds at least this many rows. More rows make smoother models."), sweepable
]
TreeLearningRate = Annotated[
    float,
    Field(gt=0, le=1, description="How much each tree corrects those before it. Lower rates need more trees."),
    sweepable,
]
NumberOfTrees = Annotated[
    int, Field(ge=1, le=100_000, description="More trees fit better and take longer to train."), sweepable
]
Regularization = Annotated[
    float, Field(ge=0, description="Weight of the penalty on large coefficients. 0 means no penalty."), sweepable
]
Tolerance = Annotated[
    float, Field(gt=0, description="Training stops once the gradient is smaller than this."), sweepable
]
Passes = Annotated[int, Field(ge=1, le=100_000, description="How often training passes over all rows."), sweepable]
StepSize = Annotated[
    float, Field(gt=0, description="The size of the first steps. Lower it when training diverges."), sweepable
]
