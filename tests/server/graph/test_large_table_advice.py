"""Modules that need all rows of a table in memory are told of before a run, and a sample mends it."""

from dataclasses import replace
from typing import Any

import pytest

from modules.kit import catalog
from server.graph.analyzed_design import AnalyzedDesign, Problem
from server.graph.document import Design, parse_design
from server.graph.edits import apply_edits
from server.graph.linter import find_advice
from server.graph.validation.validation_rules import find_problems
from server.storage.table_data.table_evidence import measure_columns
from tests.server.graph.graph_designs import make_node
from tests.server.graph.linter_data import LOAN_ROWS, StoredDataset, analyze_with_data, make_loans, store_dataset
from tests.server.graph.planted_mistakes import Nodes, choose_columns, make_loan_nodes

#: A learner that is trained on all rows at once.
FOREST = make_node("two_class_decision_forest")


@pytest.fixture(scope="module")
def loans() -> StoredDataset:
    return store_dataset(make_loans())


def analyze(design: Design, loans: StoredDataset, share: float) -> AnalyzedDesign:
    """The design, where a step may take so many times what the loans take."""
    size = sum(measure_columns(loans.path)[1].values())
    return replace(analyze_with_data(design, {"loans": loans}), step_memory=int(size * share))


def list_large(analyzed: AnalyzedDesign) -> list[Problem]:
    return [problem for problem in find_advice(analyzed) if problem.rule == "large table"]


@pytest.mark.parametrize(
    ("learner", "share", "names", "words"),
    [
        (FOREST, 0.5, ["train"], f"Train Model needs all {round(LOAN_ROWS * 0.7):,} rows in memory: at least"),
        (FOREST, 1.5, ["train"], f"Train Model has all {round(LOAN_ROWS * 0.7):,} rows in memory, which may take"),
        (FOREST, 100, [], ""),
        (make_node("two_class_logistic_regression"), 0.5, [], ""),
    ],
)
def test_what_needs_all_rows_is_told_before_the_run(
    loans: StoredDataset, learner: dict[str, Any], share: float, names: list[str], words: str
) -> None:
    nodes = make_loan_nodes(learner=learner)
    found = list_large(analyze(parse_design({"nodes": nodes}), loans, share))
    assert [problem.node for problem in found if problem.node != "evaluate"] == names
    assert all(problem.message.startswith(words) for problem in found if problem.node in names)


@pytest.mark.parametrize(
    "nodes",
    [
        make_loan_nodes(learner=FOREST),
        make_loan_nodes(
            learner=FOREST,
            first=make_node("edit_metadata", {"columns": choose_columns("years")}, dataset="data.dataset"),
        ),
    ],
    ids=["split", "beside another"],
)
def test_a_sample_of_the_size_that_fits_mends_it(loans: StoredDataset, nodes: Nodes) -> None:
    document: dict[str, Any] = {"nodes": nodes}
    for _ in range(4):
        found = list_large(analyze(parse_design(document), loans, 0.5))
        if not found:
            break
        assert found[0].fix is not None
        assert found[0].fix.label.startswith("Take a sample of ")
        document = apply_edits(document, found[0].fix.edits)
    design = parse_design(document)
    analyzed = analyze(design, loans, 0.5)
    assert list_large(analyzed) == []
    assert find_problems(analyzed) == []
    samplers = [node for node in design.nodes.values() if catalog()[node.module].role == "row_sampler"]
    rates: list[Any] = [node.parameters["rate_of_sampling"] for node in samplers]
    assert {0 < rate < 0.4 for rate in rates} == {True}


def test_nothing_is_said_where_the_number_of_rows_is_not_known(loans: StoredDataset) -> None:
    nodes = make_loan_nodes()
    kept = make_node(
        "select_rows", {"conditions": [{"column": "income", "operator": ">", "values": [50]}]}, dataset="data.dataset"
    )
    nodes["split"] = make_node("split_data", {"fraction": 0.7}, dataset="kept.results_dataset")
    assert list_large(analyze(parse_design({"nodes": {**nodes, "kept": kept}}), loans, 0.5)) == []
