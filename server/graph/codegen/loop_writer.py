"""How a loop is written: a function of what is in it, which is called for each group or each value."""

import copy
import io
import tokenize
from collections.abc import Callable, Sequence
from typing import Any

from modules.kit.codegen.expressions import ScriptVariable, literal, name
from modules.kit.codegen.script_builder import CannotGenerateCode, ScriptBuilder, StepCode

#: Writes what is in the loop into the step, with the builder of that step; gives the table that is collected.
WriteBody = Callable[[StepCode, ScriptVariable, Any], ScriptVariable]


def write_group_loop(
    end: StepCode, source: ScriptVariable, shown: ScriptVariable, keys: Sequence[str], write_body: WriteBody
) -> None:
    """The loop over the groups of a table, of which one is shown."""
    from modules.loops.exported_loops import repeat_for_groups

    function, rows = end.reserve_name("run_loop"), end.reserve_name("rows")
    body = end.open_block()
    entry = ScriptVariable(rows, shown.schema, shown.roles, shown.facts)
    body.add("return {result}", result=write_body(body, entry, None))
    _write_function(end, function.python, rows.python, body)
    stop = end.when_one_fails == "Stop"
    _assign_outputs(end, end.use(repeat_for_groups).call(function, source, list(keys), stop))


def write_value_loop(
    end: StepCode, source: ScriptVariable, title: str, values: Sequence[Any], write_body: WriteBody
) -> None:
    """The loop over the values of a setting, which is a variable in what is written."""
    from modules.loops.exported_loops import repeat_for_values

    function, variable = end.reserve_name("run_loop"), end.reserve_name("value")
    other = end.open_block()
    other.builder = copy.deepcopy(end.builder)
    body = end.open_block()
    body.add("return {result}", result=write_body(body, source, values[0]))
    if len(values) > 1:
        other.add("return {result}", result=write_body(other, source, values[-1]))
        body.lines = _replace_value(body, other, values, variable.python)
    _write_function(end, function.python, variable.python, body)
    stop = end.when_one_fails == "Stop"
    _assign_outputs(end, end.use(repeat_for_values).call(function, title, list(values), stop))


def _write_function(end: StepCode, function: str, argument: str, body: StepCode) -> None:
    end.add("def {function}({argument}):", function=name(function), argument=name(argument))
    end.add_block(body)
    end.add_blank_lines(2)


def _assign_outputs(end: StepCode, call: Any) -> None:
    rows, iterations = end.add_table("rows"), end.add_table("iterations", "iterations")
    end.assign([rows, iterations], call)


def _replace_value(body: StepCode, other: StepCode, values: Sequence[Any], variable: str) -> list[str]:
    """The lines with the variable wherever the same code with another value differs."""
    first, last = (_read_tokens("\n".join(one.lines)) for one in (body, other))
    written, others = (literal(value).python for value in (values[0], values[-1]))
    differing = [place for place, (one, two) in enumerate(zip(first, last, strict=False)) if one.string != two.string]
    plain = len(first) == len(last) and _list_constants(body.builder) == _list_constants(other.builder)
    if (
        not plain
        or not differing
        or any((first[place].string, last[place].string) != (written, others) for place in differing)
    ):
        raise CannotGenerateCode("What its setting changes is more than a value in the code.")
    lines = "\n".join(body.lines).split("\n")
    for place in reversed(differing):
        row, start, end = first[place].start[0] - 1, first[place].start[1], first[place].end[1]
        lines[row] = lines[row][:start] + variable + lines[row][end:]
    return lines


def _read_tokens(text: str) -> list[tokenize.TokenInfo]:
    layout = (tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.COMMENT)
    return [one for one in tokenize.generate_tokens(io.StringIO(text).readline) if one.type not in layout]


def _list_constants(builder: ScriptBuilder) -> list[str]:
    return builder.constants
