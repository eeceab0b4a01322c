"""Which change moved a metric: the differences of two documents as units to be made one by one, and their ranking.

Each unit is tried twice: alone on the old document, and as the only one left out of the new. The mean of both movements
is what the unit is held to have done; for two units that is Shapley's value exactly.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from server.graph.difference import Change, Path, carrying
from server.graph.edits import Document, apply, value_at

#: More changes than this are not taken apart: it would be hundreds of runs.
MOST_UNITS = 30


@dataclass(frozen=True)
class Unit:
    """Changes that make sense only together, such as a node put between two others and the edges that do it.

    `data` are the nodes whose data differ between the two runs, though the documents say the same of them.
    """

    words: str
    paths: tuple[Path, ...]
    nodes: tuple[str, ...]
    data: tuple[str, ...] = ()


@dataclass(frozen=True)
class Variant:
    """A document between the two, and whose data it is run on: {node: whether the new ones}."""

    unit: int
    alone: bool
    document: Document
    new_data: tuple[str, ...]


@dataclass(frozen=True)
class Moved:
    """What a unit did to the metric: `alone` on the old design, `left_out` of the new; None where it failed."""

    unit: Unit
    alone: float | None
    left_out: float | None

    @property
    def movement(self) -> float | None:
        known = [moved for moved in (self.alone, self.left_out) if moved is not None]
        return sum(known) / len(known) if known else None


def units(changes: Sequence[Change], old: Document, new: Document, data: Mapping[str, str] | None = None) -> list[Unit]:
    """The changes that can change a result, parted as far as they can be. `data`: {node: words} of data that differ."""
    counting = [change for change in changes if change.counts]
    whole = {change.node for change in counting if change.what == "node" and change.node}
    parts = _Parts()
    for change in counting:
        for other in _bound_to(change, whole, old, new):
            parts.join(change.path, other)
    grouped: dict[Path, list[Change]] = {}
    for change in counting:
        grouped.setdefault(parts.root(change.path), []).append(change)
    found = [_unit(group) for group in grouped.values()]
    return found + [Unit(words, (), (node,), (node,)) for node, words in (data or {}).items()]


def _unit(group: Sequence[Change]) -> Unit:
    # What is added or removed says more than the edges that come with it.
    telling = [change for change in group if change.what == "node"] or list(group)
    paths = tuple(sorted(change.path for change in group))
    # A whole node that comes or goes brings what lies in it.
    outer = tuple(path for path in paths if not any(path != top and path[: len(top)] == top for top in paths))
    nodes = tuple(dict.fromkeys(change.node for change in telling if change.node))
    return Unit(" ".join(change.words for change in telling), outer, nodes)


def _bound_to(change: Change, whole: set[str], old: Document, new: Document) -> list[Path]:
    """The anchors of what must be changed together with this: nodes that come, go or become another module."""
    bound = {change.node} if change.node in whole else set()
    if change.what == "edge":
        sources = {reference.partition(".")[0] for value in (change.before, change.after) for reference in value}
        bound |= sources & whole
    if change.what == "node" and change.node:
        bound |= _sources(old, change.node) & whole | _sources(new, change.node) & whole
        return [*_anchors(bound), *_own_modules(change.node, old, new)]
    if change.what == "module":
        return [("modules", change.path[1])]
    return _anchors(bound)


def _anchors(nodes: set[str]) -> list[Path]:
    return [("anchor", node) for node in sorted(nodes)]


def _own_modules(node: str, old: Document, new: Document) -> list[Path]:
    named = [value_at(document, ("nodes", node, "module"))[1] for document in (old, new)]
    return [("modules", name) for name in named if isinstance(name, str) and name.startswith("own_")]


def _sources(document: Document, node: str) -> set[str]:
    there, inputs = value_at(document, ("nodes", node, "inputs"))
    if not there or not isinstance(inputs, dict):
        return set()
    lists = [[value] if isinstance(value, str) else value for value in inputs.values()]
    return {str(reference).partition(".")[0] for references in lists for reference in references}


class _Parts:
    """Disjoint sets of paths."""

    def __init__(self) -> None:
        self._above: dict[Path, Path] = {}

    def root(self, path: Path) -> Path:
        while (above := self._above.get(path, path)) != path:
            path = above
        return path

    def join(self, one: Path, other: Path) -> None:
        self._above[self.root(one)] = self.root(other)


def variants(found: Sequence[Unit], old: Document, new: Document) -> list[Variant]:
    """Each unit alone on the old document, and all but each on the new one."""
    everything = tuple(node for unit in found for node in unit.data)
    made: list[Variant] = []
    for index, unit in enumerate(found):
        made.append(Variant(index, True, apply(old, carrying(new, unit.paths)), unit.data))
        rest = tuple(node for node in everything if node not in unit.data)
        made.append(Variant(index, False, apply(new, carrying(old, unit.paths)), rest))
    return made


def ranked(
    found: Sequence[Unit], before: float, after: float, measured: Mapping[tuple[int, bool], float | None]
) -> list[Moved]:
    """The units by what they did to the metric, the strongest first. `measured`: {(unit, alone): metric}."""
    moved = [
        Moved(unit, _step(before, measured.get((index, True))), _step(measured.get((index, False)), after))
        for index, unit in enumerate(found)
    ]
    return sorted(moved, key=lambda one: -abs(one.movement) if one.movement is not None else 1.0)


def _step(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else after - before
