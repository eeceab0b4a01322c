"""A selection is kept as a module, used in another design, and brought up to date."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.desk import Desk, placed
from tests.pipelines import node
from tests.serving import Client


def prepared() -> dict[str, object]:
    nodes = {
        "data": node("enter_data_manually", {"data": "a,b\n1,2\n3,4\n"}),
        "clean": node("clean_missing_data", dataset="data.dataset"),
        "scale": node("normalize_data", dataset="clean.cleaned_dataset"),
    }
    return placed(nodes)


def test_a_selection_is_kept_and_used_in_another_design(
    page: Page, desk: Desk, client: Client, screenshots: Path
) -> None:
    desk.open(client.new_design(prepared()))
    desk.select("Clean Missing Data")
    desk.card("Normalize Data").click(modifiers=["Shift"])
    page.keyboard.press("Control+k")
    page.get_by_placeholder("Search actions and modules").fill("keep as")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Keep as a module")
    dialog.get_by_label("Name").fill("Clean and scale")
    page.screenshot(path=screenshots / "keep-module.png")
    dialog.get_by_role("button", name="Keep", exact=True).click()
    expect(dialog).to_be_hidden()

    desk.open(client.new_design({"other": node("enter_data_manually", {"data": "c\n1\n"})}))
    desk.palette.get_by_role("button", name=re.compile("^My modules")).click()
    row = desk.palette.get_by_role("button", name=re.compile("^Clean and scale"))
    row.focus()
    page.keyboard.press("Enter")
    expect(desk.card("Group Clean and scale")).to_be_visible()
    page.screenshot(path=screenshots / "kept-module.png")
    desk.connect(desk.output("Enter Data Manually", "Dataset"), desk.input("Group Clean and scale", "Dataset"))
    desk.run()
    desk.expect_run("Succeeded")


def test_a_copy_is_brought_up_to_date(page: Page, desk: Desk, client: Client) -> None:
    content = {"kind": "function", "name": "own_same", "code": "def same(table): return table"}
    kept = client.checked("POST", "/api/kept-modules", json={"title": "Same rows", "content": content})["id"]
    desk.open(client.new_design({"data": node("enter_data_manually", {"data": "c\n1\n"})}))
    desk.palette.get_by_role("button", name=re.compile("^My modules")).click()
    desk.palette.get_by_role("button", name=re.compile("^Same rows")).focus()
    page.keyboard.press("Enter")
    expect(desk.card("Same")).to_be_visible()

    newer = content | {"code": "def twice(table): return table"}
    client.checked("POST", f"/api/kept-modules/{kept}/versions", json={"content": newer})
    page.reload()
    desk.card("Same").click()
    page.get_by_role("button", name="Update to version 2").click()
    expect(desk.card("Twice")).to_be_visible()
