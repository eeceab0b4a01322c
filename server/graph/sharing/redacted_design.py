"""What strangers may see of a design: the graph, without what was not meant for them. Unknown fields stay behind."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from modules.kit import Module
from server.graph.analyzed_design import get_parameter_schemas
from server.graph.document import Design, Node, NodeGroup, Note

#: Form hints whose values are names on this server, or what may hold a password.
PRIVATE_HINTS = ("connection_of", "dataset_reference", "artifact_reference", "refreshed_at")
SCRIPT_LANGUAGES = ("python", "sql", "r")


@dataclass(frozen=True)
class Visibility:
    """What the owner lets others see: the sources of scripts; so many rows of data that were typed into the design."""

    scripts: bool = False
    rows: int = 0


def redact_design(
    design: Design, catalog: Mapping[str, Module], visibility: Visibility, node_titles: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The design for others. `named` are titles for nodes that have none, as the names of their datasets."""
    titles = node_titles or {}
    nodes = {
        name: redact_node(node, catalog.get(node.module), visibility, titles.get(name))
        for name, node in design.nodes.items()
    }
    scripts = visibility.scripts
    own = {name: {"code": module.code} for name, module in design.modules.items()} if scripts else {}
    return {
        "format": design.format,
        "name": design.name,
        "description": design.description,
        "nodes": nodes,
        "notes": {name: _dump_known_fields(note) for name, note in design.notes.items() if isinstance(note, Note)},
        "groups": {
            name: _dump_known_fields(group) for name, group in design.groups.items() if isinstance(group, NodeGroup)
        },
        "parameters": {},
        "modules": own,
    }


def _dump_known_fields(value: Note | NodeGroup) -> dict[str, Any]:
    """Only the fields that this version knows; a promoted port or parameter is kept with its own."""
    dumped = value.model_dump(mode="json", include=set(type(value).model_fields))
    for field in ("ports", "parameters"):
        for promoted in dumped.get(field, {}).values():
            for extra in set(promoted) - {"node", "port", "side", "parameter", "title"}:
                del promoted[extra]
    return dumped


def redact_node(node: Node, module: Module | None, visibility: Visibility, title: str | None = None) -> dict[str, Any]:
    """A node for others; `title` where it has none."""
    redacted = node.model_dump(mode="json", include=set(Node.model_fields))
    fields = get_parameter_schemas(module.parameters) if module else {}
    redacted["parameters"] = {
        name: _redact_value(value, fields[name], visibility)
        for name, value in node.parameters.items()
        if name in fields and is_public_parameter(fields[name], visibility)
    }
    redacted["title"] = node.title or title
    return redacted


def is_public_parameter(field: Mapping[str, Any], visibility: Visibility) -> bool:
    """Whether others may see what a parameter with this form is set to."""
    if field.get("secret_names"):  # the source names them, too
        return visibility.scripts
    if any(field.get(hint) for hint in PRIVATE_HINTS) or (field.get("multiline") and not visibility.rows):
        return False
    return visibility.scripts or field.get("code") not in SCRIPT_LANGUAGES


def _redact_value(value: Any, field: Mapping[str, Any], visibility: Visibility) -> Any:
    if field.get("multiline") and isinstance(value, str):
        # Typed data begin with the line of their names.
        lines = value.splitlines()
        return value if len(lines) <= visibility.rows + 1 else "\n".join(lines[: visibility.rows + 1])
    return value if field.get("code") in SCRIPT_LANGUAGES else _strip_credentials(value)


def _strip_credentials(value: Any) -> Any:
    """Addresses lose user, password and query: keys are often in there."""
    if isinstance(value, str) and "://" in value[:20] and "\n" not in value:
        try:
            parts = urlsplit(value)
        except ValueError:
            return ""
        return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
    if isinstance(value, list):
        return [_strip_credentials(item) for item in value]
    return value


def find_code(design: Design, catalog: Mapping[str, Module]) -> list[tuple[str | None, str, str, str]]:
    """All code that a design holds: (node, what it is called, language, source); of its own modules without a node."""
    found: list[tuple[str | None, str, str, str]] = []
    for name, node in design.nodes.items():
        module = catalog.get(node.module)
        fields = get_parameter_schemas(module.parameters) if module else {}
        for parameter, field in fields.items():
            value = node.parameters.get(parameter, field.get("default"))
            if field.get("code") in SCRIPT_LANGUAGES and isinstance(value, str) and value.strip():
                found.append((name, node.title or (module.title if module else node.module), field["code"], value))
    own = [(None, name.removeprefix("own_"), "python", written.code) for name, written in design.modules.items()]
    return [*found, *own]


def find_external_access(design: Design, catalog: Mapping[str, Module]) -> list[tuple[str, str, str]]:
    """What reaches out of the server: (node, what it is called, how it is set), without what may be a secret."""
    found = []
    for name, node in design.nodes.items():
        module = catalog.get(node.module)
        if module is not None and module.external_request is not None and not node.disabled:
            fields = get_parameter_schemas(module.parameters)
            settings = [
                f"{fields[parameter].get('title', parameter)}: {_strip_credentials(value)}"
                for parameter, value in node.parameters.items()
                if parameter in fields
                and fields[parameter].get("code") not in SCRIPT_LANGUAGES
                and value not in (None, "")
            ]
            found.append((name, node.title or module.title, "\n".join(settings)))
    return found
