"""The import sheet: a file is looked at, changed by a click or a key, imported, and read again."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.design_page import DesignPage
from tests.browser.test_accessibility import expect_accessible
from tests.live_server import Client, Server
from tests.modules.reading.test_reading_options import GERMAN


@pytest.fixture
def datasets(page: Page, server: Server) -> Page:
    page.goto(f"{server.url}/datasets")
    expect(page.get_by_role("heading", name="Datasets")).to_be_visible()
    return page


def write_file(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def open_sheet(page: Page, *files: Path) -> Locator:
    page.locator(".drop-box input[type=file]").first.set_input_files(list(files))
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("button", name=re.compile("^(Import|Save as version)"))).to_be_visible()
    return sheet


def test_a_german_file_becomes_the_right_table_without_a_click(datasets: Page, client: Client, tmp_path: Path) -> None:
    sheet = open_sheet(datasets, write_file(tmp_path, "Umsatz.csv", GERMAN, "cp1252"))
    expect(sheet.get_by_text("Looks like numbers with a decimal comma")).to_be_visible()
    expect(sheet.get_by_text("4 columns read differently than written")).to_be_visible()
    expect_accessible(datasets, "the import sheet")
    expect(sheet.get_by_role("button", name=re.compile("^Line 2")).get_by_text("names", exact=True)).to_be_visible()
    sheet.get_by_role("button", name="Import 3 rows").click()
    expect(sheet).to_be_hidden()
    expect(datasets.get_by_role("heading", name="Umsatz", exact=True)).to_be_visible()
    made = next(one for one in client.request_json("GET", "/api/datasets") if one["name"] == "Umsatz")
    rows = client.request_json("GET", f"/api/artifacts/{made['artifact']}/rows")["rows"]
    assert rows[0][:3] == ["K10001", "Nord", 1328.98]


def test_a_type_is_changed_taken_back_and_kept_and_only_thrown_away_when_asked(
    datasets: Page, client: Client, tmp_path: Path
) -> None:
    sheet = open_sheet(datasets, write_file(tmp_path, "codes.csv", "code,n\n7,1\n8,2\n"))
    kind = sheet.get_by_label("Type of column code")
    expect(kind).to_have_value("integer")
    kind.select_option("text")
    expect(sheet.get_by_text("Chosen by you")).to_be_visible()
    datasets.keyboard.press("Control+z")
    expect(sheet.get_by_text("Chosen by you")).to_be_hidden()
    kind.select_option("text")
    expect(sheet.get_by_text("Chosen by you")).to_be_visible()
    datasets.keyboard.press("Control+Enter")
    expect(sheet).to_be_hidden()
    made = next(one for one in client.request_json("GET", "/api/datasets") if one["name"] == "codes")
    assert client.request_json("GET", f"/api/artifacts/{made['artifact']}/rows")["rows"] == [["7", 1], ["8", 2]]

    sheet = open_sheet(datasets, write_file(tmp_path, "left.csv", "a,b\n1,2\n"))
    sheet.get_by_label("Type of column a").select_option("text")
    expect(sheet.get_by_text("Chosen by you")).to_be_visible()
    datasets.keyboard.press("Escape")
    expect(sheet.get_by_text("Discard your changes?")).to_be_visible()
    sheet.get_by_role("button", name="Discard").click()
    expect(sheet).to_be_hidden()
    assert "left" not in [one["name"] for one in client.request_json("GET", "/api/datasets")]


def test_what_is_ambiguous_asks_and_the_stored_file_is_read_again(datasets: Page, tmp_path: Path) -> None:
    sheet = open_sheet(datasets, write_file(tmp_path, "ambiguous.csv", "day,n\n01/02/2024,1\n03/04/2024,NA\n"))
    expect(sheet.get_by_role("button", name=re.compile("^Import"))).to_be_disabled()
    sheet.get_by_role("button", name="Keep as text").click()
    sheet.get_by_role("button", name="Import 2 rows").click()
    expect(sheet).to_be_hidden()
    datasets.get_by_role("button", name="Read again").click()
    sheet.get_by_label("Type of column day").select_option("datetime")
    sheet.get_by_text("Month first", exact=True).first.click()
    expect(sheet.get_by_role("cell", name="2024-01-02")).to_be_visible()
    sheet.get_by_role("button", name="Save as version 2").click()
    expect(sheet).to_be_hidden()
    expect(datasets.get_by_label("Versions").first).to_be_visible()


def test_numbers_in_two_units_are_converted_to_one(datasets: Page, client: Client, tmp_path: Path) -> None:
    sheet = open_sheet(datasets, write_file(tmp_path, "weights.csv", "name,weight\na,13.5 kg\nb,9.0 kg\nc,2 lb\n"))
    expect(sheet.get_by_text("weight: 1 number in lb (row 3), the others in kg")).to_be_visible()
    sheet.get_by_role("button", name="Convert to kg").click()
    expect(sheet.get_by_text("Converted to kg")).to_be_visible()
    expect(sheet.get_by_role("button", name="Convert to kg")).to_be_hidden()
    sheet.get_by_role("button", name="Import 3 rows").click()
    expect(sheet).to_be_hidden()
    made = next(one for one in client.request_json("GET", "/api/datasets") if one["name"] == "weights")
    rows = client.request_json("GET", f"/api/artifacts/{made['artifact']}/rows")["rows"]
    assert [row[1] for row in rows] == [13.5, 9.0, 0.90718474]


def test_several_files_or_a_folder_are_one_table_and_the_one_that_differs_can_be_left_out(
    datasets: Page, tmp_path: Path
) -> None:
    files = [
        write_file(tmp_path, "jan.csv", "x;y\n1,5;k\n"),
        write_file(tmp_path, "feb.csv", "x;y\n2,5;l\n"),
        write_file(tmp_path, "odd.csv", "x;z\n1;2\n"),
    ]
    sheet = open_sheet(datasets, *files)
    expect(sheet.get_by_role("alert").filter(has_text="'odd.csv' has other columns than 'jan.csv'")).to_be_visible()
    sheet.get_by_role("button", name="Leave out odd.csv").click()
    sheet.get_by_role("button", name="Import 2 rows").click()
    expect(sheet).to_be_hidden()
    expect(datasets.get_by_text("jan.csv and 1 more")).to_be_visible()

    folder = tmp_path / "months"
    folder.mkdir()
    for month in range(1, 4):
        write_file(folder, f"{month}.csv", f"x,y\n{month},a\n")
    write_file(folder, ".hidden", "nothing")
    datasets.get_by_label("Choose a folder").and_(datasets.locator("input")).set_input_files(folder)
    expect(datasets.get_by_role("dialog").get_by_role("button", name="Import 3 rows")).to_be_enabled()


def test_a_file_that_can_not_be_read_shows_its_lines_and_why(datasets: Page, tmp_path: Path) -> None:
    sheet = open_sheet(datasets, write_file(tmp_path, "ragged.csv", "a,b\n1,2\n1,2,3\n"))
    expect(sheet.get_by_role("alert").filter(has_text="Line 3 has 3 values")).to_be_visible()
    expect(sheet.get_by_role("button", name=re.compile("^Line 3")).first).to_be_visible()
    sheet.get_by_text("Semicolon", exact=True).click()
    sheet.get_by_role("button", name="Import 2 rows").click()
    expect(sheet).to_be_hidden()


def test_a_file_with_something_to_decide_is_looked_at_on_the_canvas_too(
    desk: DesignPage, client: Client, tmp_path: Path
) -> None:
    desk.open(client.create_design({}, "Dropped"))
    desk.drop_file(write_file(tmp_path, "drop.csv", "a;b\n1,5;x\n2,5;y\n"), desk.locate(0.5, 0.5))
    sheet = desk.page.get_by_role("dialog")
    sheet.get_by_role("button", name="Import 2 rows").click()
    expect(desk.page.get_by_role("dialog")).to_contain_text("Predict")
