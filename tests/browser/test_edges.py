"""Edges by their ends: pulled to another port, to another card, off into the blue; by mouse and by keyboard."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.desk import Desk, Point, box_of, middle
from tests.pipelines import ROWS, node
from tests.serving import Client

#: How far from its port the end of an edge is taken hold of.
REACH = 20
SEARCH = re.compile("^(Add|After|Before|Replace)")


@pytest.fixture
def drawn(desk: Desk, client: Client) -> Desk:
    """A split of data above a module that takes one part; beside it another that takes none."""
    nodes = {
        "data": {**node("enter_data_manually", {"data": ROWS}), "x": 0, "y": 0},
        "split": {**node("split_data", dataset="data.dataset"), "x": 0, "y": 200},
        "first": {**node("normalize_data", dataset="split.results_dataset1"), "x": -200, "y": 440},
        "second": {**node("summarize_data"), "x": 200, "y": 440},
    }
    return desk.open(client.new_design(nodes))


def end_at(port: Locator, beyond: int) -> Point:
    """Where an edge is taken hold of: a little above an input, a little below an output."""
    x, y = middle(port)
    return x, y + beyond


def into(desk: Desk, title: str) -> Locator:
    return desk.input(title, "Dataset")


def connected_to(source: str) -> re.Pattern[str]:
    return re.compile(f", connected to {source}$")


LOOSE = re.compile("not connected")


def test_the_end_of_an_edge_is_pulled_to_another_input_and_back_by_undo(drawn: Desk, page: Page) -> None:
    drawn.drag(end_at(into(drawn, "Normalize Data"), -REACH), middle(into(drawn, "Summarize Data")))
    expect(into(drawn, "Summarize Data")).to_have_accessible_name(connected_to("Split Data"))
    expect(into(drawn, "Normalize Data")).to_have_accessible_name(LOOSE)
    page.keyboard.press("Control+z")
    expect(into(drawn, "Normalize Data")).to_have_accessible_name(connected_to("Split Data"))
    expect(into(drawn, "Summarize Data")).to_have_accessible_name(LOOSE)


def test_the_start_of_an_edge_is_pulled_to_another_output(drawn: Desk) -> None:
    drawn.drag(
        end_at(drawn.output("Split Data", "Results dataset1"), REACH),
        middle(drawn.output("Enter Data Manually", "Dataset")),
    )
    expect(into(drawn, "Normalize Data")).to_have_accessible_name(connected_to("Enter Data Manually"))
    expect(drawn.edges()).to_have_count(2)


def test_the_end_of_an_edge_let_go_on_a_card_finds_its_port(drawn: Desk) -> None:
    drawn.drag(end_at(into(drawn, "Normalize Data"), -REACH), middle(drawn.card("Summarize Data")))
    expect(into(drawn, "Summarize Data")).to_have_accessible_name(connected_to("Split Data"))
    expect(into(drawn, "Normalize Data")).to_have_accessible_name(LOOSE)


def test_the_end_of_an_edge_let_go_on_its_own_card_stays(drawn: Desk, page: Page) -> None:
    box = box_of(drawn.card("Normalize Data"))
    drawn.drag(
        end_at(into(drawn, "Normalize Data"), -REACH), (box["x"] + box["width"] * 0.9, box["y"] + box["height"] * 0.8)
    )
    drawn.select("Summarize Data")
    expect(page.get_by_role("heading", name="Summarize Data", exact=True)).to_be_visible()
    expect(into(drawn, "Normalize Data")).to_have_accessible_name(connected_to("Split Data"))


def test_an_edge_comes_off_when_its_end_is_let_go_on_the_paper(drawn: Desk, page: Page) -> None:
    drawn.drag(end_at(into(drawn, "Normalize Data"), -REACH), drawn.place(0.95, 0.2))
    expect(into(drawn, "Normalize Data")).to_have_accessible_name(LOOSE)
    expect(drawn.edges()).to_have_count(1)
    expect(page.get_by_role("combobox", name=SEARCH)).to_have_count(0)
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()
    page.keyboard.press("Control+z")
    expect(into(drawn, "Normalize Data")).to_have_accessible_name(connected_to("Split Data"))
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()


def test_an_edge_is_chosen_and_taken_off_by_keyboard(drawn: Desk, page: Page) -> None:
    edge = drawn.canvas.get_by_role("group", name="Edge from Split Data to Normalize Data")
    edge.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Delete")
    expect(into(drawn, "Normalize Data")).to_have_accessible_name(LOOSE)
    expect(drawn.card("Normalize Data")).to_be_visible()


def test_an_edge_is_drawn_out_of_an_input_by_keyboard(drawn: Desk, page: Page) -> None:
    into(drawn, "Summarize Data").focus()
    page.keyboard.press("c")
    expect(drawn.output("Enter Data Manually", "Dataset")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(drawn.output("Split Data", "Results dataset1")).to_be_focused()
    page.keyboard.press("Enter")
    expect(into(drawn, "Summarize Data")).to_have_accessible_name(connected_to("Split Data"))


def test_an_edge_is_moved_by_keyboard_when_it_is_drawn_anew(drawn: Desk, page: Page) -> None:
    drawn.output("Enter Data Manually", "Dataset").focus()
    page.keyboard.press("c")
    expect(into(drawn, "Split Data")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(into(drawn, "Normalize Data")).to_be_focused()
    page.keyboard.press("Enter")
    expect(into(drawn, "Normalize Data")).to_have_accessible_name(connected_to("Enter Data Manually"))
    expect(drawn.edges()).to_have_count(2)
