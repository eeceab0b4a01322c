"""Differences of documents: edits that lead from one to the other, words, and the units that can be tried alone."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from modules.kit import catalog
from server.graph.comparison.change_attribution import build_counterfactuals, rank_effects, split_changes
from server.graph.comparison.design_diff import describe_changes, diff_documents, is_equal_json
from server.graph.document import parse_design
from server.graph.edits import apply_edits
from tests.small_designs import make_node, make_regression_nodes

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=12,
)
documents = st.dictionaries(st.sampled_from("abcd"), values, max_size=4)


@given(old=documents, new=documents)
def test_the_edits_between_two_documents_lead_from_one_to_the_other(old: Any, new: Any) -> None:
    assert is_equal_json(apply_edits(old, diff_documents(old, new)), new)


@given(document=documents)
def test_there_is_nothing_between_a_document_and_itself(document: Any) -> None:
    assert diff_documents(document, document) == []


def make_document(**nodes: Any) -> dict[str, Any]:
    return parse_design({"nodes": make_regression_nodes() | nodes}).model_dump(mode="json")


def list_change_texts(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    return [change.description for change in describe_changes(old, new, catalog())]


def make_normalized_document() -> dict[str, Any]:
    """Normalize Data between the split and the training."""
    nodes = make_regression_nodes()
    train = {**nodes["train"], "inputs": {**nodes["train"]["inputs"], "dataset": "scale.transformed_dataset"}}
    return make_document(scale=make_node("normalize_data", dataset="split.results_dataset1"), train=train)


def test_a_change_is_told_in_words() -> None:
    new = make_document(split=make_node("split_data", {"fraction": 0.5}, dataset="data.dataset"))
    assert list_change_texts(make_document(), new) == ["Split Data: Fraction from 0.7 to 0.5."]


def test_a_parameter_that_is_its_default_is_no_change() -> None:
    default = make_document(split=make_node("split_data", {}, dataset="data.dataset"))
    spelled = make_document(split=make_node("split_data", {"fraction": 0.5}, dataset="data.dataset"))
    assert list_change_texts(default, spelled) == []


def test_what_was_only_moved_comes_last_and_counts_for_nothing() -> None:
    old, new = make_document(), make_document(split=make_node("split_data", {"fraction": 0.5}, dataset="data.dataset"))
    new["nodes"]["train"]["x"] = 400
    changes = describe_changes(old, new, catalog())
    assert [(change.part, change.affects_result) for change in changes] == [("parameter", True), ("place", False)]


def test_a_node_put_between_two_others_is_one_unit() -> None:
    old, new = make_document(), make_normalized_document()
    found = split_changes(describe_changes(old, new, catalog()), old, new)
    assert [(unit.description, unit.nodes) for unit in found] == [("Normalize Data was added.", ("scale",))]


def test_each_unit_alone_and_all_but_each_are_tried() -> None:
    old, new = make_document(), make_normalized_document()
    new["nodes"]["split"]["parameters"]["fraction"] = 0.5
    found = split_changes(describe_changes(old, new, catalog()), old, new)
    tried = build_counterfactuals(found, old, new)
    by_unit = {(one.change_index, one.alone): one.document for one in tried}
    assert len(found) == 2
    assert by_unit[0, True] == by_unit[1, False]
    assert by_unit[1, True] == by_unit[0, False]
    assert {found[0].nodes, found[1].nodes} == {("scale",), ("split",)}


def test_an_edge_that_was_moved_is_a_unit_of_its_own() -> None:
    old = make_document(other=make_node("enter_data_manually", {"data": "a,b,y\n1,2,3\n"}))
    new = {**old, "nodes": {**old["nodes"], "split": {**old["nodes"]["split"], "inputs": {"dataset": "other.dataset"}}}}
    found = split_changes(describe_changes(old, new, catalog()), old, new)
    assert [unit.description for unit in found] == [
        "Split Data takes its dataset from Enter Data Manually instead of Enter Data Manually."
    ]


def test_changes_are_ranked_by_how_far_they_moved_the_metric() -> None:
    old, new = make_document(), make_normalized_document()
    new["nodes"]["split"]["parameters"]["fraction"] = 0.5
    found = split_changes(describe_changes(old, new, catalog()), old, new)
    weak, strong = 0, 1
    measured = {(weak, True): 0.81, (weak, False): 0.9, (strong, True): 0.9, (strong, False): None}
    moved = rank_effects(found, 0.8, 0.91, measured)
    assert [one.change_set for one in moved] == [found[strong], found[weak]]
    assert [round(one.mean_effect or 0, 9) for one in moved] == [0.1, 0.01]
