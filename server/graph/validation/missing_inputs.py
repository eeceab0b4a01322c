"""Inputs that lack an edge, and the one output that would fit."""

from collections.abc import Iterator, Mapping

from modules.kit import Port
from modules.kit.ports import is_compatible
from server.graph.analyzed_design import AnalyzedDesign, Fix, Problem
from server.graph.document import find_upstream, get_node_title
from server.graph.edits import set_value
from server.graph.validation import validation_rule
from server.graph.validation.validation_messages import PORT_TYPE_NAMES

#: Of so many free outputs none is looked at: none of them would be the only fitting one.
MAX_CANDIDATES = 20


@validation_rule(order=60)
def find_missing_inputs(analyzed: AnalyzedDesign) -> Iterator[Problem]:
    free_outputs: _FreeOutputs | None = None
    for name, node, module in analyzed.iterate_nodes():
        needed = module.find_needed_inputs(node.parameters)
        for port in module.inputs:
            if port.name not in needed or node.inputs.get(port.name):
                continue
            free_outputs = _FreeOutputs(analyzed) if free_outputs is None else free_outputs
            words = PORT_TYPE_NAMES[port.type]
            # "Connect a Dataset to 'Dataset'" says it twice.
            to = "" if words.endswith(f" {port.title}") else f" to '{port.title}'"
            message = f"Connect {words}{to}."
            yield Problem(name, port.name, message, _build_connect_fix(analyzed, name, port, free_outputs))


class _FreeOutputs:
    """The free outputs of a design, and which of them fit a port: found once for all ports that lack something."""

    def __init__(self, analyzed: AnalyzedDesign) -> None:
        self._drawing = analyzed
        self._free = _find_free_outputs(analyzed)
        self._fitting: dict[tuple[str, str], list[str]] = {}
        self._upstream: dict[str, set[str]] = {}

    def find_fitting(self, port: Port) -> list[str]:
        """The references that the port could take."""
        # Recommenders and Vowpal Wabbit have a scorer of their own, whose port is called like the trainer's.
        key = port.type, port.name if port.type == "trained_model" else ""
        if key not in self._fitting:
            self._fitting[key] = _filter_fitting(self._drawing, port, self._free)
        return self._fitting[key]

    def is_derived_from(self, reference: str, name: str) -> bool:
        """Whether what is at this reference is made from what the node gives."""
        source = reference.partition(".")[0]
        if source not in self._upstream:
            self._upstream[source] = find_upstream(self._drawing.design, [source])
        return name in self._upstream[source]


def _filter_fitting(analyzed: AnalyzedDesign, port: Port, free: Mapping[str, list[str]]) -> list[str]:
    fitting = [reference for kind, held in free.items() if is_compatible(port.type, kind) for reference in held]
    if port.type != "trained_model":
        return fitting
    special = {taken.name for module in analyzed.catalog.values() for taken in module.inputs} - {"trained_model"}
    named = {reference: reference.partition(".")[2] for reference in fitting}
    return [ref for ref, out in named.items() if out == port.name or not special & {out, port.name}]


def _find_free_outputs(analyzed: AnalyzedDesign) -> dict[str, list[str]]:
    """{type: references} of the outputs that nothing takes, of nodes that have all that they need themselves."""
    taken = analyzed.consumers
    free: dict[str, list[str]] = {}
    for name, node, module in analyzed.iterate_nodes():
        if any(not port.optional and not node.inputs.get(port.name) for port in module.inputs):
            continue
        for port in module.outputs:
            if f"{name}.{port.name}" not in taken:
                free.setdefault(port.type, []).append(f"{name}.{port.name}")
    return free


def _build_connect_fix(analyzed: AnalyzedDesign, name: str, port: Port, free_outputs: _FreeOutputs) -> Fix | None:
    """Connecting the one free output that fits here and does not come from this node."""
    fitting = free_outputs.find_fitting(port)
    if not 0 < len(fitting) <= MAX_CANDIDATES:
        return None
    left = [reference for reference in fitting if not free_outputs.is_derived_from(reference, name)]
    if len(left) != 1:
        return None
    source, _, output = left[0].partition(".")
    offering = analyzed.get_module(source)
    given = offering.find_output(output) if offering else None
    label = f"Connect {get_node_title(analyzed.design.nodes[source], analyzed.titles)}"
    if offering and given and len(offering.outputs) > 1:
        label = f"{label}, {given.title}"
    path = ("nodes", name, "inputs", port.name)
    return Fix(label, (set_value(None, *path, left[0]) if port.many else set_value(left[0], *path),))
