"""Designs with planted mistakes: each is caught before a run, none is found in clean designs, and fixes mend them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from modules.kit import Dataset
from server.graph.document import Design, read
from server.graph.drawing import Problem
from server.graph.edits import apply
from server.graph.linter import advice, silenced, silencing
from server.graph.problems import problems
from tests.server.graph.drawing import node
from tests.server.graph.faultless import CLEAN
from tests.server.graph.linting import drawing_of, heard, loans, sample, stored
from tests.server.graph.mistakes import PLANTED, Nodes, judged

DESIGNS = sorted(Path("tests/designs").glob("*.json"))


def said(nodes: Nodes, dataset: Dataset) -> list[Problem]:
    return heard(drawing_of(read({"nodes": nodes}), {"loans": stored(dataset)}))


@pytest.mark.parametrize("case", PLANTED, ids=str)
def test_a_planted_mistake_is_caught_before_the_run(case: str) -> None:
    nodes, dataset, rule, name = PLANTED[case]
    found = said(nodes, dataset)
    assert [(problem.rule, problem.node) for problem in found] == [(rule, name)]
    assert found[0].reason.count(". ") >= 1


@pytest.mark.parametrize("case", CLEAN, ids=str)
def test_nothing_is_said_of_a_clean_design(case: str) -> None:
    assert said(*CLEAN[case]) == []


@pytest.mark.parametrize("path", DESIGNS, ids=lambda path: path.stem)
def test_nothing_is_said_of_the_samples(path: Path) -> None:
    design = sample_design(path)
    data = {str(node.parameters["dataset"]): sample(str(node.parameters["dataset"])) for node in sources(design)}
    drawing = drawing_of(design, data)
    assert heard(drawing) == []
    assert problems(drawing) == []


def sample_design(path: Path) -> Design:
    return read(json.loads(path.read_text(encoding="utf-8")))


def sources(design: Design) -> list[Any]:
    return [node for node in design.nodes.values() if node.module == "dataset"]


#: What no edit can mend for certain.
WITHOUT_FIX = {
    "features selected before the split",
    "clipped at percentiles before the split",
    "scored on a split of its own",
}


@pytest.mark.parametrize("case", [case for case in PLANTED if case not in WITHOUT_FIX], ids=str)
def test_pressing_the_fix_mends_the_mistake_and_makes_no_other(case: str) -> None:
    nodes, dataset, *_ = PLANTED[case]
    problem = said(nodes, dataset)[0]
    assert problem.fix is not None
    mended = apply({"nodes": nodes}, problem.fix.edits)["nodes"]
    drawing = drawing_of(read({"nodes": mended}), {"loans": stored(dataset)})
    assert [(left.rule, left.message) for left in heard(drawing)] == []
    assert [left.message for left in problems(drawing)] == []


def test_silenced_advice_is_kept_quiet_for_its_node_and_can_speak_again() -> None:
    nodes, dataset, *_ = PLANTED["scored on the training rows"]
    data = {"loans": stored(dataset)}
    drawing = drawing_of(read({"nodes": nodes}), data)
    quiet = apply({"nodes": nodes}, silencing(drawing, heard(drawing)[0]))
    after = drawing_of(read(quiet), data)
    assert heard(after) == []
    assert [silenced(after, problem) for problem in advice(after)] == [True]
    loud = apply(quiet, silencing(after, advice(after)[0]))
    assert [problem.rule for problem in heard(drawing_of(read(loud), data))] == ["training rows"]


def test_advice_does_not_keep_a_design_from_running() -> None:
    nodes, dataset, *_ = PLANTED["a constant as a feature"]
    assert problems(drawing_of(read({"nodes": nodes}), {"loans": stored(dataset)})) == []


@pytest.mark.parametrize("change", [lambda nodes: nodes, lambda nodes: {**nodes, "a": node("smote")}])
def test_a_node_without_effect_is_a_hint(change: Callable[[Nodes], Nodes]) -> None:
    nodes = change(judged(lost=node("linear_regression")))
    found = said(nodes, loans())
    assert ("unconnected", "lost") in [(problem.rule, problem.node) for problem in found]
    assert not [problem for problem in found if problem.severity != "advice"]
