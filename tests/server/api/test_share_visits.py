"""Share links: unguessable, narrow and revocable; who opens one reaches nothing but what it names."""

import re
import time
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlmodel import select

from server.api.collaboration.guest_event_stream import MAX_TABS_PER_LINK
from server.storage.database import Database
from server.storage.orm.access_tables import GuestSessionRow, ShareRow
from server.storage.orm.core_tables import now
from server.storage.stores import share_store
from tests.database_servers import DATABASES
from tests.live_server import Client, Server, wait_until
from tests.server.api.share_links import API_HEADERS, LINK_PATHS, NOT_FOUND_BODY, create_share, open_share
from tests.small_designs import make_regression_nodes


def test_a_token_has_256_bits_and_the_database_does_not_hold_it(
    client: Client, server: Server, stranger: httpx.Client, trained: str
) -> None:
    link = create_share(client, trained, password="secret-word")
    open_share(stranger, link, password="secret-word").raise_for_status()
    cookie = next(iter(stranger.cookies.jar)).value
    assert cookie is not None
    assert len(link["token"]) == 43
    dump = DATABASES.dump_rows(server.home)
    assert [secret for secret in (link["token"], cookie, "secret-word") if secret in dump] == []
    assert "$argon2id$" in dump


def test_the_cookie_is_for_this_link_and_no_script(client: Client, stranger: httpx.Client, trained: str) -> None:
    link = create_share(client, trained)
    cookie = open_share(stranger, link).headers["set-cookie"].lower()
    assert f"path=/api/shared/{link['id']};".lower() in f"{cookie};"
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_the_cookie_of_a_link_opens_no_other_endpoint(
    client: Client, server: Server, stranger: httpx.Client, trained: str
) -> None:
    """Walks the whole interface with the cookie, the token and the visit as a bearer at once."""
    link, other = create_share(client, trained), create_share(client, trained, shows="rows", scope="fork")
    open_share(stranger, link).raise_for_status()
    kept = next(iter(stranger.cookies.jar))
    headers = {"Cookie": f"{kept.name}={kept.value}; designery_{server.port}={kept.value}", **API_HEADERS}
    paths = client.request_json("GET", "/api/openapi.json")["paths"]
    own = {path for path in paths if path.startswith(LINK_PATHS)}
    tried = 0
    for bearer in (kept.value, link["token"]):
        with httpx.Client(
            base_url=server.url, headers={**headers, "Authorization": f"Bearer {bearer}"}, timeout=60
        ) as visitor:
            for path, methods in paths.items():
                place = re.sub(r"\{share_id\}", other["id"], path) if path in own else path
                place = re.sub(r"\{\w+\}", trained, place)
                for method in methods:
                    if path == "/api/session":
                        continue
                    answer = visitor.request(method.upper(), place, json={})
                    expected = (404, 422) if path in own else (401,)
                    assert answer.status_code in expected, f"{method} {path}: {answer.status_code} {answer.text[:200]}"
                    tried += 1
    assert tried > 100


def test_a_visitor_changes_nothing_whatever_is_sent(client: Client, stranger: httpx.Client, trained: str) -> None:
    link = create_share(client, trained, scope="fork", shows="rows")
    open_share(stranger, link).raise_for_status()
    before = client.request_json("GET", f"/api/designs/{trained}")
    graph = {"document": {"name": "Mine", "nodes": {}}, "nodes": {}, "code": "x", "path": "/etc/passwd", "data": {}}
    base, changed = f"/api/shared/{link['id']}", []
    for place in (
        "",
        "/guest-session",
        "/copy",
        "/runs",
        "/edits",
        "/artifacts/x",
        "/artifacts/x/rows",
        "/download",
        "/trust",
    ):
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            for body in (graph, {"edits": [{"path": ["name"], "value": "Mine"}]}):
                if stranger.request(method, base + place, json=body).is_success:
                    changed.append((method, place))
    assert changed == []
    assert client.request_json("GET", f"/api/designs/{trained}") == before


