"""What visitors of an edit link may change: what the link shows of a design, and nothing behind it.

A visitor works on the design as it is shown. Their edits are applied to that, and what differs afterwards is laid over
the whole design. So whatever is sent, what the link does not show stays as it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from modules.kit import Module
from server.graph.comparison.design_diff import diff_documents, is_equal_json
from server.graph.custom_modules import add_custom_modules
from server.graph.dashboards import Dashboard, DashboardTile
from server.graph.document import Design, Node, NodeGroup, Note, parse_design
from server.graph.edits import Document, Edit, apply_edits, get_value_at, set_value
from server.graph.sharing.redacted_design import Visibility, is_public_parameter, redact_design, redact_node

#: What decides on the result of a node.
RESULT_FIELDS = ("module", "parameters", "inputs", "disabled", "bypassed")
TEXT_FIELDS = ("name", "description")


class NotEditable(Exception):
    """A visitor would change what the link does not show; the message says what."""


@dataclass(frozen=True)
class VisibilityFilter:
    """A design as it is seen through a link. `titles` are those of nodes that have none."""

    catalog: Mapping[str, Module]
    visibility: Visibility
    titles: Mapping[str, str] = field(default_factory=dict)

    def redact_document(self, document: Document) -> Document:
        """The document as visitors see it."""
        return self.redact(parse_design(document))

    def redact(self, design: Design) -> Document:
        """The design as visitors see it."""
        return redact_design(design, add_custom_modules(design, self.catalog), self.visibility, self.titles)

    def unredact_edits(
        self, document: Document, edits: Sequence[Edit], deleted_nodes: Mapping[str, Mapping[str, object]] | None = None
    ) -> list[Edit]:
        """The edits of the whole document that a visitor's edits come to; raises NotEditable.

        `kept` are nodes as they were when visitors deleted them: whoever takes that back brings back what was hidden.
        """
        before = self.redact_document(document)
        after = apply_edits(before, edits)
        design = parse_design(after)
        merger = _GuestEditMerger(self, document, design, add_custom_modules(design, self.catalog), deleted_nodes or {})
        return [merger.check_edit(edit) for edit in diff_documents(before, after)]

    def find_hidden_nodes(self, document: Document, edits: Sequence[Edit]) -> dict[str, dict[str, object]]:
        """The nodes that these edits delete and that visitors do not see whole, as they are."""
        gone = [edit.path[1] for edit in edits if edit.deletes and len(edit.path) == 2 and edit.path[0] == "nodes"]
        design = parse_design(document)
        catalog = add_custom_modules(design, self.catalog)
        return {
            name: document["nodes"][name]
            for name in gone
            if is_partly_hidden(design.nodes[name], catalog, self.visibility)
        }


def is_partly_hidden(node: Node, catalog: Mapping[str, Module], visibility: Visibility) -> bool:
    """Whether visitors do not see a node whole."""
    redacted = redact_node(node, catalog.get(node.module), visibility)["parameters"]
    return bool(node.model_extra) or not is_equal_json(redacted, dict(node.parameters))


@dataclass(frozen=True)
class _GuestEditMerger:
    """A design that a visitor has changed as it is shown, over the whole one."""

    visibility_filter: VisibilityFilter
    document: Document
    design: Design
    catalog: Mapping[str, Module]
    deleted_nodes: Mapping[str, Mapping[str, Any]]

    def check_edit(self, edit: Edit) -> Edit:
        """The edit where a visitor may make it, filled up where it takes a deletion back; raises NotEditable."""
        kind, *rest = edit.path
        if kind in TEXT_FIELDS and not rest:
            return edit
        if kind == "nodes" and rest:
            return self._check_node_edit(edit, rest[0], rest[1:])
        if kind in ("notes", "groups") and rest:
            known = Note.model_fields if kind == "notes" else NodeGroup.model_fields
            if len(rest) > 1 and rest[1] not in known:
                raise NotEditable(f"Links do not show '{rest[1]}', so it can't be changed through one.")
            return edit
        if kind == "dashboards":
            return self._check_dashboard_edit(edit, rest)
        if kind == "modules" and rest and self.visibility_filter.visibility.scripts:
            return edit
        raise NotEditable(f"This link does not show '{kind}', so it can't be changed through it.")

    def _check_dashboard_edit(self, edit: Edit, rest: Sequence[str]) -> Edit:
        """What links do not show of dashboards is no reason to lose it: only whole tiles and titles are changed."""
        if len(rest) > 1 and rest[1] not in Dashboard.model_fields:
            raise NotEditable(f"Links do not show '{rest[1]}', so it can't be changed through one.")
        there, value = get_value_at(self.document, edit.path)
        if edit.deletes or not there or not isinstance(value, dict) or not isinstance(edit.value, dict):
            return edit
        known = DashboardTile.model_fields
        hidden = {key: item for key, item in value.items() if key not in known} if len(rest) == 3 else {}
        return set_value({**hidden, **edit.value}, *edit.path)

    def _check_node_edit(self, edit: Edit, name: str, rest: Sequence[str]) -> Edit:
        if not rest:
            return edit if edit.deletes else set_value(self._restore_node(name, edit.value), "nodes", name)
        if rest[0] not in Node.model_fields:
            raise NotEditable(f"Links do not show '{rest[0]}', so it can't be changed through one.")
        if rest[0] == "module":
            self._refuse_hidden_node(name)
        if rest[0] == "parameters":
            self._refuse_hidden_parameter(name, rest[1] if len(rest) > 1 else "parameters")
        return edit

    def _restore_node(self, name: str, value: Any) -> dict[str, Any]:
        """A new node; one that was deleted, with what was hidden in it."""
        node = {key: item for key, item in value.items() if key in Node.model_fields}
        before = self.deleted_nodes.get(name)
        if before is None or before.get("module") != node.get("module"):
            for parameter in self.design.nodes[name].parameters:
                self._refuse_hidden_parameter(name, parameter)
            return node
        was = Node.model_validate(before)
        redacted = redact_node(
            was,
            self.catalog.get(was.module),
            self.visibility_filter.visibility,
            self.visibility_filter.titles.get(name),
        )
        back = {key: before.get(key) if is_equal_json(item, redacted.get(key)) else item for key, item in node.items()}
        set_to, shown_parameters = dict(was.parameters), redacted["parameters"]
        given = dict(node.get("parameters", {}))
        hidden = {key: item for key, item in set_to.items() if key not in shown_parameters}
        # Of an address that was seen without its secrets, the whole one comes back.
        back["parameters"] = hidden | {
            key: set_to[key] if key in shown_parameters and is_equal_json(item, shown_parameters[key]) else item
            for key, item in given.items()
        }
        for parameter in given.keys() - shown_parameters.keys():
            self._refuse_hidden_parameter(name, parameter)
        extra = {key: item for key, item in before.items() if key not in Node.model_fields}
        return extra | {key: item for key, item in back.items() if item is not None}

    def _refuse_hidden_parameter(self, name: str, parameter: str) -> None:
        """Raise NotEditable where the link does not show all of what a parameter is set to."""
        node = self.design.nodes[name]
        module = self.catalog.get(node.module)
        # What a source of data names is somebody's data.
        widget = module.widgets.get(parameter) if module and not module.source else None
        there, value = get_value_at(self.document, ("nodes", name, "parameters", parameter))
        open_to_all = (
            widget is not None and not widget.secret and is_public_parameter(widget, self.visibility_filter.visibility)
        )
        if open_to_all and not (there and self._is_partly_shown(name, parameter, value)):
            return
        what = widget.title if widget else parameter
        raise NotEditable(f"This link does not show '{what}', so it can't be changed through it.")

    def _is_partly_shown(self, name: str, parameter: str, value: object) -> bool:
        """Whether the link shows only part of a value, as of an address with a key in it."""
        node = Node.model_validate(get_value_at(self.document, ("nodes", name))[1])
        shown_parameters = redact_node(node, self.catalog.get(node.module), self.visibility_filter.visibility)[
            "parameters"
        ]
        return parameter in shown_parameters and not is_equal_json(shown_parameters[parameter], value)

    def _refuse_hidden_node(self, name: str) -> None:
        there, raw = get_value_at(self.document, ("nodes", name))
        if there and is_partly_hidden(Node.model_validate(raw), self.catalog, self.visibility_filter.visibility):
            raise NotEditable(
                "This module contains things that the link does not show, so it can't be replaced through the link."
            )


def find_changed_parts(before: Document, after: Document) -> set[str]:
    """The nodes that compute something else than before, new ones among them, and own modules with other code."""
    old, new = parse_design(before), parse_design(after)
    code = {name for name, module in new.modules.items() if old.modules.get(name) != module}
    return code | {
        name
        for name, node in new.nodes.items()
        if node.module in code or name not in old.nodes or _has_changed(old.nodes[name], node)
    }


def _has_changed(one: Node, other: Node) -> bool:
    return any(not is_equal_json(getattr(one, name), getattr(other, name)) for name in RESULT_FIELDS)


def needs_trust(design: Design, changed: set[str], catalog: Mapping[str, Module]) -> bool:
    """Whether there is code among what changed, or something that reaches out of the server."""
    if changed & design.modules.keys():
        return True
    known = add_custom_modules(design, catalog)
    modules = [known.get(design.nodes[name].module) for name in changed & design.nodes.keys()]
    return any(module is None or not module.trusted or module.external_request is not None for module in modules)
