"""Signing in and out, sessions that end, invitations, roles and tokens."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from modules.kit import catalog
from server.graph.document import read
from server.people.delays import Delays
from server.runs.starting import Analyst, TooWeak, start
from server.storage import designs
from server.storage.artifacts import ArtifactStore
from server.storage.database import Database
from server.storage.people_tables import TokenRow
from server.storage.place import within
from server.storage.tables import now
from tests.databases import DATABASES
from tests.pipelines import node
from tests.server.people.conftest import Pair
from tests.serving import Client, Server
from tests.team import PASSWORD, Team, team_server


def test_the_first_account_is_made_once(team: Team) -> None:
    body = {"token": team.server.link.rpartition("#t=")[2], "login": "eve", "password": PASSWORD}
    assert team.stranger().post("/api/setup", json=body).status_code == 403


def test_a_launch_link_opens_no_session_on_a_team_server(team: Team) -> None:
    stranger = team.stranger()
    link = team.server.new_link()
    assert "/join#t=" in link
    stranger.post("/api/session", json={"token": link.rpartition("#t=")[2]})
    assert stranger.get("/api/designs").status_code == 401


def test_who_does_not_sign_in_gets_no_page_of_the_app(team: Team) -> None:
    answer = team.stranger().get("/designs/x?view=run")
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=%2Fdesigns%2Fx%3Fview%3Drun")


@pytest.mark.parametrize(("login", "password"), [("nobody", PASSWORD), ("ada", "another password"), ("gone", PASSWORD)])
def test_whoever_may_not_sign_in_hears_the_same(team: Team, pair: Pair, login: str, password: str) -> None:
    if login == "gone":
        gone = team.join("gone", pair.my_workspace, "viewer").checked("GET", "/api/me")["id"]
        team.ada.checked("PATCH", f"/api/accounts/{gone}", json={"disabled": True})
    answer = team.stranger().post("/api/login", json={"login": login, "password": password})
    assert (answer.status_code, answer.text) == (401, '{"detail":"This name and password do not fit."}')
    assert "set-cookie" not in answer.headers


def test_a_login_is_the_same_however_it_is_written(team: Team) -> None:
    for written in ("ADA", " ada ", "\uff21da"):
        client = team.stranger()
        client.checked("POST", "/api/login", json={"login": written, "password": PASSWORD})
        assert client.checked("GET", "/api/me")["login"] == "ada"


def test_guesses_become_slow(team: Team, pair: Pair) -> None:
    team.join("guessed", pair.my_workspace, "viewer")
    for login in ("guessed", "unheard-of"):
        answers = [
            team.stranger().post("/api/login", json={"login": login, "password": f"{number}"}) for number in range(6)
        ]
        assert [answer.status_code for answer in answers][:4] == [401] * 4
        assert answers[-1].status_code == 429
        assert int(answers[-1].headers["retry-after"]) >= 1


def test_delays_double_and_are_forgiven(monkeypatch: pytest.MonkeyPatch) -> None:
    at = 1_000.0
    monkeypatch.setattr("server.people.delays.time.monotonic", lambda: at)
    delays = Delays(free=2, longest=4)
    waits = []
    for _ in range(6):
        wait = delays.begin("k")
        waits.append(wait)
        at += wait
        if wait:
            assert delays.begin("k") == 0
    assert waits == [0, 0, 1, 2, 4, 4]
    delays.succeeded("k")
    assert [delays.begin("k"), delays.begin("k")] == [0, 0]


def test_a_short_password_is_refused_with_a_sentence(team: Team, pair: Pair) -> None:
    token = _invitation(team, pair)
    body = {"token": token, "login": "short", "password": "short"}
    answer = team.stranger().post("/api/invitation/accept", json=body)
    assert (answer.status_code, "at least 10 characters" in answer.text) == (422, True)


def _invitation(team: Team, pair: Pair, role: str = "viewer") -> str:
    made = team.ada.checked("POST", f"/api/workspaces/{pair.my_workspace}/invitations", json={"role": role})
    token: str = made["token"]
    return token


def test_an_invitation_works_once(team: Team, pair: Pair) -> None:
    token = _invitation(team, pair, "runner")
    told = team.stranger().checked("POST", "/api/invitation", json={"token": token})
    assert told == {"workspace": "Team", "role": "runner", "by": "Ada", "login": None}
    joined = team.accept(token, "linus")
    assert [one["role"] for one in joined.checked("GET", "/api/me")["workspaces"]] == ["runner"]
    body = {"token": token, "login": "linus2", "password": PASSWORD}
    assert team.stranger().post("/api/invitation/accept", json=body).status_code == 404


def test_an_invitation_that_was_taken_back_is_not_there(team: Team, pair: Pair) -> None:
    token = _invitation(team, pair)
    path = f"/api/workspaces/{pair.my_workspace}/invitations"
    for row in team.ada.checked("GET", path):
        team.ada.checked("DELETE", f"{path}/{row['id']}")
    assert team.stranger().post("/api/invitation", json={"token": token}).status_code == 404


def test_a_forgotten_password_is_replaced_by_a_link(team: Team, pair: Pair) -> None:
    client = team.join("forgetful", pair.my_workspace, "viewer")
    account = client.checked("GET", "/api/me")["id"]
    token = team.ada.checked("POST", f"/api/accounts/{account}/password-link")["token"]
    assert team.stranger().checked("POST", "/api/invitation", json={"token": token})["login"] == "forgetful"
    body = {"token": token, "login": "forgetful", "password": "another fine password"}
    team.stranger().checked("POST", "/api/invitation/accept", json=body)
    assert client.get("/api/me").status_code == 401
    old = {"login": "forgetful", "password": PASSWORD}
    assert team.stranger().post("/api/login", json=old).status_code == 401


def test_another_password_ends_the_other_sessions(team: Team, pair: Pair) -> None:
    here = team.join("changing", pair.my_workspace, "viewer")
    there = team.sign_in("changing")
    wrong = {"old": "not the old one", "new": "another fine password"}
    assert here.post("/api/me/password", json=wrong).status_code == 403
    here.checked("POST", "/api/me/password", json={"old": PASSWORD, "new": "another fine password"})
    assert (here.get("/api/me").status_code, there.get("/api/me").status_code) == (200, 401)


def test_the_database_holds_no_token_and_no_password(team: Team, pair: Pair) -> None:
    bearer = team.with_token(team.ada, "read").headers["authorization"].removeprefix("Bearer ")
    cookie = next(iter(team.ada.cookies.values()))
    invitation = _invitation(team, pair)
    held = DATABASES.dump(team.server.home)
    assert [secret for secret in (bearer, cookie, invitation, PASSWORD) if secret in held] == []


# Sessions end at once, in open tabs too.


@contextmanager
def _following(client: Client, design: str) -> Iterator[threading.Event]:
    """An open tab: the event is set when its stream has ended."""
    ended, begun = threading.Event(), threading.Event()

    def follow() -> None:
        with client.stream("GET", f"/api/designs/{design}/events") as answer:
            for _ in answer.iter_lines():
                begun.set()
        ended.set()

    thread = threading.Thread(target=follow, daemon=True)
    thread.start()
    assert begun.wait(30)
    yield ended
    thread.join(30)


def test_a_session_that_is_ended_closes_its_open_tabs(team: Team, pair: Pair) -> None:
    here = team.join("two-places", pair.my_workspace, "viewer")
    there = team.sign_in("two-places")
    design = team.ada.new_design({})
    listed = here.checked("GET", "/api/me/sessions")
    assert sorted(one["current"] for one in listed) == [False, True]
    other = next(one["id"] for one in listed if not one["current"])
    with _following(here, design) as mine, _following(there, design) as ended:
        here.checked("DELETE", f"/api/me/sessions/{other}")
        assert ended.wait(10)
        assert not mine.is_set()
        here.checked("POST", "/api/me/logout")
        assert mine.wait(10)
    assert (here.get("/api/me").status_code, there.get("/api/me").status_code) == (401, 401)


def test_the_sessions_of_others_are_not_there(team: Team, pair: Pair) -> None:
    session = team.ada.checked("GET", "/api/me/sessions")[0]["id"]
    assert pair.theirs.delete(f"/api/me/sessions/{session}").status_code == 404


def test_who_is_removed_sees_nothing_from_then_on(team: Team, pair: Pair) -> None:
    leaving = team.join("leaving", pair.my_workspace, "editor")
    design = team.ada.new_design({})
    account = leaving.checked("GET", "/api/me")["id"]
    with _following(leaving, design) as ended:
        team.ada.checked("DELETE", f"/api/workspaces/{pair.my_workspace}/members/{account}")
        assert ended.wait(10)
    assert leaving.get(f"/api/designs/{design}").status_code == 403


def test_a_disabled_account_is_out_at_once(team: Team, pair: Pair) -> None:
    client = team.join("disabled", pair.my_workspace, "editor")
    program = team.with_token(client, "read")
    account = client.checked("GET", "/api/me")["id"]
    design = team.ada.new_design({})
    with _following(client, design) as ended:
        team.ada.checked("PATCH", f"/api/accounts/{account}", json={"disabled": True})
        assert ended.wait(10)
    assert (client.get("/api/me").status_code, program.get("/api/designs").status_code) == (401, 401)


# Workspaces.


def test_the_last_owner_stays(team: Team, pair: Pair) -> None:
    ada = team.ada.checked("GET", "/api/me")["id"]
    members = f"/api/workspaces/{pair.my_workspace}/members"
    refusals = [
        team.ada.post(f"/api/workspaces/{pair.my_workspace}/leave"),
        team.ada.delete(f"{members}/{ada}"),
        team.ada.patch(f"{members}/{ada}", json={"role": "editor"}),
        team.ada.patch(f"/api/accounts/{ada}", json={"disabled": True}),
        team.ada.patch(f"/api/accounts/{ada}", json={"owns_server": False}),
    ]
    assert [answer.status_code for answer in refusals] == [409] * 5


def test_members_are_added_by_name_and_change_roles(team: Team, pair: Pair) -> None:
    members = f"/api/workspaces/{pair.their_workspace}/members"
    assert pair.theirs.post(members, json={"login": "nobody-there", "role": "editor"}).status_code == 404
    added = pair.theirs.checked("POST", members, json={"login": "ada", "role": "viewer"})
    design = pair.theirs.new_design({}, trusted=False)
    edit = {"client": "c", "id": "e", "label": "", "edits": [{"path": ["name"], "value": "Ada's"}]}
    assert team.ada.post(f"/api/designs/{design}/edits", json=edit).status_code == 403
    pair.theirs.checked("PATCH", f"{members}/{added['id']}", json={"role": "editor"})
    assert team.ada.post(f"/api/designs/{design}/edits", json=edit).status_code == 200
    pair.theirs.checked("DELETE", f"{members}/{added['id']}")
    assert team.ada.get(f"/api/designs/{design}").status_code == 404


def test_workspaces_of_others_are_not_there(pair: Pair) -> None:
    path = f"/api/workspaces/{pair.my_workspace}/members"
    never = f"/api/workspaces/{'0' * 32}/members"
    for method, body in (("GET", None), ("POST", {"login": "grace"})):
        theirs = pair.theirs.request(method, path, json=body)
        assert (theirs.status_code, theirs.text) == (404, pair.theirs.request(method, never, json=body).text)


@pytest.mark.parametrize("path", ["/api/accounts", "/api/audit", "/api/audit.csv", "/api/storage"])
def test_only_owners_of_the_server_see_all_of_it(team: Team, pair: Pair, path: str) -> None:
    assert (team.ada.get(path).status_code, pair.theirs.get(path).status_code) == (200, 403)


# Tokens.

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
    assert newest["last_used_at"] is not None
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


def test_what_a_personal_server_made_belongs_to_the_first_account(tmp_path: Path) -> None:
    personal = Server(tmp_path / "home").start()
    client = personal.client()
    dataset = client.checked("POST", "/api/datasets?file_name=mine.csv", content=b"x\n1\n")
    client.run(client.new_design({"data": node("dataset", {"dataset": dataset["id"]})}, "From before"))
    client.close()
    personal.stop()
    team = team_server(tmp_path)
    assert [one["name"] for one in team.ada.checked("GET", "/api/designs")] == ["From before"]
    assert team.ada.checked("GET", f"/api/artifacts/{dataset['artifact']}/rows")["total"] == 1
    team.stop()


def test_scripts_do_not_run_where_people_are_not_kept_apart(tmp_path: Path) -> None:
    database, store = DATABASES.made(tmp_path), ArtifactStore(tmp_path / "store")
    code = "def azureml_main(dataframe1=None, dataframe2=None):\n    return dataframe1\n"
    nodes = {"script": node("execute_python_script", {"python_script": code})}
    document = read({"format": 1, "name": "Code", "nodes": nodes}).model_dump(mode="json")

    def started(level: str) -> str:
        with database.session() as session:
            row = designs.create(session, document)
            run, _ = start(session, Analyst(catalog(), store), row, targets=[], key=None, isolation={"level": level})
            return run.state

    assert started("S1") == "queued"  # of a personal server
    with within("somewhere"):
        assert started("S3") == "queued"
        with pytest.raises(TooWeak, match="S3"):
            started("S2")
    database.close()
