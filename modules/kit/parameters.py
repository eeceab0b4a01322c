"""What a form field needs to know and pydantic does not say: column pickers, code, conditions, seeds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, JsonValue, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import core_schema

from modules.kit.column_rules import ColumnRule, choose_by_rules, read_azure_selection
from modules.kit.errors import ModuleError, column_not_found
from modules.kit.formulas.formula_syntax import RESERVED_WORDS
from modules.kit.formulas.functions import FUNCTION_CALLS
from modules.kit.parameter_widgets import CodeLanguage, ConnectionKind
from modules.kit.schema import Column, ColumnType, Role, Schema
from modules.kit.widget_building import build_widgets


@dataclass(frozen=True)
class FormHint:
    """A key and a value added to the JSON schema of a parameter, by which `parameter_widgets.py` chooses its field."""

    key: str
    value: JsonValue

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {**handler(schema), self.key: self.value}


#: In the place of a port: what a learner is trained on, by the module that it is connected to.
TRAINING_DATA = "training data"


def column_of(port: str, *, types: Sequence[ColumnType] = ()) -> FormHint:
    """The parameter names one column of the dataset at `port`; the form offers those of the given types."""
    return FormHint("column_of", {"port": port, "types": list(types)})


def columns_of(port: str, *, types: Sequence[ColumnType] = ()) -> FormHint:
    """The parameter picks columns of the dataset at `port`: a `Columns`, or a list of names."""
    return FormHint("columns_of", {"port": port, "types": list(types)})


def connection_of(*kinds: ConnectionKind) -> FormHint:
    """The parameter names a stored connection of one of these kinds."""
    return FormHint("connection_of", list(kinds))


def conditions_of(port: str) -> FormHint:
    """The parameter is a list of `Condition` on the columns of the dataset at `port`."""
    return FormHint("conditions_of", {"port": port})


def formula_of(port: str, *, gives: Literal["any", "boolean"] = "any") -> FormHint:
    """The parameter is a formula over the columns of the dataset at `port`."""
    words: list[JsonValue] = [*FUNCTION_CALLS]
    return FormHint("formula_of", {"port": port, "gives": gives, "functions": words, "reserved": [*RESERVED_WORDS]})


class ParameterRow(BaseModel):
    """One row of a parameter that is a table: its fields are the cells, with hints and limits like parameters.

    A row whose class stands in `rows_of` may have pickers of columns, formulas, conditions, choices, switches, numbers,
    texts and lists of texts.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)


def rows_of(row: type[ParameterRow], *, row_title: str, adds_column: str | None = None) -> FormHint:
    """The parameter is a `tuple[Row, ...]`, which the form shows as a table; `row_title` is what one row is called.

    `adds_column` is the cell with the name of a column that the row makes, which the rows below it may use.
    """
    cells: list[JsonValue] = [widget.model_dump(mode="json") for widget in build_widgets(row).values()]
    return FormHint("rows_of", {"row_title": row_title, "cells": cells, "adds_column": adds_column})


def shown_when(**conditions: JsonValue | tuple[JsonValue, ...]) -> FormHint:
    """The field shows only while each named parameter has the value, or one of the values of a tuple."""
    shown: dict[str, JsonValue] = {
        name: list(value) if isinstance(value, tuple) else [value] for name, value in conditions.items()
    }
    return FormHint("shown_when", shown)


def hidden_when(**conditions: JsonValue | tuple[JsonValue, ...]) -> FormHint:
    """The field does not show while all named parameters have such values, whatever `shown_when` says."""
    return FormHint("hidden_when", shown_when(**conditions).value)


def titled(title: str) -> FormHint:
    """The field's label, where it is not the parameter's name in words."""
    return FormHint("title", title)


def code(language: CodeLanguage) -> FormHint:
    """The field is an editor for code in this language."""
    return FormHint("code", language)


multiline = FormHint("multiline", True)

Seed = Annotated[
    int,
    Field(ge=0, le=4_294_967_295, description="The same seed gives the same result on every run."),
    titled("Random seed"),
]
Fraction = Annotated[float, Field(ge=0, le=1)]
#: The hash of a stored result. Only a run puts the result in its place.
ArtifactName = Annotated[
    str, Field(pattern=r"^[0-9a-f]{64}$", description="The stored result."), FormHint("artifact_reference", True)
]
#: Which version of a registered model: `newest`, a number, or an alias.
ModelVersionName = Annotated[
    str,
    Field(
        pattern=r"^(?:newest|[1-9][0-9]{0,8}|[a-z][a-z0-9_-]{0,31})$",
        description="The newest version, the one that an alias points to, or a number.",
    ),
    FormHint("model_version", True),
]


class Columns(BaseModel):
    """A choice of columns that still means something when the data change.

    `all` takes every column but the named ones, `none` the named ones only, and `rule` those of the given types and
    roles (any where a list is empty) whose name contains `containing`, but the named ones. `rules` takes those that
    the rules choose one after another, but the named ones. A selection as Azure writes it is read as such rules.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    start: Literal["all", "none", "rule", "rules"] = "all"
    names: tuple[str, ...] = ()
    types: tuple[ColumnType, ...] = ()
    roles: tuple[Role, ...] = ()
    containing: str = ""
    rules: tuple[ColumnRule, ...] = Field(default=(), max_length=200)

    @model_validator(mode="before")
    @classmethod
    def _read_azure(cls, value: Any) -> Any:
        return read_azure_selection(value) if isinstance(value, dict) and "isFilter" in value else value

    @property
    def needs_rows(self) -> bool:
        """Whether only the data themselves tell which columns are chosen."""
        return self.start == "rules" and any(rule.missing_above is not None for rule in self.rules)

    @property
    def all_names(self) -> tuple[str, ...]:
        """Every column that it names, to choose it or to leave it out."""
        ruled = [name for rule in self.rules for name in rule.names or ()] if self.start == "rules" else []
        return tuple(dict.fromkeys([*self.names, *ruled]))

    def resolve(self, schema: Schema) -> list[str]:
        """The names of the chosen columns that the schema has, in its order.

        Raises UnknownRows where a rule asks how much is missing and there are no rows to tell.
        """
        named = set(self.names)
        if self.start == "rules":
            return [name for name in choose_by_rules(self.rules, schema) if name not in named]
        if self.start == "none":
            return [column.name for column in schema if column.name in named]
        return [column.name for column in schema if column.name not in named and self._matches_rule(column)]

    def _matches_rule(self, column: Column) -> bool:
        if self.start == "all":
            return True
        return (
            (not self.types or column.type in self.types)
            and (not self.roles or column.role in self.roles)
            and self.containing.casefold() in column.name.casefold()
        )

    def resolve_required(self, schema: Schema, *, port: str, parameter: str) -> list[str]:
        """The chosen columns; raises error 1 when a named one is not there, error 11 when none is left."""
        for name in self.all_names:
            if name not in schema:
                raise column_not_found(name, schema, port=port, parameter=parameter)
        chosen = self.resolve(schema)
        if not chosen:
            raise ModuleError(11, f"'{parameter}' matches no column of the data.", port=port, parameter=parameter)
        return chosen
