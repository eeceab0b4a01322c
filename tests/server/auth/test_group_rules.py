"""What groups of the identity provider give at each sign-in, and what they never take."""

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from server.auth.group_mapping import InvalidGroupRules, read_group_rules
from server.auth.oidc import SignInRefused, extract_groups
from tests.live_server import Client
from tests.oidc_provider import running_provider
from tests.server.auth.conftest import open_tab
from tests.team_server import Team, start_team_server


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with running_provider() as address:
        yield address


def _make_settings(provider: str) -> dict[str, str]:
    return {
        "DESIGNERY_OIDC_ISSUER": provider,
        "DESIGNERY_OIDC_CLIENT_ID": "designery",
        "DESIGNERY_OIDC_CLIENT_SECRET": "secret",
        "DESIGNERY_OIDC_GROUPS_CLAIM": "realm_access.roles",
    }


@pytest.fixture(scope="module")
def rules_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file: Path = tmp_path_factory.mktemp("rules") / "rules.json"
    rules = [
        {"group": "admins", "owns_server": True},
        {"group": "ghosts", "workspace": "Nowhere", "role": "viewer"},
    ]
    file.write_text(json.dumps(rules))
    return file


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory, provider: str, rules_file: Path) -> Iterator[Team]:
    more = {"DESIGNERY_OIDC_GROUP_RULES_FILE": str(rules_file)}
    made = start_team_server(tmp_path_factory.mktemp("team"), **_make_settings(provider), **more)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def workspaces(team: Team) -> dict[str, str]:
    """{name: id}"""
    made = {
        name: team.ada.request_json("POST", "/api/workspaces", json={"name": name})["id"] for name in ("Red", "Blue")
    }
    for group, workspace, role in (("red", "Red", "editor"), ("leads", "Red", "owner"), ("blue", "Blue", "viewer")):
        body = {"group": group, "workspace_id": made[workspace], "role": role}
        team.ada.request_json("POST", "/api/groups/rules", json=body)
    return made


def sign_in(team: Team, provider: str, who: str, *groups: str) -> tuple[Client, httpx.Response]:
    """Somebody whom the provider names with these groups."""
    claims = {"email": f"{who}@example.org", "email_verified": True, "name": who.title()}
    claims["realm_access"] = {"roles": list(groups)}
    httpx.put(f"{provider}/users/{quote(who)}", json=claims).raise_for_status()
    client = team.open_anonymous_client()
    asked = client.get("/login/provider").headers["location"]
    back = httpx.post(asked, data={"sub": who}).headers["location"]
    return client, client.get(back)


def read_roles(client: Client) -> dict[str, str]:
    return {one["name"]: one["role"] for one in client.request_json("GET", "/api/me")["workspaces"]}


def list_actions(team: Team, login: str) -> list[tuple[str, Any, Any]]:
    entries = team.ada.request_json("GET", "/api/audit", params={"text": login, "action": "member."})
    return [(one["action"], one["details"].get("before"), one["details"].get("after")) for one in entries][::-1]


def test_memberships_come_rise_fall_and_go_with_the_groups(
    team: Team, provider: str, workspaces: dict[str, str]
) -> None:
    assert workspaces
    client, answer = sign_in(team, provider, "lin", "red", "blue", "unknown")
    assert (answer.status_code, read_roles(client)) == (200, {"Red": "editor", "Blue": "viewer"})
    client, _ = sign_in(team, provider, "lin", "red", "leads")
    assert read_roles(client) == {"Red": "owner"}
    client, _ = sign_in(team, provider, "lin", "red")
    assert read_roles(client) == {"Red": "editor"}
    client, _ = sign_in(team, provider, "lin")
    assert read_roles(client) == {}
    assert sorted(list_actions(team, "lin@example.org"), key=str) == [
        ("member.added", None, "editor"),
        ("member.added", None, "viewer"),
        ("member.removed", "editor", None),
        ("member.removed", "viewer", None),
        ("member.role", "editor", "owner"),
        ("member.role", "owner", "editor"),
    ]


