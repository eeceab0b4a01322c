"""The parameters that several learners have in common, each named once.

The values that `sweepable` names are those that Azure Machine Learning's designer tries by default.
"""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from modules.kit import TRAINING_DATA, columns_of, shown_when, sweepable, titled


def _validate_hidden_nodes(text: str) -> str:
    if re.fullmatch(r"\s*[1-9]\d{0,3}(\s*,\s*[1-9]\d{0,3})*\s*", text, re.ASCII):
        return text
    wanted = "must be whole numbers from 1 to 9999 with commas between them, such as 100, 50"
    raise PydanticCustomError("hidden_nodes", "{wanted}", {"wanted": wanted})


def parse_class_weights(text: str) -> dict[str, float]:
    """{class: weight} of `no: 1, yes: 5`; raises ValueError where it is written otherwise, or a weight is negative."""
    found: dict[str, float] = {}
    for part in filter(str.strip, text.split(",")):
        name, colon, weight = part.rpartition(":")
        found[name.strip()] = float(weight)
        if not colon or not name.strip() or not 0 <= found[name.strip()] < float("inf"):
            raise ValueError(part)
    return found


def _validate_class_weights(text: str) -> str:
    try:
        parse_class_weights(text)
    except ValueError:
        wanted = "must be classes with a weight of 0 or more each, such as no: 1, yes: 5"
        raise PydanticCustomError("class_weights", "{wanted}", {"wanted": wanted}) from None
    return text


def make_class_weight(mode: str, text: str = "") -> str | dict[str, float] | None:
    """The setting `class_weight` of scikit-learn; names of classes become those of the label in training."""
    if mode == "Custom":
        return parse_class_weights(text)
    return "balanced" if mode == "Balanced" else None


