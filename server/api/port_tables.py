"""The columns at the ports of a design as JSON: each different table once, however many ports carry it."""

import json
from typing import Any

from modules.kit import Schema
from server.graph.drawing import Drawing


def told_tables(drawing: Drawing) -> tuple[list[dict[str, Any]], dict[str, int | None]]:
    """The different tables, and {"node.port": which of them}; None where only a run can tell."""
    tables: list[dict[str, Any]] = []
    numbers: dict[str, int] = {}
    #: Schemas and statistics that are handed on are the same objects, which is quicker seen than that they are equal.
    known: dict[tuple[int, int], int] = {}
    at_ports: dict[str, int | None] = {}
    for reference, schema in drawing.schemas.items():
        if not isinstance(schema, Schema):
            at_ports[reference] = None
            continue
        objects = id(schema), id(drawing.statistics.get(reference))
        if objects not in known:
            table = _told(drawing, reference, schema)
            known[objects] = numbers.setdefault(json.dumps(table), len(tables))
            if known[objects] == len(tables):
                tables.append(table)
        at_ports[reference] = known[objects]
    return tables, at_ports


def _told(drawing: Drawing, reference: str, schema: Schema) -> dict[str, Any]:
    """The columns at a port, each with what was seen of its values."""
    told = schema.to_json()
    for column in told["columns"]:
        seen = drawing.seen(reference, column["name"])
        if seen is not None:
            column["seen"] = seen.to_json()
    return told
