"""Where cards stand: new ones, and the one in hand; and how the search for modules lets go of the keyboard."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.design_page import DesignPage, lay_out_nodes, measure_box
from tests.live_server import Client, wait_until
from tests.small_designs import SMALL_CSV, make_node

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


def test_cards_added_one_after_another_stand_in_sight_and_move_no_other(desk: DesignPage, client: Client) -> None:
    """Each on a place of its own, and below what it is connected to."""
    design = client.create_design(lay_out_nodes({"data": make_node("enter_data_manually", {"data": SMALL_CSV})}))
    before = read_nodes(client, design)["data"]
    desk.open(design)
    for title in ADDED:
        desk.add_by_keyboard(title)
        desk.page.keyboard.press("Escape")
        expect(desk.find_card(title)).to_be_in_viewport(ratio=1)
    wait_until(lambda: len(read_nodes(client, design)) == len(ADDED) + 1, "all cards are saved")
    nodes = read_nodes(client, design)
    assert nodes["data"] == before
    assert len({(node["x"], node["y"]) for node in nodes.values()}) == len(nodes)
    for node in nodes.values():
        sources = [end.split(".")[0] for end in node.get("inputs", {}).values()]
        assert all(nodes[source]["y"] <= node["y"] for source in sources)


def read_nodes(client: Client, design: str) -> dict[str, dict[str, Any]]:
    nodes: dict[str, dict[str, Any]] = client.request_json("GET", f"/api/designs/{design}")["document"]["nodes"]
    return nodes


def test_escape_leaves_the_search_for_the_card_that_was_added(page: Page, desk: DesignPage, client: Client) -> None:
    desk.open(client.create_design({}))
    desk.add_by_keyboard("Split Data")
    expect(desk.find_card("Split Data")).to_be_visible()
    page.keyboard.press("Escape")
    expect(desk.palette.get_by_role("textbox")).not_to_be_focused()
    page.keyboard.press("Delete")
    expect(desk.find_card("Split Data")).to_have_count(0)


def test_what_is_typed_before_the_search_is_there_is_searched_for(page: Page, desk: DesignPage, client: Client) -> None:
    desk.open(client.create_design({}))
    page.evaluate(TYPE_AT_ONCE, [*"nsplit"])
    field = page.get_by_role("combobox", name="Add a module")
    expect(field).to_have_value("split")
    page.keyboard.type(" d")
    expect(field).to_have_value("split d")
    page.keyboard.press("Enter")
    expect(desk.find_card("Split Data")).to_be_visible()
    expect(page.get_by_role("combobox", name="Split Data")).to_have_value("")


def test_the_search_on_the_paper_cuts_no_title_and_makes_the_page_no_longer(
    page: Page, desk: DesignPage, client: Client
) -> None:
    desk.open(client.create_design({}))
    page.keyboard.press("n")
    page.get_by_role("combobox", name="Add a module").fill("collaborative filtering")
    options = page.get_by_role("option")
    names = ["Train Wide and Deep Recommender", "Score SVD Recommender", "Train SVD Recommender"]
    lines = [measure_box(options.get_by_text(name, exact=True))["height"] for name in names]
    assert max(lines) < 1.5 * min(lines)
    assert page.evaluate("document.scrollingElement.scrollHeight === innerHeight")


def test_the_pane_says_that_it_sets_one_of_many_selected_cards(desk: DesignPage, client: Client) -> None:
    desk.open(
        client.create_design(
            lay_out_nodes(
                {"data": make_node("enter_data_manually", {"data": SMALL_CSV}), "split": make_node("split_data")}
            )
        )
    )
    desk.select("Split Data")
    panel = desk.page.get_by_role("complementary", name="Module")
    expect(panel.get_by_role("heading", name="Split Data")).to_be_visible()
    expect(panel).not_to_contain_text("selected")
    desk.page.keyboard.press("Control+a")
    expect(panel).to_contain_text("1 of 2 selected")


def test_the_menu_of_a_card_in_the_middle_is_in_the_window_with_all_its_items(desk: DesignPage, client: Client) -> None:
    desk.page.set_viewport_size({"width": 1440, "height": 800})
    desk.open(client.create_design(lay_out_nodes({"split": make_node("split_data")})))
    desk.wait_for_rest()
    desk.find_card("Split Data").click(button="right")
    items = desk.page.get_by_role("menuitem")
    expect(items.first).to_be_in_viewport(ratio=1)
    expect(items.last).to_be_in_viewport(ratio=1)


def test_the_users_words_keep_their_small_letters_on_a_card(desk: DesignPage, client: Client) -> None:
    desk.open(client.create_design(lay_out_nodes({"data": make_node("enter_data_manually", {"data": SMALL_CSV})})))
    expect(desk.find_card("Enter Data Manually").get_by_text("a,b,y", exact=True)).to_be_visible()


def test_the_card_in_hand_stays_in_sight_when_a_panel_opens_below(desk: DesignPage, client: Client) -> None:
    nodes = {
        "data": {**make_node("enter_data_manually", {"data": SMALL_CSV}), "x": 0, "y": 0},
        "low": {**make_node("summarize_data", dataset="data.dataset"), "x": 0, "y": 700},
    }
    desk.open(client.create_design(nodes))
    desk.select("Summarize Data")
    desk.page.get_by_role("button", name="Show all problems").click()
    expect(desk.page.get_by_role("tabpanel", name="Problems")).to_be_visible()
    expect(desk.find_card("Summarize Data")).to_be_in_viewport(ratio=1)
    panel = desk.page.get_by_role("region", name="Problems, results, log")
    wait_until(
        lambda: measure_bottom(desk.find_card("Summarize Data")) < measure_box(panel)["y"], "the card above the panel"
    )


def measure_bottom(card: Locator) -> float:
    box = measure_box(card)
    return float(box["y"] + box["height"])


def test_a_module_from_the_palette_follows_the_selected_card_where_one_output_fits(
    page: Page, desk: DesignPage, client: Client
) -> None:
    """By Enter and by double click, said by the announcer, undone in one step."""
    desk.open(client.create_design(lay_out_nodes({"data": make_node("enter_data_manually", {"data": SMALL_CSV})})))
    desk.select("Enter Data Manually")
    desk.palette.get_by_role("textbox").fill("Split Data")
    page.keyboard.press("Enter")
    expect(desk.find_card("Split Data")).to_be_visible()
    expect(desk.find_edges()).to_have_count(1)
    expect(page.locator("[data-announcer]")).to_contain_text("Added Split Data after Enter Data Manually")

    desk.palette.get_by_role("textbox").fill("Summarize Data")
    page.keyboard.press("Enter")
    expect(desk.find_card("Summarize Data")).to_be_visible()
    expect(desk.find_edges()).to_have_count(1)  # two outputs of Split Data fit: none is obvious
    desk.select("Enter Data Manually")
    desk.palette.get_by_role("button", name=re.compile("^Summarize Data")).dblclick()
    expect(desk.find_cards()).to_have_count(4)
    expect(desk.find_edges()).to_have_count(2)
    desk.canvas.focus()
    page.keyboard.press("Control+z")
    expect(desk.find_cards()).to_have_count(3)
    expect(desk.find_edges()).to_have_count(1)
