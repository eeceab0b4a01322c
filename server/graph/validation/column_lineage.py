"""What became of a column's name on its way through the design."""

from collections.abc import Mapping

from modules.kit import Module, Schema
from server.graph.analyzed_design import AnalyzedDesign
from server.graph.document import Node, sort_topologically

#: So many columns are looked for through a whole design: where hundreds are missing, they were not renamed one by one.
MAX_TRACED_COLUMNS = 50


def find_current_name(analyzed: AnalyzedDesign, node: Node, port: str, column: str) -> str | None:
    """What a column further up is called at this port, if modules say that they only changed its name."""
    found = trace_column(analyzed, column).get(analyzed.find_reference(node, port) or "")
    return found if found != column else None


def trace_column(analyzed: AnalyzedDesign, column: str) -> Mapping[str, str]:
    """{reference: what the column is called there} of all ports that have it, under this or a later name."""
    if column not in analyzed.traced_columns:
        if len(analyzed.traced_columns) >= MAX_TRACED_COLUMNS:
            return {}
        analyzed.traced_columns[column] = _trace_renames(analyzed, column)
    return analyzed.traced_columns[column]


def _trace_renames(analyzed: AnalyzedDesign, column: str) -> dict[str, str]:
    names: dict[str, str] = {}
    for name in sort_topologically(analyzed.design):
        node, module = analyzed.design.nodes[name], analyzed.get_module(name)
        if module is None:
            continue
        now = _get_name_after(analyzed, node, module, column, names)
        for port in module.outputs:
            schema = analyzed.schemas.get(f"{name}.{port.name}")
            if now is not None and isinstance(schema, Schema) and now in schema:
                names[f"{name}.{port.name}"] = now
    return names


def _get_name_after(
    analyzed: AnalyzedDesign, node: Node, module: Module, column: str, names: Mapping[str, str]
) -> str | None:
    """What the column is called behind this node, if it is there; a source has it under its first name."""
    edges = [edge for edge in node.edges() if edge.source in analyzed.design.nodes]
    if not edges:
        return column
    arriving = next((names[edge.reference] for edge in edges if edge.reference in names), None)
    if arriving is None or module.traits.renames is None:
        return arriving
    inputs = {edge.port: analyzed.schemas.get(edge.reference) for edge in edges}
    return module.find_renamed_columns(inputs, node.parameters).get(arriving, arriving)
