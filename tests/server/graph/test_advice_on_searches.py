"""Advice about what is predicted holds for a search as for one learner; what the search mends itself is not said."""

from typing import Any

import numpy as np
import pytest

from modules.kit import Dataset
from server.graph.document import parse_design
from server.graph.edits import apply_edits
from tests.server.graph.graph_designs import make_node
from tests.server.graph.linter_data import LOAN_ROWS, analyze_with_data, list_advice, make_loans, store_dataset
from tests.server.graph.planted_mistakes import (
    DOUBLED_PRICE,
    LOANS_WITH_LATE_COLUMN,
    LOANS_WITH_PRICES,
    LOANS_WITH_RARE_CLASS,
    LOANS_WITH_TEXT_DATES,
    LOANS_WITHOUT_ROLES,
    ORDERED_LOAN_NODES,
    Nodes,
    choose_columns,
    make_loan_nodes,
    make_priced_nodes,
)

LOANS_WITH_NUMBER = make_loans(customer=np.arange(LOAN_ROWS) + 1000)
LOANS_WITH_STATE = make_loans(state=make_loans().frame["paid"].map({"yes": "closed", "no": "open"}))


def search(nodes: Nodes, rows: str = "split.results_dataset1", **parameters: Any) -> Nodes:
    """The same design with Automated ML in place of a learner and Train Model."""
    label = nodes["train"]["parameters"]["label"]
    train = make_node("automated_ml", {"label": label, **parameters}, dataset=rows)
    return {name: node for name, node in nodes.items() if name != "learner"} | {"train": train}


def fill_label() -> Nodes:
    clean = make_node("clean_missing_data", {"cleaning_mode": "Replace with mode"}, dataset="split.results_dataset1")
    return search(make_loan_nodes(clean=clean), "clean.cleaned_dataset")


#: {what was planted: (the nodes, the data, the rule that must speak, the node that it is about)}
PLANTED: dict[str, tuple[Nodes, Dataset, str, str]] = {
    "a label that is filled": (fill_label(), LOANS_WITHOUT_ROLES, "altered label", "clean"),
    "the label doubled": (
        search(make_priced_nodes("apply_math_operation", DOUBLED_PRICE)),
        LOANS_WITH_PRICES,
        "target leak",
        "train",
    ),
    "a leak that is kept": (
        search(make_loan_nodes(), columns_to_keep=choose_columns("state")),
        LOANS_WITH_STATE,
        "target leak",
        "train",
    ),
    "an identifier that is kept": (
        search(make_loan_nodes(), columns_to_keep=choose_columns("customer")),
        LOANS_WITH_NUMBER,
        "identifier",
        "train",
    ),
    "a column that is known too late": (search(make_loan_nodes()), LOANS_WITH_LATE_COLUMN, "known in time", "train"),
    "dates as text": (search(ORDERED_LOAN_NODES), LOANS_WITH_TEXT_DATES, "text dates", "train"),
    "a protected column": (
        search(make_loan_nodes()),
        make_loans(sex=np.where(np.arange(LOAN_ROWS) % 3, "f", "m")),
        "protected column",
        "train",
    ),
    "scored on the rows of the search": (
        search(
            make_loan_nodes(
                score=make_node("score_model", trained_model="train.trained_model", dataset="split.results_dataset1")
            )
        ),
        make_loans(),
        "training rows",
        "score",
    ),
}

CLEAN: dict[str, tuple[Nodes, Dataset]] = {
    "nothing is wrong": (search(make_loan_nodes()), make_loans()),
    "an identifier that the search leaves out": (search(make_loan_nodes()), LOANS_WITH_NUMBER),
    "a leak in the data that the search leaves out": (search(make_loan_nodes()), LOANS_WITH_STATE),
    "a rare class": (search(make_loan_nodes()), LOANS_WITH_RARE_CLASS),
}


@pytest.mark.parametrize("case", PLANTED, ids=str)
def test_a_mistake_in_front_of_a_search_is_caught_and_its_fix_mends_it(case: str) -> None:
    nodes, dataset, rule, name = PLANTED[case]
    stored = {"loans": store_dataset(dataset)}
    document: Any = {"nodes": nodes}
    found = list_advice(analyze_with_data(parse_design(document), stored))
    assert [(problem.rule, problem.node) for problem in found] == [(rule, name)]
    if found[0].fix is not None:
        mended = apply_edits(document, found[0].fix.edits)
        assert [one.rule for one in list_advice(analyze_with_data(parse_design(mended), stored))] == []


@pytest.mark.parametrize("case", CLEAN, ids=str)
def test_nothing_is_said_of_what_a_search_mends_itself(case: str) -> None:
    nodes, dataset = CLEAN[case]
    assert list_advice(analyze_with_data(parse_design({"nodes": nodes}), {"loans": store_dataset(dataset)})) == []
