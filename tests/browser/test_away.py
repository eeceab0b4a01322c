"""The server is out of reach while a part of the page is to be fetched: it is waited for, and nothing breaks."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import ProfileFactory
from tests.live_server import Server

#: Whether every style that was asked for is there: the rules of one that is not cannot be read.
DRESSED = """() => [...document.styleSheets].every((sheet) => {
    try { return sheet.cssRules.length > 0 } catch { return false }
})"""


@pytest.fixture
def profile(new_profile: ProfileFactory) -> BrowserContext:
    """A profile that has to fetch each part of the app."""
    return new_profile(is_new=True)


@pytest.fixture
def page(profile: BrowserContext, server: Server) -> Page:
    page = profile.new_page()
    with page.expect_response(
        re.compile(r"/ToastHost-[^/]*\.js$")
    ):  # what tells of failures comes once the page is drawn
        page.goto(f"{server.url}/samples")
    expect(page.get_by_role("heading", name="Samples", level=1)).to_be_visible()
    return page


def test_the_next_page_comes_once_the_server_answers(page: Page, profile: BrowserContext) -> None:
    profile.set_offline(True)
    page.get_by_role("link", name="Datasets").click()
    expect(page.get_by_text("The page will load as soon as the server responds.")).to_be_visible()
    profile.set_offline(False)
    expect(page.get_by_role("heading", name="Datasets", level=1)).to_be_visible()
    expect(page.get_by_role("button", name="Penguins")).to_be_visible()


def test_a_dialog_that_did_not_come_says_so_and_opens_when_asked_again(page: Page, profile: BrowserContext) -> None:
    page.get_by_role("link", name="Runs").click()
    ask = page.get_by_role("button", name="Delete old runs")
    expect(ask).to_be_visible()
    profile.set_offline(True)
    ask.click()
    expect(page.get_by_text("This part of the page could not be loaded.")).to_be_visible()
    profile.set_offline(False)
    ask.click()
    expect(page.get_by_role("dialog", name="Delete old runs")).to_be_visible()
    assert page.evaluate(DRESSED)