def test_what_was_given_by_hand_stays_and_is_told_apart(team: Team, provider: str, workspaces: dict[str, str]) -> None:
    client, _ = sign_in(team, provider, "mia", "blue")
    account = client.request_json("GET", "/api/me")["id"]
    path = f"/api/workspaces/{workspaces['Blue']}/members"
    team.ada.request_json("PATCH", f"{path}/{account}", json={"role": "editor"})
    member = next(one for one in team.ada.request_json("GET", path) if one["id"] == account)
    assert (member["role"], member["hand_role"], member["group_role"]) == ("editor", "editor", "viewer")
    client, _ = sign_in(team, provider, "mia")
    assert read_roles(client) == {"Blue": "editor"}


def test_no_hand_gives_less_than_the_groups_do(team: Team, provider: str, workspaces: dict[str, str]) -> None:
    client, _ = sign_in(team, provider, "tom", "red")
    account = client.request_json("GET", "/api/me")["id"]
    path = f"/api/workspaces/{workspaces['Red']}/members/{account}"
    answer = team.ada.patch(path, json={"role": "viewer"})
    assert (answer.status_code, answer.json()["detail"]) == (
        409,
        "This person's groups at the identity provider make them editor. Change the group, or the rule for it.",
    )


def test_the_last_owner_stays_one(team: Team, provider: str, workspaces: dict[str, str]) -> None:
    sign_in(team, provider, "zoe", "leads")
    mine = team.ada.request_json("GET", "/api/me")["id"]
    team.ada.request_json("DELETE", f"/api/workspaces/{workspaces['Red']}/members/{mine}")
    client, _ = sign_in(team, provider, "zoe")
    assert read_roles(client) == {"Red": "owner"}
    assert ("member.kept", None, None) in list_actions(team, "zoe@example.org")


def test_a_group_gives_the_server_and_takes_it_again(team: Team, provider: str) -> None:
    client, _ = sign_in(team, provider, "root", "admins")
    assert client.request_json("GET", "/api/me")["owns_server"] is True
    assert client.get("/api/audit").status_code == 200
    client, _ = sign_in(team, provider, "root")
    assert client.request_json("GET", "/api/me")["owns_server"] is False


def test_open_tabs_end_when_groups_change_a_membership(team: Team, provider: str, workspaces: dict[str, str]) -> None:
    assert workspaces
    client, _ = sign_in(team, provider, "ken", "blue")
    here = {"X-Designery-Workspace": workspaces["Blue"]}
    design = team.ada.request_json(
        "POST", "/api/designs", json={"document": {"format": 2, "name": "Seen", "nodes": {}}}, headers=here
    )["id"]
    with open_tab(client, design) as ended:
        sign_in(team, provider, "ken")
        assert ended.wait(60)
    assert client.get(f"/api/designs/{design}").status_code in (403, 404)


def test_a_rule_for_a_workspace_that_is_not_there_says_so(team: Team, workspaces: dict[str, str]) -> None:
    assert workspaces
    body = team.ada.request_json("GET", "/api/groups")
    states = {(one["group"], one["workspace"]): (one["state"], one["id"] is None) for one in body["rules"]}
    assert states[("ghosts", "Nowhere")] == ("missing", True)
    assert states[("admins", "")] == ("works", True)
    assert states[("blue", "Blue")] == ("works", False)


def test_the_preview_is_what_the_next_sign_in_does(team: Team, provider: str, workspaces: dict[str, str]) -> None:
    client, _ = sign_in(team, provider, "pia", "blue")
    body = {"group": "blue", "workspace_id": workspaces["Red"], "role": "runner"}
    rule = team.ada.request_json("POST", "/api/groups/rules", json=body)["id"]
    answer = team.ada.request_json("POST", "/api/groups/preview", json={})
    mine = next(one for one in answer if one["login"] == "pia@example.org")
    changes = {one["workspace"]: (one["before"], one["after"], one["change"]) for one in mine["memberships"]}
    assert changes == {"Blue": ("viewer", "viewer", "same"), "Red": (None, "runner", "added")}
    client, _ = sign_in(team, provider, "pia", "blue")
    assert read_roles(client) == {"Blue": "viewer", "Red": "runner"}
    team.ada.request_json("DELETE", f"/api/groups/rules/{rule}")
    answer = team.ada.request_json("POST", "/api/groups/preview", json={"groups": ["blue", "admins"]})
    assert [(one["workspace"], one["after"]) for one in answer[0]["memberships"]] == [("Blue", "viewer")]
    assert answer[0]["owns_server"] is True


