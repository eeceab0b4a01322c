"""What all views have in common, and the small shapes that several of them hold."""

from pydantic import BaseModel, ConfigDict
from pydantic.json_schema import SkipJsonSchema

#: A value of a table as JSON and a browser can hold it: see `to_browser_value`.
CellValue = bool | int | float | str | None
#: Across and up.
Point = tuple[float, float]
#: Across, up, and the number of the cluster, -1 for noise.
ClusterPoint = tuple[float, float, int]
#: The type of None in a field that is left out where it has no value: `width: int | Absent`, with `is_absent`.
Absent = SkipJsonSchema[None]


class ViewModel(BaseModel):
    """A part of a view. What an earlier version wrote is read with defaults for what it lacked, and without the rest.

    A field that today's views always have is required in the API's description, even if it has a default for older
    ones. One that may be missing says so by `exclude_if`.
    """

    model_config = ConfigDict(
        frozen=True,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        json_schema_serialization_defaults_required=True,
    )


def is_absent(value: object) -> bool:
    """For `exclude_if`: a field without a value is left out."""
    return value is None


def is_never_absent(_value: object) -> bool:
    """For `exclude_if`: today's views always have the field, but those of earlier versions may lack it."""
    return False


class Histogram(ViewModel):
    """Bin edges, rising, and the counts between each two of them."""

    edges: list[float]
    counts: list[int]


class ValueRange(ViewModel):
    """The smallest and the largest of some numbers."""

    min: float
    max: float
