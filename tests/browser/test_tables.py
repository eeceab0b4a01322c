"""Tables: sorted, filtered, walked, copied and downloaded, by mouse and by keyboard."""

import csv
import io
import re
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.design_page import DesignPage, lay_out_nodes, measure_box
from tests.live_server import Client, wait_until
from tests.small_designs import make_node

PRICES = {"data": make_node("dataset", {"dataset": "sample:automobile_price"})}

#: Presses the keys in one turn of the page and says what has the keyboard then: whoever types fast must not lose a key.
PRESS = """(field, keys) => {
    for (const key of keys)
        field.dispatchEvent(new KeyboardEvent("keydown", { key, code: key, bubbles: true, cancelable: true }));
    return document.activeElement.role;
}"""

#: Escape as soon as the page has drawn the menu, before the menu takes the keyboard.
PRESS_BOTH = """async (table) => {
    const press = (target, init) =>
        target.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init }));
    press(table, { key: "ArrowDown", code: "ArrowDown", altKey: true });
    await Promise.resolve();
    press(table, { key: "Escape", code: "Escape" });
}"""


@pytest.fixture
def table(desk: DesignPage, client: Client) -> Locator:
    """The automobile prices, shown on the whole screen."""
    desk.open(client.create_design(lay_out_nodes(PRICES)))
    desk.show_output("Automobile price", "Dataset")
    desk.page.get_by_role("button", name="Full screen").first.click()
    grid = desk.page.get_by_role("dialog").get_by_role("grid")
    expect(grid.get_by_role("gridcell").first).to_have_text("3")
    return grid


def go_to_column(page: Page, column: str) -> None:
    page.locator('input[aria-label="Go to a column"]').last.fill(column)
    page.keyboard.press("Enter")


def expect_first_cells(table: Locator, column: str, *values: str) -> None:
    """Rows come a moment after their order has changed."""
    place = table.get_by_role("columnheader", name=column, exact=True).get_attribute("data-column")
    for row, value in enumerate(values):
        expect(table.locator(f'td[data-row="{row}"][data-column="{place}"]')).to_have_text(value)


def test_a_press_on_a_column_sorts_and_another_turns_the_order_around(page: Page, table: Locator) -> None:
    go_to_column(page, "price")
    header = table.get_by_role("columnheader", name="price", exact=True)
    header.click()
    expect(header).to_have_attribute("aria-sort", "ascending")
    expect(table.get_by_role("rowheader").first).to_have_text("139")
    expect_first_cells(table, "price", "5,118", "5,151", "5,195")
    header.click()
    expect(header).to_have_attribute("aria-sort", "descending")
    expect(table.get_by_role("rowheader").first).not_to_have_text("139")
    expect_first_cells(table, "price", "45,400")


def test_a_table_is_sorted_filtered_and_copied_by_keyboard_alone(page: Page, table: Locator) -> None:
    go_to_column(page, "make")
    expect(table).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(table.get_by_role("columnheader", name="make", exact=True)).to_have_attribute("aria-sort", "ascending")
    page.keyboard.press("Alt+ArrowDown")
    page.get_by_role("menuitem", name="Filter", exact=True).press("Enter")
    form = page.get_by_role("form", name="Filter by make")
    form.get_by_label("Value", exact=True).focus()
    page.keyboard.type("OL")
    page.keyboard.press("Enter")
    expect(page.get_by_text("26 of 205 rows").first).to_be_visible()
    expect(table).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowRight")
    expect(table.locator('td[aria-selected="true"]')).to_have_count(4)
    page.keyboard.press("Control+c")
    expect(page.get_by_text("4 cells are on the clipboard.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "chevrolet\tgas\r\nchevrolet\tgas"


def test_the_table_has_the_keyboard_as_soon_as_a_column_is_gone_to(page: Page, table: Locator) -> None:
    jump = page.locator('input[aria-label="Go to a column"]').last
    for keys in ("Enter",), ("ArrowDown", "Enter"), ():
        jump.fill("fuel-t")
        if keys:
            assert jump.evaluate(PRESS, keys) == "grid"
        else:
            page.get_by_role("option", name="fuel-type").click()
            expect(table).to_be_focused()
        page.keyboard.press("Alt+ArrowDown")
        expect(page.get_by_role("menu", name="Menu of fuel-type")).to_be_visible()
        page.keyboard.press("Escape")
        expect(table).to_be_focused()

    # Escape closes a menu that opened in the same turn, and not the dialog.
    table.evaluate(PRESS_BOTH)
    expect(page.get_by_role("menu", name="Menu of fuel-type")).to_be_hidden()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_what_is_filtered_and_sorted_is_what_is_downloaded(page: Page, table: Locator) -> None:
    go_to_column(page, "price")
    table.get_by_role("columnheader", name="price", exact=True).click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    grid = page.get_by_role("grid")
    grid.focus()
    go_to_column(page, "fuel-type")
    page.keyboard.press("Alt+ArrowDown")
    page.get_by_role("menuitem", name="Filter", exact=True).click()
    page.get_by_label("Value", exact=True).fill("diesel")
    page.get_by_role("form").get_by_role("button", name="Filter").click()
    expect(page.get_by_text("20 of 205 rows").first).to_be_visible()
    page.get_by_role("button", name="Download").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="CSV").first.click()
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text())))
    prices = [float(row["price"]) for row in rows if row["price"]]
    assert ({row["fuel-type"] for row in rows}, len(rows)) == ({"diesel"}, 20)
    assert prices == sorted(prices)


