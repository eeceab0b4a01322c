"""A design as code: names, order, and that nothing in a design becomes more than a value, a name or a remark."""

import ast
import json
from typing import Any

import pytest

from modules.kit import catalog
from modules.kit.wrapping import WIDTH, wrapped
from modules.kit.writing import identifier, literal, long_text
from server.graph.code import Code, NoPipeline, exported, notebook, script, written
from server.graph.document import read
from tests.pipelines import node, regression

NASTY = '"); import os; os.system("touch pwned") #\n\r\u2028import os\n\'\'\'"""\\'


def code_of(nodes: dict[str, Any], **more: Any) -> Code:
    return written(read({"name": "Test", "nodes": nodes, **more}), catalog(), {})


def imported(text: str) -> set[str]:
    """What a script imports and calls by name."""
    tree = ast.parse(text)
    return {alias.name for one in ast.walk(tree) if isinstance(one, ast.Import) for alias in one.names}


def test_each_node_is_a_section_in_the_order_of_the_data() -> None:
    code = code_of(regression())
    order = [section.node for section in code.sections]
    assert order.index("data") < order.index("split") < order.index("train") < order.index("score")
    assert code.left_out == ()
    ast.parse(script(code))


def test_titles_become_names_and_never_twice_the_same() -> None:
    nodes = regression()
    nodes["data"]["title"] = "Metrics"
    nodes["linear"]["title"] = "class"
    text = script(code_of(nodes))
    assert "metrics_2 = pd.read_csv" in text
    assert "class_ = Ridge(alpha=0.001)" in text


@pytest.mark.parametrize("place", ["title", "note"])
def test_what_a_node_is_called_cannot_be_code(place: str) -> None:
    nodes = regression()
    for one in nodes.values():
        one[place] = NASTY
    text = script(code_of(nodes, description=NASTY, notes={"n": {"text": NASTY}}))
    assert "os" not in imported(text)
    assert json.loads(notebook(code_of(nodes)))["nbformat"] == 4


def test_columns_with_strange_names_are_values() -> None:
    nodes = regression()
    nodes["train"]["parameters"]["label"] = NASTY
    nodes["clean"] = node(
        "select_columns_in_dataset", {"select_columns": {"start": "none", "names": [NASTY]}}, dataset="data.dataset"
    )
    text = script(code_of(nodes))
    assert "os" not in imported(text)
    constants = {one.value for one in ast.walk(ast.parse(text)) if isinstance(one, ast.Constant)}
    assert NASTY in constants


@pytest.mark.parametrize("value", [NASTY, "\ud800", "'", '"', "é", "\t", {"a": [1, None, True, 0.1]}, (1,), [], -1])
def test_a_literal_reads_back_as_the_same_value(value: Any) -> None:
    assert ast.literal_eval(literal(value)) == value


@pytest.mark.parametrize("text", ["a\nb", 'a\nb"', "a\n\\n", 'a\n"""\n', "a\r\nb", "a\n\u2028b"])
def test_a_long_text_keeps_what_it_says(text: str) -> None:
    assert ast.literal_eval(long_text(text)).strip() == text.strip()


@pytest.mark.parametrize(
    ("title", "name"),
    [("Split Data", "split_data"), ("2 ways", "_2_ways"), ("", "value"), ("äöü", "value"), ("print", "print_")],
)
def test_any_title_has_a_name(title: str, name: str) -> None:
    assert identifier(title) == name


def test_long_lines_are_broken_without_another_meaning() -> None:
    named = ", ".join(f"name_{n}=[1, 2]" for n in range(12))
    line = f"x = f(t[['a', 'b']], (y for y in 'a,(b'), {named})"
    broken = wrapped(line)
    assert max(map(len, broken.splitlines())) <= WIDTH
    assert ast.dump(ast.parse(broken)) == ast.dump(ast.parse(line))


def test_picking_many_columns_is_no_tuple() -> None:
    line = f"table[[{', '.join(repr(f'column {n}') for n in range(20))}]]"
    assert ast.dump(ast.parse(wrapped(line))) == ast.dump(ast.parse(line))


def test_bypassed_nodes_are_passed_by_and_disabled_ones_left_out() -> None:
    nodes = regression()
    nodes["clean"] = node("clean_missing_data", {"cleaning_mode": "Remove entire row"}, dataset="data.dataset")
    nodes["clean"]["bypassed"] = True
    nodes["split"]["inputs"]["dataset"] = "clean.cleaned_dataset"
    nodes["evaluate"]["disabled"] = True
    code = code_of(nodes)
    assert not {"clean", "evaluate"} & {section.node for section in code.sections}
    assert "dropna()" not in script(code)
    assert not code.measures


def test_what_cannot_be_written_says_so_and_its_tables_come_from_files() -> None:
    nodes = regression()
    nodes["r"] = node("execute_r_script", {}, dataset1="data.dataset")
    nodes["split"]["inputs"]["dataset"] = "r.result_dataset"
    code = code_of(nodes)
    assert [(one.node, "no counterpart" in one.reason) for one in code.left_out] == [("r", True)]
    assert [(file.name, file.node, file.port) for file in code.files] == [
        ("execute_r_script.csv", "r", "result_dataset")
    ]
    assert "# Not written: Execute R Script has no counterpart" in script(code)


def test_a_pipeline_is_what_leads_to_the_one_model() -> None:
    made = exported(read({"name": "One", "nodes": regression()}), catalog(), {}, "pipeline")
    assert [section.node for section in made.code.sections] == ["data", "linear", "split", "train"]
    assert made.file_name == "one_pipeline.py"


def test_two_models_are_no_pipeline() -> None:
    nodes = regression()
    nodes["other"] = dict(nodes["train"])
    with pytest.raises(NoPipeline, match="trains 2 models"):
        exported(read({"name": "Two", "nodes": nodes}), catalog(), {}, "pipeline")


def test_an_empty_design_is_a_script_that_does_nothing() -> None:
    assert ast.parse(script(code_of({})))
