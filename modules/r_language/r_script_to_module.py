"""A script of Execute R Script as a module of its own, whose ports can then be changed. Nothing is run."""

from modules.kit.errors import ModuleError
from modules.kit.r_ports import list_returned, rewrite_r_function
from modules.kit.r_source import RFunction, find_r_function, list_r_functions, split_parts
from modules.kit.script_ports import ChangedSource, ScriptPort, ScriptPorts
from modules.r_language.execute_r_script import R_TEMPLATE

OUTPUTS = {"dataset1": "result_dataset", "dataset2": "result_dataset2"}
#: What the template says of a function that is called otherwise in a module.
TEMPLATE_COMMENT = "".join(R_TEMPLATE.splitlines(keepends=True)[:2])


def write_r_script_module(script: str, function_name: str) -> ChangedSource:
    """The script as a module: its function gets this name, its tables are optional inputs, its outputs have names.

    Raises error 85 where the script can't be a module, with the reason.
    """
    code = script.removeprefix(TEMPLATE_COMMENT)
    function = _find_entry(code)
    last = find_r_function(code)
    if last.start != function.start:
        message = f"Put {function.name} at the end of the script: the function of a module is the last one."
        raise ModuleError(85, message, parameter="r_script", line=function.line)
    names = [one.name for one in function.arguments]
    if len(names) > 2 or any(one.default not in (None, "NULL") for one in function.arguments):
        message = f"{function.name} takes arguments that have no port. Let it take dataframe1 and dataframe2."
        raise ModuleError(85, message, parameter="r_script", line=function.line)
    returned = list(OUTPUTS)[: _count_outputs(function)]
    before = ScriptPorts(
        tuple(ScriptPort(name) for name in names), tuple(ScriptPort(name, "table", False, name) for name in returned)
    )
    ports = ScriptPorts(
        tuple(ScriptPort(name, "table", True, name) for name in names),
        tuple(ScriptPort(OUTPUTS[name], "table", False, name) for name in returned),
    )
    return rewrite_r_function(code, function, before, ports, function_name)


def _find_entry(code: str) -> RFunction:
    """The function of the script that is called: azureml_main, or transform where only that is defined."""
    found = {one.name: one for one in list_r_functions(code)}
    entry = found.get("azureml_main") or found.get("transform")
    if entry is None:
        message = "The script must define transform(dataframe1, dataframe2)."
        raise ModuleError(85, message, parameter="r_script")
    return entry


def _count_outputs(function: RFunction) -> int:
    """How many tables the returned lists have at most; one where none is listed."""
    counts = [len(split_parts(one[2:-1])) for one in list_returned(function.body) if one[0].text == "list"]
    return max([1, *(min(2, count) for count in counts)])
