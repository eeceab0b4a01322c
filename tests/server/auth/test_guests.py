"""Guests of edit links on a server with accounts: they are guests, whatever accounts and tokens come along."""

from typing import Any

import pytest

from tests.live_server import Client
from tests.server.auth.conftest import TwoWorkspaces
from tests.server.guest_walk import find_surprises
from tests.small_designs import make_node
from tests.team_server import Team

SECRET = "a secret of the script"


@pytest.fixture
def link(pair: TwoWorkspaces) -> dict[str, Any]:
    nodes = {"script": make_node("execute_python_script", {"python_script": f"def azureml_main(): return '{SECRET}'"})}
    design = pair.mine.create_design(nodes, "Shared")
    body = {"name": "Committee", "scope": "edit", "pinned": False, "comments": True}
    made: dict[str, Any] = pair.mine.request_json("POST", f"/api/designs/{design}/shares", json=body)
    return made


def _open_link(client: Client, link: dict[str, Any]) -> str:
    body = {"token": link["token"], "name": "Gus"}
    client.request_json("POST", f"/api/shared/{link['id']}/guest-session", json=body)
    return f"/api/shared/{link['id']}/design"


def test_a_guest_of_a_team_reaches_what_is_on_the_list(team: Team, link: dict[str, Any]) -> None:
    stranger = team.open_anonymous_client()
    _open_link(stranger, link)
    assert find_surprises(stranger, link["id"]) == {"open": set(), "missing": set()}


@pytest.mark.parametrize("who", ["mine", "theirs"])
def test_whoever_is_signed_in_sees_and_says_at_a_link_what_its_guests_do(
    pair: TwoWorkspaces, link: dict[str, Any], who: str
) -> None:
    """The owner of the design, and a member of another workspace, each in a browser with both cookies."""
    client: Client = getattr(pair, who)
    base = _open_link(client, link)
    shown = client.request_json("GET", base)
    assert (shown["id"], SECRET in str(shown)) == (link["id"], False)
    assert (
        client.request_json("POST", f"{base}/threads", json={"text": "Hello"})["comments"][0]["person"] == "Gus (guest)"
    )
    edit = {"client": "c", "id": who, "label": "", "edits": [{"path": ["description"], "value": who}]}
    assert client.post(f"{base}/edits", json=edit).status_code == 200
    design = link["design_id"]
    edits = pair.mine.request_json("GET", f"/api/designs/{design}/edits")
    assert "Gus (by link Committee)" in str(edits)
    assert pair.theirs.get(f"/api/designs/{design}").status_code == 404


def test_an_api_token_is_nothing_at_the_address_of_a_link(
    team: Team, pair: TwoWorkspaces, link: dict[str, Any]
) -> None:
    program = team.open_token_client(pair.mine, "write")
    assert program.get(f"/api/designs/{link['design_id']}").status_code == 200
    assert program.get(f"/api/shared/{link['id']}/design").status_code == 404
