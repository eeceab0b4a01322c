"""Invitations, members and their roles, accounts that are disabled, and what belongs to whom."""

from pathlib import Path

import pytest

from modules.kit import catalog
from server.design_analyzer import DesignAnalyzer
from server.graph.document import parse_design
from server.runs.scheduling.code_isolation import IsolationTooWeak
from server.runs.scheduling.run_creation import create_run
from server.storage.files.artifact_store import ArtifactStore
from server.storage.stores import design_store
from server.storage.transactions.workspace_context import use_workspace
from tests.database_servers import DATABASES
from tests.live_server import Server
from tests.server.auth.conftest import TwoWorkspaces, create_invitation, open_tab
from tests.small_designs import make_node
from tests.team_server import PASSWORD, Team, start_team_server


def test_a_short_password_is_refused_with_a_sentence(team: Team, pair: TwoWorkspaces) -> None:
    token = create_invitation(team, pair)
    body = {"token": token, "login": "short", "password": "short"}
    answer = team.open_anonymous_client().post("/api/invitations/accept", json=body)
    assert (answer.status_code, "at least 10 characters" in answer.text) == (422, True)


def test_an_invitation_works_once(team: Team, pair: TwoWorkspaces) -> None:
    token = create_invitation(team, pair, "runner")
    answer = team.open_anonymous_client().request_json("POST", "/api/invitations/lookup", json={"token": token})
    assert answer == {"workspace": "Team", "role": "runner", "by": "Ada", "login": None}
    joined = team.accept_invitation(token, "linus")
    assert [one["role"] for one in joined.request_json("GET", "/api/me")["workspaces"]] == ["runner"]
    body = {"token": token, "login": "linus2", "password": PASSWORD}
    assert team.open_anonymous_client().post("/api/invitations/accept", json=body).status_code == 404


def test_an_invitation_that_was_taken_back_is_not_there(team: Team, pair: TwoWorkspaces) -> None:
    token = create_invitation(team, pair)
    path = f"/api/workspaces/{pair.my_workspace}/invitations"
    for row in team.ada.request_json("GET", path):
        team.ada.request_json("DELETE", f"{path}/{row['id']}")
    assert team.open_anonymous_client().post("/api/invitations/lookup", json={"token": token}).status_code == 404


def test_who_is_removed_sees_nothing_from_then_on(team: Team, pair: TwoWorkspaces) -> None:
    leaving = team.add_member("leaving", pair.my_workspace, "editor")
    design = team.ada.create_design({})
    account = leaving.request_json("GET", "/api/me")["id"]
    with open_tab(leaving, design) as ended:
        team.ada.request_json("DELETE", f"/api/workspaces/{pair.my_workspace}/members/{account}")
        assert ended.wait(60)
    assert leaving.get(f"/api/designs/{design}").status_code == 403


def test_a_disabled_account_is_out_at_once(team: Team, pair: TwoWorkspaces) -> None:
    client = team.add_member("disabled", pair.my_workspace, "editor")
    program = team.open_token_client(client, "read")
    account = client.request_json("GET", "/api/me")["id"]
    design = team.ada.create_design({})
    with open_tab(client, design) as ended:
        team.ada.request_json("PATCH", f"/api/accounts/{account}", json={"disabled": True})
        assert ended.wait(60)
    assert (client.get("/api/me").status_code, program.get("/api/designs").status_code) == (401, 401)


def test_the_last_owner_stays(team: Team, pair: TwoWorkspaces) -> None:
    ada = team.ada.request_json("GET", "/api/me")["id"]
    members = f"/api/workspaces/{pair.my_workspace}/members"
    refusals = [
        team.ada.post(f"/api/workspaces/{pair.my_workspace}/leave"),
        team.ada.delete(f"{members}/{ada}"),
        team.ada.patch(f"{members}/{ada}", json={"role": "editor"}),
        team.ada.patch(f"/api/accounts/{ada}", json={"disabled": True}),
        team.ada.patch(f"/api/accounts/{ada}", json={"owns_server": False}),
    ]
    assert [answer.status_code for answer in refusals] == [409] * 5


def test_members_are_added_by_name_and_change_roles(team: Team, pair: TwoWorkspaces) -> None:
    members = f"/api/workspaces/{pair.their_workspace}/members"
    assert pair.theirs.post(members, json={"login": "nobody-there", "role": "editor"}).status_code == 404
    added = pair.theirs.request_json("POST", members, json={"login": "ada", "role": "viewer"})
    design = pair.theirs.create_design({}, trusted=False)
    edit = {"client": "c", "id": "e", "label": "", "edits": [{"path": ["name"], "value": "Ada's"}]}
    assert team.ada.post(f"/api/designs/{design}/edits", json=edit).status_code == 403
    pair.theirs.request_json("PATCH", f"{members}/{added['id']}", json={"role": "editor"})
    assert team.ada.post(f"/api/designs/{design}/edits", json=edit).status_code == 200
    pair.theirs.request_json("DELETE", f"{members}/{added['id']}")
    assert team.ada.get(f"/api/designs/{design}").status_code == 404


def test_workspaces_of_others_are_not_there(pair: TwoWorkspaces) -> None:
    path = f"/api/workspaces/{pair.my_workspace}/members"
    never = f"/api/workspaces/{'0' * 32}/members"
    for method, body in (("GET", None), ("POST", {"login": "grace"})):
        theirs = pair.theirs.request(method, path, json=body)
        assert (theirs.status_code, theirs.text) == (404, pair.theirs.request(method, never, json=body).text)


@pytest.mark.parametrize("path", ["/api/accounts", "/api/audit", "/api/audit.csv", "/api/storage"])
def test_only_owners_of_the_server_see_all_of_it(team: Team, pair: TwoWorkspaces, path: str) -> None:
    assert (team.ada.get(path).status_code, pair.theirs.get(path).status_code) == (200, 403)


def test_what_a_personal_server_made_belongs_to_the_first_account(tmp_path: Path) -> None:
    personal = Server(tmp_path / "home").start()
    client = personal.open_client()
    dataset = client.request_json("POST", "/api/datasets?file_name=mine.csv", content=b"x\n1\n")
    client.run(client.create_design({"data": make_node("dataset", {"dataset": dataset["id"]})}, "From before"))
    client.close()
    personal.stop()
    team = start_team_server(tmp_path)
    assert [one["name"] for one in team.ada.request_json("GET", "/api/designs")] == ["From before"]
    assert team.ada.request_json("GET", f"/api/artifacts/{dataset['artifact']}/rows")["total"] == 1
    team.stop()


def test_scripts_do_not_run_where_people_are_not_kept_apart(tmp_path: Path) -> None:
    database, store = DATABASES.create_database(tmp_path), ArtifactStore(tmp_path / "store")
    code = "def azureml_main(dataframe1=None, dataframe2=None):\n    return dataframe1\n"
    nodes = {"script": make_node("execute_python_script", {"python_script": code})}
    document = parse_design({"format": 2, "name": "Code", "nodes": nodes}).model_dump(mode="json")

    def started(level: str) -> str:
        with database.session() as session:
            row = design_store.create_design(session, document)
            run, _ = create_run(
                session,
                DesignAnalyzer(catalog(), store),
                row,
                targets=[],
                idempotency_key=None,
                isolation={"level": level},
            )
            return run.state

    assert started("S1") == "queued"  # of a personal server
    with use_workspace("somewhere"):
        assert started("S3") == "queued"
        with pytest.raises(IsolationTooWeak, match="S3"):
            started("S2")
    database.close()
