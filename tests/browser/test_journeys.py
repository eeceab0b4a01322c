"""The first model without a mouse: on the canvas, in the outline on a phone, and from a table of one's own."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.browser.desk import RUN_PATIENCE, Desk, keep_only_the_sample
from tests.serving import Client, Server

PHONE: ViewportSize = {"width": 390, "height": 844}
CHAIN = ["Automobile price", "Clean Missing Data", "Split Data", "Train Model", "Score Model", "Evaluate Model"]
HOUSES = "size,rooms,town,price\n" + "".join(
    f"{40 + at % 70},{1 + at % 5},t{at % 3},{900 + at * 7}\n" for at in range(90)
)


class Hands:
    """Ten fingers and a screen reader: what is pressed, where the focus is then, and what was said."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.focused = page.locator("*:focus")
        # From the start: a listener takes effect later than a key that is pressed right after it.
        page.on("filechooser", lambda _: None)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, field: Locator, words: str) -> None:
        """Write into a field that the keys before led to."""
        expect(field).to_be_focused()
        self.page.keyboard.type(words)

    def find(self, heading: str, words: str) -> None:
        """Choose in the search for modules that is open."""
        self.write(self.page.get_by_role("combobox", name=heading), words)
        expect(self.page.get_by_role("option", selected=True)).to_contain_text(words)
        self.press("Enter")

    def walk_to(self, key: str, name: str) -> None:
        """Press one key until the focus is at what begins so (a pattern), as a listener does."""
        expect(self.page.get_by_label(re.compile(f"^{name}")).first).to_be_attached()
        passed: list[str] = []
        while not (passed and re.match(name, passed[-1])):
            assert len(passed) < 20, f"{key} never led to {name}, but to {passed}"
            if passed:
                self.press(key)
            passed.append(self.focused.get_attribute("aria-label") or "")

    def heard(self, words: str) -> None:
        expect(self.page.locator("[data-announcer]")).to_contain_text(words, timeout=RUN_PATIENCE)


@pytest.fixture
def hands(page: Page, client: Client) -> Hands:
    keep_only_the_sample(client, CHAIN[0])
    return Hands(page)


def chain(hands: Hands, titles: Iterable[str]) -> None:
    """Add modules one after another in the search; each hangs on the one before."""
    before = None
    for title in titles:
        hands.find(f"After {before}" if before else "Add a module", title)
        before = title
    expect(hands.page.get_by_role("combobox", name=f"After {before}")).to_be_focused()
    hands.press("Escape")


def test_the_first_model_is_made_on_the_canvas(page: Page, desk: Desk, client: Client, hands: Hands) -> None:
    desk.open(client.new_design({}))
    hands.press("n")
    chain(hands, CHAIN)
    for title in CHAIN:
        expect(desk.card(title)).to_be_visible()
    assert tops(desk, CHAIN) == sorted(tops(desk, CHAIN)), "data flow down"

    hands.press("ArrowUp", "ArrowUp")
    expect(page.get_by_role("heading", name="Train Model", exact=True)).to_be_visible()
    hands.press("p", "ArrowUp")
    expect(desk.input("Train Model", "Untrained model")).to_be_focused()
    hands.press("n")
    hands.find("Before Train Model", "Linear Regression")
    expect(page.get_by_role("combobox", name="After Linear Regression")).to_be_focused()
    hands.press("Escape", "ArrowDown", "F6")
    hands.write(page.get_by_role("combobox", name="Label column"), "price")
    hands.press("ArrowDown", "Enter")
    hands.heard("Set Label column to price")

    hands.press("Shift+F6", "ArrowDown", "p", "ArrowUp", "ArrowRight")
    expect(desk.input("Score Model", "Dataset")).to_be_focused()
    hands.press("c")
    hands.walk_to("ArrowDown", "Output Results dataset2")
    hands.press("Enter")
    hands.heard("Connected Split Data to Score Model")
    hands.heard("No problems left")

    hands.press("Control+Enter")
    hands.heard("Run 1: Succeeded")
    hands.press("Escape", "ArrowDown", "ArrowDown", "ArrowDown")
    expect(page.get_by_role("heading", name="Evaluate Model", exact=True).first).to_be_visible()
    hands.press("v")
    hands.heard("The result of Evaluate Model is shown below")
    expect(desk.tile("R²")).to_be_visible()
    hands.press("F6", "F6")
    expect(page.get_by_role("region", name="Problems, results, log").locator("*:focus")).to_have_count(1)


