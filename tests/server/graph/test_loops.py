"""Loops in a graph: what is in them, what they lack, what they become in a plan, and how they are written."""

import json
from typing import Any

import pytest

from modules.kit import catalog
from server.graph.codegen.program_export import export_program
from server.graph.linter import find_advice
from server.graph.loops import find_loops
from server.graph.planning.run_plan import build_plan, find_script_nodes
from server.graph.validation.validation_rules import find_problems
from tests.server.graph.graph_designs import analyze_nodes, make_automobile_nodes, make_design, make_node


def make_loop_nodes(**parameters: Any) -> dict[str, dict[str, Any]]:
    """The six nodes of a model, from the split on for each make."""
    nodes = make_automobile_nodes()
    nodes["start"] = make_node("for_each_group", {"group_by": ["make"], **parameters}, dataset="data.dataset")
    nodes["split"]["inputs"] = {"dataset": "start.results_dataset"}
    nodes["end"] = make_node("collect_results", result="evaluate.evaluation_results")
    return nodes


def list_messages(nodes: dict[str, dict[str, Any]]) -> list[tuple[str | None, str]]:
    return [(problem.node, problem.message) for problem in find_problems(analyze_nodes(nodes))]


def test_a_loop_holds_what_is_between_its_ends_and_the_learners_there() -> None:
    loop = find_loops(make_design(**make_loop_nodes()), catalog())["end"]
    assert (loop.start, set(loop.body)) == ("start", {"linear", "split", "train", "score", "evaluate"})
    assert find_problems(analyze_nodes(make_loop_nodes())) == []


def test_loops_close_like_brackets() -> None:
    nodes = make_loop_nodes()
    nodes["inner"] = make_node("for_each_group", {"group_by": ["doors"]}, dataset="start.results_dataset")
    nodes["split"]["inputs"] = {"dataset": "inner.results_dataset"}
    nodes["inner_end"] = make_node("collect_results", result="evaluate.evaluation_results")
    nodes["end"]["inputs"] = {"result": "inner_end.rows"}
    found = find_loops(make_design(**nodes), catalog())
    assert {end: loop.start for end, loop in found.items()} == {"inner_end": "inner", "end": "start"}
    steps = {step.node: step for step in build_plan(make_design(**nodes), catalog(), []).steps}
    body = json.loads(steps["end"].parameters["body"])
    # The inner loop is one step of the outer one, which repeats nothing of it twice.
    assert [one["module"] for one in body["steps"]] == ["repeat_modules"]
    assert steps["end"].inputs == {"dataset": ("data.dataset",)}


def test_the_end_of_a_loop_runs_its_modules_on_what_enters_the_loop() -> None:
    nodes = make_loop_nodes()
    nodes["other"] = make_node("dataset", {"dataset": "cars"})
    nodes["join"] = make_node("add_rows", dataset1="start.results_dataset", dataset2="other.dataset")
    nodes["split"]["inputs"] = {"dataset": "join.results_dataset"}
    step = next(one for one in build_plan(make_design(**nodes), catalog(), []).steps if one.node == "end")
    body = json.loads(step.parameters["body"])
    assert (step.module, step.title, step.deterministic) == ("repeat_modules", "Collect Results", True)
    assert step.inputs == {"dataset": ("data.dataset",), "tables": ("other.dataset",)}
    assert body["outside"] == {"other.dataset": ["tables", 0]}
    assert body["result"] == "evaluate.evaluation_results"


def test_a_loop_with_a_script_runs_as_a_script_does() -> None:
    nodes = make_loop_nodes()
    nodes["script"] = make_node("execute_python_script", {}, dataset1="start.results_dataset")
    nodes["split"]["inputs"] = {"dataset": "script.result_dataset"}
    assert "end" in find_script_nodes(make_design(**nodes), catalog())
    assert "end" not in find_script_nodes(make_design(**make_loop_nodes()), catalog())


def test_what_a_loop_lacks_is_said_before_a_run() -> None:
    alone = {"data": make_node("dataset", {"dataset": "cars"}), "end": make_node("collect_results")}
    alone["end"]["inputs"] = {"result": "data.dataset"}
    assert list_messages(alone) == [
        ("end", "Nothing begins this loop. Put For Each Group or For Each Value before it.")
    ]
    empty = {**alone, "start": make_node("for_each_group", {"group_by": ["make"]}, dataset="data.dataset")}
    empty["end"] = make_node("collect_results", result="start.results_dataset")
    assert list_messages(empty) == [("end", "There are no modules in this loop. Put some in between.")]
    placed = {"data": make_node("dataset", {"dataset": "cars"})}
    placed["run"] = make_node("repeat_modules", {"body": "{}"}, dataset="data.dataset")
    assert list_messages(placed) == [("run", "Repeat Modules can't stand in a design. Use Collect Results instead.")]


@pytest.mark.parametrize(
    ("setting", "values", "message"),
    [
        ("split.fraction", ["0.5", "0.6"], None),
        ("linear.l2_regularization_weight", ["1"], None),
        ("data.dataset", ["1"], "The module whose setting this loop changes is not in the loop any more."),
        ("split.fraction", ["0.5", "2"], "'2' is no value for Fraction of Split Data"),
    ],
)
def test_a_loop_over_values_changes_a_setting_that_is_in_it(
    setting: str, values: list[str], message: str | None
) -> None:
    nodes = make_loop_nodes()
    nodes["start"] = make_node("for_each_value", {"setting": setting, "values": values}, dataset="data.dataset")
    found = [text for node, text in list_messages(nodes) if node == "start"]
    assert [text.startswith(message or "-") for text in found] == ([True] if message else [])


def test_advice_names_loops_that_nothing_collects_and_what_leaves_one_beside_its_end() -> None:
    nodes = make_loop_nodes()
    nodes["beside"] = make_node("summarize_data", dataset="split.results_dataset1")
    nodes["further"] = make_node("summarize_data", dataset="beside.results_dataset")
    advice = {(one.node, one.rule) for one in find_advice(analyze_nodes(nodes))}
    assert ("beside", "leaving a loop") in advice
    del nodes["end"]
    advice = {(one.node, one.rule) for one in find_advice(analyze_nodes(nodes))}
    assert ("start", "open loop") in advice


def test_the_columns_that_name_the_group_are_foreseen() -> None:
    schema = analyze_nodes(make_loop_nodes()).schemas["end.rows"]
    assert schema is None or schema.names[0] == "make"  # type: ignore[union-attr]
    nodes = make_loop_nodes()
    nodes["end"]["inputs"] = {"result": "split.results_dataset1"}
    assert analyze_nodes(nodes).schemas["end.rows"].names == ["make", "doors", "horsepower", "price"]  # type: ignore[union-attr]


def test_exported_code_has_a_plain_loop_with_the_setting_as_its_variable() -> None:
    nodes = make_loop_nodes()
    grouped = str(export_program(make_design(**nodes), catalog(), {}, "script").text)
    assert 'repeat_for_groups(run_loop, dataset, ["make"], False)' in grouped
    setting = {"setting": "split.fraction", "values": ["0.5", "0.6"]}
    nodes["start"] = make_node("for_each_value", setting, dataset="data.dataset")
    by_value = str(export_program(make_design(**nodes), catalog(), {}, "script").text)
    assert 'repeat_for_values(run_loop, "Fraction", [0.5, 0.6], False)' in by_value
    assert "def run_loop(value):" in by_value
    assert "int(len(dataset) * value + 0.5)" in by_value
