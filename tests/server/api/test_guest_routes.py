"""Guests of share links reach what is on the list of them, and nothing else of the whole interface."""

from collections.abc import Iterator
from contextlib import closing

import httpx
import pytest

from tests.live_server import Client, Server
from tests.server.api.share_links import API_HEADERS, NOT_FOUND_BODY, create_share, open_share
from tests.server.guest_walk import (
    GUEST_ROUTES,
    SHARED_ROUTES,
    fill_guest_path,
    find_surprises,
    list_imaginable_requests,
    list_permitted,
)
from tests.server.route_permissions import FULL_ROUTES, ROUTE_PERMISSIONS
from tests.small_designs import make_node

SCOPES = ("view", "fork", "run", "edit")
SECRET = "a secret of the script"


@pytest.fixture(scope="module")
def design(client: Client) -> str:
    script = {"python_script": f"def azureml_main(dataframe1=None, dataframe2=None):\n    return '{SECRET}'\n"}
    return client.create_design({"script": make_node("execute_python_script", script)}, "Shared")


@pytest.fixture
def guest(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, headers=API_HEADERS, timeout=60) as opened:
        yield opened


def _open_link(client: Client, guest: httpx.Client, design: str, scope: str) -> str:
    link = create_share(client, design, scope=scope, pinned=False, comments=True)
    open_share(guest, link).raise_for_status()
    share_id: str = link["id"]
    return share_id


def test_the_routes_for_guests_are_those_on_the_list() -> None:
    declared = {
        (method, route.path): route.guests for route in FULL_ROUTES for method in route.methods or () if route.guests
    }
    assert declared == SHARED_ROUTES
    assert {key for key, need in ROUTE_PERMISSIONS.items() if need == "guest"} == GUEST_ROUTES


@pytest.mark.parametrize("scope", ["view", "edit"])
def test_of_the_whole_interface_a_guest_reaches_what_is_on_the_list(
    client: Client, guest: httpx.Client, design: str, scope: str
) -> None:
    assert len(list_imaginable_requests(FULL_ROUTES)) > 500
    share_id = _open_link(client, guest, design, scope)
    before = client.request_json("GET", f"/api/designs/{design}")
    assert find_surprises(guest, share_id) == {"open": set(), "missing": set()}
    assert client.request_json("GET", f"/api/designs/{design}") == before


@pytest.mark.parametrize("scope", SCOPES)
def test_what_is_for_edit_links_is_for_no_other(client: Client, guest: httpx.Client, design: str, scope: str) -> None:
    share_id = _open_link(client, guest, design, scope)
    codes = {}
    for method, path in sorted(list_permitted()):
        if path.startswith("/api/shared/{share_id}/design") and not path.endswith("/events"):
            codes[method, path] = guest.request(method, fill_guest_path(path, share_id), json={}).status_code
    # A body that is not valid is refused before or after; one that is valid changes nothing, see test_shared_edits.py.
    allowed = {200, 404, 422} if scope == "edit" else {403, 422}
    assert {key: code for key, code in codes.items() if code not in allowed} == {}
    assert (200 in codes.values()) == (scope == "edit")
    reads = [code for (method, _), code in codes.items() if method == "GET"]
    assert scope == "edit" or reads == [403] * len(reads)


def test_the_addresses_of_members_do_not_know_guests(client: Client, guest: httpx.Client, design: str) -> None:
    share_id = _open_link(client, guest, design, "edit")
    kept = next(iter(guest.cookies.jar))
    headers = {"Cookie": f"{kept.name}={kept.value}", "Authorization": f"Bearer {kept.value}"}
    for method, path in SHARED_ROUTES:
        for name in (design, share_id):
            answer = guest.request(method, fill_guest_path(path, share_id, name), json={}, headers=headers)
            assert answer.status_code == 401, f"{method} {path}"


def test_a_guest_of_one_link_is_nobody_at_another(client: Client, guest: httpx.Client, design: str) -> None:
    _open_link(client, guest, design, "edit")
    other = create_share(client, design, scope="edit", pinned=False)["id"]
    kept = next(iter(guest.cookies.jar))
    headers = {"Cookie": f"{kept.name}={kept.value}".replace(str(kept.name).rpartition("_")[2], other)}
    for method, path in sorted(list_permitted()):
        if method == "GET" and not path.endswith("/events"):
            answer = guest.request(method, fill_guest_path(path, other), headers=headers)
            assert (answer.status_code, answer.json()) == (404, NOT_FOUND_BODY), f"{method} {path}"


def test_whoever_is_signed_in_and_opens_a_link_is_a_guest_of_it(client: Client, server: Server, design: str) -> None:
    """The owner's session is in the same browser, and lends nothing to what is asked by the address of the link."""
    with closing(server.open_client()) as owner:
        share_id = _open_link(client, owner, design, "edit")
        base = f"/api/shared/{share_id}/design"
        shown = owner.request_json("GET", base)
        assert shown["id"] == share_id
        assert SECRET not in str(shown)
        assert SECRET in str(owner.request_json("GET", f"/api/designs/{design}"))
        thread = owner.request_json("POST", f"{base}/threads", json={"text": "By whom?"})
        assert thread["comments"][0]["person"] == "Guest (guest)"
        edit = {
            "client": "c",
            "id": "e",
            "edits": [{"path": ["nodes", "script", "parameters", "python_script"], "value": "x"}],
        }
        assert owner.post(f"{base}/edits", json=edit).status_code == 422


def test_what_a_guest_adds_to_an_address_opens_nothing(client: Client, guest: httpx.Client, design: str) -> None:
    """Neither a header, nor a query, nor an odd path says that somebody is a member, or names another design."""
    secret = client.create_design({"n": make_node("dataset")}, "Another design")
    share_id = _open_link(client, guest, design, "edit")
    base = f"/api/shared/{share_id}/design"
    plain = guest.get(base).json()
    for query in (f"design_id={secret}", "guest_share_id=", f"share_id={secret}", "guest=", "person=local"):
        assert guest.get(f"{base}?{query}").json() == plain
    for path in (
        f"{base}/../../{secret}",
        f"{base}%2F..%2F{secret}",
        f"{base}/%2e%2e/{secret}",
        f"{base}//threads",
        f"{base}/",
    ):
        answer = guest.get(path)
        assert (answer.status_code, "Another design" in answer.text) == (404, False), path
