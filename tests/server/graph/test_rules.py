"""Rules register by being written: in the order that they declare, and each is known to find something."""

from collections.abc import Callable, Iterator

import pytest

from modules.kit import Dataset
from server.graph.analyzed_design import AnalyzedDesign, Problem
from server.graph.document import parse_design
from server.graph.linter import LINT_RULES
from server.graph.linter.data_lineage import DataLineage
from server.graph.rule_discovery import RuleBook
from server.graph.validation.validation_rules import VALIDATION_RULES
from tests.server.graph.linter_data import analyze_with_data, store_dataset
from tests.server.graph.planted_mistakes import PLANTED_MISTAKES, Nodes

#: Rules that have tests of their own, since they speak of designs that have other problems too, or of small memory.
TESTED_ELSEWHERE = {"find_unconnected_nodes", "find_unsuitable_learners", "find_large_tables"}


def test_the_rules_of_a_folder_are_found_in_the_order_they_declare() -> None:
    names = [rule.__name__ for rule in LINT_RULES]
    assert names.index("find_target_leaks") < names.index("find_early_fitting") < names.index("find_unconnected_nodes")
    names = [rule.__name__ for rule in VALIDATION_RULES]
    assert (
        names.index("find_unknown_modules") < names.index("find_missing_inputs") < names.index("find_unknown_columns")
    )


def test_two_rules_of_one_order_are_refused() -> None:
    book: RuleBook[AnalyzedDesign] = RuleBook("server.graph.validation")

    @book.rule(order=10)
    def find_one(_: AnalyzedDesign) -> Iterator[Problem]:
        yield from ()

    with pytest.raises(ValueError, match=r"find_one and .*find_other both have order=10. Give the new rule a free"):

        @book.rule(order=10)
        def find_other(_: AnalyzedDesign) -> Iterator[Problem]:
            yield from ()


@pytest.fixture(scope="module")
def planted() -> list[DataLineage]:
    return [_trace(nodes, dataset) for nodes, dataset, *_ in PLANTED_MISTAKES.values()]


def _trace(nodes: Nodes, dataset: Dataset) -> DataLineage:
    return DataLineage(analyze_with_data(parse_design({"nodes": nodes}), {"loans": store_dataset(dataset)}))


@pytest.mark.parametrize("rule", [rule for rule in LINT_RULES if rule.__name__ not in TESTED_ELSEWHERE])
def test_each_linter_rule_finds_a_planted_mistake(
    rule: Callable[[DataLineage], Iterator[Problem]], planted: list[DataLineage]
) -> None:
    assert any(next(iter(rule(lineage)), None) for lineage in planted), (
        f"No design of PLANTED_MISTAKES makes {rule.__name__} speak. Add one to "
        "tests/server/graph/planted_mistakes.py; docs/extending/linter-rule.md says how."
    )
