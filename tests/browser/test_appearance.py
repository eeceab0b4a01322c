"""Light and dark, and what cards look like."""

from playwright.sync_api import Page, expect

from tests.browser.design_page import DesignPage, lay_out_nodes
from tests.live_server import Client
from tests.small_designs import make_node


def switch_scheme(page: Page, scheme: str) -> None:
    """Press the switch until the page has the scheme."""
    if page.locator("html").get_attribute("data-mantine-color-scheme") != scheme:
        page.get_by_role("button", name="Switch between light and dark").click()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)


def test_dark_stays_dark(page: Page, desk: DesignPage, design: str) -> None:
    page.goto(desk.url)
    switch_scheme(page, "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    desk.open(design)
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/[0-9]+/g).map(Number)")
    assert max(paper) < 80


def test_a_learner_that_waits_to_be_trained_has_a_picture_of_what_it_does(desk: DesignPage, client: Client) -> None:
    catalog = client.request_json("GET", "/api/catalog")["modules"]
    learners = [one for one in catalog if any(port["type"] == "untrained_model" for port in one["outputs"])]
    drawn = [one["name"] for one in learners if one["name"] != "create_python_model"]
    desk.open(client.create_design(lay_out_nodes({name: make_node(name) for name in drawn}, columns=7)))
    desk.show_all()
    expect(desk.canvas.locator(".learner-sketch")).to_have_count(len(drawn))
