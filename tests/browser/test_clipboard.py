"""The clipboard and dropped files: cells of a spreadsheet, edges from outside, design files."""

import json
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.design_page import DesignPage, lay_out_nodes
from tests.live_server import Client
from tests.small_designs import make_regression_nodes


def test_cells_of_a_spreadsheet_become_a_table(page: Page, desk: DesignPage, client: Client) -> None:
    desk.open(client.create_design({}))
    page.evaluate("navigator.clipboard.writeText('city\\tpopulation\\nOslo\\t709,037\\nBergen\\t291937\\n')")
    page.keyboard.press("Control+v")
    card = desk.find_card("Enter Data Manually")
    expect(card).to_be_visible()
    desk.select("Enter Data Manually")
    expect(desk.find_field("Data").first).to_have_value("city,population\nOslo,709037\nBergen,291937")


def test_cards_are_pasted_with_the_edges_from_outside_by_shift(page: Page, desk: DesignPage, client: Client) -> None:
    desk.open(client.create_design(lay_out_nodes(make_regression_nodes(), columns=2)))
    desk.select("Score Model")
    page.keyboard.press("Control+c")
    expect(page.get_by_text("1 module copied.")).to_be_visible()
    page.keyboard.press("Control+Shift+v")
    expect(desk.find_card("Score Model")).to_have_count(2)
    pasted = desk.find_card("Score Model").last.get_by_role("button", name=re.compile("^Input Trained model"))
    expect(pasted).to_have_accessible_name(re.compile("connected to Train Model"))


def test_a_dropped_design_file_opens(desk: DesignPage, client: Client, tmp_path: Path) -> None:
    file = tmp_path / "shared.json"
    file.write_text(
        json.dumps({"format": 2, "name": "Shared with me", "nodes": lay_out_nodes(make_regression_nodes())})
    )
    desk.open(client.create_design({}))
    desk.drop_file(file, desk.locate(0.5, 0.5))
    expect(desk.top_bar.get_by_text("Shared with me")).to_be_visible()
    expect(desk.find_cards()).to_have_count(6)
