"""Code is written, run and looked at in one place."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.design_page import DesignPage
from tests.live_server import Client
from tests.small_designs import make_node

SCRIPT = "def azureml_main(first=None, second=None):\n    print('seen')\n    return first,\n"


@pytest.fixture
def opened(desk: DesignPage, client: Client, page: Page) -> DesignPage:
    nodes = {
        "data": {**make_node("enter_data_manually", {"data": "size,price\n1,2\n"}), "x": 0, "y": 0},
        "script": {**make_node("execute_python_script", {"python_script": SCRIPT}, dataset1="data.dataset"), "y": 104},
    }
    desk.open(client.create_design(nodes))
    desk.select("Execute Python Script")
    page.get_by_role("button", name="Expand the editor").click()
    return desk


def test_what_is_typed_at_once_goes_into_the_code(opened: DesignPage, page: Page) -> None:
    dialog = page.get_by_role("dialog", name="Execute Python Script")
    editor = dialog.get_by_role("textbox", name="Python script")
    expect(editor).to_be_focused()
    page.keyboard.type("# o z ")
    expect(editor).to_contain_text("# o z def azureml_main")
    expect(dialog).to_be_visible()
    expect(opened.find_card("Execute Python Script")).to_be_visible()


@pytest.mark.usefixtures("opened")
def test_a_column_is_inserted_and_the_step_runs_beside_its_log(page: Page) -> None:
    dialog = page.get_by_role("dialog", name="Execute Python Script")
    expect(dialog.get_by_role("textbox", name="Python script")).to_be_focused()
    page.keyboard.type("# ")
    dialog.get_by_role("button", name="price").click()
    expect(dialog.get_by_role("textbox", name="Python script")).to_contain_text('# "price"')
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    expect(dialog.get_by_text("seen", exact=True)).to_be_visible(timeout=120_000)
    expect(dialog.get_by_text("Succeeded")).to_be_visible()


def test_no_shortcut_fires_behind_a_dialog(opened: DesignPage, page: Page) -> None:
    dialog = page.get_by_role("dialog", name="Execute Python Script")
    dialog.get_by_role("heading", name="Execute Python Script").click()
    page.keyboard.press("Delete")
    page.keyboard.press("m")
    dialog.get_by_role("button", name="Done").click()
    expect(opened.find_card("Execute Python Script")).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
