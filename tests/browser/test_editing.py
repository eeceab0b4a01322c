"""Drawing fast: the search on the canvas, edges that keep together, cards in line; by mouse and by keyboard."""

import re
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.design_page import DesignPage, compute_middle, lay_out_nodes, measure_box
from tests.live_server import Client, wait_until
from tests.small_designs import SMALL_CSV, make_node, make_regression_nodes

LOOSE = re.compile("not connected")


@pytest.fixture
def drawn(desk: DesignPage, client: Client) -> DesignPage:
    return desk.open(client.create_design(lay_out_nodes(make_regression_nodes(), columns=2)))


def search_canvas(page: Page, text: str) -> None:
    """Type into the search on the canvas once it is open."""
    expect(page.get_by_role("combobox", name=re.compile("^(Add|After|Before|Replace)"))).to_be_focused()
    page.keyboard.insert_text(text)


def open_connected_cards(desk: DesignPage, client: Client, **more: Any) -> DesignPage:
    """Two connected cards one above the other, with room between."""
    nodes = {
        "data": {**make_node("enter_data_manually", {"data": SMALL_CSV}), "x": 0, "y": 0},
        "split": {**make_node("split_data", dataset="data.dataset"), "x": 0, "y": 400},
    }
    return desk.open(client.create_design(nodes | more))


def locate_edge_middle(desk: DesignPage) -> tuple[float, float]:
    desk.wait_for_rest()
    start, end = (
        compute_middle(desk.find_output("Enter Data Manually", "Dataset")),
        compute_middle(desk.find_input("Split Data", "Dataset")),
    )
    return start[0], (start[1] + end[1]) / 2


def match_connected(title: str) -> re.Pattern[str]:
    return re.compile(f", connected to {title}")


