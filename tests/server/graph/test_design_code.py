"""A design as code beside the canvas: a fixed point, edits of what was typed, and refusals at their lines."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modules.kit import catalog
from server.graph.comparison.design_diff import diff_documents
from server.graph.design_code.code_reader import read_design_code
from server.graph.design_code.code_writer import write_design_code
from server.graph.document import Design, parse_design
from server.graph.upgrades import upgrade_document
from tests.clients.test_code import GROUPS_IN_TURNS, SAMPLES
from tests.depth import choose_depth, deep
from tests.small_designs import make_node

SMALL: dict[str, Any] = {
    "name": "Cars",
    "nodes": {
        "cars": make_node("dataset", {"dataset": "sample:automobile_price"}),
        "split_data": make_node("split_data", {"fraction": 0.7}, dataset="cars.dataset"),
        "linear": make_node("linear_regression"),
        "train": make_node(
            "train_model",
            {"label": "price"},
            untrained_model="linear.untrained_model",
            dataset="split_data.results_dataset1",
        ),
    },
}
CODE = """import designery as dy
from designery.modules import *

@dy.design(name="Cars")
def cars_1():
    cars = dataset(dataset="sample:automobile_price")
    split_data_1 = split_data(cars, fraction=0.7)
    linear = linear_regression()
    train = train_model(
        untrained_model=linear,
        dataset=split_data_1.results_dataset1,
        label="price",
    )
"""


def list_edits(text: str, base: Design) -> list[dict[str, Any]]:
    """What reading a text changes, without the places of new cards."""
    reading = read_design_code(text, base, catalog())
    assert reading.errors == []
    assert reading.document is not None
    edits = [edit.to_json() for edit in diff_documents(base.model_dump(mode="json"), reading.document)]
    for edit in edits:
        if len(edit["path"]) == 2 and "value" in edit:
            edit["value"] = {key: edit["value"][key] for key in ("module", "parameters", "inputs")}
    return sorted(edits, key=lambda edit: edit["path"])


def refuse(old: str, new: str, code: str = CODE) -> tuple[int, str, str | None]:
    """The line, the sentence and the fix for the code with `new` in place of `old`."""
    assert old in code
    reading = read_design_code(code.replace(old, new), parse_design(SMALL), catalog())
    assert reading.document is None
    error = reading.errors[0]
    return error.range.first_line, error.message, error.fix.text if error.fix else None


def strip_places(document: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {key: value for key, value in node.items() if key not in "xy"} for name, node in document["nodes"].items()
    }


@pytest.mark.parametrize("path", [*SAMPLES, None], ids=lambda path: path.stem if path else "groups in turns")
def test_code_of_a_design_read_back_changes_nothing(path: Any) -> None:
    document = upgrade_document(json.loads(path.read_text()) if path else GROUPS_IN_TURNS, catalog())
    design = parse_design(document)
    text = write_design_code(design, catalog()).text
    assert list_edits(text, design) == []
    fresh = read_design_code(text, Design(name="Other"), catalog())
    if path is None:
        return
    assert fresh.document is not None
    again = parse_design(fresh.document)
    assert strip_places(again.model_dump(mode="json")) == strip_places(design.model_dump(mode="json"))
    assert write_design_code(again, catalog()).text == text


def test_code_is_read_by_people() -> None:
    written = write_design_code(parse_design(SMALL), catalog())
    assert written.text == CODE
    assert written.lines == {"cars": (6, 6), "split_data": (7, 7), "linear": (8, 8), "train": (9, 13)}


TEXTS = st.one_of(
    st.text(max_size=30), st.sampled_from(['"', "'''", '"""\n', "a\nb", "a\n\nb", "\\n", "# x", " lead", "é€😀\n"])
)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=6,
)
REFERENCES = st.sampled_from(
    ["a.dataset", "split_data.results_dataset1", "x-1.results_dataset", "gone.dataset", "a.odd name"]
)
NODES = st.fixed_dictionaries(
    {
        "module": st.sampled_from(["dataset", "split_data", "sort", "own_double", "missing module", "clip_values"]),
        "parameters": st.dictionaries(
            st.sampled_from(["fraction", "seed", "dataset", "odd name", "times"]), JSON, max_size=2
        ),
        "inputs": st.dictionaries(
            st.sampled_from(["dataset", "table", "odd"]),
            st.one_of(REFERENCES, st.lists(REFERENCES, max_size=2)),
            max_size=2,
        ),
    },
    optional={
        "title": st.one_of(st.none(), TEXTS),
        "note": st.one_of(st.none(), TEXTS),
        "disabled": st.booleans(),
        "bypassed": st.booleans(),
        "silenced": st.lists(TEXTS, max_size=2),
        "group": st.sampled_from(["g", "h", "none"]),
        "compute_target": st.sampled_from(["local"]),
    },
)
DESIGNS = st.fixed_dictionaries(
    {
        "name": st.text(max_size=20),
        "description": TEXTS,
        "nodes": st.dictionaries(
            st.sampled_from(["a", "split_data", "split_data_1", "x-1", "x_1", "1", "class", "dy"]), NODES
        ),
        "groups": st.fixed_dictionaries(
            {},
            optional={
                "g": st.fixed_dictionaries({"title": TEXTS}, optional={"parent": st.just("h")}),
                "h": st.fixed_dictionaries({"title": TEXTS}, optional={"parent": st.sampled_from(["g", "none"])}),
                "broken": st.just(3),
            },
        ),
        "notes": st.fixed_dictionaries(
            {},
            optional={
                "idea": st.fixed_dictionaries(
                    {"text": TEXTS, "x": st.integers(-9, 9)}, optional={"group": st.just("g")}
                ),
                "broken": st.just(3),
            },
        ),
        "modules": st.sampled_from(
            [
                {},
                {"own_double": {"code": "def double(table, *, times: int = 2):\n    return table\n"}},
                {"own_double": {"code": "no module"}},
            ]
        ),
    }
)


