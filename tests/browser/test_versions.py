"""Versions of a design: named, listed, compared with now on the canvas, restored."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Screenshots
from tests.browser.design_page import DesignPage, lay_out_nodes
from tests.live_server import Client
from tests.small_designs import make_node, make_regression_nodes


@pytest.fixture
def drawn(desk: DesignPage, client: Client) -> DesignPage:
    return desk.open(client.create_design(lay_out_nodes(make_regression_nodes())))


def name_version(desk: DesignPage, name: str, note: str = "") -> Locator:
    """Name the version from the menu of the design; its row in the list."""
    page = desk.page
    desk.top_bar.get_by_role("button", name="Actions on this design").click()
    page.get_by_role("menuitem", name="Name this version").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name", exact=True).fill(name)
    dialog.get_by_label("Note").fill(note)
    dialog.get_by_role("button", name="Save").click()
    row = page.get_by_role("region", name="Versions of this design").get_by_role("listitem").filter(has_text=name)
    expect(row).to_be_visible()
    return row


def set_fraction(desk: DesignPage, value: str) -> None:
    desk.select("Split Data")
    desk.find_field("Fraction").fill(value)
    desk.find_field("Fraction").press("Enter")
    expect(desk.save_status).to_contain_text("Saved")


def test_a_version_is_named_and_listed_with_its_note_and_its_time(page: Page, drawn: DesignPage) -> None:
    row = name_version(drawn, "Good start", "Before the split is tried")
    expect(row).to_contain_text("Before the split is tried")
    expect(row).to_contain_text(re.compile(r"(first version|version \d+), (today, )?\d\d:\d\d, by You"))
    row.get_by_role("button", name=re.compile("^More about")).click()
    page.get_by_role("menuitem", name="Name", exact=True).click()
    page.get_by_role("region", name="Versions of this design").get_by_role("textbox", name="Name").fill("Better name")
    page.keyboard.press("Enter")
    renamed = page.get_by_role("listitem").filter(has_text="Better name")
    expect(renamed).to_contain_text("Before the split is tried")
    renamed.get_by_role("button", name=re.compile("^More about")).click()
    page.get_by_role("menuitem", name="Delete", exact=True).click()
    expect(renamed).to_have_count(0)


def test_what_was_added_removed_and_changed_is_marked_on_the_canvas(
    page: Page, drawn: DesignPage, screenshots: Screenshots
) -> None:
    row = name_version(drawn, "Before")
    set_fraction(drawn, "0.9")
    drawn.select("Evaluate Model")
    page.keyboard.press("Delete")
    drawn.add_by_keyboard("Summarize Data")
    expect(drawn.save_status).to_contain_text("Saved")
    row.get_by_role("button", name="Compare with now").click()

    past = page.get_by_role("region", name="The design as it was: Before")
    expect(past.get_by_role("heading", name="Before, compared with now")).to_be_visible()
    paper = past.get_by_role("region", name="The design as it was", exact=True)
    for card, mark in [("Split Data", "Changed"), ("Evaluate Model", "Removed"), ("Summarize Data", "Added")]:
        expect(paper.get_by_role("group", name=f"{card} {mark}")).to_be_visible()
    expect(paper.get_by_role("group", name="Train Model", exact=True)).to_be_visible()
    changes = past.get_by_role("complementary", name="Changes")
    expect(changes.get_by_role("button").filter(has_text="Split Data")).to_contain_text(re.compile("0.7.*0.9"))
    screenshots.take(page, "version-compared.png")

    past.get_by_role("radiogroup", name="What is shown").get_by_text("As it was").click()
    expect(paper.get_by_role("group", name="Evaluate Model", exact=True)).to_be_visible()
    expect(paper.get_by_role("group", name=re.compile("^Summarize Data"))).to_have_count(0)
    page.keyboard.press("Escape")
    expect(past).to_have_count(0)


def test_a_version_is_restored_and_that_is_taken_back(page: Page, drawn: DesignPage) -> None:
    row = name_version(drawn, "Half way")
    set_fraction(drawn, "0.9")
    row.get_by_role("button", name=re.compile("^Half way")).click()
    past = page.get_by_role("region", name="The design as it was: Half way")
    past.get_by_role("button", name="Restore").click()
    expect(past).to_have_count(0)
    expect(drawn.find_field("Fraction")).to_have_value("0.7")
    drawn.focus("Split Data")
    page.keyboard.press("Control+z")
    expect(drawn.find_field("Fraction")).to_have_value("0.9")


def test_a_version_is_opened_as_a_design_of_its_own(page: Page, desk: DesignPage, client: Client) -> None:
    design = client.create_design(
        lay_out_nodes({"data": make_node("enter_data_manually", {"data": "a\n1\n"})}), "Ancestor"
    )
    desk.open(design)
    row = name_version(desk, "Seed")
    row.get_by_role("button", name=re.compile("^Seed")).click()
    page.get_by_role("button", name="Open as a new design").click()
    expect(page).not_to_have_url(re.compile(design))
    expect(desk.find_card("Enter Data Manually")).to_be_visible()
