"""The first model without a mouse: on the canvas, in the outline on a phone, and from a table of one's own."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.browser.design_page import RUN_TIMEOUT_MS, DesignPage, delete_uploaded_datasets
from tests.live_server import Client, Server

PHONE_SIZE: ViewportSize = {"width": 390, "height": 844}
CHAIN_TITLES = ["Automobile price", "Clean Missing Data", "Split Data", "Train Model", "Score Model", "Evaluate Model"]
HOUSES_CSV = "size,rooms,town,price\n" + "".join(
    f"{40 + at % 70},{1 + at % 5},t{at % 3},{900 + at * 7}\n" for at in range(90)
)


class KeyboardUser:
    """Ten fingers and a screen reader: what is pressed, where the focus is then, and what was said."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.focus = page.locator("*:focus")
        # From the start: a listener takes effect later than a key that is pressed right after it.
        page.on("filechooser", lambda _: None)

    def press_keys(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type_text(self, field: Locator, text: str) -> None:
        """Write into a field that the keys before led to."""
        expect(field).to_be_focused()
        self.page.keyboard.type(text)

    def choose_module(self, heading: str, text: str) -> None:
        """Choose in the search for modules that is open."""
        self.type_text(self.page.get_by_role("combobox", name=heading), text)
        expect(self.page.get_by_role("option", selected=True)).to_contain_text(text)
        self.press_keys("Enter")

    def walk_to(self, key: str, name: str) -> None:
        """Press one key until the focus is at what begins so (a pattern), as a listener does."""
        expect(self.page.get_by_label(re.compile(f"^{name}")).first).to_be_attached()
        passed: list[str] = []
        while not (passed and re.match(name, passed[-1])):
            assert len(passed) < 20, f"{key} never led to {name}, but to {passed}"
            if passed:
                self.press_keys(key)
            passed.append(self.focus.get_attribute("aria-label") or "")

    def expect_announcement(self, text: str) -> None:
        expect(self.page.locator("[data-announcer]")).to_contain_text(text, timeout=RUN_TIMEOUT_MS)


@pytest.fixture
def hands(page: Page, client: Client) -> KeyboardUser:
    delete_uploaded_datasets(client, CHAIN_TITLES[0])
    return KeyboardUser(page)


def add_module_chain(hands: KeyboardUser, titles: Iterable[str]) -> None:
    """Add modules one after another in the search; each hangs on the one before."""
    before = None
    for title in titles:
        hands.choose_module(f"After {before}" if before else "Add a module", title)
        before = title
    expect(hands.page.get_by_role("combobox", name=f"After {before}")).to_be_focused()
    hands.press_keys("Escape")


def test_the_first_model_is_made_on_the_canvas(
    page: Page, desk: DesignPage, client: Client, hands: KeyboardUser
) -> None:
    desk.open(client.create_design({}))
    hands.press_keys("n")
    add_module_chain(hands, CHAIN_TITLES)
    for title in CHAIN_TITLES:
        expect(desk.find_card(title)).to_be_visible()
    assert measure_tops(desk, CHAIN_TITLES) == sorted(measure_tops(desk, CHAIN_TITLES)), "data flow down"

    hands.press_keys("ArrowUp", "ArrowUp")
    expect(page.get_by_role("heading", name="Train Model", exact=True)).to_be_visible()
    hands.press_keys("p", "ArrowUp")
    expect(desk.find_input("Train Model", "Untrained model")).to_be_focused()
    hands.press_keys("n")
    hands.choose_module("Before Train Model", "Linear Regression")
    expect(page.get_by_role("combobox", name="After Linear Regression")).to_be_focused()
    hands.press_keys("Escape", "ArrowDown", "F6")
    hands.type_text(page.get_by_role("combobox", name="Label column"), "price")
    hands.press_keys("ArrowDown", "Enter")
    hands.expect_announcement("Set Label column to price")

    hands.press_keys("Shift+F6", "ArrowDown", "p", "ArrowUp", "ArrowRight")
    expect(desk.find_input("Score Model", "Dataset")).to_be_focused()
    hands.press_keys("c")
    hands.walk_to("ArrowDown", "Output Results dataset2")
    hands.press_keys("Enter")
    hands.expect_announcement("Connected Split Data to Score Model")
    hands.expect_announcement("No problems left")

    hands.press_keys("Control+Enter")
    hands.expect_announcement("Run 1: Succeeded")
    hands.press_keys("Escape", "ArrowDown", "ArrowDown", "ArrowDown")
    expect(page.get_by_role("heading", name="Evaluate Model", exact=True).first).to_be_visible()
    hands.press_keys("v")
    hands.expect_announcement("The result of Evaluate Model is shown below")
    expect(desk.find_tile("R²")).to_be_visible()
    hands.press_keys("F6", "F6")
    expect(page.get_by_role("region", name="Problems, results, log").locator("*:focus")).to_have_count(1)


def measure_tops(desk: DesignPage, titles: Iterable[str]) -> list[float]:
    boxes = (desk.find_card(title).bounding_box() for title in titles)
    return [box["y"] for box in boxes if box]


def test_the_first_model_is_made_in_the_outline_of_a_phone(
    page: Page, server: Server, client: Client, hands: KeyboardUser
) -> None:
    page.set_viewport_size(PHONE_SIZE)
    page.goto(f"{server.url}/designs/{client.create_design({})}")
    expect(page.get_by_role("button", name="Add a module").last).to_be_visible()
    hands.press_keys("Tab", "Enter", "n")
    add_module_chain(hands, CHAIN_TITLES)
    rows = page.get_by_role("treeitem")
    expect(rows).to_have_count(len(CHAIN_TITLES))
    expect(rows.last).to_be_focused()

    hands.walk_to("ArrowUp", "Train Model, Not run yet, 2 problems")
    hands.press_keys("ArrowRight", "ArrowRight")
    expect(page.get_by_role("treeitem", name="Problem: Connect an Untrained model. Enter: Connect")).to_be_focused()
    hands.press_keys("Enter")
    expect(page.get_by_role("combobox", name="Search matching ports")).to_be_focused()
    expect(page.get_by_role("option", name="Add a matching module", selected=True)).to_be_visible()
    hands.press_keys("Enter")
    hands.choose_module("Before Train Model", "Linear Regression")
    expect(page.get_by_role("combobox", name="After Linear Regression")).to_be_focused()
    hands.press_keys("Escape")
    hands.expect_announcement("2 problems left")
    hands.walk_to("ArrowDown", "Problem: Choose a label column")
    hands.press_keys("Enter")
    hands.type_text(page.get_by_role("combobox", name="Label column"), "price")
    hands.press_keys("ArrowDown", "Enter")
    hands.expect_announcement("Set Label column to price")
    hands.press_keys("Shift+F6", "Escape")

    hands.walk_to("ArrowDown", "Score Model, Not run yet, 1 problem")
    hands.press_keys("ArrowRight", "ArrowRight")
    expect(page.get_by_role("treeitem", name="Problem: Connect a Dataset.")).to_be_focused()
    hands.press_keys("ArrowDown", "ArrowDown")
    expect(page.get_by_role("treeitem", name="Input Dataset, not connected")).to_be_focused()
    hands.press_keys("Enter")
    hands.type_text(page.get_by_role("combobox", name="Search matching ports"), "dataset2")
    hands.press_keys("Enter")
    hands.expect_announcement("No problems left")

    hands.press_keys("Control+Enter")
    hands.expect_announcement("Run 1: Succeeded")
    hands.walk_to("ArrowDown", "Evaluate Model, (Succeeded|Reused)")
    hands.press_keys("ArrowRight")
    hands.walk_to("ArrowDown", "Output Evaluation results")
    hands.press_keys("Enter")
    expect(page.get_by_role("term").filter(has_text="R²")).to_be_visible()


@pytest.fixture
def houses(tmp_path: Path) -> Path:
    file = tmp_path / "houses.csv"
    file.write_text(HOUSES_CSV)
    return file


def expect_price_model(desk: DesignPage) -> None:
    desk.expect_run("Succeeded")
    expect(desk.find_card("Evaluate Model")).to_be_visible()


def test_a_dropped_table_is_a_model_after_three_interactions(
    page: Page, desk: DesignPage, client: Client, houses: Path
) -> None:
    desk.open(client.create_design({}))
    desk.drop_file(houses, desk.locate(0.5, 0.5))
    expect(page.get_by_role("combobox", name="Column to predict")).to_have_value("price")
    page.get_by_role("button", name="Create design").click()
    expect(desk.find_card("Evaluate Model")).to_be_visible()
    desk.run()
    expect_price_model(desk)


def test_a_chosen_table_is_a_model_after_three_key_strokes(
    page: Page, desk: DesignPage, client: Client, hands: KeyboardUser, houses: Path
) -> None:
    desk.open(client.create_design({}))
    page.get_by_role("button", name="Choose a file").focus()
    with page.expect_file_chooser() as chooser:
        hands.press_keys("Enter")
    chooser.value.set_files(houses)
    expect(page.get_by_role("combobox", name="Column to predict")).to_have_value("price")
    expect(page.get_by_role("button", name="Create design")).to_be_focused()
    expect(page.get_by_role("button", name="Create design")).to_have_attribute("aria-busy", "false")
    hands.press_keys("Enter")
    expect(desk.find_card("Evaluate Model")).to_be_visible()
    hands.press_keys("Control+Enter")
    expect_price_model(desk)
