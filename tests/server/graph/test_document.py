"""The design document: order, cycles, and what survives a round trip."""

from typing import Any

import pytest
from pydantic import ValidationError

from server.graph.document import (
    MAX_NODES,
    find_cycle,
    find_inactive_nodes,
    find_upstream,
    parse_design,
    sort_topologically,
)
from tests.server.graph.graph_designs import make_automobile_nodes, make_design, make_node


def test_every_node_comes_after_the_nodes_it_takes_from() -> None:
    order = sort_topologically(make_design(**make_automobile_nodes()))
    assert order.index("data") < order.index("split") < order.index("train") < order.index("score")
    assert order.index("linear") < order.index("train")


def test_a_cycle_is_named_in_the_direction_of_the_data_and_the_rest_keeps_its_order() -> None:
    nodes = make_automobile_nodes()
    nodes["split"]["inputs"]["dataset"] = "score.scored_dataset"
    made = make_design(**nodes)
    around = find_cycle(made)
    assert around[0] == around[-1]
    assert set(around) == {"split", "train", "score"} or set(around) == {"split", "score"}
    assert sort_topologically(made) == ["data", "linear"]


def test_a_node_that_takes_from_itself_is_a_cycle() -> None:
    assert find_cycle(make_design(loop=make_node("add_rows", dataset1="loop.results_dataset"))) == ["loop", "loop"]


def test_upstream_of_a_target_is_all_that_it_needs() -> None:
    assert find_upstream(make_design(**make_automobile_nodes()), ["train"]) == {"train", "linear", "split", "data"}


def test_what_this_version_does_not_know_survives_a_round_trip() -> None:
    document: dict[str, Any] = {
        "format": 2,
        "name": "Later",
        "future": {"a": 1},
        "nodes": {"n": {"module": "not_yet_invented", "parameters": {"x": [1]}, "color": "red"}},
    }
    kept = parse_design(document).model_dump(mode="json")
    assert kept["future"] == {"a": 1}
    assert kept["nodes"]["n"]["color"] == "red"
    assert kept["nodes"]["n"]["parameters"] == {"x": [1]}


@pytest.mark.parametrize(
    "document",
    [
        {"format": 1},
        {"format": 3},
        {"nodes": {"a.b": {"module": "x"}}},
        {"nodes": {"a": {}}},
        {"nodes": {"a": {"module": "x", "inputs": {"p": 3}}}},
        {"nodes": []},
        {"nodes": {f"n{index}": {"module": "x"} for index in range(MAX_NODES + 1)}},
    ],
)
def test_what_is_no_design_is_refused(document: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        parse_design(document)


def test_a_long_chain_needs_no_recursion() -> None:
    nodes = {"n0": make_node("add_rows")} | {
        f"n{index}": make_node("add_rows", dataset1=f"n{index - 1}.results_dataset") for index in range(1, MAX_NODES)
    }
    assert len(sort_topologically(make_design(**nodes))) == MAX_NODES


def test_a_broken_group_or_note_is_kept_and_refuses_nothing() -> None:
    document: dict[str, Any] = {
        "name": "Grouped",
        "nodes": {"a": {"module": "split_data", "group": 7}},
        "groups": {"good": {"title": "Cleaning", "icon": "broom"}, "broken": ["no", "group"], "nameless": {"x": 1}},
        "notes": {"good": {"text": "# Why"}, "broken": 3},
    }
    made = parse_design(document)
    assert made.nodes["a"].group is None
    kept = made.model_dump(mode="json", exclude_unset=True)
    assert (kept["groups"], kept["notes"]) == (document["groups"], document["notes"])


def test_disabled_and_bypassed_nodes_and_what_hangs_on_a_disabled_one_are_left_out_by_choice() -> None:
    nodes = make_automobile_nodes()
    nodes["linear"]["bypassed"] = True
    nodes["score"]["disabled"] = True
    assert find_inactive_nodes(make_design(**nodes)) == {"linear", "score", "evaluate"}
