"""What is stored comes out as it went in: documents and edits go through their models without a change."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from server.graph.document import Design
from server.graph.edits import Edit

KEYS = st.text("abcxyz_", min_size=1, max_size=6)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3))
PLACES = st.integers(-1000, 1000) | st.floats(-1e6, 1e6)
LATER = st.dictionaries(KEYS.map("later_{}".format), VALUES, max_size=2)
NODES = st.fixed_dictionaries(
    {"module": KEYS},
    optional={
        "parameters": st.dictionaries(KEYS, VALUES, max_size=3),
        "inputs": st.dictionaries(KEYS, st.just("a.dataset") | st.just(["a.dataset", "b.dataset"]), max_size=2),
        "x": PLACES,
        "y": PLACES,
        "title": st.none() | st.text(max_size=5),
        "disabled": st.booleans(),
        "bypassed": st.booleans(),
        "group": st.none() | KEYS,
        "silenced": st.lists(KEYS, max_size=2),
    },
)
DOCUMENTS = st.fixed_dictionaries(
    {"format": st.just(2), "name": st.text(max_size=20)},
    optional={
        "description": st.text(max_size=20),
        "nodes": st.dictionaries(KEYS, st.builds(lambda node, later: {**later, **node}, NODES, LATER), max_size=3),
        "notes": st.dictionaries(KEYS, VALUES, max_size=2),
        "groups": st.dictionaries(KEYS, VALUES, max_size=2),
        "parameters": st.dictionaries(KEYS, VALUES, max_size=2),
        "modules": st.dictionaries(KEYS.map("own_{}".format), st.builds(lambda code: {"code": code}, KEYS), max_size=2),
    },
)


@given(DOCUMENTS, LATER)
def test_a_document_comes_out_of_its_model_as_it_went_in(document: dict[str, Any], later: dict[str, Any]) -> None:
    given_document = {**document, **later}
    assert Design.model_validate(given_document).model_dump(mode="json", exclude_unset=True) == given_document


@given(st.lists(KEYS, min_size=1, max_size=12), st.none() | st.tuples(VALUES), st.none() | st.booleans())
def test_an_edit_comes_out_of_its_model_as_it_went_in(
    path: list[str], value: tuple[Any] | None, new: bool | None
) -> None:
    edit = {"path": path, **({} if value is None else {"value": value[0]}), **({} if new is None else {"new": new})}
    made = Edit.model_validate(edit)
    assert made.to_json() == edit
    assert made.deletes == (value is None)
