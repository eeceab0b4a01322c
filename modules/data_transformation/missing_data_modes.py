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
    "Remove entire row",
    "Remove entire column",
]
#: Modes that compute each replacement from the column itself, and those that use the other columns too.
BY_TYPE: CleaningMode = "Replace with median or mode"
FROM_COLUMN = (BY_TYPE, "Replace with mean", "Replace with median", "Replace with mode")
FROM_OTHERS = ("Replace using MICE", "Replace using Probabilistic PCA")
REPLACING = ("Custom substitution value", *FROM_COLUMN, *FROM_OTHERS)
#: These compute with numbers; mode and a custom value fit any type.
NUMBERS_ONLY = ("Replace with mean", "Replace with median", *FROM_OTHERS)

EVERY_COLUMN = Columns()