def test_never_was_revoked_and_expired_are_the_same_to_strangers(
    client: Client, stranger: httpx.Client, trained: str
) -> None:
    revoked, there = create_share(client, trained), create_share(client, trained)
    client.request_json("DELETE", f"/api/shares/{revoked['id']}")
    for share_id in ("AAAAAAAAAAAAAAAA", revoked["id"], there["id"]):
        wrong = stranger.post(f"/api/shared/{share_id}/guest-session", json={"token": "A" * 43})
        assert (wrong.status_code, wrong.json()) == (404, NOT_FOUND_BODY)
        assert (stranger.get(f"/api/shared/{share_id}").status_code, wrong.json()) == (404, NOT_FOUND_BODY)
        assert stranger.get(f"/s/{share_id}").status_code == 200
    ended = open_share(stranger, revoked)
    assert ended.status_code == 410
    today = datetime.now(UTC)
    assert ended.json() == {"detail": f"This link expired on {today.day} {today:%b %Y}. Ask the owner for a new one."}


def test_an_expired_link_says_so_to_who_holds_it(
    client: Client, server: Server, stranger: httpx.Client, trained: str
) -> None:
    link = create_share(client, trained, days=1)
    open_share(stranger, link).raise_for_status()
    database = Database(DATABASES.get_url(server.home))
    with database.session() as session:
        session.get_one(ShareRow, link["id"]).expires_at = datetime.now(UTC) - timedelta(days=1)
    database.close()
    assert stranger.get(f"/api/shared/{link['id']}").status_code == 410
    assert open_share(stranger, link).json()["detail"].startswith("This link expired on ")


def test_revoking_reaches_an_open_tab_within_a_second(client: Client, stranger: httpx.Client, trained: str) -> None:
    link = create_share(client, trained)
    open_share(stranger, link).raise_for_status()
    with stranger.stream("GET", f"/api/shared/{link['id']}/events") as stream:
        lines = stream.iter_lines()
        assert "watching" in next(lines)
        begun = time.monotonic()
        client.request_json("DELETE", f"/api/shares/{link['id']}")
        assert "event: ended" in list(lines)
        assert time.monotonic() - begun < 1
    assert stranger.get(f"/api/shared/{link['id']}").status_code == 410


def test_a_password_is_asked_for_and_guesses_are_few(client: Client, stranger: httpx.Client, trained: str) -> None:
    link = create_share(client, trained, password="correct horse")
    assert open_share(stranger, link).json() == {"detail": "This link needs a password."}
    assert open_share(stranger, link).status_code == 401
    assert open_share(stranger, link, password="wrong").json() == {"detail": "The password for this link is wrong."}
    assert open_share(stranger, link, password="correct horse").status_code == 200
    codes = [open_share(stranger, link, password=f"guess {number}").status_code for number in range(12)]
    assert codes[0] == 403
    assert codes[-1] == 429
    assert open_share(stranger, link, password="correct horse").status_code == 429


def test_a_token_is_in_no_log(client: Client, server: Server, stranger: httpx.Client, trained: str) -> None:
    link = create_share(client, trained)
    open_share(stranger, link).raise_for_status()
    log = (server.home.parent / f"{server.home.name}.log").read_text(errors="replace")
    assert link["token"] not in log


def test_the_owner_looks_as_a_visitor_and_nobody_else_may(
    client: Client, server: Server, stranger: httpx.Client, trained: str
) -> None:
    link = create_share(client, trained, password="secret")
    assert stranger.post(f"/api/shares/{link['id']}/guest-session").status_code == 401
    with closing(server.open_client()) as owner:
        assert owner.get(f"/api/shared/{link['id']}").status_code == 404
        owner.request_json("POST", f"/api/shares/{link['id']}/guest-session")
        assert owner.request_json("GET", f"/api/shared/{link['id']}")["id"] == link["id"]
    assert client.request_json("GET", f"/api/designs/{trained}/shares")[0]["opened"] == 0
    client.request_json("DELETE", f"/api/shares/{link['id']}")
    assert client.post(f"/api/shares/{link['id']}/guest-session").status_code == 410


