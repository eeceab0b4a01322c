"""What is known of the values of columns before a run: seen in data, and carried on only as far as it stays true."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from modules.kit import Module
from modules.kit.declare import PortSchema
from server.graph.document import Design, in_order

Value = float | int | str | bool
Columns = Mapping[str, "Statistics"]
NOTHING: Columns = {}
#: What was made of which statistics, by the identity of these, which are held so that it stays theirs.
Fewer = dict[int, tuple[Columns, Columns]]


@dataclass(frozen=True, slots=True)
class Statistics:
    """The values of one column: of `rows` rows, the share that is missing, the range, how many differ.

    `exact`: so they are at this port. Else they were so further up, and rows have been left out since: the range and
    the number of different values are bounds, and `missing` is told only where it is 0; what it was further up is
    `missing_above`. `top` has the commonest values with their counts, as far up as they were counted.
    """

    type: str
    rows: int
    missing: float | None = None
    minimum: Value | None = None
    maximum: Value | None = None
    distinct: int | None = None
    top: tuple[tuple[str, int], ...] = ()
    exact: bool = True
    missing_above: float | None = None

    @property
    def rarest(self) -> float | None:
        """The share of the rarest of up to 20 values; None where there are more or none was counted."""
        if not self.top or self.distinct is None or self.distinct > len(self.top):
            return None
        counts = [count for _, count in self.top]
        return min(counts) / sum(counts)

    def to_json(self) -> dict[str, Any]:
        return {
            "rows": self.rows,
            "missing": self.missing,
            "minimum": self.minimum,
            "maximum": self.maximum,
            "distinct": self.distinct,
            "exact": self.exact,
        }


def of_view(view: Mapping[str, Any]) -> dict[str, Statistics]:
    """The statistics of the columns of a stored dataset, from its view."""
    if view.get("kind") != "dataset":
        return {}
    rows = int(view["rows"])
    return {column["name"]: _of_profile(column, rows) for column in view["columns"]}


def _of_profile(column: Mapping[str, Any], rows: int) -> Statistics:
    return Statistics(
        type=column["type"],
        rows=rows,
        missing=column["missing"] / rows if rows else None,
        minimum=column.get("min"),
        maximum=column.get("max"),
        distinct=column.get("distinct"),
        top=tuple((str(entry["value"]), int(entry["count"])) for entry in column.get("top") or ()),
    )


def statistics(
    design: Design,
    catalog: Mapping[str, Module],
    schemas: Mapping[str, PortSchema],
    known: Mapping[str, Columns],
) -> dict[str, Columns]:
    """What is known of the columns at each `node.port`; `known` is what stored data say.

    It goes through a module only where that says that it keeps values, and is dropped for a column of another type.
    """
    found: dict[str, Columns] = {}
    fewer: Fewer = {}
    for name in in_order(design):
        node = design.nodes[name]
        module = catalog.get(node.module)
        if module is None:
            continue
        for port in module.outputs:
            reference = f"{name}.{port.name}"
            if reference in known:
                found[reference] = known[reference]
        keeps = module.traits.keeps
        edge = next((edge for edge in node.edges() if _brings_data(module, edge.port)), None)
        incoming = found.get(edge.reference) if edge and keeps else None
        if edge is None or not incoming or not keeps:
            continue
        carried = _carried(module, schemas, edge.port, edge.reference, node.parameters, incoming, keeps, fewer)
        for port in module.outputs:
            if port.type == "dataset":
                found.setdefault(f"{name}.{port.name}", carried)
    return found


def _brings_data(module: Module, port: str) -> bool:
    taken = module.input(port)
    return taken is not None and taken.type == "dataset"


def _carried(
    module: Module,
    schemas: Mapping[str, PortSchema],
    port: str,
    reference: str,
    parameters: Mapping[str, Any],
    incoming: Columns,
    keeps: Literal["rows", "values"],
    fewer: Fewer,
) -> Columns:
    names = module.renamed({port: schemas.get(reference)}, parameters) if module.traits.renames else {}
    renamed = {names.get(name, name): value for name, value in incoming.items()} if names else incoming
    if keeps == "rows":
        return renamed
    if id(renamed) not in fewer:
        fewer[id(renamed)] = renamed, {name: _with_fewer_rows(value) for name, value in renamed.items()}
    return fewer[id(renamed)][1]


def _with_fewer_rows(value: Statistics) -> Statistics:
    above = value.missing if value.exact else value.missing_above
    return replace(value, exact=False, missing=0.0 if value.missing == 0 else None, missing_above=above)
