"""The outline beside the canvas: what is done in one is done in the other, by keyboard and by mouse."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.design_page import DesignPage, lay_out_nodes
from tests.live_server import Client
from tests.small_designs import make_regression_nodes


@pytest.fixture
def outlined(desk: DesignPage, client: Client) -> DesignPage:
    desk.open(client.create_design(lay_out_nodes(make_regression_nodes(), columns=2)))
    desk.page.keyboard.press("o")
    expect(find_row(desk.page, "Evaluate Model")).to_be_visible()
    return desk


def find_row(page: Page, name: str) -> Locator:
    return page.get_by_role("treeitem", name=re.compile(rf"^{re.escape(name)}"))


def test_a_module_is_renamed_muted_deleted_and_brought_back_by_key(outlined: DesignPage, page: Page) -> None:
    find_row(page, "Split Data").press("F2")
    expect(page.get_by_role("textbox", name="New name of Split Data")).to_be_focused()
    page.keyboard.type("Halves")
    page.keyboard.press("Enter")
    expect(outlined.find_card("Halves")).to_be_visible()
    expect(find_row(page, "Halves")).to_be_focused()

    page.keyboard.press("m")
    expect(outlined.find_card("Halves").get_by_text("Disabled")).to_be_visible()
    expect(find_row(page, "Halves, Disabled")).to_be_focused()
    page.keyboard.press("m")

    page.keyboard.press("Delete")
    expect(outlined.find_card("Halves")).to_have_count(0)
    expect(page.get_by_role("tree").locator("*:focus")).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(outlined.find_card("Halves")).to_be_visible()
    expect(find_row(page, "Halves")).to_be_visible()


def test_several_are_selected_and_grouped_by_key(outlined: DesignPage, page: Page) -> None:
    find_row(page, "Linear Regression").press(" ")
    find_row(page, "Train Model").press(" ")
    expect(page.get_by_role("treeitem", selected=True)).to_have_count(2)
    page.keyboard.press("Control+g")
    expect(find_row(page, "Group")).to_have_attribute("aria-expanded", "true")
    expect(find_row(page, "Train Model")).to_have_attribute("aria-level", "2")
    expect(outlined.canvas.get_by_role("region", name="Frame Group 1, 2 modules")).to_be_visible()


def test_an_edge_is_taken_off_and_drawn_again_by_key(outlined: DesignPage, page: Page) -> None:
    find_row(page, "Score Model").press("ArrowRight")
    find_row(page, "Input Dataset, from Split Data").press("Delete")
    loose = find_row(page, "Input Dataset, not connected")
    expect(loose).to_be_focused()
    expect(outlined.find_input("Score Model", "Dataset")).to_have_accessible_name(re.compile("not connected"))
    loose.press("Enter")
    search = page.get_by_role("combobox", name="Search matching ports")
    expect(search).to_be_focused()
    page.keyboard.type("dataset2")
    page.keyboard.press("Enter")
    expect(find_row(page, "Input Dataset, from Split Data")).to_be_visible()
    expect(outlined.find_input("Score Model", "Dataset")).to_have_accessible_name(re.compile("connected to Split Data"))


def test_what_is_pressed_in_the_outline_is_selected_on_the_canvas_and_the_other_way(
    outlined: DesignPage, page: Page
) -> None:
    find_row(page, "Train Model").click()
    expect(page.get_by_role("heading", name="Train Model", exact=True)).to_be_visible()
    outlined.select("Score Model")
    expect(find_row(page, "Score Model")).to_have_attribute("aria-selected", "true")
    find_row(page, "Train Model").click(button="right")
    page.get_by_role("menuitem", name="Duplicate").click()
    expect(find_row(page, "Train Model")).to_have_count(2)
    expect(outlined.find_card("Train Model")).to_have_count(2)


def test_in_place_of_the_canvas_the_keys_go_on_at_the_selected_module(
    desk: DesignPage, page: Page, client: Client
) -> None:
    desk.open(client.create_design(lay_out_nodes(make_regression_nodes(), columns=2)))
    desk.select("Train Model")
    page.keyboard.press("Shift+O")
    expect(find_row(page, "Train Model")).to_be_focused()
