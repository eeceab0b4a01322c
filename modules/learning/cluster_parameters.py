"""The parameters that training and assigning clusters have in common."""

from typing import Annotated, Literal

from pydantic import Field

from modules.kit import Columns, shown_when, sweepable, titled

#: Every column with the role of a feature.
FEATURES = Columns(start="rule", roles=("feature",))

AppendOrResultOnly = Annotated[
    bool,
    titled("Check for append or uncheck for result only"),
    Field(description="Off: only the assignments are returned, with the label if the data has one."),
]

Centroids = Annotated[int, Field(ge=2, le=10_000, description="How many clusters to look for."), sweepable]
Initialization = Annotated[
    Literal["K-Means++", "Random", "First N"],
    Field(description="Where the centers start: far apart, at random rows, or at the first rows."),
    sweepable,
]
NormalizeToRange = Annotated[bool, Field(description="Scale each number to the range from 0 to 1 first."), sweepable]
Iterations = Annotated[int, Field(ge=1, le=100_000, description="How often the clusters may be moved."), sweepable]

Linkage = Annotated[
    Literal["Ward", "Average", "Complete", "Single"],
    Field(
        description="Which clusters are joined next. Ward: those that stay most compact. The others: those whose "
        "rows are nearest on average, at most, or at least."
    ),
    sweepable,
]
LinkageMetric = Annotated[
    Literal["Euclidean", "Manhattan", "Cosine"],
    Field(description="How the distance of two rows is measured. Ward works only with Euclidean."),
    shown_when(linkage=("Average", "Complete", "Single")),
    sweepable,
]
CutAt = Annotated[Literal["Number of clusters", "Height"], Field(description="How the tree is cut into clusters.")]
CutHeight = Annotated[
    float,
    Field(gt=0, description="Clusters further apart than this are not joined."),
    shown_when(cut_the_tree_at="Height"),
    sweepable,
]

MixtureSize = Annotated[int, Field(ge=2, le=1_000, description="Number of distributions."), sweepable]
Covariance = Annotated[
    Literal["Full", "Tied", "Diagonal", "Spherical"],
    Field(description="Full: any ellipse. Tied: one shape for all. Diagonal: along the axes. Spherical: balls."),
    sweepable,
]
VarianceAdded = Annotated[
    float, Field(ge=0, description="Added to each variance, so that no cluster shrinks to a point."), sweepable
]
NumberOfStarts = Annotated[int, Field(ge=1, le=1_000, description="Number of starts. The best one is kept."), sweepable]
