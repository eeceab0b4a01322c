"""Getting in: the launch link works once, leaves no trace, and says what to do where it does not work."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewProfile
from tests.serving import Server


@pytest.fixture
def stranger(new_profile: NewProfile) -> Page:
    """A tab of a browser that is not signed in."""
    return new_profile(signed_in=False).new_page()


def test_the_launch_link_signs_in_and_leaves_the_address(stranger: Page, server: Server) -> None:
    stranger.goto(server.new_link())
    expect(stranger.get_by_role("heading", name="Sample gallery")).to_be_visible()
    assert stranger.url == f"{server.url}/"
    assert "#t=" not in stranger.evaluate("JSON.stringify(history.state) + location.href + document.referrer")
    stranger.reload()
    expect(stranger.get_by_role("heading", name="Sample gallery")).to_be_visible()


def test_a_launch_link_that_was_used_says_how_to_get_another(
    stranger: Page, server: Server, new_profile: NewProfile
) -> None:
    link = server.new_link()
    stranger.goto(link)
    expect(stranger.get_by_role("heading", name="Sample gallery")).to_be_visible()
    second = new_profile(signed_in=False).new_page()
    second.goto(link)
    expect(second.get_by_role("main")).to_contain_text("This launch link was used or is too old.")
    expect(second.get_by_role("main")).to_contain_text("designery link")
    expect(second.get_by_role("heading", name="Sample gallery")).to_have_count(0)
    assert second.url == f"{server.url}/"


@pytest.mark.parametrize("path", ["/", "/datasets", "/runs", "/designs/any"])
def test_without_a_session_every_page_says_how_to_get_in(stranger: Page, server: Server, path: str) -> None:
    stranger.goto(server.url + path)
    expect(stranger.get_by_text(re.compile("Open the (launch )?link that"))).to_be_visible()


def test_a_launch_link_works_in_a_tab_that_was_open_without_a_session(stranger: Page, server: Server) -> None:
    stranger.goto(server.url)
    expect(stranger.get_by_text(re.compile("Open the (launch )?link that"))).to_be_visible()
    stranger.goto(server.new_link())
    expect(stranger.get_by_role("heading", name="Sample gallery")).to_be_visible()
    assert stranger.url == f"{server.url}/"
