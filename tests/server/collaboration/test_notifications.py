"""Who is told of what in the app, and what is not theirs to know."""

import json
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from server.collaboration import notification_feed
from server.storage.database import Database
from server.storage.orm.core_tables import now
from server.storage.orm.notification_tables import NotificationRow
from tests.database_servers import DATABASES
from tests.live_server import Client, Server, wait_until
from tests.small_designs import make_node
from tests.team_server import Team, start_team_server

SLOW = "import time\n\n\ndef azureml_main(dataframe1, dataframe2):\n    time.sleep(600)\n    return dataframe1,\n"
DATA = {"data": make_node("dataset", {"dataset": "sample:penguins_raw"})}
GOOD_NODES = {**DATA, "split": make_node("split_data", {}, dataset="data.dataset")}
FAILING_NODES = {**DATA, "split": make_node("execute_python_script", {"python_script": "1/0"}, dataset1="data.dataset")}
ENDLESS_NODES = {**DATA, "slow": make_node("execute_python_script", {"python_script": SLOW}, dataset1="data.dataset")}


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    made = start_team_server(tmp_path_factory.mktemp("team"))
    yield made
    made.stop()


@pytest.fixture(scope="module")
def workspace(team: Team) -> str:
    found: str = team.ada.request_json("GET", "/api/me")["workspace"]["id"]
    return found


@pytest.fixture(scope="module")
def grace(team: Team, workspace: str) -> Client:
    return team.add_member("grace", workspace, "editor")


@pytest.fixture(autouse=True)
def nothing_unread(team: Team, grace: Client) -> None:
    for client in (team.ada, grace):
        client.request_json("POST", "/api/me/notifications/read", json={})


def list_unread(client: Client) -> list[tuple[str, str]]:
    """(kind, text) of what is unread, newest first."""
    items = client.request_json("GET", "/api/me/notifications")["items"]
    return [(one["kind"], one["text"]) for one in items if one["read_at"] is None]


def test_whoever_started_a_run_is_told_how_it_ended(team: Team, grace: Client) -> None:
    good = grace.run(grace.create_design(GOOD_NODES, "Good"))
    assert list_unread(grace) == [("run_succeeded", f"Good, run {good['number']} succeeded.")]
    grace.run(grace.create_design(FAILING_NODES, "Bad"))
    assert list_unread(grace)[0] == ("run_failed", "Bad, run 1 failed.")
    assert list_unread(team.ada) == []
    link = grace.request_json("GET", "/api/me/notifications")["items"][1]["link"]
    assert link == f"/designs/{good['design_id']}#run-{good['id']}"


def test_a_run_that_another_ended_is_told_and_ones_own_is_not(team: Team, grace: Client) -> None:
    design = grace.create_design(ENDLESS_NODES, "Endless")
    for canceller in (team.ada, grace):
        run = grace.request_json("POST", f"/api/designs/{design}/runs", json={})["id"]
        canceller.request_json("POST", f"/api/runs/{run}/cancel")
        grace.wait_for_run(run)
    assert list_unread(grace) == [("run_cancelled", "Endless, run 1 was cancelled by Ada.")]


def test_comments_reach_whose_design_it_is_who_takes_part_and_who_is_named(
    team: Team, grace: Client, workspace: str
) -> None:
    linus = team.add_member("linus", workspace, "viewer")
    design = team.ada.create_design({}, "Prices")
    path = f"/api/designs/{design}/threads"
    thread = grace.request_json("POST", path, json={"text": "Why?", "title": "Split Data"})["id"]
    assert list_unread(team.ada) == [("comment", "Grace commented on Split Data in Prices.")]
    assert list_unread(grace) == []
    linus.request_json("POST", f"{path}/{thread}/comments", json={"text": "Ask @grace, not grace@example.org"})
    assert list_unread(grace) == [("mention", "Linus mentioned you on Split Data in Prices.")]
    assert list_unread(team.ada)[0] == ("comment", "Linus commented on Split Data in Prices.")
    team.ada.request_json("POST", f"{path}/{thread}/comments", json={"text": "mail to ada@grace.example"})
    assert list_unread(linus) == [("comment", "Ada commented on Split Data in Prices.")]
    item = linus.request_json("GET", "/api/me/notifications")["items"][0]
    assert item["link"] == f"/designs/{design}#comment-{thread}"


def test_a_comment_over_a_link_reaches_whose_design_it_is(team: Team) -> None:
    design = team.ada.create_design({}, "Shared")
    body = {"name": "Reviewers", "scope": "edit", "comments": True, "pinned": False}
    made = team.ada.request_json("POST", f"/api/designs/{design}/shares", json=body)
    visitor = team.open_anonymous_client()
    visitor.request_json("POST", f"/api/shared/{made['id']}/guest-session", json={"token": made["token"]})
    visitor.request_json("POST", f"/api/shared/{made['id']}/design/threads", json={"text": "Hello", "title": ""})
    assert list_unread(team.ada) == [("visitor_comment", "Guest (by link Reviewers) commented on Shared.")]


def test_a_role_is_told_to_whom_it_was_given(team: Team, grace: Client) -> None:
    other = team.ada.request_json("POST", "/api/workspaces", json={"name": "Blue"})["id"]
    team.ada.request_json("POST", f"/api/workspaces/{other}/members", json={"login": "grace", "role": "owner"})
    assert list_unread(grace) == [("role", "You are an owner of Blue now, by Ada.")]
    assert list_unread(team.ada) == []


def test_who_has_left_is_told_nothing_more(team: Team, workspace: str) -> None:
    tom = team.add_member("tom", workspace, "editor")
    design = tom.create_design({}, "Left")
    tom.request_json("POST", f"/api/workspaces/{workspace}/leave")
    team.ada.request_json("POST", f"/api/designs/{design}/threads", json={"text": "@tom come back"})
    assert list_unread(tom) == []


