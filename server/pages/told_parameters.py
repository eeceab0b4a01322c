"""Parameters in words: what differs from the default, the seeds in use, and the scripts."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from modules.kit import Module
from server.graph.document import Design, title_of
from server.graph.drawing import forms
from server.pages.wording import capital, clipped, counted, in_words, lower_first, short

LONGEST = 300
CODE = ("python", "sql", "r")
LANGUAGES = {"python": "Python", "sql": "SQL", "r": "R"}


@dataclass(frozen=True)
class Setting:
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
    settings: tuple[Setting, ...]


@dataclass(frozen=True)
class Script:
    """The source of a script or query, line by line."""

    node: str
    anchor: str
    title: str
    language: str
    lines: tuple[str, ...]
    failed_line: int | None = None

    @property
    def numbered(self) -> list[tuple[int, str]]:
        return list(enumerate(self.lines, start=1))


def fields_of(module: Module) -> Mapping[str, Mapping[str, Any]]:
    """The JSON schema of each parameter, with the hints for the form."""
    return forms(module.parameters)


def shown(fields: Mapping[str, Mapping[str, Any]], given: Mapping[str, Any]) -> dict[str, Any]:
    """{name: value} of the parameters that count: those whose conditions hold for the values of the others."""
    values = {name: given.get(name, field.get("default")) for name, field in fields.items()}
    return {
        name: values[name]
        for name, field in fields.items()
        if all(values.get(other) in wanted for other, wanted in field.get("shown_when", {}).items())
    }


def settings_of(design: Design, catalog: Mapping[str, Module], order: list[str]) -> list[NodeSettings]:
    """What differs from the default, node by node; parameters that no module knows are kept and said as they are."""
    titles = {name: module.title for name, module in catalog.items()}
    found = []
    for name in order:
        node = design.nodes[name]
        module = catalog.get(node.module)
        fields = fields_of(module) if module else {}
        counting = shown(fields, node.parameters)
        settings = tuple(
            _setting(name, parameter, value, fields.get(parameter, {}))
            for parameter, value in node.parameters.items()
            if (parameter in counting or parameter not in fields) and value != fields.get(parameter, {}).get("default")
        )
        if settings:
            found.append(NodeSettings(name, title_of(node, titles), titles.get(node.module, node.module), settings))
    return found


def in_short(settings: NodeSettings) -> str:
    """How a node is set, for the line below its title: "fraction 0.7, random seed 7"."""
    return capital(", ".join(one.brief for one in settings.settings))


def _setting(node: str, name: str, value: Any, field: Mapping[str, Any]) -> Setting:
    title = field.get("title") or capital(name.replace("_", " "))
    if field.get("code") in CODE and isinstance(value, str):
        lines = counted(len(value.splitlines()), "line")
        return Setting(title, lines, "", lines, script=anchor(node, name))
    default = in_plain_words(field["default"]) if "default" in field else "none, it must be set"
    said = in_plain_words(value)
    return Setting(title, said, default, _brief(title, said, value, field))


def _brief(title: str, said: str, value: Any, field: Mapping[str, Any]) -> str:
    """ "Label column: price", "seed 7", "no shuffling"; a choice speaks for itself."""
    if isinstance(value, bool):
        return lower_first(title) if value else f"no {lower_first(title)}"
    if isinstance(value, (int, float)):
        return f"{'seed' if title.lower().endswith('seed') else lower_first(title)} {said}"
    brief = f"{lower_first(title)}: {said}" if "column_of" in field else said
    return clipped(" ".join(brief.split()), 60)


def anchor(node: str, parameter: str) -> str:
    return f"script-{node}-{parameter}"


def in_plain_words(value: Any) -> str:
    """A value as a person would say it."""
    if value is None or value == "":
        return "not set"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return short(value)
    if isinstance(value, str):
        return clipped(value, LONGEST)
    if isinstance(value, dict) and ("start" in value or "names" in value):
        return clipped(_columns(value), LONGEST)
    if isinstance(value, list) and all(isinstance(item, (str, int, float)) for item in value):
        return clipped(in_words([str(item) for item in value], 12), LONGEST) if value else "none"
    return clipped(json.dumps(value, ensure_ascii=False), LONGEST)


def _columns(choice: Mapping[str, Any]) -> str:
    """ "all columns but normalized-losses", "make and price", "integer and real columns"."""
    names = [str(name) for name in choice.get("names") or []]
    but = f" but {in_words(names, 12)}" if names else ""
    if choice.get("start") == "none":
        return in_words(names, 12) if names else "no column"
    if choice.get("start") != "rule":
        return f"all columns{but}"
    kinds = [str(kind) for kind in [*(choice.get("types") or []), *(choice.get("roles") or [])]]
    named = f" with '{choice['containing']}' in the name" if choice.get("containing") else ""
    return f"{in_words(kinds) if kinds else 'all'} columns{named}{but}"


def seeds(design: Design, catalog: Mapping[str, Module], order: list[str]) -> list[str]:
    """ "Split Data 7" for each node of the run that draws at random."""
    titles = {name: module.title for name, module in catalog.items()}
    found = []
    for name in order:
        node = design.nodes[name]
        if node.module in catalog:
            for parameter, value in shown(fields_of(catalog[node.module]), node.parameters).items():
                if parameter.endswith("seed") and isinstance(value, int):
                    found.append(f"{title_of(node, titles)} {value}")
    return found


def scripts(
    design: Design, catalog: Mapping[str, Module], order: list[str], failed: Mapping[str, int | None]
) -> Iterator[Script]:
    """The scripts and queries that the nodes run. `failed` holds the line at which a node's script failed."""
    titles = {name: module.title for name, module in catalog.items()}
    for name in order:
        node = design.nodes[name]
        fields = fields_of(catalog[node.module]) if node.module in catalog else {}
        for parameter, value in shown(fields, node.parameters).items():
            language = fields[parameter].get("code")
            if language in CODE and isinstance(value, str) and value.strip():
                lines = tuple(value.rstrip().splitlines())
                told = LANGUAGES[language]
                yield Script(name, anchor(name, parameter), title_of(node, titles), told, lines, failed.get(name))


def excerpt(script: Script, around: int = 2) -> list[tuple[int, str]]:
    """The numbered lines around the one that failed; none where that is not known."""
    if script.failed_line is None or not 1 <= script.failed_line <= len(script.lines):
        return []
    first = max(1, script.failed_line - around)
    last = min(len(script.lines), script.failed_line + around)
    return [(place, script.lines[place - 1]) for place in range(first, last + 1)]
