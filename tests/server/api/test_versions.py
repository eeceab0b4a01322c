"""Versions through the interface: kept by themselves, named, compared, restored."""

from typing import Any

from tests.pipelines import regression
from tests.serving import Client

FRACTION = ["nodes", "split", "parameters", "fraction"]


def listed(client: Client, design: str) -> list[tuple[str, str | None, int]]:
    found = client.checked("GET", f"/api/designs/{design}/versions")
    return [(version["reason"], version["name"], version["revision"]) for version in found]


def document(client: Client, design: str) -> dict[str, Any]:
    found: dict[str, Any] = client.checked("GET", f"/api/designs/{design}")["document"]
    return found


def test_a_version_is_named_renamed_and_forgotten(client: Client) -> None:
    design = client.new_design(regression())
    client.edit(design, {"path": FRACTION, "value": 0.6})
    made = client.checked("POST", f"/api/designs/{design}/versions", json={"name": "First", "note": "Works"})
    client.checked("PATCH", f"/api/designs/{design}/versions/{made['id']}", json={"name": "Baseline"})
    assert listed(client, design) == [("named", "Baseline", 1)]
    client.checked("DELETE", f"/api/designs/{design}/versions/{made['id']}")
    assert listed(client, design) == []


def test_each_run_keeps_the_version_that_it_ran_once(client: Client) -> None:
    design = client.new_design(regression())
    client.run(design)
    client.run(design)
    client.edit(design, {"path": FRACTION, "value": 0.6})
    client.run(design)
    assert listed(client, design) == [("run", None, 1), ("run", None, 0)]


def test_a_version_is_restored_as_a_change_like_any_other(client: Client) -> None:
    design = client.new_design(regression())
    then = document(client, design)
    made = client.checked("POST", f"/api/designs/{design}/versions", json={"name": "Before"})
    client.edit(design, {"path": ["nodes", "score"]}, {"path": FRACTION, "value": 0.6})
    restoring = client.checked("POST", f"/api/designs/{design}/restoring?to=version:{made['id']}")
    client.edit(design, *restoring["edits"])
    assert document(client, design) == then
    assert ("restore", None, 1) in listed(client, design)


def test_two_points_of_the_history_are_compared_in_words(client: Client) -> None:
    design = client.new_design(regression())
    run = client.run(design)
    client.edit(design, {"path": FRACTION, "value": 0.6}, {"path": ["nodes", "split", "x"], "value": 50})
    told = client.checked("GET", f"/api/designs/{design}/changes?old=run:{run['id']}")
    assert [(change["words"], change["counts"]) for change in told["changes"]] == [
        ("Split Data: Fraction from 0.7 to 0.6.", True),
        ("Split Data was moved.", False),
    ]
    assert told["new"] == document(client, design)


def test_a_version_and_a_run_open_as_new_designs(client: Client) -> None:
    design = client.new_design(regression(), "Cars")
    run = client.run(design)
    made = client.checked("POST", f"/api/designs/{design}/versions", json={"name": "Baseline"})
    client.edit(design, {"path": ["nodes", "score"]})
    for body, name in (({"version": made["id"]}, "Cars (Baseline)"), ({"run": run["id"]}, "Cars (run 1)")):
        opened = client.checked("POST", "/api/designs", json=body)
        assert (opened["document"]["name"], "score" in opened["document"]["nodes"]) == (name, True)


def test_a_version_of_another_design_is_not_there(client: Client) -> None:
    one, other = client.new_design(regression()), client.new_design({})
    made = client.checked("POST", f"/api/designs/{one}/versions", json={"name": "Mine"})
    for path in (
        f"/api/designs/{other}/versions/{made['id']}",
        f"/api/designs/{other}/changes?old=version:{made['id']}",
    ):
        answer = client.get(path)
        assert (answer.status_code, answer.json()["detail"]) == (
            404,
            "This version is not there. It may have been deleted.",
        )
