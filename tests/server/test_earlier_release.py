"""What version 0.1.0 made opens in this one: its data folder, designs, results, links, tokens and backup.

`tests/fixtures/release_0_1_0` was written by that version before anything was renamed: `home.tar.xz` is its data folder
with accounts, `facts.json` the ids and secrets of what is in it, `design.json` an exported design, `backup.tar.zst` a
backup with keys.
"""

import json
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.graph.document import DOCUMENT_FORMAT
from tests.live_server import ROOT, Client, Server, get_step_states
from tests.server_spawner import finish_command
from tests.team_server import API_HEADERS, Team

RELEASE_FOLDER = Path(__file__).parent.parent / "fixtures" / "release_0_1_0"
RELEASE_FACTS: dict[str, Any] = json.loads((RELEASE_FOLDER / "facts.json").read_text())
TEAM_SETTINGS = {"DESIGNERY_MODE": "team", "DESIGNERY_DATABASE_URL": ""}


def start_team_on(home: Path) -> Team:
    """A server with accounts on a data folder that the earlier version made, and Ada, who signs in."""
    server = Server(home, environment=TEAM_SETTINGS).start()
    ada = Client(base_url=server.url, headers=API_HEADERS, timeout=60)
    ada.request_json(
        "POST", "/api/login", json={"login": RELEASE_FACTS["login"], "password": RELEASE_FACTS["password"]}
    )
    return Team(server, ada)


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    folder = tmp_path_factory.mktemp("released")
    with tarfile.open(RELEASE_FOLDER / "home.tar.xz") as archive:
        archive.extractall(folder, filter="data")
    running = start_team_on(folder / "home")
    yield running
    running.stop()


def test_the_designs_and_their_results_are_as_they_were(team: Team) -> None:
    for name, outputs in (("trained", RELEASE_FACTS["outputs"]), ("weather", RELEASE_FACTS["weather_outputs"])):
        run = team.ada.request_json("GET", f"/api/runs/{RELEASE_FACTS['runs'][name]}")
        assert run["state"] == "succeeded"
        assert {step["node"]: step["outputs"] for step in run["steps"]} == outputs
    table = RELEASE_FACTS["outputs"]["data"]["dataset"]["artifact"]
    assert team.ada.request_json("GET", f"/api/artifacts/{table}/rows?limit=5")["total"] == 344


def test_an_exported_design_is_the_stored_one_and_can_be_imported(team: Team) -> None:
    exported = json.loads((RELEASE_FOLDER / "design.json").read_text())
    stored = team.ada.request_json("GET", f"/api/designs/{RELEASE_FACTS['designs']['weather']}/export")
    assert stored == {**exported, "format": DOCUMENT_FORMAT}
    imported = team.ada.request_json("POST", "/api/designs", json={"document": exported})["id"]
    nodes = team.ada.request_json("GET", f"/api/designs/{imported}")["document"]["nodes"]
    assert nodes == exported["nodes"]


def test_secrets_modules_connections_versions_and_comments_are_there(team: Team) -> None:
    weather = RELEASE_FACTS["designs"]["weather"]
    assert [secret["opens"] for secret in team.ada.request_json("GET", "/api/secrets")] == [True]
    assert [saved["title"] for saved in team.ada.request_json("GET", "/api/saved-modules")] == ["Multiply"]
    assert [made["fields"]["host"] for made in team.ada.request_json("GET", "/api/connections")] == ["db.example.org"]
    versions = team.ada.request_json("GET", f"/api/designs/{weather}/versions")
    assert "Four times" in [version["name"] for version in versions]
    (thread,) = team.ada.request_json("GET", f"/api/designs/{weather}/threads")
    assert thread["comments"][0]["text"] == "Does *this* stay?"


def test_a_design_with_a_secret_and_a_module_of_its_own_runs_again(team: Team) -> None:
    run = team.ada.run(RELEASE_FACTS["designs"]["weather"])
    expected = dict.fromkeys(("data", "script", "sum", "times"), True) | {"skipped": False}
    assert {node: state in ("succeeded", "reused") for node, state in get_step_states(run).items()} == expected, run


@pytest.mark.parametrize("scope", ["view", "edit", "run"])
def test_links_open(team: Team, scope: str) -> None:
    link = RELEASE_FACTS["shares"][scope]
    with team.open_anonymous_client() as visitor:
        visitor.request_json("POST", f"/api/shared/{link['id']}/guest-session", json={"token": link["token"]})
        assert visitor.request_json("GET", f"/api/shared/{link['id']}")["scope"] == scope
        assert visitor.get(f"/s/{link['id']}").status_code == 200


def test_tokens_are_good_for_what_they_were(team: Team) -> None:
    design = RELEASE_FACTS["designs"]["trained"]
    allowed: dict[str, list[int]] = {}
    for scope, token in RELEASE_FACTS["tokens"].items():
        with team.open_anonymous_client(Authorization=f"Bearer {token}") as program:
            renamed = program.post(
                f"/api/designs/{design}/edits",
                json={"client": scope, "id": "1", "label": "Note", "edits": [{"path": ["description"], "value": "x"}]},
            )
            allowed[scope] = [program.get(f"/api/designs/{design}").status_code, renamed.status_code]
    assert allowed == {"read": [200, 403], "run": [200, 403], "write": [200, 200]}


def test_a_backup_is_restored(tmp_path: Path) -> None:
    environment = {**os.environ, **TEAM_SETTINGS, "DESIGNERY_HOME": str(tmp_path / "home")}
    done = finish_command(["restore", str(RELEASE_FOLDER / "backup.tar.zst")], environment, ROOT)
    assert done.returncode == 0, done.stderr
    team = start_team_on(tmp_path / "home")
    try:
        run = team.ada.request_json("GET", f"/api/runs/{RELEASE_FACTS['runs']['weather']}")
        assert {step["node"]: step["outputs"] for step in run["steps"]} == RELEASE_FACTS["weather_outputs"]
        assert [secret["opens"] for secret in team.ada.request_json("GET", "/api/secrets")] == [True]
    finally:
        team.stop()
