"""What is known of the values of columns before a run: seen in data, and carried on only as far as it stays true."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from modules.kit import Module, Schema
from modules.kit.module_spec import PortSchema
from modules.kit.views.dataset_view import ColumnProfile, DatasetView
from server.graph.document import Design, Node, sort_topologically

StatisticsValue = float | int | str | bool
StatisticsByColumn = Mapping[str, "ColumnStatistics"]
NO_STATISTICS: StatisticsByColumn = {}
#: What was made of which statistics, by the identity of these, which are held so that it stays theirs.
ReducedStatistics = dict[int, tuple[StatisticsByColumn, StatisticsByColumn]]


@dataclass(frozen=True, slots=True)
class ColumnStatistics:
    """The values of one column: of `rows` rows, the share that is missing, the range, how many differ.

    `exact`: so they are at this port. Else they were so further up, and rows have been left out since: the range and
    the number of different values are bounds, and `missing` is given only where it is 0; what it was further up is
    `missing_above`. `top` has the commonest values with their counts, as far up as they were counted.
    """

    type: str
    rows: int
    missing: float | None = None
    minimum: StatisticsValue | None = None
    maximum: StatisticsValue | None = None
    distinct: int | None = None
    top: tuple[tuple[str, int], ...] = ()
    exact: bool = True
    upstream_missing: float | None = None

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


def read_view_statistics(view: DatasetView) -> dict[str, ColumnStatistics]:
    """The statistics of the columns of a stored dataset, from its view."""
    return {column.name: _from_profile(column, view.rows) for column in view.columns}


def _from_profile(column: ColumnProfile, rows: int) -> ColumnStatistics:
    return ColumnStatistics(
        type=column.type,
        rows=rows,
        missing=column.missing / rows if rows else None,
        minimum=column.min,
        maximum=column.max,
        distinct=column.distinct,
        top=tuple((entry.value, entry.count) for entry in column.top or ()),
    )


def propagate_statistics(
    design: Design,
    catalog: Mapping[str, Module],
    schemas: Mapping[str, PortSchema],
    known_statistics: Mapping[str, StatisticsByColumn],
) -> dict[str, StatisticsByColumn]:
    """What is known of the columns at each `node.port`; `known` is what stored data say.

    It goes through a module only where that says that it keeps values, and is dropped for a column of another type.
    """
    found: dict[str, StatisticsByColumn] = {}
    reduced: ReducedStatistics = {}
    for name in sort_topologically(design):
        node = design.nodes[name]
        module = catalog.get(node.module)
        if module is None:
            continue
        for port in module.outputs:
            reference = f"{name}.{port.name}"
            if reference in known_statistics:
                found[reference] = known_statistics[reference]
        if module.traits.profile and f"{name}.{module.outputs[0].name}" not in found:
            view = module.profile_output(node.parameters)
            if view is not None:
                found[f"{name}.{module.outputs[0].name}"] = read_view_statistics(view)
        if module.traits.combines == "columns":
            for output, statistics in _join_statistics(name, node, module, schemas, found).items():
                found.setdefault(output, statistics)
        keeps = module.traits.preserves
        edge = next((edge for edge in node.edges() if _is_data_port(module, edge.port)), None)
        incoming = found.get(edge.reference) if edge and keeps else None
        if edge is None or not incoming or not keeps:
            continue
        carried = _carry_statistics(
            module, schemas, edge.port, edge.reference, node.parameters, incoming, keeps, reduced
        )
        for port in module.outputs:
            if port.type == "dataset":
                found.setdefault(f"{name}.{port.name}", carried)
    return found


def _join_statistics(
    name: str,
    node: Node,
    module: Module,
    schemas: Mapping[str, PortSchema],
    found: Mapping[str, StatisticsByColumn],
) -> dict[str, StatisticsByColumn]:
    """{reference: statistics} behind a module that puts tables beside one another: columns stay in their order.

    Of tables of different lengths the shorter ones get missing rows, so nothing is said of those.
    """
    edges = [edge for port in module.inputs for edge in node.edges() if edge.port == port.name]
    inputs = [(schemas.get(edge.reference), found.get(edge.reference, NO_STATISTICS)) for edge in edges]
    output = next(f"{name}.{port.name}" for port in module.outputs if port.type == "dataset")
    joined = schemas.get(output)
    sides = [(schema, statistics) for schema, statistics in inputs if isinstance(schema, Schema) and schema.complete]
    if not isinstance(joined, Schema) or len(sides) < len(inputs) or len(joined) != sum(len(one) for one, _ in sides):
        return {}
    columns = [(column.name, statistics) for schema, statistics in sides for column in schema]
    carried = {
        after.name: statistics[before]
        for after, (before, statistics) in zip(joined, columns, strict=True)
        if before in statistics
    }
    longest = max((one.rows for one in carried.values()), default=0)
    return {output: {column: one for column, one in carried.items() if one.exact and one.rows == longest}}


def _is_data_port(module: Module, port: str) -> bool:
    taken = module.find_input(port)
    return taken is not None and taken.type == "dataset"


def _carry_statistics(
    module: Module,
    schemas: Mapping[str, PortSchema],
    port: str,
    reference: str,
    parameters: Mapping[str, object],
    incoming: StatisticsByColumn,
    keeps: Literal["rows", "values"],
    reduced: ReducedStatistics,
) -> StatisticsByColumn:
    names = module.find_renamed_columns({port: schemas.get(reference)}, parameters) if module.traits.renames else {}
    renamed = {names.get(name, name): value for name, value in incoming.items()} if names else incoming
    if keeps == "rows":
        return renamed
    if id(renamed) not in reduced:
        reduced[id(renamed)] = renamed, {name: _loosen_bounds(value) for name, value in renamed.items()}
    return reduced[id(renamed)][1]


def _loosen_bounds(value: ColumnStatistics) -> ColumnStatistics:
    above = value.missing if value.exact else value.upstream_missing
    return replace(value, exact=False, missing=0.0 if value.missing == 0 else None, upstream_missing=above)
