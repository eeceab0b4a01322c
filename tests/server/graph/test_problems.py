"""Every problem has its node, its field and a sentence; where it can, a fix that mends it."""

from typing import Any

import pytest

from server.graph.document import parse_design
from server.graph.edits import apply_edits
from server.graph.validation.validation_rules import Problem, find_problems
from tests.server.graph.graph_designs import analyze_nodes, make_automobile_nodes, make_node


def find_problems_of(nodes: dict[str, dict[str, Any]], *, trusted: bool = True) -> list[Problem]:
    return find_problems(analyze_nodes(nodes, trusted=trusted))


def apply_fix(nodes: dict[str, dict[str, Any]], problem: Problem) -> dict[str, dict[str, Any]]:
    assert problem.fix is not None
    after: dict[str, dict[str, Any]] = apply_edits({"nodes": nodes}, problem.fix.edits)["nodes"]
    return after


def test_a_sound_design_has_no_problem() -> None:
    assert find_problems_of(make_automobile_nodes()) == []


def make_changed_nodes(name: str, **changes: Any) -> dict[str, dict[str, Any]]:
    nodes = make_automobile_nodes()
    nodes[name] = {**nodes[name], **changes}
    return nodes


CASES: dict[str, tuple[dict[str, dict[str, Any]], str | None, str | None, str]] = {
    "a number out of range": (
        make_changed_nodes("split", parameters={"fraction": 2}),
        "split",
        "fraction",
        "fraction must be at most 1. Got 2.",
    ),
    "a value of the wrong kind": (
        make_changed_nodes("split", parameters={"fraction": "much"}),
        "split",
        "fraction",
        "fraction must be a number. Got 'much'.",
    ),
    "a parameter that the module does not have": (
        make_changed_nodes("split", parameters={"ratio": 1}),
        "split",
        "ratio",
        "Split Data has no parameter 'ratio'.",
    ),
    "a chart without a column": (
        {
            "data": make_node("dataset", {"dataset": "cars"}),
            "chart": make_node("chart", {"chart": "Bars"}, dataset="data.dataset"),
        },
        "chart",
        "column",
        "Bars need a column here. Choose one.",
    ),
    "a sum of words": (
        {
            "data": make_node("dataset", {"dataset": "cars"}),
            "pivot": make_node(
                "pivot",
                {"rows": ["price"], "columns_from": "make", "values_from": "make", "summary": "Sum"},
                dataset="data.dataset",
            ),
        },
        "pivot",
        "values_from",
        "Sum needs numbers or true and false. Column 'make' is of type text.",
    ),
    "no label": (make_changed_nodes("train", parameters={}), "train", "label", "Choose a label column."),
    "a column that is not there": (
        make_changed_nodes("train", parameters={"label": "prise"}),
        "train",
        "label",
        "Column 'prise' is not in the data. Did you mean 'price'?",
    ),
    "a left out column that is not there": (
        {
            "data": make_node("dataset", {"dataset": "cars"}),
            "select": make_node(
                "select_columns_in_dataset",
                {"select_columns": {"start": "all", "names": ["normalized-losses"]}},
                dataset="data.dataset",
            ),
        },
        "select",
        "select_columns",
        "'normalized-losses' is on the list of columns to exclude, but the data no longer has it.",
    ),
    "a condition on a column that is not there": (
        {
            "data": make_node("dataset", {"dataset": "cars"}),
            "rows": make_node(
                "select_rows",
                {"conditions": [{"column": "prise", "operator": "is missing"}, {"column": "make", "values": ["audi"]}]},
                dataset="data.dataset",
            ),
        },
        "rows",
        "conditions",
        "Column 'prise' is not in the data. Did you mean 'price'?",
    ),
    "a column of a row that is not there": (
        {
            "data": make_node("dataset", {"dataset": "cars"}),
            "sorted": make_node("sort", {"sort_by": [{"column": "make"}, {"column": "prise"}]}, dataset="data.dataset"),
        },
        "sorted",
        "sort_by",
        "Row 2: Column 'prise' is not in the data. Did you mean 'price'?",
    ),
    "a row without its column": (
        {
            "data": make_node("dataset", {"dataset": "cars"}),
            "sorted": make_node("sort", {"sort_by": [{"direction": "Descending"}]}, dataset="data.dataset"),
        },
        "sorted",
        "sort_by",
        "Row 1: Column is required.",
    ),
    "a table without rows": (
        {
            "data": make_node("dataset", {"dataset": "cars"}),
            "sorted": make_node("sort", {}, dataset="data.dataset"),
        },
        "sorted",
        "sort_by",
        "Add at least one column.",
    ),
    "a row that uses what a row below it makes": (
        {
            "data": make_node("dataset", {"dataset": "cars"}),
            "text": make_node(
                "edit_text",
                {
                    "steps": [
                        {"column": "brand", "do": "Upper case"},
                        {"column": "make", "new_name": "brand"},
                        {"column": "brand", "do": "Upper case"},
                    ]
                },
                dataset="data.dataset",
            ),
        },
        "text",
        "steps",
        "Row 1: Column 'brand' is not in the data. Choose another.",
    ),
    "a formula with a mistake": (
        {
            "data": make_node("dataset", {"dataset": "cars"}),
            "formula": make_node(
                "formula",
                {"formulas": [{"name": "a", "formula": "price * 2"}, {"name": "b", "formula": "a + prise"}]},
                dataset="data.dataset",
            ),
        },
        "formula",
        "formulas",
        "Row 2: At character 5: There is no column 'prise'. Did you mean price?",
    ),
    "an input that is not connected": (
        make_changed_nodes("score", inputs={"trained_model": "train.trained_model"}),
        "score",
        "dataset",
        "Connect a Dataset.",
    ),
    "the wrong type at a port": (
        make_changed_nodes(
            "score", inputs={"trained_model": "train.trained_model", "dataset": "linear.untrained_model"}
        ),
        "score",
        "dataset",
        "'dataset' takes a Dataset, not an Untrained model.",
    ),
    "an edge from a node that is gone": (
        make_changed_nodes("evaluate", inputs={"scored_dataset": "gone.scored_dataset"}),
        "evaluate",
        "scored_dataset",
        "'scored_dataset' is connected to a node that does not exist: 'gone'.",
    ),
    "an unknown module": (
        make_changed_nodes("linear", module="linear_regresion"),
        "linear",
        None,
        "This server has no module called 'linear_regresion'. Did you mean Linear Regression?",
    ),
    "a dataset that is gone": (
        make_changed_nodes("data", parameters={"dataset": "lost"}),
        "data",
        "dataset",
        "The dataset of this module does not exist on this server. Choose another one, or upload it.",
    ),
    "a regression on text": (
        make_changed_nodes("train", parameters={"label": "make"}),
        "train",
        "untrained_model",
        "make is text, but a regression learner predicts numbers. Connect a classifier.",
    ),
    "several edges where one fits": (
        make_changed_nodes("evaluate", inputs={"scored_dataset": ["score.scored_dataset", "split.results_dataset1"]}),
        "evaluate",
        "scored_dataset",
        "'scored_dataset' takes one connection. It has 2.",
    ),
}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_mistake_is_said_where_it_is(case: str) -> None:
    nodes, name, field, message = CASES[case]
    assert [(problem.node, problem.field, problem.message) for problem in find_problems_of(nodes)] == [
        (name, field, message)
    ]


