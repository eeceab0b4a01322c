"""The ports of a module that a user wrote in R: what the source says of them, and the source with other ones.

    #' Adds the price to each sale.
    #' @input rates object
    #' @output priced table
    #' @output page file
    transform <- function(sales, rates, prices = NULL, factor = 0.5) { ... }

An argument is a table unless `@input` says otherwise, optional with the default NULL, and a parameter with a plain one.
"""

import keyword
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from modules.kit.errors import ModuleError
from modules.kit.r_source import RFunction, Token, find_closer, find_r_function, split_parts, split_statements
from modules.kit.script_ports import WIDTH, ChangedSource, PortKind, ScriptPort, ScriptPorts

OUTPUT = "results_dataset"
INPUT_KINDS: tuple[PortKind, ...] = ("table", "tables", "file", "object")
OUTPUT_KINDS: tuple[PortKind, ...] = ("table", "file", "object")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_RESERVED = frozenset(
    ["if", "else", "repeat", "while", "function", "for", "next", "break", "TRUE", "FALSE", "NULL", "Inf", "NaN", "NA"]
)
_TAG = re.compile(r"^#'\s*@(input|output)\s+(\S+)(?:\s+(\S+))?\s*$")
_HEADS = frozenset({"if", "for", "while", "repeat", "function"})


@dataclass(frozen=True)
class RHeader:
    """The comment lines `#'` above a function: its help, the descriptions of parameters and the types of ports."""

    #: The lines of the source that it has, from 0.
    first: int
    last: int
    help: str
    descriptions: Mapping[str, str]
    inputs: Mapping[str, PortKind]
    outputs: Mapping[str, PortKind]


def read_r_ports(source: str) -> ScriptPorts:
    """The ports that the source declares. Raises error 85 where it is no function that can be a module."""
    function = find_r_function(source)
    header = read_header(source, function)
    inputs = [
        ScriptPort(one.name, header.inputs.get(one.name, "table"), one.default == "NULL", one.name)
        for one in function.arguments
        if one.default in (None, "NULL")
    ]
    strange = set(header.inputs) - {port.name for port in inputs}
    if strange:
        name = min(strange)
        message = f"@input names '{name}', but {function.name} has no argument '{name}' without a value of its own."
        raise ModuleError(85, message, parameter="code", line=function.line)
    outputs = header.outputs or {OUTPUT: "table"}
    ports = ScriptPorts(tuple(inputs), tuple(ScriptPort(name, kind, False, name) for name, kind in outputs.items()))
    for port in (*ports.inputs, *ports.outputs):
        check_name(port.name, function.line)
    return ports


def read_header(source: str, function: RFunction) -> RHeader:
    lines = source.splitlines()
    last = first = function.line - 1
    while first > 0 and lines[first - 1].startswith("#'"):
        first -= 1
    tags: dict[str, dict[str, PortKind]] = {"input": {}, "output": {}}
    descriptions: dict[str, str] = {}
    words: list[str] = []
    for number, line in enumerate(lines[first:last], start=first + 1):
        text = line[2:].strip()
        if text.startswith(("@input", "@output")):
            side, name, kind = _read_tag(line, number)
            if name in tags[side]:
                raise ModuleError(
                    85, f"Two ports are called '{name}'. Rename one of them.", parameter="code", line=number
                )
            tags[side][name] = kind
        elif text.startswith("@param ") and len(parts := text.split(maxsplit=2)) == 3:
            descriptions[parts[1]] = parts[2]
        elif not text.startswith("@"):
            words.append(text)
    return RHeader(first, last, "\n".join(words).strip(), descriptions, tags["input"], tags["output"])


def _read_tag(line: str, number: int) -> tuple[str, str, PortKind]:
    found = _TAG.match(line)
    kinds = INPUT_KINDS if "@input" in line else OUTPUT_KINDS
    kind = next((one for one in kinds if found and one == (found[3] or "table")), None)
    if found is None or kind is None:
        message = f"A port is written as @input name or @output name, and its type: {', '.join(kinds)}."
        raise ModuleError(85, message, parameter="code", line=number)
    return found[1], found[2], kind


