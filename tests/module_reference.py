"""The page about modules: contents, and each module with its ports, its parameters and an example."""

import re
from collections.abc import Iterator
from typing import Any

import pandas as pd

from modules.kit import Dataset, Module, Port, catalog
from tests.module_neighbors import list_next, list_similar

#: So much of an example is shown.
MAX_EXAMPLE_ROWS, MAX_EXAMPLE_COLUMNS = 4, 8
#: More choices than these are counted, and the first of them named.
MAX_CHOICES = 24
MAX_CELL_CHARACTERS = 28


def render_modules_page() -> str:
    """The page about modules."""
    modules = [module for module in catalog().values() if module.palette]
    lines = ["# Modules", "", "The modules of the palette, by category. A bold name is the title in the form.", ""]
    lines += [*_render_contents(modules), ""]
    category = ""
    anchors = _list_anchors(modules)
    for module in modules:
        if module.category != category:
            category = module.category
            lines += [f"## {category}", ""]
        lines += _render_module(module, anchors)
    return "\n".join(lines).rstrip() + "\n"


def _render_contents(modules: list[Module]) -> Iterator[str]:
    """A line for each category, with links to its modules."""
    anchors = _list_anchors(modules)
    for category in dict.fromkeys(module.category for module in modules):
        yield f"- **{category}**: {_render_links([one for one in modules if one.category == category], anchors)}"


def _list_anchors(modules: list[Module]) -> dict[str, str]:
    """{module: the anchor of its heading}; a heading that stands twice has a number at its second place."""
    headings: list[str] = []
    anchors = {}
    for category in dict.fromkeys(module.category for module in modules):
        headings.append(category)
        for one in (module for module in modules if module.category == category):
            number = f"-{headings.count(one.title)}" if one.title in headings else ""
            headings.append(one.title)
            anchors[one.name] = f"{_make_anchor(one.title)}{number}"
    return anchors


def _render_links(modules: list[Module], anchors: dict[str, str]) -> str:
    return ", ".join(f"[{one.title}](#{anchors[one.name]})" for one in modules)


def _make_anchor(title: str) -> str:
    """The anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def _render_module(module: Module, anchors: dict[str, str]) -> list[str]:
    lines = [f"### {module.title}", "", f"`{module.name}`", "", module.help, ""]
    lines += [f"- in: {_render_ports(module.inputs)}", f"- out: {_render_ports(module.outputs)}"]
    if module.keywords:
        known = ", ".join(f"`{word}`" for word in module.keywords)
        lines.append(f"- also known as: {known}")
    if module.install_command and (module.requires or module.tools):
        lines.append(f"- needs: `{module.install_command}`")
    for words, others in (("often next", list_next(module)), ("see also", list_similar(module))):
        if others:
            lines.append(f"- {words}: {_render_links(others, anchors)}")
    lines += ["", *_render_parameters(module), *_render_example(module)]
    return lines


def _render_ports(ports: tuple[Port, ...]) -> str:
    words = [f"`{port.name}` ({port.type.replace('_', ' ')}{', optional' if port.optional else ''})" for port in ports]
    return ", ".join(words) or "none"


def _render_parameters(module: Module) -> list[str]:
    schema = module.parameters.model_json_schema()
    properties: dict[str, dict[str, Any]] = schema.get("properties", {})
    if not properties:
        return []
    definitions = schema.get("$defs", {})
    rows = [
        f"| **{_get_title(name, form)}** `{name}` | {_render_value(form)} | {_render_meaning(form, definitions)} |"
        for name, form in properties.items()
    ]
    return ["| parameter | default | meaning |", "|---|---|---|", *rows, ""]


def _get_title(name: str, form: dict[str, Any]) -> str:
    return str(form.get("title") or name.replace("_", " ").capitalize())


def _render_meaning(form: dict[str, Any], definitions: dict[str, Any]) -> str:
    """What a parameter is for, then what it may be."""
    words = [str(form.get("description", "")), _render_choices(form, definitions), _render_range(form)]
    return " ".join(word for word in words if word).replace("|", "\\|").replace("\n", " ")


def _list_forms(form: dict[str, Any], definitions: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The form itself, or the several that it may be: a value, a list of values, or nothing."""
    if "$ref" in form:
        form = {**form, **definitions.get(form["$ref"].rsplit("/", 1)[-1], {})}
    yield form
    for other in form.get("anyOf", []):
        yield from _list_forms(other, definitions)


