"""How tests make links to designs, and open them as strangers do."""

from typing import Any

import httpx

from tests.serving import Client

WRITES = {"X-Requested-By": "designery"}
UNKNOWN = {"detail": "This link is not there."}


def share(client: Client, design: str, **options: Any) -> dict[str, Any]:
    body = {"name": "Committee", **options}
    made: dict[str, Any] = client.checked("POST", f"/api/designs/{design}/shares", json=body)
    return made


def visit(stranger: httpx.Client, link: dict[str, Any], **more: Any) -> httpx.Response:
    return stranger.post(f"/api/shared/{link['id']}/visit", json={"token": link["token"], **more})


def crawled(stranger: httpx.Client, link: dict[str, Any]) -> str:
    """All that a visitor can read of a link, as one text."""
    base = f"/api/shared/{link['id']}"
    told = stranger.get(base)
    assert told.status_code == 200, told.text
    texts = [told.text, stranger.get(f"{base}/download").text, stranger.get(f"/s/{link['id']}").text]
    for step in told.json()["steps"]:
        for output in step["outputs"].values():
            one = f"{base}/artifacts/{output['artifact']}"
            texts += [stranger.get(one).text, stranger.get(f"{one}/rows?limit=1000").text]
    return "\n".join(texts)
