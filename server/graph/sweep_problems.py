"""Parameters that stand for several values, where one is wanted."""

from collections.abc import Iterator

from modules.kit import Module
from modules.kit.sweeps import is_sweep
from server.graph.document import upstream
from server.graph.drawing import Drawing, Fix, Problem, form_of, port_of_type
from server.graph.edits import delete, put


def several_values(drawing: Drawing) -> Iterator[Problem]:
    """A parameter set to a range or a list is for tuning; whatever else trains the learner needs one value."""
    for name, node, module in drawing.nodes():
        port = port_of_type(module, "untrained_model")
        if port is None or module.tunes or any(output.type == "untrained_model" for output in module.outputs):
            continue
        swept = [found for edge in node.edges() if edge.port == port.name for found in _swept(drawing, edge.source)]
        if swept:
            learner, field = swept[0]
            taught = drawing.catalog[drawing.design.nodes[learner].module]
            title = form_of(taught, field).get("title", field)
            message = f"{title} of {taught.title} is set to several values, and {module.title} takes one."
            yield Problem(name, port.name, message, _tuning(drawing, name, module) or _single_values(drawing, swept))


def _swept(drawing: Drawing, name: str) -> Iterator[tuple[str, str]]:
    """The node and the parameter for each range or list of a learner, and of learners within it."""
    for other in sorted(upstream(drawing.design, [name])):
        module = drawing.catalog.get(drawing.design.nodes[other].module)
        if module and any(output.type == "untrained_model" for output in module.outputs):
            for field, value in drawing.design.nodes[other].parameters.items():
                if is_sweep(value) and form_of(module, field).get("sweepable"):
                    yield other, field


def _tuning(drawing: Drawing, name: str, module: Module) -> Fix | None:
    """Put the tuner in the place of Train Model, whose inputs it has; its model goes where the other one went."""
    tuner = next((candidate for candidate in drawing.catalog.values() if candidate.tunes), None)
    if tuner is None or not {port.name for port in module.inputs} <= {port.name for port in tuner.inputs}:
        return None
    models = [next((p for p in m.outputs if p.type == "trained_model"), None) for m in (module, tuner)]
    if models[0] is None or models[1] is None:
        return None
    old, new = (f"{name}.{port.name}" for port in models if port)
    moved = [
        put(_moved(drawing.design.nodes[other].inputs[port], old, new), "nodes", other, "inputs", port)
        for other, port in dict.fromkeys(drawing.takers.get(old, ()))
    ]
    return Fix("Tune it", (put(tuner.name, "nodes", name, "module"), *moved))


def _single_values(drawing: Drawing, swept: list[tuple[str, str]]) -> Fix:
    """Go back to the default of each."""
    learner, field = swept[0]
    form = form_of(drawing.catalog[drawing.design.nodes[learner].module], field)
    label = f"Use {form.get('default')}" if len(swept) == 1 else "Use the defaults"
    return Fix(label, tuple(delete("nodes", name, "parameters", item) for name, item in swept))


def _moved(held: str | list[str], old: str, new: str) -> str | list[str]:
    """The references of a port with one of them replaced."""
    if isinstance(held, str):
        return new
    return [new if reference == old else reference for reference in held]