def test_two_rules_for_one_thing_are_refused(team: Team, workspaces: dict[str, str]) -> None:
    body = {"group": "blue", "workspace_id": workspaces["Blue"], "role": "owner"}
    assert team.ada.post("/api/groups/rules", json=body).status_code == 409


def test_who_is_in_no_group_stays_outside_where_groups_are_required(tmp_path: Path, provider: str) -> None:
    required = {"DESIGNERY_OIDC_GROUPS_REQUIRED": "true", "DESIGNERY_OIDC_ACCOUNTS": "anyone"}
    made = start_team_server(tmp_path, **_make_settings(provider), **required)
    try:
        workspace = made.ada.request_json("GET", "/api/me")["workspace"]["id"]
        body = {"group": "red", "workspace_id": workspace, "role": "viewer"}
        made.ada.request_json("POST", "/api/groups/rules", json=body)
        client, answer = sign_in(made, provider, "out", "blue")
        assert answer.status_code == 403
        assert "None of your groups at the identity provider has access" in answer.text
        assert client.get("/api/me").status_code == 401
        client, _ = sign_in(made, provider, "in", "red")
        assert read_roles(client) == {"Team": "viewer"}
        again, answer = sign_in(made, provider, "in", "blue")
        assert (answer.status_code, again.get("/api/me").status_code) == (403, 401)
        assert client.get("/api/me").status_code == 401
        assert made.sign_in("ada").get("/api/me").is_success
    finally:
        made.stop()


def test_rules_of_the_file_that_cannot_be_read_let_nobody_in_and_say_why(
    team: Team, provider: str, rules_file: Path
) -> None:
    before = rules_file.read_text()
    rules_file.write_text('[{"group": "red", "role": "emperor", "workspace": "Red"}]')
    try:
        _, answer = sign_in(team, provider, "lin", "red")
        assert (answer.status_code, "group rules of this server can't be read" in html.unescape(answer.text)) == (
            403,
            True,
        )
        assert re.search(
            r"rules\.json, rule 0\.role: Input should be", team.ada.request_json("GET", "/api/groups")["error"]
        )
    finally:
        rules_file.write_text(before)


@pytest.mark.parametrize(
    ("claims", "path", "found"),
    [
        ({"groups": ["a", " b ", "", 3]}, "groups", {"a", "b"}),
        ({"groups": "a"}, "groups", {"a"}),
        ({"realm_access": {"roles": ["a"]}}, "realm_access.roles", {"a"}),
        ({"https://example.org/groups": ["a"]}, "https://example.org/groups", {"a"}),
        ({"https://example.org/app": {"roles": ["a"]}}, "https://example.org/app.roles", {"a"}),
        ({"urn:roles": {"a": {"1": "x"}, "b": {}}}, "urn:roles", {"a", "b"}),
        ({}, "groups", set()),
        ({"realm_access": 3}, "realm_access.roles", set()),
    ],
)
def test_groups_are_found_where_providers_put_them(claims: dict[str, Any], path: str, found: set[str]) -> None:
    assert extract_groups(claims, path) == found


def test_groups_that_the_provider_left_out_are_not_taken_for_none() -> None:
    with pytest.raises(SignInRefused, match="more groups than"):
        extract_groups({"_claim_names": {"groups": "src1"}}, "groups")


@pytest.mark.parametrize(
    "text",
    [
        "{",
        '[{"group": "a"}]',
        '[{"group": "a", "owns_server": true, "workspace": "b", "role": "viewer"}]',
        '[{"x": 1}]',
    ],
)
def test_a_file_that_gives_nothing_clear_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "rules.json"
    file.write_text(text)
    with pytest.raises(InvalidGroupRules, match=re.escape(str(file))):
        read_group_rules(file)
