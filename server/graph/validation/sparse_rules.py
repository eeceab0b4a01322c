"""Sparse features that reach a learner which needs a number in each cell."""

from collections.abc import Iterator

from modules.kit import Module, Schema
from server.graph.analyzed_design import AnalyzedDesign, Problem, find_input_port
from server.graph.document import Node
from server.graph.validation import validation_rule


@validation_rule(order=137)
def find_refused_sparse_features(analyzed: AnalyzedDesign) -> Iterator[Problem]:
    """One problem for each node that would refuse sparse features in the run, itself or by its learner."""
    for name, node, module in analyzed.iterate_nodes():
        if (problem := _check_rows(analyzed, name, node, module)) is not None:
            yield problem
            continue
        model, data = find_input_port(module, "untrained_model"), find_input_port(module, "dataset")
        if model is None or data is None or (sparse := _find_sparse_feature(analyzed, node, data.name)) is None:
            continue
        learner = _find_learner(analyzed, node, module)
        if learner is not None and learner[1].evaluate_flag(learner[1].traits.requires_dense, learner[0].parameters):
            message = f"{sparse} holds sparse features, and {learner[1].title} needs a number in each cell."
            message += " Use a linear learner or Naive Bayes for counts, or make at most 10,000 features."
            yield Problem(name, data.name, message)


def _check_rows(analyzed: AnalyzedDesign, name: str, node: Node, module: Module) -> Problem | None:
    """A module that is no learner and makes rows of the numbers of others."""
    port = module.rows_port
    if port is None or not module.evaluate_flag(module.traits.requires_dense, node.parameters):
        return None
    sparse = _find_sparse_feature(analyzed, node, port.name)
    if sparse is None:
        return None
    message = f"{sparse} holds sparse features, and {module.title} needs a number in each cell."
    return Problem(name, port.name, f"{message} Set class weights in the learner, or make at most 10,000 features.")


def _find_sparse_feature(analyzed: AnalyzedDesign, node: Node, port: str) -> str | None:
    schema = analyzed.get_input_schema(node, port)
    columns = schema if isinstance(schema, Schema) else ()
    return next((column.name for column in columns if column.type == "vector" and column.role == "feature"), None)


def _find_learner(analyzed: AnalyzedDesign, node: Node, module: Module) -> tuple[Node, Module] | None:
    """The learner that a node trains, behind those that make many of it or add to it."""
    visited: set[str] = set()
    while (port := find_input_port(module, "untrained_model")) is not None:
        source = (analyzed.find_reference(node, port.name) or "").partition(".")[0]
        found = analyzed.get_module(source)
        if source in visited or source not in analyzed.design.nodes or found is None:
            return None
        visited.add(source)
        node, module = analyzed.design.nodes[source], found
    return node, module
