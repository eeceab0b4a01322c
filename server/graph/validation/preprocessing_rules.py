"""Preprocessing that a model cannot fit itself."""

from collections.abc import Iterator

from modules.kit import ModelSchema, Module
from modules.kit.module_roles import ModuleRole, find_module
from modules.kit.schema import LABELED_TASKS
from server.graph.analyzed_design import AnalyzedDesign, Problem, find_input_port
from server.graph.document import Node
from server.graph.validation import validation_rule

#: A stored transformation tells how it was fitted.
STORED_ROLE: ModuleRole = "artifact_source"


@validation_rule(order=135)
def find_unusable_preprocessing(analyzed: AnalyzedDesign) -> Iterator[Problem]:
    """A learner without a label takes no steps, and what was fitted on no rows cannot be fitted in a fold."""
    for name, node, module in analyzed.iterate_nodes():
        if module.role != "model_preprocessor":
            continue
        yield from _check_learner(analyzed, name, node, module)
        yield from _check_steps(analyzed, name, node, module)


def _check_learner(analyzed: AnalyzedDesign, name: str, node: Node, module: Module) -> Iterator[Problem]:
    port = find_input_port(module, "untrained_model")
    model = analyzed.get_input_schema(node, port.name) if port else None
    if port is not None and isinstance(model, ModelSchema) and model.task not in LABELED_TASKS:
        trainer = find_module(analyzed.catalog, "trainer", model.task)
        advice = f" Connect the prepared data to {trainer.title} instead." if trainer else ""
        yield Problem(name, port.name, f"This model does not learn from a label and takes no preprocessing.{advice}")


def _check_steps(analyzed: AnalyzedDesign, name: str, node: Node, module: Module) -> Iterator[Problem]:
    port = find_input_port(module, "transformation")
    for edge in node.edges():
        source = analyzed.get_module(edge.source)
        if port is None or edge.port != port.name or source is None or source.role == STORED_ROLE:
            continue
        if source.rows_port is None:
            message = f"{source.title} learns nothing from rows, so it can't be fitted in each fold. Disconnect it."
            yield Problem(name, port.name, message)
