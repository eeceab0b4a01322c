"""What workspaces may hold and run: counted by every change, refused with a sentence, and waited for."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.runs.workspace_quotas import OverQuota, WorkspaceLimits, WorkspaceQuotas, format_bytes
from server.storage.database import Database
from server.storage.orm.account_tables import WorkspaceArtifactRow
from server.storage.orm.core_tables import ArtifactRow
from server.storage.stores.quota_store import get_quota, recount_usage
from server.storage.transactions.workspace_context import COMMON_WORKSPACE
from tests.database_servers import DATABASES
from tests.live_server import Client, wait_until
from tests.small_designs import make_node
from tests.team_server import Team, start_team_server

SLOW = "import time\n\n\ndef azureml_main(dataframe1, dataframe2):\n    time.sleep(600)\n    return dataframe1,\n"


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    made = start_team_server(tmp_path_factory.mktemp("team"), DESIGNERY_WORKSPACE_RUNS="3")
    yield made
    made.stop()


@pytest.fixture
def workspace(team: Team) -> Iterator[tuple[Client, str]]:
    """A new workspace of Ada's, and she at work in it."""
    key = team.ada.request_json("POST", "/api/workspaces", json={"name": "Quota"})["id"]
    team.ada.headers["X-Designery-Workspace"] = key
    yield team.ada, key
    del team.ada.headers["X-Designery-Workspace"]


def make_csv(rows: int, start: int = 0) -> bytes:
    return ("x,y\n" + "\n".join(f"{number},{number * 7}" for number in range(start, start + rows))).encode()


def read_usage(client: Client, workspace: str) -> dict[str, Any]:
    found: dict[str, Any] = client.request_json("GET", f"/api/workspaces/{workspace}/usage")
    return found


def set_quota(client: Client, workspace: str, **limits: int) -> None:
    client.request_json("PUT", f"/api/workspaces/{workspace}/quota", json=limits)
    expected = {"storage": 0, "steps": 0, "runs": 3, **limits}
    wait_until(lambda: read_usage(client, workspace)["limits"] == expected, "the new limits")


def upload_table(client: Client, rows: int, start: int = 0, name: str = "t.csv") -> Any:
    return client.post(f"/api/datasets?file_name={name}", content=make_csv(rows, start))


def test_a_workspace_pays_for_what_it_holds_and_once(workspace: tuple[Client, str]) -> None:
    client, key = workspace
    first = upload_table(client, 1000).json()
    held = read_usage(client, key)["used"]
    assert held > 8_000
    upload_table(client, 1000, name="again.csv")
    assert read_usage(client, key)["used"] == held
    design = client.create_design(
        {
            "data": make_node("dataset", {"dataset": first["id"]}),
            "other": make_node("dataset", {"dataset": "sample:penguins_raw"}),
            "split": make_node("split_data", {}, dataset="other.dataset"),
        }
    )
    client.run(design)
    more = read_usage(client, key)["used"]
    assert held < more < held + 1_000_000, "the result counts, the data of the sample do not"
    client.run(design)
    assert read_usage(client, key)["used"] == more
    largest = client.request_json("GET", f"/api/workspaces/{key}/usage/largest")
    assert [one["name"] for one in largest["designs"]] == ["Test"]
    assert {one["name"] for one in largest["datasets"]} == {"t", "again"}


def test_two_workspaces_both_pay_and_a_cleaning_lowers_what_goes(workspace: tuple[Client, str]) -> None:
    client, key = workspace
    other = client.request_json("POST", "/api/workspaces", json={"name": "Second"})["id"]
    nodes = {
        "data": make_node("dataset", {"dataset": "sample:penguins_raw"}),
        "split": make_node("split_data", {}, dataset="data.dataset"),
    }
    mine = client.run(client.create_design(nodes))
    elsewhere = {"X-Designery-Workspace": other}
    design = client.request_json("POST", "/api/designs", json={"document": {"format": 2, "name": "T", "nodes": nodes}},
                            headers=elsewhere)["id"]  # fmt: skip
    client.run(design)
    held = read_usage(client, key)["used"]
    assert held == read_usage(client, other)["used"]
    assert held > 0
    client.request_json("DELETE", f"/api/runs/{mine['id']}")
    assert (read_usage(client, key)["used"], read_usage(client, other)["used"]) == (0, held)


