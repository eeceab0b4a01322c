"""What strangers may see of a design: the graph, without what was not meant for them. Unknown fields stay behind."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from modules.kit import Module
from server.graph.document import Design, Group, Node, Note
from server.graph.drawing import forms

#: Form hints whose values are names on this server, or what may hold a password.
WITHHELD = ("connection_of", "dataset_reference", "artifact_reference", "refreshed_at")
SCRIPTS = ("python", "sql", "r")


@dataclass(frozen=True)
class Chosen:
    """What the owner lets others see: the sources of scripts; so many rows of data that were typed into the design."""

    scripts: bool = False
    rows: int = 0


def shown(
    design: Design, catalog: Mapping[str, Module], chosen: Chosen, named: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The design for others. `named` are titles for nodes that have none, as the names of their datasets."""
    titles = named or {}
    nodes = {
        name: shown_node(node, catalog.get(node.module), chosen, titles.get(name))
        for name, node in design.nodes.items()
    }
    scripts = chosen.scripts
    own = {name: {"code": module.code} for name, module in design.modules.items()} if scripts else {}
    return {
        "format": design.format,
        "name": design.name,
        "description": design.description,
        "nodes": nodes,
        "notes": {name: _known(note) for name, note in design.notes.items() if isinstance(note, Note)},
        "groups": {name: _known(group) for name, group in design.groups.items() if isinstance(group, Group)},
        "parameters": {},
        "modules": own,
    }


def _known(value: Note | Group) -> dict[str, Any]:
    """Only the fields that this version knows; a promoted port or parameter is kept with its own."""
    told = value.model_dump(mode="json", include=set(type(value).model_fields))
    for field in ("ports", "parameters"):
        for promoted in told.get(field, {}).values():
            for extra in set(promoted) - {"node", "port", "side", "parameter", "title"}:
                del promoted[extra]
    return told


def shown_node(node: Node, module: Module | None, chosen: Chosen, title: str | None = None) -> dict[str, Any]:
    """A node for others; `title` where it has none."""
    told = node.model_dump(mode="json", include=set(Node.model_fields))
    fields = forms(module.parameters) if module else {}
    told["parameters"] = {
        name: _told(value, fields[name], chosen)
        for name, value in node.parameters.items()
        if name in fields and public(fields[name], chosen)
    }
    told["title"] = node.title or title
    return told


def public(field: Mapping[str, Any], chosen: Chosen) -> bool:
    """Whether others may see what a parameter with this form is set to."""
    if field.get("secret_names"):  # the source names them, too
        return chosen.scripts
    if any(field.get(hint) for hint in WITHHELD) or (field.get("multiline") and not chosen.rows):
        return False
    return chosen.scripts or field.get("code") not in SCRIPTS


def _told(value: Any, field: Mapping[str, Any], chosen: Chosen) -> Any:
    if field.get("multiline") and isinstance(value, str):
        # Typed data begin with the line of their names.
        lines = value.splitlines()
        return value if len(lines) <= chosen.rows + 1 else "\n".join(lines[: chosen.rows + 1])
    return value if field.get("code") in SCRIPTS else _without_secrets(value)


def _without_secrets(value: Any) -> Any:
    """Addresses lose user, password and query: keys are often in there."""
    if isinstance(value, str) and "://" in value[:20] and "\n" not in value:
        try:
            parts = urlsplit(value)
        except ValueError:
            return ""
        return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
    if isinstance(value, list):
        return [_without_secrets(item) for item in value]
    return value


def code_of(design: Design, catalog: Mapping[str, Module]) -> list[tuple[str | None, str, str, str]]:
    """All code that a design holds: (node, what it is called, language, source); of its own modules without a node."""
    found: list[tuple[str | None, str, str, str]] = []
    for name, node in design.nodes.items():
        module = catalog.get(node.module)
        fields = forms(module.parameters) if module else {}
        for parameter, field in fields.items():
            value = node.parameters.get(parameter, field.get("default"))
            if field.get("code") in SCRIPTS and isinstance(value, str) and value.strip():
                found.append((name, node.title or (module.title if module else node.module), field["code"], value))
    own = [(None, name.removeprefix("own_"), "python", written.code) for name, written in design.modules.items()]
    return [*found, *own]


def outside_of(design: Design, catalog: Mapping[str, Module]) -> list[tuple[str, str, str]]:
    """What reaches out of the server: (node, what it is called, how it is set), without what may be a secret."""
    found = []
    for name, node in design.nodes.items():
        module = catalog.get(node.module)
        if module is not None and module.errand is not None and not node.disabled:
            fields = forms(module.parameters)
            told = [
                f"{fields[parameter].get('title', parameter)}: {_without_secrets(value)}"
                for parameter, value in node.parameters.items()
                if parameter in fields and fields[parameter].get("code") not in SCRIPTS and value not in (None, "")
            ]
            found.append((name, node.title or module.title, "\n".join(told)))
    return found
