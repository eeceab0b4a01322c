"""From a design that trains to one that predicts, in the browser."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Screenshots
from tests.browser.design_page import FINISHED_PATTERN, DesignPage
from tests.live_server import Client


def test_a_trained_design_becomes_one_that_predicts(
    page: Page, desk: DesignPage, client: Client, screenshots: Screenshots
) -> None:
    design = client.request_json("POST", "/api/designs", json={"sample": "automobile_price"})["id"]
    client.run(design)
    desk.open(design)
    page.keyboard.press("Control+k")
    page.get_by_placeholder("Search actions and modules").fill("inference")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Create an inference design")
    expect(dialog.get_by_text("The rows of a request enter at Web Service Input")).to_be_visible()
    screenshots.take(page, "inference-dialog.png")
    dialog.get_by_role("button", name="Create design").click()

    expect(page.get_by_role("heading", name="real-time inference")).to_be_visible()
    expect(desk.find_card("Web Service Input")).to_be_visible()
    desk.run()
    desk.expect_run("Succeeded")
    desk.expect_status(FINISHED_PATTERN, ["Score Model", "Web Service Output"])
    screenshots.take(page, "inference-design.png")


def test_a_design_that_never_ran_says_what_to_do_first(page: Page, desk: DesignPage, client: Client) -> None:
    design = client.request_json("POST", "/api/designs", json={"sample": "penguins"})["id"]
    client.edit(design, {"path": ["nodes", "split", "parameters", "seed"], "value": 4711})
    desk.open(design)
    page.keyboard.press("Control+k")
    page.get_by_placeholder("Search actions and modules").fill("inference")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Create design").click()
    expect(page.get_by_role("alert")).to_contain_text("has no up-to-date result. Run the design")
