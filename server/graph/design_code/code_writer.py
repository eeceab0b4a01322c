"""A design as code: one statement for each node, and nothing of where the cards stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from modules.kit import Module
from server.graph.custom_modules import parse_custom_modules
from server.graph.design_code.code_format import INDENT, WIDTH, Argument, CodeText, format_call, format_text
from server.graph.design_code.code_notes import write_note
from server.graph.design_code.node_variables import choose_free_name, choose_variables
from server.graph.design_code.statement_order import sort_statements
from server.graph.document import Design, Node, NodeGroup, Note

#: What a card has besides the ports and parameters of its module, as a call says it.
CARD_OPTIONS = ("title", "disabled", "bypassed", "silenced", "compute_target", "note")


@dataclass(frozen=True)
class DesignCode:
    """The text, and where each node stands in it: its first and its last line, from 1."""

    text: str
    lines: Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class CodeNames:
    """What nodes and the design's own modules are called in code."""

    nodes: Mapping[str, str]
    own: Mapping[str, str]
    function: str


@dataclass
class _Writer:
    design: Design
    #: The modules that are called by their names, and the design's own by their variables.
    catalog: Mapping[str, Module]
    own: Mapping[str, Module]
    names: CodeNames
    lines: list[str] = field(default_factory=list)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)


def choose_code_names(design: Design, catalog: Mapping[str, Module]) -> CodeNames:
    """The names in the code of a design, which are the same in whatever order its nodes are written."""
    nodes = choose_variables(design.nodes, catalog.keys())
    taken = {*nodes.values(), *catalog, "dy"}
    own: dict[str, str] = {}
    for name in design.modules:
        own[name] = choose_free_name(name.removeprefix("own_"), taken)
        taken.add(own[name])
    return CodeNames(nodes, own, choose_free_name(design.name.lower() or "design", taken))


def write_design_code(design: Design, catalog: Mapping[str, Module]) -> DesignCode:
    """The design as code. Reading it for the same design changes nothing."""
    writer = _Writer(design, catalog, parse_custom_modules(design), choose_code_names(design, catalog))
    head = [("name=", design.name), *([("description=", design.description)] if design.description else [])]
    writer.lines += ["import designery as dy", "from designery.modules import *", ""]
    _add_text(writer, "@" + format_call("dy.design", head))
    writer.lines.append(f"def {writer.names.function}():")
    start = len(writer.lines)
    for name, written in design.modules.items():
        call = format_call("dy.custom_module", [("", name), ("", written.code)], 1)
        _add_text(writer, f"{INDENT}{writer.names.own[name]} = {call}")
    _write_notes(writer)
    _write_nodes(writer)
    _write_empty_groups(writer)
    if len(writer.lines) == start:
        writer.lines.append(f"{INDENT}pass")
    return DesignCode("\n".join(writer.lines) + "\n", writer.places)


def _add_text(writer: _Writer, text: str) -> None:
    writer.lines += text.split("\n")


def _write_notes(writer: _Writer) -> None:
    """The notes on the canvas, without where they stand."""
    for name, held in writer.design.notes.items():
        if isinstance(held, Note):
            _add_text(writer, INDENT + format_call("dy.note", [("", name), ("", held.text)], 1))


def list_group_chain(design: Design, group: str | None) -> list[str]:
    """A group and those around it, the outermost first; those that are broken are as if they were not there."""
    chain: list[str] = []
    while group is not None and group not in chain and isinstance(found := design.groups.get(group), NodeGroup):
        chain.append(group)
        group = found.parent
    return chain[::-1]


def _write_nodes(writer: _Writer) -> None:
    opened: list[str] = []
    for name in sort_statements(writer.design):
        chain = list_group_chain(writer.design, writer.design.nodes[name].group)
        _open_groups(writer, opened, chain)
        opened = chain
        _write_node(writer, name, len(chain) + 1)


def _open_groups(writer: _Writer, opened: Sequence[str], chain: Sequence[str]) -> None:
    """The lines that lead from the groups that are open to those of the next node."""
    shared = 0
    while shared < min(len(opened), len(chain)) and opened[shared] == chain[shared]:
        shared += 1
    for depth, group in enumerate(chain[shared:], start=shared + 1):
        _add_text(writer, INDENT * depth + f"with {_format_group(writer, group, depth)}:")