@deep
@settings(max_examples=choose_depth(60, 2_000), deadline=None)
@given(DESIGNS)
def test_code_of_any_design_read_back_changes_nothing(document: dict[str, Any]) -> None:
    design = parse_design(document)
    assert list_edits(write_design_code(design, catalog()).text, design) == []


def test_what_is_typed_becomes_edits_of_what_changed() -> None:
    base = parse_design(SMALL)
    assert list_edits(CODE.replace("0.7", "0.8"), base) == [
        {"path": ["nodes", "split_data", "parameters", "fraction"], "value": 0.8}
    ]
    assert list_edits(CODE.replace("fraction=0.7", "seed=-3"), base) == [
        {"path": ["nodes", "split_data", "parameters", "fraction"]},
        {"path": ["nodes", "split_data", "parameters", "seed"], "value": -3},
    ]
    assert list_edits(CODE.replace("results_dataset1", "results_dataset2"), base) == [
        {"path": ["nodes", "train", "inputs", "dataset"], "value": "split_data.results_dataset2"}
    ]
    more = CODE + "    # Off?\n    scored = score_model(trained_model=train, dataset=split_data_1.results_dataset2)\n"
    assert list_edits(more, base) == [
        {
            "path": ["nodes", "scored"],
            "value": {
                "module": "score_model",
                "parameters": {},
                "inputs": {"trained_model": "train.trained_model", "dataset": "split_data.results_dataset2"},
            },
        }
    ]


def test_a_variable_with_another_name_keeps_its_node() -> None:
    base = parse_design(SMALL)
    assert list_edits(CODE.replace("split_data_1", "halves"), base) == []
    unpacked = CODE.replace("split_data_1 = ", "first, second = ").replace("split_data_1.results_dataset1", "first")
    assert list_edits(unpacked, base) == []
    nested = CODE.replace("    linear = linear_regression()\n", "").replace("=linear,", "=linear_regression(),")
    assert list_edits(nested, base) == []


