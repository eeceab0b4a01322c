"""The signature of a model: the columns that go in, with what training saw of them, and the column that comes out."""

from collections.abc import Container, Mapping
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from modules.kit.schema import ColumnType
from modules.kit.views.artifact_view import ArtifactView
from modules.kit.views.dataset_view import ColumnProfile, DatasetView
from modules.kit.views.model_view import ModelView
from modules.kit.views.view_model import CellValue

#: More different values than these are not listed: such a column may be asked for any text.
MAX_LEVELS = 100
#: So many digits are enough for a typical number.
EXAMPLE_DIGITS = 6


class SignatureColumn(BaseModel):
    """A column of a request. `minimum` and `maximum` are those of the training data.

    `levels` are the values that training saw of a text or category, null where they are too many or not known.
    `example` is the median or the commonest value.
    """

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    name: str
    type: ColumnType
    levels: list[str] | None = None
    minimum: CellValue = None
    maximum: CellValue = None
    missing: bool = Field(default=False, description="Whether training saw rows without a value.")
    example: CellValue = None
    required: bool = Field(
        default=True, description="Whether a request needs it: no answer depends on a column that is thrown away first."
    )

    @model_validator(mode="after")
    def _round_example(self) -> Self:
        """A median of 96.33333333333333 fills a field as 96.3333, unless that is beyond what training saw."""
        self.example = _round_within(self.example, self.minimum, self.maximum)
        return self


class ModelSignature(BaseModel):
    """What goes in and what comes out. `rows` is the number of training rows.

    `label` is the column that is predicted, null where there is none; `classes` are its values, empty for a number.
    """

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    columns: list[SignatureColumn]
    label: SignatureColumn | None = None
    classes: list[str] = []
    rows: int | None = None


def build_signature(view: ArtifactView | None, training: DatasetView | None) -> ModelSignature:
    """The signature of a model or transformation, from its view and that of the table it learned from.

    What neither of them says stays unknown: a view may still be being made.
    """
    profiles = {profile.name: profile for profile in training.columns} if training else {}
    if not isinstance(view, ModelView):
        return ModelSignature(
            columns=[_describe_profile(profile) for profile in profiles.values()],
            rows=training.rows if training else None,
        )
    columns = [
        _describe_column(feature.name, feature.type, feature.levels, profiles)
        for feature in view.features
        if feature.role not in ("label", "score")
    ]
    label = None
    if view.label is not None:
        known = profiles.get(view.label)
        kind = known.type if known else "text" if view.classes else "real"
        label = _describe_column(view.label, kind, view.classes or None, profiles)
    return ModelSignature(columns=columns, label=label, classes=view.classes, rows=view.rows)


def mark_unread_columns(signature: ModelSignature, unread: Container[str]) -> ModelSignature:
    """The signature with the columns that a request may leave out."""
    columns = [one.model_copy(update={"required": one.name not in unread}) for one in signature.columns]
    return signature.model_copy(update={"columns": columns})


def leave_out_unread_columns(signature: ModelSignature) -> ModelSignature:
    """The signature with the columns alone that a request needs."""
    return signature.model_copy(update={"columns": [column for column in signature.columns if column.required]})


def withhold_single_values(signature: ModelSignature) -> ModelSignature:
    """The signature without the examples that may stand for one row alone: texts whose levels are not listed."""
    return signature.model_copy(update={"columns": [_withhold_single_value(column) for column in signature.columns]})


def _withhold_single_value(column: SignatureColumn) -> SignatureColumn:
    is_shared = column.type in ("integer", "real", "boolean", "datetime") or column.levels is not None
    return column if is_shared else column.model_copy(update={"example": None})


def _describe_column(
    name: str, kind: ColumnType, levels: list[str] | None, profiles: Mapping[str, ColumnProfile]
) -> SignatureColumn:
    profile = profiles.get(name)
    found = _describe_profile(profile) if profile else SignatureColumn(name=name, type=kind)
    known = found.levels if levels is None else levels
    return found.model_copy(
        update={"type": kind, "levels": known if known is not None and len(known) <= MAX_LEVELS else None}
    )


def _describe_profile(profile: ColumnProfile) -> SignatureColumn:
    numeric = profile.type in ("integer", "real")
    top = profile.top or []
    listed = bool(top) and profile.distinct is not None and len(top) == profile.distinct
    return SignatureColumn(
        name=profile.name,
        type=profile.type,
        levels=sorted(count.value for count in top) if listed and not numeric else None,
        minimum=profile.min if numeric or profile.type == "datetime" else None,
        maximum=profile.max if numeric or profile.type == "datetime" else None,
        missing=profile.missing > 0,
        example=_choose_example(profile),
    )


def _choose_example(profile: ColumnProfile) -> CellValue:
    """The median of numbers, the commonest of other values, the last moment of times."""
    if profile.type == "integer" and profile.median is not None:
        return round(profile.median)
    if profile.type == "real":
        return profile.median
    if profile.top:
        value = profile.top[0].value
        return value.casefold() == "true" if profile.type == "boolean" else value
    return profile.max


def _round_within(value: CellValue, low: CellValue, high: CellValue) -> CellValue:
    if not isinstance(value, float) or value.is_integer():
        return value
    rounded = float(f"{value:.{EXAMPLE_DIGITS}g}")
    is_below = isinstance(low, int | float) and rounded < low
    is_above = isinstance(high, int | float) and rounded > high
    return value if is_below or is_above else rounded
