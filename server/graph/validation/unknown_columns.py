"""Columns that a node names and its data do not have: which, what they may be called now, and what to do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from modules.kit import Module, Schema
from modules.kit.parameter_widgets import (
    ColumnNamesWidget,
    ColumnsWidget,
    ColumnWidget,
    ConditionsWidget,
    RowsWidget,
    list_shown_cells,
)
from server.graph.analyzed_design import AnalyzedDesign, Fix, Problem, is_parameter_shown
from server.graph.document import Node
from server.graph.edits import set_value
from server.graph.validation import validation_rule
from server.graph.validation.column_lineage import find_current_name

#: More of them at one parameter are one problem.
MAX_PROBLEMS_PER_FIELD = 20
PICKERS = (ColumnWidget, ColumnNamesWidget, ColumnsWidget, ConditionsWidget)
ColumnPicker = ColumnWidget | ColumnNamesWidget | ColumnsWidget | ConditionsWidget


@dataclass(frozen=True)
class _PickedColumns:
    """What one picker names: a parameter, or a cell in a row of one."""

    node: str
    field: str
    picker: ColumnPicker
    value: Any
    #: The value of the whole parameter once that of the picker is another.
    replace: Callable[[Any], Any]
    #: "Row 2: " for a cell.
    place: str = ""
    #: Columns that the rows above a cell make.
    made: frozenset[str] = frozenset()

    def build_fix(self, title: str, value: Any) -> Fix:
        return Fix(title, (set_value(self.replace(value), "nodes", self.node, "parameters", self.field),))


@validation_rule(order=80)
def find_unknown_columns(analyzed: AnalyzedDesign) -> Iterator[Problem]:
    for name, node, module in analyzed.iterate_nodes():
        for field in node.parameters:
            if not is_parameter_shown(module, node.parameters, field):
                continue
            for picked in _list_pickers(name, node, module, field):
                yield from _find_unknown(analyzed, node, picked)


def _list_pickers(name: str, node: Node, module: Module, field: str) -> Iterator[_PickedColumns]:
    """The pickers of a parameter: itself, or those in the cells of its rows."""
    widget, value = module.widgets.get(field), node.parameters[field]
    if isinstance(widget, PICKERS):
        yield _PickedColumns(name, field, widget, value, lambda new: new)
    elif isinstance(widget, RowsWidget) and isinstance(value, list):
        for place, row in enumerate(value):
            if isinstance(row, dict):
                yield from _list_row_pickers(name, field, widget, value, place)


def _list_row_pickers(
    name: str, field: str, widget: RowsWidget, rows: list[Any], place: int
) -> Iterator[_PickedColumns]:
    row, made = rows[place], _list_made_columns(widget, rows[:place])
    for cell in list_shown_cells(widget, row):
        if isinstance(cell, PICKERS) and row.get(cell.name) not in (None, ""):
            replace = partial(_replace_cell, rows, place, cell.name)
            yield _PickedColumns(name, field, cell, row[cell.name], replace, f"Row {place + 1}: ", made)


def _list_made_columns(widget: RowsWidget, rows: list[Any]) -> frozenset[str]:
    named = (row.get(widget.adds_column) for row in rows if widget.adds_column and isinstance(row, dict))
    return frozenset(name.strip() for name in named if isinstance(name, str))


def _replace_cell(rows: list[Any], place: int, cell: str, new: Any) -> list[Any]:
    changed = {key: value for key, value in rows[place].items() if key != cell or new is not None}
    return [*rows[:place], changed if new is None else {**changed, cell: new}, *rows[place + 1 :]]


def _find_unknown(analyzed: AnalyzedDesign, node: Node, picked: _PickedColumns) -> Iterator[Problem]:
    schema = analyzed.get_input_schema(node, picked.picker.port)
    if not isinstance(schema, Schema) or not schema.complete:
        return
    known = {*schema.names, *picked.made}
    unknown = [column for column in dict.fromkeys(_list_column_names(picked.value)) if column not in known]
    if len(unknown) > MAX_PROBLEMS_PER_FIELD:
        yield _build_summary_problem(picked, unknown)
        return
    for column in unknown:
        now = find_current_name(analyzed, node, picked.picker.port, column)
        yield _build_unknown_problem(picked, column, schema, now)


def _build_summary_problem(picked: _PickedColumns, unknown: list[str]) -> Problem:
    """One problem for all of them: a table was replaced by another, and no one would go through thousands."""
    first = ", ".join(f"'{column}'" for column in unknown[:3])
    found = f"{len(unknown):,} of the selected columns are not in the data"
    message = f"{picked.place}{found}: {first} and {len(unknown) - 3:,} more."
    gone = set(unknown)
    left = _filter_items(picked.value, lambda item: _get_item_name(item) not in gone)
    return Problem(picked.node, picked.field, message, picked.build_fix("Remove them from the list", left))


def _filter_items(value: Any, is_kept: Callable[[Any], bool]) -> Any:
    """A picker's value with only those of its items that stay."""
    if isinstance(value, dict):
        return _change_names(value, lambda names: _filter_items(names, is_kept))
    return [item for item in value if is_kept(item)]


