"""Places for the cards of a design that says none: along the flow, from top to bottom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

ROW_HEIGHT, COLUMN_WIDTH = 112, 280


def iterate_sources(node: Mapping[str, Any]) -> Iterator[str]:
    """The ids of the nodes that a node takes something from."""
    for held in node.get("inputs", {}).values():
        for reference in (held,) if isinstance(held, str) else held:
            yield reference.partition(".")[0]


def sort_nodes(nodes: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The nodes, each after those it takes from, in the order in which they stand; those on a cycle come last."""
    missing = {name: sum(one in nodes for one in iterate_sources(node)) for name, node in nodes.items()}
    takers: dict[str, list[str]] = {name: [] for name in nodes}
    for name, node in nodes.items():
        for one in iterate_sources(node):
            takers.get(one, []).append(name)
    ready = [name for name, count in missing.items() if count == 0]
    for name in ready:
        for taker in takers[name]:
            missing[taker] -= 1
            if missing[taker] == 0:
                ready.append(taker)
    return [*ready, *(name for name in nodes if missing[name] > 0)]


def place_nodes(nodes: dict[str, dict[str, Any]]) -> None:
    """Give a place to every node that has none: a row below the lowest card that it takes from."""
    taken: set[tuple[float, float]] = {(node["x"], node["y"]) for node in nodes.values() if "x" in node}
    for name in sort_nodes(nodes):
        node = nodes[name]
        if "x" in node:
            continue
        above = [nodes[one] for one in iterate_sources(node) if "x" in nodes.get(one, {})]
        y = max((one["y"] + ROW_HEIGHT for one in above), default=0)
        x = min((one["x"] for one in above), default=0)
        while (x, y) in taken:
            x += COLUMN_WIDTH
        node["x"], node["y"] = x, y
        taken.add((x, y))
