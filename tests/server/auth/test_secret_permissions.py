"""Secrets on a server with accounts: who may have which, and what the log says of them."""

from typing import Any

import pytest

from tests.live_server import Client, get_step_states
from tests.server.auth.conftest import TwoWorkspaces
from tests.small_designs import SMALL_CSV, make_node
from tests.team_server import Team

VALUE = "zq7Kw-canary-9"
CODE = """
import os
import pandas as pd


def azureml_main(dataframe1=None, dataframe2=None):
    return pd.DataFrame({"x": [len(os.environ["TEAM_KEY"])]})
"""


@pytest.fixture(scope="module")
def secret(pair: TwoWorkspaces) -> dict[str, Any]:
    made: dict[str, Any] = pair.mine.request_json("POST", "/api/secrets", json={"name": "TEAM_KEY", "value": VALUE})
    return made


def _create_asking_design(client: Client) -> str:
    nodes = {
        "data": make_node("enter_data_manually", {"data": SMALL_CSV}),
        "script": make_node("execute_python_script", {"python_script": CODE, "secrets": ["TEAM_KEY"]}),
    }
    return client.create_design(nodes, "Asks")


@pytest.mark.parametrize(("role", "allowed"), [("viewer", False), ("runner", False), ("editor", True), ("owner", True)])
def test_editors_keep_secrets_and_others_do_not_even_see_their_names(
    team: Team, pair: TwoWorkspaces, secret: dict[str, Any], role: str, allowed: bool
) -> None:
    client = team.add_member(f"secret-{role}", pair.my_workspace, role)
    asked = [
        client.get("/api/secrets"),
        client.post("/api/secrets", json={"name": f"OF_{role.upper()}", "value": VALUE}),
        client.put(f"/api/secrets/{secret['id']}", json={"value": VALUE}),
    ]
    assert [answer.status_code for answer in asked] == ([200, 201, 200] if allowed else [403] * 3)
    assert all(VALUE not in answer.text for answer in asked)
    made = asked[1].json().get("id", secret["id"])
    assert client.delete(f"/api/secrets/{made}").status_code == (204 if allowed else 403)


@pytest.mark.parametrize("scope", ["read", "run"])
def test_programs_that_may_not_write_do_not_reach_secrets(team: Team, secret: dict[str, Any], scope: str) -> None:
    program = team.open_token_client(team.ada, scope)
    assert program.get("/api/secrets").status_code == 403
    assert program.put(f"/api/secrets/{secret['id']}", json={"value": VALUE}).status_code == 403


@pytest.mark.usefixtures("secret")
def test_a_runner_runs_what_an_editor_made_with_a_secret(team: Team, pair: TwoWorkspaces) -> None:
    design = _create_asking_design(pair.mine)
    runner = team.add_member("runs-secrets", pair.my_workspace, "runner")
    assert get_step_states(runner.run(design))["script"] in ("succeeded", "reused")


@pytest.mark.usefixtures("secret")
def test_another_workspace_has_other_secrets_under_the_same_name(pair: TwoWorkspaces) -> None:
    design = _create_asking_design(pair.theirs)
    assert [
        one["fix"]["secret"] for one in pair.theirs.request_json("GET", f"/api/designs/{design}/analysis")["problems"]
    ] == ["TEAM_KEY"]
    assert get_step_states(pair.theirs.run(design))["script"] == "skipped"
    pair.theirs.request_json("POST", "/api/secrets", json={"name": "TEAM_KEY", "value": "another"})
    run = pair.theirs.run(design)
    artifact = run["steps"][1]["outputs"]["result_dataset"]["artifact"]
    assert pair.theirs.request_json("GET", f"/api/artifacts/{artifact}/rows")["rows"] == [[len("another")]]


def test_the_log_says_who_made_changed_and_deleted_a_secret_and_which_run_used_it(team: Team) -> None:
    made = team.ada.request_json("POST", "/api/secrets", json={"name": "LOGGED", "value": VALUE})
    team.ada.request_json("PUT", f"/api/secrets/{made['id']}", json={"value": f"{VALUE}-2"})
    nodes = {"script": make_node("execute_python_script", {"python_script": CODE, "secrets": ["LOGGED"]})}
    run = team.ada.run(team.ada.create_design(nodes))
    team.ada.request_json("DELETE", f"/api/secrets/{made['id']}")
    log = team.ada.request_json("GET", "/api/audit", params={"limit": "500"})
    found = [(one["action"], one["person"]) for one in log if one["subject"] == "LOGGED"]
    assert found == [("secret.deleted", "Ada"), ("secret.replaced", "Ada"), ("secret.made", "Ada")]
    started = next(one for one in log if one["action"] == "run.started" and one["run_id"] == run["id"])
    assert started["details"]["secrets"] == {"script": ["LOGGED"]}
    assert VALUE not in str(log)
