"""Pipelines in the browser: declared and published on the canvas, run by a form, looked at on their page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ProfileFactory, Screenshots
from tests.browser.design_page import DesignPage
from tests.browser.test_accessibility import expect_accessible
from tests.live_server import Client, Server


@pytest.fixture(autouse=True)
def unpublished(client: Client) -> Iterator[None]:
    """Other tests delete all designs, and what is published from is not deleted."""
    yield
    for pipeline in client.request_json("GET", "/api/pipelines"):
        client.delete(f"/api/pipelines/{pipeline['id']}")


@pytest.fixture(scope="module")
def prices(client: Client) -> str:
    design: str = client.request_json("POST", "/api/designs", json={"sample": "automobile_price"})["id"]
    return design


def test_a_design_is_published_from_the_canvas_and_run_by_its_form(
    page: Page, desk: DesignPage, client: Client, prices: str, screenshots: Screenshots
) -> None:
    desk.open(prices)
    desk.find_card("Split Data").first.click()
    page.get_by_role("button", name="Make Fraction a pipeline parameter").click()
    page.get_by_role("button", name="Fraction is a pipeline parameter").click()
    dialog = page.get_by_role("dialog", name="Pipeline parameter")
    dialog.get_by_label("Name in commands").fill("share")
    dialog.get_by_label("Title in the form").fill("Share to train on")
    dialog.get_by_label("Highest value").fill("0.9")
    screenshots.take(page, "pipeline-parameter.png")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Fraction is a pipeline parameter")).to_have_attribute(
        "title", "Pipeline parameter share. Change or remove it"
    )
    desk.find_card("Train Model").first.click(button="right")
    page.get_by_role("menuitem", name="Store its output").click()
    dialog = page.get_by_role("dialog", name="Store an output of the pipeline")
    dialog.get_by_label("Name of the dataset, file or model").fill("form-price")
    dialog.get_by_role("button", name="Store it").click()

    page.get_by_role("button", name="Actions on this design").click()
    page.get_by_role("menuitem", name="Publish as pipeline").click()
    dialog = page.get_by_role("dialog", name="Publish as pipeline")
    dialog.get_by_label("Name", exact=True).fill("Price by form")
    dialog.get_by_label("What is new").fill("First")
    dialog.get_by_role("button", name="Let runs choose Automobile price data").click()
    expect(dialog.get_by_role("listitem")).to_have_count(3)
    screenshots.take(page, "publish.png")
    expect_accessible(page, "the dialog that publishes")
    dialog.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Price by form, version 1, published")).to_be_visible()
    page.get_by_role("button", name="Show", exact=True).click()

    page.wait_for_url("**/pipelines/price-by-form")
    expect(page.get_by_role("heading", name="Ready to run")).to_be_visible()
    form = page.get_by_role("complementary", name="Run it now")
    share = form.get_by_label("Share to train on", exact=True)
    share.fill("0.95")
    form.get_by_role("button", name="Run now").click()
    expect(form.get_by_role("alert")).to_have_text("At most 0.9.")
    share.fill("0.6")
    expect(form.get_by_text("--set share=0.6")).to_be_visible()
    expect(form.get_by_role("alert")).to_have_count(0)
    form.get_by_role("button", name="Run now").click()
    expect(page.get_by_role("heading", name="Run 1 succeeded with")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="share = 0.6; Automobile price, version 1")).to_be_visible()
    expect(page.get_by_role("link", name="form-price").filter(has_text="Version 1")).to_be_visible()
    page.wait_for_load_state("networkidle")
    screenshots.take(page, "pipeline.png")
    expect_accessible(page, "the page of a pipeline")
    page.get_by_role("button", name="Open as a graph").click()
    expect(page.get_by_role("dialog", name="Lineage of Price by form").get_by_role("link")).to_have_count(3)
    page.keyboard.press("Escape")
    page.get_by_role("link", name="form-price").filter(has_text="Version 1").click()
    page.get_by_role("region", name="form-price, version 1").get_by_role("button", name="Lineage").click()
    expect(page.get_by_role("dialog", name="Lineage of form-price, version 1").get_by_role("link")).to_have_count(3)
    page.keyboard.press("Escape")
    run = client.request_json("GET", "/api/models")
    assert [model["name"] for model in run if model["name"] == "form-price"] == ["form-price"]


def test_what_stands_in_the_way_is_said_before_publishing(page: Page, desk: DesignPage, design: str) -> None:
    desk.open(design)
    desk.find_card("Train Model").first.click()
    page.keyboard.press("Delete")
    page.get_by_role("button", name="Actions on this design").click()
    page.get_by_role("menuitem", name="Publish as pipeline").click()
    dialog = page.get_by_role("dialog", name="Publish as pipeline")
    expect(dialog.get_by_role("alert")).to_contain_text("Before it can be published")
    expect(dialog.get_by_role("alert")).to_contain_text("Score Model")
    expect(dialog.get_by_role("button", name="Publish", exact=True)).to_be_disabled()


def test_versions_are_chosen_compared_and_disabled(
    page: Page, client: Client, server: Server, design: str, new_profile: ProfileFactory, screenshots: Screenshots
) -> None:
    published = client.request_json("POST", f"/api/designs/{design}/pipelines", json={"name": "Two versions"})
    client.edit(design, {"path": ["nodes", "split", "parameters", "fraction"], "value": 0.5})
    client.request_json("POST", f"/api/designs/{design}/pipelines", json={"name": "Two versions", "note": "Half"})
    page.goto(f"{server.url}/pipelines")
    page.get_by_role("link", name="Two versions").click()
    page.get_by_role("button", name="Compare 2 with 1").click()
    dialog = page.get_by_role("dialog", name="What version 2 changes in version 1")
    expect(dialog.get_by_role("listitem")).to_contain_text("0.5")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Actions on version 1").click()
    page.get_by_role("menuitem", name="Disable").click()
    page.get_by_role("dialog").get_by_label("Reason").fill("Splits badly")
    page.get_by_role("dialog").get_by_role("button", name="Disable").click()
    expect(page.get_by_text("Splits badly")).to_be_visible()
    versions = client.request_json("GET", f"/api/pipelines/{published['id']}")["version_list"]
    assert [(one["version"], one["disabled_at"] is not None) for one in versions] == [(2, False), (1, True)]
    for name, size, scheme in (
        ("pipeline-phone", {"width": 390, "height": 844}, "light"),
        ("pipeline-dark", {"width": 1440, "height": 900}, "dark"),
    ):
        other = new_profile(viewport=size, color_scheme=scheme).new_page()
        other.goto(f"{server.url}/pipelines/two-versions")
        expect(other.get_by_role("button", name="Run now")).to_be_visible()
        assert other.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
        expect_accessible(other, name)
        screenshots.take(other, f"{name}.png", full_page=True)
    page.get_by_role("button", name="More for Two versions").click()
    page.get_by_role("menuitem", name="Delete pipeline").click()
    page.wait_for_url("**/pipelines")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="Two versions")).to_be_visible()
