"""What the fields of all parameters have, those that a hint alone tells, and those that offer columns."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, JsonValue

from modules.kit.schema import ColumnType

JsonSchema = Mapping[str, JsonValue]
#: Whose values visitors of a link do not see: none, all, those of a link without scripts, those of one without rows.
Withheld = Literal["never", "always", "without_scripts", "without_rows"]


class BaseWidget(BaseModel):
    """What the field of every parameter has. `default` counts only where the parameter is not `required`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: str
    help: str | None
    required: bool
    #: Whether null is a value of its own.
    nullable: bool
    default: JsonValue
    #: {parameter: the values of it with which this field shows}
    shown_when: dict[str, list[JsonValue]]
    #: {parameter: values of it}: with one of each, this field does not show.
    hidden_when: dict[str, list[JsonValue]]
    #: Whether several values may be given, to be tried one after another; and those that are usually tried.
    sweepable: bool
    suggested_values: list[JsonValue]
    #: Whether the value names secrets. A visitor of a link never sets it.
    secret: bool = False
    #: From which visitors of a link the value is withheld.
    withheld: Withheld = "never"

    def is_shown(self, values: Mapping[str, JsonValue]) -> bool:
        """Whether the form shows this field, by the values of all fields beside it."""
        hidden = [values.get(other) in given for other, given in self.hidden_when.items()]
        shown = all(values.get(other) in given for other, given in self.shown_when.items())
        return shown and not (hidden and all(hidden))

    @classmethod
    def read_schema(cls, schema: JsonSchema) -> Mapping[str, JsonValue] | None:
        """The properties of this kind that a parameter's schema gives; None where the field is of another kind."""
        raise NotImplementedError


class HintedWidget(BaseWidget):
    """A kind that a hint alone tells."""

    hint: ClassVar[str]

    @classmethod
    def read_schema(cls, schema: JsonSchema) -> Mapping[str, JsonValue] | None:
        return {} if schema.get(cls.hint) else None


class ColumnPicker(HintedWidget):
    """It offers the columns of the dataset at an input port."""

    port: str
    #: Types of the columns that it offers; all types where there are none.
    types: list[ColumnType]

    @classmethod
    def read_schema(cls, schema: JsonSchema) -> Mapping[str, JsonValue] | None:
        picker = schema.get(cls.hint)
        return picker if isinstance(picker, dict) else None
