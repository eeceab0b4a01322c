"""A server that cannot start says why; one that is to stop says what it waits for, and does not wait for long."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from server.web_server import SECONDS_FOR_ALL
from tests.live_server import ROOT, Client, Server, wait_until

SCRIPT = "import time\ndef azureml_main(one, two=None):\n    time.sleep(600)\n    return one,\n"
SLEEPING_NODES = {
    "data": {"module": "enter_data_manually", "parameters": {"data": "a\n1\n"}},
    "script": {
        "module": "execute_python_script",
        "parameters": {"python_script": SCRIPT},
        "inputs": {"dataset1": "data.dataset"},
    },
}


def start_refused_server(home: Path, *options: str) -> str:
    """What a server says that does not start."""
    environment = {**os.environ, "DESIGNERY_HOME": str(home)}
    command = [sys.executable, "-m", "server.cli", "serve", "--no-browser", *(options or ("--port", "0"))]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert ended.returncode == 1, ended.stderr
    assert "Traceback" not in ended.stderr
    return ended.stderr


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        said = start_refused_server(tmp_path / "home", "--port", port)
    assert (
        said
        == f"Error: Port {port} on 127.0.0.1 can't be used: Address already in use. Choose another port with --port.\n"
    )


def test_a_data_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    home = tmp_path / "file" / "home"
    assert start_refused_server(home) == (
        f"Error: Can't write to the data folder {home}: Not a directory. Make it writable for the user who runs this "
        "command, or set DESIGNERY_HOME to another folder.\n"
    )


def test_a_database_of_a_newer_version_is_refused_before_anything_starts(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with closing(sqlite3.connect(home / "designery.sqlite")) as database:
        database.execute("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        database.execute("INSERT INTO alembic_version VALUES ('9999')")
        database.commit()
    assert "was written by a newer version of Designery. Install that version." in start_refused_server(home)


@pytest.fixture
def busy(tmp_path: Path) -> tuple[Server, Client, str]:
    """A server with a run that sleeps, whose design somebody has open."""
    server = Server(tmp_path / "home").start()
    client = server.open_client()
    design = client.create_design(SLEEPING_NODES)
    run = client.request_json("POST", f"/api/designs/{design}/runs", json={"targets": []})["id"]
    wait_until(lambda: read_script_state(client, run) == "running", "the script to run")
    return server, client, design


def read_script_state(client: Client, run: str) -> str:
    found: str = next(
        one["state"] for one in client.request_json("GET", f"/api/runs/{run}")["steps"] if one["node"] == "script"
    )
    return found


def test_a_server_that_is_told_to_stop_ends_streams_leaves_runs_and_says_so(busy: tuple[Server, Client, str]) -> None:
    server, client, design = busy
    assert server.process is not None
    with client.stream("GET", f"/api/designs/{design}/events") as stream:
        lines = stream.iter_lines()
        next(lines)
        server.process.send_signal(signal.SIGTERM)
        list(lines)  # to its end, which is orderly: a stream that was cut raises
    server.process.wait(SECONDS_FOR_ALL + 15)
    server.process = None
    client.close()
    written = (server.home.parent / "home.log").read_text()
    assert "Stopping." in written
    assert "1 run will continue at the next start." in written
    assert "Run left for the next start to go on with" in written
    assert "Traceback" not in written
    again = server.start()
    with closing(again.open_client()) as client:
        (run,) = client.request_json("GET", f"/api/designs/{design}/runs")
        assert run["state"] in ("queued", "running")
        client.request_json("POST", f"/api/runs/{run['id']}/cancel")
    again.stop()


def test_a_request_that_never_ends_does_not_keep_a_server(tmp_path: Path) -> None:
    server = Server(tmp_path / "home").start()
    assert server.process is not None
    with socket.create_connection(("127.0.0.1", server.port)) as stuck:
        stuck.sendall(
            b"POST /api/session HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Requested-By: designery\r\n"
            b"Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
        )
        wait_until(lambda: httpx.get(f"{server.url}/healthz").is_success, "the server to have read it")
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(SECONDS_FOR_ALL + 15)
    server.process = None
    written = (server.home.parent / "home.log").read_text()
    assert "Stopping. Waiting for 1 request, 3 s at most." in written
