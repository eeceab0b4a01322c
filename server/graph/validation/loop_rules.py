"""What a loop lacks, and what cannot be repeated in one."""

from collections.abc import Iterator

from modules.kit import Module, ModuleError
from modules.kit.module_roles import find_module
from server.graph.analyzed_design import AnalyzedDesign, Problem
from server.graph.document import Node, get_node_title
from server.graph.loops import Loop, find_loops, find_outside_port, has_loops
from server.graph.validation import validation_rule
from server.graph.validation.environment_rules import find_environment_reference

#: What does something outside of its results, or is given by the run what a loop does not have.
UNREPEATABLE_ROLES = frozenset(
    {"batch_scorer", "command", "model_registrar", "model_exporter", "service_input", "service_output"}
)


@validation_rule(order=145)
def find_broken_loops(analyzed: AnalyzedDesign) -> Iterator[Problem]:
    """Ends without a beginning, loops with nothing in them, and modules that a loop cannot hold."""
    if any(module.role == "loop_runner" for _, _, module in analyzed.iterate_nodes()):
        yield from _refuse_runners(analyzed)
    if not has_loops(analyzed.design, analyzed.catalog):
        return
    loops = find_loops(analyzed.design, analyzed.catalog)
    for name, node, module in analyzed.iterate_nodes():
        if module.role == "loop_end" and name not in loops and node.inputs:
            port = module.inputs[0].name
            yield Problem(name, port, "Nothing begins this loop. Put For Each Group or For Each Value before it.")
    for loop in loops.values():
        yield from _check_loop(analyzed, loop)


def _refuse_runners(analyzed: AnalyzedDesign) -> Iterator[Problem]:
    for name, _, module in analyzed.iterate_nodes():
        if module.role == "loop_runner":
            yield Problem(name, None, f"{module.title} can't stand in a design. Use Collect Results instead.")


def _check_loop(analyzed: AnalyzedDesign, loop: Loop) -> Iterator[Problem]:
    if not set(loop.body) - loop.learners:
        end = analyzed.catalog[analyzed.design.nodes[loop.end].module]
        yield Problem(loop.end, end.inputs[0].name, "There are no modules in this loop. Put some in between.")
        return
    for name in loop.body:
        node = analyzed.design.nodes[name]
        module = analyzed.catalog.get(node.module)
        reason = _find_hindrance(module, node) if module else None
        if reason:
            yield Problem(name, None, f"{get_node_title(node, analyzed.titles)} can't stand in a loop: it {reason}.")
        yield from _check_outside(analyzed, loop, name, node)
    yield from _check_setting(analyzed, loop)


def _find_hindrance(module: Module, node: Node) -> str | None:
    """What keeps a module from being repeated within one step."""
    if module.external_request is not None:
        return "reads or writes outside of the design"
    if find_environment_reference(module, node.parameters) is not None:
        return "needs an environment of its own"
    return "is done once for a run" if module.role in UNREPEATABLE_ROLES else None


def _check_outside(analyzed: AnalyzedDesign, loop: Loop, name: str, node: Node) -> Iterator[Problem]:
    runner = find_module(analyzed.catalog, "loop_runner")
    for edge in node.edges():
        if runner is None or edge.source in (loop.start, *loop.body) or edge.source not in analyzed.design.nodes:
            continue
        if find_outside_port(analyzed.design, analyzed.catalog, runner, edge.source, edge.output) is None:
            message = "Only tables, models and transformations can come into a loop from beside it."
            yield Problem(name, edge.port, message)


def _check_setting(analyzed: AnalyzedDesign, loop: Loop) -> Iterator[Problem]:
    """The setting that a loop changes must be one of a module in it."""
    start = analyzed.design.nodes[loop.start]
    module = analyzed.catalog[start.module]
    field = next((one for one, widget in module.widgets.items() if widget.kind == "loop_setting"), None)
    value = start.parameters.get(field) if field else None
    if field is None or not isinstance(value, str):
        return
    name, _, parameter = value.partition(".")
    inner = analyzed.get_module(name) if name in loop.body else None
    if inner is None or parameter not in inner.widgets:
        message = "The module whose setting this loop changes is not in the loop any more. Choose a setting."
        yield Problem(loop.start, field, message)
        return
    values = start.parameters.get("values")
    for text in values if isinstance(values, list) else ():
        try:
            inner.read_value(analyzed.design.nodes[name].parameters, parameter, str(text))
        except ModuleError as error:
            yield Problem(loop.start, "values", error.message)
            return
