"""What workspaces may hold and run: counted by every change, refused with a sentence, and waited for."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.runs.quotas import in_units
from server.storage.database import Database
from server.storage.people_tables import HoldingRow
from server.storage.place import COMMON
from server.storage.quotas import of_workspace, recount
from server.storage.tables import ArtifactRow
from tests.databases import DATABASES
from tests.pipelines import node
from tests.serving import Client, eventually
from tests.team import Team, team_server

SLOW = "import time\n\n\ndef azureml_main(dataframe1, dataframe2):\n    time.sleep(600)\n    return dataframe1,\n"


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    made = team_server(tmp_path_factory.mktemp("team"), DESIGNERY_WORKSPACE_RUNS="3")
    yield made
    made.stop()


@pytest.fixture
def workspace(team: Team) -> Iterator[tuple[Client, str]]:
    """A new workspace of Ada's, and she at work in it."""
    key = team.ada.checked("POST", "/api/workspaces", json={"name": "Quota"})["id"]
    team.ada.headers["X-Designery-Workspace"] = key
    yield team.ada, key
    del team.ada.headers["X-Designery-Workspace"]


def table(rows: int, start: int = 0) -> bytes:
    return ("x,y\n" + "\n".join(f"{number},{number * 7}" for number in range(start, start + rows))).encode()


def usage(client: Client, workspace: str) -> dict[str, Any]:
    found: dict[str, Any] = client.checked("GET", f"/api/workspaces/{workspace}/usage")
    return found


def allow(client: Client, workspace: str, **limits: int) -> None:
    client.checked("PUT", f"/api/workspaces/{workspace}/quota", json=limits)
    wanted = {"storage": 0, "steps": 0, "runs": 3, **limits}
    eventually(lambda: usage(client, workspace)["limits"] == wanted, "the new limits")


def upload(client: Client, rows: int, start: int = 0, name: str = "t.csv") -> Any:
    return client.post(f"/api/datasets?file_name={name}", content=table(rows, start))


def test_a_workspace_pays_for_what_it_holds_and_once(workspace: tuple[Client, str]) -> None:
    client, key = workspace
    first = upload(client, 1000).json()
    held = usage(client, key)["used"]
    assert held > 8_000
    upload(client, 1000, name="again.csv")
    assert usage(client, key)["used"] == held
    design = client.new_design(
        {
            "data": node("dataset", {"dataset": first["id"]}),
            "other": node("dataset", {"dataset": "sample:penguins_raw"}),
            "split": node("split_data", {}, dataset="other.dataset"),
        }
    )
    client.run(design)
    more = usage(client, key)["used"]
    assert held < more < held + 1_000_000, "the result counts, the data of the sample do not"
    client.run(design)
    assert usage(client, key)["used"] == more
    largest = client.checked("GET", f"/api/workspaces/{key}/usage/largest")
    assert [one["name"] for one in largest["designs"]] == ["Test"]
    assert {one["name"] for one in largest["datasets"]} == {"t", "again"}


def test_two_workspaces_both_pay_and_a_cleaning_lowers_what_goes(workspace: tuple[Client, str]) -> None:
    client, key = workspace
    other = client.checked("POST", "/api/workspaces", json={"name": "Second"})["id"]
    nodes = {
        "data": node("dataset", {"dataset": "sample:penguins_raw"}),
        "split": node("split_data", {}, dataset="data.dataset"),
    }
    mine = client.run(client.new_design(nodes))
    elsewhere = {"X-Designery-Workspace": other}
    design = client.checked("POST", "/api/designs", json={"document": {"format": 2, "name": "T", "nodes": nodes}},
                            headers=elsewhere)["id"]  # fmt: skip
    client.run(design)
    held = usage(client, key)["used"]
    assert held == usage(client, other)["used"]
    assert held > 0
    client.checked("DELETE", f"/api/runs/{mine['id']}")
    assert (usage(client, key)["used"], usage(client, other)["used"]) == (0, held)


def test_an_upload_over_the_quota_is_refused_with_what_is_held_and_what_to_do(workspace: tuple[Client, str]) -> None:
    client, key = workspace
    allow(client, key, storage=60_000)
    assert upload(client, 1000).status_code == 201
    before = usage(client, key)["used"]
    answer = upload(client, 20_000, 5)
    told = answer.json()
    assert (answer.status_code, told["link"]) == (507, "/people/usage")
    assert told["detail"].startswith(f"This workspace holds {in_units(before)} of the 60 KB that it may.")
    assert "Delete runs and datasets" in told["detail"]
    assert "Owners of this server can raise the limit at People, Workspaces." in told["detail"]
    assert usage(client, key)["used"] == before


def test_a_file_that_grows_when_read_is_refused_and_leaves_nothing(team: Team, workspace: tuple[Client, str]) -> None:
    client, key = workspace
    content = ("word\n" + "\n".join(f"{number % 7}" for number in range(20_000))).encode()
    allow(client, key, storage=len(content) + 1_000)
    objects = Path(team.server.home) / "store" / "objects"
    before = {file.name for file in objects.rglob("*")}
    answer = client.post("/api/datasets?file_name=grows.csv", content=content)
    assert answer.status_code == 507, answer.text
    assert usage(client, key)["used"] == 0
    assert {file.name for file in objects.rglob("*") if file.is_file()} <= before


def test_a_body_without_its_length_does_not_pass_either(workspace: tuple[Client, str]) -> None:
    client, key = workspace
    allow(client, key, storage=1_000_000)

    def chunks() -> Iterator[bytes]:
        yield table(200_000)

    assert client.post("/api/datasets?file_name=c.csv", content=chunks()).status_code == 507


