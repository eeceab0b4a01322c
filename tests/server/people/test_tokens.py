"""API tokens: what each reaches, and how it ends."""

from datetime import timedelta

import pytest

from server.storage.database import Database
from server.storage.people_tables import TokenRow
from server.storage.tables import now
from tests.databases import DATABASES
from tests.pipelines import node
from tests.server.people.conftest import Pair
from tests.serving import eventually
from tests.team import Team

SCOPES: dict[str, list[int]] = {"read": [200, 403, 403], "run": [200, 201, 403], "write": [200, 201, 201]}


@pytest.mark.parametrize("scope", SCOPES)
def test_tokens_do_what_their_scope_says(team: Team, scope: str) -> None:
    design = team.ada.new_design({"data": node("dataset", {"dataset": "sample:penguins_raw"})})
    program = team.with_token(team.ada, scope)
    asked = [
        program.get(f"/api/designs/{design}"),
        program.post(f"/api/designs/{design}/runs", json={"key": scope}),
        program.post("/api/designs", json={"name": "Made by a program"}),
    ]
    assert [answer.status_code for answer in asked] == SCOPES[scope]


def test_a_token_for_reading_writes_no_comments(team: Team) -> None:
    design = team.ada.new_design({})
    place = f"/api/designs/{design}/comments"
    thread = team.ada.checked("POST", place, json={"text": "Mine"})
    one = f"{place}/{thread['id']}"
    reader = team.with_token(team.ada, "read")
    refused = [
        reader.post(place, json={"text": "Not mine"}),
        reader.post(one, json={"text": "Not mine"}),
        reader.put(f"{one}/resolution", json={"resolved": True}),
        reader.patch(f"{one}/{thread['comments'][0]['id']}", json={"text": "Not mine"}),
        reader.delete(f"{one}/{thread['comments'][0]['id']}"),
    ]
    assert [answer.status_code for answer in refused] == [403] * 5
    assert reader.checked("GET", place) == team.ada.checked("GET", place) == [thread]
    assert team.with_token(team.ada, "run").post(one, json={"text": "Mine too"}).status_code == 201


def test_a_token_does_not_reach_the_account(team: Team, pair: Pair) -> None:
    program = team.with_token(team.ada, "write")
    new = {"name": "more", "scope": "write", "workspace": pair.my_workspace}
    refused = [
        program.post("/api/me/tokens", json=new),
        program.get("/api/me/sessions"),
        program.post("/api/workspaces", json={"name": "x"}),
        program.get("/api/audit"),
        program.patch(f"/api/workspaces/{pair.my_workspace}", json={"name": "x"}),
    ]
    assert [answer.status_code for answer in refused] == [403] * 5
    assert program.checked("GET", "/api/me")["login"] == "ada"


def test_a_token_is_good_for_its_workspace_only(team: Team) -> None:
    program = team.with_token(team.ada, "write")
    other = team.ada.checked("POST", "/api/workspaces", json={"name": "Elsewhere"})["id"]
    design = team.ada.checked("POST", "/api/designs", json={}, headers={"X-Designery-Workspace": other})["id"]
    assert team.ada.get(f"/api/designs/{design}").status_code == 200
    assert program.get(f"/api/designs/{design}").status_code == 404


def test_a_token_that_is_revoked_does_nothing(team: Team) -> None:
    program = team.with_token(team.ada, "read")
    assert program.get("/api/designs").status_code == 200
    newest = team.ada.checked("GET", "/api/me/tokens")[0]
    used = lambda: team.ada.checked("GET", "/api/me/tokens")[0]["last_used_at"]  # noqa: E731
    assert eventually(used, "the time of the use")
    assert "token" not in newest
    team.ada.checked("DELETE", f"/api/me/tokens/{newest['id']}")
    assert program.get("/api/designs").status_code == 401


def test_a_token_has_256_bits_is_told_once_and_ends_when_it_says(team: Team, pair: Pair) -> None:
    body = {"name": "short", "scope": "read", "workspace": pair.my_workspace, "days": 1}
    made = team.ada.checked("POST", "/api/me/tokens", json=body)
    token = made["token"]
    assert token.startswith("designery_")
    assert len(token.removeprefix("designery_")) == 43
    assert token not in team.ada.get("/api/me/tokens").text
    program = team.stranger(Authorization=f"Bearer {token}")
    assert program.get("/api/designs").status_code == 200
    database = Database(DATABASES.url(team.server.home))
    with database.session() as session:
        row = session.get_one(TokenRow, made["id"])
        row.expires_at = now() - timedelta(seconds=1)
        session.add(row)
    database.close()
    assert program.get("/api/designs").status_code == 401


def test_a_bearer_beside_a_cookie_still_needs_our_header(team: Team) -> None:
    client = team.with_token(team.ada, "write")
    client.cookies = team.ada.cookies
    assert client.post("/api/designs", json={}).status_code == 403
