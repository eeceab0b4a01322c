"""Which change moved a metric: the differences of two documents as units to be made one by one, and their ranking.

Each unit is tried twice: alone on the old document, and as the only one left out of the new. The mean of both movements
is what the unit is held to have done; for two units that is Shapley's value exactly.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from server.graph.comparison.design_diff import DesignChange, DocumentPath, build_copy_edits
from server.graph.edits import Document, apply_edits, get_value_at

#: More changes than this are not taken apart: it would be hundreds of runs.
MAX_CHANGE_SETS = 30


@dataclass(frozen=True)
class ChangeSet:
    """Changes that make sense only together, such as a node put between two others and the edges that do it.

    `data` are the nodes whose data differ between the two runs, though the documents say the same of them.
    """

    description: str
    paths: tuple[DocumentPath, ...]
    nodes: tuple[str, ...]
    data: tuple[str, ...] = ()


@dataclass(frozen=True)
class Counterfactual:
    """A document between the two, and whose data it is run on: {node: whether the new ones}."""

    change_index: int
    alone: bool
    document: Document
    new_data: tuple[str, ...]


@dataclass(frozen=True)
class ChangeEffect:
    """What a unit did to the metric: `alone` on the old design, `left_out` of the new; None where it failed."""

    change_set: ChangeSet
    effect_alone: float | None
    effect_left_out: float | None

    @property
    def mean_effect(self) -> float | None:
        known = [moved for moved in (self.effect_alone, self.effect_left_out) if moved is not None]
        return sum(known) / len(known) if known else None


def split_changes(
    changes: Sequence[DesignChange], old: Document, new: Document, changed_data: Mapping[str, str] | None = None
) -> list[ChangeSet]:
    """The changes that can change a result, parted as far as they can be. `data`: {node: words} of data that differ."""
    counting = [change for change in changes if change.affects_result]
    replaced_nodes = {change.node for change in counting if change.part == "node" and change.node}
    parts = _DisjointPaths()
    for change in counting:
        for other in _find_linked_paths(change, replaced_nodes, old, new):
            parts.merge(change.path, other)
    grouped: dict[DocumentPath, list[DesignChange]] = {}
    for change in counting:
        grouped.setdefault(parts.find_root(change.path), []).append(change)
    found = [_build_change_set(group) for group in grouped.values()]
    return found + [ChangeSet(words, (), (node,), (node,)) for node, words in (changed_data or {}).items()]


def _build_change_set(group: Sequence[DesignChange]) -> ChangeSet:
    # What is added or removed says more than the edges that come with it.
    node_changes = [change for change in group if change.part == "node"] or list(group)
    paths = tuple(sorted(change.path for change in group))
    # A whole node that comes or goes brings what lies in it.
    outer = tuple(path for path in paths if not any(path != top and path[: len(top)] == top for top in paths))
    nodes = tuple(dict.fromkeys(change.node for change in node_changes if change.node))
    return ChangeSet(" ".join(change.description for change in node_changes), outer, nodes)


def _find_linked_paths(
    change: DesignChange, replaced_nodes: set[str], old: Document, new: Document
) -> list[DocumentPath]:
    """The anchors of what must be changed together with this: nodes that come, go or become another module."""
    bound = {change.node} if change.node in replaced_nodes else set()
    if change.part == "edge":
        sources = {reference.partition(".")[0] for value in (change.before, change.after) for reference in value}
        bound |= sources & replaced_nodes
    if change.part == "node" and change.node:
        bound |= _list_sources(old, change.node) & replaced_nodes | _list_sources(new, change.node) & replaced_nodes
        return [*_to_anchors(bound), *_list_custom_module_paths(change.node, old, new)]
    if change.part == "module":
        return [("modules", change.path[1])]
    return _to_anchors(bound)


def _to_anchors(nodes: set[str]) -> list[DocumentPath]:
    return [("anchor", node) for node in sorted(nodes)]


def _list_custom_module_paths(node: str, old: Document, new: Document) -> list[DocumentPath]:
    named = [get_value_at(document, ("nodes", node, "module"))[1] for document in (old, new)]
    return [("modules", name) for name in named if isinstance(name, str) and name.startswith("own_")]


def _list_sources(document: Document, node: str) -> set[str]:
    there, inputs = get_value_at(document, ("nodes", node, "inputs"))
    if not there or not isinstance(inputs, dict):
        return set()
    lists = [[value] if isinstance(value, str) else value for value in inputs.values()]
    return {str(reference).partition(".")[0] for references in lists for reference in references}


class _DisjointPaths:
    """Disjoint sets of paths."""

    def __init__(self) -> None:
        self._above: dict[DocumentPath, DocumentPath] = {}

    def find_root(self, path: DocumentPath) -> DocumentPath:
        while (above := self._above.get(path, path)) != path:
            path = above
        return path

    def merge(self, one: DocumentPath, other: DocumentPath) -> None:
        self._above[self.find_root(one)] = self.find_root(other)


def build_counterfactuals(change_sets: Sequence[ChangeSet], old: Document, new: Document) -> list[Counterfactual]:
    """Each unit alone on the old document, and all but each on the new one."""
    everything = tuple(node for unit in change_sets for node in unit.data)
    made: list[Counterfactual] = []
    for index, unit in enumerate(change_sets):
        made.append(Counterfactual(index, True, apply_edits(old, build_copy_edits(new, unit.paths)), unit.data))
        rest = tuple(node for node in everything if node not in unit.data)
        made.append(Counterfactual(index, False, apply_edits(new, build_copy_edits(old, unit.paths)), rest))
    return made


def rank_effects(
    change_sets: Sequence[ChangeSet], before: float, after: float, measured: Mapping[tuple[int, bool], float | None]
) -> list[ChangeEffect]:
    """The units by what they did to the metric, the strongest first. `measured`: {(unit, alone): metric}."""
    moved = [
        ChangeEffect(
            unit,
            _compute_effect(before, measured.get((index, True))),
            _compute_effect(measured.get((index, False)), after),
        )
        for index, unit in enumerate(change_sets)
    ]
    return sorted(moved, key=lambda one: -abs(one.mean_effect) if one.mean_effect is not None else 1.0)


def _compute_effect(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else after - before
