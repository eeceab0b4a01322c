"""A design as Python: the file that builds the same document again when it is run."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from designery.code_format import INDENT, Code, format_call, format_text
from designery.custom_modules import CustomModule
from designery.layout import iterate_sources, sort_nodes
from designery.module_shapes import SHAPES

#: Fields of a node that have a keyword of their own, or none.
NODE_FIELDS = frozenset(
    {"module", "parameters", "inputs", "x", "y", "title", "note", "disabled", "bypassed", "group", "silenced"}
)
DOCUMENT_FIELDS = frozenset({"format", "name", "description", "nodes", "notes", "groups", "modules"})
IDENTIFIER = re.compile(r"[^0-9A-Za-z_]+")


@dataclass
class _Writer:
    document: Mapping[str, Any]
    #: {node: the variable that holds it}
    variables: dict[str, str] = field(default_factory=dict)
    imports: set[str] = field(default_factory=set)
    #: {name of a module of the design: the variable that holds it}
    own: dict[str, str] = field(default_factory=dict)
    #: {(node, parameter): the argument of the function that sets it}
    arguments: dict[tuple[str, str], str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=lambda: {"dy", *dir(builtins), *keyword.kwlist})
    placed: set[str] = field(default_factory=set)
    #: How groups are called in the code.
    group_names: dict[str, str] = field(default_factory=dict)

    @property
    def nodes(self) -> Mapping[str, Any]:
        return self.document.get("nodes", {})  # type: ignore[no-any-return]

    @property
    def groups(self) -> dict[str, Mapping[str, Any]]:
        """The groups that can be written; broken ones go along as they are."""
        return {key: value for key, value in self.document.get("groups", {}).items() if _is_group(value)}

    def choose_name(self, wanted: str) -> str:
        """A name that nothing else has."""
        base = IDENTIFIER.sub("_", wanted).strip("_").lower() or "node"
        base = f"n_{base}" if base[0].isdigit() else base
        name, number = base, 2
        while name in self.taken:
            name, number = f"{base}_{number}", number + 1
        self.taken.add(name)
        return name


def _is_group(value: Any) -> bool:
    named = isinstance(value, Mapping) and all(str(key).isidentifier() for key in value)
    return named and isinstance(value.get("title"), str)


def write_code(document: Mapping[str, Any]) -> str:
    """The file; running its function gives a document with the same content."""
    writer = _Writer(document)
    used = {str(node["module"]) for node in writer.nodes.values()} & set(SHAPES)
    writer.taken |= used
    name = writer.choose_name(str(document.get("name", "")) or "design")
    arguments, pipeline = _choose_arguments(writer)
    for node in sort_nodes(writer.nodes):
        writer.variables[node] = writer.choose_name(node)
    body = [*_write_own_modules(writer), *_write_block(writer, None, 1), *_write_rest(writer)]
    head = _write_decorator(document, pipeline)
    signature = format_call(f"def {name}", [(f"{key}: {type(value).__name__} = ", value) for key, value in arguments])
    signature = signature.replace(",)", ")")
    lines = [f'"""{_describe(document)}"""', "", "import designery as dy"]
    if writer.imports:
        lines.append(format_call("from designery.modules import ", [("", Code(one)) for one in sorted(writer.imports)]))
        lines[-1] = _trim_import(lines[-1])
    lines += ["", "", f"@{head}", f"{signature}:", *(body or [f"{INDENT}pass"])]
    lines += ["", "", 'if __name__ == "__main__":', f"{INDENT}{name}.build().save()", ""]
    return "\n".join(lines)


def _describe(document: Mapping[str, Any]) -> str:
    name = str(document.get("name", "Untitled design")).replace("\\", "").replace('"', "'")
    return " ".join(name.split()) + ", as code."


def _trim_import(line: str) -> str:
    """An import of one line has no parentheses."""
    return line if "\n" in line else line.replace("import (", "import ").rstrip(")").rstrip(",")


def _write_decorator(document: Mapping[str, Any], pipeline: Any) -> str:
    arguments: list[tuple[str, Any]] = [("name=", document.get("name", "Untitled design"))]
    if document.get("description"):
        arguments.append(("description=", document["description"]))
    rest = {key: value for key, value in document.items() if key not in DOCUMENT_FIELDS | {"pipeline", "parameters"}}
    if document.get("parameters"):
        rest["parameters"] = document["parameters"]
    if pipeline:
        rest["pipeline"] = pipeline
    plain = {key: value for key, value in rest.items() if key.isidentifier() and not keyword.iskeyword(key)}
    arguments += [(f"{key}=", value) for key, value in plain.items()]
    if odd := {key: value for key, value in rest.items() if key not in plain}:
        arguments.append(("**", odd))
    return format_call("dy.design", arguments).replace(",)", ")")


def _choose_arguments(writer: _Writer) -> tuple[list[tuple[str, Any]], Any]:
    """Parameters of the pipeline that the function takes as arguments, and what is left of the declarations."""
    pipeline = writer.document.get("pipeline")
    if not isinstance(pipeline, Mapping) or not isinstance(pipeline.get("parameters"), Mapping):
        return [], pipeline
    declared = dict(pipeline["parameters"])
    found: list[tuple[str, Any]] = []
    for name, one in pipeline["parameters"].items():
        plain = isinstance(one, Mapping) and {key for key, value in one.items() if value is not None} == {
            "node",
            "parameter",
        }
        if not plain or not name.isidentifier() or name in writer.taken:
            continue
        place = (one["node"], one["parameter"])
        value = writer.nodes.get(place[0], {}).get("parameters", {}).get(place[1])
        if isinstance(value, (int, float, str)) and not isinstance(value, bool) and place not in writer.arguments:
            writer.arguments[place] = name
            writer.taken.add(name)
            found.append((name, value))
            del declared[name]
    rest = {key: value for key, value in {**pipeline, "parameters": declared}.items() if value}
    return found, rest


def _write_own_modules(writer: _Writer) -> Iterator[str]:
    """The modules that the design brings along, each as its source."""
    for name, held in writer.document.get("modules", {}).items():
        variable = writer.own[name] = writer.choose_name(name.removeprefix("own_"))
        yield INDENT + f"{variable} = dy.custom_module({format_text(name)}, {format_text(held['code'])})"


def _write_block(writer: _Writer, scope: str | None, depth: int) -> Iterator[str]:
    """The nodes of a group, or of the design: groups inside as functions, or as blocks where they take turns."""
    inside = _list_inside(writer, scope)
    units = _sort_units(writer, inside)
    in_turns = units is None
    for unit in units if units is not None else [name for name in sort_nodes(writer.nodes) if name in inside]:
        child = inside[unit] if in_turns else (unit[1:] if unit.startswith("#") else None)
        if child is None:
            yield from _indent(_write_node(writer, unit, depth), depth)
        elif in_turns:
            yield from _write_turn(writer, scope, unit, depth)
        else:
            yield from _write_group_function(writer, child, depth)
    yield from _write_empty_groups(writer, scope, {one for one in inside.values() if one is not None}, depth)


def _list_inside(writer: _Writer, scope: str | None) -> dict[str, str | None]:
    """The nodes in a scope, each with the group right below the scope that it stands in."""
    found: dict[str, str | None] = {}
    for name in writer.nodes:
        chain = _list_groups(writer, name)
        if scope is None:
            found[name] = chain[0] if chain else None
        elif scope in chain:
            rest = chain[chain.index(scope) + 1 :]
            found[name] = rest[0] if rest else None
    return found


def _list_groups(writer: _Writer, node: str) -> list[str]:
    """The groups around a node, the outermost first."""
    chain: list[str] = []
    at = writer.nodes[node].get("group")
    while at in writer.groups and at not in chain:
        chain.append(at)
        at = writer.groups[at].get("parent")
    return chain[::-1]


def _sort_units(writer: _Writer, inside: Mapping[str, str | None]) -> list[str] | None:
    """Nodes and whole groups in an order in which each can be written at once; None where there is none."""
    unit_of = {name: name if child is None else f"#{child}" for name, child in inside.items()}
    sources: dict[str, dict[str, None]] = {unit: {} for unit in unit_of.values()}
    for name, unit in unit_of.items():
        taken = (unit_of[source] for source in iterate_sources(writer.nodes[name]) if source in unit_of)
        sources[unit] |= dict.fromkeys(source for source in taken if source != unit)
    # Names of groups may hold anything, so that nodes of this small graph are named by numbers.
    numbers = {unit: str(number) for number, unit in enumerate(sources)}
    graph = {
        numbers[unit]: {"inputs": {numbers[one]: numbers[one] for one in taken}} for unit, taken in sources.items()
    }
    units = list(sources)
    order = [units[int(number)] for number in sort_nodes(graph)]
    places = {unit: place for place, unit in enumerate(order)}
    return order if all(places[one] < places[unit] for unit, taken in sources.items() for one in taken) else None


def _write_turn(writer: _Writer, scope: str | None, node: str, depth: int) -> Iterator[str]:
    """One node of a group that takes turns with others, in a block of its group."""
    chain = _list_groups(writer, node)
    chain = chain if scope is None else chain[chain.index(scope) + 1 :]
    for at, name in enumerate(chain):
        yield INDENT * (depth + at) + f"with {_write_group(writer, name, depth + at)}:"
    yield from _indent(_write_node(writer, node, depth + len(chain)), depth + len(chain))


def _write_group(writer: _Writer, name: str, depth: int) -> str:
    """The call that makes a group."""
    group = writer.groups[name]
    arguments: list[tuple[str, Any]] = [("", name), ("", group["title"])]
    if "x" in group or "y" in group:
        arguments.append(("at=", (group.get("x", 0), group.get("y", 0))))
    rest = {key: value for key, value in group.items() if key not in ("title", "x", "y", "parent")}
    if group.get("parent") is not None and group["parent"] not in writer.groups:
        rest["parent"] = group["parent"]
    return format_call("dy.group", [*arguments, *((f"{key}=", value) for key, value in rest.items())], depth)


def _write_group_function(writer: _Writer, name: str, depth: int) -> Iterator[str]:
    """A group as a function of what it takes, which returns what others take of it."""
    members = {node for node in writer.nodes if name in _list_groups(writer, node)}
    takes = [
        node
        for node in writer.variables
        if node in writer.placed and node not in members and _feeds(writer, node, members)
    ]
    gives = [node for node in writer.variables if node in members and _feeds(writer, node, set(writer.nodes) - members)]
    function = writer.group_names.setdefault(name, writer.choose_name(str(writer.groups[name]["title"])))
    arguments = ", ".join(writer.variables[node] for node in takes)
    results = ", ".join(writer.variables[node] for node in gives)
    lead = INDENT * depth
    yield ""
    yield lead + f"@{_write_group(writer, name, depth)}"
    yield lead + f"def {function}({arguments}):"
    yield from _write_block(writer, name, depth + 1)
    if results:
        yield lead + INDENT + f"return {results}"
    yield ""
    yield lead + (f"{results} = " if results else "") + f"{function}({arguments})"


def _feeds(writer: _Writer, source: str, targets: set[str]) -> bool:
    return any(source in iterate_sources(writer.nodes[target]) for target in targets)


def _write_empty_groups(writer: _Writer, scope: str | None, written: set[str], depth: int) -> Iterator[str]:
    """Groups without a node."""
    for name, group in writer.groups.items():
        parent = group.get("parent") if group.get("parent") in writer.groups else None
        if (
            parent == scope
            and name not in written
            and not any(name in _list_groups(writer, one) for one in writer.nodes)
        ):
            yield INDENT * depth + f"with {_write_group(writer, name, depth)}:"
            yield from list(_write_empty_groups(writer, name, set(), depth + 1)) or [INDENT * (depth + 1) + "pass"]


def _write_node(writer: _Writer, name: str, depth: int) -> str:
    node = writer.nodes[name]
    module, inputs, parameters = str(node["module"]), node.get("inputs", {}), _list_parameters(writer, name)
    options = _list_options(writer, name)
    shape = SHAPES.get(module)
    references = {port: _write_input(writer, held) for port, held in inputs.items()}
    target = f"{writer.variables[name]} = "
    if module in writer.own and _fits_own(inputs, parameters):
        card = [("card=", {key.rstrip("="): value for key, value in options[1:]})]
        given = [(f"{key}=", value) for key, value in {**references, **parameters}.items()]
        call = format_call(writer.own[module], [*given, options[0], *card], depth)
    elif shape is not None and set(inputs) <= set(shape[0]) and set(parameters) <= set(shape[3]):
        writer.imports.add(module)
        ports = {port: references.get(port, Code("dy.OPEN")) for port in shape[0] if port in inputs or port in shape[1]}
        lone = len(shape[0]) == 1
        given = [("" if lone else f"{port}=", value) for port, value in ports.items()]
        wanted = [key for key in shape[3] if key in parameters or key in shape[4]]
        given += [(f"{key}=", parameters.get(key, Code("dy.OPEN"))) for key in wanted]
        call = format_call(module, [*given, *options], depth)
    else:
        call = format_call("dy.place_module", [("", module), ("", references), ("", parameters), *options], depth)
    writer.placed.add(name)
    return target + call


def _fits_own(inputs: Mapping[str, Any], parameters: Mapping[str, Any]) -> bool:
    """Whether ports and parameters can be keywords of one call."""
    names = [*inputs, *parameters]
    clear = (
        len(set(names)) == len(names)
        and not {"node", "card"} & set(names)
        and all(held != [] for held in inputs.values())
    )
    return clear and all(name.isidentifier() and not keyword.iskeyword(name) for name in names)


def _list_parameters(writer: _Writer, name: str) -> dict[str, Any]:
    """The values of a node, with the function's arguments in the place of those that they set."""
    held = writer.nodes[name].get("parameters", {})
    return {
        key: Code(writer.arguments[name, key]) if (name, key) in writer.arguments else value
        for key, value in held.items()
    }


