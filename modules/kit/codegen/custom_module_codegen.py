"""How a module that a user wrote is written: its source as it is, and a call of its function."""

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from modules.kit.codegen.script_builder import (
    CannotGenerateCode,
    Expression,
    ScriptVariable,
    StepCode,
    find_bound_names,
    format_call,
    select_columns_expression,
    write_secret_checks,
)
from modules.kit.parameters import Columns
from modules.kit.script_secrets import SECRETS_PARAMETER

#: How a script imports what a source may name without importing it.
IMPORT_LINES = {
    "np": "import numpy as np",
    "DataFrame": "from pandas import DataFrame",
    "Annotated": "from typing import Annotated",
    "Literal": "from typing import Literal",
    "NamedTuple": "from typing import NamedTuple",
    "Field": "from pydantic import Field",
}
#: These are types of ours, which a script has no need of.
PLAIN_TYPES = {"Column": "str", "Columns": "list"}


class CustomFunction(Protocol):
    """What the source says of its function; see `FunctionSignature`."""

    @property
    def function(self) -> str: ...

    @property
    def inputs(self) -> Sequence[str]: ...

    @property
    def outputs(self) -> Sequence[str]: ...

    @property
    def accepts_secrets(self) -> bool: ...


def build_code_emitter(
    function: CustomFunction, source: str, provided_names: Mapping[str, Any]
) -> Callable[[StepCode], None]:
    def emit_code(step: StepCode) -> None:
        if function.accepts_secrets:
            write_secret_checks(step)
        define_custom_module(step, source, provided_names)
        tables = [step.inputs[name] for name in function.inputs]
        first = next((table for table in tables if isinstance(table, ScriptVariable)), None)
        own = {
            name: value for name, value in step.parameters if name != SECRETS_PARAMETER or not function.accepts_secrets
        }
        settings = {name: _to_setting(value, first) for name, value in own.items() if name in step.explicit_parameters}
        outputs = [_add_output(step, port, function, tables) for port in function.outputs]
        call = format_call(function.function, *map(_copy_expression, tables), **settings)
        step.add(f"{', '.join(map(str, outputs))} = {call}")

    return emit_code


def define_custom_module(step: StepCode, source: str, provided_names: Mapping[str, Any]) -> None:
    """Have the source stand above the first node that uses it, with what it may name without importing it."""
    if source in step.builder.memo:
        return
    defined = find_bound_names(source)
    doubled = defined & step.builder.custom_module_names
    if doubled - set(provided_names):
        raise CannotGenerateCode(f"Another custom module defines '{min(doubled)}' too. Rename one of the two.")
    step.builder.custom_module_names |= defined
    read = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)} - defined
    step.add_imports(*(line for name, line in IMPORT_LINES.items() if name in read))
    plain = [f"{name} = {kind}" for name, kind in PLAIN_TYPES.items() if name in read]
    if plain:
        step.add(*plain, "", "")
    step.add_verbatim(source)
    step.add("", "")
    step.builder.memo[source] = source


def _to_setting(value: Any, table: ScriptVariable | None) -> Any:
    if not isinstance(value, Columns) or table is None:
        return value
    names = select_columns_expression(value, table)
    return Expression(names if names.startswith("[") else f"list({names})")


def _add_output(step: StepCode, port: str, function: CustomFunction, tables: Sequence[Any]) -> ScriptVariable:
    """Columns that kept their names keep their roles."""
    out = step.add_table(port, step.title if len(function.outputs) == 1 else f"{step.title} {port}")
    for table in reversed([table for table in tables if isinstance(table, ScriptVariable)]):
        out.roles.update({name: role for name, role in table.roles.items() if name not in out.roles})
    return out


def _copy_expression(table: Any) -> Expression:
    """A copy that the function may write into."""
    if isinstance(table, list):
        return Expression(f"[{', '.join(f'{one}.copy()' for one in table)}]")
    return Expression("None" if table is None else f"{table}.copy()")
