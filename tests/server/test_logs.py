"""Lines of the log: one form for all, what they are about, and no secrets; errors of the server under an id."""

import asyncio
import io
import json
import logging
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from server import logs
from server.api.core.request_log import RequestLogMiddleware
from server.logs import JsonFormatter, TextFormatter, redact_secrets
from server.network_list import NetworkList
from tests.database_servers import DATABASES
from tests.live_server import Client, Server, wait_until
from tests.team_server import Team, start_team_server

NODES = {"data": {"module": "enter_data_manually", "parameters": {"data": "a,b\n1,2\n"}}}


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What a logger of ours writes as text."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(TextFormatter())
    logger = logging.getLogger("server.tested")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield written
    logger.removeHandler(handler)


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Bearer hunter2hunter2",
        "http://127.0.0.1:8765/#t=hunter2hunter2",
        "postgresql://designery:hunter2hunter2@host/designery",
        "password='hunter2hunter2'",
        '{"client_secret": "hunter2hunter2"}',
        "/login/provider/callback?access_token=hunter2hunter2&state=1",
        "[SQL: INSERT]\n[parameters: ('hunter2hunter2', 1)]\n(Background on this error)",
    ],
)
def test_what_looks_like_a_secret_is_in_no_line(text: str) -> None:
    assert "hunter2" not in redact_secrets(text)


def test_plain_words_stay_as_they_are() -> None:
    said = "The token of this link is unknown. Step 'secret_santa' took 3 s: see https://example.org/a?b=c"
    assert redact_secrets(said) == said


def test_no_text_of_others_can_look_like_a_line_of_its_own(lines: io.StringIO) -> None:
    logging.getLogger("server.tested").info("path %s", "/x\n2026-01-01T00:00:00.000Z ERROR server: forged\x1b[2J")
    try:
        raise ValueError("first\n2026-01-01T00:00:00.000Z ERROR server: forged")
    except ValueError:
        logging.getLogger("server.tested").exception("failed")
    written = lines.getvalue()
    assert [line for line in written.split("\n") if line.startswith("2026-01-01T")] == []
    assert "\x1b" not in written


def test_a_line_of_json_says_what_it_is_about() -> None:
    record = logging.LogRecord("server.tested", logging.INFO, "", 0, "Run %s", ("started",), None)
    with logs.log_context(run="r1"), logs.log_context(step="train"):
        logs._attach_log_fields(record)
    line = json.loads(JsonFormatter().format(record))
    assert line.pop("time").endswith("Z")
    assert line == {"level": "info", "logger": "server.tested", "message": "Run started", "run": "r1", "step": "train"}


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    """A server with accounts that writes JSON, and names requests as its proxy does."""
    made = start_team_server(
        tmp_path_factory.mktemp("logged"), DESIGNERY_LOG_FORMAT="json", DESIGNERY_TRUSTED_PROXY="127.0.0.1"
    )
    yield made
    made.stop()


def read_log_entries(server: Server, **wanted: Any) -> list[dict[str, Any]]:
    """The lines of a server's log with these fields."""
    written = (server.home.parent / f"{server.home.name}.log").read_text().splitlines()
    found = [json.loads(line) for line in written if line.startswith("{")]
    return [line for line in found if wanted.items() <= line.items()]


def test_each_request_has_a_line_with_who_asked_for_what_and_how_it_went(team: Team) -> None:
    ada = team.ada.request_json("GET", "/api/me")
    answer = team.ada.get("/api/designs", params={"q": "confidential words"})
    (line,) = wait_until(lambda: read_log_entries(team.server, request=answer.headers["x-request-id"]), "its line")
    assert isinstance(line.pop("ms"), int)
    assert line.pop("time")
    assert line == {
        "level": "info",
        "logger": "server.access",
        "message": line["message"],
        "method": "GET",
        "path": "/api/designs",
        "route": "/api/designs",
        "status": 200,
        "address": "127.0.0.1",
        "request": answer.headers["x-request-id"],
        "person": ada["person"]["id"] if "person" in ada else line["person"],
        "person_name": "Ada",
        "workspace": ada["workspace"]["id"],
    }
    assert "confidential" not in json.dumps(read_log_entries(team.server))


def test_machines_and_files_of_the_app_have_no_line(team: Team) -> None:
    for path in ("/healthz", "/readyz", "/metrics", "/robots.txt", "/app/logo.svg"):
        team.ada.get(path)
    last = team.ada.get("/api/designs").headers["x-request-id"]
    wait_until(lambda: read_log_entries(team.server, request=last), "the line of what came last")
    assert {line["path"] for line in read_log_entries(team.server, logger="server.access")} & {
        "/healthz",
        "/app/logo.svg",
    } == set()


def test_what_the_guard_refuses_has_a_line_too(team: Team) -> None:
    with httpx.Client(base_url=team.server.url) as stranger:
        refused = stranger.get("/api/designs", headers={"X-Request-ID": "from-the-proxy"})
    assert (refused.status_code, refused.headers["x-request-id"]) == (401, "from-the-proxy")
    (line,) = wait_until(lambda: read_log_entries(team.server, request="from-the-proxy"), "its line")
    assert (line["status"], line["route"]) == (401, "none")


