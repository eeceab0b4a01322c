"""Loops in a graph: the modules between a module that begins a loop and the one that collects its results."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from modules.kit import Module, Schema
from modules.kit.module_spec import PortSchema
from server.graph.document import Design, find_upstream, iterate_sources, sort_topologically

PortSchemas = Mapping[str, PortSchema]


@dataclass(frozen=True)
class Loop:
    """The nodes at which a loop begins and ends, and those in between, each after those that it takes from.

    Learners that are used in between take no data, so that they stand in the loop as well.
    """

    start: str
    end: str
    body: tuple[str, ...]
    learners: frozenset[str] = frozenset()


def has_loops(design: Design, catalog: Mapping[str, Module]) -> bool:
    """Whether a loop begins or ends anywhere."""
    ends = {name for name, module in catalog.items() if module.role in ("loop_start", "loop_end")}
    return any(node.module in ends for node in design.nodes.values())


def find_loops(design: Design, catalog: Mapping[str, Module]) -> dict[str, Loop]:
    """The loops by the nodes that end them, inner ones first; an end that nothing begins is left out.

    Loops close like brackets: an end belongs to the innermost beginning before it that is still open.
    """
    if not has_loops(design, catalog):
        return {}
    order = sort_topologically(design)
    open_loops: dict[str, tuple[str, ...]] = {}
    found: dict[str, Loop] = {}
    for name in order:
        sources = iterate_sources(design.nodes[name].inputs)
        entered = max((open_loops.get(source, ()) for source in sources), key=len, default=())
        role = _get_role(design, catalog, name)
        if role == "loop_end" and entered:
            found[name] = build_loop(design, catalog, order, entered[-1], name)
            entered = entered[:-1]
        open_loops[name] = (*entered, name) if role == "loop_start" else entered
    return found


def build_loop(design: Design, catalog: Mapping[str, Module], order: Sequence[str], start: str, end: str) -> Loop:
    """The loop between two nodes; `order` has all nodes, each after those that it takes from."""
    before = find_upstream(design, [end])
    after: set[str] = {start}
    learners: set[str] = set()
    for name in order:
        sources = set(iterate_sources(design.nodes[name].inputs))
        if not sources.isdisjoint(after):
            after.add(name)
        elif name in before and sources <= learners and _is_learner(design, catalog, name):
            learners.add(name)
    body = tuple(name for name in order if name in before & after | learners and name not in (start, end))
    return Loop(start, end, body, frozenset(learners))


def _is_learner(design: Design, catalog: Mapping[str, Module], name: str) -> bool:
    module = catalog.get(design.nodes[name].module)
    return module is not None and {port.type for port in module.outputs} == {"untrained_model"}


def add_key_columns(
    design: Design, catalog: Mapping[str, Module], loop: Loop, inferred: PortSchemas, found: PortSchemas
) -> PortSchemas:
    """What the end of a loop will give, with the columns that name the group in front, where they are known."""
    start, end = design.nodes[loop.start], catalog[design.nodes[loop.end].module]
    arriving = found.get(next((edge.reference for edge in start.edges()), ""))
    rows = inferred.get(end.outputs[0].name)
    if not isinstance(arriving, Schema) or not isinstance(rows, Schema):
        return inferred
    named = [
        name
        for field, widget in catalog[start.module].widgets.items()
        if widget.kind == "column_names" and isinstance(names := start.parameters.get(field), list)
        for name in names
        if isinstance(name, str) and name in arriving
    ]
    keys = [rows[name] if name in rows else replace(arriving[name], role="none") for name in named]
    columns = (*keys, *(column for column in rows if column.name not in named))
    return {**inferred, end.outputs[0].name: Schema(columns, complete=False)}


def find_outside_port(
    design: Design, catalog: Mapping[str, Module], runner: Module, source: str, output: str
) -> str | None:
    """The input of the runner that takes such a thing from beside a loop."""
    node = design.nodes.get(source)
    module = catalog.get(node.module) if node else None
    port = module.find_output(output) if module else None
    kind = "dataset" if port and port.type == "evaluation" else port.type if port else ""
    return next((one.name for one in runner.inputs if one.many and one.type == kind), None)


def _get_role(design: Design, catalog: Mapping[str, Module], name: str) -> str | None:
    module = catalog.get(design.nodes[name].module)
    return module.role if module else None
