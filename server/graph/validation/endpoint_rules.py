"""The endpoints that nodes score by."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from modules.kit import Module
from server.graph.analyzed_design import AnalyzedDesign, Problem
from server.graph.validation import validation_rule

#: The parameters of a module that scores in batches.
ENDPOINT_FIELD, VERSION_FIELD = "endpoint", "endpoint_version"


@dataclass(frozen=True)
class EndpointReference:
    """An endpoint by its name, and which version of it; None for the one that answers most requests."""

    name: str
    version: int | None = None


def find_endpoint_reference(module: Module, parameters: Mapping[str, object]) -> EndpointReference | None:
    """The endpoint that a node scores by; None where it scores by a model."""
    name, version = parameters.get(ENDPOINT_FIELD), parameters.get(VERSION_FIELD)
    if module.role != "batch_scorer" or not isinstance(name, str) or not name:
        return None
    return EndpointReference(name, version if isinstance(version, int) else None)


@validation_rule(order=112)
def find_missing_scorers(analyzed: AnalyzedDesign) -> Iterator[Problem]:
    for name, node, module in analyzed.iterate_nodes():
        if module.role != "batch_scorer":
            continue
        ports = {port.name: port.type for port in module.inputs}
        kinds = {ports.get(edge.port) for edge in node.edges()}
        by_endpoint = find_endpoint_reference(module, node.parameters) is not None
        if by_endpoint == ("trained_model" in kinds):
            problem = "Choose an endpoint, or connect a trained model"
            yield Problem(name, ENDPOINT_FIELD, f"{problem}, and not both." if by_endpoint else f"{problem}.")
        if ("dataset" in kinds) == ("file" in kinds):
            given = "both. Remove one" if "dataset" in kinds else "neither. Connect one"
            yield Problem(name, None, f"It scores a dataset or a file, and has {given}.")
