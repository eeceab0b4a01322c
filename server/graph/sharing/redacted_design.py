"""What strangers may see of a design: the graph, without what was not meant for them. Unknown fields stay behind."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from pydantic import JsonValue

from modules.kit import Module
from modules.kit.parameter_widgets import SCRIPT_LANGUAGES, CodeWidget, MultilineWidget
from modules.kit.r_source import find_language
from modules.kit.widget_bases import BaseWidget, Withheld
from server.graph.dashboards import Dashboard, dump_known_dashboard
from server.graph.document import Design, Node, NodeGroup, Note


@dataclass(frozen=True)
class Visibility:
    """What the owner lets others see: the sources of scripts; so many rows of data that were typed into the design."""

    scripts: bool = False
    rows: int = 0


def redact_design(
    design: Design, catalog: Mapping[str, Module], visibility: Visibility, node_titles: Mapping[str, str] | None = None
) -> dict[str, object]:
    """The design for others. `named` are titles for nodes that have none, as the names of their datasets."""
    titles = node_titles or {}
    nodes = {
        name: redact_node(node, catalog.get(node.module), visibility, titles.get(name))
        for name, node in design.nodes.items()
    }
    scripts = visibility.scripts
    own = {name: {"code": module.code} for name, module in design.modules.items()} if scripts else {}
    dashboards = {
        name: dump_known_dashboard(one) for name, one in design.dashboards.items() if isinstance(one, Dashboard)
    }
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
        **({"dashboards": dashboards} if dashboards else {}),
    }


def _dump_known_fields(value: Note | NodeGroup) -> dict[str, object]:
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
    fields = module.widgets if module else {}
    redacted["parameters"] = {
        name: _redact_value(value, fields[name], visibility)
        for name, value in node.parameters.items()
        if name in fields and is_public_parameter(fields[name], visibility)
    }
    redacted["title"] = node.title or title
    return redacted


def is_public_parameter(widget: BaseWidget, visibility: Visibility) -> bool:
    """Whether others may see what a parameter with this field is set to."""
    shown: Mapping[Withheld, bool] = {
        "never": True,
        "always": False,
        "without_scripts": visibility.scripts,
        "without_rows": visibility.rows > 0,
    }
    return shown[widget.withheld]


def _is_script(widget: BaseWidget) -> bool:
    return isinstance(widget, CodeWidget) and widget.language in SCRIPT_LANGUAGES


def _redact_value(value: JsonValue, widget: BaseWidget, visibility: Visibility) -> JsonValue:
    if isinstance(widget, MultilineWidget) and isinstance(value, str):
        # Typed data begin with the line of their names.
        lines = value.splitlines()
        return value if len(lines) <= visibility.rows + 1 else "\n".join(lines[: visibility.rows + 1])
    return value if _is_script(widget) else _strip_credentials(value)


def _strip_credentials(value: JsonValue) -> JsonValue:
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
        if module is None:
            continue
        for parameter, widget in module.widgets.items():
            value = node.parameters.get(parameter, widget.default)
            if isinstance(widget, CodeWidget) and _is_script(widget) and isinstance(value, str) and value.strip():
                found.append((name, node.title or module.title, widget.language, value))
    own = [
        (None, name.removeprefix("own_"), find_language(written.code), written.code)
        for name, written in design.modules.items()
    ]
    return [*found, *own]


def find_external_access(design: Design, catalog: Mapping[str, Module]) -> list[tuple[str, str, str]]:
    """What reaches out of the server: (node, what it is called, how it is set), without what may be a secret."""
    found = []
    for name, node in design.nodes.items():
        module = catalog.get(node.module)
        if module is not None and module.external_request is not None and not node.disabled:
            fields = module.widgets
            settings = [
                f"{fields[parameter].title}: {_strip_credentials(value)}"
                for parameter, value in node.parameters.items()
                if parameter in fields and not _is_script(fields[parameter]) and value not in (None, "")
            ]
            found.append((name, node.title or module.title, "\n".join(settings)))
    return found