@pytest.mark.parametrize(
    "case", [case for case, (nodes, *_) in CASES.items() if find_problems_of(nodes)[0].fix], ids=str
)
def test_pressing_the_fix_removes_the_problem(case: str) -> None:
    nodes = CASES[case][0]
    problem = find_problems_of(nodes)[0]
    left = [(left.node, left.message) for left in find_problems_of(apply_fix(nodes, problem))]
    assert (problem.node, problem.message) not in left


def test_a_cycle_is_a_problem_and_an_unfinished_graph_is_not_one() -> None:
    nodes = make_changed_nodes("split", inputs={"dataset": "score.scored_dataset"})
    assert any("The connections form a loop" in problem.message for problem in find_problems_of(nodes))
    loose = find_problems_of({"a": make_node("add_rows"), "b": make_node("add_rows", dataset1="a.results_dataset")})
    assert not any("circle" in problem.message for problem in loose)


def test_hidden_fields_are_not_complained_about() -> None:
    nodes = make_changed_nodes(
        "split", parameters={"splitting_mode": "Regular Expression", "fraction": 7, "column": "make", "pattern": "a"}
    )
    assert [problem for problem in find_problems_of(nodes) if problem.field == "fraction"] == []


@pytest.mark.parametrize(("train_with", "needed"), [("Connected learner", True), ("Automated ML", False)])
def test_an_input_is_asked_for_only_where_the_settings_need_it(train_with: str, needed: bool) -> None:
    parameters = {"group_by": ["make"], "label": "price", "train_with": train_with}
    nodes = {
        "data": make_node("dataset", {"dataset": "cars"}),
        "many": make_node("train_many_models", parameters, dataset="data.dataset"),
    }
    asked = [problem.field for problem in find_problems_of(nodes) if problem.message.startswith("Connect")]
    assert asked == (["untrained_model"] if needed else [])


