"""Edges by their ends: pulled to another port, to another card, off into the blue; by mouse and by keyboard."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.design_page import DesignPage, Point, compute_middle, measure_box
from tests.live_server import Client
from tests.small_designs import SMALL_CSV, make_node

#: How far from its port the end of an edge is taken hold of.
GRIP_OFFSET = 20
SEARCH = re.compile("^(Add|After|Before|Replace)")


@pytest.fixture
def drawn(desk: DesignPage, client: Client) -> DesignPage:
    """A split of data above a module that takes one part; beside it another that takes none."""
    nodes = {
        "data": {**make_node("enter_data_manually", {"data": SMALL_CSV}), "x": 0, "y": 0},
        "split": {**make_node("split_data", dataset="data.dataset"), "x": 0, "y": 200},
        "first": {**make_node("normalize_data", dataset="split.results_dataset1"), "x": -200, "y": 440},
        "second": {**make_node("summarize_data"), "x": 200, "y": 440},
    }
    return desk.open(client.create_design(nodes))


def locate_edge_end(port: Locator, beyond: int) -> Point:
    """Where an edge is taken hold of: a little above an input, a little below an output."""
    x, y = compute_middle(port)
    return x, y + beyond


def find_dataset_input(desk: DesignPage, title: str) -> Locator:
    return desk.find_input(title, "Dataset")


def match_connected(source: str) -> re.Pattern[str]:
    return re.compile(f", connected to {source}$")


LOOSE = re.compile("not connected")


def test_an_edge_is_pulled_to_another_input_and_by_its_start_to_another_output(drawn: DesignPage, page: Page) -> None:
    drawn.wait_for_rest()
    drawn.drag(
        locate_edge_end(find_dataset_input(drawn, "Normalize Data"), -GRIP_OFFSET),
        compute_middle(find_dataset_input(drawn, "Summarize Data")),
    )
    expect(find_dataset_input(drawn, "Summarize Data")).to_have_accessible_name(match_connected("Split Data"))
    expect(find_dataset_input(drawn, "Normalize Data")).to_have_accessible_name(LOOSE)
    page.keyboard.press("Control+z")
    expect(find_dataset_input(drawn, "Normalize Data")).to_have_accessible_name(match_connected("Split Data"))
    expect(find_dataset_input(drawn, "Summarize Data")).to_have_accessible_name(LOOSE)

    drawn.wait_for_rest()
    drawn.drag(
        locate_edge_end(drawn.find_output("Split Data", "Results dataset1"), GRIP_OFFSET),
        compute_middle(drawn.find_output("Enter Data Manually", "Dataset")),
    )
    expect(find_dataset_input(drawn, "Normalize Data")).to_have_accessible_name(match_connected("Enter Data Manually"))
    expect(drawn.find_edges()).to_have_count(2)


def test_the_end_of_an_edge_let_go_on_its_own_card_stays_and_on_another_finds_its_port(
    drawn: DesignPage, page: Page
) -> None:
    drawn.wait_for_rest()
    box = measure_box(drawn.find_card("Normalize Data"))
    drawn.drag(
        locate_edge_end(find_dataset_input(drawn, "Normalize Data"), -GRIP_OFFSET),
        (box["x"] + box["width"] * 0.9, box["y"] + box["height"] * 0.8),
    )
    drawn.select("Summarize Data")
    expect(page.get_by_role("heading", name="Summarize Data", exact=True)).to_be_visible()
    expect(find_dataset_input(drawn, "Normalize Data")).to_have_accessible_name(match_connected("Split Data"))

    drawn.wait_for_rest()
    drawn.drag(
        locate_edge_end(find_dataset_input(drawn, "Normalize Data"), -GRIP_OFFSET),
        compute_middle(drawn.find_card("Summarize Data")),
    )
    expect(find_dataset_input(drawn, "Summarize Data")).to_have_accessible_name(match_connected("Split Data"))
    expect(find_dataset_input(drawn, "Normalize Data")).to_have_accessible_name(LOOSE)


def test_an_edge_comes_off_when_its_end_is_let_go_on_the_paper(drawn: DesignPage, page: Page) -> None:
    drawn.wait_for_rest()
    drawn.drag(locate_edge_end(find_dataset_input(drawn, "Normalize Data"), -GRIP_OFFSET), drawn.locate(0.95, 0.2))
    expect(find_dataset_input(drawn, "Normalize Data")).to_have_accessible_name(LOOSE)
    expect(drawn.find_edges()).to_have_count(1)
    expect(page.get_by_role("combobox", name=SEARCH)).to_have_count(0)
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()
    page.keyboard.press("Control+z")
    expect(find_dataset_input(drawn, "Normalize Data")).to_have_accessible_name(match_connected("Split Data"))
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()


def test_an_edge_is_taken_off_by_keyboard_and_gets_a_module_on_it(drawn: DesignPage, page: Page) -> None:
    edge = drawn.canvas.get_by_role("group", name="Edge from Split Data to Normalize Data")
    edge.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Delete")
    expect(find_dataset_input(drawn, "Normalize Data")).to_have_accessible_name(LOOSE)
    expect(drawn.find_card("Normalize Data")).to_be_visible()
    page.keyboard.press("Control+z")
    edge.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("n")
    expect(page.get_by_role("combobox", name="Between Split Data and Normalize Data")).to_be_focused()
    page.keyboard.type("linear")
    expect(page.get_by_role("option", name=re.compile("^Linear Regression"))).to_have_count(0)
    page.keyboard.press("Control+a")
    page.keyboard.type("remove duplicate")
    page.keyboard.press("Enter")
    expect(find_dataset_input(drawn, "Normalize Data")).to_have_accessible_name(
        match_connected("Remove Duplicate Rows")
    )
    expect(find_dataset_input(drawn, "Remove Duplicate Rows")).to_have_accessible_name(match_connected("Split Data"))


def test_an_edge_is_drawn_out_of_an_input_by_keyboard_and_moved_when_it_is_drawn_anew(
    drawn: DesignPage, page: Page
) -> None:
    find_dataset_input(drawn, "Summarize Data").focus()
    page.keyboard.press("c")
    expect(drawn.find_output("Enter Data Manually", "Dataset")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(drawn.find_output("Split Data", "Results dataset1")).to_be_focused()
    page.keyboard.press("Enter")
    expect(find_dataset_input(drawn, "Summarize Data")).to_have_accessible_name(match_connected("Split Data"))

    drawn.find_output("Enter Data Manually", "Dataset").focus()
    page.keyboard.press("c")
    expect(find_dataset_input(drawn, "Split Data")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(find_dataset_input(drawn, "Normalize Data")).to_be_focused()
    page.keyboard.press("Enter")
    expect(find_dataset_input(drawn, "Normalize Data")).to_have_accessible_name(match_connected("Enter Data Manually"))
    expect(drawn.find_edges()).to_have_count(3)
