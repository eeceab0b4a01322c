"""What lies between two documents of a design: as edits that lead from one to the other, and in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from modules.kit import Module
from server.graph.document import Design, Node, read, title_of
from server.graph.drawing import forms
from server.graph.edits import Document, Edit, delete, put, value_at
from server.graph.own import with_own
from server.graph.sentences import shortened

Path = tuple[str, ...]
Kind = Literal["added", "removed", "changed"]
What = Literal["node", "parameter", "edge", "state", "module", "words", "place", "design"]

#: As deep as edits go: nodes, a node, its parameters, one of them. What lies below is one value.
DEEPEST = 4
STATES = ("disabled", "bypassed")
PLACES = ("x", "y", "group")


@dataclass(frozen=True)
class Change:
    """One difference. `path` is where it lies in the document; `counts` says whether it can change a result."""

    kind: Kind
    what: What
    path: Path
    node: str | None
    words: str
    before: Any = None
    after: Any = None
    counts: bool = True


def edits_between(old: Document, new: Document) -> list[Edit]:
    """The edits after which the old document equals the new one."""
    return list(_edits(old, new, ()))


def _edits(old: Document, new: Document, path: Path) -> Iterator[Edit]:
    for key in old.keys() - new.keys():
        yield delete(*path, key)
    for key, value in new.items():
        here = (*path, key)
        before = old.get(key)
        if key not in old:
            yield put(value, *here)
        elif isinstance(before, dict) and isinstance(value, dict) and len(here) < DEEPEST:
            yield from _edits(before, value, here)
        elif not same(before, value):
            yield put(value, *here)


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are the same; unlike in Python, true is not 1."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def carrying(source: Document, paths: Sequence[Path]) -> list[Edit]:
    """The edits that bring what stands at these paths of `source` into another document."""
    found = [(path, *value_at(source, path)) for path in paths]
    return [put(value, *path) if there else delete(*path) for path, there, value in found]


def changes_between(old: Document, new: Document, catalog: Mapping[str, Module]) -> list[Change]:
    """Every difference between two documents in words: what can change a result first, then notes and places."""
    found = list(Comparison(read(old), read(new), catalog).changes())
    return sorted(found, key=lambda change: (not change.counts, change.what == "place"))


class Comparison:
    """Two designs side by side, with the names that a person knows their parts by."""

    def __init__(self, old: Design, new: Design, catalog: Mapping[str, Module]) -> None:
        self.old, self.new = old, new
        self._catalog = {**with_own(old, catalog), **with_own(new, catalog)}
        self._titles = {name: module.title for name, module in self._catalog.items()}

    def title(self, name: str) -> str:
        node = self.new.nodes.get(name) or self.old.nodes.get(name)
        return title_of(node, self._titles) if node else name

    def changes(self) -> Iterator[Change]:
        old, new = self.old.nodes, self.new.nodes
        for name in [*new, *(name for name in old if name not in new)]:
            if name not in old:
                yield Change("added", "node", ("nodes", name), name, f"{self.title(name)} was added.")
            elif name not in new:
                yield Change("removed", "node", ("nodes", name), name, f"{self.title(name)} was removed.")
            else:
                yield from self._of_node(name, old[name], new[name])
        yield from self._of_modules()
        yield from self._of_the_rest()

    def _of_node(self, name: str, old: Node, new: Node) -> Iterator[Change]:
        title, here = self.title(name), ("nodes", name)
        if old.module != new.module:
            words = f"{self._titles.get(old.module, old.module)} was replaced by {title}."
            yield Change("changed", "node", (*here, "module"), name, words, old.module, new.module)
        yield from self._of_parameters(name, old, new)
        yield from self._of_edges(name, old, new)
        for field in STATES:
            before, after = getattr(old, field), getattr(new, field)
            if before != after:
                words = f"{title} is {'now' if after else 'no longer'} {field}."
                yield Change("changed", "state", (*here, field), name, words, before, after)
        yield from self._of_looks(name, old, new)

    def _of_looks(self, name: str, old: Node, new: Node) -> Iterator[Change]:
        title, here = self.title(name), ("nodes", name)
        if old.title != new.title:
            words = f"{title_of(old, self._titles)} is now called {title_of(new, self._titles)}."
            yield Change("changed", "words", (*here, "title"), name, words, old.title, new.title, counts=False)
        if old.note != new.note:
            words = f"The note at {title} was changed."
            yield Change("changed", "words", (*here, "note"), name, words, old.note, new.note, counts=False)
        if any(getattr(old, field) != getattr(new, field) for field in PLACES):
            yield Change("changed", "place", here, name, f"{title} was moved.", counts=False)

    def _of_parameters(self, name: str, old: Node, new: Node) -> Iterator[Change]:
        for field in [*new.parameters, *(field for field in old.parameters if field not in new.parameters)]:
            default = self._default(new.module, field)
            before, after = old.parameters.get(field, default), new.parameters.get(field, default)
            if not same(before, after):
                yield Change(
                    "changed",
                    "parameter",
                    ("nodes", name, "parameters", field),
                    name,
                    f"{self.title(name)}: {self.parameter_title(new.module, field)}{_moved(before, after)}",
                    before,
                    after,
                )

    def _default(self, module: str, field: str) -> Any:
        declared = self._catalog.get(module)
        known = declared.parameters.model_fields.get(field) if declared else None
        return None if known is None or known.is_required() else known.get_default()

    def parameter_title(self, module: str, field: str) -> str:
        declared = self._catalog.get(module)
        form = forms(declared.parameters) if declared else {}
        return str(form.get(field, {}).get("title", field))

    def _of_edges(self, name: str, old: Node, new: Node) -> Iterator[Change]:
        for port in [*new.inputs, *(port for port in old.inputs if port not in new.inputs)]:
            before, after = _references(old.inputs.get(port)), _references(new.inputs.get(port))
            if before == after:
                continue
            kind: Kind = "added" if not before else "changed" if after else "removed"
            words = f"{self.title(name)} takes its {port.replace('_', ' ')} from {self._sources(after)}"
            words += f" instead of {self._sources(before)}." if before and after else "."
            if not after:
                words = f"{self.title(name)} no longer takes its {port.replace('_', ' ')} from {self._sources(before)}."
            yield Change(kind, "edge", ("nodes", name, "inputs", port), name, words, before, after)

    def _sources(self, references: Sequence[str]) -> str:
        return ", ".join(self.title(reference.partition(".")[0]) for reference in references)

    def _of_modules(self) -> Iterator[Change]:
        old, new = self.old.modules, self.new.modules
        for name in [*new, *(name for name in old if name not in new)]:
            title = self._titles.get(name, name)
            before, after = old.get(name), new.get(name)
            if before is None or after is None:
                kind: Kind = "added" if before is None else "removed"
                words = f"The module {title} was {'written' if before is None else 'removed'}."
                yield Change(kind, "module", ("modules", name), None, words)
            elif before.code != after.code:
                words = f"The code of the module {title} was changed."
                yield Change("changed", "module", ("modules", name, "code"), None, words, before.code, after.code)

    def _of_the_rest(self) -> Iterator[Change]:
        if self.old.name != self.new.name:
            words = f"The design is now called {self.new.name}."
            yield Change("changed", "design", ("name",), None, words, self.old.name, self.new.name, counts=False)
        for field, words in (
            ("description", "The description was changed."),
            ("parameters", "The parameters of the design were changed."),
            ("notes", "Notes on the canvas were changed."),
            ("groups", "Groups were changed."),
        ):
            if getattr(self.old, field) != getattr(self.new, field):
                yield Change("changed", "words", (field,), None, words, counts=False)


def _references(value: str | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else list(value or [])


def _moved(before: Any, after: Any) -> str:
    """` from 0.5 to 0.7.`, or only that it changed where the values are long."""
    one, other = _shown(before), _shown(after)
    if max(len(one), len(other)) > 40 or "\n" in one + other:
        return " was changed."
    return f" from {one} to {other}."


def _shown(value: Any) -> str:
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else shortened(value, 80)
