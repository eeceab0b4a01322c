"""Flows of Flowfile become designs; what has no counterpart keeps its place, its connections and its settings."""

import json
from typing import Any

import pytest
import yaml

from server.importers.design_files import convert_design_file
from server.importers.imported_design import ImportedDesign, ImportRefused
from tests.live_server import Client
from tests.server.importers.test_orange import check_ports


def write_node(number: int, kind: str, inputs: list[int], settings: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A node as Flowfile stores it."""
    place = {"x_position": number * 250, "y_position": 200}
    return {"id": number, "type": kind, "input_ids": inputs, "setting_input": settings, **place, **more}


TRAINING = [
    write_node(1, "read", [], {"received_file": {"path": "/data/churn.csv", "file_type": "csv"}}, outputs=[2, 8]),
    write_node(2, "random_split", [1], {"splits": [{"name": "a", "percentage": 80.0}, {"name": "b",
        "percentage": 20.0}],
        "seed": 42}, outputs=[3, 4], output_handles=["output-0", "output-1"]),
    write_node(3, "train_model", [2], {"train_input": {"target_column": "churned",
        "feature_columns": ["months", "charge"],
        "model_type": "knn_classifier", "params": {"k": 7, "distance": "sql2"}}}, outputs=[4]),
    write_node(4, "wait_for", [2], {}, right_input_id=3),
    write_node(5, "apply_model", [4], {"apply_input": {"upstream_node_id": 3, "output_column": "p"}}),
    write_node(6, "evaluate_model", [5], {"evaluate_input": {"actual_column": "churned"}}),
    write_node(7, "explore_data", [6], {}),
    write_node(8, "graph_solver", [1], {"graph_solver_input": {"col_from": "a"}}),
]  # fmt: skip
TABLES = [
    write_node(1, "manual_input", [], {"raw_data_format": {"columns": [{"name": "id"}, {"name": "a, b"}],
        "data": [[1, 2], ['say "x"', None]]}}),
    write_node(2, "filter", [1], {"filter_input": {"mode": "basic",
        "basic_filter": {"field": "id", "operator": "in", "value": "1,2"}}}),
    write_node(3, "filter", [2], {"filter_input": {"mode": "advanced", "advanced_filter": "[id] >= 1.5"}}),
    write_node(4, "formula", [3], {"function": {"field": {"name": "half"}, "function": "round([id] / 2, 1)"}}),
    write_node(5, "formula", [4], {"function": {"field": {"name": "x"}, "function": "random_int(1, 2)"}}),
    write_node(6, "group_by", [5], {"groupby_input": {"agg_cols": [{"old_name": "id", "agg": "groupby"},
        {"old_name": "half", "agg": "n_unique", "new_name": "halves"}]}}),
    write_node(7, "join", [6], {"join_input": {"join_mapping": [{"left_col": "id", "right_col": "id"}], "how": "left",
        "right_select": {"select": [{"old_name": "id", "new_name": "key"}]}}}, right_input_id=1),
    write_node(8, "sort", [7], {"sort_input": [{"column": "halves", "how": "desc"}]}),
    write_node(9, "polars_code", [8], {"polars_code_input": {"polars_code": "input_df.head()"}}),
    write_node(10, "union", [9, 1], {"union_input": {"mode": "relaxed"}}),
]  # fmt: skip


def convert(nodes: list[dict[str, Any]], ending: str = "yaml") -> ImportedDesign:
    flow = {"flowfile_version": "0.23.3", "flowfile_name": "Churn", "nodes": nodes}
    text = yaml.safe_dump(flow) if ending == "yaml" else json.dumps(flow)
    made = convert_design_file(f"flow.{ending}", text.encode())
    check_ports(made)
    return made


@pytest.mark.parametrize("ending", ["yaml", "json"])
def test_a_flow_that_trains_is_a_design_that_trains(ending: str) -> None:
    made = convert(TRAINING, ending)
    named = {node["module"]: node for node in made.nodes.values()}
    assert named["split_data"]["parameters"] == {"fraction": 0.8, "seed": 42}
    assert named["k_nearest_neighbors_classifier"]["parameters"] == {"number_of_neighbors": 7}
    assert named["train_model"]["parameters"] == {"label": "churned"}
    assert named["score_model"]["inputs"]["dataset"].endswith(".results_dataset2")
    assert named["evaluate_model"]["inputs"]["scored_dataset"].endswith(".scored_dataset")
    kinds = {line.title: line.kind for line in made.lines}
    assert kinds["Graph solver"] == "placeholder"
    assert kinds["Evaluate model"] == "converted"
    assert '"col_from": "a"' in named["own_placeholder_1"]["note"]
    assert "churn.csv" in named["dataset"]["title"]


def test_tables_are_prepared_as_the_flow_does(client: Client) -> None:
    made = convert(TABLES)
    named = {node["module"]: node for node in made.nodes.values()}
    assert named["enter_data_manually"]["parameters"]["data"] == 'id,"a, b"\n1,"say ""x"""\n2,'
    conditions = [node["parameters"]["conditions"] for node in made.nodes.values() if node["module"] == "select_rows"]
    assert conditions == [
        [{"column": "id", "operator": "is", "values": [1, 2]}],
        [{"column": "id", "operator": ">=", "values": [1.5]}],
    ]
    formulas = [node["parameters"] for node in made.nodes.values() if node["module"] == "formula"]
    assert formulas == [{"formulas": [{"name": "half", "formula": "round([id] / 2, 1)"}]}, {}]
    assert named["join_data"]["parameters"]["left_key_columns"] == ["id"]
    assert named["join_data"]["parameters"]["right_key_columns"] == ["key"]
    assert {line.title: line.kind for line in made.lines}["Polars code"] == "placeholder"
    answer = client.post("/api/design-imports?file_name=flow.yaml", content=yaml.safe_dump(
        {"flowfile_version": "1", "nodes": TABLES}).encode())  # fmt: skip
    assert answer.status_code == 201, answer.text
    assert answer.json()["tool"] == "Flowfile"


@pytest.mark.parametrize(
    "nodes",
    [
        [],
        [write_node(1, "sort", [2], {}), write_node(2, "sort", [1], {})],
        [write_node(1, "join", [], {"join_input": None}), *[write_node(at, "read", [], {}) for at in range(2, 2_100)]],
    ],
    ids=["nothing", "a loop", "too many"],
)
def test_a_flow_that_is_none_is_refused(nodes: list[dict[str, Any]]) -> None:
    with pytest.raises(ImportRefused):
        convert(nodes, "json")


@pytest.mark.parametrize("kind", [node["type"] for node in [*TRAINING, *TABLES]])
@pytest.mark.parametrize("settings", [None, [], {"filter_input": 3, "splits": [1], "train_input": [], "sort_input": 5}])
def test_settings_of_another_shape_lose_no_node(kind: str, settings: Any) -> None:
    made = convert([write_node(1, "read", [], {}), write_node(2, kind, [1, 7, None], settings)])  # type: ignore[list-item]
    assert len(made.lines) == 2