def test_uploads_at_once_cannot_pass_the_quota_together(team: Team, workspace: tuple[Client, str]) -> None:
    client, key = workspace
    allow(client, key, storage=60_000)
    codes: list[int] = []

    def send(number: int) -> None:
        with Client(base_url=team.server.url, headers=client.headers, cookies=client.cookies, timeout=120) as one:
            codes.append(upload(one, 1500, number * 10_000, f"{number}.csv").status_code)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(codes) <= {201, 507}
    assert 201 in codes
    assert 507 in codes
    assert usage(client, key)["used"] <= 60_000


def test_a_run_in_a_full_workspace_is_refused_and_a_step_that_fills_it_fails(workspace: tuple[Client, str]) -> None:
    client, key = workspace
    dataset = upload(client, 5000).json()["id"]
    design = client.new_design(
        {
            "data": node("dataset", {"dataset": dataset}),
            "split": node("split_data", {}, dataset="data.dataset"),
        }
    )
    held = usage(client, key)["used"]
    allow(client, key, storage=held + 100)
    step = next(one for one in client.run(design)["steps"] if one["node"] == "split")
    assert (step["state"], step["error"]["title"]) == ("failed", "The workspace is full")
    assert step["error"]["message"].startswith("This workspace holds ")
    assert usage(client, key)["used"] <= held + 100
    allow(client, key, storage=held)
    answer = client.post(f"/api/designs/{design}/runs", json={})
    assert (answer.status_code, answer.json()["link"]) == (507, "/people/usage")


def test_steps_over_the_number_wait_and_say_why(workspace: tuple[Client, str]) -> None:
    client, key = workspace
    allow(client, key, steps=1)
    dataset = upload(client, 10).json()["id"]
    nodes = {"data": node("dataset", {"dataset": dataset})}
    for name in ("a", "b"):
        nodes[name] = node("execute_python_script", {"python_script": f"# {name}\n{SLOW}"}, dataset1="data.dataset")
    design = client.new_design(nodes)
    run = client.checked("POST", f"/api/designs/{design}/runs", json={})["id"]

    def look() -> list[tuple[str, str | None]] | None:
        told = client.checked("GET", f"/api/runs/{run}")
        found = sorted(((one["state"], one["reason"]) for one in told["steps"] if one["node"] in "ab"), key=str)
        return found if [state for state, _ in found] == ["queued", "running"] and found[0][1] else None

    assert eventually(look, "one step to run and one to wait", 180) == [
        ("queued", "Waiting for a place: this workspace runs 1 step at once."),
        ("running", None),
    ]
    assert usage(client, key)["running"] == 1
    allow(client, key, steps=2)

    def both() -> bool:
        told = client.checked("GET", f"/api/runs/{run}")
        return [one["state"] for one in told["steps"] if one["node"] in "ab"] == ["running", "running"]

    eventually(both, "the other step to begin once there is a place", 180)
    client.checked("POST", f"/api/runs/{run}/cancel")


def test_runs_over_the_number_are_refused(workspace: tuple[Client, str]) -> None:
    client, key = workspace
    allow(client, key, runs=1)
    dataset = upload(client, 10).json()["id"]
    script = node("execute_python_script", {"python_script": SLOW}, dataset1="data.dataset")
    design = client.new_design({"data": node("dataset", {"dataset": dataset}), "slow": script})
    run = client.checked("POST", f"/api/designs/{design}/runs", json={})["id"]
    answer = client.post(f"/api/designs/{design}/runs", json={})
    assert (answer.status_code, answer.json()["detail"]) == (
        409,
        "This workspace has 1 run under way or waiting, and may have no more. Wait for one to end, or cancel one. "
        "Owners of this server can raise the limit at People, Workspaces.",
    )
    client.checked("POST", f"/api/runs/{run}/cancel")


def test_all_workspaces_are_told_to_owners_of_the_server_and_limits_are_in_the_log(
    workspace: tuple[Client, str],
) -> None:
    client, key = workspace
    allow(client, key, storage=5_000_000, steps=4)
    told = client.checked("GET", "/api/workspaces")
    assert told["usual"] == {"storage": 0, "steps": 0, "runs": 3}
    mine = next(one for one in told["workspaces"] if one["id"] == key)
    assert (mine["own"], mine["members"]) == ({"storage": 5_000_000, "steps": 4, "runs": None}, 1)
    entry = client.checked("GET", "/api/audit", params={"action": "workspace.quota"})[0]
    assert entry["details"] == {"storage": 5_000_000, "steps": 4, "runs": None}


def test_what_is_counted_by_each_change_is_what_a_count_of_all_gives(tmp_path: Path) -> None:
    database = Database(DATABASES.url(tmp_path))
    database.migrate()
    from server.storage.belonging import hold

    with database.session() as session:
        for letter, size in (("a", 10), ("b", 200), ("c", 3_000)):
            session.add(ArtifactRow(id=letter * 64, type="dataset", bytes=size))
        session.flush()
        hold(session, [(COMMON, "a" * 64)])
        hold(session, [("w", "a" * 64), ("w", "b" * 64), ("v", "b" * 64)])
        hold(session, [("w", "b" * 64), ("w", "c" * 64)])
    with database.session() as session:
        counted = {key: of_workspace(session, key).used for key in ("w", "v", COMMON)}
        assert counted == {"w": 3_200, "v": 200, COMMON: 0}
        recount(session)
        assert {key: of_workspace(session, key).used for key in counted} == counted
        session.delete(session.get(HoldingRow, ("w", "c" * 64)))
        session.flush()
        recount(session)
        assert of_workspace(session, "w").used == 200
    database.close()
