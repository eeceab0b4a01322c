"""Which nodes ask for which secrets, and what keeps them from having them."""

from collections.abc import Iterator, Mapping

from modules.kit import Module
from modules.kit.serialization import DATA_TYPES
from server.graph.analyzed_design import AnalyzedDesign, Fix, Problem
from server.graph.document import Design, Node, sort_topologically
from server.graph.loops import find_loops
from server.graph.validation import validation_rule


def find_secret_names(node: Node, module: Module | None) -> tuple[str, ...]:
    """The secrets that a node names, and the field that names them is one for secrets."""
    field = find_secret_field(module)
    named = node.parameters.get(field) if field else None
    return tuple(name for name in named if isinstance(name, str)) if isinstance(named, list) else ()


def find_secret_field(module: Module | None) -> str | None:
    """The parameter of a module that names secrets."""
    found = module.widgets if module else {}
    return next((name for name, widget in found.items() if widget.secret), None)


def find_step_secrets(design: Design, catalog: Mapping[str, Module]) -> dict[str, tuple[str, ...]]:
    """{node: the secrets that its step may have}: those that it names, and those that a script's model in it names.

    The class of Create Python Model runs wherever its model is trained or scored, so its secrets go along those edges.
    Whatever ends a loop runs what is in it.
    """
    found: dict[str, tuple[str, ...]] = {}
    loops = find_loops(design, catalog)
    for name in sort_topologically(design):
        node = design.nodes[name]
        names = dict.fromkeys(find_secret_names(node, catalog.get(node.module)))
        for edge in node.edges():
            if edge.source in found and _carries_code(design, catalog, edge.source, edge.output):
                names |= dict.fromkeys(found[edge.source])
        for inner in loops[name].body if name in loops else ():
            names |= dict.fromkeys(found.get(inner, ()))
        if names:
            found[name] = tuple(names)
    return found


def _carries_code(design: Design, catalog: Mapping[str, Module], source: str, output: str) -> bool:
    module = catalog.get(design.nodes[source].module)
    port = module.find_output(output) if module else None
    return port is not None and port.type not in DATA_TYPES


def map_secrets_to_nodes(design: Design, catalog: Mapping[str, Module]) -> dict[str, list[str]]:
    """{secret: the nodes that name it}"""
    found: dict[str, list[str]] = {}
    for name, node in design.nodes.items():
        for secret in find_secret_names(node, catalog.get(node.module)):
            found.setdefault(secret, []).append(name)
    return found


@validation_rule(order=110)
def find_missing_secrets(analyzed: AnalyzedDesign) -> Iterator[Problem]:
    """Secrets that are not there, or that are withheld."""
    for name, node, module in analyzed.iterate_nodes():
        names = find_secret_names(node, module)
        if names and analyzed.secrets_withheld_reason:
            yield Problem(name, find_secret_field(module), analyzed.secrets_withheld_reason)
            continue
        for secret in dict.fromkeys(names):
            if secret not in analyzed.secrets:
                message = f"This workspace has no secret called '{secret}'. Add it, or remove it from the list."
                yield Problem(name, find_secret_field(module), message, Fix(f"Add {secret}", (), secret))
