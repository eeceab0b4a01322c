"""Everything can be taken back and done again."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.desk import Desk, middle, placed
from tests.pipelines import regression
from tests.serving import Client, Server, eventually


@pytest.fixture
def drawn(desk: Desk, client: Client) -> Desk:
    return desk.open(client.new_design(placed(regression())))


def undo(desk: Desk) -> None:
    desk.page.keyboard.press("Control+z")


def redo(desk: Desk) -> None:
    desk.page.keyboard.press("Control+Shift+z")


def test_an_added_module_is_taken_back_and_added_again(drawn: Desk) -> None:
    drawn.drag_from_palette("Summarize Data", drawn.place(0.8, 0.4))
    drawn.focus("Summarize Data")
    undo(drawn)
    expect(drawn.card("Summarize Data")).to_have_count(0)
    redo(drawn)
    expect(drawn.card("Summarize Data")).to_be_visible()


def test_a_connection_is_taken_back_and_drawn_again(drawn: Desk) -> None:
    compared = drawn.input("Evaluate Model", "Scored dataset to compare")
    drawn.connect(drawn.output("Score Model", "Scored dataset"), compared)
    expect(compared).to_have_accessible_name(re.compile(", connected to"))
    undo(drawn)
    expect(compared).to_have_accessible_name(re.compile("not connected"))
    redo(drawn)
    expect(compared).to_have_accessible_name(re.compile(", connected to"))


def test_a_move_is_taken_back_and_made_again(drawn: Desk) -> None:
    card = drawn.card("Evaluate Model")
    x, y = middle(card)
    drawn.drag((x, y), (x + 200, y - 80))
    expect_middle(card, x + 200, y - 80)
    undo(drawn)
    expect_middle(card, x, y)
    redo(drawn)
    expect_middle(card, x + 200, y - 80)


def expect_middle(card: Locator, x: float, y: float) -> None:
    """Where the card comes to lie; cards snap to a grid of 8 pixels."""

    def there() -> bool:
        now = middle(card)
        return abs(now[0] - x) <= 12 and abs(now[1] - y) <= 12

    eventually(there, f"the card at {x}, {y}")


def test_a_parameter_is_taken_back_and_set_again(drawn: Desk) -> None:
    drawn.select("Split Data")
    drawn.field("Fraction").fill("0.9")
    drawn.field("Fraction").press("Enter")
    expect(drawn.card("Split Data")).to_contain_text("90 % / 10 %")
    drawn.focus("Split Data")
    undo(drawn)
    expect(drawn.field("Fraction")).to_have_value("0.7")
    redo(drawn)
    expect(drawn.field("Fraction")).to_have_value("0.9")


def test_a_deleted_card_comes_back_with_its_connections(drawn: Desk) -> None:
    drawn.select("Train Model")
    drawn.page.keyboard.press("Delete")
    expect(drawn.card("Train Model")).to_have_count(0)
    expect(drawn.input("Score Model", "Trained model")).to_have_accessible_name(re.compile("not connected"))
    undo(drawn)
    expect(drawn.input("Train Model", "Dataset")).to_have_accessible_name(re.compile(", connected to"))
    expect(drawn.input("Score Model", "Trained model")).to_have_accessible_name(re.compile(", connected to"))
    redo(drawn)
    expect(drawn.card("Train Model")).to_have_count(0)


def test_the_history_goes_back_to_any_point(drawn: Desk) -> None:
    for title in ("Score Model", "Evaluate Model"):
        drawn.select(title)
        drawn.page.keyboard.press("Delete")
    drawn.top_bar.get_by_role("button", name="History").click()
    drawn.page.get_by_role("listitem").get_by_role("button", name="Opened the design").click()
    expect(drawn.cards()).to_have_count(6)


def test_a_deleted_design_comes_back(page: Page, server: Server, client: Client) -> None:
    client.new_design({}, name="Soon missed")
    page.goto(server.url)
    link = page.get_by_role("link", name="Soon missed")
    page.get_by_role("button", name="More about Soon missed").click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(page.get_by_role("alert")).to_contain_text("Soon missed is deleted.")
    expect(link).to_have_count(0)
    page.get_by_role("alert").get_by_role("button", name="Undo").click()
    expect(link).to_be_visible()


def test_the_history_says_what_was_set(drawn: Desk) -> None:
    drawn.select("Split Data")
    drawn.field("Fraction").fill("0.6")
    drawn.field("Fraction").fill("0.65")
    drawn.select("Train Model")
    drawn.choose("Label column", "b")
    drawn.page.keyboard.press("Escape")
    drawn.top_bar.get_by_role("button", name="History").click()
    rows = drawn.page.get_by_role("listitem").get_by_role("button")
    expect(rows.nth(0)).to_contain_text("Set Label column to b")
    expect(rows.nth(1)).to_contain_text(re.compile(r"^Set Fraction to 0\.65"))
    expect(rows.nth(2)).to_contain_text("Opened the design")