def check_name(name: str, line: int | None = None) -> None:
    if not _NAME.fullmatch(name) or name in _RESERVED or keyword.iskeyword(name):
        rule = "Begin with a letter from a to z, then use letters, digits and _, as in sales_2024."
        message = f"'{name}' can't be the name of a port. {rule}"
        raise ModuleError(85, message, parameter="code", line=line)


def change_r_ports(source: str, ports: ScriptPorts) -> ChangedSource:
    """The source with other ports. Raises error 85 where it can't have them, with the reason."""
    return rewrite_r_function(source, find_r_function(source), read_r_ports(source), ports)


def rewrite_r_function(
    source: str, function: RFunction, before: ScriptPorts, ports: ScriptPorts, name: str | None = None
) -> ChangedSource:
    """The function with other ports and maybe another name: its body and what it returns follow."""
    _check_ports(function, ports)
    renamed = {port.was: port.name for port in ports.inputs if port.was is not None and port.was != port.name}
    names = dict(_rename_inputs(function, renamed))
    returns, unclear = _change_returns(source, function, before, ports, names)
    changes = [(start, end, text) for (start, end), text in names.items()]
    changes = [one for one in changes if not any(start <= one[0] < end for start, end, _ in returns)] + returns
    changes.append((function.start, function.end, _write_signature(function, ports, name or function.name)))
    made = source
    for start, end, text in sorted(changes, reverse=True):
        made = made[:start] + text + made[end:]
    lines, header, tags = made.splitlines(keepends=True), read_header(source, function), list(_write_tags(ports))
    kept = [line for line in lines[header.first : header.last] if not _TAG.match(line.rstrip())]
    written = "".join([*lines[: header.first], *kept, *tags, *lines[header.last :]])
    moved = len(kept) + len(tags) - (header.last - header.first)
    return ChangedSource(written, tuple(moved + _find_line(made, changes, place) for place in unclear))


def _find_line(made: str, changes: Sequence[tuple[int, int, str]], place: int) -> int:
    """The line after the changes of what stood at this place before them."""
    grown = sum(len(text) - (end - start) for start, end, text in changes if start < place)
    return made.count("\n", 0, place + grown) + 1


def _check_ports(function: RFunction, ports: ScriptPorts) -> None:
    if not ports.outputs:
        raise ModuleError(85, "Keep at least one output.", parameter="code")
    parameters = {one.name for one in function.arguments if one.default not in (None, "NULL")}
    arguments = {one.name for one in function.arguments}
    used = {token.text for token in function.body if token.kind == "name"}
    for listed in (ports.inputs, ports.outputs):
        names = [port.name for port in listed]
        for port in listed:
            check_name(port.name)
            if port.kind not in (INPUT_KINDS if listed is ports.inputs else OUTPUT_KINDS):
                message = f"R can't read or make a trained model, so '{port.name}' can't be one. Choose Object."
                raise ModuleError(85, message, parameter="code")
            if names.count(port.name) > 1:
                raise ModuleError(85, f"Two ports are called '{port.name}'. Rename one of them.", parameter="code")
            if listed is ports.inputs and port.name in parameters:
                message = f"A parameter is called '{port.name}' already. Choose another name."
                raise ModuleError(85, message, parameter="code")
            if listed is ports.inputs and port.name != port.was and port.name in used - arguments:
                message = f"The code has a variable '{port.name}' already. Choose another name."
                raise ModuleError(85, message, parameter="code")


def _write_signature(function: RFunction, ports: ScriptPorts, name: str) -> str:
    inputs = [f"{port.name} = NULL" if port.optional else port.name for port in ports.inputs]
    own = [f"{one.name} = {one.default}" for one in function.arguments if one.default not in (None, "NULL")]
    line = f"{name} <- function({', '.join([*inputs, *own])})"
    if len(line) <= WIDTH:
        return line
    return f"{name} <- function(\n  " + ",\n  ".join([*inputs, *own]) + "\n)"


def _write_tags(ports: ScriptPorts) -> Iterator[str]:
    for port in ports.inputs:
        if port.kind != "table":
            yield f"#' @input {port.name} {port.kind}\n"
    if [(port.name, port.kind) for port in ports.outputs] != [(OUTPUT, "table")]:
        yield from (f"#' @output {port.name} {port.kind}\n" for port in ports.outputs)


