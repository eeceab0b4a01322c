"""Fixes that put nodes into a design: their names, their places, and columns that are left out of training."""

from collections.abc import Mapping, Sequence

from modules.kit import Module
from modules.kit.module_roles import find_module
from server.graph.analyzed_design import Fix
from server.graph.document import Node
from server.graph.edits import Edit, set_value
from server.graph.linter.data_lineage import DataLineage, ModelNode
from server.graph.validation.validation_messages import join_words

#: A card with the gap to the next, as the canvas draws it.
CARD_SPACE_WIDTH = 272
CARD_SPACE_HEIGHT = 96
SEARCH_STEP = 24


def find_unused_id(lineage: DataLineage, base: str, taken: Sequence[str] = ()) -> str:
    """The wanted id, with a number behind it where it is taken."""
    used = {*lineage.analyzed.design.nodes, *taken}
    name, number = base, 2
    while name in used:
        name, number = f"{base}_{number}", number + 1
    return name


def build_node_edit(
    name: str, module: str, x: float, y: float, inputs: Mapping[str, str | list[str]], **parameters: object
) -> Edit:
    """The edit that places a module."""
    return set_value(
        {"module": module, "parameters": parameters, "inputs": dict(inputs), "x": round(x), "y": round(y)},
        "nodes",
        name,
    )


Position = tuple[float, float]


def find_position(lineage: DataLineage, source: str, target: str, taken: Sequence[Position] = ()) -> Position:
    """The middle of the way from one card to another, or where there is room beside it and `taken` new cards."""
    first, second = lineage.get_node(source), lineage.get_node(target)
    x, y = (first.x + second.x) / 2, (first.y + second.y) / 2
    cards = [*((node.x, node.y) for node in lineage.analyzed.design.nodes.values()), *taken]
    # So far out, no card is left to cover.
    farthest = 2 * CARD_SPACE_WIDTH * (len(cards) + 1)
    aside = (x + step * side for step in range(0, farthest, SEARCH_STEP) for side in (1, -1))
    return next(left for left in aside if not any(_is_overlapping((left, y), card) for card in cards)), y


def _is_overlapping(one: Position, other: Position) -> bool:
    return abs(one[0] - other[0]) < CARD_SPACE_WIDTH and abs(one[1] - other[1]) < CARD_SPACE_HEIGHT


def build_insertion_fix(
    lineage: DataLineage,
    label: str,
    module: Module,
    base: str,
    reference: str,
    takers: Sequence[str],
    **parameters: object,
) -> Fix:
    """Put a module with one dataset on either side between a reference and the nodes that take it."""
    name = find_unused_id(lineage, base)
    port = next(port.name for port in module.inputs if port.type == "dataset")
    output = f"{name}.{module.outputs[0].name}"
    x, y = find_position(lineage, reference.partition(".")[0], takers[0])
    edits = [build_node_edit(name, module.name, x, y, {port: reference}, **parameters)]
    for taker, taken in lineage.consumers.get(reference, ()):
        if taker in takers:
            held = lineage.get_node(taker).inputs[taken]
            several = [output if one == reference else one for one in held] if isinstance(held, list) else output
            edits.append(set_value(several, "nodes", taker, "inputs", taken))
    return Fix(label, tuple(edits))


def build_exclusion_fix(lineage: DataLineage, learner: ModelNode, columns: Sequence[str]) -> Fix | None:
    """Give the columns the role none in front of a learner: they stay in the data and are not learned from."""
    label = f"Exclude {join_words(columns)}" if len(columns) <= 2 else f"Exclude {len(columns)} columns"
    source = learner.reference.partition(".")[0]
    before, module = lineage.get_node(source), find_module(lineage.analyzed.catalog, "metadata_editor")
    if module is None:
        return None
    only_here = len(lineage.consumers.get(learner.reference, ())) == 1
    names = _get_excluded_columns(before) if before.module == module.name else None
    if names is not None and only_here:
        value = {"start": "none", "names": [*names, *columns]}
        return Fix(label, (set_value(value, "nodes", source, "parameters", "columns"),))
    name = find_unused_id(lineage, "leave_out")
    x, y = find_position(lineage, source, learner.name)
    chosen = {"start": "none", "names": list(columns)}
    placed = build_node_edit(
        name, module.name, x, y, {"dataset": learner.reference}, columns=chosen, fields="ClearFeatures"
    )
    output = module.outputs[0].name
    return Fix(label, (placed, set_value(f"{name}.{output}", "nodes", learner.name, "inputs", learner.port)))


def _get_excluded_columns(node: Node) -> list[str] | None:
    """The columns that a node like ours leaves out already; None where it does something else."""
    held = node.parameters.get("columns")
    if node.parameters.get("fields") != "ClearFeatures" or not isinstance(held, dict):
        return None
    names = held.get("names")
    return [str(name) for name in names] if held.get("start") == "none" and isinstance(names, list) else None
