"""Edits: a change by the user is a list of paths with values, applied as one."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue

Document = dict[str, Any]


class Edit(BaseModel):
    """A new value at a path; without a value, what is at the path is deleted.

    `new`: it makes something, and must not take the place of what another made under the same name.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: tuple[str, ...] = Field(min_length=1, max_length=12)
    value: JsonValue = None
    new: bool = False

    @property
    def deletes(self) -> bool:
        return "value" not in self.model_fields_set

    def to_json(self) -> dict[str, Any]:
        return self.model_dump(mode="json", exclude_unset=True)


def delete_value(*path: str) -> Edit:
    return Edit(path=path)


def set_value(value: Any, *path: str) -> Edit:
    return Edit(path=path, value=value)


def apply_edits(document: Document, edits: Sequence[Edit]) -> Document:
    """The document after the edits, in their order; the given document is left as it is.

    An edit inside something that is not there (any more) changes nothing: whoever deleted a node has won over whoever
    turned its knobs.
    """
    changed, copies = document, _CopiedMaps()
    for edit in edits:
        path, edit = _to_list_edit(changed, edit) if is_item_path(edit.path) else (edit.path, edit)
        changed = _apply_edit(changed, path, 0, edit, copies)
    return changed


class _CopiedMaps:
    """The maps that were copied for this change: they are changed in place, so that each is copied once and not for
    each of its keys."""

    def __init__(self) -> None:
        #: The maps themselves, too: what is gone would leave its number to another one.
        self._maps: dict[int, dict[str, object]] = {}

    def copy_once(self, value: dict[str, object]) -> dict[str, object]:
        if id(value) in self._maps:
            return value
        made = dict(value)
        self._maps[id(made)] = made
        return made


def find_conflicting_paths(document: Document, edits: Sequence[Edit]) -> list[list[str]]:
    """Where the edits would make something and another has made something under that name."""
    return [list(edit.path) for edit in edits if edit.new and get_value_at(document, edit.path)[0]]


def get_value_at(document: Document, path: Sequence[str]) -> tuple[bool, Any]:
    """Whether there is something at the path, and what."""
    value: object = document
    for key in path:
        if not isinstance(value, dict) or key not in value:
            return False, None
        value = value[key]
    return True, value


def is_item_path(path: Sequence[str]) -> bool:
    """Whether the path ends in an item of a list: an edge at a port, by its reference, or a rule that is silenced.

    So people who add or take away different items of one list do not undo one another's work. The value is the place in
    the list that a new item is put at, null for its end.
    """
    return path[0] == "nodes" and (len(path), *path[2:3]) in {(5, "inputs"), (4, "silenced")}


def _get_items(document: Document, path: tuple[str, ...]) -> list[object] | None:
    """The list at a path; a lone text counts as one, and nothing as an empty one. None where no list can be."""
    node = _get_key(_get_key(document, "nodes"), path[1])
    holder = _get_key(node, "inputs", {}) if path[2] == "inputs" else node
    found = _get_key(holder, path[-1], [])
    found = [found] if isinstance(found, str) else found
    return list(found) if isinstance(found, list) else None


def _get_key(value: object, key: str, otherwise: object = None) -> object:
    return value.get(key, otherwise) if isinstance(value, dict) else None


def _to_list_edit(document: Document, edit: Edit) -> tuple[tuple[str, ...], Edit]:
    """An edit of one item as an edit of the list that is there now."""
    path, item = edit.path[:-1], edit.path[-1]
    items = _get_items(document, path)
    if items is None or (item in items) != edit.deletes:
        return edit.path, edit
    if edit.deletes:
        items.remove(item)
    else:
        place = edit.value if isinstance(edit.value, int) and not isinstance(edit.value, bool) else len(items)
        items.insert(max(0, place), item)
    return path, set_value(items, *path) if items or path[2] != "inputs" else delete_value(*path)


def _apply_edit(value: object, path: tuple[str, ...], depth: int, edit: Edit, copies: _CopiedMaps) -> Any:
    """`value` after the edit; the very same object where nothing changes, or where it is a copy already."""
    if not isinstance(value, dict):
        return value
    key = path[depth]
    if depth + 1 < len(path):
        if key not in value and not _is_always_present(path[: depth + 1]):
            return value
        child = value.get(key, {})
        after = _apply_edit(child, path, depth + 1, edit, copies)
        if after is child:
            return value
        changed = copies.copy_once(value)
        changed[key] = after
        return changed
    if edit.deletes and key not in value:
        return value
    changed = copies.copy_once(value)
    if edit.deletes:
        del changed[key]
    else:
        changed[key] = edit.value
    return changed


def _is_always_present(path: tuple[str, ...]) -> bool:
    """Whether a map stands at the path of every design, empty where the document does not spell it out."""
    if len(path) == 1:
        return path[0] in {"nodes", "notes", "groups", "parameters", "modules", "pipeline", "dashboards"}
    if len(path) == 2 and path[0] == "pipeline":
        return path[1] in {"parameters", "inputs", "outputs"}
    return len(path) == 3 and (path[0], path[2]) in {
        ("nodes", "parameters"),
        ("nodes", "inputs"),
        ("groups", "parameters"),
        ("groups", "ports"),
        ("dashboards", "tiles"),
    }


def invert_edits(document: Document, edits: Sequence[Edit]) -> list[Edit]:
    """The edits that lead from `apply(document, edits)` back to `document`."""
    undone: list[Edit] = []
    for edit in edits:
        path = edit.path[:-1] if is_item_path(edit.path) else edit.path
        there, value = get_value_at(document, path)
        undone.append(set_value(value, *path) if there else delete_value(*path))
        document = apply_edits(document, [edit])
    return undone[::-1]
