"""The parameters that several learners have in common, each named once."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from modules.kit import sweepable


def _hidden_nodes(text: str) -> str:
    if re.fullmatch(r"\s*[1-9]\d{0,3}(\s*,\s*[1-9]\d{0,3})*\s*", text, re.ASCII):
        return text
    wanted = "must be whole numbers from 1 to 9999 with commas between them, as in 100, 50"
    raise PydanticCustomError("hidden_nodes", "{wanted}", {"wanted": wanted})


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
MaximumDepth = Annotated[
    int, Field(ge=1, description="How many questions lead from the root to a leaf, at most."), sweepable
]
ResamplingMethod = Annotated[
    Literal["Bagging Resampling", "Replicate Resampling"],
    Field(description="Bagging draws the rows of each tree by chance; Replicate gives all rows to each tree."),
    sweepable,
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
NormalizeFeatures = Annotated[bool, Field(description="Scale numbers to mean 0 and deviation 1."), sweepable]
HiddenNodes = Annotated[
    str,
    AfterValidator(_hidden_nodes),
    Field(description="Nodes of the hidden layer; with commas those of several layers, as in 100, 50."),
]
NetworkLearningRate = Annotated[
    float, Field(gt=0, le=2, description="The size of each step. Lower it when training diverges."), sweepable
]
LearningIterations = Annotated[
    int,
    Field(ge=1, le=100_000, description="How often training passes over all rows, at most."),
    sweepable,
]
Momentum = Annotated[
    float,
    Field(ge=0, le=1, description="How much of the last step is added to the next one."),
    sweepable,
]
ShuffleExamples = Annotated[bool, Field(description="Draw a new order of the rows for each pass."), sweepable]
Neighbors = Annotated[
    int,
    Field(ge=1, le=10_000, description="How many of the nearest rows decide. More make smoother models."),
    sweepable,
]
NeighborWeights = Annotated[
    Literal["Uniform", "Distance"],
    Field(description="Uniform counts all neighbors alike; Distance counts nearer ones more."),
    sweepable,
]
DistanceMetric = Annotated[
    Literal["Euclidean", "Manhattan"],
    Field(description="Euclidean is the straight line; Manhattan adds up the differences of all features."),
    sweepable,
]
PruningStrength = Annotated[
    float,
    Field(ge=0, description="How much each leaf must improve the tree to stay. 0 keeps all; more prunes more."),
    sweepable,
]
