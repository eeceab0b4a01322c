"""How tests make links to designs, and open them as strangers do."""

from typing import Any

import httpx

from tests.live_server import Client

API_HEADERS = {"X-Requested-By": "designery"}
#: What is there for whoever has a link, and for nobody else: no session opens it.
LINK_PATHS = ("/api/shared/", "/endpoints/form/")
NOT_FOUND_BODY = {"detail": "This link does not exist."}


def create_share(client: Client, design: str, **options: Any) -> dict[str, Any]:
    body = {"name": "Committee", **options}
    made: dict[str, Any] = client.request_json("POST", f"/api/designs/{design}/shares", json=body)
    return made


def open_share(stranger: httpx.Client, link: dict[str, Any], **more: Any) -> httpx.Response:
    return stranger.post(f"/api/shared/{link['id']}/guest-session", json={"token": link["token"], **more})


def read_everything_shared(stranger: httpx.Client, link: dict[str, Any]) -> str:
    """All that a visitor can read of a link, as one text."""
    base = f"/api/shared/{link['id']}"
    response = stranger.get(base)
    assert response.status_code == 200, response.text
    texts = [response.text, stranger.get(f"{base}/download").text, stranger.get(f"/s/{link['id']}").text]
    for step in response.json()["steps"]:
        for output in step["outputs"].values():
            one = f"{base}/artifacts/{output['artifact']}"
            texts += [stranger.get(one).text, stranger.get(f"{one}/rows?limit=1000").text]
    return "\n".join(texts)
