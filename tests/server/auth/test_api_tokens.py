"""API tokens: what each reaches, and how it ends."""

from datetime import timedelta

import pytest

from server.storage.database import Database
from server.storage.orm.account_tables import ApiTokenRow
from server.storage.orm.core_tables import now
from tests.database_servers import DATABASES
from tests.live_server import Client, wait_until
from tests.server.auth.conftest import TwoWorkspaces
from tests.small_designs import make_node
from tests.team_server import PASSWORD, Team

STATUSES_BY_SCOPE: dict[str, list[int]] = {"read": [200, 403, 403], "run": [200, 201, 403], "write": [200, 201, 201]}


@pytest.mark.parametrize("scope", STATUSES_BY_SCOPE)
def test_tokens_do_what_their_scope_says(team: Team, scope: str) -> None:
    design = team.ada.create_design({"data": make_node("dataset", {"dataset": "sample:penguins_raw"})})
    program = team.open_token_client(team.ada, scope)
    asked = [
        program.get(f"/api/designs/{design}"),
        program.post(f"/api/designs/{design}/runs", json={"key": scope}),
        program.post("/api/designs", json={"name": "Made by a program"}),
    ]
    assert [answer.status_code for answer in asked] == STATUSES_BY_SCOPE[scope]


def test_a_token_for_reading_writes_no_comments(team: Team) -> None:
    design = team.ada.create_design({})
    place = f"/api/designs/{design}/threads"
    thread = team.ada.request_json("POST", place, json={"text": "Mine"})
    one = f"{place}/{thread['id']}"
    reader = team.open_token_client(team.ada, "read")
    refused = [
        reader.post(place, json={"text": "Not mine"}),
        reader.post(f"{one}/comments", json={"text": "Not mine"}),
        reader.put(f"{one}/resolution", json={"resolved": True}),
        reader.patch(f"{one}/comments/{thread['comments'][0]['id']}", json={"text": "Not mine"}),
        reader.delete(f"{one}/comments/{thread['comments'][0]['id']}"),
    ]
    assert [answer.status_code for answer in refused] == [403] * 5
    assert reader.request_json("GET", place) == team.ada.request_json("GET", place) == [thread]
    assert team.open_token_client(team.ada, "run").post(f"{one}/comments", json={"text": "Mine too"}).status_code == 201


def test_a_token_does_not_reach_the_account(team: Team, pair: TwoWorkspaces) -> None:
    program = team.open_token_client(team.ada, "write")
    new = {"name": "more", "scope": "write", "workspace": pair.my_workspace}
    refused = [
        program.post("/api/me/tokens", json=new),
        program.get("/api/me/sessions"),
        program.post("/api/workspaces", json={"name": "x"}),
        program.get("/api/audit"),
        program.patch(f"/api/workspaces/{pair.my_workspace}", json={"name": "x"}),
    ]
    assert [answer.status_code for answer in refused] == [403] * 5
    assert program.request_json("GET", "/api/me")["login"] == "ada"


def test_a_token_is_good_for_its_workspace_only(team: Team) -> None:
    program = team.open_token_client(team.ada, "write")
    other = team.ada.request_json("POST", "/api/workspaces", json={"name": "Elsewhere"})["id"]
    design = team.ada.request_json("POST", "/api/designs", json={}, headers={"X-Designery-Workspace": other})["id"]
    assert team.ada.get(f"/api/designs/{design}").status_code == 200
    assert program.get(f"/api/designs/{design}").status_code == 404


def test_a_token_that_is_revoked_does_nothing(team: Team) -> None:
    program = team.open_token_client(team.ada, "read")
    assert program.get("/api/designs").status_code == 200
    newest = team.ada.request_json("GET", "/api/me/tokens")[0]
    used = lambda: team.ada.request_json("GET", "/api/me/tokens")[0]["last_used_at"]  # noqa: E731
    assert wait_until(used, "the time of the use")
    assert "token" not in newest
    team.ada.request_json("DELETE", f"/api/me/tokens/{newest['id']}")
    assert program.get("/api/designs").status_code == 401


def test_keys_of_frames_end_with_the_tokens_and_the_sessions_that_may_have_made_them(
    team: Team, pair: TwoWorkspaces
) -> None:
    """Nobody sees them in a list: whoever stole a password or a token would keep a way in."""
    ida = team.add_member("ida", pair.my_workspace, "editor")
    design = ida.create_design({})

    def open_frame() -> Client:
        made = ida.request_json("POST", f"/api/designs/{design}/embeds", json={"origins": ["https://lab.example.org"]})
        frame = team.open_anonymous_client(Authorization=f"Bearer {made['key']}")
        assert frame.get(f"/api/designs/{design}").status_code == 200
        return frame

    team.open_token_client(ida, "write")
    frame = open_frame()
    token = ida.request_json("GET", "/api/me/tokens")[0]
    ida.request_json("DELETE", f"/api/me/tokens/{token['id']}")
    assert frame.get(f"/api/designs/{design}").status_code == 401
    frame = open_frame()
    ida.request_json("DELETE", "/api/me/sessions")
    assert frame.get(f"/api/designs/{design}").status_code == 401
    frame = open_frame()
    ida.request_json("POST", "/api/me/password", json={"old": PASSWORD, "new": "another fine password"})
    assert frame.get(f"/api/designs/{design}").status_code == 401


def test_a_token_has_256_bits_is_told_once_and_ends_when_it_says(team: Team, pair: TwoWorkspaces) -> None:
    body = {"name": "short", "scope": "read", "workspace": pair.my_workspace, "days": 1}
    made = team.ada.request_json("POST", "/api/me/tokens", json=body)
    token = made["token"]
    assert token.startswith("designery_")
    assert len(token.removeprefix("designery_")) == 43
    assert token not in team.ada.get("/api/me/tokens").text
    program = team.open_anonymous_client(Authorization=f"Bearer {token}")
    assert program.get("/api/designs").status_code == 200
    database = Database(DATABASES.get_url(team.server.home))
    with database.session() as session:
        row = session.get_one(ApiTokenRow, made["id"])
        row.expires_at = now() - timedelta(seconds=1)
        session.add(row)
    database.close()
    assert program.get("/api/designs").status_code == 401


def test_a_bearer_beside_a_cookie_still_needs_our_header(team: Team) -> None:
    client = team.open_token_client(team.ada, "write")
    client.cookies = team.ada.cookies
    assert client.post("/api/designs", json={}).status_code == 403
