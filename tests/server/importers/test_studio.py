"""Experiments of Studio (classic) become designs: known modules by their numbers, others by settings and ports."""

import json
from typing import Any

import pytest

from server.importers.design_files import convert_design_file
from server.importers.imported_design import ImportedDesign, ImportRefused
from tests.live_server import Client
from tests.server.importers.test_orange import check_ports

WORKSPACE = "506153734175476c4f62416c57734963"


def write_module(
    number: str, family: str, settings: dict[str, str], inputs: list[str | tuple[str, str]], outputs: list[str]
) -> dict[str, Any]:
    """A module as Export-AmlExperimentGraph writes it; an input with a value holds stored data."""
    ports = [(one, None) if isinstance(one, str) else one for one in inputs]
    return {
        "Id": number,
        "ModuleId": f"{WORKSPACE}.{family}.v1-default-1642",
        "ModuleParameters": [{"Name": key, "Value": value, "ValueType": "Literal"} for key, value in settings.items()],
        "InputPortsInternal": [{"DataSourceId": data, "Name": name, "NodeId": number} for name, data in ports],
        "OutputPortsInternal": [{"Name": name, "NodeId": number} for name in outputs],
    }


def name_columns(*names: str) -> str:
    return json.dumps({"isFilter": True, "rules": [
        {"ruleType": "ColumnNames", "columns": list(names), "exclude": False}]})  # fmt: skip


MODULES = [
    write_module("n1", "1ec722fab6234e26a44ea50c6d726223", {"Select Columns": name_columns("age", "pay")},
        [("Dataset", "0123456789abcdef0123456789abcdef.Adult census.v1-1")], ["Results dataset"]),
    write_module("n2", "70530644c97a4ab685f788bf30a8be5f",
        {"Splitting mode": "Split Rows", "Fraction": "0.7", "Random seed": "3"}, ["Dataset"],
        ["Results dataset1", "Results dataset2"]),
    write_module("n3", "00000000000000000000000000000000", {"Maximum number of leaves per tree": "20",
        "Minimum number of samples per leaf node": "10", "Learning rate": "0.2", "Number of trees constructed": "100",
        "Class weights": "None", "Custom class weights": ""}, [], ["Untrained model"]),
    write_module("n4", "5cc7053eaa30450d96c0dae4be720977", {"Label column": name_columns("pay")},
        ["Untrained model", "Dataset"], ["Trained model"]),
    write_module("n5", "401b4f92e7244d5abe81d5b0ff9bdb33", {"Append score columns to output": "True"},
        ["Trained model", "Dataset"], ["Scored dataset"]),
    write_module("n6", "ffffffffffffffffffffffffffffffff", {"Magic": "9"}, ["Dataset"], ["Results"]),
]  # fmt: skip
EDGES = [
    ("n1:Results dataset", "n2:Dataset"),
    ("n3:Untrained model", "n4:Untrained model"),
    ("n2:Results dataset1", "n4:Dataset"),
    ("n4:Trained model", "n5:Trained model"),
    ("n2:Results dataset2", "n5:Dataset"),
    ("n5:Scored dataset", "n6:Dataset"),
]
PLACES = (
    '<?xml version="1.0" encoding="utf-16"?><DataV1 xmlns:xsd="http://www.w3.org/2001/XMLSchema"><Meta />'
    "<NodePositions><NodePosition Node='n2' Position='310,250,200,200'/></NodePositions></DataV1>"
)


def write_experiment(modules: Any = MODULES, edges: Any = EDGES, places: Any = PLACES) -> bytes:
    rows = [{"SourceOutputPortId": source, "DestinationInputPortId": target} for source, target in edges]
    graph = {"ModuleNodes": modules, "EdgesInternal": rows, "SerializedClientData": places}
    return json.dumps({"Description": "Income", "Graph": graph}).encode()


def convert(content: bytes) -> ImportedDesign:
    made = convert_design_file("experiment.json", content)
    check_ports(made)
    return made


def test_an_experiment_keeps_its_graph_and_its_settings(client: Client) -> None:
    made = convert(write_experiment())
    named = {node["module"]: node for node in made.nodes.values()}
    assert named["dataset"]["title"] == "Adult census"
    assert named["split_data"]["parameters"] == {"splitting_mode": "Split Rows", "fraction": 0.7, "seed": 3}
    assert (named["split_data"]["x"], named["split_data"]["y"]) == (310, 250)
    assert named["train_model"]["parameters"] == {"label": "pay"}
    assert named["train_model"]["inputs"]["dataset"] == "split_data.results_dataset1"
    assert named["score_model"]["inputs"]["dataset"] == "split_data.results_dataset2"
    assert "own_placeholder_1" in named
    assert '"Magic": "9"' in named["own_placeholder_1"]["note"]
    learner = named["train_model"]["inputs"]["untrained_model"].partition(".")[0]
    assert made.nodes[learner]["module"].endswith("boosted_decision_tree")
    kinds = {line.title: (line.kind, line.text) for line in made.lines}
    assert "recognized" in kinds[made.nodes[learner]["title"]][1]
    answer = client.post("/api/design-imports?file_name=experiment.json", content=write_experiment())
    assert answer.status_code == 201, answer.text


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"[]",
        b"[" * 100_000,
        b'{"nodes": {}}',
        write_experiment(modules=[]),
        write_experiment(edges=[("n1:a", "n2:Dataset"), ("n2:b", "n1:Dataset")]),
        write_experiment(modules=[{"Id": f"n{at}"} for at in range(2_100)]),
    ],
)
def test_json_that_is_no_experiment_is_refused(content: bytes) -> None:
    with pytest.raises(ImportRefused):
        convert(content)


@pytest.mark.parametrize("places", [None, 5, "<a", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"])
def test_positions_that_cannot_be_read_stop_nothing(places: Any) -> None:
    assert len(convert(write_experiment(places=places)).nodes) == 7


def test_modules_of_another_shape_lose_no_node() -> None:
    odd = {"Id": "n1", "ModuleId": 5, "ModuleParameters": {"a": 1}, "InputPortsInternal": [{"Name": None}]}
    assert convert(write_experiment(modules=[odd], edges=[])).count("placeholder") == 1