def _render_choices(form: dict[str, Any], definitions: dict[str, Any]) -> str:
    found = next((one["enum"] for one in _list_forms(form, definitions) if "enum" in one), None)
    if found is None:
        return ""
    listed = ", ".join(f"`{choice}`" for choice in found[:MAX_CHOICES])
    more = f" and {len(found) - MAX_CHOICES} more" if len(found) > MAX_CHOICES else ""
    return f"One of {listed}{more}."


#: {the ends of a range in the schema: how each is written}
RANGE_WORDS = {
    "minimum": "at least {}",
    "exclusiveMinimum": "more than {}",
    "maximum": "at most {}",
    "exclusiveMaximum": "less than {}",
}


def _render_range(form: dict[str, Any]) -> str:
    ends = [
        words.format(f"{one[key]:,}" if isinstance(one[key], int) else f"{one[key]:g}")
        for one in _list_forms(form, {})
        for key, words in RANGE_WORDS.items()
        if key in one
    ]
    if not ends:
        return ""
    text = " and ".join(dict.fromkeys(ends))
    return f"{text[0].upper()}{text[1:]}."


def _render_value(form: dict[str, Any]) -> str:
    if "default" not in form:
        return "required"
    default = form["default"]
    if isinstance(default, dict):
        types = " or ".join(default.get("types", []))
        return {"all": "all columns", "none": "no columns", "rule": f"{types or 'all'} columns"}[default["start"]]
    if default is None or default == []:
        return "empty"
    if isinstance(default, bool):
        return "on" if default else "off"
    text = str(default)
    return "a template" if "\n" in text else f"`{text}`" if text else "empty"


def _render_example(module: Module) -> list[str]:
    """A table before and after, where the module makes one table of one and its example runs here."""
    if module.example is None or not module.trusted or module.missing_packages or not _is_table_module(module):
        return []
    call = module.example()
    tables = [value for value in call.inputs if isinstance(value, Dataset)]
    names = [port.name for port in module.inputs]
    made = module.run(dict(zip(names, call.inputs, strict=False)), call.parameters)
    result = next((value for value in made.values() if isinstance(value, Dataset)), None)
    if result is None:
        return []
    changed = [f"`{name}` is `{_shorten(value)}`" for name, value in call.parameters.items() if _is_plain(value)]
    intro = f"Example{', where ' + ' and '.join(changed) if changed else ''}:"
    blocks = [block for table in tables for block in (*_render_table(table.frame), "")]
    return [intro, "", *blocks, "becomes", "", *_render_table(result.frame), ""]


def _is_table_module(module: Module) -> bool:
    kinds = {port.type for port in module.inputs}
    known = module.category in EXAMPLE_CATEGORIES and module.name not in SLOW_EXAMPLES
    return kinds == {"dataset"} and known


#: Whose examples are small tables that a reader can follow.
SLOW_EXAMPLES = ("t_sne_projection", "umap_projection")
EXAMPLE_CATEGORIES = ("Data Transformation", "Feature Selection", "Statistical Functions", "Visualization")


def _is_plain(value: object) -> bool:
    return isinstance(value, bool | int | float | str)


def _render_table(frame: pd.DataFrame) -> list[str]:
    names = [str(name) for name in frame.columns[:MAX_EXAMPLE_COLUMNS]]
    rest = len(frame.columns) - len(names)
    head = [*names, *([f"{rest} more"] if rest else [])]
    rows = [
        [_write_cell(value) for value in row] + ([""] if rest else [])
        for row in frame.iloc[:MAX_EXAMPLE_ROWS, :MAX_EXAMPLE_COLUMNS].itertuples(index=False, name=None)
    ]
    lines = [_join_cells(head), _join_cells(["---"] * len(head)), *map(_join_cells, rows)]
    return [*lines, *([_join_cells(["…"] * len(head))] if len(frame) > MAX_EXAMPLE_ROWS else [])]


def _join_cells(cells: list[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _write_cell(value: object) -> str:
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return ""
    return _shorten(f"{value:.6g}" if isinstance(value, float) else value)


def _shorten(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= MAX_CELL_CHARACTERS else f"{text[: MAX_CELL_CHARACTERS - 1]}…"
