"""Renamed paths of the API: whoever has an old one, in a script or an open page, is sent on to the new one."""

import asyncio
import re
from pathlib import Path

import httpx
import pytest

from server.api.core.path_redirects import RENAMED_PATHS
from server.main import create_app
from server.settings import Settings
from tests.server.route_permissions import ALL_ADDRESSES
from tests.team_server import Team

PARAMETER = re.compile(r"\{(\w+)\}")


def _fill_path(template: str) -> str:
    return PARAMETER.sub(lambda match: f"the-{match[1].replace('_', '-')}", template)


def _list_methods(path: str) -> list[str]:
    return sorted(method for method, known in ALL_ADDRESSES if known == path)


@pytest.mark.parametrize("prefix", ["", "/designery"])
def test_every_old_path_leads_to_one_that_there_is(tmp_path: Path, prefix: str) -> None:
    app = create_app(Settings(home=tmp_path, mode="team", url=f"https://example.org{prefix}"))
    described = app.openapi()["paths"]

    async def ask_all() -> None:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8765") as client:
            for old, new in RENAMED_PATHS:
                assert old not in described
                assert not _list_methods(old)
                assert _list_methods(new), f"nothing is at {new}"
                for method in [*_list_methods(new), "HEAD"]:
                    answer = await client.request(method, f"{prefix}{_fill_path(old)}?a=1%202&b=%2F", json={})
                    assert answer.status_code == 308, f"{method} {old}"
                    assert answer.headers["location"] == f"{prefix}{_fill_path(new)}?a=1%202&b=%2F"

    asyncio.run(ask_all())


def test_no_new_path_is_an_old_one_of_another() -> None:
    old_paths = [re.compile(PARAMETER.sub("[^/]+", old)) for old, _ in RENAMED_PATHS]
    present = {path for _, path in ALL_ADDRESSES}
    assert [path for path in sorted(present) for old in old_paths if old.fullmatch(path)] == []


def test_what_an_address_names_cannot_change_where_it_leads(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    app = create_app(Settings(home=tmp_path))
    caplog.set_level("INFO", "server.access")

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8765") as client:
            return await client.get("/api/designs/%0D%0Ax%3A%20%7Bnew%7D%3F%23%25/latest")

    answer = asyncio.run(ask())
    assert answer.headers["location"] == "/api/designs/%0D%0Ax%3A%20%7Bnew%7D%3F%23%25/runs/latest"
    assert "x" not in answer.headers
    assert [getattr(record, "route", None) for record in caplog.records] == ["redirect"]


def test_a_program_with_a_token_goes_on_with_old_paths(team: Team) -> None:
    design = team.ada.create_design({})
    program = team.open_token_client(team.ada, "write")
    program.follow_redirects = True
    old = f"/api/designs/{design}/comments"
    thread = program.request_json("POST", old, json={"text": "Why?"})
    program.request_json("POST", f"{old}/{thread['id']}", json={"text": "Because."})
    first = thread["comments"][0]["id"]
    program.request_json("PATCH", f"{old}/{thread['id']}/{first}", json={"text": "How?"})
    resolved = program.request_json("PUT", f"{old}/{thread['id']}/resolution", json={"resolved": True})
    assert [comment["text"] for comment in resolved["comments"]] == ["How?", "Because."]
    assert resolved["resolved_at"] is not None
    assert program.request_json("GET", old) == team.ada.request_json("GET", f"/api/designs/{design}/threads")
    diff = program.request_json("GET", f"/api/designs/{design}/changes", params={"old": "now", "new": "now"})
    assert diff["changes"] == []
    assert program.request_json("GET", f"/api/designs/{design}/latest") is None
