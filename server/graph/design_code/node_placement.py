"""Where cards of new nodes stand: below what they take from, else above their takers, at the nearest free place."""

from collections.abc import Mapping
from typing import Any

from server.graph.document import Design, iterate_sources

COLUMN_WIDTH, ROW_HEIGHT = 280, 120
CARD_WIDTH, CARD_HEIGHT = 240, 88


def place_new_nodes(nodes: Mapping[str, dict[str, Any]], base: Design) -> dict[str, dict[str, Any]]:
    """The nodes, in the order of the design that they were written from, each with a place."""
    order = [*(name for name in base.nodes if name in nodes), *(name for name in nodes if name not in base.nodes)]
    placed = {name: (node["x"], node["y"]) for name, node in nodes.items() if "x" in node}
    takers: dict[str, list[str]] = {}
    for name, node in nodes.items():
        for source in iterate_sources(node["inputs"]):
            takers.setdefault(source, []).append(name)
    # The code names what a node takes from before the node, so that those have their places by then.
    for name, node in nodes.items():
        if name not in placed:
            above = [placed[one] for one in iterate_sources(node["inputs"]) if one in placed]
            below = [placed[one] for one in takers.get(name, ()) if one in placed]
            placed[name] = _find_free_place(_choose_place(above, below, list(placed.values())), list(placed.values()))
    return {name: {**nodes[name], "x": placed[name][0], "y": placed[name][1]} for name in order}


Place = tuple[float, float]


def _choose_place(above: list[Place], below: list[Place], others: list[Place]) -> Place:
    """Where a card would stand if it were alone."""
    if above:
        return min(x for x, _ in above), max(y for _, y in above) + ROW_HEIGHT
    if below:
        return min(x for x, _ in below), min(y for _, y in below) - ROW_HEIGHT
    return (max(x for x, _ in others) + COLUMN_WIDTH, min(y for _, y in others)) if others else (0, 0)


def _find_free_place(wanted: Place, others: list[Place]) -> Place:
    """The nearest place in the same row that no card covers."""
    row = [x for x, y in others if abs(y - wanted[1]) < CARD_HEIGHT]
    for step in range(len(row) + 1):
        for x in (wanted[0] + step * COLUMN_WIDTH, wanted[0] - step * COLUMN_WIDTH):
            if all(abs(x - other) >= CARD_WIDTH for other in row):
                return x, wanted[1]
    return wanted
