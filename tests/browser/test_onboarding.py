"""The first steps: a table to a model in three interactions, tour, help, gallery and palette."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.design_page import DesignPage, compute_middle
from tests.live_server import Client, Server

HOUSES_CSV = "size,rooms,town,price\n" + "".join(
    f"{40 + at % 70},{1 + at % 5},t{at % 3},{900 + at * 7}\n" for at in range(90)
)


def test_a_table_becomes_a_model_in_three_interactions(
    page: Page, desk: DesignPage, server: Server, tmp_path: Path
) -> None:
    table = tmp_path / "flats.csv"
    table.write_text(HOUSES_CSV)
    page.goto(server.url)
    page.locator("input[type=file]").first.set_input_files(table)
    expect(page.get_by_role("combobox", name="Column to predict")).to_have_value("price")
    page.get_by_role("button", name="Create design").click()
    expect(desk.canvas).to_be_visible()
    desk.run()
    desk.expect_run("Succeeded")


def test_a_table_dropped_beside_the_box_is_taken_too(
    page: Page, desk: DesignPage, server: Server, tmp_path: Path
) -> None:
    table = tmp_path / "flats beside.csv"
    table.write_text(HOUSES_CSV)
    page.goto(server.url)
    expect(page.get_by_role("heading", name="Designs", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Choose a file")).to_be_visible()  # the page takes files from then on
    desk.drop_file(table, compute_middle(page.get_by_role("heading", name="Designs", exact=True)))
    expect(page.get_by_role("dialog", name="Predict a column of flats beside")).to_be_visible()


#: Whether the browser would open the file in place of the page.
OPENED_BY_THE_BROWSER = """(target) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["a,b"], "stray.csv"));
    return target.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
}"""


def test_a_stray_file_does_not_replace_the_page_and_a_first_design_names_one_that_nobody_has_named(
    page: Page, desk: DesignPage, client: Client, tmp_path: Path
) -> None:
    table = tmp_path / "flats named.csv"
    table.write_text(HOUSES_CSV)
    desk.open(client.create_design({}, "Untitled design"))
    assert not desk.palette.evaluate(OPENED_BY_THE_BROWSER)
    assert not desk.top_bar.evaluate(OPENED_BY_THE_BROWSER)
    desk.drop_file(table, desk.locate(0.5, 0.2))
    page.get_by_role("button", name="Create design").click()
    expect(desk.top_bar.get_by_role("heading", name="flats named: predict price")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(desk.top_bar.get_by_role("heading", name="Untitled design")).to_be_visible()


def test_empty_paper_offers_the_first_steps_by_keyboard(page: Page, desk: DesignPage, client: Client) -> None:
    desk.open(client.create_design({}))
    page.get_by_role("button", name="Take the tour").focus()
    page.keyboard.press("Enter")
    coach = page.get_by_role("region", name="Tour: First model")
    expect(coach.get_by_role("status")).to_contain_text("Now: Add data")
    expect(coach).to_contain_text("0 of 9 done")
    page.get_by_label("Search for a module").or_(page.locator(".palette-search input")).first.fill("enter data")
    page.keyboard.press("Enter")
    expect(coach).to_contain_text("1 of 9 done")
    expect(page.get_by_role("button", name="Take the tour")).to_have_count(0)
    page.reload()
    expect(page.get_by_role("region", name="Tour: First model")).to_contain_text("1 of 9 done")
    page.get_by_role("button", name="Leave the tour").click()
    expect(page.get_by_role("region", name="Tour: First model")).to_have_count(0)


def test_a_word_of_another_tool_finds_the_module_and_f1_inserts_its_example(
    page: Page, desk: DesignPage, client: Client
) -> None:
    desk.open(client.create_design({}))
    page.locator(".palette-search input").fill("one-hot")
    row = page.locator(".module-row").first
    expect(row).to_contain_text("Convert to Indicator Values")
    expect(row).to_contain_text("also called one-hot")
    row.focus()
    page.keyboard.press("*")
    page.keyboard.press("F1")
    page.get_by_role("dialog").get_by_role("button", name="Insert an example").click()
    expect(page.locator(".react-flow__node")).to_have_count(2)
    page.locator(".palette-search input").fill("")
    expect(page.get_by_role("heading", name="Favorites")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Undo")).click()
    expect(page.locator(".react-flow__node")).to_have_count(0)


def test_the_gallery_is_searched_and_filtered(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/samples")
    cards = page.get_by_role("button", name=re.compile("^Open a copy of"))
    expect(cards.nth(10)).to_be_visible()
    page.get_by_role("textbox", name="Find a sample").fill("spam")
    expect(cards.first).to_contain_text("spam", ignore_case=True)
    page.get_by_role("textbox", name="Find a sample").fill("")
    page.get_by_role("group", name="Topics").get_by_role("button", name="clustering").click()
    expect(page.get_by_role("button", name="clustering")).to_have_attribute("aria-pressed", "true")
    cards.first.click()
    expect(page.get_by_role("region", name="Design", exact=True)).to_be_visible()
