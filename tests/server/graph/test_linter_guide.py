"""The rule that docs/extending/linter-rule.md shows is found by being written, and finds what it says."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import server.graph.linter as linter
from modules.kit import Dataset
from server.graph.document import parse_design
from server.graph.linter.data_lineage import DataLineage
from tests.server.graph.linter_data import LOAN_ROWS, analyze_with_data, make_loans, store_dataset
from tests.server.graph.planted_mistakes import make_loan_nodes

GUIDE = Path(__file__).parents[3] / "docs" / "extending" / "linter-rule.md"


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The rules that are found with the file of the guide in the folder."""
    (tmp_path / "wide_tables.py").write_text(re.findall(r"```python\n(.*?)```", GUIDE.read_text(), re.DOTALL)[0])
    monkeypatch.setattr(linter, "__path__", [*linter.__path__, str(tmp_path)])
    monkeypatch.setattr(linter.LINT_RULE_BOOK, "_rules", dict(linter.LINT_RULE_BOOK._rules))
    yield [rule.__name__ for rule in linter.LINT_RULE_BOOK.discover()]
    sys.modules.pop("server.graph.linter.wide_tables")


def make_wide_loans() -> Dataset:
    answers = np.random.default_rng(3).normal(size=(LOAN_ROWS, 500))
    named = pd.DataFrame(answers, columns=[f"answer_{number}" for number in range(500)])
    return Dataset(pd.concat([make_loans().frame, named], axis=1))


def test_the_rule_of_the_guide_is_found_in_its_place_and_speaks_of_wide_tables(rules: list[str]) -> None:
    place = rules.index("find_wide_tables")
    assert rules[place - 1] == "find_uninformative_features"
    from server.graph.linter import wide_tables  # type: ignore[attr-defined]

    data = {"loans": store_dataset(make_wide_loans())}
    lineage = DataLineage(analyze_with_data(parse_design({"nodes": make_loan_nodes()}), data))
    [problem] = wide_tables.find_wide_tables(lineage)
    assert problem.node == "train"
    assert re.fullmatch(r"The model learns from 50\d columns, but only 400 rows.", problem.message)


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`((?:server|tests)/[\w/]+\.py)`", GUIDE.read_text()))))
def test_the_files_that_the_guide_names_exist(name: str) -> None:
    assert name == "server/graph/linter/wide_tables.py" or (GUIDE.parents[2] / name).is_file()
