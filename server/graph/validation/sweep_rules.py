"""Parameters that stand for several values, where one is wanted."""

from collections.abc import Iterator

from modules.kit import Module
from modules.kit.module_roles import find_module
from modules.kit.sweeps import is_sweep
from server.graph.analyzed_design import AnalyzedDesign, Fix, Problem, find_input_port
from server.graph.document import find_upstream
from server.graph.edits import delete_value, set_value
from server.graph.validation import validation_rule


@validation_rule(order=140)
def find_unexpected_sweeps(analyzed: AnalyzedDesign) -> Iterator[Problem]:
    """A parameter set to a range or a list is for tuning; whatever else trains the learner needs one value."""
    for name, node, module in analyzed.iterate_nodes():
        port = find_input_port(module, "untrained_model")
        if port is None or module.role == "tuner" or any(output.type == "untrained_model" for output in module.outputs):
            continue
        swept = [
            found for edge in node.edges() if edge.port == port.name for found in _find_sweeps(analyzed, edge.source)
        ]
        if swept:
            learner, field = swept[0]
            taught = analyzed.catalog[analyzed.design.nodes[learner].module]
            title = taught.widgets[field].title
            message = f"{title} of {taught.title} is set to several values, and {module.title} needs a single one."
            yield Problem(
                name,
                port.name,
                message,
                _build_tuning_fix(analyzed, name, module) or _build_defaults_fix(analyzed, swept),
            )


def _find_sweeps(analyzed: AnalyzedDesign, name: str) -> Iterator[tuple[str, str]]:
    """The node and the parameter for each range or list of a learner, and of learners within it."""
    for other in sorted(find_upstream(analyzed.design, [name])):
        module = analyzed.catalog.get(analyzed.design.nodes[other].module)
        if module and any(output.type == "untrained_model" for output in module.outputs):
            for field, value in analyzed.design.nodes[other].parameters.items():
                if is_sweep(value) and field in module.widgets and module.widgets[field].sweepable:
                    yield other, field


def _build_tuning_fix(analyzed: AnalyzedDesign, name: str, module: Module) -> Fix | None:
    """Put the tuner in the place of Train Model, whose inputs it has; its model goes where the other one went."""
    tuner = find_module(analyzed.catalog, "tuner")
    if tuner is None or not {port.name for port in module.inputs} <= {port.name for port in tuner.inputs}:
        return None
    models = [next((p for p in m.outputs if p.type == "trained_model"), None) for m in (module, tuner)]
    if models[0] is None or models[1] is None:
        return None
    old, new = (f"{name}.{port.name}" for port in models if port)
    moved = [
        set_value(
            _replace_reference(analyzed.design.nodes[other].inputs[port], old, new), "nodes", other, "inputs", port
        )
        for other, port in dict.fromkeys(analyzed.consumers.get(old, ()))
    ]
    return Fix("Tune it", (set_value(tuner.name, "nodes", name, "module"), *moved))


def _build_defaults_fix(analyzed: AnalyzedDesign, swept: list[tuple[str, str]]) -> Fix:
    """Go back to the default of each."""
    learner, field = swept[0]
    widget = analyzed.catalog[analyzed.design.nodes[learner].module].widgets[field]
    label = f"Use {widget.default}" if len(swept) == 1 else "Use the defaults"
    return Fix(label, tuple(delete_value("nodes", name, "parameters", item) for name, item in swept))


def _replace_reference(held: str | list[str], old: str, new: str) -> str | list[str]:
    """The references of a port with one of them replaced."""
    if isinstance(held, str):
        return new
    return [new if reference == old else reference for reference in held]
