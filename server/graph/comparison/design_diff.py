"""What lies between two documents of a design: as edits that lead from one to the other, and in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from modules.kit import Module
from server.graph.custom_modules import add_custom_modules
from server.graph.document import Design, Node, get_node_title, parse_design
from server.graph.edits import Document, Edit, delete_value, get_value_at, set_value
from server.graph.validation.validation_messages import shorten_value

DocumentPath = tuple[str, ...]
ChangeKind = Literal["added", "removed", "changed"]
ChangedPart = Literal["node", "parameter", "edge", "state", "module", "words", "place", "design"]

#: As deep as edits go: nodes, a node, its parameters, one of them. What lies below is one value.
MAX_EDIT_DEPTH = 4
STATE_FIELDS = ("disabled", "bypassed")
LAYOUT_FIELDS = ("x", "y", "group")


@dataclass(frozen=True)
class DesignChange:
    """One difference. `path` is where it lies in the document; `counts` says whether it can change a result."""

    kind: ChangeKind
    part: ChangedPart
    path: DocumentPath
    node: str | None
    description: str
    before: Any = None
    after: Any = None
    affects_result: bool = True


def diff_documents(old: Document, new: Document) -> list[Edit]:
    """The edits after which the old document equals the new one."""
    return list(_generate_edits(old, new, ()))


def _generate_edits(old: Document, new: Document, path: DocumentPath) -> Iterator[Edit]:
    for key in old.keys() - new.keys():
        yield delete_value(*path, key)
    for key, value in new.items():
        here = (*path, key)
        before = old.get(key)
        if key not in old:
            yield set_value(value, *here)
        elif isinstance(before, dict) and isinstance(value, dict) and len(here) < MAX_EDIT_DEPTH:
            yield from _generate_edits(before, value, here)
        elif not is_equal_json(before, value):
            yield set_value(value, *here)


def is_equal_json(one: object, other: object) -> bool:
    """Whether two JSON values are the same; unlike in Python, true is not 1."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(is_equal_json(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(is_equal_json, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def build_copy_edits(source: Document, paths: Sequence[DocumentPath]) -> list[Edit]:
    """The edits that bring what stands at these paths of `source` into another document."""
    found = [(path, *get_value_at(source, path)) for path in paths]
    return [set_value(value, *path) if there else delete_value(*path) for path, there, value in found]


def describe_changes(old: Document, new: Document, catalog: Mapping[str, Module]) -> list[DesignChange]:
    """Every difference between two documents in words: what can change a result first, then notes and places."""
    found = list(DesignDiff(parse_design(old), parse_design(new), catalog).find_changes())
    return sorted(found, key=lambda change: (not change.affects_result, change.part == "place"))


