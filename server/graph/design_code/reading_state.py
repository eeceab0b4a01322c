"""What is known while code is read: what it was written from, and what it has said so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from modules.kit import Module
from server.graph.design_code.code_source import CodeError, CodeRange, CodeSource
from server.graph.design_code.code_writer import list_group_chain
from server.graph.document import Design


@dataclass(frozen=True)
class PlacedNode:
    """A node in a variable."""

    node: str
    module: Module | None


@dataclass(frozen=True)
class OutputReference:
    """An output in a variable, as `node.output`."""

    reference: str


@dataclass
class ReadingState:
    """The code that is being read; `functions` are modules by the names that they are called by."""

    source: CodeSource
    base: Design
    catalog: Mapping[str, Module]
    functions: Mapping[str, str]
    #: {id of a call's syntax tree: the node that it places}
    node_ids: Mapping[int, str]
    #: The arguments of the function, with their values.
    constants: Mapping[str, Any]
    errors: list[CodeError]
    #: {node of the base: its variable in the code that was written from it}
    code_names: Mapping[str, str]
    #: {variable: the line that gives it}
    lines: Mapping[str, int]
    nodes: dict[str, dict[str, Any]] = field(default_factory=dict)
    ranges: dict[str, CodeRange] = field(default_factory=dict)
    fields: dict[tuple[str, str], CodeRange] = field(default_factory=dict)
    #: {argument of the function: the fields that it sets}
    uses: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    #: {variable: what it holds}; None where its statement could not be read.
    variables: dict[str, PlacedNode | OutputReference | None] = field(default_factory=dict)
    #: The groups whose blocks are being read, the outermost first.
    opened_groups: list[str] = field(default_factory=list)

    def get_group_of(self, name: str) -> str | None:
        """The group of a node at this place; a group that no block can say stays as it is."""
        node = self.base.nodes.get(name)
        if node is not None and list_group_chain(self.base, node.group) == self.opened_groups:
            return node.group
        return self.opened_groups[-1] if self.opened_groups else None
