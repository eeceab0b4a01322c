"""Keys of embedded canvases: one design, its runs and results, on the sites that were named, for some hours."""

import re
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any

import httpx
import pytest

from server.api.core.embed_access import EMBED_ROUTES
from server.storage.database import Database
from server.storage.orm.access_tables import EmbedKeyRow
from server.storage.orm.core_tables import now
from tests.database_servers import DATABASES
from tests.live_server import Client, Server
from tests.server.route_permissions import ROUTE_PERMISSIONS
from tests.small_designs import make_node, make_regression_nodes

SITE = "http://localhost:8888"


def create_embed(client: Client, design: str, *origins: str) -> dict[str, Any]:
    body = {"origins": origins or [SITE]}
    made: dict[str, Any] = client.request_json("POST", f"/api/designs/{design}/embeds", json=body)
    return made


def open_frame(server: Server, key: str) -> Client:
    return Client(base_url=server.url, headers={"Authorization": f"Bearer {key}"}, timeout=60)


@pytest.fixture(scope="module")
def design(client: Client) -> str:
    return client.create_design(make_regression_nodes(), "Embedded")


@pytest.fixture
def frame(server: Server, client: Client, design: str) -> Iterator[Client]:
    made = open_frame(server, create_embed(client, design)["key"])
    yield made
    made.close()


def test_a_key_edits_and_runs_its_design_and_reads_the_results(client: Client, frame: Client, design: str) -> None:
    assert frame.request_json("GET", "/api/embed")["design_id"] == design
    frame.edit(design, {"path": ["name"], "value": "From a frame"})
    assert client.request_json("GET", f"/api/designs/{design}")["document"]["name"] == "From a frame"
    run = frame.run(design)
    artifact = next(iter(run["steps"][0]["outputs"].values()))["artifact"]
    assert frame.get(f"/api/artifacts/{artifact}").status_code == 200


def test_a_key_reaches_nothing_of_other_designs(client: Client, frame: Client, design: str) -> None:
    dataset = client.request_json("POST", "/api/datasets?file_name=other.csv", content=b"x,y\n1,a\n2,b\n")
    other = client.create_design({"data": make_node("dataset", {"dataset": dataset["id"]})}, "Other")
    run, artifact = client.run(other), dataset["artifact"]
    asked = [
        f"/api/designs/{other}",
        f"/api/designs/{other}/events",
        f"/api/runs/{run['id']}",
        f"/api/artifacts/{artifact}",
        f"/api/artifacts/{artifact}/download?format=csv",
        "/api/designs",
        f"/api/designs/{design}/shares",
        "/api/secrets",
        "/api/connections",
        "/api/me",
        "/api/openapi.json",
    ]
    codes = {path: frame.get(path).status_code for path in asked}
    # What describes the interface holds no data.
    assert codes.pop("/api/openapi.json") == 200
    assert set(codes.values()) == {403}, codes
    assert frame.post(f"/api/designs/{design}/embeds", json={"origins": [SITE]}).status_code == 403
    assert frame.delete(f"/api/designs/{design}").status_code == 403
    assert frame.get(f"/runs/{run['id']}/report").status_code == 401
    assert frame.post("/mcp", json={}).status_code == 401


def test_every_other_route_is_closed_to_keys(server: Server, client: Client, design: str) -> None:
    """A new route is closed until it is added to the list, and what is on the list is there."""
    listed = {(method, path) for method, paths in EMBED_ROUTES.items() for path in paths}
    assert listed - set(ROUTE_PERMISSIONS) == set()
    closed = {
        (method, path)
        for (method, path), need in ROUTE_PERMISSIONS.items()
        if (method, path) not in listed and path.startswith("/api/") and need not in ("anyone", "guest", "page")
    }
    assert len(closed) > 150
    headers = {"Authorization": f"Bearer {create_embed(client, design)['key']}"}
    with httpx.Client(base_url=server.url, headers=headers, timeout=60) as frame:
        codes = {
            (method, path): frame.request(method, re.sub(r"\{\w+(:path)?\}", "0" * 32, path), json={}).status_code
            for method, path in sorted(closed)
        }
    # Some are on servers with accounts only.
    assert {key: code for key, code in codes.items() if code not in (403, 404, 405)} == {}


def test_frames_are_for_the_named_sites_alone(server: Server, client: Client, design: str) -> None:
    made = create_embed(client, design, "https://Lab.example.org/", "vscode-webview://0abc", "vscode-file://vscode-app")
    page = httpx.get(server.url + made["path"].partition("#")[0])
    assert page.status_code == 200
    named = re.search("frame-ancestors ([^;]*)", page.headers["content-security-policy"])
    assert named is not None
    assert named[1] == "https://lab.example.org vscode-webview: vscode-file:"
    assert "x-frame-options" not in page.headers
    assert "Embedded" not in page.text
    for path in ("/embed", "/embed?frame=unknown"):
        page = httpx.get(server.url + path)
        assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
        assert page.headers["x-frame-options"] == "DENY"
    for wrong in ("*", "https://*", "javascript:alert(1)", "https://a.org; script-src *", "data:"):
        answer = client.post(f"/api/designs/{design}/embeds", json={"origins": [wrong]})
        assert answer.status_code == 422, wrong


def test_what_a_frame_listens_to_ends_with_its_key(server: Server, client: Client, design: str) -> None:
    made = create_embed(client, design)
    database = Database(DATABASES.get_url(server.home))
    with closing(database), database.session() as session:
        row = session.get(EmbedKeyRow, made["id"])
        assert row is not None
        row.expires_at = now() + timedelta(seconds=3)
        session.add(row)
    with (
        closing(open_frame(server, made["key"])) as frame,
        frame.stream("GET", f"/api/designs/{design}/events?client=c", timeout=30) as stream,
    ):
        assert stream.status_code == 200
        until = time.monotonic() + 30
        for _ in stream.iter_bytes():
            assert time.monotonic() < until


def test_a_key_ends_by_hand_by_time_and_with_its_design(server: Server, client: Client) -> None:
    design = client.create_design(make_regression_nodes(), "Ends")
    by_hand, by_time, with_design = (create_embed(client, design) for _ in range(3))
    frames = [open_frame(server, made["key"]) for made in (by_hand, by_time, with_design)]

    with frames[0].stream("GET", f"/api/designs/{design}/events?client=c") as stream:
        assert stream.status_code == 200
        client.delete(f"/api/designs/{design}/embeds/{by_hand['id']}").raise_for_status()
        for _ in stream.iter_bytes():
            """Until it ends."""
    database = Database(DATABASES.get_url(server.home))
    with closing(database), database.session() as session:
        row = session.get(EmbedKeyRow, by_time["id"])
        assert row is not None
        assert by_time["key"] not in row.model_dump_json()
        row.expires_at = now() - timedelta(seconds=1)
        session.add(row)
    assert [frame.get(f"/api/designs/{design}").status_code for frame in frames] == [401, 401, 200]
    client.delete(f"/api/designs/{design}").raise_for_status()
    assert frames[2].get(f"/api/designs/{design}").status_code == 401
    for frame in frames:
        frame.close()
