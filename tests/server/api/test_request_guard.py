"""Nobody gets in without a session, and no page of another site can do a thing."""

import asyncio
import re
import socket
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from server.api.core.request_guard import LAUNCH_LIFETIME
from server.auth.api_tokens import hash_token
from server.main import create_app
from server.settings import Settings
from server.storage.database import Database
from server.storage.orm.access_tables import LaunchTokenRow
from server.storage.orm.core_tables import now
from tests.database_servers import DATABASES
from tests.live_server import Client, Server
from tests.server.api.share_links import LINK_PATHS

OPEN_ROUTES = {("/healthz", "get"), ("/api/session", "post")}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")


def list_routes(client: Client) -> list[tuple[str, str]]:
    paths: dict[str, dict[str, Any]] = client.request_json("GET", "/api/openapi.json")["paths"]
    found = [(path, method) for path, methods in paths.items() for method in methods]
    return [*found, ("/runs/{run_id}/report", "get"), ("/api/docs", "get"), ("/api/openapi.json", "get")]


def test_no_route_answers_without_a_session(client: Client, server: Server) -> None:
    found = list_routes(client)
    assert len(found) > 20
    with httpx.Client(base_url=server.url, headers={"X-Requested-By": "designery"}) as stranger:
        for path, method in found:
            if (path, method) not in OPEN_ROUTES:
                answer = stranger.request(method.upper(), re.sub(r"\{\w+\}", "x", path), json={})
                # To a stranger, no link is there; see test_share_visits.py and test_endpoint_access.py.
                expected = (404, 422) if path.startswith(LINK_PATHS) else (401,)
                assert answer.status_code in expected, f"{method} {path}: {answer.status_code}"


@pytest.mark.parametrize("method", METHODS)
def test_another_host_name_is_refused(client: Client, method: str) -> None:
    assert client.request(method, "/api/designs", headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1.evil.example"]
)
def test_another_origin_is_refused(client: Client, method: str, origin: str) -> None:
    assert client.request(method, "/api/designs", headers={"Origin": origin}).status_code == 403


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_request_that_the_browser_says_is_from_another_site_is_refused(
    client: Client, method: str, site: str
) -> None:
    assert client.request(method, "/api/designs", headers={"Sec-Fetch-Site": site}).status_code == 403


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_write_without_our_header_is_refused(client: Client, method: str) -> None:
    answer = client.request(method, "/api/designs", headers={"X-Requested-By": ""})
    assert answer.status_code == 403


def test_the_launch_link_works_once(server: Server) -> None:
    token = server.create_link().rpartition("#t=")[2]
    with httpx.Client(base_url=server.url, headers={"X-Requested-By": "designery"}) as browser:
        assert browser.post("/api/session", json={"token": token}).status_code == 204
        assert browser.get("/api/designs").status_code == 200
    with httpx.Client(base_url=server.url, headers={"X-Requested-By": "designery"}) as second:
        assert second.post("/api/session", json={"token": token}).status_code == 401


def test_a_launch_link_has_256_bits_and_ends_after_five_minutes(server: Server) -> None:
    token = server.create_link().rpartition("#t=")[2]
    assert len(token) == 43
    assert timedelta() < LAUNCH_LIFETIME <= timedelta(minutes=5)
    database = Database(DATABASES.get_url(server.home))
    with database.session() as session:
        launch = session.get_one(LaunchTokenRow, hash_token(token))
        assert now() < launch.expires_at <= now() + LAUNCH_LIFETIME
        launch.expires_at = now() - timedelta(seconds=1)
        session.add(launch)
    database.close()
    with httpx.Client(base_url=server.url, headers={"X-Requested-By": "designery"}) as browser:
        assert browser.post("/api/session", json={"token": token}).status_code == 401


