"""A selection is kept as a module, used in another design, and brought up to date."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import Screenshots
from tests.browser.design_page import DesignPage, lay_out_nodes
from tests.live_server import Client
from tests.small_designs import make_node


def make_prepared_nodes() -> dict[str, Any]:
    nodes = {
        "data": make_node("enter_data_manually", {"data": "a,b\n1,2\n3,4\n"}),
        "clean": make_node("clean_missing_data", dataset="data.dataset"),
        "scale": make_node("normalize_data", dataset="clean.cleaned_dataset"),
    }
    return lay_out_nodes(nodes)


def test_a_selection_is_kept_and_used_in_another_design(
    page: Page, desk: DesignPage, client: Client, screenshots: Screenshots
) -> None:
    desk.open(client.create_design(make_prepared_nodes()))
    desk.select("Clean Missing Data")
    desk.find_card("Normalize Data").click(modifiers=["Shift"])
    page.keyboard.press("Control+k")
    page.get_by_placeholder("Search actions and modules").fill("save as a module")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Save as a module")
    dialog.get_by_label("Name").fill("Clean and scale")
    screenshots.take(page, "keep-module.png")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog).to_be_hidden()

    desk.open(client.create_design({"other": make_node("enter_data_manually", {"data": "c\n1\n"})}))
    desk.palette.get_by_role("button", name=re.compile("^My modules")).click()
    row = desk.palette.get_by_role("button", name=re.compile("^Clean and scale"))
    row.focus()
    page.keyboard.press("Enter")
    expect(desk.find_card("Group Clean and scale")).to_be_visible()
    screenshots.take(page, "kept-module.png")
    desk.connect(
        desk.find_output("Enter Data Manually", "Dataset"), desk.find_input("Group Clean and scale", "Dataset")
    )
    desk.run()
    desk.expect_run("Succeeded")


def test_a_copy_is_brought_up_to_date(page: Page, desk: DesignPage, client: Client) -> None:
    content = {"kind": "function", "name": "own_same", "code": "def same(table): return table"}
    kept = client.request_json("POST", "/api/saved-modules", json={"title": "Same rows", "content": content})["id"]
    desk.open(client.create_design({"data": make_node("enter_data_manually", {"data": "c\n1\n"})}))
    desk.palette.get_by_role("button", name=re.compile("^My modules")).click()
    desk.palette.get_by_role("button", name=re.compile("^Same rows")).focus()
    page.keyboard.press("Enter")
    expect(desk.find_card("Same")).to_be_visible()

    newer = content | {"code": "def twice(table): return table"}
    client.request_json("POST", f"/api/saved-modules/{kept}/versions", json={"content": newer})
    page.reload()
    desk.find_card("Same").click()
    page.get_by_role("button", name="Update to version 2").click()
    expect(desk.find_card("Twice")).to_be_visible()