class DesignDiff:
    """Two designs side by side, with the names that a person knows their parts by."""

    def __init__(self, old: Design, new: Design, catalog: Mapping[str, Module]) -> None:
        self.old, self.new = old, new
        self._catalog = {**add_custom_modules(old, catalog), **add_custom_modules(new, catalog)}
        self._titles = {name: module.title for name, module in self._catalog.items()}

    def get_title(self, name: str) -> str:
        node = self.new.nodes.get(name) or self.old.nodes.get(name)
        return get_node_title(node, self._titles) if node else name

    def find_changes(self) -> Iterator[DesignChange]:
        old, new = self.old.nodes, self.new.nodes
        for name in [*new, *(name for name in old if name not in new)]:
            if name not in old:
                yield DesignChange("added", "node", ("nodes", name), name, f"{self.get_title(name)} was added.")
            elif name not in new:
                yield DesignChange("removed", "node", ("nodes", name), name, f"{self.get_title(name)} was removed.")
            else:
                yield from self._compare_node(name, old[name], new[name])
        yield from self._compare_custom_modules()
        yield from self._compare_metadata()

    def _compare_node(self, name: str, old: Node, new: Node) -> Iterator[DesignChange]:
        title, here = self.get_title(name), ("nodes", name)
        if old.module != new.module:
            words = f"{self._titles.get(old.module, old.module)} was replaced by {title}."
            yield DesignChange("changed", "node", (*here, "module"), name, words, old.module, new.module)
        yield from self._compare_parameters(name, old, new)
        yield from self._compare_edges(name, old, new)
        for field in STATE_FIELDS:
            before, after = getattr(old, field), getattr(new, field)
            if before != after:
                words = f"{title} is {'now' if after else 'no longer'} {field}."
                yield DesignChange("changed", "state", (*here, field), name, words, before, after)
        yield from self._compare_appearance(name, old, new)

    def _compare_appearance(self, name: str, old: Node, new: Node) -> Iterator[DesignChange]:
        title, here = self.get_title(name), ("nodes", name)
        if old.title != new.title:
            words = f"{get_node_title(old, self._titles)} is now called {get_node_title(new, self._titles)}."
            yield DesignChange(
                "changed", "words", (*here, "title"), name, words, old.title, new.title, affects_result=False
            )
        if old.note != new.note:
            words = f"The note at {title} was changed."
            yield DesignChange(
                "changed", "words", (*here, "note"), name, words, old.note, new.note, affects_result=False
            )
        if any(getattr(old, field) != getattr(new, field) for field in LAYOUT_FIELDS):
            yield DesignChange("changed", "place", here, name, f"{title} was moved.", affects_result=False)

    def _compare_parameters(self, name: str, old: Node, new: Node) -> Iterator[DesignChange]:
        for field in [*new.parameters, *(field for field in old.parameters if field not in new.parameters)]:
            default = self._get_default(new.module, field)
            before, after = old.parameters.get(field, default), new.parameters.get(field, default)
            if not is_equal_json(before, after):
                parameter = self.get_parameter_title(new.module, field)
                words = f"{self.get_title(name)}: {parameter}{_format_change(before, after)}"
                path = ("nodes", name, "parameters", field)
                yield DesignChange("changed", "parameter", path, name, words, before, after)

    def _get_default(self, module: str, field: str) -> object:
        declared = self._catalog.get(module)
        known = declared.parameters.model_fields.get(field) if declared else None
        return None if known is None or known.is_required() else known.get_default()

    def get_parameter_title(self, module: str, field: str) -> str:
        declared = self._catalog.get(module)
        widget = declared.widgets.get(field) if declared else None
        return widget.title if widget else field

    def _compare_edges(self, name: str, old: Node, new: Node) -> Iterator[DesignChange]:
        for port in [*new.inputs, *(port for port in old.inputs if port not in new.inputs)]:
            before, after = _to_references(old.inputs.get(port)), _to_references(new.inputs.get(port))
            if before == after:
                continue
            kind: ChangeKind = "added" if not before else "changed" if after else "removed"
            title, input_name = self.get_title(name), port.replace("_", " ")
            words = f"{title} takes its {input_name} from {self._format_sources(after)}"
            words += f" instead of {self._format_sources(before)}." if before and after else "."
            if not after:
                words = f"{title} no longer takes its {input_name} from {self._format_sources(before)}."
            yield DesignChange(kind, "edge", ("nodes", name, "inputs", port), name, words, before, after)

    def _format_sources(self, references: Sequence[str]) -> str:
        return ", ".join(self.get_title(reference.partition(".")[0]) for reference in references)

    def _compare_custom_modules(self) -> Iterator[DesignChange]:
        old, new = self.old.modules, self.new.modules
        for name in [*new, *(name for name in old if name not in new)]:
            title = self._titles.get(name, name)
            before, after = old.get(name), new.get(name)
            if before is None or after is None:
                kind: ChangeKind = "added" if before is None else "removed"
                words = f"The module {title} was {'written' if before is None else 'removed'}."
                yield DesignChange(kind, "module", ("modules", name), None, words)
            elif before.code != after.code:
                words = f"The code of the module {title} was changed."
                yield DesignChange("changed", "module", ("modules", name, "code"), None, words, before.code, after.code)

    def _compare_metadata(self) -> Iterator[DesignChange]:
        if self.old.name != self.new.name:
            words = f"The design is now called {self.new.name}."
            yield DesignChange(
                "changed", "design", ("name",), None, words, self.old.name, self.new.name, affects_result=False
            )
        for field, words in (
            ("description", "The description was changed."),
            ("parameters", "The parameters of the design were changed."),
            ("notes", "Notes on the canvas were changed."),
            ("groups", "Groups were changed."),
            ("dashboards", "Dashboards were changed."),
        ):
            if getattr(self.old, field) != getattr(self.new, field):
                yield DesignChange("changed", "words", (field,), None, words, affects_result=False)


def _to_references(value: str | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else list(value or [])


def _format_change(before: object, after: object) -> str:
    """` from 0.5 to 0.7.`, or only that it changed where the values are long."""
    one, other = _format_value(before), _format_value(after)
    if max(len(one), len(other)) > 40 or "\n" in one + other:
        return " was changed."
    return f" from {one} to {other}."


def _format_value(value: object) -> str:
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else shorten_value(value, 80)