def test_a_table_is_downloaded_as_parquet_and_as_excel_without_formulas(
    page: Page, desk: DesignPage, client: Client
) -> None:
    data = 'name,price\n"=1+1",2\n+cmd,3\nplain,-4\n'
    design = client.create_design(lay_out_nodes({"data": make_node("enter_data_manually", {"data": data})}))
    client.run(design)
    desk.open(design)
    desk.show_output("Enter Data Manually", "Dataset")

    def downloaded(form: str) -> bytes:
        page.get_by_role("button", name="Download").press("Enter")
        with page.expect_download() as download:
            page.get_by_role("menuitem", name=form, exact=True).press("Enter")
        return Path(download.value.path()).read_bytes()

    assert pq.read_table(io.BytesIO(downloaded("Parquet"))).to_pydict() == {
        "name": ["=1+1", "+cmd", "plain"],
        "price": [2, 3, -4],
    }
    sheet = openpyxl.load_workbook(io.BytesIO(downloaded("Excel"))).active
    assert sheet is not None
    assert [cell.data_type for cell in sheet["A"]] == ["s"] * 4
    assert [cell.value for cell in sheet["B"]] == ["price", 2, 3, -4]
    for form, names in {"CSV": ["=1+1", "+cmd", "plain"], "CSV for Excel": ["'=1+1", "'+cmd", "plain"]}.items():
        lines = list(csv.reader(io.StringIO(downloaded(form).decode())))
        assert [name for name, _ in lines[1:]] == names


def test_columns_are_frozen_hidden_and_made_wider(page: Page, table: Locator) -> None:
    header = table.get_by_role("columnheader", name="make", exact=True)
    header.click(button="right")
    page.get_by_role("menuitem", name="Freeze").click()
    first = table.get_by_role("columnheader").nth(1)
    expect(first).to_have_attribute("aria-label", "make")
    go_to_column(page, "price")
    expect(first).to_be_in_viewport()
    first.click(button="right")
    page.get_by_role("menuitem", name="Hide").click()
    expect(header).to_have_count(0)
    page.get_by_role("button", name="1 hidden").last.click()
    page.get_by_role("menuitem", name="Show all columns").click()
    expect(header).to_be_visible()

    wide = measure_box(header)["width"]
    table.focus()
    edge = measure_box(header)
    page.mouse.move(edge["x"] + edge["width"] - 3, edge["y"] + 20)
    page.mouse.down()
    page.mouse.move(edge["x"] + edge["width"] + 57, edge["y"] + 20, steps=4)
    page.mouse.up()
    wait_until(lambda: abs(measure_box(header)["width"] - wide - 60) <= 2, "the column as wide as it was dragged")


def test_filtered_rows_become_a_module_that_keeps_them(page: Page, desk: DesignPage, table: Locator) -> None:
    header = table.get_by_role("columnheader", name="make", exact=True)
    header.click(button="right")
    page.get_by_role("menuitem", name="Filter", exact=True).click()
    page.get_by_label("Value", exact=True).fill("audi")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Keep these rows").last.click()
    page.keyboard.press("Escape")
    expect(desk.find_card("Select Rows")).to_contain_text("make contains audi")
    expect(desk.find_edges()).to_have_count(1)
    expect(page.get_by_role("combobox", name="Comparison")).to_have_value("contains")
    desk.run()
    desk.expect_run("Succeeded")
    desk.show_output("Select Rows", "Selected rows")
    expect(page.get_by_role("grid", name=re.compile("^Table of 7 rows"))).to_be_visible()
    desk.show_output("Select Rows", "Other rows")
    expect(page.get_by_role("grid", name=re.compile("^Table of 198 rows"))).to_be_visible()
    desk.canvas.focus()
    page.keyboard.press("Control+z")
    expect(desk.find_card("Select Rows")).to_have_count(0)
