"""Signing in and out, passwords, guesses that become slow, and sessions that end."""

import httpx
import pytest

from server.auth.login_backoff import LoginBackoff
from tests.database_servers import DATABASES
from tests.server.auth.conftest import TwoWorkspaces, create_invitation, open_tab
from tests.team_server import PASSWORD, Team


def test_the_first_account_is_made_once(team: Team) -> None:
    body = {"token": team.server.link.rpartition("#t=")[2], "login": "eve", "password": PASSWORD}
    assert team.open_anonymous_client().post("/api/setup", json=body).status_code == 403


def test_a_launch_link_opens_no_session_on_a_team_server(team: Team) -> None:
    stranger = team.open_anonymous_client()
    link = team.server.create_link()
    assert "/join#t=" in link
    stranger.post("/api/session", json={"token": link.rpartition("#t=")[2]})
    assert stranger.get("/api/designs").status_code == 401


def test_who_does_not_sign_in_gets_no_page_of_the_app(team: Team) -> None:
    answer = team.open_anonymous_client().get("/designs/x?view=run")
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=%2Fdesigns%2Fx%3Fview%3Drun")


@pytest.mark.parametrize(("login", "password"), [("nobody", PASSWORD), ("ada", "another password"), ("gone", PASSWORD)])
def test_whoever_may_not_sign_in_hears_the_same(team: Team, pair: TwoWorkspaces, login: str, password: str) -> None:
    if login == "gone":
        gone = team.add_member("gone", pair.my_workspace, "viewer").request_json("GET", "/api/me")["id"]
        team.ada.request_json("PATCH", f"/api/accounts/{gone}", json={"disabled": True})
    answer = team.open_anonymous_client().post("/api/login", json={"login": login, "password": password})
    assert (answer.status_code, answer.text) == (401, '{"detail":"Wrong name or password."}')
    assert "set-cookie" not in answer.headers


def test_a_login_is_the_same_however_it_is_written(team: Team) -> None:
    for written in ("ADA", " ada ", "\uff21da"):
        client = team.open_anonymous_client()
        client.request_json("POST", "/api/login", json={"login": written, "password": PASSWORD})
        assert client.request_json("GET", "/api/me")["login"] == "ada"


def _guess_password(team: Team, login: str) -> httpx.Response:
    return team.open_anonymous_client().post("/api/login", json={"login": login, "password": "a guess"})


def test_guesses_become_slow(team: Team, pair: TwoWorkspaces) -> None:
    team.add_member("guessed", pair.my_workspace, "viewer")
    for login in ("guessed", "unheard-of"):
        free = 0
        while (
            answer := _guess_password(team, login)
        ).status_code == 401 and free < 20:  # a try may take as long as the wait
            free += 1
        assert free >= 4
        assert answer.status_code == 429
        assert int(answer.headers["retry-after"]) >= 1


def test_many_people_of_one_address_sign_in_without_waiting(team: Team, pair: TwoWorkspaces) -> None:
    team.add_member("one-of-many", pair.my_workspace, "viewer")
    for _ in range(25):
        team.sign_in("one-of-many")


def test_a_try_that_is_withdrawn_forgives_no_other() -> None:
    delays = LoginBackoff(free_failures=2, max_seconds=4)
    assert [delays.start_attempt("k"), delays.start_attempt("k")] == [0, 0]
    delays.withdraw_attempt("k")
    assert delays.start_attempt("k") == 0
    assert delays.start_attempt("k") > 0


def test_delays_double_and_are_forgiven(monkeypatch: pytest.MonkeyPatch) -> None:
    at = 1_000.0
    monkeypatch.setattr("server.auth.login_backoff.time.monotonic", lambda: at)
    delays = LoginBackoff(free_failures=2, max_seconds=4)
    waits = []
    for _ in range(6):
        wait = delays.start_attempt("k")
        waits.append(wait)
        at += wait
        if wait:
            assert delays.start_attempt("k") == 0
    assert waits == [0, 0, 1, 2, 4, 4]
    delays.record_success("k")
    assert [delays.start_attempt("k"), delays.start_attempt("k")] == [0, 0]


def test_a_forgotten_password_is_replaced_by_a_link(team: Team, pair: TwoWorkspaces) -> None:
    client = team.add_member("forgetful", pair.my_workspace, "viewer")
    account = client.request_json("GET", "/api/me")["id"]
    token = team.ada.request_json("POST", f"/api/accounts/{account}/password-link")["token"]
    assert (
        team.open_anonymous_client().request_json("POST", "/api/invitations/lookup", json={"token": token})["login"]
        == "forgetful"
    )
    body = {"token": token, "login": "forgetful", "password": "another fine password"}
    team.open_anonymous_client().request_json("POST", "/api/invitations/accept", json=body)
    assert client.get("/api/me").status_code == 401
    old = {"login": "forgetful", "password": PASSWORD}
    assert team.open_anonymous_client().post("/api/login", json=old).status_code == 401


def test_another_password_ends_the_other_sessions(team: Team, pair: TwoWorkspaces) -> None:
    here = team.add_member("changing", pair.my_workspace, "viewer")
    there = team.sign_in("changing")
    wrong = {"old": "not the old one", "new": "another fine password"}
    assert here.post("/api/me/password", json=wrong).status_code == 403
    here.request_json("POST", "/api/me/password", json={"old": PASSWORD, "new": "another fine password"})
    assert (here.get("/api/me").status_code, there.get("/api/me").status_code) == (200, 401)


def test_the_database_holds_no_token_and_no_password(team: Team, pair: TwoWorkspaces) -> None:
    bearer = team.open_token_client(team.ada, "read").headers["authorization"].removeprefix("Bearer ")
    cookie = next(iter(team.ada.cookies.values()))
    invited = create_invitation(team, pair)
    held = DATABASES.dump_rows(team.server.home)
    assert [secret for secret in (bearer, cookie, invited, PASSWORD) if secret in held] == []


def test_a_session_that_is_ended_closes_its_open_tabs(team: Team, pair: TwoWorkspaces) -> None:
    here = team.add_member("two-places", pair.my_workspace, "viewer")
    there = team.sign_in("two-places")
    design = team.ada.create_design({})
    listed = here.request_json("GET", "/api/me/sessions")
    assert sorted(one["current"] for one in listed) == [False, True]
    other = next(one["id"] for one in listed if not one["current"])
    with open_tab(here, design) as mine, open_tab(there, design) as ended:
        here.request_json("DELETE", f"/api/me/sessions/{other}")
        assert ended.wait(60)
        assert not mine.is_set()
        here.request_json("POST", "/api/me/logout")
        assert mine.wait(60)
    assert (here.get("/api/me").status_code, there.get("/api/me").status_code) == (401, 401)


def test_the_sessions_of_others_are_not_there(team: Team, pair: TwoWorkspaces) -> None:
    session = team.ada.request_json("GET", "/api/me/sessions")[0]["id"]
    assert pair.theirs.delete(f"/api/me/sessions/{session}").status_code == 404
