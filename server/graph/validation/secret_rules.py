"""Which nodes ask for which secrets, and what keeps them from having them."""

from collections.abc import Iterator, Mapping

from modules.kit import Module
from server.graph.analyzed_design import AnalyzedDesign, Fix, Problem
from server.graph.code_edges import collect_along_code
from server.graph.document import Design, Node
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

    The class of Create Python Model runs wherever its model is trained or scored.
    """
    return collect_along_code(design, catalog, find_secret_names)


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