def _format_group(writer: _Writer, group: str, depth: int) -> str:
    held = writer.design.groups[group]
    assert isinstance(held, NodeGroup)
    return format_call("dy.group", [("", group), ("", held.title)], depth)


def _write_empty_groups(writer: _Writer) -> None:
    """Groups without a node in them, those inside of others first."""
    design = writer.design
    written = {group for node in design.nodes.values() for group in list_group_chain(design, node.group)}
    parents = {group.parent for group in design.groups.values() if isinstance(group, NodeGroup)}
    for name in sorted(design.groups, key=lambda name: name in parents):
        chain = list_group_chain(design, name)
        if chain and name not in written:
            _open_groups(writer, [], chain)
            writer.lines.append(INDENT * (len(chain) + 1) + "pass")
            written |= set(chain)


def _write_node(writer: _Writer, name: str, depth: int) -> None:
    node, indent = writer.design.nodes[name], INDENT * depth
    comments = write_note(node.note, indent) if node.note else []
    writer.lines += [indent + one for one in comments or []]
    options = _list_options(node, with_note=comments is None)
    target = f"{writer.names.nodes[name]} = "
    first = len(writer.lines) + 1
    _add_text(writer, indent + target + _format_node(writer, node, options, depth, WIDTH - len(indent + target)))
    writer.places[name] = (first - len(comments or []), len(writer.lines))


def _list_options(node: Node, *, with_note: bool) -> list[Argument]:
    wanted = CARD_OPTIONS if with_note else CARD_OPTIONS[:-1]
    return [(key, value) for key in wanted if (value := getattr(node, key)) not in (None, False, [])]


def _format_node(writer: _Writer, node: Node, options: list[Argument], depth: int, room: int) -> str:
    inputs = {port: _format_input(writer, held) for port, held in node.inputs.items()}
    module = get_written_module(node, writer.catalog, writer.own)
    named: list[Argument] = [(f"{key}=", value) for key, value in options]
    if module is None:
        parameters = dict(node.parameters)
        arguments: list[Argument] = [("", node.module), ("", inputs), ("", parameters)]
        return format_call("dy.place_module", [*arguments, *named], depth, room)
    if node.module in writer.own:
        card: list[Argument] = [("card=", dict(options))] if options else []
        own = [(f"{key}=", value) for key, value in {**inputs, **node.parameters}.items()]
        return format_call(writer.names.own[node.module], [*own, *card], depth, room)
    open_place = CodeText("dy.OPEN")
    lone = len(module.inputs) == 1
    arguments = [
        ("" if lone else f"{port.name}=", inputs.get(port.name, open_place))
        for port in module.inputs
        if port.name in inputs or not port.optional
    ]
    arguments += [
        (f"{key}=", node.parameters.get(key, open_place))
        for key, field_info in module.parameters.model_fields.items()
        if key in node.parameters or field_info.is_required()
    ]
    return format_call(node.module, [*arguments, *named], depth, room)


def get_written_module(node: Node, catalog: Mapping[str, Module], own: Mapping[str, Module]) -> Module | None:
    """The module, where a call by its name can say all that the node has."""
    module = own.get(node.module) or catalog.get(node.module)
    if module is None:
        return None
    ports, parameters = {port.name for port in module.inputs}, set(module.parameters.model_fields)
    clear = not {*ports, *parameters} & {*CARD_OPTIONS, "card"}
    return module if clear and set(node.inputs) <= ports and set(node.parameters) <= parameters else None


def _format_input(writer: _Writer, held: str | list[str]) -> object:
    if isinstance(held, str):
        return CodeText(_format_reference(writer, held))
    return [CodeText(_format_reference(writer, one)) for one in held]


def _format_reference(writer: _Writer, reference: str) -> str:
    """The variable and the output that a reference means; by its text where no line above has it."""
    source, _, output = reference.partition(".")
    if source not in writer.places:
        return f"dy.port({format_text(reference)})"
    variable, node = writer.names.nodes[source], writer.design.nodes[source]
    module = get_written_module(node, writer.catalog, writer.own)
    outputs = [port.name for port in module.outputs] if module is not None else []
    if outputs == [output]:
        return variable
    return f"{variable}.{output}" if output in outputs else f"{variable}[{format_text(output)}]"
