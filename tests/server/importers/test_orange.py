"""Orange workflows become designs: nothing of the graph is lost, and a report says what differs."""

from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import ValidationError

from modules.kit import Module, catalog
from server.graph.custom_modules import add_custom_modules
from server.graph.document import parse_design
from server.importers.design_files import convert_design_file
from server.importers.imported_design import ImportedDesign
from server.importers.orange_widgets import LEARNERS, PREPARATIONS
from tests.live_server import Client
from tests.server.importers.workflow_files import CROSS_VALIDATION, write_orange


def check_ports(made: ImportedDesign) -> None:
    """Every module, port and parameter that an import names is there."""
    design = parse_design(made.build_document())
    modules = add_custom_modules(design, catalog())
    for name, node in design.nodes.items():
        module = modules[node.module]
        assert set(node.inputs) <= {port.name for port in module.inputs}, name
        assert set(node.parameters) <= set(module.widgets), name
        # What the file does not tell is left empty, for the person to choose.
        assert _list_wrong_values(module, node.parameters) <= {"missing"}, name
        for edge in node.edges():
            source = modules[design.nodes[edge.source].module]
            assert edge.output in {port.name for port in source.outputs}, (name, edge)


def _list_wrong_values(module: Module, values: Mapping[str, Any]) -> set[str]:
    try:
        module.parameters.model_validate(values)
    except ValidationError as error:
        return {one["type"] for one in error.errors()}
    return set()


def test_a_tutorial_becomes_a_design_that_trains(client: Client) -> None:
    made = convert_design_file("flow.ows", CROSS_VALIDATION)
    check_ports(made)
    assert made.nodes["forest"]["parameters"] == {"number_of_decision_trees": 25}
    assert made.nodes["cross_validate_logistic"]["parameters"] == {"label": "iris", "number_of_folds": 3}
    assert made.nodes["iris_tab"]["module"] == "dataset"
    answer = client.post("/api/design-imports?file_name=flow.ows", content=CROSS_VALIDATION)
    assert answer.status_code == 201, answer.text
    read = answer.json()
    assert {line["title"]: line["kind"] for line in read["lines"]} == {
        "File": "approximated",
        "Logistic": "approximated",
        "Forest": "approximated",
        "Test & Score": "converted",
        "Confusion": "approximated",
        "Table": "approximated",
        "Paint": "placeholder",
    }
    document = client.request_json("GET", f"/api/designs/{read['id']}")["document"]
    assert document["nodes"]["paint"]["disabled"]
    assert '"brush": 3' in document["nodes"]["paint"]["note"]
    assert "**Paint**" in document["notes"]["import_report"]["text"]
    problems = client.request_json("GET", f"/api/designs/{read['id']}/analysis")["problems"]
    assert {(one["node"], one["field"]) for one in problems} == {("iris_tab", "dataset")}, "only the data are missing"


@pytest.mark.parametrize("kind", [*LEARNERS, *PREPARATIONS, "OWSVM", "OWPCA", "OWRank", "OWKMeans", "OWDataSampler"])
def test_what_each_widget_becomes_is_there(kind: str) -> None:
    settings = {
        "n_estimators": 10,
        "ncomponents": 3,
        "k": 4,
        "n_neighbors": 3,
        "sampleSizePercentage": 60,
        "max_depth": 5,
    }
    made = convert_design_file(
        "one.ows", write_orange([("OWFile", "File", {}), (kind, "It", settings)], [(0, "Data", 1, "Data")])
    )
    check_ports(made)
    assert made.count("placeholder") == 0


def test_a_refusal_is_a_sentence(client: Client) -> None:
    answer = client.post("/api/design-imports?file_name=flow.ows", content=b"<scheme/>")
    assert (answer.status_code, "no scheme with nodes" in answer.json()["detail"]) == (422, True)


def test_cards_do_not_lie_on_one_another() -> None:
    """Widgets stand closer together than cards are wide."""
    nodes = convert_design_file("flow.ows", CROSS_VALIDATION).build_document()["nodes"].values()
    places = sorted((node["x"], node["y"]) for node in nodes)
    covered = [
        (one, other)
        for one in places
        for other in places
        if one < other and other[0] - one[0] < 240 and abs(other[1] - one[1]) < 90
    ]
    assert covered == []
