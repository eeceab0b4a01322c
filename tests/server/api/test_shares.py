"""Share links: made, listed, pinned, copied from, framed, previewed and ended with their design."""

import json

import httpx
import pytest

from tests.live_server import Client, Server
from tests.server.api.share_links import create_share, open_share
from tests.small_designs import make_regression_nodes


def test_a_visitor_sees_the_design_without_an_account(client: Client, stranger: httpx.Client, trained: str) -> None:
    link = create_share(client, trained)
    assert open_share(stranger, link).json() == {"bearer": None}
    body = stranger.get(f"/api/shared/{link['id']}").json()
    assert body["document"]["name"] == "Trained"
    assert set(body["document"]["nodes"]) == set(make_regression_nodes())
    assert {step["node"] for step in body["steps"]} == set(make_regression_nodes())
    assert body["can_copy"] is False


def test_a_pinned_link_stays_and_one_to_the_newest_follows(client: Client, stranger: httpx.Client) -> None:
    design = client.create_design(make_regression_nodes(), "Before")
    pinned, newest = create_share(client, design), create_share(client, design, pinned=False)
    client.edit(design, {"path": ["name"], "value": "After"})
    names = []
    for link in (pinned, newest):
        open_share(stranger, link).raise_for_status()
        names.append(stranger.get(f"/api/shared/{link['id']}").json()["document"]["name"])
    assert names == ["Before", "After"]


def test_a_link_for_looking_gives_no_copy_and_one_for_copying_does(
    client: Client, server: Server, stranger: httpx.Client, trained: str
) -> None:
    looking, copying = create_share(client, trained), create_share(client, trained, scope="fork")
    for link in (looking, copying):
        open_share(stranger, link).raise_for_status()
    assert stranger.get(f"/api/shared/{looking['id']}/download").status_code == 403
    document = stranger.get(f"/api/shared/{copying['id']}/download").json()
    assert set(document["nodes"]) == set(make_regression_nodes())
    assert stranger.post(f"/api/shared/{copying['id']}/copy").status_code == 401
    owner = server.open_client()
    open_share(owner, copying).raise_for_status()
    assert owner.request_json("GET", f"/api/shared/{copying['id']}")["can_copy"] is True
    copy = owner.request_json("POST", f"/api/shared/{copying['id']}/copy")["id"]
    assert owner.request_json("GET", f"/api/designs/{copy}")["trusted"] is False
    owner.close()
    listed = client.request_json("GET", f"/api/designs/{trained}/shares")
    assert next(one["copied"] for one in listed if one["id"] == copying["id"]) == 1


def test_the_page_holds_no_word_of_the_design_and_is_not_indexed(
    client: Client, stranger: httpx.Client, trained: str
) -> None:
    link = create_share(client, trained)
    answer = stranger.get(f"/s/{link['id']}")
    assert "Trained" not in answer.text
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert '<meta name="robots" content="noindex">' in answer.text
    assert stranger.get(f"/s/{link['id']}/picture.png").status_code == 404


def test_a_chat_preview_comes_only_where_the_owner_allows_it(
    client: Client, stranger: httpx.Client, trained: str
) -> None:
    link = create_share(client, trained, preview=True)
    assert '<meta property="og:title" content="Trained">' in stranger.get(f"/s/{link['id']}").text
    picture = stranger.get(f"/s/{link['id']}/picture.png")
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    client.request_json("DELETE", f"/api/shares/{link['id']}")
    assert "og:title" not in stranger.get(f"/s/{link['id']}").text
    assert stranger.get(f"/s/{link['id']}/picture.png").status_code == 404


def test_only_the_named_sites_may_frame_the_page(client: Client, stranger: httpx.Client, trained: str) -> None:
    link = create_share(client, trained, origins=["https://blog.example.org"])
    framed = stranger.get(f"/s/{link['id']}?framed=true").headers
    assert "frame-ancestors https://blog.example.org" in framed["content-security-policy"]
    assert "x-frame-options" not in framed
    alone = stranger.get(f"/s/{link['id']}").headers
    assert "frame-ancestors 'none'" in alone["content-security-policy"]
    assert alone["x-frame-options"] == "DENY"
    bearer = open_share(stranger, link, framed=True).json()["bearer"]
    assert len(stranger.cookies) == 0
    answer = stranger.get(f"/api/shared/{link['id']}", headers={"Authorization": f"Bearer {bearer}"})
    assert answer.status_code == 200


@pytest.mark.parametrize("origin", ["*", "https://a.example; script-src *", "javascript:x", "'self'", "https://*.com"])
def test_what_is_no_site_is_refused_as_a_frame(client: Client, trained: str, origin: str) -> None:
    answer = client.post(f"/api/designs/{trained}/shares", json={"name": "x", "origins": [origin]})
    assert answer.status_code == 422


def test_links_are_listed_with_their_last_use_and_can_be_renamed(client: Client, stranger: httpx.Client) -> None:
    design = client.create_design(make_regression_nodes())
    link = create_share(client, design)
    assert client.request_json("GET", f"/api/designs/{design}/shares")[0]["last_used_at"] is None
    open_share(stranger, link).raise_for_status()
    client.request_json("PATCH", f"/api/shares/{link['id']}", json={"name": "Course"})
    listed = client.request_json("GET", f"/api/designs/{design}/shares")
    assert [(one["name"], one["opened"], one["ended"]) for one in listed] == [("Course", 1, False)]
    assert listed[0]["last_used_at"] is not None
    assert "token" not in json.dumps(listed)


def test_a_link_ends_with_its_design(client: Client, stranger: httpx.Client) -> None:
    design = client.create_design(make_regression_nodes())
    link = create_share(client, design)
    open_share(stranger, link).raise_for_status()
    client.request_json("DELETE", f"/api/designs/{design}")
    assert stranger.get(f"/api/shared/{link['id']}").status_code == 410


def test_those_who_work_on_a_design_see_that_a_guest_looks_at_it(
    client: Client, stranger: httpx.Client, trained: str
) -> None:
    link = create_share(client, trained, pinned=False)
    open_share(stranger, link)
    with stranger.stream("GET", f"/api/shared/{link['id']}/events") as shared:
        lines = shared.iter_lines()  # held, as a stream whose lines nobody holds any more is closed
        assert next(lines) == ": watching"
        with client.stream("GET", f"/api/designs/{trained}/events", params={"client": "tab"}) as events:
            told = next(json.loads(line[6:]) for line in events.iter_lines() if line.startswith('data: {"here"'))
    assert [(one["person"]["kind"], one["person"]["name"]) for one in told["here"]] == [
        ("guest", "Committee"),
        ("local", "You"),
    ]
