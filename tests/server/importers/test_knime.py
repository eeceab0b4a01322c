"""KNIME workflows become designs: learners and predictors are trained and scored here, the rest keeps its place."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from server.importers.design_files import convert_design_file
from server.importers.imported_design import ImportRefused
from server.importers.knime_learners import LEARNERS
from tests.server.importers.test_orange import check_ports
from tests.server.importers.workflow_files import write_zip

TYPES = {str: "xstring", int: "xint", float: "xdouble", bool: "xboolean"}


def write_settings(key: str, settings: Mapping[str, Any]) -> str:
    """Settings as KNIME has them: a list is a map with numbers and its size."""
    parts = []
    for name, value in settings.items():
        if isinstance(value, list):
            value = {"array-size": len(value), **{str(at): item for at, item in enumerate(value)}}
        if isinstance(value, Mapping):
            parts.append(write_settings(name, value))
        else:
            text = str(value).lower() if isinstance(value, bool) else str(value)
            parts.append(f'<entry key="{name}" type="{TYPES[type(value)]}" value="{text}"/>')
    return f'<config xmlns="http://www.knime.org/2008/09/XMLConfig" key="{key}">{"".join(parts)}</config>'


def write_knime(
    nodes: Sequence[tuple[str, Mapping[str, Any]]], connections: Sequence[tuple[int, int, int, int]]
) -> bytes:
    """A workflow of nodes (name, settings) and connections (node, port, node, port)."""
    listed = {
        f"node_{at}": {
            "id": at,
            "node_settings_file": f"{name} (#{at})/settings.xml",
            "ui_settings": {"extrainfo.node.bounds": [at * 100, 50, -1, -1]},
        }
        for at, (name, _) in enumerate(nodes)
    }
    links = {
        f"connection_{at}": dict(zip(("sourceID", "sourcePort", "destID", "destPort"), one, strict=True))
        for at, one in enumerate(connections)
    }
    files = {"Flow/workflow.knime": write_settings("workflow.knime", {"nodes": listed, "connections": links}).encode()}
    for at, (name, settings) in enumerate(nodes):
        content = write_settings("settings.xml", {"model": settings, "node-name": name, "name": name})
        files[f"Flow/{name} (#{at})/settings.xml"] = content.encode()
    return write_zip(files)


def test_a_trained_and_scored_workflow_keeps_its_graph() -> None:
    content = write_knime(
        [
            ("CSV Reader", {"settings": {"path": "../data/sales.csv"}}),
            ("Column Filter", {"column-filter": {"included_names": ["a", "y"], "excluded_names": ["b"]}}),
            (
                "Partitioning",
                {"method": "Relative", "samplingMethod": "Stratified", "fraction": 0.7, "class_column": "y"},
            ),
            ("Random Forest Learner", {"targetColumn": "y", "nrModels": 50}),
            ("Random Forest Predictor", {}),
            ("Scorer", {"first": "y"}),
            ("Cell Splitter", {"delimiter": ";"}),
        ],
        [
            (0, 1, 1, 1),
            (1, 1, 2, 1),
            (2, 1, 3, 1),
            (3, 3, 4, 1),
            (2, 2, 4, 2),
            (4, 1, 5, 1),
            (4, 1, 6, 1),
            (1, 0, 6, 0),
        ],
    )
    made = convert_design_file("flow.knwf", content)
    check_ports(made)
    assert {name: node["module"] for name, node in made.nodes.items()} == {
        "sales_csv": "dataset",
        "column_filter": "select_columns_in_dataset",
        "partitioning": "split_data",
        "random_forest_learner": "multiclass_decision_forest",
        "train_random_forest_learner": "train_model",
        "random_forest_predictor": "score_model",
        "scorer": "evaluate_model",
        "cell_splitter": "own_placeholder_1",
    }
    assert made.nodes["column_filter"]["parameters"] == {"select_columns": {"start": "none", "names": ["a", "y"]}}
    assert made.nodes["partitioning"]["parameters"] == {"fraction": 0.7, "stratify_by": "y", "randomized": True}
    assert made.nodes["random_forest_learner"]["parameters"] == {"number_of_decision_trees": 50}
    assert made.nodes["train_random_forest_learner"]["parameters"] == {"label": "y"}
    assert made.nodes["random_forest_predictor"]["inputs"] == {
        "trained_model": "train_random_forest_learner.trained_model",
        "dataset": "partitioning.results_dataset2",
    }
    assert made.nodes["cell_splitter"]["inputs"] == {"table1": "random_forest_predictor.scored_dataset"}
    assert '"delimiter": ";"' in made.nodes["cell_splitter"]["note"]
    assert (made.count("converted"), made.count("approximated"), made.count("placeholder")) == (4, 2, 1)


@pytest.mark.parametrize(
    "kind",
    [
        *LEARNERS,
        *("Row Filter", "Missing Value", "Normalizer", "X-Partitioner", "X-Aggregator", "SMOTE", "Equal Size Sampling"),
        *("One to Many", "Statistics", "ROC Curve", "Table View"),
    ],
)
def test_what_each_node_becomes_is_there(kind: str) -> None:
    made = convert_design_file(
        "one.knwf", write_knime([("CSV Reader", {}), (kind, {"mode": "MINMAX"})], [(0, 1, 1, 1)])
    )
    check_ports(made)
    assert made.count("placeholder") == 0


def test_two_tables_meet() -> None:
    kinds = ("CSV Reader", "CSV Reader", "Concatenate", "Column Appender")
    nodes: list[tuple[str, dict[str, Any]]] = [(kind, {}) for kind in kinds]
    made = convert_design_file("two.knar", write_knime(nodes, [(0, 1, 2, 1), (1, 1, 2, 2), (2, 1, 3, 1), (1, 1, 3, 2)]))
    check_ports(made)
    assert made.nodes["column_appender"]["inputs"]["left_dataset"] == "concatenate.results_dataset"
    assert made.nodes["concatenate"]["parameters"] == {"columns_of_one": "Keep, with missing values"}


def test_an_archive_without_a_workflow_and_a_loop_are_refused() -> None:
    with pytest.raises(ImportRefused, match=r"no workflow\.knime"):
        convert_design_file("none.knwf", write_zip({"a.txt": b"x"}))
    with pytest.raises(ImportRefused, match="loop"):
        convert_design_file("loop.knwf", write_knime([("Sorter", {}), ("Sorter", {})], [(0, 1, 1, 1), (1, 1, 0, 1)]))
