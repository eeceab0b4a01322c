"""Columns that a node names and its data do not have: which, what they may be called now, and what to do."""

from collections.abc import Callable, Iterator
from typing import Any

from modules.kit import Schema
from server.graph.drawing import Drawing, Fix, Problem, form_of, shown
from server.graph.edits import put
from server.graph.renames import name_now

#: More of them at one parameter are one problem.
MOST_NAMED = 20


def unknown_columns(drawing: Drawing) -> Iterator[Problem]:
    for name, node, module in drawing.nodes():
        for field, value in node.parameters.items():
            form = form_of(module, field)
            picker = form.get("column_of") or form.get("columns_of") or form.get("conditions_of")
            if not picker or not shown(module, node.parameters, field):
                continue
            schema = drawing.arriving(node, picker["port"])
            if isinstance(schema, Schema) and schema.complete:
                unknown = [column for column in dict.fromkeys(_named(value)) if column not in schema]
                if len(unknown) > MOST_NAMED:
                    yield _many_unknown(name, field, value, unknown)
                    continue
                for column in unknown:
                    now = name_now(drawing, node, picker["port"], column)
                    yield _unknown_column(name, field, value, column, schema, now)


def _many_unknown(name: str, field: str, value: Any, unknown: list[str]) -> Problem:
    """One problem for all of them: a table was replaced by another, and no one would go through thousands."""
    first = ", ".join(f"'{column}'" for column in unknown[:3])
    message = f"{len(unknown):,} of the chosen columns are not in the data: {first} and {len(unknown) - 3:,} more."
    gone = set(unknown)
    left = _filtered(value, lambda item: _item_name(item) not in gone)
    return Problem(
        name, field, message, Fix("Take them off the list", (put(left, "nodes", name, "parameters", field),))
    )


def _filtered(value: Any, stays: Callable[[Any], bool]) -> Any:
    """A picker's value with only those of its items that stay."""
    if isinstance(value, dict):
        return {**value, "names": _filtered(value["names"], stays)}
    return [item for item in value if stays(item)]


def _named(value: Any) -> list[str]:
    """The columns that the value of a column picker names."""
    if isinstance(value, str):
        return [value]
    names = value.get("names", []) if isinstance(value, dict) else value
    if not isinstance(names, list):
        return []
    # A condition has its column inside.
    return [name for name in map(_item_name, names) if isinstance(name, str)]


def _unknown_column(
    name: str, field: str, value: Any, column: str, schema: Schema, renamed: str | None = None
) -> Problem:
    path = ("nodes", name, "parameters", field)
    if renamed is not None and renamed not in _named(value):
        fix = Fix(f"Use {renamed}", (put(_renamed(value, column, renamed), *path),))
        return Problem(name, field, f"Column '{column}' is called '{renamed}' by now.", fix)
    nearest = schema.nearest(column)
    listing = isinstance(value, dict) and value.get("start") != "none"
    where = f"'{column}' is on the list of columns to leave out, but" if listing else f"Column '{column}'"
    message = f"{where} the data no longer has it." if listing else f"{where} is not in the data."
    if nearest and nearest not in _named(value):
        fix = Fix(f"Use {nearest}", (put(_renamed(value, column, nearest), *path),))
        return Problem(name, field, f"{message} Did you mean '{nearest}'?", fix)
    if isinstance(value, str):
        return Problem(name, field, f"{message} Choose another.", None)
    return Problem(name, field, message, Fix("Take it off the list", (put(_renamed(value, column, None), *path),)))


def _renamed(value: Any, old: str, new: str | None) -> Any:
    """The picker's value with one name replaced, or left out."""
    if isinstance(value, str):
        return new
    if isinstance(value, dict):
        return {**value, "names": _renamed(value["names"], old, new)}
    return [_renamed_item(item, old, new) for item in value if _item_name(item) != old or new is not None]


def _item_name(item: Any) -> Any:
    """The column of a condition, or the name itself."""
    return item.get("column") if isinstance(item, dict) else item


def _renamed_item(item: Any, old: str, new: str | None) -> Any:
    if _item_name(item) != old:
        return item
    return {**item, "column": new} if isinstance(item, dict) else new
