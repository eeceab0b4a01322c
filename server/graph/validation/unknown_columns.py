"""Columns that a node names and its data do not have: which, what they may be called now, and what to do."""

from collections.abc import Callable, Iterator
from typing import Any

from modules.kit import Schema
from modules.kit.parameter_widgets import ColumnNamesWidget, ColumnsWidget, ColumnWidget, ConditionsWidget
from server.graph.analyzed_design import AnalyzedDesign, Fix, Problem, is_parameter_shown
from server.graph.edits import set_value
from server.graph.validation import validation_rule
from server.graph.validation.column_lineage import find_current_name

#: More of them at one parameter are one problem.
MAX_PROBLEMS_PER_FIELD = 20
PICKERS = (ColumnWidget, ColumnNamesWidget, ColumnsWidget, ConditionsWidget)


@validation_rule(order=80)
def find_unknown_columns(analyzed: AnalyzedDesign) -> Iterator[Problem]:
    for name, node, module in analyzed.iterate_nodes():
        for field, value in node.parameters.items():
            picker = module.widgets.get(field)
            if not isinstance(picker, PICKERS) or not is_parameter_shown(module, node.parameters, field):
                continue
            schema = analyzed.get_input_schema(node, picker.port)
            if isinstance(schema, Schema) and schema.complete:
                unknown = [column for column in dict.fromkeys(_list_column_names(value)) if column not in schema]
                if len(unknown) > MAX_PROBLEMS_PER_FIELD:
                    yield _build_summary_problem(name, field, value, unknown)
                    continue
                for column in unknown:
                    now = find_current_name(analyzed, node, picker.port, column)
                    yield _build_unknown_problem(name, field, value, column, schema, now)


def _build_summary_problem(name: str, field: str, value: object, unknown: list[str]) -> Problem:
    """One problem for all of them: a table was replaced by another, and no one would go through thousands."""
    first = ", ".join(f"'{column}'" for column in unknown[:3])
    message = f"{len(unknown):,} of the selected columns are not in the data: {first} and {len(unknown) - 3:,} more."
    gone = set(unknown)
    left = _filter_items(value, lambda item: _get_item_name(item) not in gone)
    return Problem(
        name, field, message, Fix("Remove them from the list", (set_value(left, "nodes", name, "parameters", field),))
    )


def _filter_items(value: Any, is_kept: Callable[[Any], bool]) -> Any:
    """A picker's value with only those of its items that stay."""
    if isinstance(value, dict):
        return {**value, "names": _filter_items(value["names"], is_kept)}
    return [item for item in value if is_kept(item)]


def _list_column_names(value: object) -> list[str]:
    """The columns that the value of a column picker names."""
    if isinstance(value, str):
        return [value]
    names = value.get("names", []) if isinstance(value, dict) else value
    if not isinstance(names, list):
        return []
    # A condition has its column inside.
    return [name for name in map(_get_item_name, names) if isinstance(name, str)]


def _build_unknown_problem(
    name: str, field: str, value: object, column: str, schema: Schema, renamed: str | None = None
) -> Problem:
    path = ("nodes", name, "parameters", field)
    if renamed is not None and renamed not in _list_column_names(value):
        fix = Fix(f"Use {renamed}", (set_value(_replace_name(value, column, renamed), *path),))
        return Problem(name, field, f"Column '{column}' is now called '{renamed}'.", fix)
    nearest = schema.find_nearest(column)
    listing = isinstance(value, dict) and value.get("start") != "none"
    where = f"'{column}' is on the list of columns to exclude, but" if listing else f"Column '{column}'"
    message = f"{where} the data no longer has it." if listing else f"{where} is not in the data."
    if nearest and nearest not in _list_column_names(value):
        fix = Fix(f"Use {nearest}", (set_value(_replace_name(value, column, nearest), *path),))
        return Problem(name, field, f"{message} Did you mean '{nearest}'?", fix)
    if isinstance(value, str):
        return Problem(name, field, f"{message} Choose another.", None)
    return Problem(
        name, field, message, Fix("Remove it from the list", (set_value(_replace_name(value, column, None), *path),))
    )


def _replace_name(value: Any, old: str, new: str | None) -> Any:
    """The picker's value with one name replaced, or left out."""
    if isinstance(value, str):
        return new
    if isinstance(value, dict):
        return {**value, "names": _replace_name(value["names"], old, new)}
    return [_replace_item_name(item, old, new) for item in value if _get_item_name(item) != old or new is not None]


def _get_item_name(item: object) -> Any:
    """The column of a condition, or the name itself."""
    return item.get("column") if isinstance(item, dict) else item


def _replace_item_name(item: object, old: str, new: str | None) -> Any:
    if _get_item_name(item) != old:
        return item
    return {**item, "column": new} if isinstance(item, dict) else new
