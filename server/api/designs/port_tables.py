"""The columns at the ports of a design as JSON: each different table once, however many ports carry it."""

import json
from typing import Any

from modules.kit import Schema
from server.graph.analyzed_design import AnalyzedDesign


def build_port_tables(analyzed: AnalyzedDesign) -> tuple[list[dict[str, object]], dict[str, int | None]]:
    """The different tables, and {"node.port": which of them}; None where only a run can tell."""
    tables: list[dict[str, object]] = []
    numbers: dict[str, int] = {}
    #: Columns and statistics that are handed on are the same objects, which is quicker seen than that they are equal.
    number_by_identity: dict[tuple[int, ...], int] = {}
    at_ports: dict[str, int | None] = {}
    for reference, schema in analyzed.schemas.items():
        if not isinstance(schema, Schema):
            at_ports[reference] = None
            continue
        objects = (*map(id, schema.columns), schema.complete, id(analyzed.statistics.get(reference)))
        if objects not in number_by_identity:
            table = _to_port_table(analyzed, reference, schema)
            number_by_identity[objects] = numbers.setdefault(json.dumps(table), len(tables))
            if number_by_identity[objects] == len(tables):
                tables.append(table)
        at_ports[reference] = number_by_identity[objects]
    return tables, at_ports


def _to_port_table(analyzed: AnalyzedDesign, reference: str, schema: Schema) -> dict[str, Any]:
    """The columns at a port, each with what was seen of its values."""
    table = schema.to_json()
    for column in table["columns"]:
        statistics = analyzed.get_statistics(reference, column["name"])
        if statistics is not None:
            column["seen"] = statistics.to_json()
    return table
