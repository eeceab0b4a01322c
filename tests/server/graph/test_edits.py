"""Edits are applied by path, and their inverse leads back."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from server.graph.edits import Edit, apply, delete, inverse, put

DOCUMENT: dict[str, Any] = {
    "name": "Cars",
    "nodes": {"split": {"module": "split_data", "parameters": {"fraction": 0.7}, "inputs": {"dataset": "clean.out"}}},
}


def test_a_value_is_put_at_its_path_and_the_given_document_stays_as_it_is() -> None:
    changed = apply(DOCUMENT, [put(0.8, "nodes", "split", "parameters", "fraction")])
    assert changed["nodes"]["split"]["parameters"] == {"fraction": 0.8}
    assert DOCUMENT["nodes"]["split"]["parameters"] == {"fraction": 0.7}


def test_an_edit_without_a_value_deletes_and_one_with_null_does_not() -> None:
    path = ["nodes", "split", "parameters", "fraction"]
    assert apply(DOCUMENT, [Edit.model_validate({"path": path})])["nodes"]["split"]["parameters"] == {}
    nothing = apply(DOCUMENT, [Edit.model_validate({"path": path, "value": None})])
    assert nothing["nodes"]["split"]["parameters"] == {"fraction": None}


def test_an_edit_inside_a_deleted_node_changes_nothing() -> None:
    edits = [delete("nodes", "split"), put(0.1, "nodes", "split", "parameters", "fraction")]
    assert apply(DOCUMENT, edits)["nodes"] == {}


def test_an_edit_needs_a_path() -> None:
    with pytest.raises(ValidationError):
        Edit.model_validate({"path": [], "value": 1})


KEYS = st.sampled_from(["a", "b", "c"])
VALUES = st.recursive(
    st.none() | st.integers() | st.text(max_size=3), lambda inner: st.dictionaries(KEYS, inner), max_leaves=6
)
PATHS = st.lists(KEYS, min_size=1, max_size=3)
EDITS = st.lists(
    st.builds(lambda path, value: put(value, *path), PATHS, VALUES) | st.builds(lambda p: delete(*p), PATHS)
)


@given(st.dictionaries(KEYS, VALUES), EDITS)
def test_the_inverse_leads_back_from_any_edits(document: dict[str, Any], edits: list[Edit]) -> None:
    assert apply(apply(document, edits), inverse(document, edits)) == document


@given(st.dictionaries(KEYS, VALUES), EDITS, EDITS)
def test_edits_of_separate_branches_can_come_in_either_order(
    document: dict[str, Any], ours: list[Edit], theirs: list[Edit]
) -> None:
    both = {"ours": dict(document), "theirs": dict(document)}
    mine = [edit.model_copy(update={"path": ("ours", *edit.path)}) for edit in ours]
    yours = [edit.model_copy(update={"path": ("theirs", *edit.path)}) for edit in theirs]
    assert apply(apply(both, mine), yours) == apply(apply(both, yours), mine)
