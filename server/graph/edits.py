"""Edits: a change by the user is a list of paths with values, applied as one."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue

Document = dict[str, Any]


class Edit(BaseModel):
    """A new value at a path; without a value, what is at the path is deleted."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: tuple[str, ...] = Field(min_length=1, max_length=12)
    value: JsonValue = None

    @property
    def deletes(self) -> bool:
        return "value" not in self.model_fields_set

    def to_json(self) -> dict[str, Any]:
        return self.model_dump(mode="json", exclude_unset=True)


def delete(*path: str) -> Edit:
    return Edit(path=path)


def put(value: Any, *path: str) -> Edit:
    return Edit(path=path, value=value)


def apply(document: Document, edits: Sequence[Edit]) -> Document:
    """The document after the edits, in their order; the given document is left as it is.

    An edit inside something that is not there (any more) changes nothing: whoever deleted a node has won over whoever
    turned its knobs.
    """
    changed = document
    for edit in edits:
        changed = _applied(changed, edit.path, edit)
    return changed


def _applied(value: Any, path: tuple[str, ...], edit: Edit) -> Any:
    if not isinstance(value, dict):
        return value
    key, rest = path[0], path[1:]
    if rest:
        return {**value, key: _applied(value[key], rest, edit)} if key in value else value
    if edit.deletes:
        return {name: item for name, item in value.items() if name != key}
    return {**value, key: edit.value}


def inverse(document: Document, edits: Sequence[Edit]) -> list[Edit]:
    """The edits that lead from `apply(document, edits)` back to `document`."""
    undone: list[Edit] = []
    for edit in edits:
        undone.append(_restoring(document, edit.path))
        document = apply(document, [edit])
    return undone[::-1]


def _restoring(document: Document, path: tuple[str, ...]) -> Edit:
    value: Any = document
    for key in path:
        if not isinstance(value, dict) or key not in value:
            return delete(*path)
        value = value[key]
    return put(value, *path)