def _list_listening_addresses(pid: int) -> set[str]:
    """The addresses, in hexadecimal, on which a process and all that came of it listen."""
    processes = [pid]
    for parent in processes:
        for task in Path(f"/proc/{parent}/task").iterdir():
            processes += [int(child) for child in (task / "children").read_text().split()]
    sockets = set()
    for process in processes:
        for held in Path(f"/proc/{process}/fd").iterdir():
            with suppress(OSError):
                sockets.add(held.readlink().name.removeprefix("socket:[").removesuffix("]"))
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and fields[9] in sockets:
                found.add(fields[1].partition(":")[0])
    return found


def test_the_server_and_its_processes_listen_on_loopback_alone(server: Server, client: Client) -> None:
    client.request_json("GET", "/api/system")
    assert server.process is not None
    assert _list_listening_addresses(server.process.pid) == {"0100007F"}


@pytest.mark.parametrize("origin", ["http://evil.example", None])
def test_no_socket_is_opened_whoever_asks(server: Server, client: Client, origin: str | None) -> None:
    """Starlette would take a WebSocket from anywhere; there is none, and the guard would look at it first."""
    cookies = "; ".join(f"{one.name}={one.value}" for one in client.cookies.jar)
    lines = [
        "GET /api/designs HTTP/1.1",
        f"Host: 127.0.0.1:{server.port}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        f"Cookie: {cookies}",
        *([f"Origin: {origin}"] if origin else []),
    ]
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        status = connection.recv(100).split()[1]
    assert status != b"101"
    assert origin is None or status == b"403"


def test_the_session_cookie_is_for_this_site_and_no_script(server: Server) -> None:
    token = server.create_link().rpartition("#t=")[2]
    with httpx.Client(base_url=server.url, headers={"X-Requested-By": "designery"}) as browser:
        cookie = browser.post("/api/session", json={"token": token}).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert cookie.startswith(f"designery_{server.port}=")


def test_every_page_carries_a_strict_policy_with_a_nonce_of_its_own(client: Client) -> None:
    policies = [client.get("/").headers["content-security-policy"] for _ in range(2)]
    assert policies[0] != policies[1]
    assert "unsafe" not in policies[0]
    assert "default-src 'none'" in policies[0]


def test_no_answer_allows_other_origins(client: Client) -> None:
    answer = client.get("/api/designs")
    assert not [name for name in answer.headers if name.startswith("access-control")]
    assert answer.headers["cache-control"] == "no-store"


def test_the_page_holds_no_data_for_strangers(server: Server) -> None:
    with httpx.Client(base_url=server.url) as stranger:
        assert '"known": false' in stranger.get("/").text


def test_the_files_of_the_app_are_compressed_and_kept_by_the_browser(client: Client) -> None:
    page = client.get("/").text
    script = re.findall(r'src="(/app/assets/[^"]+\.js)"', page)[0]
    answer = client.get(script)
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]


def test_an_unknown_address_is_a_page_that_says_so_and_no_data(client: Client) -> None:
    assert client.get("/nowhere").status_code == 404
    assert "<div id=" in client.get("/nowhere").text
    assert client.get("/api/nowhere").json() == {"detail": "This address does not exist."}


def test_what_the_guard_would_let_through_by_mistake_is_refused_by_authorization(tmp_path: Path) -> None:
    """The routes themselves, with no middleware around them: a session is asked for twice."""
    app = create_app(Settings(home=tmp_path))

    async def ask_all() -> list[tuple[str, int]]:
        app.user_middleware.clear()
        async with app.router.lifespan_context(app):
            transport = httpx.ASGITransport(_with_state(app))
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
                paths = app.openapi()["paths"]
                return [
                    (
                        f"{method} {path}",
                        (await client.request(method, re.sub(r"\{\w+\}", "x", path), json={})).status_code,
                    )
                    for path, methods in paths.items()
                    for method in methods
                    if not path.startswith(LINK_PATHS) and path != "/api/session"
                ]

    answered = asyncio.run(ask_all())
    assert len(answered) > 80
    assert [one for one in answered if one[1] != 401] == []


def _with_state(app: ASGIApp) -> ASGIApp:
    async def call(scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})
        await app(scope, receive, send)

    return call
