"""The environments that nodes name, and those that this workspace does not have."""

from collections.abc import Iterator, Mapping

from modules.kit import Module
from modules.kit.parameter_widgets import EnvironmentWidget
from server.graph.analyzed_design import AnalyzedDesign, Problem
from server.graph.code_edges import collect_along_code
from server.graph.document import Design, Node
from server.graph.validation import validation_rule


def find_environment_reference(module: Module, parameters: Mapping[str, object]) -> str | None:
    """The environment that a node's script runs in; None for that of the server."""
    field = find_environment_field(module)
    value = parameters.get(field) if field else None
    return value if isinstance(value, str) and value else None


def find_environment_field(module: Module) -> str | None:
    """The parameter of a module that names an environment."""
    return next((name for name, widget in module.widgets.items() if isinstance(widget, EnvironmentWidget)), None)


def find_step_environments(design: Design, catalog: Mapping[str, Module]) -> dict[str, tuple[str, ...]]:
    """{node: the environments of its step}: the one that it names, and those that a script's model in it names."""

    def find_own(node: Node, module: Module | None) -> Iterator[str]:
        reference = find_environment_reference(module, node.parameters) if module else None
        if reference is not None:
            yield reference

    return collect_along_code(design, catalog, find_own)


@validation_rule(order=111)
def find_unknown_environments(analyzed: AnalyzedDesign) -> Iterator[Problem]:
    for name, node, module in analyzed.iterate_nodes():
        reference = find_environment_reference(module, node.parameters)
        if reference is not None and reference not in analyzed.environments:
            message = f"This workspace has no environment '{reference}'. Choose another one, or create it."
            yield Problem(name, find_environment_field(module), message)