def _list_options(writer: _Writer, name: str) -> list[tuple[str, Any]]:
    node = writer.nodes[name]
    options: list[tuple[str, Any]] = [("node=", name)]
    options += [(f"{key}=", node[key]) for key in ("title", "note") if node.get(key) is not None]
    options += [(f"{key}=", True) for key in ("disabled", "bypassed") if node.get(key)]
    if node.get("silenced"):
        options.append(("silenced=", node["silenced"]))
    options.append(("at=", (node.get("x", 0), node.get("y", 0))))
    extra = {key: value for key, value in node.items() if key not in NODE_FIELDS}
    if node.get("group") is not None and node["group"] not in writer.groups:
        extra["group"] = node["group"]
    return [*options, ("extra=", extra)] if extra else options


def _write_input(writer: _Writer, held: str | Sequence[str]) -> Any:
    if isinstance(held, str):
        return Code(_write_reference(writer, held))
    return [Code(_write_reference(writer, one)) for one in held]


def _write_reference(writer: _Writer, reference: str) -> str:
    """The variable and the output that a reference means; by its text where that is not placed yet."""
    source, _, output = reference.partition(".")
    if source not in writer.placed:
        return f"dy.port({format_text(reference)})"
    variable, module = writer.variables[source], str(writer.nodes[source]["module"])
    if module in writer.own:
        outputs = list(CustomModule(module, writer.document["modules"][module]["code"]).outputs)
        return f"{variable}.{output}" if output in outputs else f"{variable}[{format_text(output)}]"
    shape = SHAPES.get(module)
    node = writer.nodes[source]
    typed = shape is not None and set(node.get("inputs", {})) <= set(shape[0])
    if shape is None or not typed or not set(node.get("parameters", {})) <= set(shape[3]):
        return f"{variable}[{format_text(output)}]"
    if shape[2] == (output,):
        return variable
    if output in shape[2] and len(shape[2]) > 1:
        return f"{variable}.{output}"
    return f"dy.port({format_text(reference)})"


def _write_rest(writer: _Writer) -> Iterator[str]:
    """Notes, and what is broken in notes and groups and goes along as it is."""
    for name, note in writer.document.get("notes", {}).items():
        if isinstance(note, Mapping) and all(str(key).isidentifier() for key in note):
            rest = [(f"{key}=", value) for key, value in note.items() if key not in ("text", "x", "y")]
            place = ("at=", (note.get("x", 0), note.get("y", 0)))
            yield INDENT + format_call("dy.note", [("", name), ("", note.get("text", "")), place, *rest], 1)
        else:
            yield INDENT + format_call("dy.keep", [("", "notes"), ("", name), ("", note)], 1)
    for name, group in writer.document.get("groups", {}).items():
        if name not in writer.groups:
            yield INDENT + format_call("dy.keep", [("", "groups"), ("", name), ("", group)], 1)


def _indent(text: str, depth: int) -> Iterator[str]:
    yield INDENT * depth + text
