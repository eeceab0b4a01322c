"""What visitors of an edit link may change: what the link shows, and nothing behind it."""

from contextlib import suppress
from typing import Any

import pytest
from pydantic import ValidationError

from modules.kit.declare import catalog
from server.graph.document import Design, parse_design
from server.graph.edits import Edit, apply_edits, delete_value, set_value
from server.graph.sharing.guest_edits import NotEditable, VisibilityFilter, find_changed_parts, needs_trust
from server.graph.sharing.redacted_design import Visibility
from tests.small_designs import make_node

CATALOG = catalog()
SCRIPT = "def azureml_main(dataframe1=None, dataframe2=None):\n    return dataframe1,\n"
SECRET_ADDRESS = "https://user:CANARY@example.org/file.csv?sig=CANARY"
NODES = {
    "data": make_node("dataset", {"dataset": "CANARY", "version": 1}),
    "split": make_node("split_data", {"fraction": 0.7}, dataset="data.dataset"),
    "script": make_node("execute_python_script", {"python_script": SCRIPT}, dataset1="split.results_dataset1"),
    "fetch": {
        **make_node("import_data", {"url": SECRET_ADDRESS, "database": "CANARY", "path": "seen"}),
        "unheard": "CANARY",
    },
    "typed": make_node("enter_data_manually", {"data": "a,b\n1,CANARY\n"}),
    "join": make_node("add_rows", {}, datasets=["split.results_dataset1", "split.results_dataset2"]),
}
DOCUMENT = {
    **Design(name="Shared").model_dump(mode="json"),
    "nodes": NODES,
    "parameters": {"secret": "CANARY"},
    "modules": {"own_one": {"code": "def one(*, factor: float = 1.0) -> None:\n    '''CANARY.'''\n"}},
}
NARROW_FILTER = VisibilityFilter(CATALOG, Visibility())
OPEN_FILTER = VisibilityFilter(CATALOG, Visibility(scripts=True, rows=100))


def apply_as_visitor(
    *edits: Edit, visibility_filter: VisibilityFilter = NARROW_FILTER, document: dict[str, Any] = DOCUMENT, **kept: Any
) -> dict[str, Any]:
    return apply_edits(document, visibility_filter.unredact_edits(document, edits, kept))


def test_what_a_visitor_changes_is_changed_and_the_rest_stays() -> None:
    changed = apply_as_visitor(
        set_value(0.5, "nodes", "split", "parameters", "fraction"),
        set_value("Ours", "name"),
        set_value("?", "nodes", "split", "note"),
    )
    nodes = {**NODES, "split": {**NODES["split"], "parameters": {"fraction": 0.5}, "note": "?"}}
    assert changed == {**DOCUMENT, "name": "Ours", "nodes": nodes}


def test_edges_and_places_are_theirs_to_change() -> None:
    changed = apply_as_visitor(
        set_value(40, "nodes", "split", "x"),
        delete_value("nodes", "join", "inputs", "datasets", "split.results_dataset2"),
        set_value({**make_node("remove_duplicate_rows", {}, dataset="script.result_dataset")}, "nodes", "new"),
    )
    assert changed["nodes"]["split"]["x"] == 40
    assert changed["nodes"]["join"]["inputs"] == {"datasets": ["split.results_dataset1"]}
    assert changed["nodes"]["new"]["module"] == "remove_duplicate_rows"


@pytest.mark.parametrize(
    "edit",
    [
        set_value("evil", "nodes", "script", "parameters", "python_script"),
        set_value("evil", "nodes", "fetch", "parameters", "database"),
        set_value("https://evil.example", "nodes", "fetch", "parameters", "url"),
        set_value("other", "nodes", "data", "parameters", "dataset"),
        set_value(2, "nodes", "data", "parameters", "version"),
        set_value("a\n1\n", "nodes", "typed", "parameters", "data"),
        set_value("remove_duplicate_rows", "nodes", "script", "module"),
        set_value("evil", "nodes", "fetch", "unheard"),
        delete_value("nodes", "fetch", "parameters"),
        set_value({}, "parameters"),
        set_value(1, "parameters", "secret"),
        set_value({"code": "evil"}, "modules", "own_two"),
        set_value("evil", "modules", "own_one", "code"),
        delete_value("modules"),
        set_value(2, "format"),
        set_value("evil", "unheard"),
        set_value("x", "notes", "one", "unheard"),
        set_value(make_node("execute_python_script", {"python_script": "evil"}), "nodes", "new"),
        set_value(make_node("import_data", {"database": "other"}), "nodes", "new"),
        set_value(make_node("dataset", {"dataset": "other"}), "nodes", "new"),
        set_value(make_node("stored_model", {"artifact": "0" * 64}), "nodes", "new"),
    ],
)
def test_nothing_behind_the_link_can_be_changed(edit: Edit) -> None:
    document = {**DOCUMENT, "notes": {"one": {"text": "there"}}}
    with suppress(NotEditable, ValidationError):
        assert apply_as_visitor(edit, document=document) == document