def test_a_new_card_stands_below_what_it_takes_from() -> None:
    document = {**SMALL, "nodes": {name: {**node, "x": 10, "y": 100} for name, node in SMALL["nodes"].items()}}
    base = parse_design(document)
    reading = read_design_code(CODE + "    s = sort(cars)\n    t = sort(cars)\n", base, catalog())
    assert reading.document is not None
    places = {name: (node["x"], node["y"]) for name, node in reading.document["nodes"].items()}
    assert places["cars"] == (10, 100)
    assert places["s"] == (10, 220)
    assert places["t"] == (290, 220)


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence", "fix"),
    [
        ("fraction=0.7", "fracton=0.7", 7, "Split Data has no parameter fracton. The", "fraction=0.7"),
        ("split_data(cars", "split_dta(cars", 7, "There is no module split_dta. The closest", "split_data"),
        ("=linear,", "=liner,", 10, "Nothing above is called liner. The closest name is linear.", "linear"),
        ("results_dataset1", "results", 11, "There is no output results. There are: results_dataset1,", None),
        ("split_data_1.results_dataset1", "split_data_1", 11, "Say which output is meant: split_data_1.", None),
        ("0.7", "0.7, fraction=1", 7, "fraction is given twice.", None),
        ("0.7", "0.7 + 0.1", 7, "Nothing is computed here.", None),
        ("0.7", "open('/etc/passwd')", 7, "The value of a parameter is a literal", None),
        ("0.7", "1e999", 7, "This number cannot stand in a design.", None),
        ("0.7", "f'{1}'", 7, "A text is written out here", None),
        ("    linear =", "    for i in range(3): pass\n    linear =", 8, "A design has no loops. Put it into", None),
        ("    linear =", "    print('x')\n    linear =", 8, "print is a function of Python, and not a module.", None),
        ("    linear =", "    cars.head()\n    linear =", 8, "cars is the output of a module, which has no", None),
        ("split_data_1 =", "halves =", 11, "split_data_1 is called halves now.", "halves"),
        ("    linear = linear_regression()\n", "", 9, "linear is no longer in the code. Connect something", None),
        ("    cars =", "    halves = split_data(linear)\n    cars =", 6, "linear only comes in line 9.", None),
        ("fraction=0.7", "randomized=true", 7, "true is not a value. Write a number, a text", "True"),
        ("cars, fraction", "cars fraction", 7, "Line 7 is not finished, or no Python:", None),
        ("import designery as dy\n", "import designery as dy\nx = 1\n", 2, "Only the function of the design", None),
        ("@dy.design", "@dy.other", 5, 'Write @dy.design(name="...") in the line above def cars_1().', None),
        (CODE, "", 1, "A design is a function.", None),
        ("    )\n", "", 9, "Line 9 is not finished, or no Python: '(' was never closed.", None),
        ("cars, fraction", "cars, 0.7, fraction", 7, "Split Data takes 1 input", None),
        ("    )\n", "    )\n    # lost\n", 14, "A comment becomes the note of the module", None),
        ('"price"', '"' + "\x00" + '"', 1, "source code string cannot contain null bytes", None),
        ("    linear =", '    dy.note("idea")\n    linear =', 8, "A note has a name and a text:", None),
        ("    linear =", '    dy.note("a", "b")\n    dy.note("a", "c")\n    linear =', 9, 'There is a note "a"', None),
        ('"price"', "[" * 5000 + "]" * 5000, 1, "", None),
    ],
)  # fmt: skip
def test_what_is_no_design_is_refused_at_its_line(
    old: str, new: str, line: int, sentence: str, fix: str | None
) -> None:
    found = refuse(old, new)
    assert found[0] == line or sentence == ""
    assert sentence in found[1]
    if fix is not None:
        assert found[2] == fix


def test_one_mistake_is_named_once() -> None:
    reading = read_design_code(CODE.replace("linear_regression", "linear_regresion"), parse_design(SMALL), catalog())
    assert [error.range.first_line for error in reading.errors] == [8]


def test_columns_count_as_the_browser_does() -> None:
    code = CODE.replace('label="price"', 'label="😀", labl="x"')
    reading = read_design_code(code, parse_design(SMALL), catalog())
    place = reading.errors[0].range
    line = code.split("\n")[place.first_line - 1].encode("utf-16-le")
    assert line[place.first_column * 2 : place.last_column * 2].decode("utf-16-le") == 'labl="x"'


def test_groups_come_and_go_with_their_blocks() -> None:
    grouped = CODE.replace(
        "    linear = linear_regression()", '    with dy.group("m", "Model"):\n        linear = linear_regression()'
    )
    reading = read_design_code(grouped, parse_design(SMALL), catalog())
    assert reading.document is not None
    assert reading.document["groups"]["m"]["title"] == "Model"
    assert reading.document["nodes"]["linear"]["group"] == "m"
    again = read_design_code(CODE, parse_design(reading.document), catalog())
    assert again.document is not None
    assert again.document["groups"] == {}
    assert again.document["nodes"]["linear"]["group"] is None


def test_notes_keep_their_place_and_new_ones_stand_beside_the_cards() -> None:
    held = {"text": "Look", "x": 500, "y": 20, "width": 300, "height": 90, "color": "blue", "group": None}
    base = parse_design({**SMALL, "notes": {"seen": held, "gone": {**held, "y": 200}}})
    text = write_design_code(base, catalog()).text
    lines = [line for line in text.split("\n") if "dy.note" in line]
    assert lines == ['    dy.note("seen", "Look")', '    dy.note("gone", "Look")']
    typed = text.replace(lines[0], '    dy.note("seen", "Look here")').replace(
        lines[1], '    dy.note("idea", "Fewer trees")'
    )
    reading = read_design_code(typed, base, catalog())
    assert reading.document is not None
    notes = reading.document["notes"]
    assert notes["seen"] == {**held, "text": "Look here"}
    assert list(notes) == ["seen", "idea"]
    assert notes["idea"]["text"] == "Fewer trees"
    assert notes["idea"]["x"] + notes["idea"]["width"] < min(node.x for node in base.nodes.values())
