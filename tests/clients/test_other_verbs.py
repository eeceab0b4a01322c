"""Automated ML, environments and the keyring from Python."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import designery as dy
import pandas as pd
import pytest
from designery import credentials

from tests.live_server import Server
from tests.server.environments.package_server import make_wheel, running_package_server

ROWS = pd.DataFrame({"a": range(120), "b": [n % 7 for n in range(120)], "y": [2.0 * n + n % 5 for n in range(120)]})


@pytest.fixture(scope="module")
def index_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose packages come from an index of the test."""
    with running_package_server() as index:
        index.add(make_wheel("tinyone", "2.0"))
        environment = {"DESIGNERY_PACKAGE_INDEX": index.address}
        running = Server(tmp_path_factory.mktemp("verbs") / "home", environment=environment).start()
        client = running.open_client()
        dy.connect(running.url, client.cookies[f"designery_{running.port}"])
        client.close()
        yield running
        dy.close_connection()
        running.stop()


@pytest.mark.usefixtures("index_server")
def test_a_search_finds_a_model_whose_candidates_are_designs() -> None:
    limits: dict[str, Any] = {"maximum_number_of_trials": 3, "number_of_folds": 2, "build_ensemble": False}
    search = dy.search_model(ROWS, "y", minutes=2, name="Found rows", **limits)
    board = search.leaderboard()
    assert len(board) >= 3
    assert search.metrics["Mean_Absolute_Error"] < 60
    best = search.candidate(1)
    assert best.id is not None
    assert best.problems() == []
    assert "<table" in search._repr_html_()


@pytest.mark.usefixtures("index_server")
def test_a_job_runs_with_the_packages_of_an_environment(tmp_path: Path) -> None:
    built = dy.build_environment("tiny", ["tinyone"])
    assert (built.state, built.versions[0]["version"]) == ("ready", 1)
    assert dy.build_environment("tiny", ["tinyone==2.0"]).versions[0]["version"] == 2
    assert [one.name for one in dy.list_environments()] == ["tiny"]
    with pytest.raises(dy.DesigneryError, match="'none' can't be built: "):
        dy.build_environment("none", ["nosuchpackage"])
    (tmp_path / "train.py").write_text("import tinyone\nprint('tinyone', tinyone.VERSION)\n")
    job = dy.ScriptJob("python train.py", code=tmp_path, environment="tiny")
    assert "tinyone 2.0" in job.run()["job"].log()


KEYRING = """
class errors:
    class KeyringError(Exception): pass
class Backend: priority = {priority}
passwords = {{}}
def get_keyring(): return Backend
def set_password(service, name, password):
    if {locked}: raise errors.KeyringError("locked")
    passwords[service, name] = password
def get_password(service, name): return passwords.get((service, name))
def delete_password(service, name): del passwords[service, name]
"""


@pytest.mark.parametrize(("priority", "locked", "used"), [(5, False, True), (5, True, False), (0, False, False)])
def test_a_token_is_in_the_keyring_if_there_is_one_that_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, priority: int, locked: bool, used: bool
) -> None:
    (tmp_path / "keyring.py").write_text(KEYRING.format(priority=priority, locked=locked))
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delitem(sys.modules, "keyring", raising=False)
    importlib.invalidate_caches()
    place = credentials.store_token("https://one.example", "designery_secret")
    assert (place == "the keyring") == used
    assert ("designery_secret" in credentials.get_credentials_path().read_text()) != used
    assert credentials.find_token("https://one.example/") == "designery_secret"
    assert credentials.forget_token("https://one.example")
    assert credentials.find_token("https://one.example") is None
    if used:
        keyring: ModuleType = sys.modules["keyring"]
        assert keyring.passwords == {}
    monkeypatch.delitem(sys.modules, "keyring", raising=False)
