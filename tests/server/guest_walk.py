"""What guests of share links reach, by a list that is written by hand: another route for them is a line more here."""

import re
from collections.abc import Iterable

import httpx

from server.api.core.guest_paths import to_guest_path
from server.api.core.permissions import GuestScope, Route
from tests.server.route_permissions import FULL_ROUTES

#: Routes of members that show guests what their link shows: which links are for that.
SHARED_ROUTES: dict[tuple[str, str], GuestScope] = {
    ("GET", "/api/catalog"): "edit",
    ("GET", "/api/modules/{name}/help"): "edit",
    ("GET", "/api/designs/{design_id}"): "edit",
    ("GET", "/api/designs/{design_id}/analysis"): "edit",
    ("GET", "/api/designs/{design_id}/events"): "edit",
    ("POST", "/api/designs/{design_id}/presence"): "edit",
    ("POST", "/api/designs/{design_id}/edits"): "edit",
    ("GET", "/api/designs/{design_id}/threads"): "edit",
    ("POST", "/api/designs/{design_id}/threads"): "edit",
    ("POST", "/api/designs/{design_id}/threads/{thread_id}/comments"): "edit",
    ("PUT", "/api/designs/{design_id}/threads/{thread_id}/resolution"): "edit",
    ("PATCH", "/api/designs/{design_id}/threads/{thread_id}/comments/{comment_id}"): "edit",
    ("DELETE", "/api/designs/{design_id}/threads/{thread_id}/comments/{comment_id}"): "edit",
}
#: Routes that only guests have.
GUEST_ROUTES = {
    ("GET", "/s/{share_id}"),
    ("GET", "/s/{share_id}/picture.png"),
    ("POST", "/api/shared/{share_id}/guest-session"),
    ("PUT", "/api/shared/{share_id}/guest-session/name"),
    ("GET", "/api/shared/{share_id}"),
    ("GET", "/api/shared/{share_id}/artifacts/{artifact_id}"),
    ("GET", "/api/shared/{share_id}/artifacts/{artifact_id}/rows"),
    ("GET", "/api/shared/{share_id}/artifacts/{artifact_id}/figure"),
    ("GET", "/api/shared/{share_id}/artifacts/{artifact_id}/values"),
    ("GET", "/api/shared/{share_id}/artifacts/{artifact_id}/chart"),
    ("GET", "/api/shared/{share_id}/artifacts/{artifact_id}/filtered-rows"),
    ("GET", "/api/shared/{share_id}/download"),
    ("POST", "/api/shared/{share_id}/copy"),
    ("GET", "/api/shared/{share_id}/events"),
    ("GET", "/api/shared/{share_id}/design/steps"),
    ("POST", "/api/shared/{share_id}/runs"),
    ("GET", "/api/shared/{share_id}/runs/{run_id}"),
    ("POST", "/api/shared/{share_id}/runs/{run_id}/cancel"),
    ("GET", "/api/shared/{share_id}/runs/{run_id}/artifacts/{artifact_id}"),
    ("GET", "/api/shared/{share_id}/runs/{run_id}/artifacts/{artifact_id}/rows"),
}
PREFIX = "/api/shared/{share_id}"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
UNKNOWN_ADDRESS = {"detail": "This address does not exist."}


def fill_guest_path(path: str, share_id: str, name: str = "0" * 32) -> str:
    """An address of a link, with something that nobody has in the place of every other parameter."""
    return re.sub(r"\{\w+(:path)?\}", name, path.replace("{share_id}", share_id))


def list_imaginable_requests(routes: Iterable[Route]) -> set[tuple[str, str]]:
    """Every route of the server, as if guests had it: below their link and below the design of their link. And all
    methods where guests have one."""
    found = {(method, path) for _, path in list_permitted() for method in METHODS}
    for route in routes:
        below = route.path.removeprefix("/api").replace("{path:path}", "anything").replace("{share_id}", "{id}")
        for method in route.methods or ():
            found |= {(method, f"{PREFIX}{below}"), (method, f"{PREFIX}/design{below}")}
            if not route.path.startswith(("/s/", "/api/share")):
                found.add((method, to_guest_path(route.path)))
    return found


def is_there(guest: httpx.Client, method: str, address: str) -> bool:
    """Whether anything answers at an address, were it by a refusal. Of a stream only the head is asked for."""
    if method == "GET" and address.endswith("/events"):
        return guest.head(address).status_code not in (404, 405)
    answer = guest.request(method, address, json=None if method == "GET" else {})
    if answer.status_code == 308:
        return False  # a former address: the one that it leads to is asked as well
    return answer.status_code != 405 and not (answer.status_code == 404 and answer.json() == UNKNOWN_ADDRESS)


def find_surprises(guest: httpx.Client, share_id: str) -> dict[str, set[tuple[str, str]]]:
    """What answers a guest and is not on the list, and what is there and does not answer."""
    requests = list_imaginable_requests(FULL_ROUTES)
    reachable = {one for one in requests if is_there(guest, one[0], fill_guest_path(one[1], share_id))}
    permitted = {method: [_compile(path) for key, path in list_permitted() if key == method] for method in METHODS}
    return {
        "open": {
            (method, path)
            for method, path in reachable
            if not any(pattern.fullmatch(fill_guest_path(path, "S")) for pattern in permitted[method])
        },
        "missing": list_permitted() - reachable,
    }


def _compile(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{\w+\}", "[^/]+", path))


def list_permitted() -> set[tuple[str, str]]:
    """What may answer a guest, by the lists above."""
    shared = {(method, to_guest_path(path)) for method, path in SHARED_ROUTES}
    return shared | {(method, path) for method, path in GUEST_ROUTES if path.startswith("/api/")}
