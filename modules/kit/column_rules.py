"""Ordered rules that choose columns: each includes or excludes those that it fits, and the last one decides."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from modules.kit.schema import Column, ColumnType, Role, Schema

MAX_POSITION = 1_000_000


class ColumnRule(BaseModel):
    """Columns that fit everything that is said here; a rule that says nothing fits every column, and one
    with an empty list or text, which waits to be filled in, fits none.

    In `pattern` * stands for any characters and ? for one, and capitals do not matter. `positions` counts from 1, and
    from the end with a minus: "1-3, 5, -1". `missing_above` fits columns of which a larger share is missing.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    action: Literal["include", "exclude"] = "include"
    names: tuple[str, ...] | None = None
    types: tuple[ColumnType, ...] | None = None
    roles: tuple[Role, ...] | None = None
    pattern: str | None = Field(default=None, max_length=300)
    positions: str | None = Field(default=None, max_length=1_000)
    missing_above: float | None = Field(default=None, ge=0, le=1)

    @field_validator("positions")
    @classmethod
    def _check_positions(cls, text: str | None) -> str | None:
        parse_positions(text or "")
        return text

    def fits(self, column: Column, place: int, schema: Schema) -> bool:
        """Whether the column at this place, counted from 1, is one of those that the rule is about."""
        return (
            (self.names is None or column.name in self.names)
            and (self.types is None or column.type in self.types)
            and (self.roles is None or column.role in self.roles)
            and (self.pattern is None or matches_wildcards(column.name.casefold(), self.pattern.casefold()))
            and (self.positions is None or _is_at(place, len(schema), self.positions))
            and (self.missing_above is None or schema.measure_missing_share(column.name) > self.missing_above)
        )


def choose_by_rules(rules: Sequence[ColumnRule], schema: Schema) -> list[str]:
    """The columns that the rules choose, in the order of the schema; none is chosen at first."""
    chosen = []
    for place, column in enumerate(schema, start=1):
        last = next((rule for rule in reversed(rules) if rule.fits(column, place, schema)), None)
        if last is not None and last.action == "include":
            chosen.append(column.name)
    return chosen


def matches_wildcards(text: str, pattern: str) -> bool:
    """Whether the whole text fits a pattern with * and ?, in time that grows with both lengths only."""
    at = place = 0
    star, resume = -1, 0
    while at < len(text):
        if place < len(pattern) and pattern[place] == "*":
            star, resume = place, at
            place += 1
        elif place < len(pattern) and pattern[place] in ("?", text[at]):
            at, place = at + 1, place + 1
        elif star >= 0:
            resume += 1
            at, place = resume, star + 1
        else:
            return False
    return all(sign == "*" for sign in pattern[place:])


def parse_positions(text: str) -> list[tuple[int, int]]:
    """The first and last position of each part of "1-3, 5, -1"; raises ValueError where a part is none."""
    ranges = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        first, dash, last = part[1:].partition("-")
        first = part[0] + first
        try:
            low, high = int(first), int(last if dash else first)
        except ValueError:
            raise ValueError(f"Positions are written as 1-3, 5, -1. Got '{part}'.") from None
        if not 0 < abs(low) <= MAX_POSITION or not 0 < abs(high) <= MAX_POSITION:
            raise ValueError(f"Positions count from 1, or from -1 at the end. Got '{part}'.")
        ranges.append((low, high))
    return ranges


def _is_at(place: int, count: int, positions: str) -> bool:
    def from_start(position: int) -> int:
        return position if position > 0 else count + 1 + position

    return any(from_start(low) <= place <= from_start(high) for low, high in parse_positions(positions))


#: What Azure calls types and kinds of columns.
AZURE_TYPES: Mapping[str, tuple[ColumnType, ...]] = {
    "Numeric": ("integer", "real"),
    "Integer": ("integer",),
    "Double": ("real",),
    "String": ("text",),
    "Boolean": ("boolean",),
    "DateTime": ("datetime",),
    "Categorical": ("category",),
    "TimeSpan": ("other",),
    "Image": ("other",),
    "NotCategorical": ("integer", "real", "boolean", "text", "datetime", "vector", "other"),
    "All": (),
}
AZURE_ROLES: Mapping[str, Role] = {
    "Feature": "feature",
    "AllFeatures": "feature",
    "Label": "label",
    "AllLabels": "label",
    "Score": "score",
    "AllScores": "score",
    "Weight": "weight",
}


def read_azure_selection(value: Mapping[str, Any]) -> dict[str, Any]:
    """The rules of a column selection as Azure writes it: {"isFilter": true, "rules": [{"ruleType": ...}]}."""
    return {"start": "rules", "rules": [_read_azure_rule(rule) for rule in value.get("rules", [])]}


def _read_azure_rule(rule: Mapping[str, Any]) -> dict[str, Any]:
    kind = str(rule.get("ruleType", ""))
    made: dict[str, Any] = {"action": "exclude" if rule.get("exclude") else "include"}
    if kind == "AllColumns":
        return made
    if kind == "ColumnNames":
        return made | {"names": [str(name) for name in rule.get("columns", [])]}
    if kind == "ColumnIndexes":
        return made | {"positions": ", ".join(str(place) for place in rule.get("columns", []))}
    if kind == "ColumnTypes":
        found = [AZURE_TYPES[one] for one in rule.get("columnTypes", []) if one in AZURE_TYPES]
        chosen = list(dict.fromkeys(one for types in found for one in types))
        return made | ({"types": chosen} if chosen else {})
    if kind in AZURE_ROLES:
        return made | {"roles": [AZURE_ROLES[kind]]}
    raise ValueError(f"'{kind}' is no kind of rule for columns that can be read.")
