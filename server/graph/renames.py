"""What became of a column's name on its way through the design."""

from collections.abc import Mapping

from modules.kit import Module, Schema
from server.graph.document import Node, in_order
from server.graph.drawing import Drawing

#: So many columns are looked for through a whole design: where hundreds are missing, they were not renamed one by one.
MOST_FOLLOWED = 50


def name_now(drawing: Drawing, node: Node, port: str, column: str) -> str | None:
    """What a column further up is called at this port, if modules say that they only changed its name."""
    found = followed(drawing, column).get(drawing.reference_at(node, port) or "")
    return found if found != column else None


def followed(drawing: Drawing, column: str) -> Mapping[str, str]:
    """{reference: what the column is called there} of all ports that have it, under this or a later name."""
    if column not in drawing.names:
        if len(drawing.names) >= MOST_FOLLOWED:
            return {}
        drawing.names[column] = _followed(drawing, column)
    return drawing.names[column]


def _followed(drawing: Drawing, column: str) -> dict[str, str]:
    names: dict[str, str] = {}
    for name in in_order(drawing.design):
        node, module = drawing.design.nodes[name], drawing.module_of(name)
        if module is None:
            continue
        now = _behind(drawing, node, module, column, names)
        for port in module.outputs:
            schema = drawing.schemas.get(f"{name}.{port.name}")
            if now is not None and isinstance(schema, Schema) and now in schema:
                names[f"{name}.{port.name}"] = now
    return names


def _behind(drawing: Drawing, node: Node, module: Module, column: str, names: Mapping[str, str]) -> str | None:
    """What the column is called behind this node, if it is there; a source has it under its first name."""
    edges = [edge for edge in node.edges() if edge.source in drawing.design.nodes]
    if not edges:
        return column
    arriving = next((names[edge.reference] for edge in edges if edge.reference in names), None)
    if arriving is None or module.traits.renames is None:
        return arriving
    inputs = {edge.port: drawing.schemas.get(edge.reference) for edge in edges}
    return module.renamed(inputs, node.parameters).get(arriving, arriving)
