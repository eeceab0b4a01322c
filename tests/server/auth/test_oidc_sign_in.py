"""Signing in by an identity provider: a real one, which the tests start."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest

from tests.live_server import Client
from tests.oidc_provider import running_provider
from tests.team_server import Team, start_team_server


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    with running_provider() as address:
        settings = {"DESIGNERY_OIDC_ISSUER": address, "DESIGNERY_OIDC_CLIENT_ID": "designery"}
        folder: Path = tmp_path_factory.mktemp("team")
        made = start_team_server(folder, **settings, DESIGNERY_OIDC_CLIENT_SECRET="s & ecret")
        yield made
        made.stop()


def _start_sign_in(client: Client, onward: str = "/") -> str:
    """The address at the provider that the browser is sent to."""
    answer = client.get("/login/provider", params={"next": onward})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def _give_consent(address: str, sub: str) -> str:
    """The address that the provider sends the browser back to."""
    back: str = httpx.post(address, data={"sub": sub}).headers["location"]
    return back


def _sign_in(client: Client, sub: str, onward: str = "/") -> httpx.Response:
    return client.get(_give_consent(_start_sign_in(client, onward), sub))


def _read_login(client: Client) -> str | None:
    answer = client.get("/api/me")
    return answer.json()["login"] if answer.is_success else None


def test_the_provider_is_asked_as_the_standard_says(team: Team) -> None:
    asked = {
        name: values[0]
        for name, values in parse_qs(urlsplit(_start_sign_in(team.open_anonymous_client())).query).items()
    }
    random = {name: asked.pop(name) for name in ("state", "nonce", "code_challenge")}
    assert asked == {
        "response_type": "code",
        "client_id": "designery",
        "redirect_uri": f"{team.server.url}/login/provider/callback",
        "scope": "openid email profile",
        "code_challenge_method": "S256",
    }
    assert all(len(value) >= 43 for value in random.values())


def test_an_account_is_known_by_its_verified_address_and_then_by_its_subject(team: Team) -> None:
    client = team.open_anonymous_client()
    answer = _sign_in(client, "a-1", "/runs?tag=x")
    assert (answer.status_code, 'href="/runs?tag=x"' in answer.text, _read_login(client)) == (200, True, "ada")
    again = team.open_anonymous_client()
    _sign_in(again, "a-1")
    assert _read_login(again) == "ada"
    # The same address, said of somebody else.
    other = team.open_anonymous_client()
    assert (_sign_in(other, "a-2").status_code, _read_login(other)) == (403, None)


def test_nobody_goes_on_to_another_site(team: Team) -> None:
    for onward in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"):
        assert 'href="/"' in _sign_in(team.open_anonymous_client(), "a-1", onward).text


@pytest.mark.parametrize("sub", ["g-1", "u-1"])
def test_who_was_not_invited_stays_outside(team: Team, sub: str) -> None:
    client = team.open_anonymous_client()
    assert (_sign_in(client, sub).status_code, _read_login(client)) == (403, None)


def test_an_invitation_makes_an_account_without_a_password(team: Team) -> None:
    workspace = team.ada.request_json("GET", "/api/me")["workspace"]["id"]
    body = {"role": "runner"}
    token = team.ada.request_json("POST", f"/api/workspaces/{workspace}/invitations", json=body)["token"]
    client = team.open_anonymous_client()
    client.cookies.set("designery_invitation", token, domain="127.0.0.1", path="/login/provider")
    assert _sign_in(client, "g-1").status_code == 200
    me = client.request_json("GET", "/api/me")
    assert (me["login"], me["has_password"], [one["role"] for one in me["workspaces"]]) == (
        "grace@example.org",
        False,
        ["runner"],
    )
    assert team.open_anonymous_client().post("/api/invitations/lookup", json={"token": token}).status_code == 404
    stranger = team.open_anonymous_client().post(
        "/api/login", json={"login": "grace@example.org", "password": "x" * 12}
    )
    assert stranger.status_code == 401


def test_an_answer_that_this_browser_did_not_ask_for_signs_nobody_in(team: Team) -> None:
    back = _give_consent(_start_sign_in(team.open_anonymous_client()), "a-1")
    other = team.open_anonymous_client()
    assert (other.get(back).status_code, _read_login(other)) == (403, None)
    _start_sign_in(other)
    assert (other.get(back).status_code, _read_login(other)) == (403, None)


def test_a_code_works_once(team: Team) -> None:
    client = team.open_anonymous_client()
    back = _give_consent(_start_sign_in(client), "a-1")
    kept = dict(client.cookies)
    assert client.get(back).status_code == 200
    again = team.open_anonymous_client()
    again.cookies.update(kept)
    assert (again.get(back).status_code, _read_login(again)) == (403, None)


def test_an_answer_of_another_issuer_is_refused(team: Team) -> None:
    client = team.open_anonymous_client()
    back = _give_consent(_start_sign_in(client), "a-1")
    mixed = f"{back}&{urlencode({'iss': 'https://evil.example'})}"
    assert (client.get(mixed).status_code, _read_login(client)) == (403, None)
