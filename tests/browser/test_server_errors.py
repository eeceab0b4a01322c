"""What a user sees of an error of the server: a sentence and its id, to be copied and quoted."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Screenshots, open_context
from tests.browser.design_page import SCHEMES, lay_out_nodes, show_scheme
from tests.database_servers import DATABASES
from tests.live_server import Server
from tests.small_designs import make_regression_nodes


@pytest.fixture
def failing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Server, str]]:
    """A server with a design that lost what it needs to start a run, and its links."""
    monkeypatch.setattr(DATABASES, "postgres", None)
    server = Server(tmp_path / "home").start()
    client = server.open_client()
    design = client.create_design(lay_out_nodes(make_regression_nodes()), "Prices")
    client.close()
    yield server, design
    server.stop()


def drop_tables(server: Server, *tables: str) -> None:
    database = sqlite3.connect(server.home / "designery.sqlite")
    for table in tables:
        database.execute(f"DROP TABLE {table}")
    database.commit()
    database.close()


def open_page(browser: Browser, server: Server) -> BrowserContext:
    profile = open_context(browser)
    profile.grant_permissions(["clipboard-read", "clipboard-write"], origin=server.url)
    profile.new_page().goto(server.create_link())
    expect(profile.pages[0].get_by_role("link", name="Prices")).to_be_visible()
    return profile


def read_log(server: Server) -> str:
    return (server.home.parent / "home.log").read_text()


def test_what_failed_on_the_server_is_told_with_an_id_that_can_be_copied(
    browser: Browser, failing: tuple[Server, str], screenshots: Screenshots
) -> None:
    server, design = failing
    profile = open_page(browser, server)
    page = profile.pages[0]
    page.goto(f"{server.url}/designs/{design}")
    expect(page.get_by_role("region", name="Design", exact=True)).to_be_visible()
    drop_tables(server, "step")
    page.get_by_role("button", name="Run Ctrl").or_(page.get_by_role("button", name="Run", exact=True)).first.click()
    notice = page.get_by_role("alert").filter(has_text="Something went wrong on the server.")
    expect(notice).to_be_visible()
    error = notice.locator("code").inner_text()
    for scheme in SCHEMES:
        show_scheme(page, scheme)
        screenshots.take(page, f"server-error-{scheme}.png")
    notice.get_by_role("button", name="Copy").click()
    expect(notice.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == error
    failed = read_log(server)
    assert f"request={error}" in failed
    assert "no such table: step" in failed
    profile.close()


def test_a_page_that_the_server_could_not_make_says_so_and_leads_on(
    browser: Browser, failing: tuple[Server, str], screenshots: Screenshots
) -> None:
    server, _ = failing
    profile = open_page(browser, server)
    page: Page = profile.pages[0]
    drop_tables(server, "share")
    answer = page.goto(f"{server.url}/s/abc")
    assert answer is not None
    assert answer.status == 500
    expect(page.get_by_role("heading", name="Something went wrong on the server")).to_be_visible()
    error = page.locator("code").inner_text()
    assert error == answer.headers["x-request-id"]
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        screenshots.take(page, f"server-error-page-{scheme}.png")
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == error
    page.get_by_role("link", name="All designs").click()
    expect(page.get_by_role("link", name="Prices")).to_be_visible()
    profile.close()
