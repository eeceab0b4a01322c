"""Everything can be taken back and done again."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.design_page import DesignPage, compute_middle, lay_out_nodes
from tests.live_server import Client, Server, wait_until
from tests.small_designs import make_regression_nodes


@pytest.fixture
def drawn(desk: DesignPage, client: Client) -> DesignPage:
    return desk.open(client.create_design(lay_out_nodes(make_regression_nodes())))


def press_undo(desk: DesignPage) -> None:
    desk.page.keyboard.press("Control+z")


def press_redo(desk: DesignPage) -> None:
    desk.page.keyboard.press("Control+Shift+z")


def test_an_added_module_is_taken_back_and_added_again(drawn: DesignPage) -> None:
    drawn.drag_from_palette("Summarize Data", drawn.locate(0.8, 0.4))
    drawn.focus("Summarize Data")
    press_undo(drawn)
    expect(drawn.find_card("Summarize Data")).to_have_count(0)
    press_redo(drawn)
    expect(drawn.find_card("Summarize Data")).to_be_visible()


def test_a_connection_is_taken_back_and_drawn_again(drawn: DesignPage) -> None:
    compared = drawn.find_input("Evaluate Model", "Scored dataset to compare")
    drawn.connect(drawn.find_output("Score Model", "Scored dataset"), compared)
    expect(compared).to_have_accessible_name(re.compile(", connected to"))
    press_undo(drawn)
    expect(compared).to_have_accessible_name(re.compile("not connected"))
    press_redo(drawn)
    expect(compared).to_have_accessible_name(re.compile(", connected to"))


def test_a_move_is_taken_back_and_made_again(drawn: DesignPage) -> None:
    card = drawn.find_card("Evaluate Model")
    drawn.wait_for_rest()
    x, y = compute_middle(card)
    drawn.drag((x, y), (x + 200, y - 80))
    expect_middle(card, x + 200, y - 80)
    press_undo(drawn)
    expect_middle(card, x, y)
    press_redo(drawn)
    expect_middle(card, x + 200, y - 80)


def expect_middle(card: Locator, x: float, y: float) -> None:
    """Where the card comes to lie; cards snap to a grid of 8 pixels."""

    def there() -> bool:
        now = compute_middle(card)
        return abs(now[0] - x) <= 12 and abs(now[1] - y) <= 12

    wait_until(there, f"the card at {x}, {y}")


def test_a_parameter_is_taken_back_and_set_again(drawn: DesignPage) -> None:
    drawn.select("Split Data")
    drawn.find_field("Fraction").fill("0.9")
    drawn.find_field("Fraction").press("Enter")
    expect(drawn.find_card("Split Data")).to_contain_text("90 % / 10 %")
    drawn.focus("Split Data")
    press_undo(drawn)
    expect(drawn.find_field("Fraction")).to_have_value("0.7")
    press_redo(drawn)
    expect(drawn.find_field("Fraction")).to_have_value("0.9")


def test_a_deleted_card_comes_back_with_its_connections(drawn: DesignPage) -> None:
    drawn.select("Train Model")
    drawn.page.keyboard.press("Delete")
    expect(drawn.find_card("Train Model")).to_have_count(0)
    expect(drawn.find_input("Score Model", "Trained model")).to_have_accessible_name(re.compile("not connected"))
    press_undo(drawn)
    expect(drawn.find_input("Train Model", "Dataset")).to_have_accessible_name(re.compile(", connected to"))
    expect(drawn.find_input("Score Model", "Trained model")).to_have_accessible_name(re.compile(", connected to"))
    press_redo(drawn)
    expect(drawn.find_card("Train Model")).to_have_count(0)


def test_the_history_goes_back_to_any_point(drawn: DesignPage) -> None:
    for title in ("Score Model", "Evaluate Model"):
        drawn.select(title)
        drawn.page.keyboard.press("Delete")
    drawn.top_bar.get_by_role("button", name="History").click()
    drawn.page.get_by_role("listitem").get_by_role("button", name="Opened the design").click()
    expect(drawn.find_cards()).to_have_count(6)


def test_a_deleted_design_comes_back(page: Page, server: Server, client: Client) -> None:
    client.create_design({}, name="Soon missed")
    page.goto(server.url)
    link = page.get_by_role("link", name="Soon missed")
    page.get_by_role("button", name="More about Soon missed").click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(page.get_by_role("alert")).to_contain_text("Soon missed was deleted.")
    expect(link).to_have_count(0)
    page.get_by_role("alert").get_by_role("button", name="Undo").click()
    expect(link).to_be_visible()


def test_the_history_says_what_was_set(drawn: DesignPage) -> None:
    drawn.select("Split Data")
    drawn.find_field("Fraction").fill("0.6")
    drawn.find_field("Fraction").fill("0.65")
    drawn.select("Train Model")
    drawn.choose("Label column", "b")
    drawn.page.keyboard.press("Escape")
    drawn.top_bar.get_by_role("button", name="History").click()
    rows = drawn.page.get_by_role("listitem").get_by_role("button")
    expect(rows.nth(0)).to_contain_text("Set Label column to b")
    expect(rows.nth(1)).to_contain_text(re.compile(r"^Set Fraction to 0\.65"))
    expect(rows.nth(2)).to_contain_text("Opened the design")