def test_tab_opens_the_search_and_a_double_click_adds_where_it_is_and_enter_goes_on(
    page: Page, desk: DesignPage, client: Client
) -> None:
    desk.open(client.create_design({}))
    page.mouse.click(*desk.locate(0.5, 0.5))
    page.keyboard.press("Tab")
    expect(page.get_by_role("combobox", name="Add a module")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("combobox", name="Add a module")).to_have_count(0)
    page.mouse.dblclick(*desk.locate(0.4, 0.2))
    search_canvas(page, "enter data manualy")
    expect(page.get_by_role("option", name=re.compile("Enter Data Manually.*similar spelling"))).to_be_visible()
    page.keyboard.press("Enter")
    expect(desk.find_card("Enter Data Manually")).to_be_visible()
    expect(page.get_by_role("heading", name="After Enter Data Manually")).to_be_visible()
    search_canvas(page, "split data")
    page.keyboard.press("Enter")
    expect(desk.find_input("Split Data", "Dataset")).to_have_accessible_name(match_connected("Enter Data Manually"))
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.get_by_role("option").first).to_have_accessible_name(re.compile("Train Model.*often follows"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)


def test_the_search_on_the_paper_puts_what_was_used_last_first(page: Page, drawn: DesignPage) -> None:
    for title, right in (("Clip Values", 0.9), ("Edit Metadata", 0.4)):
        page.mouse.dblclick(*drawn.locate(right, 0.1))
        search_canvas(page, title)
        page.keyboard.press("Enter")
        expect(drawn.find_card(title)).to_be_visible()
        page.keyboard.press("Escape")
    page.reload()
    expect(drawn.find_card("Edit Metadata")).to_be_visible()
    drawn.wait_for_rest()
    page.keyboard.press("n")
    options = page.get_by_role("option")
    expect(options.nth(0)).to_have_accessible_name(re.compile("^Edit Metadata.*recently used"))
    expect(options.nth(1)).to_have_accessible_name(re.compile("^Clip Values.*recently used"))


def test_a_box_drawn_with_shift_selects_the_cards_in_it(page: Page, drawn: DesignPage) -> None:
    drawn.select("Split Data")
    drawn.find_field("Fraction").click()
    drawn.wait_for_rest()
    first, last = measure_box(drawn.find_card("Enter Data Manually")), measure_box(drawn.find_card("Split Data"))
    page.keyboard.down("Shift")
    right = max(first["x"] + first["width"], last["x"] + last["width"]) + 12
    drawn.drag((first["x"] - 14, first["y"] - 14), (right, last["y"] + last["height"] + 12))
    page.keyboard.up("Shift")
    assert page.evaluate("String(getSelection())") == ""
    page.keyboard.press("m")
    drawn.expect_status("Disabled", ["Enter Data Manually", "Split Data"])
    expect(drawn.find_card("Train Model").get_by_text("Disabled")).to_have_count(0)


def test_an_edge_let_go_on_the_paper_offers_what_fits_and_connects_it(drawn: DesignPage, page: Page) -> None:
    drawn.wait_for_rest()
    drawn.drag(compute_middle(drawn.find_output("Linear Regression", "Untrained model")), drawn.locate(0.95, 0.15))
    options = page.get_by_role("option")
    expect(options.first).to_have_accessible_name(re.compile("Train Model.*often follows"))
    options.filter(has_text="Cross Validate Model").click()
    expect(drawn.find_input("Cross Validate Model", "Untrained model")).to_have_accessible_name(
        match_connected("Linear Regression")
    )


def test_an_edge_drawn_out_of_an_input_offers_producers(page: Page, desk: DesignPage, client: Client) -> None:
    desk.open(client.create_design({"train": {**make_node("train_model"), "x": 0, "y": 300}}))
    desk.wait_for_rest()
    desk.drag(compute_middle(desk.find_input("Train Model", "Untrained model")), desk.locate(0.2, 0.15))
    search_canvas(page, "linear regr")
    page.keyboard.press("Enter")
    expect(desk.find_input("Train Model", "Untrained model")).to_have_accessible_name(
        match_connected("Linear Regression")
    )


def test_a_module_dropped_between_close_cards_covers_neither(page: Page, desk: DesignPage, client: Client) -> None:
    close = {
        "data": {**make_node("enter_data_manually", {"data": SMALL_CSV}), "x": 0, "y": 0},
        "split": {**make_node("split_data", dataset="data.dataset"), "x": 0, "y": 120},
        "below": {**make_node("summarize_data", dataset="split.results_dataset1"), "x": 0, "y": 240},
    }
    desk.open(client.create_design(close))
    desk.drag_from_palette("Normalize Data", locate_edge_middle(desk))
    expect(desk.find_input("Split Data", "Dataset")).to_have_accessible_name(match_connected("Normalize Data"))
    desk.wait_for_rest()
    boxes = [measure_box(desk.find_card(title)) for title in ["Enter Data Manually", "Normalize Data", "Split Data"]]
    boxes.append(measure_box(desk.find_card("Summarize Data")))
    assert all(upper["y"] + upper["height"] < lower["y"] for upper, lower in pairwise(boxes))
    page.keyboard.press("Control+z")
    expect(desk.find_input("Split Data", "Dataset")).to_have_accessible_name(match_connected("Enter Data Manually"))


def test_a_loose_card_dragged_onto_an_edge_is_put_on_it_and_a_dropped_module_as_well(
    page: Page, desk: DesignPage, client: Client
) -> None:
    open_connected_cards(desk, client, loose={**make_node("normalize_data"), "x": 500, "y": 200})
    desk.drag(compute_middle(desk.find_card("Normalize Data")), locate_edge_middle(desk))
    expect(desk.find_input("Split Data", "Dataset")).to_have_accessible_name(match_connected("Normalize Data"))
    page.keyboard.press("Control+z")
    expect(desk.find_input("Split Data", "Dataset")).to_have_accessible_name(match_connected("Enter Data Manually"))
    expect(desk.find_input("Normalize Data", "Dataset")).to_have_accessible_name(LOOSE)
    desk.wait_for_rest()
    desk.drag_from_palette("Clip Values", locate_edge_middle(desk))
    expect(desk.find_input("Clip Values", "Dataset")).to_have_accessible_name(match_connected("Enter Data Manually"))
    expect(desk.find_input("Split Data", "Dataset")).to_have_accessible_name(match_connected("Clip Values"))


def make_cleaned_nodes() -> dict[str, dict[str, Any]]:
    nodes = make_regression_nodes()
    nodes["clean"] = make_node("clean_missing_data", {"cleaning_mode": "Remove entire row"}, dataset="data.dataset")
    nodes["split"]["inputs"] = {"dataset": "clean.cleaned_dataset"}
    return lay_out_nodes({name: nodes[name] for name in ["data", "clean", *list(nodes)[1:-1]]}, columns=2)


def test_deleting_the_middle_joins_the_neighbors_and_a_replaced_card_keeps_its_edges(
    desk: DesignPage, client: Client
) -> None:
    desk.open(client.create_design(make_cleaned_nodes()))
    desk.select("Clean Missing Data")
    desk.page.keyboard.press("Delete")
    expect(desk.find_input("Split Data", "Dataset")).to_have_accessible_name(match_connected("Enter Data Manually"))
    desk.page.keyboard.press("Control+z")
    desk.select("Clean Missing Data")
    desk.page.keyboard.press("Shift+Delete")
    expect(desk.find_input("Split Data", "Dataset")).to_have_accessible_name(LOOSE)
    desk.page.keyboard.press("Control+z")
    expect(desk.find_card("Clean Missing Data")).to_be_visible()

    desk.select("Linear Regression")
    desk.page.keyboard.press("r")
    search_canvas(desk.page, "decision forest regression")
    desk.page.keyboard.press("Enter")
    expect(desk.find_card("Linear Regression")).to_have_count(0)
    expect(desk.find_input("Train Model", "Untrained model")).to_have_accessible_name(
        match_connected("Decision Forest Regression")
    )
    desk.find_card("Clean Missing Data").click(button="right")
    desk.page.get_by_role("menuitem", name="Replace with another module").click()
    desk.page.get_by_role("option", name=re.compile("^Normalize Data")).click()
    expect(desk.find_input("Split Data", "Dataset")).to_have_accessible_name(match_connected("Normalize Data"))


def test_selected_cards_are_connected_by_one_key(page: Page, desk: DesignPage, client: Client) -> None:
    nodes = {name: {**value, "inputs": {}} for name, value in make_regression_nodes().items()}
    desk.open(client.create_design(lay_out_nodes(nodes)))
    desk.select("Enter Data Manually")
    page.keyboard.press("Control+a")
    page.keyboard.press("l")
    expect(desk.find_input("Train Model", "Untrained model")).to_have_accessible_name(
        match_connected("Linear Regression")
    )
    expect(desk.find_input("Train Model", "Dataset")).to_have_accessible_name(match_connected("Split Data"))
    expect(desk.find_input("Score Model", "Trained model")).to_have_accessible_name(match_connected("Train Model"))


def test_cards_are_aligned_and_spread_by_key_and_menu(page: Page, desk: DesignPage, client: Client) -> None:
    titles = ["Enter Data Manually", "Split Data", "Normalize Data"]
    nodes = {
        "a": {**make_node("enter_data_manually", {"data": SMALL_CSV}), "x": 0, "y": 0},
        "b": {**make_node("split_data"), "x": 40, "y": 150},
        "c": {**make_node("normalize_data"), "x": 90, "y": 400},
    }
    desk.open(client.create_design(nodes))
    desk.select(titles[0])
    for title in titles[1:]:
        desk.find_card(title).click(modifiers=["Shift"])
    page.keyboard.press("Alt+a")
    wait_until(lambda: len({measure_box(desk.find_card(title))["x"] for title in titles}) == 1, "the cards in one line")
    desk.find_card(titles[1]).click(button="right")
    page.get_by_role("menuitem", name="Distribute vertically").click()

    def even() -> bool:
        tops = [measure_box(desk.find_card(title))["y"] for title in titles]
        return bool(abs((tops[1] - tops[0]) - (tops[2] - tops[1])) < 2)

    wait_until(even, "the same gap between the cards")


def test_cards_are_tidied_up_by_the_wand_and_only_the_selected_ones_by_key(
    page: Page, desk: DesignPage, client: Client
) -> None:
    heap = {name: {**one, "x": 0, "y": 0} for name, one in make_regression_nodes().items()}
    desk.open(client.create_design(heap))

    def order() -> list[float]:
        return [
            measure_box(desk.find_card(title))["y"] for title in ("Enter Data Manually", "Split Data", "Train Model")
        ]

    page.get_by_role("button", name="Tidy up the layout").click()
    wait_until(lambda: order() == sorted(set(order())), "the cards from top to bottom")
    page.keyboard.press("Control+z")
    wait_until(lambda: len(set(order())) == 1, "the heap again")
    desk.focus("Split Data")
    page.keyboard.press("Control+Shift+l")
    wait_until(lambda: order() == sorted(set(order())), "the cards from top to bottom")

    desk.wait_for_rest()
    alone = measure_box(desk.find_card("Evaluate Model"))
    for title in ("Enter Data Manually", "Linear Regression"):
        desk.find_card(title).click(modifiers=["Shift"])
    page.keyboard.press("Alt+Shift+l")
    page.get_by_role("button", name=re.compile("^Undo: Tidied up 2 modules")).wait_for()
    assert measure_box(desk.find_card("Evaluate Model")) == alone


def test_cards_are_moved_by_key_and_a_dragged_one_snaps_to_the_line_of_another(
    page: Page, desk: DesignPage, client: Client
) -> None:
    nodes = {
        "a": {**make_node("enter_data_manually", {"data": SMALL_CSV}), "x": 3, "y": 0},
        "b": {**make_node("split_data"), "x": 400, "y": 300},
    }
    desk.open(client.create_design(nodes)).wait_for_rest()
    before = compute_middle(desk.find_card("Enter Data Manually"))
    page.keyboard.press("F6")
    page.keyboard.press("Shift+ArrowRight")
    wait_until(lambda: compute_middle(desk.find_card("Enter Data Manually"))[0] > before[0], "the card farther right")
    page.keyboard.press("Control+z")
    wait_until(lambda: compute_middle(desk.find_card("Enter Data Manually")) == before, "the card where it was")

    there, card = compute_middle(desk.find_card("Enter Data Manually")), compute_middle(desk.find_card("Split Data"))
    page.mouse.move(*card)
    page.mouse.down()
    page.mouse.move(card[0] + 2, card[1] + 2)
    page.mouse.move(there[0] + 4, card[1], steps=6)
    expect(page.locator(".helper-line").first).to_be_visible()
    page.mouse.up()
    expect(page.locator(".helper-line")).to_have_count(0)
    wait_until(
        lambda: abs(compute_middle(desk.find_card("Split Data"))[0] - there[0]) < 1, "the card under the other one"
    )


def test_muted_and_bypassed_cards_say_so_and_a_run_goes_on_without(desk: DesignPage, client: Client) -> None:
    nodes = make_cleaned_nodes()
    desk.open(client.create_design(nodes))
    desk.select("Clean Missing Data")
    desk.page.keyboard.press("b")
    expect(desk.find_card("Clean Missing Data").get_by_text("Bypassed")).to_be_visible()
    desk.page.keyboard.press("m")
    expect(desk.find_card("Clean Missing Data").get_by_text("Disabled")).to_be_visible()
    desk.page.keyboard.press("m")
    desk.find_card("Clean Missing Data").click(button="right")
    desk.page.get_by_role("menuitem", name="Run once without it").click()
    desk.expect_run("Succeeded")
    expect(desk.find_card("Clean Missing Data").get_by_text("left out of this run")).to_be_visible()
