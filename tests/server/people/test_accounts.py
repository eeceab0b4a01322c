"""Invitations, members and their roles, accounts that are disabled, and what belongs to whom."""

from pathlib import Path

import pytest

from modules.kit import catalog
from server.graph.document import read
from server.runs.run_code import TooWeak
from server.runs.starting import Analyst, start
from server.storage import designs
from server.storage.artifacts import ArtifactStore
from server.storage.place import within
from tests.databases import DATABASES
from tests.pipelines import node
from tests.server.people.conftest import Pair, following, invitation
from tests.serving import Server
from tests.team import PASSWORD, Team, team_server


def test_a_short_password_is_refused_with_a_sentence(team: Team, pair: Pair) -> None:
    token = invitation(team, pair)
    body = {"token": token, "login": "short", "password": "short"}
    answer = team.stranger().post("/api/invitation/accept", json=body)
    assert (answer.status_code, "at least 10 characters" in answer.text) == (422, True)


def test_an_invitation_works_once(team: Team, pair: Pair) -> None:
    token = invitation(team, pair, "runner")
    told = team.stranger().checked("POST", "/api/invitation", json={"token": token})
    assert told == {"workspace": "Team", "role": "runner", "by": "Ada", "login": None}
    joined = team.accept(token, "linus")
    assert [one["role"] for one in joined.checked("GET", "/api/me")["workspaces"]] == ["runner"]
    body = {"token": token, "login": "linus2", "password": PASSWORD}
    assert team.stranger().post("/api/invitation/accept", json=body).status_code == 404


def test_an_invitation_that_was_taken_back_is_not_there(team: Team, pair: Pair) -> None:
    token = invitation(team, pair)
    path = f"/api/workspaces/{pair.my_workspace}/invitations"
    for row in team.ada.checked("GET", path):
        team.ada.checked("DELETE", f"{path}/{row['id']}")
    assert team.stranger().post("/api/invitation", json={"token": token}).status_code == 404


def test_who_is_removed_sees_nothing_from_then_on(team: Team, pair: Pair) -> None:
    leaving = team.join("leaving", pair.my_workspace, "editor")
    design = team.ada.new_design({})
    account = leaving.checked("GET", "/api/me")["id"]
    with following(leaving, design) as ended:
        team.ada.checked("DELETE", f"/api/workspaces/{pair.my_workspace}/members/{account}")
        assert ended.wait(10)
    assert leaving.get(f"/api/designs/{design}").status_code == 403


def test_a_disabled_account_is_out_at_once(team: Team, pair: Pair) -> None:
    client = team.join("disabled", pair.my_workspace, "editor")
    program = team.with_token(client, "read")
    account = client.checked("GET", "/api/me")["id"]
    design = team.ada.new_design({})
    with following(client, design) as ended:
        team.ada.checked("PATCH", f"/api/accounts/{account}", json={"disabled": True})
        assert ended.wait(10)
    assert (client.get("/api/me").status_code, program.get("/api/designs").status_code) == (401, 401)


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
    document = read({"format": 2, "name": "Code", "nodes": nodes}).model_dump(mode="json")

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
