"""What visitors of an edit link may change: what the link shows, and nothing behind it."""

from contextlib import suppress
from typing import Any

import pytest
from pydantic import ValidationError

from modules.kit.declare import catalog
from server.graph.document import Design, read
from server.graph.edits import Edit, apply, delete, put
from server.graph.shown import Chosen
from server.graph.visitors import Closed, Pane, asks_for_trust, changed_parts
from tests.pipelines import node

CATALOG = catalog()
SCRIPT = "def azureml_main(dataframe1=None, dataframe2=None):\n    return dataframe1,\n"
ADDRESS = "https://user:CANARY@example.org/file.csv?sig=CANARY"
NODES = {
    "data": node("dataset", {"dataset": "CANARY", "version": 1}),
    "split": node("split_data", {"fraction": 0.7}, dataset="data.dataset"),
    "script": node("execute_python_script", {"python_script": SCRIPT}, dataset1="split.results_dataset1"),
    "fetch": {**node("import_data", {"url": ADDRESS, "database": "CANARY", "path": "seen"}), "unheard": "CANARY"},
    "typed": node("enter_data_manually", {"data": "a,b\n1,CANARY\n"}),
    "join": node("add_rows", {}, datasets=["split.results_dataset1", "split.results_dataset2"]),
}
DOCUMENT = {
    **Design(name="Shared").model_dump(mode="json"),
    "nodes": NODES,
    "parameters": {"secret": "CANARY"},
    "modules": {"own_one": {"code": "def one(*, factor: float = 1.0) -> None:\n    '''CANARY.'''\n"}},
}
PANE = Pane(CATALOG, Chosen())
OPEN = Pane(CATALOG, Chosen(scripts=True, rows=100))


def after(*edits: Edit, pane: Pane = PANE, document: dict[str, Any] = DOCUMENT, **kept: Any) -> dict[str, Any]:
    return apply(document, pane.behind(document, edits, kept))


def test_what_a_visitor_changes_is_changed_and_the_rest_stays() -> None:
    changed = after(
        put(0.5, "nodes", "split", "parameters", "fraction"), put("Ours", "name"), put("?", "nodes", "split", "note")
    )
    nodes = {**NODES, "split": {**NODES["split"], "parameters": {"fraction": 0.5}, "note": "?"}}
    assert changed == {**DOCUMENT, "name": "Ours", "nodes": nodes}


def test_edges_and_places_are_theirs_to_change() -> None:
    changed = after(
        put(40, "nodes", "split", "x"),
        delete("nodes", "join", "inputs", "datasets", "split.results_dataset2"),
        put({**node("remove_duplicate_rows", {}, dataset="script.result_dataset")}, "nodes", "new"),
    )
    assert changed["nodes"]["split"]["x"] == 40
    assert changed["nodes"]["join"]["inputs"] == {"datasets": ["split.results_dataset1"]}
    assert changed["nodes"]["new"]["module"] == "remove_duplicate_rows"


@pytest.mark.parametrize(
    "edit",
    [
        put("evil", "nodes", "script", "parameters", "python_script"),
        put("evil", "nodes", "fetch", "parameters", "database"),
        put("https://evil.example", "nodes", "fetch", "parameters", "url"),
        put("other", "nodes", "data", "parameters", "dataset"),
        put(2, "nodes", "data", "parameters", "version"),
        put("a\n1\n", "nodes", "typed", "parameters", "data"),
        put("remove_duplicate_rows", "nodes", "script", "module"),
        put("evil", "nodes", "fetch", "unheard"),
        delete("nodes", "fetch", "parameters"),
        put({}, "parameters"),
        put(1, "parameters", "secret"),
        put({"code": "evil"}, "modules", "own_two"),
        put("evil", "modules", "own_one", "code"),
        delete("modules"),
        put(2, "format"),
        put("evil", "unheard"),
        put("x", "notes", "one", "unheard"),
        put(node("execute_python_script", {"python_script": "evil"}), "nodes", "new"),
        put(node("import_data", {"database": "other"}), "nodes", "new"),
        put(node("dataset", {"dataset": "other"}), "nodes", "new"),
        put(node("stored_model", {"artifact": "0" * 64}), "nodes", "new"),
    ],
)
def test_nothing_behind_the_link_can_be_changed(edit: Edit) -> None:
    document = {**DOCUMENT, "notes": {"one": {"text": "there"}}}
    with suppress(Closed, ValidationError):
        assert after(edit, document=document) == document


def test_nobody_asks_for_a_secret_through_a_link() -> None:
    with pytest.raises(Closed):
        after(put(["KEY"], "nodes", "script", "parameters", "secrets"), pane=OPEN)


def test_where_scripts_and_rows_are_shown_they_can_be_edited() -> None:
    changed = after(
        put("mine", "nodes", "script", "parameters", "python_script"),
        put("a\n1\n", "nodes", "typed", "parameters", "data"),
        put({"code": "def two() -> None:\n    pass\n"}, "modules", "own_two"),
        pane=OPEN,
    )
    assert changed["nodes"]["script"]["parameters"]["python_script"] == "mine"
    assert changed["nodes"]["typed"]["parameters"]["data"] == "a\n1\n"
    assert set(changed["modules"]) == {"own_one", "own_two"}


def test_a_whole_node_put_over_another_leaves_alone_what_is_hidden() -> None:
    seen = PANE.seen(DOCUMENT)["nodes"]["fetch"]
    changed = after(put({**seen, "x": 8, "parameters": {**seen["parameters"], "path": "other"}}, "nodes", "fetch"))
    wanted = {**NODES["fetch"], "x": 8, "parameters": {"url": ADDRESS, "database": "CANARY", "path": "other"}}
    assert changed["nodes"]["fetch"] == wanted


@pytest.mark.parametrize("name", sorted(NODES))
def test_taking_back_a_deletion_brings_back_what_was_hidden(name: str) -> None:
    edits = PANE.behind(DOCUMENT, [delete("nodes", name)])
    kept = PANE.hidden_in(DOCUMENT, edits)
    assert (name in kept) == (name not in ("split", "join"))
    without = apply(DOCUMENT, edits)
    back = after(put(PANE.seen(DOCUMENT)["nodes"][name], "nodes", name), document=without, **kept)
    assert read(back) == read(DOCUMENT)


def test_code_and_what_reaches_outside_ask_for_trust_and_the_rest_does_not() -> None:
    def asks(*edits: Edit) -> tuple[set[str], bool]:
        changed = after(*edits, pane=OPEN)
        parts = changed_parts(DOCUMENT, changed)
        return parts, asks_for_trust(read(changed), parts, CATALOG)

    assert asks(put(8, "nodes", "script", "x"), put("note", "nodes", "script", "note")) == (set(), False)
    assert asks(put(0.5, "nodes", "split", "parameters", "fraction")) == ({"split"}, False)
    assert asks(put("evil", "nodes", "script", "parameters", "python_script")) == ({"script"}, True)
    assert asks(put("data.dataset", "nodes", "script", "inputs", "script_bundle")) == ({"script"}, True)
    assert asks(put("other", "nodes", "fetch", "parameters", "path")) == ({"fetch"}, True)
    assert asks(put(True, "nodes", "fetch", "disabled")) == ({"fetch"}, True)
    assert asks(put(node("create_python_model"), "nodes", "new")) == ({"new"}, True)
    assert asks(put(node("own_one"), "nodes", "new")) == ({"new"}, True)
    assert asks(put({"code": "evil"}, "modules", "own_one")) == ({"own_one"}, True)
    assert asks(put(node("not_a_module"), "nodes", "new")) == ({"new"}, True)
