"""A server with a secret, and all that it keeps and tells: where the value may stand nowhere."""

import base64
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.live_server import Client, Server

SECRET_NAME = "API_KEY"
#: Not to be met by chance anywhere, and other than it is in addresses, JSON and base64.
SECRET_VALUE = 'zq/7+Kw "ümlaut" canary=x\'9'


def set_secret(client: Client, name: str = SECRET_NAME, value: str = SECRET_VALUE) -> dict[str, Any]:
    """Add a secret, or give the one of this name the value."""
    there = {row["name"]: row for row in client.request_json("GET", "/api/secrets")}
    made: dict[str, Any] = (
        client.request_json("PUT", f"/api/secrets/{there[name]['id']}", json={"value": value})
        if name in there
        else client.request_json("POST", "/api/secrets", json={"name": name, "value": value})
    )
    return made


def list_traces(value: str = SECRET_VALUE) -> list[bytes]:
    """What would give the value away: as it is, and in its usual forms."""
    coded = base64.b64encode(value.encode()).decode()
    plain = [value, quote(value, safe=""), json.dumps(value)[1:-1], coded, value.encode().hex()]
    return [trace.encode() for trace in plain]


def collect_everything(client: Client, home: Path, run: str | None = None) -> dict[str, bytes]:
    """All that lies in the data folder, and all that the interface tells of a run and its design."""
    # The folders of runs that have just ended are deleted meanwhile; `os.walk` passes over what is gone.
    files = [Path(folder, name) for folder, _, names in os.walk(home) for name in names]
    found = {}
    for path in [*files, home.parent / f"{home.name}.log"]:
        with suppress(FileNotFoundError):
            if path.is_file():
                found[str(path)] = path.read_bytes()
    paths = ["/api/secrets", "/api/designs"]
    if run is not None:
        body = client.request_json("GET", f"/api/runs/{run}")
        design = f"/api/designs/{body['design_id']}"
        paths += [f"/api/runs/{run}", design, f"/runs/{run}/report"]
        paths += [
            f"{design}/{what}" for what in ("analysis", "export", "runs/latest", "code", "untrusted-code", "runs")
        ]
        for step in body["steps"]:
            paths += [f"/api/runs/{run}/steps/{step['node']}/{what}" for what in ("log", "plots")]
            paths += [f"/api/artifacts/{output['artifact']}" for output in step["outputs"].values()]
            figures = client.get(f"/api/runs/{run}/steps/{step['node']}/plots").json()
            paths += figures
    return found | {path: client.get(path).content for path in paths}


def find_leaks(
    client: Client, home: Path, run: str | None = None, value: str = SECRET_VALUE
) -> list[tuple[str, bytes]]:
    """Which traces of the value there are, and where."""
    found = collect_everything(client, home, run)
    return [(where, trace) for where, content in found.items() for trace in list_traces(value) if trace in content]


@pytest.fixture(scope="session")
def keeper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose data folder the tests look through."""
    running = Server(tmp_path_factory.mktemp("secrets") / "home").start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def desk(keeper: Server) -> Iterator[Client]:
    made = keeper.open_client()
    set_secret(made)
    yield made
    made.close()
