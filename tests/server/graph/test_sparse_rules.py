"""Sparse features that a module or learner would refuse are told before the run."""

import pandas as pd
import pytest

from modules.kit import Dataset
from server.graph.document import parse_design
from server.graph.validation.validation_rules import find_problems
from tests.server.graph.graph_designs import make_node
from tests.server.graph.linter_data import analyze_with_data, store_dataset
from tests.server.graph.planted_mistakes import Nodes

TEXTS = Dataset(pd.DataFrame({"text": ["good book", "bad film"] * 20, "paid": [True, False] * 20}))
HASHED: Nodes = {
    "data": make_node("dataset", {"dataset": "texts"}),
    "hash": make_node(
        "feature_hashing",
        {"target_columns": {"start": "none", "names": ["text"]}, "hashing_bitsize": 15},
        dataset="data.dataset",
    ),
}
REFUSING: dict[str, Nodes] = {
    "SMOTE": {"last": make_node("smote", {"label": "paid"}, samples="hash.transformed_dataset")},
    "Two-Class Boosted Decision Tree": {
        "learner": make_node("two_class_boosted_decision_tree"),
        "last": make_node(
            "train_model",
            {"label": "paid"},
            untrained_model="learner.untrained_model",
            dataset="hash.transformed_dataset",
        ),
    },
}


@pytest.mark.parametrize("title", REFUSING)
def test_who_needs_a_number_in_each_cell_is_named_before_the_run(title: str) -> None:
    drawing = analyze_with_data(parse_design({"nodes": HASHED | REFUSING[title]}), {"texts": store_dataset(TEXTS)})
    found = [problem for problem in find_problems(drawing) if "sparse" in problem.message]
    assert [problem.node for problem in found] == ["last"]
    assert f"holds sparse features, and {title} needs a number in each cell." in found[0].message
