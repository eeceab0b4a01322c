"""Settings, the documentation in the app, and what an address that leads nowhere shows."""

import re

from playwright.sync_api import Page, expect

from tests.browser.design_page import DesignPage, measure_box
from tests.live_server import Server, wait_until

READ_ZOOM = "() => document.querySelector('.react-flow__viewport').style.transform.match(/scale\\((.*)\\)/)[1]"


def test_the_wheel_moves_the_canvas_when_one_chooses_so(here: DesignPage) -> None:
    tab = here.page
    tab.get_by_role("button", name="Settings", exact=True).click()
    tab.get_by_role("radio", name=re.compile("^Move the canvas")).check()
    tab.go_back()
    expect(here.find_card("Train Model")).to_be_visible()
    here.wait_for_rest()
    zoom, before = tab.evaluate(READ_ZOOM), measure_box(here.find_card("Train Model"))
    tab.mouse.move(*here.locate(0.5, 0.5))
    tab.mouse.wheel(0, 40)
    wait_until(lambda: measure_box(here.find_card("Train Model"))["y"] == before["y"] - 40, "the card farther up")
    assert tab.evaluate(READ_ZOOM) == zoom


def test_space_moves_the_canvas_from_a_card(here: DesignPage) -> None:
    page, card = here.page, here.find_card("Train Model")
    here.wait_for_rest()
    before = measure_box(card)
    page.keyboard.down(" ")
    here.drag((before["x"] + 100, before["y"] + 30), (before["x"] + 160, before["y"] + 70))
    page.keyboard.up(" ")
    wait_until(lambda: measure_box(card) != before, "the card somewhere else")
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()


def test_the_theme_is_chosen_in_the_settings(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/settings")
    page.get_by_role("radio", name="Dark").check()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    page.get_by_role("radio", name="Same as the system").check()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "light")


def test_owners_of_the_server_see_its_extras_in_the_settings(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/settings")
    expect(page.get_by_role("heading", name="Extras of this server")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Boosted trees with LightGBM")).to_contain_text("Installed")


def test_the_documentation_is_searched_and_read_in_the_app(page: Page, server: Server) -> None:
    page.goto(server.url)
    page.get_by_role("button", name="Help", exact=True).click()
    expect(page.get_by_role("heading", name="User guide", level=1)).to_be_visible()
    page.get_by_role("searchbox", name="Search the documentation").fill("split data")
    page.get_by_role("link", name=re.compile("^Split Data")).first.click()
    expect(page.get_by_role("heading", name="Split Data", exact=True)).to_be_in_viewport()


def test_an_address_that_leads_nowhere_leads_on(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/nowhere/at/all")
    expect(page.get_by_role("heading", name="This page does not exist.")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Pipelines").click()
    expect(page.get_by_role("heading", name="Pipelines", level=1)).to_be_visible()