def test_scripts_of_an_imported_design_wait_for_trust() -> None:
    nodes = {
        "data": make_node("dataset", {"dataset": "cars"}),
        "script": make_node("execute_python_script", dataset1="data.dataset"),
    }
    assert find_problems_of(nodes) == []
    assert [problem.node for problem in find_problems_of(nodes, trusted=False)] == ["script"]


@pytest.mark.parametrize(
    "nodes",
    [
        {"a": {"module": "split_data", "parameters": {"fraction": {"x": []}}, "inputs": {"dataset": ""}}},
        {"a": {"module": "select_columns_in_dataset", "parameters": {"select_columns": {"start": 3, "names": 4}}}},
        {"a": {"module": "join_data", "parameters": {"left_key_columns": "x"}, "inputs": {"nowhere": ["a", "b.c.d"]}}},
        {"a": {"module": "", "parameters": {"": None}}},
    ],
)
def test_absurd_designs_are_problems_and_never_errors(nodes: dict[str, dict[str, Any]]) -> None:
    parse_design({"nodes": nodes})
    assert find_problems_of(nodes)


SWEPT_PARAMETERS = {"learning_rate": {"list": [0.1, 0.2]}}


def make_boosted_nodes(**parameters: Any) -> dict[str, dict[str, Any]]:
    nodes = make_automobile_nodes()
    learner = nodes["train"]["inputs"]["untrained_model"].partition(".")[0]
    nodes[learner] = {**nodes[learner], "module": "boosted_decision_tree_regression", "parameters": parameters}
    return nodes


def test_several_values_are_for_tuning_and_the_fix_puts_the_tuner_in_place() -> None:
    nodes = make_boosted_nodes(**SWEPT_PARAMETERS)
    (problem,) = find_problems_of(nodes)

    assert (problem.node, problem.field) == ("train", "untrained_model")
    expected = (
        "Learning rate of Boosted Decision Tree Regression is set to several values, "
        "and Train Model needs a single one."
    )
    assert problem.message == expected
    after = apply_fix(nodes, problem)
    assert after["train"]["module"] == "tune_model_hyperparameters"
    assert "train.trained_best_model" in after["score"]["inputs"].values()
    assert find_problems_of(after) == []


def test_where_nothing_can_be_tuned_the_fix_goes_back_to_one_value() -> None:
    nodes = make_boosted_nodes(**SWEPT_PARAMETERS)
    nodes["train"] = {**nodes["train"], "module": "cross_validate_model"}
    for name in ("score", "evaluate"):
        nodes.pop(name, None)
    (problem,) = find_problems_of(nodes)

    assert problem.fix is not None
    assert problem.fix.label == "Use 0.2"
    assert find_problems_of(apply_fix(nodes, problem)) == []


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"list": [0.1, 3]}, "learning_rate must be at most 1. Got 3."),
        ({"list": []}, "learning_rate needs a list of 1 to 1,000 values to try."),
        (
            {"range": {"minimum": 1, "maximum": 0.5}},
            "learning_rate needs a range whose end is above its start. It goes from 1 to 0.5.",
        ),
    ],
)
def test_a_range_or_a_list_is_checked_like_any_value(value: Any, message: str) -> None:
    assert [problem.message for problem in find_problems_of(make_boosted_nodes(learning_rate=value))][:1] == [message]
