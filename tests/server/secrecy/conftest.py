"""A server with a secret, and all that it keeps and tells: where the value may stand nowhere."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.serving import Client, Server

NAME = "API_KEY"
#: Not to be met by chance anywhere, and other than it is in addresses, JSON and base64.
VALUE = 'zq/7+Kw "ümlaut" canary=x\'9'


def add(client: Client, name: str = NAME, value: str = VALUE) -> dict[str, Any]:
    """Add a secret, or give the one of this name the value."""
    there = {row["name"]: row for row in client.checked("GET", "/api/secrets")}
    made: dict[str, Any] = (
        client.checked("PUT", f"/api/secrets/{there[name]['id']}", json={"value": value})
        if name in there
        else client.checked("POST", "/api/secrets", json={"name": name, "value": value})
    )
    return made


def traces(value: str = VALUE) -> list[bytes]:
    """What would give the value away: as it is, and in its usual forms."""
    coded = base64.b64encode(value.encode()).decode()
    plain = [value, quote(value, safe=""), json.dumps(value)[1:-1], coded, value.encode().hex()]
    return [trace.encode() for trace in plain]


def everything(client: Client, home: Path, run: str | None = None) -> dict[str, bytes]:
    """All that lies in the data folder, and all that the interface tells of a run and its design."""
    files = [path for path in home.rglob("*") if path.is_file()]
    found = {str(path): path.read_bytes() for path in [*files, home.parent / f"{home.name}.log"] if path.exists()}
    paths = ["/api/secrets", "/api/designs"]
    if run is not None:
        told = client.checked("GET", f"/api/runs/{run}")
        design = f"/api/designs/{told['design_id']}"
        paths += [f"/api/runs/{run}", design, f"/runs/{run}/report"]
        paths += [f"{design}/{what}" for what in ("analysis", "export", "latest", "code", "held-code", "runs")]
        for step in told["steps"]:
            paths += [f"/api/runs/{run}/steps/{step['node']}/{what}" for what in ("log", "plots")]
            paths += [f"/api/artifacts/{output['artifact']}" for output in step["outputs"].values()]
            figures = client.get(f"/api/runs/{run}/steps/{step['node']}/plots").json()
            paths += figures
    return found | {path: client.get(path).content for path in paths}


def leaked(client: Client, home: Path, run: str | None = None, value: str = VALUE) -> list[tuple[str, bytes]]:
    """Which traces of the value there are, and where."""
    found = everything(client, home, run)
    return [(where, trace) for where, content in found.items() for trace in traces(value) if trace in content]


@pytest.fixture(scope="session")
def keeper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose data folder the tests look through."""
    running = Server(tmp_path_factory.mktemp("secrets") / "home").start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def desk(keeper: Server) -> Iterator[Client]:
    made = keeper.client()
    add(made)
    yield made
    made.close()