def _change_names(selection: dict[str, Any], change: Callable[[list[Any]], list[Any]]) -> dict[str, Any]:
    """A choice of columns with other names, also in its rules. A rule that names none any more goes."""
    changed = {**selection, "names": change(selection["names"])} if "names" in selection else dict(selection)
    if isinstance(rules := selection.get("rules"), list):
        made = [_change_names(rule, change) if isinstance(rule, dict) else rule for rule in rules]
        changed["rules"] = [new for old, new in zip(rules, made, strict=True) if not _get_names(old) or _get_names(new)]
    return changed


def _get_names(rule: Any) -> list[Any]:
    names = rule.get("names") if isinstance(rule, dict) else None
    return names if isinstance(names, list) else []


def _list_column_names(value: object) -> list[str]:
    """The columns that the value of a column picker names."""
    if isinstance(value, str):
        return [value]
    names = value
    if isinstance(value, dict):
        rules = value.get("rules") if value.get("start") == "rules" else None
        ruled = [name for rule in (rules if isinstance(rules, list) else []) for name in _get_names(rule)]
        names = [*_get_names(value), *ruled]
    if not isinstance(names, list):
        return []
    # A condition has its column inside.
    return [name for name in map(_get_item_name, names) if isinstance(name, str)]


def _build_unknown_problem(picked: _PickedColumns, column: str, schema: Schema, renamed: str | None = None) -> Problem:
    value, place, where = picked.value, picked.place, (picked.node, picked.field)
    if renamed is not None and renamed not in _list_column_names(value):
        fix = picked.build_fix(f"Use {renamed}", _replace_name(value, column, renamed))
        return Problem(*where, f"{place}Column '{column}' is now called '{renamed}'.", fix)
    nearest = schema.find_nearest(column)
    listing = isinstance(value, dict) and value.get("start") != "none" and column in _get_names(value)
    what = f"'{column}' is on the list of columns to exclude, but" if listing else f"Column '{column}'"
    message = f"{place}{what} the data no longer has it." if listing else f"{place}{what} is not in the data."
    if nearest and nearest not in _list_column_names(value):
        fix = picked.build_fix(f"Use {nearest}", _replace_name(value, column, nearest))
        return Problem(*where, f"{message} Did you mean '{nearest}'?", fix)
    if isinstance(value, str):
        return Problem(*where, f"{message} Choose another.", None)
    return Problem(*where, message, picked.build_fix("Remove it from the list", _replace_name(value, column, None)))


def _replace_name(value: Any, old: str, new: str | None) -> Any:
    """The picker's value with one name replaced, or left out."""
    if isinstance(value, str):
        return new
    if isinstance(value, dict):
        return _change_names(value, lambda names: _replace_name(names, old, new))
    return [_replace_item_name(item, old, new) for item in value if _get_item_name(item) != old or new is not None]


def _get_item_name(item: object) -> Any:
    """The column of a condition, or the name itself."""
    return item.get("column") if isinstance(item, dict) else item


def _replace_item_name(item: object, old: str, new: str | None) -> Any:
    if _get_item_name(item) != old:
        return item
    return {**item, "column": new} if isinstance(item, dict) else new
