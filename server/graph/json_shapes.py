"""JSON that is passed on exactly as it is stored, with the shape that the description of the interface gives it.

A stored document keeps what a newer version put into it and lacks what an older one did not know. So it is never parsed
and written again on its way out; only its shape is told.
"""

from typing import Annotated

from pydantic import GetJsonSchemaHandler, JsonValue, TypeAdapter
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import core_schema
from typing_extensions import TypedDict

from modules.kit import ColumnType, Role
from server.graph.document import Design, Node
from server.graph.edits import Edit


class ShapeOf:
    """Describes the annotated value with the JSON schema of a model; what comes is checked and changed no more."""

    def __init__(self, model: type) -> None:
        self.model = model

    def __get_pydantic_json_schema__(
        self, _schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return handler(TypeAdapter(self.model).core_schema)


class ValueStatistics(TypedDict):
    """What was seen of the values of a column: at this port where `exact`, else before rows were left out."""

    rows: int
    missing: int | None
    minimum: JsonValue
    maximum: JsonValue
    distinct: int | None
    exact: bool


class _PortColumnBase(TypedDict):
    name: str
    type: ColumnType
    role: Role


class PortColumn(_PortColumnBase, total=False):
    """A column at a port: `levels` of a category where they are known, `seen` where data have been seen."""

    levels: list[str]
    seen: ValueStatistics


class PortTable(TypedDict):
    """The columns at a port; `complete` is false when a run may bring more."""

    columns: list[PortColumn]
    complete: bool


DesignJson = Annotated[dict[str, object], ShapeOf(Design)]
NodeJson = Annotated[dict[str, object], ShapeOf(Node)]
EditJson = Annotated[dict[str, object], ShapeOf(Edit)]
PortTableJson = Annotated[dict[str, object], ShapeOf(PortTable)]
