"""Rows in the order of time, divided at random: the model is trained on the future of what it is tested on."""

from collections.abc import Iterator

from modules.kit import Schema
from modules.kit.parameter_widgets import ColumnWidget
from server.graph.analyzed_design import Fix, Problem
from server.graph.edits import Edit, delete_value, set_value
from server.graph.linter import lint_rule
from server.graph.linter.data_lineage import DataLineage

TIME_ORDER_REASON = (
    "A random split lets the model learn from rows that are later than the test rows, which is impossible in real "
    "use. Sort the rows by time, train on the first rows and test on the last."
)


@lint_rule(order=50)
def find_random_time_splits(lineage: DataLineage) -> Iterator[Problem]:
    """A random split of rows that have a time, for training and testing."""
    for name in lineage.splits.values():
        outputs = lineage.get_data_outputs(name)
        both = any(one in lineage.training_references for one in outputs) and any(
            one in lineage.scored_references for one in outputs
        )
        if not both or not lineage.is_random_split(name):
            continue
        time = _find_time_column(lineage, name)
        if time is not None:
            message = f"The rows are split at random, although '{time}' puts them in an order of time."
            fix = Fix("Split in the order of the rows", tuple(_build_ordered_split_edits(lineage, name)))
            yield Problem(name, "randomized", message, fix, "advice", "time order", TIME_ORDER_REASON)


def _find_time_column(lineage: DataLineage, name: str) -> str | None:
    """The column with the time: one of that role, else one of times that differ from row to row."""
    edge = next(iter(lineage.get_data_edges(name)), None)
    schema = lineage.analyzed.schemas.get(edge.reference) if edge else None
    if edge is None or not isinstance(schema, Schema):
        return None
    time_columns = schema.names_with_role("time")
    if time_columns:
        return time_columns[0]
    for column in schema:
        statistics = lineage.analyzed.get_statistics(edge.reference, column.name)
        constant = statistics is not None and statistics.distinct is not None and statistics.distinct < 3
        if column.type == "datetime" and column.role != "none" and not constant:
            return column.name
    return None


def _build_ordered_split_edits(lineage: DataLineage, name: str) -> Iterator[Edit]:
    node, module = lineage.get_node(name), lineage.get_module(name)
    yield set_value(False, "nodes", name, "parameters", "randomized")
    for field in node.parameters:  # equal shares of each value are no order of time
        if field == "seed" or (field == "stratify_by" and isinstance(module.widgets.get(field), ColumnWidget)):
            yield delete_value("nodes", name, "parameters", field)
