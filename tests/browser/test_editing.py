"""Drawing fast: the search on the canvas, edges that keep together, cards in line; by mouse and by keyboard."""

import re
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import Desk, box_of, middle, placed
from tests.pipelines import ROWS, node, regression
from tests.serving import Client, eventually

LOOSE = re.compile("not connected")


@pytest.fixture
def drawn(desk: Desk, client: Client) -> Desk:
    return desk.open(client.new_design(placed(regression(), columns=2)))


def search(page: Page, words: str) -> None:
    """Type into the search on the canvas once it is open."""
    expect(page.get_by_role("combobox", name=re.compile("^(Add|After|Before|Replace)"))).to_be_focused()
    page.keyboard.type(words)


def between(desk: Desk, client: Client, **more: Any) -> Desk:
    """Two connected cards one above the other, with room between."""
    nodes = {
        "data": {**node("enter_data_manually", {"data": ROWS}), "x": 0, "y": 0},
        "split": {**node("split_data", dataset="data.dataset"), "x": 0, "y": 400},
    }
    return desk.open(client.new_design(nodes | more))


def on_edge(desk: Desk) -> tuple[float, float]:
    start, end = middle(desk.output("Enter Data Manually", "Dataset")), middle(desk.input("Split Data", "Dataset"))
    return start[0], (start[1] + end[1]) / 2


def connected_to(title: str) -> re.Pattern[str]:
    return re.compile(f", connected to {title}")


