"""The commands of the client, and those of a new installation."""

import json
import os
import stat
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest
from designery import commands, credentials, device_login

from server.shell.device_login_routes import build_device_code
from tests.live_server import Client, Server
from tests.server_spawner import finish_command
from tests.small_designs import make_regression_nodes
from tests.team_server import start_team_server


@pytest.fixture
def settings_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where tokens are stored, and nothing else said of servers."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in ("DESIGNERY_SERVER", "DESIGNERY_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(device_login, "PAUSE_SECONDS", 0.02)
    return tmp_path


def allow(client: Client, login: device_login.DeviceLogin) -> int:
    """What the button of the page sends; the status of the answer."""
    token_hash = login.link.partition("token=")[2].partition("&")[0]
    page = client.get(login.link)
    assert login.code in page.text
    assert login.code == build_device_code(token_hash)
    return client.post("/api/device-logins", json={"token_hash": token_hash, "name": "Laptop"}).status_code


def test_somebody_allows_a_terminal_and_it_works_from_then_on(
    settings_folder: Path, server: Server, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    design = client.create_design(make_regression_nodes(), name="Seen from a terminal")
    login = device_login.begin_login(server.url)
    assert not device_login.is_token_accepted(server.url, login.token)
    waiting = threading.Thread(target=device_login.finish_login, args=(login,))
    waiting.start()
    assert allow(client, login) == 204
    waiting.join(30)
    path = credentials.get_credentials_path()
    assert path.is_relative_to(settings_folder)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert login.token not in login.link
    assert commands.run_command(["design", "list", "--text", "Seen from a terminal", "--json"]) == 0
    assert [one["id"] for one in json.loads(capsys.readouterr().out)] == [design]
    assert commands.run_command(["design", "check", design]) == 0
    assert commands.run_command(["design", "show", "no such design"]) == commands.EXIT_NOT_FOUND
    assert "There is no design 'no such design'." in capsys.readouterr().err
    assert commands.run_command(["logout"]) == 0
    unreachable = ["design", "list", "--server", "http://127.0.0.1:9"]
    assert commands.run_command(unreachable) == commands.EXIT_NOT_CONNECTED


def test_on_a_team_server_the_token_can_do_what_its_owner_can(settings_folder: Path) -> None:
    """And a token cannot allow another one; a stranger is sent to sign in, and comes back."""
    team = start_team_server(settings_folder)
    try:
        workspace = team.ada.request_json("GET", "/api/me")["workspace"]["id"]
        vera = team.add_member("vera", workspace, "viewer")
        made: dict[str, Any] = {}
        for name, person in (("ada", team.ada), ("vera", vera)):
            login = device_login.begin_login(team.server.url)
            assert allow(person, login) == 204
            program = team.open_anonymous_client(Authorization=f"Bearer {login.token}")
            made[name] = program.post("/api/designs", json={"name": "By a program"}).status_code
            again = device_login.begin_login(team.server.url)
            body = {"token_hash": again.link.partition("token=")[2].partition("&")[0], "name": "Another"}
            assert program.post("/api/device-logins", json=body).status_code == 403
        assert made == {"ada": 201, "vera": 403}
        scopes = [one["scope"] for one in vera.request_json("GET", "/api/me/tokens")]
        assert scopes == ["read"]
        stranger = team.open_anonymous_client().get(login.link)
        assert (stranger.status_code, "/login?next=%2Fconnect%3Ftoken" in stranger.headers["location"]) == (303, True)
    finally:
        team.stop()


def run_designery(folder: Path, *words: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "DESIGNERY_HOME": str(folder / "home"), **variables}
    return finish_command(list(words), environment, folder)


def test_a_new_project_runs_as_its_readme_says(settings_folder: Path) -> None:
    project = settings_folder / "project"
    made = run_designery(settings_folder, "init", str(project))
    assert made.returncode == 0, made.stderr
    assert run_designery(settings_folder, "init", str(project)).returncode == 1
    words = made.stdout.rpartition("designery run ")[2].split()
    assert run_designery(project, "run", *words).returncode == 0
    assert "accuracy" in json.loads((project / "results/metrics.json").read_text())["evaluate"].__repr__().lower()
    job = run_designery(project, "job", "submit", "-f", "job.yml", "--follow")
    assert "accuracy 0.7" in job.stdout, job.stdout + job.stderr


def test_doctor_says_what_is_wrong_and_how_to_mend_it(settings_folder: Path) -> None:
    (settings_folder / "home").mkdir(mode=0o755)
    (settings_folder / "home").chmod(0o755)
    done = run_designery(settings_folder, "doctor", "--json", DESIGNERY_DISK_RESERVE="900TB", PATH="/nowhere")
    found = {one["subject"]: one for one in json.loads(done.stdout)}
    assert done.returncode == 1
    assert (found["disk"]["state"], "designery clean" in found["disk"]["fix"]) == ("error", True)
    assert found["data folder"]["fix"] == f"Run: chmod 700 {settings_folder / 'home'}"
    assert "r-base-core" in found["R"]["fix"]
    assert all(one["fix"] for one in found.values() if one["state"] != "ok")
    assert {"isolation", "database", "file system", "packages", "version", "torch"} <= set(found)


def test_commands_of_the_client_are_commands_of_designery(settings_folder: Path) -> None:
    listed = run_designery(settings_folder, "design", "list", "--server", "http://127.0.0.1:9")
    assert (listed.returncode, "did not answer" in listed.stderr) == (commands.EXIT_NOT_CONNECTED, True)
    for shell in ("bash", "zsh", "fish"):
        assert "_DESIGNERY_COMPLETE" in run_designery(settings_folder, "completion", shell).stdout
