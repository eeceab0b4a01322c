"""Getting in: the launch link works once, leaves no trace, and says what to do where it does not work."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ProfileFactory
from tests.live_server import Server


@pytest.fixture
def anonymous_page(new_profile: ProfileFactory) -> Page:
    """A tab of a browser that is not signed in."""
    return new_profile(signed_in=False).new_page()


def test_the_launch_link_signs_in_and_leaves_the_address(anonymous_page: Page, server: Server) -> None:
    anonymous_page.goto(server.create_link())
    expect(anonymous_page.get_by_role("heading", name="Sample gallery")).to_be_visible()
    assert anonymous_page.url == f"{server.url}/"
    assert "#t=" not in anonymous_page.evaluate("JSON.stringify(history.state) + location.href + document.referrer")
    anonymous_page.reload()
    expect(anonymous_page.get_by_role("heading", name="Sample gallery")).to_be_visible()


def test_a_launch_link_that_was_used_says_how_to_get_another(
    anonymous_page: Page, server: Server, new_profile: ProfileFactory
) -> None:
    link = server.create_link()
    anonymous_page.goto(link)
    expect(anonymous_page.get_by_role("heading", name="Sample gallery")).to_be_visible()
    second = new_profile(signed_in=False).new_page()
    second.goto(link)
    expect(second.get_by_role("main")).to_contain_text("This launch link has been used or has expired.")
    expect(second.get_by_role("main")).to_contain_text("designery link")
    expect(second.get_by_role("heading", name="Sample gallery")).to_have_count(0)
    assert second.url == f"{server.url}/"


@pytest.mark.parametrize("path", ["/", "/datasets", "/runs", "/designs/any"])
def test_without_a_session_every_page_says_how_to_get_in(anonymous_page: Page, server: Server, path: str) -> None:
    anonymous_page.goto(server.url + path)
    expect(anonymous_page.get_by_text(re.compile("Open the (launch )?link that"))).to_be_visible()


def test_a_launch_link_works_in_a_tab_that_was_open_without_a_session(anonymous_page: Page, server: Server) -> None:
    anonymous_page.goto(server.url)
    expect(anonymous_page.get_by_text(re.compile("Open the (launch )?link that"))).to_be_visible()
    anonymous_page.goto(server.create_link())
    expect(anonymous_page.get_by_role("heading", name="Sample gallery")).to_be_visible()
    assert anonymous_page.url == f"{server.url}/"