def test_kinds_can_be_turned_off(grace: Client) -> None:
    path = "/api/me/notifications/preferences"
    grace.request_json("PUT", path, json=[{"kind": "run_succeeded", "app": False}])
    grace.run(grace.create_design(GOOD_NODES, "Quiet"))
    assert list_unread(grace) == []
    said = {one["kind"]: (one["app"], one["hook"]) for one in grace.request_json("GET", path)}
    assert (said["run_succeeded"], said["comment"]) == ((False, True), (True, True))
    grace.request_json("PUT", path, json=[{"kind": "run_succeeded", "app": True}])


def test_reading_is_by_item_by_design_or_of_all_and_ones_own_only(team: Team, grace: Client) -> None:
    first, second = (team.ada.create_design({}, name) for name in ("First", "Second"))
    for design in (first, first, second):
        grace.request_json("POST", f"/api/designs/{design}/threads", json={"text": "x"})
    items = team.ada.request_json("GET", "/api/me/notifications")["items"]
    grace.request_json("POST", "/api/me/notifications/read", json={"ids": [one["id"] for one in items]})
    assert len(list_unread(team.ada)) == 3
    team.ada.run(team.ada.create_design(GOOD_NODES, "Third"))
    team.ada.request_json("POST", "/api/me/notifications/read", json={"design": second})
    assert len(list_unread(team.ada)) == 4
    run = team.ada.request_json("GET", "/api/me/notifications")["items"][0]
    team.ada.request_json("POST", "/api/me/notifications/read", json={"design": run["design_id"]})
    assert len(list_unread(team.ada)) == 3
    team.ada.request_json("POST", "/api/me/notifications/read", json={"ids": [items[1]["id"]]})
    assert len(list_unread(team.ada)) == 2
    team.ada.request_json("POST", "/api/me/notifications/read", json={})
    assert team.ada.request_json("GET", "/api/me/notifications")["unread"] == 0


def test_api_tokens_do_not_reach_what_a_person_is_told(team: Team, grace: Client) -> None:
    program = team.open_token_client(grace, "write")
    for method, path in (("GET", ""), ("POST", "/read"), ("GET", "/preferences"), ("GET", "/events")):
        assert program.request(method, f"/api/me/notifications{path}", json={}).status_code == 403
    assert program.get("/api/me/webhooks").status_code == 403


def stream_notifications(client: Client, wanted: int) -> tuple[list[dict[str, Any]], threading.Event, threading.Thread]:
    """What the stream tells, as it comes; it has begun when the first is there."""
    heard: list[dict[str, Any]] = []
    begun = threading.Event()

    def follow() -> None:
        with client.stream("GET", "/api/me/notifications/events") as answer:
            for line in answer.iter_lines():
                if line.startswith("data:"):
                    heard.append(json.loads(line[5:]))
                    begun.set()
                    if len(heard) == wanted:
                        return

    thread = threading.Thread(target=follow, daemon=True)
    thread.start()
    return heard, begun, thread


def test_open_tabs_hear_of_it_at_once(team: Team, grace: Client) -> None:
    design = team.ada.create_design({}, "Live")
    heard, begun, thread = stream_notifications(team.ada, 3)
    assert begun.wait(30)
    grace.request_json("POST", f"/api/designs/{design}/threads", json={"text": "x"})
    wait_until(lambda: len(heard) == 2, "the word of the comment")
    team.ada.request_json("POST", "/api/me/notifications/read", json={})
    thread.join(30)
    assert [one["unread"] for one in heard] == [0, 1, 0]


def test_a_personal_server_tells_of_runs_and_of_comments_of_visitors(tmp_path: Path) -> None:
    server = Server(tmp_path / "home").start()
    try:
        with closing(server.open_client()) as client:
            uploaded = client.request_json("POST", "/api/datasets?file_name=t.csv", content=b"x\n1\n2\n3\n")["id"]
            nodes = {**GOOD_NODES, "data": make_node("dataset", {"dataset": uploaded})}
            client.run(client.create_design(nodes, "Mine"))
            assert list_unread(client) == [("run_succeeded", "Mine, run 1 succeeded.")]
            design = client.create_design({}, "Shared")
            body = {"name": "R", "scope": "edit", "comments": True, "pinned": False}
            made = client.request_json("POST", f"/api/designs/{design}/shares", json=body)
            with Client(base_url=server.url, headers={"X-Requested-By": "designery"}, timeout=60) as visitor:
                visitor.request_json("POST", f"/api/shared/{made['id']}/guest-session", json={"token": made["token"]})
                path = f"/api/shared/{made['id']}/design/threads"
                visitor.request_json("POST", path, json={"text": "Hello", "title": ""})
            assert list_unread(client)[0][0] == "visitor_comment"
    finally:
        server.stop()


def test_what_is_old_goes(tmp_path: Path) -> None:
    database = Database(DATABASES.get_url(tmp_path))
    database.migrate()
    with database.session() as session:
        for days in (1, 89, 91):
            at = now() - timedelta(days=days)
            row = NotificationRow(person_id="p", workspace_id="w", kind="comment", text=str(days), link="/")
            row.created_at = at
            session.add(row)
    with database.session() as session:
        notification_feed.delete_old_notifications(session)
        assert [row.text for row in notification_feed.list_notifications(session, "p", 10)] == ["89", "1"]
    database.close()


def test_numbers_that_no_notification_has_are_refused(grace: Client) -> None:
    assert grace.post("/api/me/notifications/read", json={"ids": [2**70]}).status_code == 422
    assert grace.get(f"/api/me/notifications?before={2**70}").status_code == 422
