"""Differences of documents: edits that lead from one to the other, words, and the units that can be tried alone."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from modules.kit import catalog
from server.graph.attribution import ranked, units, variants
from server.graph.difference import changes_between, edits_between, same
from server.graph.document import read
from server.graph.edits import apply
from tests.pipelines import node, regression

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=12,
)
documents = st.dictionaries(st.sampled_from("abcd"), values, max_size=4)


@given(old=documents, new=documents)
def test_the_edits_between_two_documents_lead_from_one_to_the_other(old: Any, new: Any) -> None:
    assert same(apply(old, edits_between(old, new)), new)


@given(document=documents)
def test_there_is_nothing_between_a_document_and_itself(document: Any) -> None:
    assert edits_between(document, document) == []


def design(**nodes: Any) -> dict[str, Any]:
    return read({"nodes": regression() | nodes}).model_dump(mode="json")


def told(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    return [change.words for change in changes_between(old, new, catalog())]


def normalized() -> dict[str, Any]:
    """Normalize Data between the split and the training."""
    nodes = regression()
    train = {**nodes["train"], "inputs": {**nodes["train"]["inputs"], "dataset": "scale.transformed_dataset"}}
    return design(scale=node("normalize_data", dataset="split.results_dataset1"), train=train)


def test_a_change_is_told_in_words() -> None:
    new = design(split=node("split_data", {"fraction": 0.5}, dataset="data.dataset"))
    assert told(design(), new) == ["Split Data: Fraction from 0.7 to 0.5."]


def test_a_parameter_that_is_its_default_is_no_change() -> None:
    default = design(split=node("split_data", {}, dataset="data.dataset"))
    spelled = design(split=node("split_data", {"fraction": 0.5}, dataset="data.dataset"))
    assert told(default, spelled) == []


def test_what_was_only_moved_comes_last_and_counts_for_nothing() -> None:
    old, new = design(), design(split=node("split_data", {"fraction": 0.5}, dataset="data.dataset"))
    new["nodes"]["train"]["x"] = 400
    changes = changes_between(old, new, catalog())
    assert [(change.what, change.counts) for change in changes] == [("parameter", True), ("place", False)]


def test_a_node_put_between_two_others_is_one_unit() -> None:
    old, new = design(), normalized()
    found = units(changes_between(old, new, catalog()), old, new)
    assert [(unit.words, unit.nodes) for unit in found] == [("Normalize Data was added.", ("scale",))]


def test_each_unit_alone_and_all_but_each_are_tried() -> None:
    old, new = design(), normalized()
    new["nodes"]["split"]["parameters"]["fraction"] = 0.5
    found = units(changes_between(old, new, catalog()), old, new)
    tried = variants(found, old, new)
    by_unit = {(one.unit, one.alone): one.document for one in tried}
    assert len(found) == 2
    assert by_unit[0, True] == by_unit[1, False]
    assert by_unit[1, True] == by_unit[0, False]
    assert {found[0].nodes, found[1].nodes} == {("scale",), ("split",)}


def test_an_edge_that_was_moved_is_a_unit_of_its_own() -> None:
    old = design(other=node("enter_data_manually", {"data": "a,b,y\n1,2,3\n"}))
    new = {**old, "nodes": {**old["nodes"], "split": {**old["nodes"]["split"], "inputs": {"dataset": "other.dataset"}}}}
    found = units(changes_between(old, new, catalog()), old, new)
    assert [unit.words for unit in found] == [
        "Split Data takes its dataset from Enter Data Manually instead of Enter Data Manually."
    ]


def test_changes_are_ranked_by_how_far_they_moved_the_metric() -> None:
    old, new = design(), normalized()
    new["nodes"]["split"]["parameters"]["fraction"] = 0.5
    found = units(changes_between(old, new, catalog()), old, new)
    weak, strong = 0, 1
    measured = {(weak, True): 0.81, (weak, False): 0.9, (strong, True): 0.9, (strong, False): None}
    moved = ranked(found, 0.8, 0.91, measured)
    assert [one.unit for one in moved] == [found[strong], found[weak]]
    assert [round(one.movement or 0, 9) for one in moved] == [0.1, 0.01]