MaximumLeaves = Annotated[
    int,
    Field(ge=2, le=131_072, description="More leaves make larger trees, which fit more closely and overfit sooner."),
    sweepable(2, 8, 32, 128),
]
MinimumSamples = Annotated[
    int,
    Field(ge=1, description="A leaf holds at least this many rows. More rows make smoother models."),
    sweepable(1, 10, 50),
]
TreeLearningRate = Annotated[
    float,
    Field(gt=0, le=1, description="How much each tree corrects those before it. Lower rates need more trees."),
    sweepable(0.025, 0.05, 0.1, 0.2, 0.4),
]
NumberOfTrees = Annotated[
    int,
    Field(ge=1, le=100_000, description="More trees fit better and take longer to train."),
    sweepable(20, 100, 500),
]
MaximumDepth = Annotated[
    int,
    Field(ge=1, description="The most questions from the root to a leaf."),
    sweepable(2, 4, 8, 16),
]
ForestTrees = Annotated[NumberOfTrees, sweepable(1, 8, 32)]
ForestDepth = Annotated[MaximumDepth, sweepable(1, 16, 64)]
ForestSamples = Annotated[MinimumSamples, sweepable(1, 4, 16)]
ResamplingMethod = Annotated[
    Literal["Bagging Resampling", "Replicate Resampling"],
    Field(description="Bagging draws the rows of each tree at random. Replicate gives all rows to each tree."),
    sweepable,
]
Regularization = Annotated[
    float,
    Field(ge=0, description="Weight of the penalty on large coefficients. 0 means no penalty."),
    sweepable(0.01, 0.1, 1.0),
]
Tolerance = Annotated[
    float,
    Field(gt=0, description="Training stops once the gradient is smaller than this."),
    sweepable(1e-5, 1e-8),
]
Passes = Annotated[
    int,
    Field(ge=1, le=100_000, description="Number of passes of training over all rows."),
    sweepable(1, 10, 100),
]
StepSize = Annotated[
    float,
    Field(gt=0, description="The size of the first steps. Lower it if training diverges."),
    sweepable(0.025, 0.05, 0.1, 0.2),
]
NormalizeFeatures = Annotated[bool, Field(description="Scale numbers to mean 0 and deviation 1."), sweepable]
HiddenNodes = Annotated[
    str,
    AfterValidator(_validate_hidden_nodes),
    Field(description="Number of nodes in the hidden layer. Separate several layers with commas, such as 100, 50."),
    sweepable,
]
NetworkLearningRate = Annotated[
    float,
    Field(gt=0, le=2, description="The size of each step. Lower it if training diverges."),
    sweepable(0.1, 0.2, 0.4),
]
LearningIterations = Annotated[
    int,
    Field(ge=1, le=100_000, description="The most passes of training over all rows."),
    sweepable(20, 40, 80, 160),
]
Momentum = Annotated[
    float,
    titled("Momentum"),
    Field(ge=0, le=1, description="How much of the previous step is added to the next one."),
    sweepable,
]
ShuffleExamples = Annotated[bool, Field(description="Shuffle the rows for each pass."), sweepable]
Neighbors = Annotated[
    int,
    Field(ge=1, le=10_000, description="How many of the nearest rows decide. More rows make smoother models."),
    sweepable(1, 3, 5, 11, 21),
]
NeighborWeights = Annotated[
    Literal["Uniform", "Distance"],
    Field(description="Uniform counts all neighbors equally. Distance counts nearer ones more."),
    sweepable,
]
DistanceMetric = Annotated[
    Literal["Euclidean", "Manhattan"],
    Field(description="Euclidean is the straight line; Manhattan adds up the differences of all features."),
    sweepable,
]
PruningStrength = Annotated[
    float,
    Field(
        ge=0, description="How much each leaf must improve the tree to be kept. 0 keeps all. Higher values prune more."
    ),
    sweepable(0.0, 0.001, 0.01),
]
CategoryEncoding = Annotated[
    Literal["Ordinal", "One-hot"],
    Field(
        description="Ordinal: a whole number for each category, in alphabetical order. One-hot: a column of 0 and 1 "
        "for each, often better where categories have no order, and slower with many of them."
    ),
    sweepable,
]
ClassWeightMode = Annotated[
    Literal["None", "Balanced", "Custom"],
    Field(
        description="Balanced: every class counts the same in total, however rare it is. Custom: each row counts by "
        "the weight of its class. A column with the role weight counts besides."
    ),
    sweepable,
]
#: For estimators that are calibrated: scikit-learn numbers their classes in some steps and not in others.
BalancedClasses = Annotated[
    Literal["None", "Balanced"],
    Field(
        description="Balanced: every class counts the same in total, however rare it is. A column with the role weight "
        "counts besides."
    ),
    sweepable,
]
CustomClassWeights = Annotated[
    str,
    AfterValidator(_validate_class_weights),
    Field(description="A weight for each class, such as no: 1, yes: 5. Classes that are not listed have the weight 1."),
    shown_when(class_weights="Custom"),
]
RowFraction = Annotated[
    float,
    Field(
        gt=0,
        le=1,
        description="The share of the rows, drawn again for each tree. A smaller share makes trees differ more.",
    ),
    sweepable(0.5, 0.75, 1.0),
]
FeatureFraction = Annotated[
    float,
    Field(gt=0, le=1, description="The share of the features, drawn again for each tree."),
    sweepable(0.5, 0.75, 1.0),
]
#: Columns of the data that the learner is trained on: it has none of its own.
RaisingColumns = Annotated[
    tuple[str, ...],
    columns_of(TRAINING_DATA, types=("integer", "real", "boolean")),
    titled("Columns that only raise the prediction"),
    Field(
        max_length=1000,
        description="A larger number never gives a lower prediction, all else equal; of two classes, never a lower "
        "probability of the positive one.",
    ),
]
LoweringColumns = Annotated[
    tuple[str, ...],
    columns_of(TRAINING_DATA, types=("integer", "real", "boolean")),
    titled("Columns that only lower the prediction"),
    Field(max_length=1000, description="A larger number never gives a higher prediction, all else equal."),
]