def test_a_double_click_adds_where_it_is_and_enter_goes_on(page: Page, desk: Desk, client: Client) -> None:
    desk.open(client.new_design({}))
    page.mouse.dblclick(*desk.place(0.4, 0.2))
    search(page, "enter data manualy")
    expect(page.get_by_role("option", name=re.compile("Enter Data Manually.*similar spelling"))).to_be_visible()
    page.keyboard.press("Enter")
    expect(desk.card("Enter Data Manually")).to_be_visible()
    expect(page.get_by_role("heading", name="After Enter Data Manually")).to_be_visible()
    search(page, "split")
    page.keyboard.press("Enter")
    expect(desk.input("Split Data", "Dataset")).to_have_accessible_name(connected_to("Enter Data Manually"))
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.get_by_role("option").first).to_have_accessible_name(re.compile("Train Model.*often follows"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)


def test_the_search_on_the_paper_puts_what_was_used_last_first(page: Page, drawn: Desk) -> None:
    for title, right in (("Clip Values", 0.9), ("Edit Metadata", 0.4)):
        page.mouse.dblclick(*drawn.place(right, 0.1))
        search(page, title)
        page.keyboard.press("Enter")
        expect(drawn.card(title)).to_be_visible()
        page.keyboard.press("Escape")
    page.reload()
    expect(drawn.card("Edit Metadata")).to_be_visible()
    drawn.rest()
    page.keyboard.press("n")
    options = page.get_by_role("option")
    expect(options.nth(0)).to_have_accessible_name(re.compile("^Edit Metadata.*used last"))
    expect(options.nth(1)).to_have_accessible_name(re.compile("^Clip Values.*used last"))


def test_a_box_drawn_with_shift_selects_the_cards_in_it(page: Page, drawn: Desk) -> None:
    drawn.select("Split Data")
    drawn.field("Fraction").click()
    first, last = box_of(drawn.card("Enter Data Manually")), box_of(drawn.card("Split Data"))
    page.keyboard.down("Shift")
    right = max(first["x"] + first["width"], last["x"] + last["width"]) + 12
    drawn.drag((first["x"] - 14, first["y"] - 14), (right, last["y"] + last["height"] + 12))
    page.keyboard.up("Shift")
    assert page.evaluate("String(getSelection())") == ""
    page.keyboard.press("m")
    drawn.expect_status("Muted", ["Enter Data Manually", "Split Data"])
    expect(drawn.card("Train Model").get_by_text("Muted")).to_have_count(0)


def test_tab_after_a_click_on_the_paper_opens_the_search(page: Page, desk: Desk, client: Client) -> None:
    desk.open(client.new_design({}))
    page.mouse.click(*desk.place(0.5, 0.5))
    page.keyboard.press("Tab")
    expect(page.get_by_role("combobox", name="Add a module")).to_be_focused()


def test_an_edge_let_go_on_the_paper_offers_what_fits_and_connects_it(drawn: Desk, page: Page) -> None:
    drawn.drag(middle(drawn.output("Linear Regression", "Untrained model")), drawn.place(0.95, 0.15))
    options = page.get_by_role("option")
    expect(options.first).to_have_accessible_name(re.compile("Train Model.*often follows"))
    options.filter(has_text="Cross Validate Model").click()
    expect(drawn.input("Cross Validate Model", "Untrained model")).to_have_accessible_name(
        connected_to("Linear Regression")
    )


def test_an_edge_drawn_out_of_an_input_offers_producers(page: Page, desk: Desk, client: Client) -> None:
    desk.open(client.new_design({"train": {**node("train_model"), "x": 0, "y": 300}}))
    desk.drag(middle(desk.input("Train Model", "Untrained model")), desk.place(0.2, 0.15))
    search(page, "linear regr")
    page.keyboard.press("Enter")
    expect(desk.input("Train Model", "Untrained model")).to_have_accessible_name(connected_to("Linear Regression"))


def test_a_module_dropped_on_an_edge_stands_between(desk: Desk, client: Client) -> None:
    between(desk, client)
    desk.drag_from_palette("Normalize Data", on_edge(desk))
    expect(desk.input("Normalize Data", "Dataset")).to_have_accessible_name(connected_to("Enter Data Manually"))
    expect(desk.input("Split Data", "Dataset")).to_have_accessible_name(connected_to("Normalize Data"))


def test_a_module_dropped_between_close_cards_covers_neither(page: Page, desk: Desk, client: Client) -> None:
    close = {
        "data": {**node("enter_data_manually", {"data": ROWS}), "x": 0, "y": 0},
        "split": {**node("split_data", dataset="data.dataset"), "x": 0, "y": 120},
        "below": {**node("summarize_data", dataset="split.results_dataset1"), "x": 0, "y": 240},
    }
    desk.open(client.new_design(close))
    desk.drag_from_palette("Normalize Data", on_edge(desk))
    expect(desk.input("Split Data", "Dataset")).to_have_accessible_name(connected_to("Normalize Data"))
    desk.rest()
    boxes = [box_of(desk.card(title)) for title in ["Enter Data Manually", "Normalize Data", "Split Data"]]
    boxes.append(box_of(desk.card("Summarize Data")))
    assert all(upper["y"] + upper["height"] < lower["y"] for upper, lower in pairwise(boxes))
    page.keyboard.press("Control+z")
    expect(desk.input("Split Data", "Dataset")).to_have_accessible_name(connected_to("Enter Data Manually"))


def test_a_loose_card_dragged_onto_an_edge_is_put_on_it(page: Page, desk: Desk, client: Client) -> None:
    between(desk, client, loose={**node("normalize_data"), "x": 500, "y": 200})
    desk.drag(middle(desk.card("Normalize Data")), on_edge(desk))
    expect(desk.input("Split Data", "Dataset")).to_have_accessible_name(connected_to("Normalize Data"))
    page.keyboard.press("Control+z")
    expect(desk.input("Split Data", "Dataset")).to_have_accessible_name(connected_to("Enter Data Manually"))
    expect(desk.input("Normalize Data", "Dataset")).to_have_accessible_name(LOOSE)


def cleaned() -> dict[str, dict[str, Any]]:
    nodes = regression()
    nodes["clean"] = node("clean_missing_data", {"cleaning_mode": "Remove entire row"}, dataset="data.dataset")
    nodes["split"]["inputs"] = {"dataset": "clean.cleaned_dataset"}
    return placed({name: nodes[name] for name in ["data", "clean", *list(nodes)[1:-1]]}, columns=2)


def test_deleting_the_middle_joins_the_neighbours_and_shift_leaves_them_apart(desk: Desk, client: Client) -> None:
    desk.open(client.new_design(cleaned()))
    desk.select("Clean Missing Data")
    desk.page.keyboard.press("Delete")
    expect(desk.input("Split Data", "Dataset")).to_have_accessible_name(connected_to("Enter Data Manually"))
    desk.page.keyboard.press("Control+z")
    desk.select("Clean Missing Data")
    desk.page.keyboard.press("Shift+Delete")
    expect(desk.input("Split Data", "Dataset")).to_have_accessible_name(LOOSE)


def test_a_card_is_replaced_by_another_module_with_its_edges(desk: Desk, client: Client) -> None:
    desk.open(client.new_design(cleaned()))
    desk.select("Linear Regression")
    desk.page.keyboard.press("r")
    search(desk.page, "decision forest regression")
    desk.page.keyboard.press("Enter")
    expect(desk.card("Linear Regression")).to_have_count(0)
    expect(desk.input("Train Model", "Untrained model")).to_have_accessible_name(
        connected_to("Decision Forest Regression")
    )
    desk.card("Clean Missing Data").click(button="right")
    desk.page.get_by_role("menuitem", name="Replace by another module").click()
    desk.page.get_by_role("option", name=re.compile("^Normalize Data")).click()
    expect(desk.input("Split Data", "Dataset")).to_have_accessible_name(connected_to("Normalize Data"))


def test_selected_cards_are_connected_by_one_key(page: Page, desk: Desk, client: Client) -> None:
    nodes = {name: {**value, "inputs": {}} for name, value in regression().items()}
    desk.open(client.new_design(placed(nodes)))
    desk.select("Enter Data Manually")
    page.keyboard.press("Control+a")
    page.keyboard.press("l")
    expect(desk.input("Train Model", "Untrained model")).to_have_accessible_name(connected_to("Linear Regression"))
    expect(desk.input("Train Model", "Dataset")).to_have_accessible_name(connected_to("Split Data"))
    expect(desk.input("Score Model", "Trained model")).to_have_accessible_name(connected_to("Train Model"))


def test_cards_are_aligned_and_spread_by_key_and_menu(page: Page, desk: Desk, client: Client) -> None:
    titles = ["Enter Data Manually", "Split Data", "Normalize Data"]
    nodes = {
        "a": {**node("enter_data_manually", {"data": ROWS}), "x": 0, "y": 0},
        "b": {**node("split_data"), "x": 40, "y": 150},
        "c": {**node("normalize_data"), "x": 90, "y": 400},
    }
    desk.open(client.new_design(nodes))
    desk.select(titles[0])
    for title in titles[1:]:
        desk.card(title).click(modifiers=["Shift"])
    page.keyboard.press("Alt+a")
    eventually(lambda: len({box_of(desk.card(title))["x"] for title in titles}) == 1, "the cards in one line")
    desk.card(titles[1]).click(button="right")
    page.get_by_role("menuitem", name="Distribute down").click()

    def even() -> bool:
        tops = [box_of(desk.card(title))["y"] for title in titles]
        return bool(abs((tops[1] - tops[0]) - (tops[2] - tops[1])) < 2)

    eventually(even, "the same gap between the cards")


def test_cards_are_tidied_up_by_the_wand_and_only_the_selected_ones_by_key(
    page: Page, desk: Desk, client: Client
) -> None:
    heap = {name: {**one, "x": 0, "y": 0} for name, one in regression().items()}
    desk.open(client.new_design(heap))

    def order() -> list[float]:
        return [box_of(desk.card(title))["y"] for title in ("Enter Data Manually", "Split Data", "Train Model")]

    page.get_by_role("button", name="Tidy up the layout").click()
    eventually(lambda: order() == sorted(set(order())), "the cards from top to bottom")
    page.keyboard.press("Control+z")
    eventually(lambda: len(set(order())) == 1, "the heap again")
    desk.focus("Split Data")
    page.keyboard.press("Control+Shift+l")
    eventually(lambda: order() == sorted(set(order())), "the cards from top to bottom")

    alone = box_of(desk.card("Evaluate Model"))
    for title in ("Enter Data Manually", "Linear Regression"):
        desk.card(title).click(modifiers=["Shift"])
    page.keyboard.press("Alt+Shift+l")
    page.get_by_role("button", name=re.compile("^Undo: Tidied up 2 modules")).wait_for()
    assert box_of(desk.card("Evaluate Model")) == alone


def test_cards_are_moved_by_key(page: Page, desk: Desk, client: Client) -> None:
    desk.open(client.new_design(placed({"data": node("enter_data_manually", {"data": ROWS})})))
    before = middle(desk.card("Enter Data Manually"))
    page.keyboard.press("F6")
    page.keyboard.press("Shift+ArrowRight")
    eventually(lambda: middle(desk.card("Enter Data Manually"))[0] > before[0], "the card farther right")
    page.keyboard.press("Control+z")
    eventually(lambda: middle(desk.card("Enter Data Manually")) == before, "the card where it was")


def test_a_dragged_card_snaps_to_the_line_of_another(page: Page, desk: Desk, client: Client) -> None:
    nodes = {
        "a": {**node("enter_data_manually", {"data": ROWS}), "x": 3, "y": 0},
        "b": {**node("split_data"), "x": 400, "y": 300},
    }
    desk.open(client.new_design(nodes))
    there, card = middle(desk.card("Enter Data Manually")), middle(desk.card("Split Data"))
    page.mouse.move(*card)
    page.mouse.down()
    page.mouse.move(card[0] + 2, card[1] + 2)
    page.mouse.move(there[0] + 4, card[1], steps=6)
    expect(page.locator(".helper-line").first).to_be_visible()
    page.mouse.up()
    expect(page.locator(".helper-line")).to_have_count(0)
    eventually(lambda: abs(middle(desk.card("Split Data"))[0] - there[0]) < 1, "the card under the other one")


def test_muted_and_bypassed_cards_say_so_and_a_run_goes_on_without(desk: Desk, client: Client) -> None:
    nodes = cleaned()
    desk.open(client.new_design(nodes))
    desk.select("Clean Missing Data")
    desk.page.keyboard.press("b")
    expect(desk.card("Clean Missing Data").get_by_text("Bypassed")).to_be_visible()
    desk.page.keyboard.press("m")
    expect(desk.card("Clean Missing Data").get_by_text("Muted")).to_be_visible()
    desk.page.keyboard.press("m")
    desk.card("Clean Missing Data").click(button="right")
    desk.page.get_by_role("menuitem", name="Run once without it").click()
    desk.expect_run("Succeeded")
    expect(desk.card("Clean Missing Data").get_by_text("left out of this run")).to_be_visible()
