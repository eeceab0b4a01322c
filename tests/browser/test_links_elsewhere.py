"""A share link and other sites: where one goes from its page nothing of it is told, and who may frame it is named."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from tests.browser.conftest import open_context
from tests.browser.other_site import OtherSite, running_other_site
from tests.live_server import Client, Server, wait_until
from tests.small_designs import make_regression_nodes


@pytest.fixture
def other() -> Iterator[OtherSite]:
    with running_other_site() as made:
        yield made


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    """Somebody without an account, who is not watched: they mean to leave."""
    profile = open_context(browser)
    yield profile.new_page()
    profile.close()


def test_no_site_learns_from_where_one_came(visitor: Page, server: Server, client: Client, other: OtherSite) -> None:
    design = client.create_design(make_regression_nodes(), "Shared")
    text = f"See [the plan](http://localhost:{other.port}/plan)"
    client.request_json("POST", f"/api/designs/{design}/threads", json={"text": text})
    link = client.request_json("POST", f"/api/designs/{design}/shares", json={"name": "Link", "comments": True})
    address = f"{server.url}/s/{link['id']}#{link['token']}"
    visitor.goto(address)
    with visitor.context.expect_page() as opened:
        visitor.get_by_role("link", name="the plan").click()
    expect(opened.value).to_have_title("Elsewhere")
    # A link that somebody forgot to mark, an address typed by a script, and what a page may still load.
    away = f"http://localhost:{other.port}/left"
    for leave in (
        "address => { const a = document.createElement('a'); a.href = address; document.body.append(a); a.click(); }",
        "address => location.assign(address)",
    ):
        open_shared(visitor, address)
        visitor.evaluate(leave, away)
        expect(visitor).to_have_title("Elsewhere")
    open_shared(visitor, address)
    with visitor.context.expect_page() as opened:
        visitor.evaluate("address => { window.open(address); }", away)
    expect(opened.value).to_have_title("Elsewhere")
    # Each resolves when an answer has come or the request was refused.
    for load in (
        "address => fetch(address, {mode: 'no-cors', referrerPolicy: 'unsafe-url'}).then(() => {}, () => {})",
        "address => new Promise((done) => { Object.assign(new Image(), {onload: done, onerror: done, src: address}); })"
        ".then(() => {})",
    ):
        visitor.evaluate(load, away)
    assert len(other.requests) >= 4
    requests = "\n".join(other.requests).lower()
    assert "referer" not in requests
    assert [secret for secret in (link["token"].lower(), link["id"].lower(), "#") if secret in requests] == []


def open_shared(visitor: Page, address: str) -> None:
    visitor.goto("about:blank")  # an address that differs behind its # only would load nothing
    visitor.goto(address)
    expect(visitor.get_by_role("heading", name="Shared")).to_be_visible()


@pytest.mark.parametrize(
    ("host", "query", "shown"),
    [
        ("127.0.0.1", "?framed=true", True),
        ("localhost", "?framed=true", False),  # another origin, which was not named
        ("127.0.0.1", "", False),  # not the address that the owner is given for frames
    ],
)
def test_a_link_is_framed_by_the_sites_that_were_named_and_no_others(
    visitor: Page, server: Server, client: Client, other: OtherSite, host: str, query: str, shown: bool
) -> None:
    design = client.create_design(make_regression_nodes(), "Shared")
    new = {"name": "Link", "origins": [f"http://127.0.0.1:{other.port}"]}
    link = client.request_json("POST", f"/api/designs/{design}/shares", json=new)
    other.show_frame(f"{server.url}/s/{link['id']}{query}#{link['token']}")
    visitor.goto(f"http://{host}:{other.port}/")
    heading = visitor.frame_locator("iframe").get_by_role("heading", name="Shared")
    if shown:
        expect(heading).to_be_visible()
        assert visitor.context.cookies() == []
    else:
        # Another process draws the frame, and says later than the page what became of it.
        wait_until(lambda: not heading.count() and is_refused(visitor.frames[1]), "the frame to be refused")
        expect(heading).to_have_count(0)


def is_refused(frame: Frame) -> bool:
    return frame.url.startswith("chrome-error:")
