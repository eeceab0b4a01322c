"""The difference of two documents as edits: one for each node, note or group that is another, not one for the whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: Fields of a document that are maps by id: what differs in them is changed entry by entry.
MAPS = ("nodes", "notes", "groups", "modules")


def build_edits(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What makes the old document the new one."""
    edits: list[dict[str, Any]] = []
    for field in {**old, **new}:
        before, after = old.get(field), new.get(field)
        if before == after:
            continue
        if field in MAPS and isinstance(before, Mapping) and isinstance(after, Mapping):
            edits += _compare_entries(field, before, after)
        elif field not in new:
            edits.append({"path": [field]})
        else:
            edits.append({"path": [field], "value": after})
    return edits


def _compare_entries(field: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[dict[str, Any]]:
    gone = [{"path": [field, key]} for key in old if key not in new]
    changed = [
        {"path": [field, key], "value": value} for key, value in new.items() if key not in old or old[key] != value
    ]
    return [*gone, *changed]