def tops(desk: Desk, titles: Iterable[str]) -> list[float]:
    boxes = (desk.card(title).bounding_box() for title in titles)
    return [box["y"] for box in boxes if box]


def test_the_first_model_is_made_in_the_outline_of_a_phone(
    page: Page, server: Server, client: Client, hands: Hands
) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{server.url}/designs/{client.new_design({})}")
    expect(page.get_by_role("button", name="Add a module").last).to_be_visible()
    hands.press("Tab", "Enter", "n")
    chain(hands, CHAIN)
    rows = page.get_by_role("treeitem")
    expect(rows).to_have_count(len(CHAIN))
    expect(rows.last).to_be_focused()

    hands.walk_to("ArrowUp", "Train Model, Not run yet, 2 problems")
    hands.press("ArrowRight", "ArrowRight")
    expect(page.get_by_role("treeitem", name="Problem: Connect an Untrained model. Enter: Connect")).to_be_focused()
    hands.press("Enter")
    expect(page.get_by_role("combobox", name="Search the fitting ports")).to_be_focused()
    expect(page.get_by_role("option", name="Add a module that fits", selected=True)).to_be_visible()
    hands.press("Enter")
    hands.find("Before Train Model", "Linear Regression")
    expect(page.get_by_role("combobox", name="After Linear Regression")).to_be_focused()
    hands.press("Escape")
    hands.heard("2 problems left")
    hands.walk_to("ArrowDown", "Problem: Choose a label column")
    hands.press("Enter")
    hands.write(page.get_by_role("combobox", name="Label column"), "price")
    hands.press("ArrowDown", "Enter")
    hands.heard("Set Label column to price")
    hands.press("Shift+F6", "Escape")

    hands.walk_to("ArrowDown", "Score Model, Not run yet, 1 problem")
    hands.press("ArrowRight", "ArrowRight")
    expect(page.get_by_role("treeitem", name="Problem: Connect a Dataset.")).to_be_focused()
    hands.press("ArrowDown", "ArrowDown")
    expect(page.get_by_role("treeitem", name="Input Dataset, not connected")).to_be_focused()
    hands.press("Enter")
    hands.write(page.get_by_role("combobox", name="Search the fitting ports"), "dataset2")
    hands.press("Enter")
    hands.heard("No problems left")

    hands.press("Control+Enter")
    hands.heard("Run 1: Succeeded")
    hands.walk_to("ArrowDown", "Evaluate Model, (Succeeded|Reused)")
    hands.press("ArrowRight")
    hands.walk_to("ArrowDown", "Output Evaluation results")
    hands.press("Enter")
    expect(page.get_by_role("term").filter(has_text="R²")).to_be_visible()


@pytest.fixture
def houses(tmp_path: Path) -> Path:
    file = tmp_path / "houses.csv"
    file.write_text(HOUSES)
    return file


def expect_a_model_of_prices(desk: Desk) -> None:
    desk.expect_run("Succeeded")
    expect(desk.card("Evaluate Model")).to_be_visible()


def test_a_dropped_table_is_a_model_after_three_interactions(
    page: Page, desk: Desk, client: Client, houses: Path
) -> None:
    desk.open(client.new_design({}))
    desk.drop_file(houses, desk.place(0.5, 0.5))
    expect(page.get_by_role("combobox", name="Column to predict")).to_have_value("price")
    page.get_by_role("button", name="Make the design").click()
    expect(desk.card("Evaluate Model")).to_be_visible()
    desk.run()
    expect_a_model_of_prices(desk)


def test_a_chosen_table_is_a_model_after_three_key_strokes(
    page: Page, desk: Desk, client: Client, hands: Hands, houses: Path
) -> None:
    desk.open(client.new_design({}))
    page.get_by_role("button", name="Choose a file").focus()
    with page.expect_file_chooser() as chooser:
        hands.press("Enter")
    chooser.value.set_files(houses)
    expect(page.get_by_role("combobox", name="Column to predict")).to_have_value("price")
    expect(page.get_by_role("button", name="Make the design")).to_be_focused()
    expect(page.get_by_role("button", name="Make the design")).to_have_attribute("aria-busy", "false")
    hands.press("Enter")
    expect(desk.card("Evaluate Model")).to_be_visible()
    hands.press("Control+Enter")
    expect_a_model_of_prices(desk)
