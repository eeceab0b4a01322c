"""The model registry in the browser: registered from a card, looked at on its page, used in another design."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import ProfileFactory, Screenshots
from tests.browser.design_page import DesignPage
from tests.browser.test_accessibility import expect_accessible
from tests.live_server import Client, Server


def test_a_trained_model_is_registered_and_used_in_another_design(
    page: Page, desk: DesignPage, client: Client, screenshots: Screenshots
) -> None:
    design = client.request_json("POST", "/api/designs", json={"sample": "automobile_price"})["id"]
    client.run(design)
    desk.open(design)
    desk.find_card("Train Model").first.click(button="right")
    page.get_by_role("menuitem", name="Register model").click()
    dialog = page.get_by_role("dialog", name="Register model")
    dialog.get_by_label("Name").fill("car-price")
    expect(dialog.get_by_text("This is a new model.")).to_be_visible()
    expect(dialog.get_by_role("checkbox", name="Make it the champion")).to_be_checked()
    screenshots.take(page, "register-model.png")
    dialog.get_by_role("button", name="Register").click()
    expect(page.get_by_text("car-price, version 1 registered")).to_be_visible()
    page.get_by_role("button", name="Show", exact=True).click()

    details = page.get_by_role("region", name="car-price, version 1")
    expect(details.get_by_role("heading", name="car-price, version 1")).to_be_visible()
    expect(details.get_by_text("champion")).to_be_visible()
    version = page.get_by_role("row", name=re.compile("^Version 1 "))
    expect(version.get_by_role("img", name=re.compile("in 95.% of resamples of 58 test rows"))).to_be_visible()
    page.wait_for_load_state("networkidle")
    screenshots.take(page, "models.png")
    expect_accessible(page, "the page of models")
    for tab in ("Columns", "Origin", "Model"):
        details.get_by_text(tab, exact=True).first.click()
        page.wait_for_load_state("networkidle")
        screenshots.take(page, f"models-{tab.lower()}.png")
    details.get_by_role("button", name="Use in a design").click()
    expect(page.get_by_role("heading", name="Score with car-price")).to_be_visible()
    desk.find_card("Registered Model").click()
    expect(page.get_by_role("combobox", name="Model", exact=True)).to_have_value("car-price")
    expect(page.get_by_role("combobox", name="Version")).to_have_value("champion, now version 1")
    screenshots.take(page, "registered-model.png")


def test_a_model_is_registered_from_the_head_of_its_design(page: Page, desk: DesignPage, client: Client) -> None:
    design = client.request_json("POST", "/api/designs", json={"sample": "automobile_price"})["id"]
    client.run(design)
    desk.open(design)
    page.get_by_role("button", name="Show the run").click()
    expect(desk.run_panel.get_by_role("button", name="Register model")).to_be_visible()
    page.get_by_role("button", name="Actions on this design").click()
    page.get_by_role("menuitem", name="Register model").click()
    dialog = page.get_by_role("dialog", name="Register model")
    dialog.get_by_label("Name").fill("from-the-head")
    dialog.get_by_role("button", name="Register").click()
    expect(page.get_by_text("from-the-head, version 1 registered")).to_be_visible()


def test_versions_change_their_alias_and_their_note(
    page: Page, client: Client, server: Server, design: str, new_profile: ProfileFactory, screenshots: Screenshots
) -> None:
    client.run(design)
    for aliases in (["champion"], []):
        body = {"name": "small", "design": design, "node": "train", "aliases": aliases}
        client.request_json("POST", "/api/models", json=body)
    page.goto(f"{server.url}/models/small/2")
    details = page.get_by_role("region", name="small, version 2")
    details.get_by_role("button", name="Make champion").click()
    expect(page.get_by_text("Version 2 is now the champion of small")).to_be_visible()
    expect(details.get_by_role("button", name="Make champion")).to_have_count(0)
    details.get_by_role("button", name="More for small, version 2").click()
    page.get_by_role("menuitem", name="Add a note").click()
    page.get_by_role("textbox", name="Note").fill("Trained on ten rows.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(details.get_by_text("Trained on ten rows.")).to_be_visible()
    details.get_by_role("button", name="More for small, version 2").click()
    page.get_by_role("menuitem", name="Delete version").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete version").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text(
        "Version 2 is champion. Move the alias to another version first."
    )
    dark = new_profile(color_scheme="dark", viewport={"width": 390, "height": 844}).new_page()
    dark.goto(f"{server.url}/models/small/2")
    expect(dark.get_by_role("heading", name="small, version 2")).to_be_visible()
    dark.wait_for_load_state("networkidle")
    screenshots.take(dark, "models-phone.png", full_page=True)


def test_an_empty_registry_says_how_to_begin(
    page: Page, server: Server, client: Client, screenshots: Screenshots
) -> None:
    for model in client.request_json("GET", "/api/models"):
        client.delete(f"/api/models/{model['id']}")
    page.goto(f"{server.url}/models")
    expect(page.get_by_text("No model is registered yet")).to_be_visible()
    screenshots.take(page, "models-empty.png")
