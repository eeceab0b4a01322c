"""Charts: saved, copied, read as tables; columns compared and brushed; evaluations that lead to their rows."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.design_page import DesignPage, lay_out_nodes, measure_box
from tests.browser.test_results import make_two_class_nodes
from tests.live_server import Client
from tests.small_designs import make_node

PRICES = {"data": make_node("dataset", {"dataset": "sample:automobile_price"})}


@pytest.fixture
def charts(desk: DesignPage, client: Client) -> DesignPage:
    """The charts of the automobile prices, on the whole screen."""
    desk.open(client.create_design(lay_out_nodes(PRICES)))
    desk.show_output("Automobile price", "Dataset")
    desk.page.get_by_role("button", name="Full screen").first.click()
    desk.page.get_by_role("dialog").get_by_text("Chart", exact=True).click()
    expect(desk.page.get_by_role("heading", name="symboling")).to_be_visible()
    return desk


@pytest.fixture
def judged(desk: DesignPage, client: Client) -> DesignPage:
    """Two classes, run, with the evaluation shown on the whole screen."""
    desk.open(client.create_design(lay_out_nodes(make_two_class_nodes()), name="Credit")).run()
    desk.expect_run("Succeeded")
    desk.show_output("Evaluate Model", "Evaluation results")
    desk.page.get_by_role("button", name="Full screen").first.click()
    expect(desk.page.get_by_role("heading", name="ROC", exact=True)).to_be_visible()
    return desk


def choose_in_chart_menu(page: Page, title: str, item: str) -> None:
    """Open the menu of a chart by keyboard and press an item."""
    page.get_by_role("button", name=f"Save or enlarge {title}", exact=True).press("Enter")
    page.get_by_role("menuitem", name=item).press("Enter")
    expect(page.get_by_role("menu")).to_have_count(0)  # else the next press would close it


def choose_option(page: Page, field: str, option: str) -> None:
    page.get_by_role("textbox", name=field, exact=True).or_(
        page.get_by_role("combobox", name=field, exact=True)
    ).first.click()
    page.get_by_role("option", name=option, exact=True).click()


@pytest.mark.usefixtures("judged")
def test_a_chart_is_saved_copied_and_read_as_a_table_and_a_cell_of_a_matrix_shows_its_rows(page: Page) -> None:
    with page.expect_download() as download:
        choose_in_chart_menu(page, "ROC", "Save as SVG")
    svg = Path(download.value.path()).read_text()
    assert download.value.suggested_filename == "roc.svg"
    assert "ROC" in svg
    assert "var(--" not in svg
    with page.expect_download() as download:
        choose_in_chart_menu(page, "ROC", "Save as PNG")
    assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG")
    choose_in_chart_menu(page, "ROC", "Copy picture")
    expect(page.get_by_text("The picture is on the clipboard.")).to_be_visible()
    choose_in_chart_menu(page, "ROC", "Show as table")
    table = page.get_by_role("table", name="ROC, as a table")
    expect(table.get_by_role("columnheader")).to_have_text(["Model", "False positive rate", "Recall"])
    expect(table.get_by_role("row").nth(1)).to_contain_text("Two-Class Logistic Regression")

    missed = page.get_by_role("button", name=re.compile(r"^Show the \d+ missed rows$"))
    rows = re.findall(r"\d+", missed.inner_text())[0]
    missed.press("Enter")
    expect(page.get_by_role("grid")).to_be_visible()
    expect(page.get_by_text(f"{rows} of 300 rows").first).to_be_visible()
    expect(page.get_by_text("Scored Probabilities < 0.5")).to_be_visible()
    # What the rows were chosen by comes first, though these columns are the last of the table.
    heads = page.get_by_role("grid").get_by_role("columnheader")
    expect(heads.nth(1)).to_contain_text("credit_risk")
    expect(heads.nth(2)).to_contain_text("Scored Labels")
    expect(heads.nth(3)).to_contain_text("Scored Probabilities")


def test_costs_find_a_threshold_that_score_model_then_uses(page: Page, judged: DesignPage) -> None:
    page.get_by_label("Value per row: missed").fill("-50")
    page.get_by_role("button", name="Best value").click()
    slider = page.get_by_role("slider", name="Threshold")
    expect(slider).to_have_attribute("aria-valuenow", re.compile(r"^0\.[0-2]"))
    threshold = float(slider.get_attribute("aria-valuenow") or 1)
    page.get_by_role("button", name=re.compile(r"^Use 0\.\d\d in Score Model$")).click()
    page.keyboard.press("Escape")
    judged.run()
    expect(page.get_by_role("complementary", name="Run 2")).to_be_visible()
    judged.expect_run("Succeeded")
    judged.show_output("Evaluate Model", "Evaluation results")
    expect(slider).to_have_attribute("aria-valuenow", str(threshold))


@pytest.mark.usefixtures("charts")
def test_a_correlation_leads_to_its_scatter_and_a_range_is_chosen_by_mouse_and_by_keyboard(page: Page) -> None:
    page.get_by_text("Correlation", exact=True).click()
    cells = page.get_by_role("group", name=re.compile("^normalized-losses and symboling: r 0.53"))
    cells.focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("group", name=re.compile("^wheel-base and symboling"))).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="wheel-base against symboling")).to_be_visible()

    page.get_by_text("One column", exact=True).click()
    choose_option(page, "Column", "price")
    brush = page.get_by_role("group", name=re.compile("^Select a range"))
    box = measure_box(brush)
    page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.45, box["y"] + 60, steps=4)
    page.mouse.up()
    expect(page.get_by_text("Selected: price >= 12500 and price < 25000")).to_be_visible()
    brush.focus()
    page.keyboard.press("Shift+ArrowLeft")
    expect(page.get_by_text("Selected: price >= 12500 and price < 22500")).to_be_visible()
    page.get_by_role("button", name="Filter the table").click()
    expect(page.get_by_text("60 of 205 rows").first).to_be_visible()


def test_chosen_points_become_a_module(page: Page, charts: DesignPage) -> None:
    page.get_by_text("Two columns").click()
    choose_option(page, "Y axis", "price")
    choose_option(page, "X axis", "horsepower")
    choose_option(page, "Color", "drive-wheels")
    expect(page.get_by_text("199 rows, 6 without a value left out")).to_be_visible()
    page.get_by_role("group", name=re.compile("^Select a range")).focus()
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Keep these rows").click()
    page.keyboard.press("Escape")
    expect(charts.find_card("Select Rows")).to_contain_text(re.compile(r"horsepower [\d.]+ to [\d.]+"))


@pytest.mark.usefixtures("charts")
def test_the_chosen_chart_is_the_same_in_full_screen_and_in_the_panel(page: Page) -> None:
    choose_option(page, "Column", "price")
    expect(page.get_by_role("heading", name="price", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_text("Chart", exact=True).click()
    expect(page.get_by_role("heading", name="price", exact=True)).to_be_visible()
    page.get_by_text("Two columns", exact=True).click()
    choose_option(page, "Y axis", "price")
    page.get_by_role("button", name="Full screen").first.click()
    expect(page.get_by_role("dialog").get_by_role("heading", name="price against symboling")).to_be_visible()


def test_a_column_is_compared_by_another_and_with_another_table(page: Page, desk: DesignPage, client: Client) -> None:
    nodes = PRICES | {"split": make_node("split_data", {"fraction": 0.7, "seed": 1}, dataset="data.dataset")}
    desk.open(client.create_design(lay_out_nodes(nodes))).run()
    desk.expect_run("Succeeded")
    desk.show_output("Split Data", "Results dataset1")
    page.get_by_text("Chart", exact=True).click()
    choose_option(page, "Column", "price")
    choose_option(page, "Compare by", "fuel-type")
    chart = page.get_by_role("img", name=re.compile("^Distribution of price in 2 groups"))
    expect(chart).to_contain_text("diesel")
    choose_option(page, "Or with", "Split Data, Results dataset2")
    expect(chart).to_contain_text("this table, 144")
    expect(chart).to_contain_text("Split Data, Results dataset2, 61")
