"""Where cards stand: new ones, and the one in hand; and how the search for modules lets go of the keyboard."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.desk import Desk, box_of, placed
from tests.pipelines import ROWS, node
from tests.serving import Client, eventually

ADDED = [
    "Select Columns in Dataset",
    "Clean Missing Data",
    "Normalize Data",
    "Split Data",
    "Linear Regression",
    "Train Model",
    "Score Model",
    "Evaluate Model",
    "Summarize Data",
    "Edit Metadata",
]

#: Presses keys in one turn of the page, before it can draw anything.
TYPE_AT_ONCE = """(keys) => keys.forEach((key) => document.body.dispatchEvent(
    new KeyboardEvent("keydown", { key, code: `Key${key.toUpperCase()}`, bubbles: true, cancelable: true })))"""


def test_cards_added_one_after_another_stand_in_sight_and_move_no_other(desk: Desk, client: Client) -> None:
    desk.open(client.new_design(placed({"data": node("enter_data_manually", {"data": ROWS})})))
    first = desk.card("Enter Data Manually")
    before = box_of(first)
    for title in ADDED:
        desk.add_by_keyboard(title)
        desk.page.keyboard.press("Escape")
        expect(desk.card(title)).to_be_in_viewport(ratio=1)
    assert box_of(first) == before
    corners = {(box["x"], box["y"]) for box in map(box_of, desk.cards().all())}
    assert len(corners) == len(ADDED) + 1


def test_escape_leaves_the_search_for_the_card_that_was_added(page: Page, desk: Desk, client: Client) -> None:
    desk.open(client.new_design({}))
    desk.add_by_keyboard("Split Data")
    expect(desk.card("Split Data")).to_be_visible()
    page.keyboard.press("Escape")
    expect(desk.palette.get_by_role("textbox")).not_to_be_focused()
    page.keyboard.press("Delete")
    expect(desk.card("Split Data")).to_have_count(0)


def test_what_is_typed_before_the_search_is_there_is_searched_for(page: Page, desk: Desk, client: Client) -> None:
    desk.open(client.new_design({}))
    page.evaluate(TYPE_AT_ONCE, [*"nsplit"])
    field = page.get_by_role("combobox", name="Add a module")
    expect(field).to_have_value("split")
    page.keyboard.type(" d")
    expect(field).to_have_value("split d")
    page.keyboard.press("Enter")
    expect(desk.card("Split Data")).to_be_visible()
    expect(page.get_by_role("combobox", name="Split Data")).to_have_value("")


def test_the_search_on_the_paper_cuts_no_title_and_makes_the_page_no_longer(
    page: Page, desk: Desk, client: Client
) -> None:
    desk.open(client.new_design({}))
    page.keyboard.press("n")
    page.get_by_role("combobox", name="Add a module").fill("collaborative filtering")
    options = page.get_by_role("option")
    names = ["Train Wide and Deep Recommender", "Score SVD Recommender", "Train SVD Recommender"]
    lines = [box_of(options.get_by_text(name, exact=True))["height"] for name in names]
    assert max(lines) < 1.5 * min(lines)
    assert page.evaluate("document.scrollingElement.scrollHeight === innerHeight")


def test_the_pane_says_that_it_sets_one_of_many_selected_cards(desk: Desk, client: Client) -> None:
    desk.open(
        client.new_design(placed({"data": node("enter_data_manually", {"data": ROWS}), "split": node("split_data")}))
    )
    desk.select("Split Data")
    pane = desk.page.get_by_role("complementary", name="Module")
    expect(pane.get_by_role("heading", name="Split Data")).to_be_visible()
    expect(pane).not_to_contain_text("selected")
    desk.page.keyboard.press("Control+a")
    expect(pane).to_contain_text("One of 2 selected")


def test_the_menu_of_a_card_in_the_middle_is_in_the_window_with_all_its_items(desk: Desk, client: Client) -> None:
    desk.page.set_viewport_size({"width": 1440, "height": 800})
    desk.open(client.new_design(placed({"split": node("split_data")})))
    desk.rest()
    desk.card("Split Data").click(button="right")
    items = desk.page.get_by_role("menuitem")
    expect(items.first).to_be_in_viewport(ratio=1)
    expect(items.last).to_be_in_viewport(ratio=1)


def test_the_users_words_keep_their_small_letters_on_a_card(desk: Desk, client: Client) -> None:
    desk.open(client.new_design(placed({"data": node("enter_data_manually", {"data": ROWS})})))
    expect(desk.card("Enter Data Manually").get_by_text("a,b,y", exact=True)).to_be_visible()


def test_the_card_in_hand_stays_in_sight_when_a_panel_opens_below(desk: Desk, client: Client) -> None:
    nodes = {
        "data": {**node("enter_data_manually", {"data": ROWS}), "x": 0, "y": 0},
        "low": {**node("summarize_data", dataset="data.dataset"), "x": 0, "y": 700},
    }
    desk.open(client.new_design(nodes))
    desk.select("Summarize Data")
    desk.page.get_by_role("button", name="Show all problems").click()
    expect(desk.page.get_by_role("tabpanel", name="Problems")).to_be_visible()
    expect(desk.card("Summarize Data")).to_be_in_viewport(ratio=1)
    panel = desk.page.get_by_role("region", name="Problems, results, log")
    eventually(lambda: bottom_of(desk.card("Summarize Data")) < box_of(panel)["y"], "the card above the panel")


def bottom_of(card: Locator) -> float:
    box = box_of(card)
    return float(box["y"] + box["height"])
