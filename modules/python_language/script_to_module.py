"""A script of Execute Python Script as a module of its own, whose ports can then be changed. Nothing is run."""

import ast
from collections.abc import Sequence

from modules.kit.errors import ModuleError
from modules.kit.script_ports import ChangedSource, ScriptPort, ScriptPorts, change_ports
from modules.python_language.execute_python_script import SCRIPT_TEMPLATE
from modules.python_language.schema_annotation import find_entry_function

OUTPUTS = ("result_dataset", "result_dataset2")
#: What the template says of a function that is called otherwise in a module.
TEMPLATE_COMMENT = "".join(SCRIPT_TEMPLATE.splitlines(keepends=True)[:2])


def write_script_module(script: str, function_name: str) -> ChangedSource:
    """The script as a module: its function gets this name, its tables are optional inputs, its outputs have names.

    Raises error 85 where the script can't be a module, with the reason.
    """
    code = _move_entry_to_end(script.removeprefix(TEMPLATE_COMMENT))
    function = _find_entry(code)
    arguments = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    if function.args.vararg or function.args.kwarg or len(arguments) > 2:
        message = f"{function.name} takes arguments that have no port. Let it take dataframe1 and dataframe2."
        raise ModuleError(85, message, parameter="python_script", line=function.lineno)
    inputs = tuple(ScriptPort(name, "table", True, name) for name in arguments)
    names = OUTPUTS[: _count_outputs(function)]
    outputs = tuple(ScriptPort(name, "table", False, f"value {name}") for name in names)
    returned = tuple(ScriptPort(f"value {name}") for name in names)
    before = ScriptPorts(tuple(ScriptPort(name) for name in arguments), returned)
    return change_ports(code, function, before, ScriptPorts(inputs, outputs), function_name)


def _find_entry(code: str) -> ast.FunctionDef:
    try:
        statements = ast.parse(code).body
    except SyntaxError as error:
        raise ModuleError(85, f"SyntaxError: {error.msg}.", parameter="python_script", line=error.lineno) from None
    except (ValueError, RecursionError, MemoryError):
        raise ModuleError(85, "The script can't be read as Python.", parameter="python_script") from None
    entry = find_entry_function(code)
    found = [item for item in statements if isinstance(item, ast.FunctionDef) and item.name == entry]
    if not found:
        raise ModuleError(85, "The script must define transform(dataframe1, dataframe2).", parameter="python_script")
    return found[-1]


def _move_entry_to_end(script: str) -> str:
    """The function of a module is the last one of its source."""
    function = _find_entry(script)
    later = [item for item in ast.parse(script).body if item.lineno > function.lineno]
    if not any(isinstance(item, ast.FunctionDef) for item in later):
        return script
    lines = script.splitlines()
    first = min([function.lineno, *(one.lineno for one in function.decorator_list)]) - 1
    last = function.end_lineno or function.lineno
    others = "\n".join([*lines[:first], *lines[last:]]).rstrip()
    return f"{others}\n\n\n" + "\n".join(lines[first:last]) + "\n"


def _count_outputs(function: ast.FunctionDef) -> int:
    """How many tables the return statements list at most; one where they list none."""
    listed = [node.value for node in ast.walk(function) if isinstance(node, ast.Return)]
    return max([1, *(min(2, _count_values(value)) for value in listed)])


def _count_values(value: ast.expr | None) -> int:
    elements: Sequence[ast.expr] = value.elts if isinstance(value, ast.Tuple | ast.List) else ()
    return len(elements)
