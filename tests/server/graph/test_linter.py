"""Designs with planted mistakes: each is caught before a run, none is found in clean designs, and fixes mend them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from modules.kit import Dataset
from server.graph.analyzed_design import Problem
from server.graph.document import Design, parse_design
from server.graph.edits import apply_edits
from server.graph.linter import build_silence_edits, find_advice, is_silenced
from server.graph.validation.validation_rules import find_problems
from tests.server.graph.clean_designs import CLEAN_DESIGNS
from tests.server.graph.graph_designs import make_node
from tests.server.graph.linter_data import analyze_with_data, list_advice, make_loans, read_sample, store_dataset
from tests.server.graph.planted_mistakes import (
    LOANS_WITH_LATE_COLUMN,
    PLANTED_MISTAKES,
    Nodes,
    make_fitted_before_split,
    make_loan_nodes,
)

SAMPLE_DESIGN_FILES = sorted(Path("tests/designs").glob("*.json"))


def list_advice_on(nodes: Nodes, dataset: Dataset) -> list[Problem]:
    return list_advice(analyze_with_data(parse_design({"nodes": nodes}), {"loans": store_dataset(dataset)}))


@pytest.mark.parametrize("case", PLANTED_MISTAKES, ids=str)
def test_a_planted_mistake_is_caught_before_the_run(case: str) -> None:
    nodes, dataset, rule, name = PLANTED_MISTAKES[case]
    found = list_advice_on(nodes, dataset)
    assert [(problem.rule, problem.node) for problem in found] == [(rule, name)]
    assert found[0].reason.count(". ") >= 1


@pytest.mark.parametrize("case", CLEAN_DESIGNS, ids=str)
def test_nothing_is_said_of_a_clean_design(case: str) -> None:
    assert list_advice_on(*CLEAN_DESIGNS[case]) == []


@pytest.mark.parametrize("path", SAMPLE_DESIGN_FILES, ids=lambda path: path.stem)
def test_nothing_is_said_of_the_samples(path: Path) -> None:
    design = read_sample_design(path)
    data = {
        str(node.parameters["dataset"]): read_sample(str(node.parameters["dataset"]))
        for node in get_dataset_nodes(design)
    }
    drawing = analyze_with_data(design, data)
    assert list_advice(drawing) == []
    assert find_problems(drawing) == []


def read_sample_design(path: Path) -> Design:
    return parse_design(json.loads(path.read_text(encoding="utf-8")))


def get_dataset_nodes(design: Design) -> list[Any]:
    return [node for node in design.nodes.values() if node.module == "dataset"]


#: What no edit can mend for certain.
MISTAKES_WITHOUT_FIX = {
    "features selected before the split",
    "clipped at percentiles before the split",
    "scored on a split of its own",
    "weights that the learner cannot use",
    "dates as text in either order",
    "a column compared with the name of another",
    "a column that looks protected",
    "a loop that nothing ends",
}


@pytest.mark.parametrize("case", [case for case in PLANTED_MISTAKES if case not in MISTAKES_WITHOUT_FIX], ids=str)
def test_pressing_the_fix_mends_the_mistake_and_makes_no_other(case: str) -> None:
    nodes, dataset, *_ = PLANTED_MISTAKES[case]
    problem = list_advice_on(nodes, dataset)[0]
    assert problem.fix is not None
    mended = apply_edits({"nodes": nodes}, problem.fix.edits)["nodes"]
    drawing = analyze_with_data(parse_design({"nodes": mended}), {"loans": store_dataset(dataset)})
    assert [(left.rule, left.message) for left in list_advice(drawing)] == []
    assert [left.message for left in find_problems(drawing)] == []


def test_silenced_advice_is_kept_quiet_for_its_node_and_can_speak_again() -> None:
    nodes, dataset, *_ = PLANTED_MISTAKES["scored on the training rows"]
    data = {"loans": store_dataset(dataset)}
    drawing = analyze_with_data(parse_design({"nodes": nodes}), data)
    quiet = apply_edits({"nodes": nodes}, build_silence_edits(drawing, list_advice(drawing)[0]))
    after = analyze_with_data(parse_design(quiet), data)
    assert list_advice(after) == []
    assert [is_silenced(after, problem) for problem in find_advice(after)] == [True]
    loud = apply_edits(quiet, build_silence_edits(after, find_advice(after)[0]))
    assert [problem.rule for problem in list_advice(analyze_with_data(parse_design(loud), data))] == ["training rows"]


def test_advice_does_not_keep_a_design_from_running() -> None:
    nodes, dataset, *_ = PLANTED_MISTAKES["a constant as a feature"]
    assert find_problems(analyze_with_data(parse_design({"nodes": nodes}), {"loans": store_dataset(dataset)})) == []


@pytest.mark.parametrize("change", [lambda nodes: nodes, lambda nodes: {**nodes, "a": make_node("smote")}])
def test_a_node_without_effect_is_a_hint(change: Callable[[Nodes], Nodes]) -> None:
    nodes = change(make_loan_nodes(lost=make_node("linear_regression")))
    found = list_advice_on(nodes, make_loans())
    assert ("unconnected", "lost") in [(problem.rule, problem.node) for problem in found]
    assert not [problem for problem in found if problem.severity != "advice"]


@pytest.mark.parametrize(
    ("module", "output"), [("normalize_data", "transformed_dataset"), ("clean_missing_data", "cleaned_dataset")]
)
def test_a_column_that_predicts_alone_is_asked_about_behind_scaling_and_filling(module: str, output: str) -> None:
    found = list_advice_on(make_fitted_before_split(module, output=output), LOANS_WITH_LATE_COLUMN)
    assert [one.message.partition(" ")[0] for one in found if one.rule == "known in time"] == ["'duration'"]
