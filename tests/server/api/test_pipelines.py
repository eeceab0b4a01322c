"""Pipelines through the interface: publish, run with values, what is refused, what is stored."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.live_server import Client
from tests.server.api.test_shared_edits import LinkGuest
from tests.small_designs import SMALL_CSV, make_node, make_regression_nodes, make_script_nodes

Json = dict[str, Any]

DECLARED: Json = {
    "parameters": {
        "share": {
            "node": "split",
            "parameter": "fraction",
            "title": "Share to train on",
            "minimum": 0.5,
            "maximum": 0.9,
        }
    },
    "inputs": {"data": {"node": "data", "title": "Prices"}},
    "outputs": {
        "model": {"node": "train", "port": "trained_model", "name": "published-prices"},
        "rest": {"node": "split", "port": "results_dataset2", "name": "Held out"},
    },
}


def upload(client: Client, name: str, text: str) -> str:
    headers = {"Content-Type": "application/octet-stream"}
    options: Json = {"params": {"file_name": name}, "content": text.encode(), "headers": headers}
    found: str = client.request_json("POST", "/api/datasets", **options)["id"]
    return found


@pytest.fixture(scope="module")
def dataset(client: Client) -> str:
    return upload(client, "published prices.csv", SMALL_CSV)


@pytest.fixture
def design(client: Client, dataset: str) -> Iterator[str]:
    nodes = make_regression_nodes()
    nodes["data"] = make_node("dataset", {"dataset": dataset})
    design = client.create_design(nodes, "Prices")
    for part, held in DECLARED.items():
        client.edit(design, *({"path": ["pipeline", part, name], "value": one} for name, one in held.items()))
    yield design
    for pipeline in client.request_json("GET", "/api/pipelines"):
        client.delete(f"/api/pipelines/{pipeline['id']}")
        client.delete(f"/api/saved-modules/{pipeline['id']}")
    client.delete(f"/api/designs/{design}")


@pytest.fixture
def pipeline(client: Client, design: str) -> Json:
    published: Json = client.request_json("POST", f"/api/designs/{design}/pipelines", json={"name": "Retrain nightly"})
    return published


def start(client: Client, pipeline: Json, **given: object) -> Json:
    started: Json = client.request_json("POST", f"/api/pipelines/{pipeline['id']}/runs", json=given)
    finished = client.wait_for_run(started["run"]["id"])
    assert finished["state"] == "succeeded", finished
    found: Json = client.request_json("GET", f"/api/pipelines/{pipeline['id']}/runs/{finished['id']}")
    return found


def count_rows(client: Client, run_id: str, node: str, port: str) -> int:
    steps = client.request_json("GET", f"/api/runs/{run_id}")["steps"]
    rows: int = next(step for step in steps if step["node"] == node)["outputs"][port]["rows"]
    return rows


def test_a_design_is_published_with_what_it_declares(client: Client, design: str, pipeline: Json) -> None:
    assert (pipeline["name"], pipeline["command_name"], pipeline["design_id"]) == (
        "Retrain nightly",
        "retrain-nightly",
        design,
    )
    assert pipeline["default_version"] == 1
    (version,) = pipeline["version_list"]
    (parameter,) = version["declarations"]["parameters"]
    assert (parameter["title"], parameter["default"]) == ("Share to train on", 0.7)
    assert (parameter["widget"]["minimum"], parameter["widget"]["maximum"]) == (0.5, 0.9)
    assert [one["stored_as"] for one in version["declarations"]["outputs"]] == ["published-prices", "Held out"]
    document = client.request_json("GET", f"/api/pipelines/{pipeline['id']}/versions/1")
    assert sorted(document["declared_nodes"]) == ["data", "split"]


def test_a_run_takes_its_values_and_stores_its_outputs(client: Client, dataset: str, pipeline: Json) -> None:
    first = start(client, pipeline)
    assert count_rows(client, first["run"]["id"], "split", "results_dataset2") == 3
    assert first["inputs"]["data"]["version"] == 1
    assert (first["outputs"]["model"]["kind"], first["outputs"]["model"]["version"]) == ("model", 1)
    second = start(client, pipeline, parameters={"share": 0.5}, inputs={"data": {"dataset": dataset, "version": 1}})
    assert count_rows(client, second["run"]["id"], "split", "results_dataset2") == 5
    assert second["parameters"] == {"share": 0.5}
    assert second["outputs"]["rest"]["version"] == first["outputs"]["rest"]["version"] + 1
    stored = client.request_json("GET", f"/api/datasets/{second['outputs']['rest']['id']}")
    assert (stored["name"], stored["versions"][0]["rows"]) == ("Held out", 5)
    third = start(client, pipeline, parameters={"share": 0.5})
    assert not third["outputs"]["rest"]["is_new"]
    assert third["outputs"]["rest"]["version"] == second["outputs"]["rest"]["version"]
    listed = client.request_json("GET", f"/api/pipelines/{pipeline['id']}/runs")
    assert [one["run"]["id"] for one in listed] == [one["run"]["id"] for one in (third, second, first)]


def test_values_that_do_not_fit_are_refused_all_at_once(client: Client, pipeline: Json) -> None:
    given = {
        "parameters": {"share": 2, "depth": 3},
        "inputs": {"data": {"dataset": "nobody"}, "more": {"dataset": "nobody"}},
    }
    refused = client.post(f"/api/pipelines/{pipeline['id']}/runs", json=given)
    assert refused.status_code == 422
    assert refused.json()["problems"] == [
        {
            "field": "depth",
            "kind": "parameter",
            "message": "The pipeline has no parameter 'depth'. It has 'share'.",
        },
        {"field": "share", "kind": "parameter", "message": "Share to train on must be at most 0.9. Got 2."},
        {"field": "more", "kind": "input", "message": "The pipeline has no input 'more'. It has 'data'."},
        {
            "field": "data",
            "kind": "input",
            "message": "Prices: This dataset does not exist. It may have been deleted.",
        },
    ]
    narrow = client.post(f"/api/pipelines/{pipeline['id']}/runs", json={"parameters": {"share": 0.95}})
    assert narrow.json()["detail"] == "Share to train on must be at most 0.9. Got 0.95."


def test_data_without_a_needed_column_are_refused_before_anything_runs(client: Client, pipeline: Json) -> None:
    other = upload(client, "other.csv", "a,b\n1,2\n2,3\n3,4\n")
    given = {"inputs": {"data": {"dataset": other}}}
    refused = client.post(f"/api/pipelines/{pipeline['id']}/runs", json=given)
    assert refused.status_code == 422
    assert refused.json()["detail"].startswith("Train Model: ")
    assert client.request_json("GET", f"/api/pipelines/{pipeline['id']}/runs") == []


def test_edits_of_the_design_do_not_change_what_is_published(client: Client, design: str, pipeline: Json) -> None:
    client.edit(design, {"path": ["nodes", "split", "parameters", "fraction"], "value": 0.5})
    client.edit(design, {"path": ["pipeline", "parameters", "share"]})
    assert count_rows(client, start(client, pipeline)["run"]["id"], "split", "results_dataset2") == 3
    published = client.request_json(
        "POST",
        f"/api/designs/{design}/pipelines",
        json={"name": "Retrain nightly", "note": "Half", "make_default": False},
    )
    assert (published["default_version"], [one["version"] for one in published["version_list"]]) == (1, [2, 1])
    words = [
        change["words"]
        for change in client.request_json("GET", f"/api/pipelines/{pipeline['id']}/diff?old=1&new=2")["changes"]
    ]
    assert any("0.7" in sentence and "0.5" in sentence for sentence in words), words
    half = start(client, pipeline, version=2)
    assert count_rows(client, half["run"]["id"], "split", "results_dataset2") == 5


def test_a_run_leaves_the_history_of_its_design_alone(client: Client, design: str, pipeline: Json) -> None:
    client.edit(design, {"path": ["nodes", "split", "parameters", "fraction"], "value": 0.5})
    start(client, pipeline)
    versions = client.request_json("GET", f"/api/designs/{design}/versions")
    assert [one["run_number"] for one in versions if one["run_number"] is not None] == []


def test_what_a_guest_changes_does_not_hold_up_the_pipeline(client: Client, stranger: httpx.Client) -> None:
    code = "def azureml_main(dataframe1=None, dataframe2=None):\n    return dataframe1,\n"
    design = client.create_design(make_script_nodes(code), "Script")
    pipeline = client.request_json("POST", f"/api/designs/{design}/pipelines", json={"name": "By script"})
    guest = LinkGuest(client, stranger, design, scripts=True)
    guest.send_edit(["nodes", "script", "parameters", "python_script"], f"import os\n{code}").raise_for_status()
    assert client.request_json("GET", f"/api/designs/{design}/analysis")["trusted"] is False
    start(client, pipeline)
    refused = client.post(f"/api/designs/{design}/pipelines", json={"name": "By script"})
    assert refused.json()["detail"].startswith("A guest changed this design. Review the changes first.")
    assert guest.send_edit(["pipeline", "parameters", "mine"], {"node": "script"}).status_code == 422
    client.delete(f"/api/pipelines/{pipeline['id']}")


def test_a_disabled_version_is_not_run_and_never_the_default(client: Client, design: str, pipeline: Json) -> None:
    path = f"/api/pipelines/{pipeline['id']}"
    refused = client.patch(f"{path}/versions/1", json={"disabled": True})
    assert refused.json()["detail"] == "Version 1 is the default. Make another version the default first."
    client.request_json("POST", f"/api/designs/{design}/pipelines", json={"name": "Retrain nightly"})
    client.request_json("PATCH", f"{path}/versions/1", json={"disabled": True, "reason": "Wrong label column."})
    refused = client.post(f"{path}/runs", json={"version": 1})
    assert refused.json()["detail"] == (
        "Version 1 of Retrain nightly is disabled: Wrong label column. Choose another version, or enable it."
    )
    refused = client.patch(path, json={"default_version": 1})
    assert refused.json()["detail"] == "Version 1 is disabled. Enable it before you make it the default."
    client.request_json("PATCH", f"{path}/versions/1", json={"disabled": False})
    assert client.request_json("PATCH", path, json={"default_version": 1})["default_version"] == 1


def test_the_same_key_is_the_same_run(client: Client, pipeline: Json) -> None:
    first, second = start(client, pipeline, key="one"), start(client, pipeline, key="one")
    assert first["run"]["id"] == second["run"]["id"]


def test_a_design_with_problems_or_lost_declarations_is_not_published(client: Client, design: str) -> None:
    client.edit(design, {"path": ["nodes", "train", "parameters", "label"], "value": "nothing"})
    client.edit(design, {"path": ["pipeline", "outputs", "gone"], "value": {"node": "gone", "port": "x", "name": "x"}})
    draft = client.request_json("GET", f"/api/designs/{design}/publication")
    assert draft["reasons"][0] == "The port of the pipeline output 'gone' is gone. Remove the output."
    assert draft["reasons"][1].startswith("Train Model: Column 'nothing' is not in the data.")
    refused = client.post(f"/api/designs/{design}/pipelines", json={"name": "Never"})
    assert (refused.status_code, refused.json()["detail"]) == (409, " ".join(draft["reasons"]))


def test_a_published_design_is_not_deleted(client: Client, design: str, pipeline: Json) -> None:
    refused = client.delete(f"/api/designs/{design}")
    assert refused.json()["detail"] == (
        "The pipeline 'Retrain nightly' is published from this design. Delete the pipeline first."
    )
    assert client.delete(f"/api/pipelines/{pipeline['id']}").status_code == 204
    assert client.get(f"/api/pipelines/{pipeline['id']}").status_code == 404
    restored = client.request_json("POST", f"/api/pipelines/{pipeline['id']}/restore")
    assert restored["name"] == "Retrain nightly"


@pytest.mark.usefixtures("pipeline")
def test_a_name_that_is_taken_is_refused(client: Client) -> None:
    other = client.create_design(make_regression_nodes(), "Other")
    refused = client.post(f"/api/designs/{other}/pipelines", json={"name": "Retrain nightly"})
    assert refused.json()["detail"] == "'Retrain nightly' is published from another design. Choose another name."
    refused = client.post(f"/api/designs/{other}/pipelines", json={"name": "retrain  Nightly"})
    assert refused.json()["detail"] == "A pipeline named 'Retrain nightly' already exists. Choose another name."
    client.delete(f"/api/designs/{other}")


def test_the_form_says_what_a_run_may_be_given(client: Client, dataset: str, pipeline: Json) -> None:
    form = client.request_json("GET", f"/api/pipelines/{pipeline['id']}/form")
    assert (form["version"], form["versions"], form["seconds"]) == (1, [1], None)
    assert form["inputs"]["data"] == {"dataset": dataset, "name": "published prices", "newest": 1, "rows": 10}
    start(client, pipeline)
    assert client.request_json("GET", f"/api/pipelines/{pipeline['id']}/form")["seconds"] > 0


def test_lineage_is_told_in_both_directions(client: Client, dataset: str, pipeline: Json) -> None:
    run = start(client, pipeline, parameters={"share": 0.6})
    rest, model = run["outputs"]["rest"], run["outputs"]["model"]
    keys = {
        f"dataset:{dataset}:1",
        f"dataset:{rest['id']}:{rest['version']}",
        f"model:{model['id']}:{model['version']}",
    }
    by_run = client.request_json("GET", f"/api/lineage/runs/{run['run']['id']}")
    assert {thing["key"] for thing in by_run["things"]} == keys
    assert [(one["pipeline_name"], one["pipeline_version"]) for one in by_run["runs"]] == [("Retrain nightly", 1)]
    made = {edge["target"] for edge in by_run["edges"] if edge["source"] == run["run"]["id"]}
    assert made == keys - {f"dataset:{dataset}:1"}
    upwards = client.request_json("GET", f"/api/lineage/models/{model['id']}?version={model['version']}")
    assert f"dataset:{dataset}:1" in {thing["key"] for thing in upwards["things"]}
    downwards = client.request_json("GET", f"/api/lineage/datasets/{dataset}?version=1")
    assert keys <= {thing["key"] for thing in downwards["things"]}
    of_pipeline = client.request_json("GET", f"/api/lineage/pipelines/{pipeline['id']}")
    assert {thing["key"] for thing in of_pipeline["things"]} == keys


def test_a_pipeline_is_a_module_of_other_designs_and_offers_new_versions(
    client: Client, design: str, pipeline: Json
) -> None:
    path = f"/api/pipelines/{pipeline['id']}"
    assert not pipeline["is_module"]
    assert client.request_json("POST", f"{path}/module")["is_module"]
    module = next(one for one in client.request_json("GET", "/api/saved-modules") if one["id"] == pipeline["id"])
    content = module["content"]
    assert (module["title"], module["version"], "data" in content["nodes"]) == ("Retrain nightly", 1, False)
    group = content["groups"][content["group"]]
    assert [(one["node"], one["port"], one["side"]) for one in group["ports"].values()] == [
        ("split", "dataset", "input"),
        ("train", "trained_model", "output"),
        ("split", "results_dataset2", "output"),
    ]
    assert [one["title"] for one in group["parameters"].values()] == ["Share to train on"]
    client.edit(design, {"path": ["nodes", "split", "parameters", "fraction"], "value": 0.6})
    published = {"name": "Retrain nightly", "make_default": False}
    client.request_json("POST", f"/api/designs/{design}/pipelines", json=published)
    assert _read_module_version(client, pipeline["id"]) == 1
    client.request_json("PATCH", path, json={"default_version": 2})
    assert _read_module_version(client, pipeline["id"]) == 2
    client.request_json("PATCH", path, json={"default_version": 1})
    assert _read_module_version(client, pipeline["id"]) == 3


def _read_module_version(client: Client, module: str) -> int:
    saved = client.request_json("GET", "/api/saved-modules")
    version: int = next(one["version"] for one in saved if one["id"] == module)
    return version


def test_a_version_beyond_any_column_of_a_database_is_refused(client: Client, pipeline: Json) -> None:
    runs = f"/api/pipelines/{pipeline['id']}/runs"
    answers = [
        client.post(runs, json={"version": 2**70}),
        client.get(f"/api/pipelines/{pipeline['id']}/versions/{2**70}"),
        client.patch(f"/api/pipelines/{pipeline['id']}", json={"default_version": 2**70}),
    ]
    assert [answer.status_code for answer in answers] == [422, 422, 422], [answer.text for answer in answers]
