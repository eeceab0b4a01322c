"""What goes along with code: a script's model runs wherever it is trained or scored, with all that its node names."""

from collections.abc import Callable, Iterable, Mapping

from modules.kit import Module
from modules.kit.serialization import DATA_TYPES
from server.graph.document import Design, Edge, Node, sort_topologically
from server.graph.loops import find_loops


def collect_along_code(
    design: Design, catalog: Mapping[str, Module], find_own: Callable[[Node, Module | None], Iterable[str]]
) -> dict[str, tuple[str, ...]]:
    """{node: what it names, and what those name whose models it gets}, by what a node and its module name themselves.

    Whatever ends a loop runs what is in it.
    """
    found: dict[str, tuple[str, ...]] = {}
    loops = find_loops(design, catalog)
    for name in sort_topologically(design):
        node = design.nodes[name]
        names = dict.fromkeys(find_own(node, catalog.get(node.module)))
        for edge in node.edges():
            if edge.source in found and carries_code(design, catalog, edge):
                names |= dict.fromkeys(found[edge.source])
        for inner in loops[name].body if name in loops else ():
            names |= dict.fromkeys(found.get(inner, ()))
        if names:
            found[name] = tuple(names)
    return found


def carries_code(design: Design, catalog: Mapping[str, Module], edge: Edge) -> bool:
    """Whether what comes along an edge may run code where it is loaded; so may whatever is not known."""
    module = catalog.get(design.nodes[edge.source].module)
    port = module.find_output(edge.output) if module else None
    return port is None or port.type not in DATA_TYPES
