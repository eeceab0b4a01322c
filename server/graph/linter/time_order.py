"""Rows in the order of time, divided at random: the model is trained on the future of what it is tested on."""

from collections.abc import Iterator

from modules.kit import Module, Schema
from modules.kit.parameter_widgets import ChoiceWidget, ColumnWidget
from server.graph.analyzed_design import Fix, Problem, get_parameter_value
from server.graph.edits import Edit, delete_value, set_value
from server.graph.linter import lint_rule
from server.graph.linter.data_lineage import DataLineage

TIME_ORDER_REASON = (
    "A random split lets the model learn from rows that are later than the test rows, which is impossible in real "
    "use. Train on the older rows and test on the newer ones."
)
#: How rows are divided by time: the parameter and its value.
SPLIT_BY_TIME = ("splitting_mode", "Split by Time")
FOLDS_BY_TIME = ("fold_order", "By time")
TIME_COLUMN = "time_column"


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
            fix = _build_split_fix(lineage, name, time)
            yield Problem(name, "randomized", message, fix, "advice", "time order", TIME_ORDER_REASON)


@lint_rule(order=51)
def find_random_time_folds(lineage: DataLineage) -> Iterator[Problem]:
    """Random folds of rows with a column of the role time."""
    field, by_time = FOLDS_BY_TIME
    for learner in lineage.learners:
        node, module = learner.node, learner.module
        schema = lineage.analyzed.schemas.get(learner.reference)
        if not _offers(module, *FOLDS_BY_TIME) or not isinstance(schema, Schema):
            continue
        measured_apart = len(lineage.get_data_edges(learner.name)) > 1
        times = schema.names_with_role("time")
        if times and not measured_apart and get_parameter_value(module, node, field) != by_time:
            message = f"The folds are drawn at random, although '{times[0]}' puts the rows in an order of time."
            fix = Fix("Divide by time", (set_value(by_time, "nodes", learner.name, "parameters", field),))
            yield Problem(learner.name, field, message, fix, "advice", "time order", TIME_ORDER_REASON)


def _offers(module: Module, field: str, option: str) -> bool:
    widget = module.widgets.get(field)
    return isinstance(widget, ChoiceWidget) and option in widget.options


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


def _build_split_fix(lineage: DataLineage, name: str, time: str) -> Fix:
    """Split by the time; a module that cannot goes by the order of its rows."""
    node, module = lineage.get_node(name), lineage.get_module(name)
    if not _offers(module, *SPLIT_BY_TIME):
        return Fix("Split in the order of the rows", tuple(_build_ordered_split_edits(lineage, name)))
    field, mode = SPLIT_BY_TIME
    edits = [set_value(mode, "nodes", name, "parameters", field)]
    edge = lineage.get_data_edges(name)[0]
    schema = lineage.analyzed.schemas.get(edge.reference)
    if not isinstance(schema, Schema) or schema.names_with_role("time") != [time]:
        edits.append(set_value(time, "nodes", name, "parameters", TIME_COLUMN))
    edits += [
        delete_value("nodes", name, "parameters", field)
        for field in node.parameters
        if field in ("seed", "randomized", "stratify_by")
    ]
    return Fix(f"Split by '{time}'", tuple(edits))


def _build_ordered_split_edits(lineage: DataLineage, name: str) -> Iterator[Edit]:
    node, module = lineage.get_node(name), lineage.get_module(name)
    yield set_value(False, "nodes", name, "parameters", "randomized")
    for field in node.parameters:  # equal shares of each value are no order of time
        if field == "seed" or (field == "stratify_by" and isinstance(module.widgets.get(field), ColumnWidget)):
            yield delete_value("nodes", name, "parameters", field)
