"""The ways in which Clean Missing Data fills gaps or removes what has them."""

from typing import Literal

from modules.kit import Columns

CleaningMode = Literal[
    "Replace with median or mode",
    "Custom substitution value",
    "Replace with mean",
    "Replace with median",
    "Replace with mode",
    "Replace using MICE",
    "Replace using Probabilistic PCA",
    "Replace using nearest neighbors",
    "Remove entire row",
    "Remove entire column",
]
#: Modes that compute each replacement from the column itself, and those that use the other columns too.
BY_TYPE: CleaningMode = "Replace with median or mode"
FROM_COLUMN = (BY_TYPE, "Replace with mean", "Replace with median", "Replace with mode")
BY_NEIGHBORS: CleaningMode = "Replace using nearest neighbors"
FROM_OTHERS = ("Replace using MICE", "Replace using Probabilistic PCA", BY_NEIGHBORS)
REPLACING = ("Custom substitution value", *FROM_COLUMN, *FROM_OTHERS)
#: These compute with numbers; mode and a custom value fit any type.
NUMBERS_ONLY = ("Replace with mean", "Replace with median", *FROM_OTHERS)

EVERY_COLUMN = Columns()
