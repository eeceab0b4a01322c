"""How a module that a user wrote is written: its source as it is, and a call of its function."""

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from modules.kit.codegen.expressions import ScriptVariable, name
from modules.kit.codegen.script_builder import (
    CannotGenerateCode,
    StepCode,
    find_bound_names,
    list_columns_expression,
    write_secret_checks,
)
from modules.kit.parameters import Columns

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
    def handles_tables_only(self) -> bool: ...

    @property
    def accepts_secrets(self) -> bool: ...

    @property
    def added_parameters(self) -> frozenset[str]: ...


def build_code_emitter(
    function: CustomFunction, source: str, provided_names: Mapping[str, object]
) -> Callable[[StepCode], None]:
    def emit_code(step: StepCode) -> None:
        if not function.handles_tables_only:
            raise CannotGenerateCode(
                "It takes or makes files, models or objects. Call its function in a script of your own."
            )
        if function.accepts_secrets:
            write_secret_checks(step)
        define_custom_module(step, source, provided_names)
        tables = [step.inputs[port] for port in function.inputs]
        first = next((table for table in tables if isinstance(table, ScriptVariable)), None)
        own = {field: value for field, value in step.parameters if field not in function.added_parameters}
        settings = {field: _to_setting(own[field], first) for field in own if field in step.explicit_parameters}
        outputs = [_add_output(step, port, function, tables) for port in function.outputs]
        step.assign(outputs, name(function.function).call(*map(_copy_table, tables), **settings))

    return emit_code


def define_custom_module(step: StepCode, source: str, provided_names: Mapping[str, object]) -> None:
    """Have the source stand above the first node that uses it, with what it may name without importing it."""
    if source in step.builder.written_sources:
        return
    defined = find_bound_names(source)
    doubled = defined & step.builder.custom_module_names
    if doubled - set(provided_names):
        raise CannotGenerateCode(f"Another custom module defines '{min(doubled)}' too. Rename one of the two.")
    step.builder.custom_module_names |= defined
    read = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)} - defined
    step.add_imports(*(line for used, line in IMPORT_LINES.items() if used in read))
    plain = [used for used in PLAIN_TYPES if used in read]
    for used in plain:
        step.assign(name(used), name(PLAIN_TYPES[used]))
    step.add_blank_lines(2 if plain else 0)
    step.add_verbatim(source)
    step.add_blank_lines(2)
    step.builder.written_sources[source] = source


def _to_setting(value: object, table: ScriptVariable | None) -> object:
    return list_columns_expression(value, table) if isinstance(value, Columns) and table is not None else value


def _add_output(step: StepCode, port: str, function: CustomFunction, tables: Sequence[object]) -> ScriptVariable:
    """Columns that kept their names keep their roles."""
    out = step.add_table(port, step.title if len(function.outputs) == 1 else f"{step.title} {port}")
    for table in reversed([table for table in tables if isinstance(table, ScriptVariable)]):
        out.roles.update({column: role for column, role in table.roles.items() if column not in out.roles})
    return out


def _copy_table(table: ScriptVariable | list[ScriptVariable] | None) -> object:
    """A copy that the function may write into."""
    if isinstance(table, list):
        return [one.code.method("copy") for one in table]
    return None if table is None else table.code.method("copy")
