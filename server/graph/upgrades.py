"""Designs of an earlier format in the present one: what they left out keeps its meaning.

A parameter that is left out has its default. Where a default changes, the module says what it was
(`former_defaults=`), and a design of an earlier format gets that value written down.
"""

from collections.abc import Mapping

from modules.kit import Module
from server.graph.document import DOCUMENT_FORMAT
from server.graph.edits import Document


def upgrade_document(document: Document, catalog: Mapping[str, Module]) -> Document:
    """The document in the present format; itself where it is in that, or in one that this version does not know."""
    from_format = document.get("format", DOCUMENT_FORMAT)
    if not isinstance(from_format, int) or isinstance(from_format, bool) or not 1 <= from_format < DOCUMENT_FORMAT:
        return document
    upgraded = {**document, "format": DOCUMENT_FORMAT}
    nodes = document.get("nodes")
    if isinstance(nodes, dict):
        upgraded["nodes"] = {name: upgrade_node(node, from_format, catalog) for name, node in nodes.items()}
    return upgraded


def upgrade_node(node: object, from_format: int, catalog: Mapping[str, Module]) -> object:
    """A node of an earlier format, with the former default of each parameter that it leaves out."""
    if not isinstance(node, dict) or not isinstance(node.get("module"), str):
        return node
    module = catalog.get(node["module"])
    given = node.get("parameters", {})
    if module is None or not isinstance(given, dict):
        return node
    former: dict[str, object] = {}
    for earlier in range(from_format, DOCUMENT_FORMAT):
        former = {**module.get_former_defaults(earlier, given), **former}
    added = {name: value for name, value in former.items() if name not in given}
    return {**node, "parameters": {**given, **added}} if added else node
