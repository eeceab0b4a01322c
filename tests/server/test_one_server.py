"""One server works on a data folder and a database: another one is refused, and after a kill the next starts."""

from contextlib import closing
from os import environ
from pathlib import Path

import pytest

from tests.database_servers import DATABASES, PostgresServer
from tests.live_server import Server
from tests.server_spawner import run_command
from tests.small_designs import make_node

TABLE = {"data": make_node("enter_data_manually", {"data": "a\n1\n"})}


def start_second_server(home: Path, **more: str) -> str:
    """Try to start a server, which has to end by itself; returns what it said."""
    environment = {**environ, **DATABASES.build_variables(home), **more}
    arguments = ["serve", "--no-browser", "--port", "0"]
    exit_code, said = run_command(arguments, environment, home.parent / "second.log")
    assert exit_code == 1
    return said


@pytest.mark.usefixtures("both")
def test_a_second_server_on_one_data_folder_is_refused_and_the_first_goes_on(tmp_path: Path) -> None:
    first = Server(tmp_path / "home").start()
    try:
        refused = start_second_server(tmp_path / "home")
        assert f"Another Designery server (process {first.process.pid} on" in refused  # type: ignore[union-attr]
        assert f"is using the data folder {tmp_path / 'home'}. Only one server at a time can." in refused
        with closing(first.open_client()) as client:
            assert client.run(client.create_design(TABLE))["state"] == "succeeded"
    finally:
        first.stop()


def test_a_second_server_on_one_postgresql_is_refused_from_whichever_folder(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    url = postgres.ensure_database(tmp_path)
    first = Server(tmp_path / "one", {"DESIGNERY_DATABASE_URL": url}).start()
    try:
        refused = start_second_server(tmp_path / "another", DESIGNERY_DATABASE_URL=url)
        assert f"Another Designery server ({first.process.pid} on" in refused  # type: ignore[union-attr]
        assert "is using the database postgresql" in refused
        assert "***" in refused
    finally:
        first.kill()
    again = Server(tmp_path / "another", {"DESIGNERY_DATABASE_URL": url}).start()
    again.stop()


def test_a_second_server_on_one_sqlite_file_is_refused_from_another_folder(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'shared.sqlite'}"
    first = Server(tmp_path / "one", {"DESIGNERY_DATABASE_URL": url}).start()
    try:
        refused = start_second_server(tmp_path / "another", DESIGNERY_DATABASE_URL=url)
        assert f"is using the database {tmp_path / 'shared.sqlite'}" in refused
    finally:
        first.stop()


@pytest.mark.usefixtures("both")
def test_after_a_kill_in_the_middle_of_work_the_next_server_starts_at_once(tmp_path: Path) -> None:
    running = Server(tmp_path / "home").start()
    try:
        for _ in range(3):
            with closing(running.open_client()) as client:
                design = client.create_design(TABLE)
                client.request_json("POST", f"/api/designs/{design}/runs", json={})
            running.kill()
            running.start()
    finally:
        running.stop()


@pytest.mark.usefixtures("both")
def test_commands_go_on_working_beside_a_server(tmp_path: Path) -> None:
    running = Server(tmp_path / "home").start()
    try:
        environment = {**environ, **DATABASES.build_variables(tmp_path / "home")}
        backup = ["backup", str(tmp_path / "backup.tar.zst")]
        exit_code, said = run_command(backup, environment, tmp_path / "backup.log")
        assert exit_code == 0, said
        assert running.create_link().startswith("http://")
    finally:
        running.stop()
