"""Which nodes ask for which secrets, and what keeps them from having them."""

from collections.abc import Iterator, Mapping
from typing import Any

from modules.kit import Module
from modules.kit.files import DATA_TYPES
from server.graph.document import Design, Node, in_order
from server.graph.drawing import Drawing, Fix, Problem, forms


def asked(node: Node, module: Module | None) -> tuple[str, ...]:
    """The secrets that a node names, and the field that names them is one for secrets."""
    field = field_of(module)
    named: Any = node.parameters.get(field) if field else None
    return tuple(name for name in named if isinstance(name, str)) if isinstance(named, list) else ()


def field_of(module: Module | None) -> str | None:
    """The parameter of a module that names secrets."""
    found = forms(module.parameters) if module else {}
    return next((name for name, form in found.items() if form.get("secret_names")), None)


def needed(design: Design, catalog: Mapping[str, Module]) -> dict[str, tuple[str, ...]]:
    """{node: the secrets that its step may have}: those that it names, and those that a script's model in it names.

    The class of Create Python Model runs wherever its model is trained or scored, so its secrets go along those edges.
    """
    found: dict[str, tuple[str, ...]] = {}
    for name in in_order(design):
        node = design.nodes[name]
        names = dict.fromkeys(asked(node, catalog.get(node.module)))
        for edge in node.edges():
            if edge.source in found and _brings_code(design, catalog, edge.source, edge.output):
                names |= dict.fromkeys(found[edge.source])
        if names:
            found[name] = tuple(names)
    return found


def _brings_code(design: Design, catalog: Mapping[str, Module], source: str, output: str) -> bool:
    module = catalog.get(design.nodes[source].module)
    port = module.output(output) if module else None
    return port is not None and port.type not in DATA_TYPES


def all_asked(design: Design, catalog: Mapping[str, Module]) -> dict[str, list[str]]:
    """{secret: the nodes that name it}"""
    found: dict[str, list[str]] = {}
    for name, node in design.nodes.items():
        for secret in asked(node, catalog.get(node.module)):
            found.setdefault(secret, []).append(name)
    return found


def missing_secrets(drawing: Drawing) -> Iterator[Problem]:
    """Secrets that are not there, or that are withheld."""
    for name, node, module in drawing.nodes():
        names = asked(node, module)
        if names and drawing.withheld:
            yield Problem(name, field_of(module), drawing.withheld)
            continue
        for secret in dict.fromkeys(names):
            if secret not in drawing.secrets:
                message = f"There is no secret called '{secret}' here. Add it, or take it off the list."
                yield Problem(name, field_of(module), message, Fix(f"Add {secret}", (), secret))
