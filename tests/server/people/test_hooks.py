"""What leaves the server by web hooks: signed, without data, tried again, and never to where it may not go."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.people.hooks import body_for, plain, shown
from server.runs.deliveries import MOST_FAILURES
from server.storage.database import Database
from server.storage.notification_tables import DeliveryRow, HookRow
from server.storage.renewing import seal_anew
from tests.databases import DATABASES
from tests.hooks import Receiver, receiving
from tests.serving import Client, eventually
from tests.team import Team, team_server


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    made = team_server(tmp_path_factory.mktemp("team"), DESIGNERY_ALLOWED_HOSTS="127.0.0.1")
    yield made
    made.stop()


@pytest.fixture(scope="module")
def hooks(team: Team) -> str:
    workspace = team.ada.checked("GET", "/api/me")["workspace"]["id"]
    return f"/api/workspaces/{workspace}/hooks"


@pytest.fixture(scope="module")
def grace(team: Team, hooks: str) -> Client:
    return team.join("grace", hooks.split("/")[3], "editor")


@pytest.fixture(autouse=True)
def no_hooks_left(team: Team, hooks: str) -> Iterator[None]:
    yield
    for path in (hooks, "/api/me/hooks"):
        for one in team.ada.checked("GET", path):
            team.ada.checked("DELETE", f"{path}/{one['id']}")


def make(client: Client, path: str, url: str, **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = client.checked("POST", path, json={"name": "Chat", "url": url, **more})
    return made


def comment(client: Client, design: str, text: str = "secret words") -> None:
    client.checked("POST", f"/api/designs/{design}/comments", json={"text": text, "title": "Split Data"})


def came(receiver: Receiver, count: int = 1) -> tuple[str, dict[str, str], str]:
    eventually(lambda: len(receiver.got) >= count, "the web hook to be told")
    return receiver.got[count - 1]


def test_a_workspace_is_told_and_the_signature_fits(team: Team, grace: Client, hooks: str, receiver: Receiver) -> None:
    made = make(team.ada, hooks, f"{receiver.address}/chat/token-123456", kinds=["comment"])
    design = team.ada.new_design({}, "Prices")
    comment(grace, design)
    path, headers, body = came(receiver)
    assert path == "/chat/token-123456"
    # As the documentation says to verify it.
    key = base64.b64decode(made["secret"].removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body}".encode()
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    told = json.loads(body)
    assert told["type"] == "comment"
    assert told["text"].startswith("Grace commented on Split Data in Prices. http://127.0.0.1:")
    assert told["data"]["design"] == {"id": design, "name": "Prices"}
    assert "secret words" not in body
    eventually(
        lambda: [one["state"] for one in team.ada.checked("GET", f"{hooks}/{made['id']}/deliveries")] == ["sent"],
        "the delivery to be noted",
    )
    sent = team.ada.checked("GET", f"{hooks}/{made['id']}/deliveries")[0]
    assert (sent["status"], sent["attempts"], sent["error"]) == (200, 1, "")


def test_a_person_is_told_in_any_workspace_what_they_chose(team: Team, grace: Client, receiver: Receiver) -> None:
    make(team.ada, "/api/me/hooks", f"{receiver.address}/mine")
    choices = "/api/me/notifications/choices"
    team.ada.checked("PUT", choices, json=[{"kind": "comment", "hook": False}])
    design = team.ada.new_design({}, "Prices")
    comment(grace, design)
    comment(grace, design, "@ada look")
    told = json.loads(came(receiver)[2])
    assert (told["type"], len(receiver.got)) == ("mention", 1)
    team.ada.checked("PUT", choices, json=[{"kind": "comment"}])


def test_neither_address_nor_secret_is_told_again_or_stored_in_clear(
    team: Team, hooks: str, receiver: Receiver
) -> None:
    made = make(team.ada, hooks, f"{receiver.address}/chat/pass-word-of-the-chat")
    listed = json.dumps(team.ada.checked("GET", hooks))
    assert "pass-word" not in listed
    assert made["secret"] not in listed
    log = json.dumps(team.ada.checked("GET", "/api/audit", params={"action": "hook."}))
    assert "pass-word" not in log
    database = Database(DATABASES.url(Path(team.server.home)))
    with database.reading() as session:
        row = session.get_one(HookRow, made["id"])
        assert "pass-word" not in json.dumps(row.model_dump(mode="json"))
    assert seal_anew(database, Path(team.server.home)) >= 1
    database.close()
    assert team.ada.checked("POST", f"{hooks}/{made['id']}/test")["status"] == 200


def test_a_try_says_what_was_answered(team: Team, hooks: str, receiver: Receiver) -> None:
    made = make(team.ada, hooks, receiver.address)
    told = team.ada.checked("POST", f"{hooks}/{made['id']}/test")
    assert (told["status"], told["answer"], told["error"]) == (200, "done", "")
    receiver.status = 404
    told = team.ada.checked("POST", f"{hooks}/{made['id']}/test")
    assert (told["status"], told["error"]) == (404, "It answered 404.")


@pytest.mark.parametrize(
    "url", ["http://169.254.169.254/latest", "http://10.0.0.1/x", "http://[::1]:9/", "http://[64:ff9b::a00:1]/"]
)
def test_nothing_is_sent_to_the_inside_of_a_network(team: Team, hooks: str, url: str) -> None:
    made = make(team.ada, hooks, url)
    told = team.ada.checked("POST", f"{hooks}/{made['id']}/test")
    assert told["status"] is None
    assert "no public address" in told["error"]


def test_redirects_are_looked_at_too(team: Team, hooks: str, receiver: Receiver) -> None:
    made = make(team.ada, hooks, f"{receiver.address}/start")
    receiver.onward = f"{receiver.address}/landed"
    assert team.ada.checked("POST", f"{hooks}/{made['id']}/test")["status"] == 200
    assert [path for path, _, _ in receiver.got] == ["/start", "/landed"]
    receiver.onward = "http://169.254.169.254/latest/meta-data"
    told = team.ada.checked("POST", f"{hooks}/{made['id']}/test")
    assert "no public address" in told["error"]


@pytest.mark.parametrize("url", ["ftp://example.org/", "https://user:pass@example.org/", "javascript:alert(1)", "x"])
def test_what_is_no_plain_address_is_refused(team: Team, hooks: str, url: str) -> None:
    answer = team.ada.post(hooks, json={"name": "Chat", "url": url})
    assert answer.status_code == 422
    assert "pass" not in answer.text.replace("password", "")


def test_a_failure_is_tried_again_also_after_a_restart(tmp_path: Path, receiver: Receiver) -> None:
    team = team_server(tmp_path, DESIGNERY_ALLOWED_HOSTS="127.0.0.1")
    try:
        hooks = f"/api/workspaces/{team.ada.checked('GET', '/api/me')['workspace']['id']}/hooks"
        made = make(team.ada, hooks, receiver.address)
        receiver.status = 500
        comment(team.ada, team.ada.new_design({}, "Prices"))
        came(receiver)
        path = f"{hooks}/{made['id']}/deliveries"
        eventually(lambda: team.ada.checked("GET", path)[0]["attempts"] == 1, "the failure to be noted")
        first = team.ada.checked("GET", path)[0]
        assert (first["state"], first["error"]) == ("waiting", "It answered 500.")
        team.server.kill()
        receiver.status = 200
        team.server.start()
        team.ada.base_url = team.server.url
        eventually(lambda: team.ada.checked("GET", path)[0]["state"] == "sent", "the second try")
        assert receiver.got[0][1]["webhook-id"] == receiver.got[1][1]["webhook-id"]
        assert team.ada.checked("GET", hooks)[0]["failures"] == 0
    finally:
        team.stop()


def test_one_that_is_gone_or_fails_over_and_over_is_disabled_with_a_note(
    team: Team, grace: Client, hooks: str, receiver: Receiver
) -> None:
    made = make(team.ada, hooks, receiver.address)
    receiver.status = 410
    comment(grace, team.ada.new_design({}, "Gone"))
    eventually(lambda: team.ada.checked("GET", hooks)[0]["disabled_at"], "it to be disabled")
    assert team.ada.checked("GET", hooks)[0]["note"] == "It answered 410: it is gone for good."
    told = team.ada.checked("PATCH", f"{hooks}/{made['id']}", json={"enabled": True})
    assert (told["disabled_at"], told["note"]) == (None, "")
    database = Database(DATABASES.url(Path(team.server.home)))
    with database.session() as session:
        row = session.get_one(HookRow, made["id"])
        row.failures = MOST_FAILURES - 1
        session.add(row)
    database.close()
    receiver.status = 500
    comment(grace, team.ada.new_design({}, "Down"))
    eventually(lambda: team.ada.checked("GET", hooks)[0]["disabled_at"], "it to be disabled")
    assert f"failed {MOST_FAILURES} times in a row" in team.ada.checked("GET", hooks)[0]["note"]


def test_hooks_of_others_are_not_there(team: Team, grace: Client, hooks: str, receiver: Receiver) -> None:
    mine = make(team.ada, "/api/me/hooks", receiver.address)["id"]
    works = make(team.ada, hooks, receiver.address)["id"]
    for path in (f"/api/me/hooks/{mine}", f"/api/me/hooks/{works}"):
        assert grace.patch(path, json={"name": "x"}).status_code == 404
        assert grace.get(f"{path}/deliveries").status_code == 404
        assert grace.post(f"{path}/test").status_code == 404
    assert team.ada.get(f"{hooks}/{mine}/deliveries").status_code == 404
    assert grace.get(hooks).status_code == 403


def test_names_cannot_call_everybody_or_hide_an_address() -> None:
    assert plain("<!channel> @all [x](http://evil)") == "‹!channel› @\u200ball (x)(http://evil)"


def test_a_chat_of_microsoft_gets_a_card() -> None:
    row = DeliveryRow(hook_id="h", kind="comment", body={"text": "Hello.", "link": "/x", "data": {}})
    told = json.loads(body_for("https://a.logic.azure.com/workflows/1", row, "https://d.example"))
    card = told["attachments"][0]["content"]
    assert (told["type"], card["body"][0]["text"]) == ("message", "Hello.")
    assert card["actions"][0]["url"] == "https://d.example/x"


def test_an_address_is_shown_in_part() -> None:
    assert shown("https://hooks.slack.com/services/T0/B0/abcdefghijkl") == "https://hooks.slack.com/…ijkl"