def _read_time_left(server: Server, link: dict[str, Any], *, become: timedelta | None = None) -> timedelta:
    """How long the only visit of a link still holds, after setting that where it is told."""
    with closing(Database(DATABASES.get_url(server.home))) as database, database.session() as session:
        row = session.exec(select(GuestSessionRow).where(GuestSessionRow.share_id == link["id"])).one()
        if become is not None:
            row.expires_at = now() + become
            session.add(row)
        return row.expires_at - now()


def test_a_visit_goes_on_while_it_is_used_and_ends_a_quarter_of_an_hour_later(
    client: Client, server: Server, stranger: httpx.Client, trained: str
) -> None:
    link = create_share(client, trained)
    assert "max-age" not in open_share(stranger, link).headers["set-cookie"].lower()
    assert timedelta(minutes=14) < _read_time_left(server, link) <= timedelta(minutes=15)
    _read_time_left(server, link, become=timedelta(minutes=1))
    assert stranger.get(f"/api/shared/{link['id']}").is_success
    assert _read_time_left(server, link) > timedelta(minutes=14)
    _read_time_left(server, link, become=timedelta(seconds=-1))
    assert stranger.get(f"/api/shared/{link['id']}").status_code == 404


def test_whoever_comes_back_with_the_token_is_the_same_visitor_for_a_day(
    client: Client, server: Server, stranger: httpx.Client
) -> None:
    link = create_share(
        client, client.create_design(make_regression_nodes()), scope="edit", pinned=False, comments=True
    )
    place = f"/api/shared/{link['id']}/design/threads"
    open_share(stranger, link).raise_for_status()
    stranger.post(place, json={"text": "Mine"}).raise_for_status()

    def own() -> list[bool]:
        return [one["own"] for thread in stranger.get(place).json() for one in thread["comments"]]

    _read_time_left(server, link, become=-timedelta(hours=1))
    assert stranger.get(place).status_code == 404
    assert stranger.post(f"/api/shared/{link['id']}/guest-session", json={"token": "A" * 43}).status_code == 404
    assert stranger.get(place).status_code == 404
    open_share(stranger, link).raise_for_status()
    assert own() == [True]
    assert _read_time_left(server, link) > timedelta(minutes=14)

    _read_time_left(server, link, become=-timedelta(days=1, seconds=1))
    open_share(stranger, link).raise_for_status()
    assert own() == [False]


@pytest.mark.parametrize("scope", ["view", "edit"])
def test_a_page_that_is_left_open_keeps_its_visit(
    client: Client, server: Server, stranger: httpx.Client, scope: str
) -> None:
    design = client.create_design(make_regression_nodes())
    link = create_share(client, design, scope=scope, pinned=False)
    place = f"/api/shared/{link['id']}/{'design/events?client=tab' if scope == 'edit' else 'events'}"
    open_share(stranger, link).raise_for_status()
    # A moment more than is left when a visit is prolonged: opening the stream does not do it yet.
    _read_time_left(
        server, link, become=share_store.GUEST_SESSION_LIFETIME - share_store.EXTENSION_INTERVAL + timedelta(seconds=2)
    )
    with stranger.stream("GET", place) as stream:
        lines = stream.iter_lines()
        assert "watching" in next(lines)

        def prolonged() -> bool:
            client.edit(design, {"path": ["description"], "value": str(time.monotonic())})
            return _read_time_left(server, link) > timedelta(minutes=14)

        wait_until(prolonged, "the visit to be prolonged by the open page")


def test_one_tab_too_many_is_told_so(client: Client, stranger: httpx.Client) -> None:
    link = create_share(client, client.create_design({}), scope="edit", pinned=False)
    open_share(stranger, link).raise_for_status()
    place = f"/api/shared/{link['id']}/design/events?client="
    with ExitStack() as tabs:
        streams = []  # a stream whose lines nobody holds any more is closed
        for number in range(MAX_TABS_PER_LINK):
            streams.append(tabs.enter_context(stranger.stream("GET", f"{place}{number}")).iter_lines())
            assert "watching" in next(streams[-1])
        refused = tabs.enter_context(stranger.stream("GET", f"{place}more"))
        assert refused.status_code == 429  # a stream would not come to an end
        assert "Many people" in refused.read().decode()
