"""Modules that users write for a design, through the interface."""

import shutil
from typing import Any

import pytest

from modules.kit.custom_module_parser import parse_custom_module
from server.api.modules.redacted_modules import redact_module
from server.graph.document import CustomModule, Design
from server.graph.sharing.redacted_design import find_code
from server.storage.orm.access_tables import ShareRow
from tests.live_server import Client, get_step_states
from tests.modules.kit.test_custom_module_parser import OUTLIERS_MODULE
from tests.small_designs import make_node

HALVES_MODULE = '''
def halves(table: DataFrame, *, share: Annotated[float, Field(ge=0, le=1)] = 0.5) -> tuple[DataFrame, DataFrame]:
    """Cut a table in two."""
    at = int(len(table) * share)
    return table[:at], table[at:]
'''


def create_halves_design(client: Client, code: str = HALVES_MODULE, **parameters: Any) -> str:
    document = {
        "name": "Halves",
        "nodes": {
            "data": make_node("enter_data_manually", {"data": "a\n1\n2\n3\n4\n"}),
            "halves": make_node("own_halves", parameters, table="data.dataset"),
        },
        "modules": {"own_halves": {"code": code}},
    }
    design = str(client.request_json("POST", "/api/designs", json={"document": document})["id"])
    client.request_json("POST", f"/api/designs/{design}/trust")
    return design


def test_a_function_of_the_design_is_a_module_with_ports_and_a_form(client: Client) -> None:
    analysis = client.request_json("GET", f"/api/designs/{create_halves_design(client)}/analysis")
    assert analysis["problems"] == []
    (module,) = analysis["modules"]
    assert (module["title"], module["category"]) == ("Halves", "Custom Modules")
    assert [port["name"] for port in module["outputs"]] == ["results_dataset1", "results_dataset2"]
    assert module["parameters"]["properties"]["share"]["maximum"] == 1


def test_it_runs_as_a_step_and_is_reused_until_its_source_changes(client: Client) -> None:
    design = create_halves_design(client, share=0.25)
    run = client.run(design)
    assert set(get_step_states(run).values()) <= {"succeeded", "reused"}, run
    rows = {port: output["rows"] for port, output in run["steps"][1]["outputs"].items()}
    assert rows == {"results_dataset1": 1, "results_dataset2": 3}
    assert get_step_states(client.run(design))["halves"] == "reused"
    changed = HALVES_MODULE.replace("at = int", "at = 1 + int")
    client.edit(design, {"path": ["modules", "own_halves", "code"], "value": changed})
    assert client.request_json("GET", f"/api/designs/{design}/analysis")["changed"] == ["halves"]
    assert get_step_states(client.run(design))["halves"] == "succeeded"


def test_a_source_that_cannot_be_read_is_a_problem_of_its_nodes(client: Client) -> None:
    analysis = client.request_json(
        "GET", f"/api/designs/{create_halves_design(client, 'def halves(table: int): ...')}/analysis"
    )
    assert [(problem["node"], problem["message"]) for problem in analysis["problems"]] == [
        (
            "halves",
            "This custom module can't be read, line 1 of its code: "
            "'table' is an input port, so it is a DataFrame, a File, a Model or an Object. "
            "Put a * before the parameters.",
        )
    ]


def test_a_source_is_described_without_running_it(client: Client) -> None:
    code = "raise SystemExit\ndef doubled(table): return table"
    body = client.request_json("POST", "/api/modules/describe", json={"name": "own_doubled", "code": code})
    assert (body["module"]["title"], body["flaw"]) == ("Doubled", None)
    body = client.request_json("POST", "/api/modules/describe", json={"name": "own_doubled", "code": "def f(:"})
    assert body == {"module": None, "flaw": {"message": "SyntaxError: invalid syntax.", "line": 1}}


def test_an_imported_design_runs_no_module_of_its_own_until_it_is_trusted(client: Client) -> None:
    document = {
        "name": "Theirs",
        "nodes": {"halves": make_node("own_halves")},
        "modules": {"own_halves": {"code": HALVES_MODULE}},
    }
    design = client.request_json("POST", "/api/designs", json={"document": document})["id"]
    messages = [
        problem["message"] for problem in client.request_json("GET", f"/api/designs/{design}/analysis")["problems"]
    ]
    assert "This script is part of an imported design. It runs once you trust the design." in messages


@pytest.mark.parametrize("scripts", [True, False])
def test_a_link_without_scripts_says_nothing_of_the_form_of_an_own_module(scripts: bool) -> None:
    share = ShareRow(scripts=scripts)  # type: ignore[call-arg]
    shown = redact_module(share, parse_custom_module("own_outliers", OUTLIERS_MODULE), own=True)
    assert bool(shown.widgets) == bool(shown.parameters["properties"]) == bool(shown.help) == scripts