def test_an_upload_over_the_quota_is_refused_with_what_is_held_and_what_to_do(workspace: tuple[Client, str]) -> None:
    client, key = workspace
    set_quota(client, key, storage=60_000)
    assert upload_table(client, 1000).status_code == 201
    before = read_usage(client, key)["used"]
    answer = upload_table(client, 20_000, 5)
    body = answer.json()
    assert (answer.status_code, body["link"]) == (507, "/people/usage")
    assert body["detail"].startswith(f"This workspace uses {format_bytes(before)} of its 60 KB.")
    assert "Delete runs and datasets" in body["detail"]
    assert "Owners of this server can raise the limit under People, Workspaces." in body["detail"]
    assert read_usage(client, key)["used"] == before


def test_a_file_that_grows_when_read_is_refused_and_leaves_nothing(team: Team, workspace: tuple[Client, str]) -> None:
    client, key = workspace
    content = ("word\n" + "\n".join(f"{number % 7}" for number in range(20_000))).encode()
    set_quota(client, key, storage=len(content) + 1_000)
    # The data of the samples come by themselves after a start, and lie in the same folder.
    wait_until(lambda: client.request_json("GET", "/api/samples/import-status")["left"] == 0, "the data of the samples")
    objects = Path(team.server.home) / "store" / "objects"
    before = {file.name for file in objects.rglob("*")}
    answer = client.post("/api/datasets?file_name=grows.csv", content=content)
    assert answer.status_code == 507, answer.text
    assert read_usage(client, key)["used"] == 0
    assert {file.name for file in objects.rglob("*") if file.is_file()} <= before


def test_a_body_without_its_length_does_not_pass_either(workspace: tuple[Client, str]) -> None:
    client, key = workspace
    set_quota(client, key, storage=1_000_000)

    def chunks() -> Iterator[bytes]:
        yield make_csv(200_000)

    assert client.post("/api/datasets?file_name=c.csv", content=chunks()).status_code == 507


def test_uploads_at_once_cannot_pass_the_quota_together(team: Team, workspace: tuple[Client, str]) -> None:
    client, key = workspace
    set_quota(client, key, storage=60_000)
    codes: list[int] = []

    def send(number: int) -> None:
        with Client(base_url=team.server.url, headers=client.headers, cookies=client.cookies, timeout=120) as one:
            codes.append(upload_table(one, 1500, number * 10_000, f"{number}.csv").status_code)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(codes) <= {201, 507}
    assert 201 in codes
    assert 507 in codes
    assert read_usage(client, key)["used"] <= 60_000


def test_of_several_that_grow_beyond_the_quota_together_one_finds_room(tmp_path: Path) -> None:
    database = Database(DATABASES.get_url(tmp_path))
    database.migrate()
    quotas = WorkspaceQuotas(database, WorkspaceLimits(storage=60))
    rooms = [quotas.reserve(COMMON_WORKSPACE, 17) for _ in range(3)]
    for room in rooms[:2]:
        with pytest.raises(OverQuota, match="uses 34 B of its 60 B" if room is rooms[0] else "uses 17 B of its 60 B"):
            room.grow(47)
    rooms[2].grow(47)
    assert [room.size for room in rooms] == [0, 0, 47]
    rooms[2].release()
    assert quotas.reserve(COMMON_WORKSPACE, 60).size == 60
    database.close()


def test_a_run_in_a_full_workspace_is_refused_and_a_step_that_fills_it_fails(workspace: tuple[Client, str]) -> None:
    client, key = workspace
    dataset = upload_table(client, 5000).json()["id"]
    design = client.create_design(
        {
            "data": make_node("dataset", {"dataset": dataset}),
            "split": make_node("split_data", {}, dataset="data.dataset"),
        }
    )
    held = read_usage(client, key)["used"]
    set_quota(client, key, storage=held + 100)
    step = next(one for one in client.run(design)["steps"] if one["node"] == "split")
    assert (step["state"], step["error"]["title"]) == ("failed", "The workspace is full")
    assert step["error"]["message"].startswith("This workspace uses ")
    assert read_usage(client, key)["used"] <= held + 100
    set_quota(client, key, storage=held)
    answer = client.post(f"/api/designs/{design}/runs", json={})
    assert (answer.status_code, answer.json()["link"]) == (507, "/people/usage")