def test_an_id_that_could_mean_something_in_a_line_is_not_taken(team: Team) -> None:
    answer = team.ada.get("/api/designs", headers={"X-Request-ID": "x y"})
    assert answer.headers["x-request-id"] != "x y"


def test_lines_of_a_run_carry_its_id(team: Team) -> None:
    run = team.ada.run(team.ada.create_design(NODES))
    lines = wait_until(lambda: find_run_entries(team, run), "the line of its end")
    assert [line["message"].partition(" after ")[0] for line in lines] == ["Run started", "Run succeeded"]


def find_run_entries(team: Team, run: dict[str, Any]) -> list[dict[str, Any]] | None:
    found = read_log_entries(team.server, run=run["id"])
    return found if len(found) == 2 else None


def test_secrets_of_signing_in_are_in_no_line(team: Team) -> None:
    token = team.open_token_client(team.ada, "read")
    token.get("/api/designs")
    bearer = token.headers["authorization"].partition(" ")[2]
    cookie = next(iter(team.ada.cookies.jar)).value
    written = (team.server.home.parent / f"{team.server.home.name}.log").read_text()
    assert cookie
    assert [secret for secret in (bearer, cookie, "a fine long password") if secret in written] == []


@pytest.fixture
def damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Server, Client]]:
    """A server that has lost one of its tables, so that it fails where nobody foresaw it."""
    monkeypatch.setattr(DATABASES, "postgres", None)
    server = Server(tmp_path / "home").start()
    client = server.open_client()
    drop_table(server, "saved_module")
    yield server, client
    client.close()
    server.stop()


def drop_table(server: Server, table: str) -> None:
    with closing(sqlite3.connect(server.home / "designery.sqlite")) as database:
        database.execute(f"DROP TABLE {table}")
        database.commit()


def test_an_error_nobody_foresaw_is_told_by_its_id_alone_and_the_log_has_the_rest(
    damaged: tuple[Server, Client],
) -> None:
    server, client = damaged
    answer = client.get("/api/saved-modules", headers={"X-Request-ID": "not-from-a-proxy"})
    error = answer.headers["x-request-id"]
    assert answer.status_code == 500
    assert answer.json() == {
        "detail": f"Something went wrong on the server. Send error {error} to the server's administrator.",
        "error": error,
    }
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["cache-control"] == "no-store"
    assert error != "not-from-a-proxy"
    written = (server.home.parent / "home.log").read_text()
    failed = written[written.index("GET /api/saved-modules failed: OperationalError") :]
    assert f"request={error}" in failed.splitlines()[0]
    assert "    Traceback (most recent call last):" in failed
    assert "no such table: saved_module" in failed


def test_a_run_that_fails_by_an_error_of_the_server_tells_its_id_and_the_log_has_the_rest(
    damaged: tuple[Server, Client],
) -> None:
    server, client = damaged
    wait_until(lambda: client.request_json("GET", "/api/samples/import-status")["left"] == 0, "the sample data")
    drop_table(server, "cache_entry")  # where the walk looks for what is known
    run = client.run(client.create_design(NODES))
    (step,) = run["steps"]
    assert (run["state"], step["error"]["title"]) == ("failed", "Server error")
    told = re.fullmatch(
        r"Something went wrong on the server\. Send error ([0-9a-f]{12}) to the server's administrator\.",
        step["error"]["message"],
    )
    assert told is not None
    assert step["error"]["traceback"] is None
    written = (server.home.parent / "home.log").read_text()
    failed = written[written.index("Run ended by an error of the server") :]
    assert f"error={told[1]}" in failed.splitlines()[0]
    assert f"run={run['id']}" in failed.splitlines()[0]
    assert "no such table: cache_entry" in failed


def test_a_browser_that_opens_a_page_gets_a_page_with_the_id(damaged: tuple[Server, Client]) -> None:
    server, client = damaged
    drop_table(server, "share")
    answer = client.get("/s/abc", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["content-type"]) == (500, "text/html; charset=utf-8")
    assert f'<code id="error">{answer.headers["x-request-id"]}</code>' in answer.text
    assert "Traceback" not in answer.text
    assert "share" not in answer.text.replace("shared", "")


def test_a_browser_that_leaves_while_an_event_is_on_its_way_is_no_error(caplog: pytest.LogCaptureFixture) -> None:
    async def stream(scope: Scope, _: Receive, send: Send) -> None:
        headers = [(b"content-type", scope["kind"])]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        raise ExceptionGroup("unhandled errors", [anyio.BrokenResourceError()])

    async def ask(kind: bytes) -> None:
        scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "kind": kind}
        await logged(scope, drop, drop)  # type: ignore[arg-type]

    async def drop(*_: object) -> None:
        pass

    logged = RequestLogMiddleware(
        stream, access="off", proxies=NetworkList(""), answer_crash=lambda *_: Response(), observe=lambda _: None
    )
    asyncio.run(ask(b"text/event-stream; charset=utf-8"))
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
    asyncio.run(ask(b"text/csv"))
    assert [record.levelname for record in caplog.records] == ["ERROR"]
