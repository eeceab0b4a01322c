"""How a module that a user wrote is written: its source as it is, and a call of its function."""

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from modules.kit.parameters import Columns
from modules.kit.secrets import PARAMETER
from modules.kit.writing import CannotWrite, Step, Text, Value, bound_names, call, chosen, require_secrets

#: How a script imports what a source may name without importing it.
IMPORTS = {
    "np": "import numpy as np",
    "DataFrame": "from pandas import DataFrame",
    "Annotated": "from typing import Annotated",
    "Literal": "from typing import Literal",
    "NamedTuple": "from typing import NamedTuple",
    "Field": "from pydantic import Field",
}
#: These are types of ours, which a script has no need of.
PLAIN = {"Column": "str", "Columns": "list"}


class Told(Protocol):
    """What the source says of its function; see `functions.Signature`."""

    @property
    def function(self) -> str: ...

    @property
    def inputs(self) -> Sequence[str]: ...

    @property
    def outputs(self) -> Sequence[str]: ...

    @property
    def asks(self) -> bool: ...


def writer_of(told: Told, source: str, given: Mapping[str, Any]) -> Callable[[Step], None]:
    def written(step: Step) -> None:
        if told.asks:
            require_secrets(step)
        bind(step, source, given)
        tables = [step.inputs[name] for name in told.inputs]
        first = next((table for table in tables if isinstance(table, Value)), None)
        own = {name: value for name, value in step.parameters if name != PARAMETER or not told.asks}
        settings = {name: _setting(value, first) for name, value in own.items() if name in step.given}
        outputs = [_output(step, port, told, tables) for port in told.outputs]
        step.add(f"{', '.join(map(str, outputs))} = {call(told.function, *map(_copied, tables), **settings)}")

    return written


def bind(step: Step, source: str, given: Mapping[str, Any]) -> None:
    """Have the source stand above the first node that uses it, with what it may name without importing it."""
    if source in step.page.remembered:
        return
    defined = bound_names(source)
    if (defined & step.page.bound) - set(given):
        raise CannotWrite(f"Another own module defines '{min(defined & step.page.bound)}' too. Rename one of the two.")
    step.page.bound |= defined
    read = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)} - defined
    step.imports(*(line for name, line in IMPORTS.items() if name in read))
    plain = [f"{name} = {kind}" for name, kind in PLAIN.items() if name in read]
    if plain:
        step.add(*plain, "", "")
    step.verbatim(source)
    step.add("", "")
    step.page.remembered[source] = source


def _setting(value: Any, table: Value | None) -> Any:
    if not isinstance(value, Columns) or table is None:
        return value
    names = chosen(value, table)
    return Text(names if names.startswith("[") else f"list({names})")


def _output(step: Step, port: str, told: Told, tables: Sequence[Any]) -> Value:
    """Columns that kept their names keep their roles."""
    out = step.table(port, step.title if len(told.outputs) == 1 else f"{step.title} {port}")
    for table in reversed([table for table in tables if isinstance(table, Value)]):
        out.roles.update({name: role for name, role in table.roles.items() if name not in out.roles})
    return out


def _copied(table: Any) -> Text:
    """A copy that the function may write into."""
    if isinstance(table, list):
        return Text(f"[{', '.join(f'{one}.copy()' for one in table)}]")
    return Text("None" if table is None else f"{table}.copy()")