def _rename_inputs(function: RFunction, renamed: Mapping[str, str]) -> Iterator[tuple[tuple[int, int], str]]:
    """Each use of an input in the body; not columns after `$` and not names of arguments."""
    brackets: list[str] = []
    body = function.body
    for place, token in enumerate(body):
        if token.kind == "sign" and token.text in "([{":
            brackets.append(token.text)
        elif token.text in (")", "]", "}"):
            brackets.pop()
        if token.kind != "name" or token.text not in renamed:
            continue
        after = body[place + 1].text if place + 1 < len(body) else ""
        is_part = place > 0 and body[place - 1].text in ("$", "@", "::", ":::")
        is_argument = after == "=" and bool(brackets) and brackets[-1] != "{"
        if not is_part and not is_argument and after not in ("::", ":::"):
            yield (token.start, token.end), renamed[token.text]


def _change_returns(
    source: str,
    function: RFunction,
    before: ScriptPorts,
    ports: ScriptPorts,
    renamed: Mapping[tuple[int, int], str],
) -> tuple[list[tuple[int, int, str]], list[int]]:
    """What is returned with a value for each output, and the places that say it in another way."""
    if [(port.was, port.name) for port in ports.outputs] == [(port.name, port.name) for port in before.outputs]:
        return [], []
    changes, unclear = [], []
    for tokens in list_returned(function.body):
        values = _split_values(source, tokens, before, renamed)
        if values is None:
            unclear.append(tokens[0].start)
            continue
        written = [
            values.get(port.was or "") or ("data.frame()" if port.kind == "table" else "NULL") for port in ports.outputs
        ]
        named = ", ".join(f"{port.name} = {text}" for port, text in zip(ports.outputs, written, strict=True))
        text = written[0] if len(written) == 1 else f"list({named})"
        changes.append((tokens[0].start, tokens[-1].end, text))
    return changes, unclear


def list_returned(body: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The expressions in `return(...)` and the last one of the body; not those of functions in it."""
    statements = split_statements(body)
    place = 0
    while place < len(body):
        token = body[place]
        if token.text == "function" and place + 1 < len(body) and body[place + 1].text == "(":
            place = find_closer(body, place + 1) + 1
            if place < len(body) and body[place].text == "{":
                place = find_closer(body, place)
            continue
        if token.text == "return" and place + 1 < len(body) and body[place + 1].text == "(":
            inner = [one for one in body[place + 2 : find_closer(body, place + 1)] if one.kind != "line"]
            if inner:
                yield inner
        place += 1
    last = [one for one in statements[-1] if one.kind != "line"] if statements else []
    if not last or (last[0].text == "return" and len(last) > 1 and last[1].text == "("):
        return
    yield last


def _split_values(
    source: str, tokens: Sequence[Token], before: ScriptPorts, renamed: Mapping[tuple[int, int], str]
) -> dict[str, str] | None:
    """{output: the expression of its value}; None where they are not listed one by one."""
    names = [port.name for port in before.outputs]
    is_list = len(tokens) > 2 and tokens[0].text == "list" and tokens[1].text == "("
    if not is_list or find_closer(tokens, 1) != len(tokens) - 1:
        depth = tokens[0].depth
        assigns = any(one.text in ("<-", "<<-", "->", "=") and one.depth == depth for one in tokens)
        if len(names) > 1 or is_list or assigns or tokens[0].text in _HEADS:
            return None
        return {names[0]: _write_renamed(source, tokens, renamed)}
    parts = split_parts(tokens[2:-1])
    keys = [part[0].text.strip("\"'`") if len(part) > 2 and part[1].text == "=" else None for part in parts]
    values = [part[2:] if key is not None else part for part, key in zip(parts, keys, strict=True)]
    if len(values) != len(names) or (any(keys) and set(keys) != set(names)):
        return None
    named = zip([key or name for key, name in zip(keys, names, strict=True)], values, strict=True)
    return {name: _write_renamed(source, value, renamed) for name, value in named}


def _write_renamed(source: str, tokens: Sequence[Token], renamed: Mapping[tuple[int, int], str]) -> str:
    start, end = tokens[0].start, tokens[-1].end
    made = source[start:end]
    for (first, last), text in sorted(renamed.items(), reverse=True):
        if start <= first and last <= end:
            made = made[: first - start] + text + made[last - start :]
    return made