def test_steps_over_the_number_wait_and_say_why(workspace: tuple[Client, str]) -> None:
    client, key = workspace
    set_quota(client, key, steps=1)
    dataset = upload_table(client, 10).json()["id"]
    nodes = {"data": make_node("dataset", {"dataset": dataset})}
    for name in ("a", "b"):
        nodes[name] = make_node(
            "execute_python_script", {"python_script": f"# {name}\n{SLOW}"}, dataset1="data.dataset"
        )
    design = client.create_design(nodes)
    run = client.request_json("POST", f"/api/designs/{design}/runs", json={})["id"]

    def look() -> list[tuple[str, str | None]] | None:
        body = client.request_json("GET", f"/api/runs/{run}")
        found = sorted(((one["state"], one["reason"]) for one in body["steps"] if one["node"] in "ab"), key=str)
        return found if [state for state, _ in found] == ["queued", "running"] and found[0][1] else None

    assert wait_until(look, "one step to run and one to wait", 180) == [
        ("queued", "Waiting in the queue: this workspace runs 1 step at once."),
        ("running", None),
    ]
    assert read_usage(client, key)["running"] == 1
    set_quota(client, key, steps=2)

    def both() -> bool:
        body = client.request_json("GET", f"/api/runs/{run}")
        return [one["state"] for one in body["steps"] if one["node"] in "ab"] == ["running", "running"]

    wait_until(both, "the other step to begin once there is a place", 180)
    client.request_json("POST", f"/api/runs/{run}/cancel")


def test_runs_over_the_number_are_refused(workspace: tuple[Client, str]) -> None:
    client, key = workspace
    set_quota(client, key, runs=1)
    dataset = upload_table(client, 10).json()["id"]
    script = make_node("execute_python_script", {"python_script": SLOW}, dataset1="data.dataset")
    design = client.create_design({"data": make_node("dataset", {"dataset": dataset}), "slow": script})
    run = client.request_json("POST", f"/api/designs/{design}/runs", json={})["id"]
    answer = client.post(f"/api/designs/{design}/runs", json={})
    assert (answer.status_code, answer.json()["detail"]) == (
        409,
        "This workspace has 1 run in progress or waiting, which is its limit. Wait for one to finish, or cancel one. "
        "Owners of this server can raise the limit under People, Workspaces.",
    )
    client.request_json("POST", f"/api/runs/{run}/cancel")


def test_all_workspaces_are_told_to_owners_of_the_server_and_limits_are_in_the_log(
    workspace: tuple[Client, str],
) -> None:
    client, key = workspace
    set_quota(client, key, storage=5_000_000, steps=4)
    body = client.request_json("GET", "/api/workspaces")
    assert body["usual"] == {"storage": 0, "steps": 0, "runs": 3}
    mine = next(one for one in body["workspaces"] if one["id"] == key)
    assert (mine["own"], mine["members"]) == ({"storage": 5_000_000, "steps": 4, "runs": None}, 1)
    entry = client.request_json("GET", "/api/audit", params={"action": "workspace.quota"})[0]
    assert entry["details"] == {"storage": 5_000_000, "steps": 4, "runs": None}


def test_what_is_counted_by_each_change_is_what_a_count_of_all_gives(tmp_path: Path) -> None:
    database = Database(DATABASES.get_url(tmp_path))
    database.migrate()
    from server.storage.stores.tenancy import add_workspace_artifacts

    with database.session() as session:
        for letter, size in (("a", 10), ("b", 200), ("c", 3_000)):
            session.add(ArtifactRow(id=letter * 64, type="dataset", bytes=size))
        session.flush()
        add_workspace_artifacts(session, [(COMMON_WORKSPACE, "a" * 64)])
        add_workspace_artifacts(session, [("w", "a" * 64), ("w", "b" * 64), ("v", "b" * 64)])
        add_workspace_artifacts(session, [("w", "b" * 64), ("w", "c" * 64)])
    with database.session() as session:
        counted = {key: get_quota(session, key).used for key in ("w", "v", COMMON_WORKSPACE)}
        assert counted == {"w": 3_200, "v": 200, COMMON_WORKSPACE: 0}
        recount_usage(session)
        assert {key: get_quota(session, key).used for key in counted} == counted
        session.delete(session.get(WorkspaceArtifactRow, ("w", "c" * 64)))
        session.flush()
        recount_usage(session)
        assert get_quota(session, "w").used == 200
    database.close()
