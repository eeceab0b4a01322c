"""Versions through the interface: kept by themselves, named, compared, restored."""

from typing import Any

from tests.live_server import Client
from tests.small_designs import make_regression_nodes

FRACTION_PATH = ["nodes", "split", "parameters", "fraction"]


def list_versions(client: Client, design: str) -> list[tuple[str, str | None, int]]:
    found = client.request_json("GET", f"/api/designs/{design}/versions")
    return [(version["reason"], version["name"], version["revision"]) for version in found]


def read_document(client: Client, design: str) -> dict[str, Any]:
    found: dict[str, Any] = client.request_json("GET", f"/api/designs/{design}")["document"]
    return found


def test_a_version_is_named_renamed_and_forgotten(client: Client) -> None:
    design = client.create_design(make_regression_nodes())
    client.edit(design, {"path": FRACTION_PATH, "value": 0.6})
    made = client.request_json("POST", f"/api/designs/{design}/versions", json={"name": "First", "note": "Works"})
    client.request_json("PATCH", f"/api/designs/{design}/versions/{made['id']}", json={"name": "Baseline"})
    assert list_versions(client, design) == [("named", "Baseline", 1)]
    client.request_json("DELETE", f"/api/designs/{design}/versions/{made['id']}")
    assert list_versions(client, design) == []


def test_each_run_keeps_the_version_that_it_ran_once(client: Client) -> None:
    design = client.create_design(make_regression_nodes())
    client.run(design)
    client.run(design)
    client.edit(design, {"path": FRACTION_PATH, "value": 0.6})
    client.run(design)
    assert list_versions(client, design) == [("run", None, 1), ("run", None, 0)]


def test_a_version_is_restored_as_a_change_like_any_other(client: Client) -> None:
    design = client.create_design(make_regression_nodes())
    then = read_document(client, design)
    made = client.request_json("POST", f"/api/designs/{design}/versions", json={"name": "Before"})
    client.edit(design, {"path": ["nodes", "score"]}, {"path": FRACTION_PATH, "value": 0.6})
    restoring = client.request_json("POST", f"/api/designs/{design}/restorations?to=version:{made['id']}")
    client.edit(design, *restoring["edits"])
    assert read_document(client, design) == then
    assert ("restore", None, 1) in list_versions(client, design)


def test_two_points_of_the_history_are_compared_in_words(client: Client) -> None:
    design = client.create_design(make_regression_nodes())
    run = client.run(design)
    client.edit(design, {"path": FRACTION_PATH, "value": 0.6}, {"path": ["nodes", "split", "x"], "value": 50})
    body = client.request_json("GET", f"/api/designs/{design}/diff?old=run:{run['id']}")
    assert [(change["words"], change["counts"]) for change in body["changes"]] == [
        ("Split Data: Fraction from 0.7 to 0.6.", True),
        ("Split Data was moved.", False),
    ]
    assert body["new"] == read_document(client, design)


def test_a_version_and_a_run_open_as_new_designs(client: Client) -> None:
    design = client.create_design(make_regression_nodes(), "Cars")
    run = client.run(design)
    made = client.request_json("POST", f"/api/designs/{design}/versions", json={"name": "Baseline"})
    client.edit(design, {"path": ["nodes", "score"]})
    for body, name in (({"version": made["id"]}, "Cars (Baseline)"), ({"run": run["id"]}, "Cars (run 1)")):
        opened = client.request_json("POST", "/api/designs", json=body)
        assert (opened["document"]["name"], "score" in opened["document"]["nodes"]) == (name, True)


def test_a_version_of_another_design_is_not_there(client: Client) -> None:
    one, other = client.create_design(make_regression_nodes()), client.create_design({})
    made = client.request_json("POST", f"/api/designs/{one}/versions", json={"name": "Mine"})
    for path in (
        f"/api/designs/{other}/versions/{made['id']}",
        f"/api/designs/{other}/diff?old=version:{made['id']}",
    ):
        answer = client.get(path)
        assert (answer.status_code, answer.json()["detail"]) == (
            404,
            "This version does not exist. It may have been deleted.",
        )
