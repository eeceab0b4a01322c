"""Pictures draw edges around cards, in the same ways as the canvas."""

import json
from typing import Any

import pytest

from server.report.edge_routing.edge_labels import place_labels
from server.report.edge_routing.edge_layout import EdgeToRoute, lay_out_edges
from server.report.edge_routing.geometry import Bounds
from server.report.svg import Point
from tests.live_server import ROOT

CASES = json.loads((ROOT / "frontend" / "src" / "graph" / "routing" / "testing" / "routingCases.json").read_text())


def read_point(point: dict[str, float]) -> Point:
    return point["x"], point["y"]


def read_edges(case: dict[str, Any]) -> list[EdgeToRoute]:
    return [
        EdgeToRoute(edge["id"], edge["port"], read_point(edge["from"]), read_point(edge["to"]), edge["type"])
        for edge in case["edges"]
    ]


@pytest.mark.parametrize("case", CASES)
def test_ways_and_labels_are_those_of_the_canvas(case: dict[str, Any]) -> None:
    edges = read_edges(case)
    layout = lay_out_edges(edges, [Bounds(**card) for card in case["cards"]])
    assert layout.routes == {name: [read_point(point) for point in way] for name, way in case["routes"].items()}
    placed = place_labels(edges, {edge.port: case["labelWidth"] for edge in edges}, layout)
    port_of = {edge.id: edge.port for edge in edges}
    assert {port: (place.x, place.y) for port, place in placed.items()} == {
        port_of[name]: read_point(place) for name, place in case["labels"].items()
    }


@pytest.mark.parametrize("case", CASES)
def test_no_edge_runs_behind_a_card(case: dict[str, Any]) -> None:
    cards = [Bounds(**card) for card in case["cards"]]
    layout = lay_out_edges(read_edges(case), cards)
    assert not any(layout.segments.find_within(card) for card in cards)
