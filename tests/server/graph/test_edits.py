"""Edits are applied by path, and their inverse leads back."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from server.graph.edits import Edit, apply_edits, delete_value, invert_edits, set_value

DOCUMENT: dict[str, Any] = {
    "name": "Cars",
    "nodes": {"split": {"module": "split_data", "parameters": {"fraction": 0.7}, "inputs": {"dataset": "clean.out"}}},
}


def test_a_value_is_put_at_its_path_and_the_given_document_stays_as_it_is() -> None:
    changed = apply_edits(DOCUMENT, [set_value(0.8, "nodes", "split", "parameters", "fraction")])
    assert changed["nodes"]["split"]["parameters"] == {"fraction": 0.8}
    assert DOCUMENT["nodes"]["split"]["parameters"] == {"fraction": 0.7}


def test_an_edit_without_a_value_deletes_and_one_with_null_does_not() -> None:
    path = ["nodes", "split", "parameters", "fraction"]
    assert apply_edits(DOCUMENT, [Edit.model_validate({"path": path})])["nodes"]["split"]["parameters"] == {}
    nothing = apply_edits(DOCUMENT, [Edit.model_validate({"path": path, "value": None})])
    assert nothing["nodes"]["split"]["parameters"] == {"fraction": None}


def test_an_edit_inside_a_deleted_node_changes_nothing() -> None:
    edits = [delete_value("nodes", "split"), set_value(0.1, "nodes", "split", "parameters", "fraction")]
    assert apply_edits(DOCUMENT, edits)["nodes"] == {}


def test_an_edit_needs_a_path() -> None:
    with pytest.raises(ValidationError):
        Edit.model_validate({"path": [], "value": 1})


KEYS = st.sampled_from(["a", "b", "c"])
VALUES = st.recursive(
    st.none() | st.integers() | st.text(max_size=3), lambda inner: st.dictionaries(KEYS, inner), max_leaves=6
)
PATHS = st.lists(KEYS, min_size=1, max_size=3)
EDITS = st.lists(
    st.builds(lambda path, value: set_value(value, *path), PATHS, VALUES) | st.builds(lambda p: delete_value(*p), PATHS)
)


@given(st.dictionaries(KEYS, VALUES), EDITS)
def test_the_inverse_leads_back_from_any_edits(document: dict[str, Any], edits: list[Edit]) -> None:
    assert apply_edits(apply_edits(document, edits), invert_edits(document, edits)) == document


@given(st.dictionaries(KEYS, VALUES), EDITS, EDITS)
def test_edits_of_separate_branches_can_come_in_either_order(
    document: dict[str, Any], ours: list[Edit], theirs: list[Edit]
) -> None:
    both = {"ours": dict(document), "theirs": dict(document)}
    mine = [edit.model_copy(update={"path": ("ours", *edit.path)}) for edit in ours]
    yours = [edit.model_copy(update={"path": ("theirs", *edit.path)}) for edit in theirs]
    assert apply_edits(apply_edits(both, mine), yours) == apply_edits(apply_edits(both, yours), mine)


def make_add_rows(*references: str) -> dict[str, Any]:
    return {"nodes": {"rows": {"module": "add_rows", "inputs": {"datasets": list(references)}}}}


DATASETS_PATH = ("nodes", "rows", "inputs", "datasets")


def test_edges_at_one_port_that_different_people_draw_and_take_away_are_all_kept() -> None:
    ours, theirs = (
        [set_value(None, *DATASETS_PATH, "c.out"), delete_value(*DATASETS_PATH, "a.out")],
        [set_value(None, *DATASETS_PATH, "d.out")],
    )
    assert apply_edits(make_add_rows("a.out", "b.out"), [*ours, *theirs]) == make_add_rows("b.out", "c.out", "d.out")
    assert apply_edits(make_add_rows("a.out", "b.out"), [*theirs, *ours]) == make_add_rows("b.out", "d.out", "c.out")


def test_an_edge_is_put_at_its_place_and_never_twice() -> None:
    assert apply_edits(make_add_rows("a.out", "b.out"), [set_value(1, *DATASETS_PATH, "c.out")]) == make_add_rows(
        "a.out", "c.out", "b.out"
    )
    assert apply_edits(
        make_add_rows("a.out"), [set_value(0, *DATASETS_PATH, "a.out"), set_value(99, *DATASETS_PATH, "b.out")]
    ) == make_add_rows("a.out", "b.out")


def test_the_first_edge_makes_the_list_and_the_last_one_takes_it_away() -> None:
    bare = {"nodes": {"rows": {"module": "add_rows"}}}
    drawn = apply_edits(bare, [set_value(None, *DATASETS_PATH, "a.out")])
    assert drawn == make_add_rows("a.out")
    assert apply_edits(drawn, [delete_value(*DATASETS_PATH, "a.out")])["nodes"]["rows"]["inputs"] == {}
    assert apply_edits(bare, [delete_value(*DATASETS_PATH, "a.out")]) == bare


def test_an_edge_that_was_replaced_meanwhile_is_not_taken_away() -> None:
    path = ("nodes", "split", "inputs", "dataset")
    assert apply_edits(DOCUMENT, [set_value("b.out", *path), delete_value(*path, "clean.out")])["nodes"]["split"][
        "inputs"
    ] == {"dataset": "b.out"}
    assert apply_edits(DOCUMENT, [delete_value(*path, "clean.out")])["nodes"]["split"]["inputs"] == {}


def test_what_a_file_does_not_spell_out_is_there_to_be_edited() -> None:
    bare: dict[str, Any] = {"name": "Cars", "nodes": {"split": {"module": "split_data"}}}
    edits = [set_value(0.5, "nodes", "split", "parameters", "fraction"), set_value({"code": ""}, "modules", "own_a")]
    assert apply_edits(bare, edits) == {
        "name": "Cars",
        "nodes": {"split": {"module": "split_data", "parameters": {"fraction": 0.5}}},
        "modules": {"own_a": {"code": ""}},
    }


def test_an_edit_of_an_item_at_a_deleted_node_changes_nothing() -> None:
    assert apply_edits(
        {"nodes": {}}, [set_value(None, *DATASETS_PATH, "a.out"), set_value(None, "nodes", "rows", "silenced", "x")]
    ) == {"nodes": {}}


CASES = json.loads((Path(__file__).parent / "edit_cases.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=[case["what"] for case in CASES])
def test_server_and_browser_apply_edits_alike(case: dict[str, Any]) -> None:
    assert apply_edits(case["before"], [Edit.model_validate(edit) for edit in case["edits"]]) == case["after"]
