"""Inputs that lack an edge, and the one output that would fit."""

from collections.abc import Iterator, Mapping

from modules.kit import Port
from modules.kit.ports import accepts
from server.graph.document import title_of, upstream
from server.graph.drawing import Drawing, Fix, Problem
from server.graph.edits import put
from server.graph.sentences import PORT_WORDS

#: Of so many free outputs none is looked at: none of them would be the only fitting one.
MOST_LOOKED_AT = 20


def missing_inputs(drawing: Drawing) -> Iterator[Problem]:
    offered: _Offered | None = None
    for name, node, module in drawing.nodes():
        for port in module.inputs:
            if port.optional or node.inputs.get(port.name):
                continue
            offered = _Offered(drawing) if offered is None else offered
            words = PORT_WORDS[port.type]
            # "Connect a Dataset to 'Dataset'" says it twice.
            to = "" if words.endswith(f" {port.title}") else f" to '{port.title}'"
            message = f"Connect {words}{to}."
            yield Problem(name, port.name, message, _only_fitting(drawing, name, port, offered))


class _Offered:
    """The free outputs of a design, and which of them fit a port: found once for all ports that lack something."""

    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._free = _free_outputs(drawing)
        self._fitting: dict[tuple[str, str], list[str]] = {}
        self._behind: dict[str, set[str]] = {}

    def fitting(self, port: Port) -> list[str]:
        """The references that the port could take."""
        # Recommenders and Vowpal Wabbit have a scorer of their own, whose port is called like the trainer's.
        key = port.type, port.name if port.type == "trained_model" else ""
        if key not in self._fitting:
            self._fitting[key] = _fitting(self._drawing, port, self._free)
        return self._fitting[key]

    def comes_from(self, reference: str, name: str) -> bool:
        """Whether what is at this reference is made from what the node gives."""
        source = reference.partition(".")[0]
        if source not in self._behind:
            self._behind[source] = upstream(self._drawing.design, [source])
        return name in self._behind[source]


def _fitting(drawing: Drawing, port: Port, free: Mapping[str, list[str]]) -> list[str]:
    fitting = [reference for kind, held in free.items() if accepts(port.type, kind) for reference in held]
    if port.type != "trained_model":
        return fitting
    special = {taken.name for module in drawing.catalog.values() for taken in module.inputs} - {"trained_model"}
    named = {reference: reference.partition(".")[2] for reference in fitting}
    return [ref for ref, out in named.items() if out == port.name or not special & {out, port.name}]


def _free_outputs(drawing: Drawing) -> dict[str, list[str]]:
    """{type: references} of the outputs that nothing takes, of nodes that have all that they need themselves."""
    taken = drawing.takers
    free: dict[str, list[str]] = {}
    for name, node, module in drawing.nodes():
        if any(not port.optional and not node.inputs.get(port.name) for port in module.inputs):
            continue
        for port in module.outputs:
            if f"{name}.{port.name}" not in taken:
                free.setdefault(port.type, []).append(f"{name}.{port.name}")
    return free


def _only_fitting(drawing: Drawing, name: str, port: Port, offered: _Offered) -> Fix | None:
    """Connecting the one free output that fits here and does not come from this node."""
    fitting = offered.fitting(port)
    if not 0 < len(fitting) <= MOST_LOOKED_AT:
        return None
    left = [reference for reference in fitting if not offered.comes_from(reference, name)]
    if len(left) != 1:
        return None
    source, _, output = left[0].partition(".")
    offering = drawing.module_of(source)
    given = offering.output(output) if offering else None
    label = f"Connect {title_of(drawing.design.nodes[source], drawing.titles)}"
    if offering and given and len(offering.outputs) > 1:
        label = f"{label}, {given.title}"
    path = ("nodes", name, "inputs", port.name)
    return Fix(label, (put(None, *path, left[0]) if port.many else put(left[0], *path),))
