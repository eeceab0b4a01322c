"""Settings that a module refuses for the columns that come in: said before a run."""

from collections.abc import Iterator

from pydantic import ValidationError

from modules.kit import Module, Schema
from modules.kit.parameter_widgets import FormulaWidget, RowsWidget
from modules.kit.schema_rules import DryRun
from server.graph.analyzed_design import AnalyzedDesign, Problem
from server.graph.document import Node
from server.graph.validation import validation_rule

#: `unknown_columns.py` says which columns of pickers are not there, with a fix.
COLUMN_NOT_FOUND = 1


@validation_rule(order=85)
def find_refused_settings(analyzed: AnalyzedDesign) -> Iterator[Problem]:
    for name, node, module in analyzed.iterate_nodes():
        if not isinstance(module.schema, DryRun) or any(
            isinstance(widget, RowsWidget | FormulaWidget) for widget in module.widgets.values()
        ):
            yield from _find_refusal(analyzed, name, node, module)


def _find_refusal(analyzed: AnalyzedDesign, name: str, node: Node, module: Module) -> Iterator[Problem]:
    inputs = {port.name: analyzed.get_input_schema(node, port.name) for port in module.inputs}
    unknown = [port for port in module.inputs if not port.optional and not _is_complete(inputs[port.name])]
    if unknown or module.schema is None:
        return
    try:
        parameters = module.parameters.model_validate(node.parameters)
    except ValidationError:
        return
    refusal = module.find_refusal(inputs, parameters)
    if refusal is not None and refusal.parameter in module.widgets and refusal.number != COLUMN_NOT_FOUND:
        yield Problem(name, refusal.parameter, refusal.message)


def _is_complete(schema: object) -> bool:
    return isinstance(schema, Schema) and schema.complete
