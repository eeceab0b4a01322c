"""A folder of designs for git: one file for each, in a form whose differences can be read."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from designery.connection import Connection
from designery.designs import Design
from designery.errors import DesigneryError
from designery.layout import sort_nodes

SUFFIX = ".design.json"
#: What a node, a note or a group has where nothing is said.
NODE_DEFAULTS: Mapping[str, Any] = {
    "parameters": {}, "inputs": {}, "title": None, "note": None, "disabled": False, "bypassed": False, "group": None,
    "silenced": [], "x": 0, "y": 0,
}  # fmt: skip
DOCUMENT_DEFAULTS: Mapping[str, Any] = {
    "description": "", "notes": {}, "groups": {}, "modules": {}, "parameters": {},
    "pipeline": {"parameters": {}, "inputs": {}, "outputs": {}},
}  # fmt: skip
ChangeKind = Literal["new", "changed", "same"]


@dataclass(frozen=True)
class FolderChange:
    """What pulling or pushing did, or would do, to one design."""

    name: str
    path: Path
    kind: ChangeKind
    lines: Sequence[str] = ()


def format_document(document: Mapping[str, Any]) -> str:
    """A document as text for git: along the flow, one value a line, without what is as usual, places of cards last.

    Long texts, as scripts, are lists of lines nowhere: the file is a design as the browser opens it.
    """
    nodes = document.get("nodes", {})
    ordered = {name: _trim_node(nodes[name]) for name in sort_nodes(dict(sorted(nodes.items())))}
    rest = {key: value for key, value in document.items() if key != "nodes" and value != DOCUMENT_DEFAULTS.get(key)}
    head = {key: rest.pop(key) for key in ("format", "name", "description") if key in rest}
    return json.dumps({**head, "nodes": ordered, **dict(sorted(rest.items()))}, indent=2, ensure_ascii=False) + "\n"


def _trim_node(node: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in node.items() if key not in NODE_DEFAULTS or value != NODE_DEFAULTS[key]}
    places: dict[str, Any] = {key: kept.pop(key) for key in ("x", "y") if key in kept}
    first: dict[str, Any] = {key: kept.pop(key) for key in ("module", "title", "inputs", "parameters") if key in kept}
    if "parameters" in first:
        first["parameters"] = dict(sorted(first["parameters"].items()))
    if "inputs" in first:
        first["inputs"] = dict(sorted(first["inputs"].items()))
    return {**first, **dict(sorted(kept.items())), **places}


def build_file_name(name: str) -> str:
    """The name of the file of a design."""
    words = re.sub(r"[^\w-]+", "-", name.strip(), flags=re.UNICODE).strip("-").lower()
    return f"{words or 'design'}{SUFFIX}"


def pull_designs(connection: Connection, folder: Path, names: Sequence[str] = ()) -> list[FolderChange]:
    """Write the designs of a server to a folder; raises DesigneryError where two would be one file."""
    listed = [one for one in connection.iterate_pages("designs", sort="name") if not names or one["name"] in names]
    missing = [name for name in names if name not in {one["name"] for one in listed}]
    if missing:
        raise DesigneryError(f"There is no design '{missing[0]}'.")
    files: dict[str, str] = {}
    for one in listed:
        other = files.setdefault(build_file_name(one["name"]), one["name"])
        if other != one["name"] or sum(entry["name"] == one["name"] for entry in listed) > 1:
            raise DesigneryError(
                f"'{one['name']}' and '{other}' would both be {build_file_name(one['name'])}. Rename one."
            )
    folder.mkdir(parents=True, exist_ok=True)
    return [_pull_design(connection, one, folder / build_file_name(one["name"])) for one in listed]


def _pull_design(connection: Connection, listed: Mapping[str, Any], path: Path) -> FolderChange:
    text = format_document(connection.get("designs", listed["id"])["document"])
    known = path.read_text(encoding="utf-8") if path.exists() else None
    if known == text:
        return FolderChange(listed["name"], path, "same")
    path.write_text(text, encoding="utf-8")
    return FolderChange(listed["name"], path, "new" if known is None else "changed")


def push_designs(connection: Connection, paths: Sequence[Path], *, dry_run: bool = False) -> list[FolderChange]:
    """Store the designs of files: those of a name that is there are changed, as one undoable change each.

    A new design comes as an import: its code runs once somebody looked at it.
    """
    listed = list(connection.iterate_pages("designs"))
    return [_push_design(connection, path, listed, dry_run=dry_run) for path in paths]


def _push_design(
    connection: Connection, path: Path, listed: Sequence[Mapping[str, Any]], *, dry_run: bool
) -> FolderChange:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DesigneryError(f"{path} can't be read: {error}.") from None
    if not isinstance(document, dict):
        raise DesigneryError(f"{path} is not a design. It holds no object.")
    design = Design(document, connection=connection, imported=True)
    checked = design.check()["document"]
    found = [one for one in listed if one["name"] == design.name]
    if len(found) > 1:
        raise DesigneryError(f"There are {len(found)} designs named '{design.name}'. Rename all but one.")
    if not found:
        if not dry_run:
            design.save()
        return FolderChange(design.name, path, "new")
    stored = connection.get("designs", found[0]["id"])["document"]
    if stored == checked:
        return FolderChange(design.name, path, "same")
    lines = describe_changes(stored, checked)
    if not dry_run:
        design.id = found[0]["id"]
        design.save()
    return FolderChange(design.name, path, "changed", lines)


def describe_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """What differs, node by node and parameter by parameter."""
    lines: list[str] = []
    before, after = old.get("nodes", {}), new.get("nodes", {})
    lines += [f"- {name} ({before[name]['module']})" for name in before if name not in after]
    lines += [f"+ {name} ({after[name]['module']})" for name in after if name not in before]
    for name in (one for one in after if one in before and before[one] != after[one]):
        lines += [f"~ {name}: {words}" for words in _describe_node(before[name], after[name])]
    rest = [key for key in {**old, **new} if key != "nodes" and old.get(key) != new.get(key)]
    return lines + [f"~ {key}" for key in rest]


def _describe_node(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    words: list[str] = []
    for field in ("parameters", "inputs"):
        before, after = old.get(field, {}), new.get(field, {})
        changed = [key for key in {**before, **after} if before.get(key) != after.get(key)]
        words += [f"{key} {_shorten(before.get(key))} -> {_shorten(after.get(key))}" for key in changed]
    if (old.get("x"), old.get("y")) != (new.get("x"), new.get("y")):
        words.append("moved")
    others = {*old, *new} - {"parameters", "inputs", "x", "y"}
    return words + sorted(key for key in others if old.get(key) != new.get(key))


def _shorten(value: Any) -> str:
    text = "nothing" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."
