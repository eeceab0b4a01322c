"""Fixes that put nodes into a design: their names, their places, and columns that are left out of training."""

from collections.abc import Mapping, Sequence
from typing import Any

from server.graph.document import Node
from server.graph.drawing import Fix
from server.graph.edits import Edit, put
from server.graph.linter.tracing import Place, Trace
from server.graph.sentences import listed

LEAVE_OUT = "edit_metadata"

#: A card with the gap to the next, as the canvas draws it.
ROOM_WIDE = 272
ROOM_TALL = 96
STEP = 24


def unused_id(trace: Trace, wanted: str, taken: Sequence[str] = ()) -> str:
    """The wanted id, with a number behind it where it is taken."""
    used = {*trace.drawing.design.nodes, *taken}
    name, number = wanted, 2
    while name in used:
        name, number = f"{wanted}_{number}", number + 1
    return name


def new_node(name: str, module: str, x: float, y: float, inputs: Mapping[str, str], **parameters: Any) -> Edit:
    """The edit that places a module."""
    return put(
        {"module": module, "parameters": parameters, "inputs": dict(inputs), "x": round(x), "y": round(y)},
        "nodes",
        name,
    )


Spot = tuple[float, float]


def between(trace: Trace, source: str, target: str, taken: Sequence[Spot] = ()) -> Spot:
    """The middle of the way from one card to another, or where there is room beside it and `taken` new cards."""
    first, second = trace.node(source), trace.node(target)
    x, y = (first.x + second.x) / 2, (first.y + second.y) / 2
    cards = [*((node.x, node.y) for node in trace.drawing.design.nodes.values()), *taken]
    # So far out, no card is left to cover.
    farthest = 2 * ROOM_WIDE * (len(cards) + 1)
    aside = (x + step * side for step in range(0, farthest, STEP) for side in (1, -1))
    return next(left for left in aside if not any(_covers((left, y), card) for card in cards)), y


def _covers(one: Spot, other: Spot) -> bool:
    return abs(one[0] - other[0]) < ROOM_WIDE and abs(one[1] - other[1]) < ROOM_TALL


def leaving_out(trace: Trace, learner: Place, columns: Sequence[str]) -> Fix | None:
    """Give the columns the role none in front of a learner: they stay in the data and are not learnt from."""
    label = f"Leave {listed(columns)} out" if len(columns) <= 2 else f"Leave {len(columns)} columns out"
    source = learner.reference.partition(".")[0]
    before, module = trace.node(source), trace.drawing.catalog.get(LEAVE_OUT)
    if module is None:
        return None
    only_here = len(trace.consumers.get(learner.reference, ())) == 1
    names = _left_out_by(before)
    if names is not None and only_here:
        value = {"start": "none", "names": [*names, *columns]}
        return Fix(label, (put(value, "nodes", source, "parameters", "columns"),))
    name = unused_id(trace, "leave_out")
    x, y = between(trace, source, learner.name)
    chosen = {"start": "none", "names": list(columns)}
    placed = new_node(name, LEAVE_OUT, x, y, {"dataset": learner.reference}, columns=chosen, fields="ClearFeatures")
    output = module.outputs[0].name
    return Fix(label, (placed, put(f"{name}.{output}", "nodes", learner.name, "inputs", learner.port)))


def _left_out_by(node: Node) -> list[str] | None:
    """The columns that a node like ours leaves out already; None where it is another one."""
    held = node.parameters.get("columns")
    if node.module != LEAVE_OUT or node.parameters.get("fields") != "ClearFeatures" or not isinstance(held, dict):
        return None
    names = held.get("names")
    return [str(name) for name in names] if held.get("start") == "none" and isinstance(names, list) else None
