"""Parameters in words: what differs from the default, the seeds in use, and the scripts."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import JsonValue

from modules.kit import Module
from modules.kit.parameter_widgets import CodeWidget, ColumnWidget, ParameterWidget
from server.formatting import capitalize, clip_text, format_count, format_short, join_items, lower_first
from server.graph.document import Design, get_node_title

MAX_VALUE_LENGTH = 300
LANGUAGE_NAMES = {"python": "Python", "sql": "SQL", "r": "R"}


@dataclass(frozen=True)
class ParameterSetting:
    """A parameter that is not at its default."""

    title: str
    value: str
    default: str
    #: In as few words as there is room for on a card.
    brief: str
    #: The anchor of the script in the appendix, where the value is one.
    script: str | None = None


@dataclass(frozen=True)
class NodeSettings:
    """What was set at one node."""

    node: str
    title: str
    module: str
    settings: tuple[ParameterSetting, ...]


@dataclass(frozen=True)
class ScriptListing:
    """The source of a script or query, line by line."""

    node: str
    anchor: str
    title: str
    language: str
    lines: tuple[str, ...]
    failed_line: int | None = None

    @property
    def numbered_lines(self) -> list[tuple[int, str]]:
        return list(enumerate(self.lines, start=1))


def select_shown_parameters(
    widgets: Mapping[str, ParameterWidget], given: Mapping[str, JsonValue]
) -> dict[str, JsonValue]:
    """{name: value} of the parameters that count: those whose conditions hold for the values of the others."""
    values = {name: given.get(name, widget.default) for name, widget in widgets.items()}
    return {name: values[name] for name, widget in widgets.items() if widget.is_shown(values)}


def list_settings(design: Design, catalog: Mapping[str, Module], order: list[str]) -> list[NodeSettings]:
    """What differs from the default, node by node; parameters that no module knows are kept and said as they are."""
    titles = {name: module.title for name, module in catalog.items()}
    found = []
    for name in order:
        node = design.nodes[name]
        module = catalog.get(node.module)
        widgets = module.widgets if module else {}
        counting = select_shown_parameters(widgets, node.parameters)
        settings = tuple(
            _build_setting(name, parameter, value, widgets.get(parameter))
            for parameter, value in node.parameters.items()
            if (parameter in counting or parameter not in widgets)
            and value != (widgets[parameter].default if parameter in widgets else None)
        )
        if settings:
            found.append(
                NodeSettings(name, get_node_title(node, titles), titles.get(node.module, node.module), settings)
            )
    return found


def format_settings(settings: NodeSettings) -> str:
    """How a node is set, for the line below its title: "fraction 0.7, random seed 7"."""
    return capitalize(", ".join(one.brief for one in settings.settings))


def _build_setting(node: str, name: str, value: JsonValue, widget: ParameterWidget | None) -> ParameterSetting:
    title = widget.title if widget else capitalize(name.replace("_", " "))
    if isinstance(widget, CodeWidget) and widget.language in LANGUAGE_NAMES and isinstance(value, str):
        lines = format_count(len(value.splitlines()), "line")
        return ParameterSetting(title, lines, "", lines, script=build_anchor(node, name))
    default = format_value(widget.default) if widget and not widget.required else "none, it must be set"
    value_text = format_value(value)
    return ParameterSetting(title, value_text, default, _format_brief(title, value_text, value, widget))


def _format_brief(title: str, value_text: str, value: JsonValue, widget: ParameterWidget | None) -> str:
    """ "Label column: price", "seed 7", "no shuffling"; a choice speaks for itself."""
    if isinstance(value, bool):
        return lower_first(title) if value else f"no {lower_first(title)}"
    if isinstance(value, (int, float)):
        return f"{'seed' if title.lower().endswith('seed') else lower_first(title)} {value_text}"
    brief = f"{lower_first(title)}: {value_text}" if isinstance(widget, ColumnWidget) else value_text
    return clip_text(" ".join(brief.split()), 60)


def build_anchor(node: str, parameter: str) -> str:
    return f"script-{node}-{parameter}"


def format_value(value: object) -> str:
    """A value as a person would say it."""
    if value is None or value == "":
        return "not set"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return format_short(value)
    if isinstance(value, str):
        return clip_text(value, MAX_VALUE_LENGTH)
    if isinstance(value, dict) and ("start" in value or "names" in value):
        return clip_text(_format_columns(value), MAX_VALUE_LENGTH)
    if isinstance(value, list) and all(isinstance(item, (str, int, float)) for item in value):
        return clip_text(join_items([str(item) for item in value], 12), MAX_VALUE_LENGTH) if value else "none"
    return clip_text(json.dumps(value, ensure_ascii=False), MAX_VALUE_LENGTH)


def _format_columns(choice: Mapping[str, Any]) -> str:
    """ "all columns but normalized-losses", "make and price", "integer and real columns"."""
    names = [str(name) for name in choice.get("names") or []]
    exception_text = f" but {join_items(names, 12)}" if names else ""
    if choice.get("start") == "none":
        return join_items(names, 12) if names else "no column"
    if choice.get("start") != "rule":
        return f"all columns{exception_text}"
    kinds = [str(kind) for kind in [*(choice.get("types") or []), *(choice.get("roles") or [])]]
    named = f" with '{choice['containing']}' in the name" if choice.get("containing") else ""
    return f"{join_items(kinds) if kinds else 'all'} columns{named}{exception_text}"


def list_seeds(design: Design, catalog: Mapping[str, Module], order: list[str]) -> list[str]:
    """ "Split Data 7" for each node of the run that draws at random."""
    titles = {name: module.title for name, module in catalog.items()}
    found = []
    for name in order:
        node = design.nodes[name]
        if node.module in catalog:
            for parameter, value in select_shown_parameters(catalog[node.module].widgets, node.parameters).items():
                if parameter.endswith("seed") and isinstance(value, int):
                    found.append(f"{get_node_title(node, titles)} {value}")
    return found


def list_scripts(
    design: Design, catalog: Mapping[str, Module], order: list[str], failed: Mapping[str, int | None]
) -> Iterator[ScriptListing]:
    """The scripts and queries that the nodes run. `failed` holds the line at which a node's script failed."""
    titles = {name: module.title for name, module in catalog.items()}
    for name in order:
        node = design.nodes[name]
        widgets = catalog[node.module].widgets if node.module in catalog else {}
        for parameter, value in select_shown_parameters(widgets, node.parameters).items():
            widget = widgets[parameter]
            language_name = LANGUAGE_NAMES.get(widget.language) if isinstance(widget, CodeWidget) else None
            if language_name and isinstance(value, str) and value.strip():
                lines = tuple(value.rstrip().splitlines())
                yield ScriptListing(
                    name,
                    build_anchor(name, parameter),
                    get_node_title(node, titles),
                    language_name,
                    lines,
                    failed.get(name),
                )


def extract_lines(script: ScriptListing, around: int = 2) -> list[tuple[int, str]]:
    """The numbered lines around the one that failed; none where that is not known."""
    if script.failed_line is None or not 1 <= script.failed_line <= len(script.lines):
        return []
    first = max(1, script.failed_line - around)
    last = min(len(script.lines), script.failed_line + around)
    return [(place, script.lines[place - 1]) for place in range(first, last + 1)]
