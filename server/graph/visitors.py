"""What visitors of an edit link may change: what the link shows of a design, and nothing behind it.

A visitor works on the design as it is shown. Their edits are applied to that, and what differs afterwards is laid over
the whole design. So whatever is sent, what the link does not show stays as it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from modules.kit import Module
from server.graph.difference import edits_between, same
from server.graph.document import Design, Group, Node, Note, read
from server.graph.drawing import forms
from server.graph.edits import Document, Edit, apply, put, value_at
from server.graph.own import with_own
from server.graph.shown import Chosen, public, shown, shown_node

#: What decides on the result of a node.
COMPUTED = ("module", "parameters", "inputs", "disabled", "bypassed")
WORDS = ("name", "description")


class Closed(Exception):
    """A visitor would change what the link does not show; the message says what."""


@dataclass(frozen=True)
class Pane:
    """A design as it is seen through a link. `titles` are those of nodes that have none."""

    catalog: Mapping[str, Module]
    chosen: Chosen
    titles: Mapping[str, str] = field(default_factory=dict)

    def seen(self, document: Document) -> Document:
        """The document as visitors see it."""
        return self.of(read(document))

    def of(self, design: Design) -> Document:
        """The design as visitors see it."""
        return shown(design, with_own(design, self.catalog), self.chosen, self.titles)

    def behind(
        self, document: Document, edits: Sequence[Edit], kept: Mapping[str, Mapping[str, Any]] | None = None
    ) -> list[Edit]:
        """The edits of the whole document that a visitor's edits come to; raises Closed.

        `kept` are nodes as they were when visitors deleted them: whoever takes that back brings back what was hidden.
        """
        before = self.seen(document)
        after = apply(before, edits)
        design = read(after)
        drawn = _Drawn(self, document, design, with_own(design, self.catalog), kept or {})
        return [drawn.checked(edit) for edit in edits_between(before, after)]

    def hidden_in(self, document: Document, edits: Sequence[Edit]) -> dict[str, dict[str, Any]]:
        """The nodes that these edits delete and that visitors do not see whole, as they are."""
        gone = [edit.path[1] for edit in edits if edit.deletes and len(edit.path) == 2 and edit.path[0] == "nodes"]
        design = read(document)
        catalog = with_own(design, self.catalog)
        return {name: document["nodes"][name] for name in gone if hides(design.nodes[name], catalog, self.chosen)}


def hides(node: Node, catalog: Mapping[str, Module], chosen: Chosen) -> bool:
    """Whether visitors do not see a node whole."""
    told = shown_node(node, catalog.get(node.module), chosen)["parameters"]
    return bool(node.model_extra) or not same(told, dict(node.parameters))


@dataclass(frozen=True)
class _Drawn:
    """A design that a visitor has changed as it is shown, over the whole one."""

    pane: Pane
    document: Document
    design: Design
    catalog: Mapping[str, Module]
    kept: Mapping[str, Mapping[str, Any]]

    def checked(self, edit: Edit) -> Edit:
        """The edit where a visitor may make it, filled up where it takes a deletion back; raises Closed."""
        kind, *rest = edit.path
        if kind in WORDS and not rest:
            return edit
        if kind == "nodes" and rest:
            return self._of_node(edit, rest[0], rest[1:])
        if kind in ("notes", "groups") and rest:
            known = Note.model_fields if kind == "notes" else Group.model_fields
            if len(rest) > 1 and rest[1] not in known:
                raise Closed(f"Links do not show '{rest[1]}', so it cannot be changed through one.")
            return edit
        if kind == "modules" and rest and self.pane.chosen.scripts:
            return edit
        raise Closed(f"This link does not show '{kind}', so it cannot be changed through it.")

    def _of_node(self, edit: Edit, name: str, rest: Sequence[str]) -> Edit:
        if not rest:
            return edit if edit.deletes else put(self._made(name, edit.value), "nodes", name)
        if rest[0] not in Node.model_fields:
            raise Closed(f"Links do not show '{rest[0]}', so it cannot be changed through one.")
        if rest[0] == "module":
            self._refuse_hidden(name)
        if rest[0] == "parameters":
            self._refuse_closed(name, rest[1] if len(rest) > 1 else "parameters")
        return edit

    def _made(self, name: str, value: Any) -> dict[str, Any]:
        """A new node; one that was deleted, with what was hidden in it."""
        node = {key: item for key, item in value.items() if key in Node.model_fields}
        before = self.kept.get(name)
        if before is None or before.get("module") != node.get("module"):
            for parameter in self.design.nodes[name].parameters:
                self._refuse_closed(name, parameter)
            return node
        was = Node.model_validate(before)
        told = shown_node(was, self.catalog.get(was.module), self.pane.chosen, self.pane.titles.get(name))
        back = {key: before.get(key) if same(item, told.get(key)) else item for key, item in node.items()}
        set_to, seen = dict(was.parameters), told["parameters"]
        given = dict(node.get("parameters", {}))
        hidden = {key: item for key, item in set_to.items() if key not in seen}
        # Of an address that was seen without its secrets, the whole one comes back.
        back["parameters"] = hidden | {
            key: set_to[key] if key in seen and same(item, seen[key]) else item for key, item in given.items()
        }
        for parameter in given.keys() - seen.keys():
            self._refuse_closed(name, parameter)
        extra = {key: item for key, item in before.items() if key not in Node.model_fields}
        return extra | {key: item for key, item in back.items() if item is not None}

    def _refuse_closed(self, name: str, parameter: str) -> None:
        """Raise Closed where the link does not show all of what a parameter is set to."""
        node = self.design.nodes[name]
        module = self.catalog.get(node.module)
        # What a source of data names is somebody's data.
        form = forms(module.parameters).get(parameter) if module and not module.source else None
        there, value = value_at(self.document, ("nodes", name, "parameters", parameter))
        open_to_all = form is not None and not form.get("secret_names") and public(form, self.pane.chosen)
        if open_to_all and not (there and self._veils(name, parameter, value)):
            return
        what = (form or {}).get("title", parameter)
        raise Closed(f"This link does not show '{what}', so it cannot be changed through it.")

    def _veils(self, name: str, parameter: str, value: Any) -> bool:
        """Whether the link shows only part of a value, as of an address with a key in it."""
        node = Node.model_validate(value_at(self.document, ("nodes", name))[1])
        seen = shown_node(node, self.catalog.get(node.module), self.pane.chosen)["parameters"]
        return parameter in seen and not same(seen[parameter], value)

    def _refuse_hidden(self, name: str) -> None:
        there, raw = value_at(self.document, ("nodes", name))
        if there and hides(Node.model_validate(raw), self.catalog, self.pane.chosen):
            raise Closed("This module holds what the link does not show, so it cannot become another one.")


def changed_parts(before: Document, after: Document) -> set[str]:
    """The nodes that compute something else than before, new ones among them, and own modules with other code."""
    old, new = read(before), read(after)
    code = {name for name, module in new.modules.items() if old.modules.get(name) != module}
    return code | {
        name
        for name, node in new.nodes.items()
        if node.module in code or name not in old.nodes or _differ(old.nodes[name], node)
    }


def _differ(one: Node, other: Node) -> bool:
    return any(not same(getattr(one, name), getattr(other, name)) for name in COMPUTED)


def asks_for_trust(design: Design, changed: set[str], catalog: Mapping[str, Module]) -> bool:
    """Whether there is code among what changed, or something that reaches out of the server."""
    if changed & design.modules.keys():
        return True
    known = with_own(design, catalog)
    modules = [known.get(design.nodes[name].module) for name in changed & design.nodes.keys()]
    return any(module is None or not module.trusted or module.errand is not None for module in modules)
