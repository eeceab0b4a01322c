"""Groups of a join: only rows with equal values in some columns are compared at all."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from modules.data_transformation.join_keys import pair_keys, predict_joined_schema, refuse_mixed_zones
from modules.kit import Dataset, Schema, columns_of, titled
from modules.kit.codegen.script_builder import StepCode

LeftGroups = Annotated[
    tuple[str, ...],
    Field(description="Only rows with equal values in these columns match. Empty: all rows are compared."),
    columns_of("left_dataset"),
]
RightGroups = Annotated[
    tuple[str, ...],
    Field(description="The group columns in the same order as on the left. Empty: the same names."),
    columns_of("right_dataset"),
    titled("Group columns of the right dataset"),
]
KeptRows = Annotated[
    Literal["Inner Join", "Left Outer Join"],
    titled("Join type"),
    Field(description="Left outer keeps the left rows without a match, with missing values. Inner removes them."),
]
GROUP_PARAMETERS = ("left_group_columns", "right_group_columns")


def predict_grouped_schema(
    left_dataset: Schema,
    right_dataset: Schema,
    left_group_columns: tuple[str, ...],
    right_group_columns: tuple[str, ...],
) -> Schema:
    """The columns of both sides, those of the groups once."""
    return predict_joined_schema(left_dataset, right_dataset, set(right_group_columns or left_group_columns))


def pair_groups(
    left: Dataset, right: Dataset, left_names: Sequence[str], right_names: Sequence[str]
) -> tuple[list[str], list[str]]:
    """The names of the group columns on each side, in one order; raises where they do not compare."""
    groups = pair_keys(left.schema, right.schema, left_names, right_names, parameters=GROUP_PARAMETERS)
    refuse_mixed_zones(left, right, groups)
    return [one.name for one, _ in groups], [other.name for _, other in groups]


def list_group_settings(step: StepCode) -> dict[str, object]:
    """The groups as arguments of the function that a script calls."""
    settings: dict[str, object] = {}
    settings |= {"by": list(step.left_group_columns)} if step.left_group_columns else {}
    settings |= {"right_by": list(step.right_group_columns)} if step.right_group_columns else {}
    return settings
