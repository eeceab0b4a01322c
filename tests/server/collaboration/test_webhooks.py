"""What leaves the server by web hooks: signed, without data, tried again, and never to where it may not go."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.collaboration.webhook_store import build_payload, escape_chat_text, mask_url
from server.runs.connectors.webhook_sender import MAX_CONSECUTIVE_FAILURES
from server.storage.database import Database
from server.storage.maintenance.key_rotation import re_encrypt_all
from server.storage.orm.notification_tables import WebhookDeliveryRow, WebhookRow
from tests.database_servers import DATABASES
from tests.live_server import Client, wait_until
from tests.team_server import Team, start_team_server
from tests.webhook_receiver import WebhookReceiver, running_receiver


@pytest.fixture
def receiver() -> Iterator[WebhookReceiver]:
    with running_receiver() as made:
        yield made


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    made = start_team_server(tmp_path_factory.mktemp("team"), DESIGNERY_ALLOWED_HOSTS="127.0.0.1")
    yield made
    made.stop()


@pytest.fixture(scope="module")
def hooks(team: Team) -> str:
    workspace = team.ada.request_json("GET", "/api/me")["workspace"]["id"]
    return f"/api/workspaces/{workspace}/webhooks"


@pytest.fixture(scope="module")
def grace(team: Team, hooks: str) -> Client:
    return team.add_member("grace", hooks.split("/")[3], "editor")


@pytest.fixture(autouse=True)
def no_hooks_left(team: Team, hooks: str) -> Iterator[None]:
    yield
    for path in (hooks, "/api/me/webhooks"):
        for one in team.ada.request_json("GET", path):
            team.ada.request_json("DELETE", f"{path}/{one['id']}")


def create_hook(client: Client, path: str, url: str, **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = client.request_json("POST", path, json={"name": "Chat", "url": url, **more})
    return made


def add_comment(client: Client, design: str, text: str = "secret words") -> None:
    client.request_json("POST", f"/api/designs/{design}/threads", json={"text": text, "title": "Split Data"})


def wait_for_request(receiver: WebhookReceiver, count: int = 1) -> tuple[str, dict[str, str], str]:
    wait_until(lambda: len(receiver.requests) >= count, "the web hook to be told")
    return receiver.requests[count - 1]


def test_a_workspace_is_told_and_the_signature_fits(
    team: Team, grace: Client, hooks: str, receiver: WebhookReceiver
) -> None:
    made = create_hook(team.ada, hooks, f"{receiver.address}/chat/token-123456", kinds=["comment"])
    design = team.ada.create_design({}, "Prices")
    add_comment(grace, design)
    path, headers, body = wait_for_request(receiver)
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
    wait_until(
        lambda: [one["state"] for one in team.ada.request_json("GET", f"{hooks}/{made['id']}/deliveries")] == ["sent"],
        "the delivery to be noted",
    )
    sent = team.ada.request_json("GET", f"{hooks}/{made['id']}/deliveries")[0]
    assert (sent["status"], sent["attempts"], sent["error"]) == (200, 1, "")


def test_a_person_is_told_in_any_workspace_what_they_chose(
    team: Team, grace: Client, receiver: WebhookReceiver
) -> None:
    create_hook(team.ada, "/api/me/webhooks", f"{receiver.address}/mine")
    choices = "/api/me/notifications/preferences"
    team.ada.request_json("PUT", choices, json=[{"kind": "comment", "hook": False}])
    design = team.ada.create_design({}, "Prices")
    add_comment(grace, design)
    add_comment(grace, design, "@ada look")
    told = json.loads(wait_for_request(receiver)[2])
    assert (told["type"], len(receiver.requests)) == ("mention", 1)
    team.ada.request_json("PUT", choices, json=[{"kind": "comment"}])


def test_neither_address_nor_secret_is_told_again_or_stored_in_clear(
    team: Team, hooks: str, receiver: WebhookReceiver
) -> None:
    made = create_hook(team.ada, hooks, f"{receiver.address}/chat/pass-word-of-the-chat")
    listed = json.dumps(team.ada.request_json("GET", hooks))
    assert "pass-word" not in listed
    assert made["secret"] not in listed
    log = json.dumps(team.ada.request_json("GET", "/api/audit", params={"action": "hook."}))
    assert "pass-word" not in log
    database = Database(DATABASES.get_url(Path(team.server.home)))
    with database.read_session() as session:
        row = session.get_one(WebhookRow, made["id"])
        assert "pass-word" not in json.dumps(row.model_dump(mode="json"))
    assert re_encrypt_all(database, Path(team.server.home)) >= 1
    database.close()
    assert team.ada.request_json("POST", f"{hooks}/{made['id']}/test")["status"] == 200


def test_a_try_says_what_was_answered(team: Team, hooks: str, receiver: WebhookReceiver) -> None:
    made = create_hook(team.ada, hooks, receiver.address)
    body = team.ada.request_json("POST", f"{hooks}/{made['id']}/test")
    assert (body["status"], body["answer"], body["error"]) == (200, "done", "")
    receiver.status = 404
    body = team.ada.request_json("POST", f"{hooks}/{made['id']}/test")
    assert (body["status"], body["error"]) == (404, "It answered 404.")


@pytest.mark.parametrize(
    "url", ["http://169.254.169.254/latest", "http://10.0.0.1/x", "http://[::1]:9/", "http://[64:ff9b::a00:1]/"]
)
def test_nothing_is_sent_to_the_inside_of_a_network(team: Team, hooks: str, url: str) -> None:
    made = create_hook(team.ada, hooks, url)
    body = team.ada.request_json("POST", f"{hooks}/{made['id']}/test")
    assert body["status"] is None
    assert "not a public address" in body["error"]


def test_redirects_are_looked_at_too(team: Team, hooks: str, receiver: WebhookReceiver) -> None:
    made = create_hook(team.ada, hooks, f"{receiver.address}/start")
    receiver.redirect_to = f"{receiver.address}/landed"
    assert team.ada.request_json("POST", f"{hooks}/{made['id']}/test")["status"] == 200
    assert [path for path, _, _ in receiver.requests] == ["/start", "/landed"]
    receiver.redirect_to = "http://169.254.169.254/latest/meta-data"
    body = team.ada.request_json("POST", f"{hooks}/{made['id']}/test")
    assert "not a public address" in body["error"]


@pytest.mark.parametrize("url", ["ftp://example.org/", "https://user:pass@example.org/", "javascript:alert(1)", "x"])
def test_what_is_no_plain_address_is_refused(team: Team, hooks: str, url: str) -> None:
    answer = team.ada.post(hooks, json={"name": "Chat", "url": url})
    assert answer.status_code == 422
    assert "pass" not in answer.text.replace("password", "")


def test_a_failure_is_tried_again_also_after_a_restart(tmp_path: Path, receiver: WebhookReceiver) -> None:
    team = start_team_server(tmp_path, DESIGNERY_ALLOWED_HOSTS="127.0.0.1")
    try:
        hooks = f"/api/workspaces/{team.ada.request_json('GET', '/api/me')['workspace']['id']}/webhooks"
        made = create_hook(team.ada, hooks, receiver.address)
        receiver.status = 500
        add_comment(team.ada, team.ada.create_design({}, "Prices"))
        wait_for_request(receiver)
        path = f"{hooks}/{made['id']}/deliveries"
        wait_until(lambda: team.ada.request_json("GET", path)[0]["attempts"] == 1, "the failure to be noted")
        first = team.ada.request_json("GET", path)[0]
        assert (first["state"], first["error"]) == ("waiting", "It answered 500.")
        team.server.kill()
        receiver.status = 200
        team.server.start()
        team.ada.base_url = team.server.url
        wait_until(lambda: team.ada.request_json("GET", path)[0]["state"] == "sent", "the second try")
        assert receiver.requests[0][1]["webhook-id"] == receiver.requests[1][1]["webhook-id"]
        assert team.ada.request_json("GET", hooks)[0]["failures"] == 0
    finally:
        team.stop()


def test_one_that_is_gone_or_fails_over_and_over_is_disabled_with_a_note(
    team: Team, grace: Client, hooks: str, receiver: WebhookReceiver
) -> None:
    made = create_hook(team.ada, hooks, receiver.address)
    receiver.status = 410
    add_comment(grace, team.ada.create_design({}, "Gone"))
    wait_until(lambda: team.ada.request_json("GET", hooks)[0]["disabled_at"], "it to be disabled")
    assert team.ada.request_json("GET", hooks)[0]["note"] == "It answered 410: the address is permanently gone."
    body = team.ada.request_json("PATCH", f"{hooks}/{made['id']}", json={"enabled": True})
    assert (body["disabled_at"], body["note"]) == (None, "")
    database = Database(DATABASES.get_url(Path(team.server.home)))
    with database.session() as session:
        row = session.get_one(WebhookRow, made["id"])
        row.failures = MAX_CONSECUTIVE_FAILURES - 1
        session.add(row)
    database.close()
    receiver.status = 500
    add_comment(grace, team.ada.create_design({}, "Down"))
    wait_until(lambda: team.ada.request_json("GET", hooks)[0]["disabled_at"], "it to be disabled")
    assert f"failed {MAX_CONSECUTIVE_FAILURES} times in a row" in team.ada.request_json("GET", hooks)[0]["note"]


def test_hooks_of_others_are_not_there(team: Team, grace: Client, hooks: str, receiver: WebhookReceiver) -> None:
    mine = create_hook(team.ada, "/api/me/webhooks", receiver.address)["id"]
    works = create_hook(team.ada, hooks, receiver.address)["id"]
    for path in (f"/api/me/webhooks/{mine}", f"/api/me/webhooks/{works}"):
        assert grace.patch(path, json={"name": "x"}).status_code == 404
        assert grace.get(f"{path}/deliveries").status_code == 404
        assert grace.post(f"{path}/test").status_code == 404
    assert team.ada.get(f"{hooks}/{mine}/deliveries").status_code == 404
    assert grace.get(hooks).status_code == 403


def test_names_cannot_call_everybody_or_hide_an_address() -> None:
    assert escape_chat_text("<!channel> @all [x](http://evil)") == "‹!channel› @\u200ball (x)(http://evil)"


def test_a_chat_of_microsoft_gets_a_card() -> None:
    row = WebhookDeliveryRow(hook_id="h", kind="comment", body={"text": "Hello.", "link": "/x", "data": {}})
    told = json.loads(build_payload("https://a.logic.azure.com/workflows/1", row, "https://d.example"))
    card = told["attachments"][0]["content"]
    assert (told["type"], card["body"][0]["text"]) == ("message", "Hello.")
    assert card["actions"][0]["url"] == "https://d.example/x"


def test_an_address_is_shown_in_part() -> None:
    assert mask_url("https://hooks.slack.com/services/T0/B0/abcdefghijkl") == "https://hooks.slack.com/…ijkl"