def test_nobody_asks_for_a_secret_through_a_link() -> None:
    with pytest.raises(NotEditable):
        apply_as_visitor(set_value(["KEY"], "nodes", "script", "parameters", "secrets"), visibility_filter=OPEN_FILTER)


def test_where_scripts_and_rows_are_shown_they_can_be_edited() -> None:
    changed = apply_as_visitor(
        set_value("mine", "nodes", "script", "parameters", "python_script"),
        set_value("a\n1\n", "nodes", "typed", "parameters", "data"),
        set_value({"code": "def two() -> None:\n    pass\n"}, "modules", "own_two"),
        visibility_filter=OPEN_FILTER,
    )
    assert changed["nodes"]["script"]["parameters"]["python_script"] == "mine"
    assert changed["nodes"]["typed"]["parameters"]["data"] == "a\n1\n"
    assert set(changed["modules"]) == {"own_one", "own_two"}


def test_a_whole_node_put_over_another_leaves_alone_what_is_hidden() -> None:
    seen = NARROW_FILTER.redact_document(DOCUMENT)["nodes"]["fetch"]
    changed = apply_as_visitor(
        set_value({**seen, "x": 8, "parameters": {**seen["parameters"], "path": "other"}}, "nodes", "fetch")
    )
    expected = {**NODES["fetch"], "x": 8, "parameters": {"url": SECRET_ADDRESS, "database": "CANARY", "path": "other"}}
    assert changed["nodes"]["fetch"] == expected


@pytest.mark.parametrize("name", sorted(NODES))
def test_taking_back_a_deletion_brings_back_what_was_hidden(name: str) -> None:
    edits = NARROW_FILTER.unredact_edits(DOCUMENT, [delete_value("nodes", name)])
    kept: Any = NARROW_FILTER.find_hidden_nodes(DOCUMENT, edits)
    assert (name in kept) == (name not in ("split", "join"))
    without = apply_edits(DOCUMENT, edits)
    back = apply_as_visitor(
        set_value(NARROW_FILTER.redact_document(DOCUMENT)["nodes"][name], "nodes", name), document=without, **kept
    )
    assert parse_design(back) == parse_design(DOCUMENT)


def test_code_and_what_reaches_outside_ask_for_trust_and_the_rest_does_not() -> None:
    def asks(*edits: Edit) -> tuple[set[str], bool]:
        changed = apply_as_visitor(*edits, visibility_filter=OPEN_FILTER)
        parts = find_changed_parts(DOCUMENT, changed)
        return parts, needs_trust(parse_design(changed), parts, CATALOG)

    assert asks(set_value(8, "nodes", "script", "x"), set_value("note", "nodes", "script", "note")) == (set(), False)
    assert asks(set_value(0.5, "nodes", "split", "parameters", "fraction")) == ({"split"}, False)
    assert asks(set_value("evil", "nodes", "script", "parameters", "python_script")) == ({"script"}, True)
    assert asks(set_value("data.dataset", "nodes", "script", "inputs", "script_bundle")) == ({"script"}, True)
    assert asks(set_value("other", "nodes", "fetch", "parameters", "path")) == ({"fetch"}, True)
    assert asks(set_value(True, "nodes", "fetch", "disabled")) == ({"fetch"}, True)
    assert asks(set_value(make_node("create_python_model"), "nodes", "new")) == ({"new"}, True)
    assert asks(set_value(make_node("own_one"), "nodes", "new")) == ({"new"}, True)
    assert asks(set_value({"code": "evil"}, "modules", "own_one")) == ({"own_one"}, True)
    assert asks(set_value(make_node("not_a_module"), "nodes", "new")) == ({"new"}, True)
