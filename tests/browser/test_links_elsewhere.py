"""A share link and other sites: where one goes from its page nothing of it is told, and who may frame it is named."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE, WINDOW
from tests.browser.elsewhere import Elsewhere, elsewhere
from tests.pipelines import regression
from tests.serving import Client, Server


@pytest.fixture
def other() -> Iterator[Elsewhere]:
    with elsewhere() as made:
        yield made


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    """Somebody without an account, who is not watched: they mean to leave."""
    profile = browser.new_context(viewport=WINDOW)
    profile.set_default_timeout(PATIENCE)
    yield profile.new_page()
    profile.close()


def test_no_site_learns_from_where_one_came(visitor: Page, server: Server, client: Client, other: Elsewhere) -> None:
    design = client.new_design(regression(), "Shared")
    text = f"See [the plan](http://localhost:{other.port}/plan)"
    client.checked("POST", f"/api/designs/{design}/comments", json={"text": text})
    link = client.checked("POST", f"/api/designs/{design}/shares", json={"name": "Link", "comments": True})
    address = f"{server.url}/s/{link['id']}#{link['token']}"
    visitor.goto(address)
    with visitor.context.expect_page() as opened:
        visitor.get_by_role("link", name="the plan").click()
    expect(opened.value).to_have_title("Elsewhere")
    # A link that somebody forgot to mark, an address typed by a script, and what a page may still load.
    for leave in (
        "address => { const a = document.createElement('a'); a.href = address; document.body.append(a); a.click(); }",
        "address => location.assign(address)",
        "address => window.open(address)",
        "address => fetch(address, {mode: 'no-cors', referrerPolicy: 'unsafe-url'}).catch(() => {})",
        "address => { new Image().src = address; }",
    ):
        visitor.goto("about:blank")
        visitor.goto(address)
        expect(visitor.get_by_role("heading", name="Shared")).to_be_visible()
        visitor.evaluate(leave, f"http://localhost:{other.port}/left")
        visitor.wait_for_timeout(500)
    assert len(other.asked) >= 4
    told = "\n".join(other.asked).lower()
    assert "referer" not in told
    assert [secret for secret in (link["token"].lower(), link["id"].lower(), "#") if secret in told] == []


@pytest.mark.parametrize(
    ("host", "query", "shown"),
    [
        ("127.0.0.1", "?framed=true", True),
        ("localhost", "?framed=true", False),  # another origin, which was not named
        ("127.0.0.1", "", False),  # not the address that the owner is given for frames
    ],
)
def test_a_link_is_framed_by_the_sites_that_were_named_and_no_others(
    visitor: Page, server: Server, client: Client, other: Elsewhere, host: str, query: str, shown: bool
) -> None:
    design = client.new_design(regression(), "Shared")
    new = {"name": "Link", "origins": [f"http://127.0.0.1:{other.port}"]}
    link = client.checked("POST", f"/api/designs/{design}/shares", json=new)
    other.framing(f"{server.url}/s/{link['id']}{query}#{link['token']}")
    visitor.goto(f"http://{host}:{other.port}/")
    heading = visitor.frame_locator("iframe").get_by_role("heading", name="Shared")
    if shown:
        expect(heading).to_be_visible()
        assert visitor.context.cookies() == []
    else:
        frame = visitor.frames[1]
        assert frame.url.startswith("chrome-error:")
        assert heading.count() == 0