LEARN_MODULE = """
class Learned(NamedTuple):
    rules: Object
    same: DataFrame


def learn(table: DataFrame) -> Learned:
    return {"shift": int(table["a"].min())}, table
"""
APPLY_MODULE = """
def apply(table: DataFrame, rules: Object) -> DataFrame:
    table["a"] -= rules["shift"]
    return table
"""


def test_an_object_travels_from_one_step_to_another(client: Client) -> None:
    document = {
        "name": "Objects",
        "nodes": {
            "data": make_node("enter_data_manually", {"data": "a\n4\n9\n"}),
            "learn": make_node("own_learn", table="data.dataset"),
            "apply": make_node("own_apply", table="learn.same", rules="learn.rules"),
        },
        "modules": {"own_learn": {"code": LEARN_MODULE}, "own_apply": {"code": APPLY_MODULE}},
    }
    design = str(client.request_json("POST", "/api/designs", json={"document": document})["id"])
    client.request_json("POST", f"/api/designs/{design}/trust")
    run = client.run(design)
    assert set(get_step_states(run).values()) == {"succeeded"}, [step["error"] for step in run["steps"]]


def test_ports_are_read_and_changed_in_the_source(client: Client) -> None:
    source = {"name": "own_halves", "code": HALVES_MODULE}
    ports = client.request_json("POST", "/api/modules/ports", json=source)["ports"]
    assert [port["name"] for port in ports["inputs"]] == ["table"]
    added = {"name": "page", "kind": "file", "optional": True, "was": None}
    ports = {**ports, "inputs": [*ports["inputs"], added]}
    changed = client.request_json("POST", "/api/modules/ports", json={**source, "ports": ports})
    assert "def halves(" in changed["code"]
    assert "page: File | None = None" in changed["code"]
    assert [port["type"] for port in changed["module"]["inputs"]] == ["dataset", "file"]
    refused = {**ports, "outputs": []}
    answer = client.request_json("POST", "/api/modules/ports", json={**source, "ports": refused})
    assert (answer["module"], answer["flaw"]["message"]) == (None, "Keep at least one output.")


def test_a_script_is_made_a_module(client: Client) -> None:
    script = "def transform(dataframe1):\n    return dataframe1\n"
    body = {"language": "python", "script": script, "name": "own_script", "title": "Größe 1"}
    made = client.request_json("POST", "/api/modules/from-script", json=body)
    assert "def gr_e_1(" in made["code"]
    assert [port["name"] for port in made["module"]["outputs"]] == ["result_dataset"]
    flaw = client.request_json("POST", "/api/modules/from-script", json={**body, "script": "x ="})["flaw"]
    assert flaw["line"] == 1


HALVES_IN_R = """\
#' Halves in R.
#' @output halves table
halves <- function(table, factor = 0.5) table
"""


def test_a_module_in_r_is_described_changed_and_reviewed_as_r(client: Client) -> None:
    source = {"name": "own_halves", "code": HALVES_IN_R}
    read = client.request_json("POST", "/api/modules/ports", json=source)
    assert (read["language"], read["module"]["title"]) == ("r", "Halves")
    added = {"name": "page", "kind": "file", "optional": True, "was": None}
    ports = {**read["ports"], "inputs": [*read["ports"]["inputs"], added]}
    changed = client.request_json("POST", "/api/modules/ports", json={**source, "ports": ports})
    assert "halves <- function(table, page = NULL, factor = 0.5)" in changed["code"]
    body = {"language": "r", "script": "transform <- function(a, b) list(a, b)\n", "name": "own_s", "title": "R 1"}
    made = client.request_json("POST", "/api/modules/from-script", json=body)
    assert made["code"].endswith("r_1 <- function(a = NULL, b = NULL) list(result_dataset = a, result_dataset2 = b)\n")
    design = Design(name="R", nodes={}, modules={"own_halves": CustomModule(code=HALVES_IN_R)})
    assert find_code(design, {}) == [(None, "halves", "r", HALVES_IN_R)]


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_a_module_in_r_runs_in_a_design(client: Client) -> None:
    document = {
        "name": "R",
        "nodes": {
            "data": make_node("enter_data_manually", {"data": "a\n4\n9\n"}),
            "halves": make_node("own_halves", table="data.dataset"),
        },
        "modules": {"own_halves": {"code": HALVES_IN_R}},
    }
    design = str(client.request_json("POST", "/api/designs", json={"document": document})["id"])
    client.request_json("POST", f"/api/designs/{design}/trust")
    run = client.run(design)
    assert get_step_states(run)["halves"] == "succeeded", [step["error"] for step in run["steps"]]
