"""The keyboard: keys of one's own, walking along edges, edges from port to port, the history, three panes."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.design_page import DesignPage, lay_out_nodes, measure_box
from tests.live_server import Client
from tests.small_designs import SMALL_CSV, make_node, make_regression_nodes


@pytest.fixture
def drawn(desk: DesignPage, client: Client) -> DesignPage:
    return desk.open(client.create_design(lay_out_nodes(make_regression_nodes(), columns=2)))


def test_a_key_is_changed_refused_when_taken_and_given_back(drawn: DesignPage, page: Page) -> None:
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    mute = dialog.get_by_role("button", name=re.compile("^Change the key for Disable"))
    mute.click()
    page.keyboard.press("b")
    expect(dialog.get_by_role("status")).to_contain_text("B is already used for Bypass")
    page.keyboard.press("x")
    expect(mute).to_have_accessible_name(re.compile("X$"))
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.reload()
    drawn.select("Split Data")
    page.keyboard.press("m")
    expect(drawn.find_card("Split Data").get_by_text("Disabled")).to_have_count(0)
    page.keyboard.press("x")
    expect(drawn.find_card("Split Data").get_by_text("Disabled")).to_be_visible()
    page.keyboard.press("?")
    page.get_by_role("button", name="Reset all keys").click()
    expect(mute).to_have_accessible_name(re.compile("M, Ctrl\\+E$"))


def test_arrows_walk_along_the_edges_and_keys_are_letters_while_somebody_types(drawn: DesignPage, page: Page) -> None:
    drawn.focus("Enter Data Manually")
    for key, title in [("ArrowDown", "Split Data"), ("ArrowDown", "Train Model"), ("ArrowDown", "Score Model")]:
        page.keyboard.press(key)
        expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
        expect(drawn.find_card(title).locator("xpath=..")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("heading", name="Train Model", exact=True)).to_be_visible()

    drawn.select("Split Data")
    drawn.find_field("Fraction").fill("")
    drawn.find_field("Fraction").press_sequentially("mb")
    expect(drawn.find_card("Split Data").get_by_text(re.compile("Disabled|Bypassed"))).to_have_count(0)


def focus_lone_output(page: Page, desk: DesignPage, client: Client) -> None:
    """Open a table and a split that no edge connects, with the focus at the output of the table."""
    nodes = {"data": make_node("enter_data_manually", {"data": SMALL_CSV}), "split": make_node("split_data")}
    desk.open(client.create_design(lay_out_nodes(nodes)))
    desk.focus("Enter Data Manually")
    page.keyboard.press("p")
    expect(desk.find_output("Enter Data Manually", "Dataset")).to_be_focused()


def test_an_edge_is_drawn_from_port_to_port_by_keyboard(page: Page, desk: DesignPage, client: Client) -> None:
    focus_lone_output(page, desk, client)
    expect(page.get_by_role("tooltip")).to_contain_text("3 columns")
    page.keyboard.press("c")
    expect(desk.find_input("Split Data", "Dataset")).to_be_focused()
    page.keyboard.press("Enter")
    expect(desk.find_input("Split Data", "Dataset")).to_have_accessible_name(
        re.compile("connected to Enter Data Manually")
    )
    page.keyboard.press("ArrowUp")
    expect(desk.find_output("Enter Data Manually", "Dataset")).to_be_focused()
    page.keyboard.press("c")
    page.keyboard.press("Escape")
    expect(page.locator(".port-fits")).to_have_count(0)


PRESS_TWO_KEYS = """() => ["c", "Enter"].forEach((key) =>
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })))"""


def test_a_second_key_finds_the_focus_where_the_first_led(page: Page, desk: DesignPage, client: Client) -> None:
    focus_lone_output(page, desk, client)
    page.evaluate(PRESS_TWO_KEYS)
    expect(desk.find_input("Split Data", "Dataset")).to_have_accessible_name(
        re.compile("connected to Enter Data Manually")
    )


#: Presses a key, and says in the same turn, before the page draws, what has the focus.
PRESS_AND_LOOK = """([key, selector]) => {
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  return document.activeElement.matches(selector);
}"""
SELECTED_CARD = ".react-flow__node.selected"


def test_what_opens_or_closes_moves_the_focus_at_once(drawn: DesignPage, page: Page) -> None:
    drawn.select("Split Data")
    page.keyboard.press("n")
    expect(page.get_by_role("combobox", name="After Split Data")).to_be_focused()
    assert page.evaluate(PRESS_AND_LOOK, ["Escape", SELECTED_CARD]), "the search on the canvas closes"
    page.keyboard.press("F2")
    expect(page.get_by_role("textbox", name="Rename")).to_be_focused()
    assert page.evaluate(PRESS_AND_LOOK, ["Enter", SELECTED_CARD]), "a card has its new name"
    page.keyboard.press("Enter")
    panes = page.get_by_role("dialog", name="Split Data: inputs, parameters, outputs")
    expect(panes).to_be_visible()
    assert page.evaluate(PRESS_AND_LOOK, ["Escape", SELECTED_CARD]), "the three panes close"
    assert page.evaluate(PRESS_AND_LOOK, ["/", ".palette-search input"]), "the search for modules"
    expect(panes).to_have_count(0)


def test_a_port_says_what_it_is_while_it_is_pointed_at(drawn: DesignPage, page: Page) -> None:
    drawn.find_output("Split Data", "Results dataset1").hover()
    tip = page.get_by_role("tooltip")
    expect(tip).to_contain_text("Results dataset1")
    expect(tip).to_contain_text("3 columns")
    drawn.find_card("Evaluate Model").hover()
    expect(tip).to_have_count(0)
    # Near the edge of the window it stands on the other side of the port.
    port = measure_box(drawn.find_input("Split Data", "Dataset"))
    page.mouse.move(520, 600)
    page.mouse.down(button="middle")
    page.mouse.move(520, 600 - port["y"] + 80, steps=5)
    page.mouse.up(button="middle")
    drawn.find_input("Split Data", "Dataset").hover()
    expect(tip).to_contain_text("3 columns")
    expect(tip).to_be_in_viewport(ratio=1)


def test_the_history_names_what_was_done_and_leads_anywhere(drawn: DesignPage, page: Page) -> None:
    drawn.connect(
        drawn.find_output("Score Model", "Scored dataset"),
        drawn.find_input("Evaluate Model", "Scored dataset to compare"),
    )
    drawn.select("Train Model")
    page.keyboard.press("Delete")
    page.keyboard.press("Alt+z")
    rows = page.get_by_role("listitem").get_by_role("button")
    expect(rows.nth(0)).to_contain_text("Deleted Train Model")
    expect(rows.nth(1)).to_contain_text("Connected Score Model to Evaluate Model")
    rows.filter(has_text="Opened the design").click()
    expect(drawn.find_card("Train Model")).to_be_visible()
    expect(drawn.find_edges()).to_have_count(6)
    rows.filter(has_text="Deleted Train Model").click()
    expect(drawn.find_card("Train Model")).to_have_count(0)


def test_a_card_opens_between_what_comes_in_and_what_goes_out(drawn: DesignPage, page: Page) -> None:
    drawn.run()
    drawn.expect_run("Succeeded")
    drawn.focus("Split Data")
    page.keyboard.press("Enter")
    panes = page.get_by_role("dialog", name="Split Data: inputs, parameters, outputs")
    expect(panes.get_by_role("region", name="Inputs", exact=True)).to_contain_text("10 × 3")
    expect(panes.get_by_role("region", name="Outputs", exact=True)).to_contain_text("7 × 3")
    panes.get_by_role("tab", name="Results dataset2").click()
    expect(panes.get_by_role("region", name="Outputs", exact=True)).to_contain_text("3 × 3")
    divider = panes.get_by_role("separator").first
    before = divider.get_attribute("aria-valuenow")
    divider.focus()
    page.keyboard.press("ArrowRight")
    expect(divider).not_to_have_attribute("aria-valuenow", before or "")
    page.keyboard.press("Escape")
    expect(panes).to_have_count(0)
    drawn.find_card("Train Model").dblclick()
    expect(page.get_by_role("dialog", name=re.compile("^Train Model"))).to_be_visible()


def test_the_three_panes_stand_below_the_canvas_where_that_is_chosen(drawn: DesignPage, page: Page) -> None:
    drawn.find_card("Split Data").dblclick()
    page.get_by_role("button", name="Dock below the canvas").click()
    panes = page.get_by_role("dialog", name=re.compile(": inputs, parameters, outputs$"))
    canvas = measure_box(drawn.canvas)
    assert canvas["y"] + canvas["height"] <= measure_box(panes)["y"] + 1
    drawn.select("Train Model")
    expect(panes).to_have_accessible_name("Train Model: inputs, parameters, outputs")
    edge = panes.get_by_role("separator", name="Height of the panes")
    before = edge.get_attribute("aria-valuenow")
    edge.focus()
    page.keyboard.press("ArrowDown")
    expect(edge).not_to_have_attribute("aria-valuenow", before or "")
    after = edge.get_attribute("aria-valuenow")
    page.reload()
    drawn.focus("Split Data")
    page.keyboard.press("Enter")
    expect(edge).to_have_attribute("aria-valuenow", after or "")
    page.keyboard.press("Escape")
    expect(panes).to_have_count(0)


#: Where the words of each entry of a list begin, in pixels.
BEGINNINGS = "(entries) => [...new Set(entries.map((entry) => Math.round(entry.getBoundingClientRect().left)))]"


def test_a_card_is_renamed_by_key_and_entries_without_an_icon_are_in_line_with_the_others(
    drawn: DesignPage, page: Page
) -> None:
    drawn.focus("Split Data")
    page.keyboard.press("F2")
    title = page.get_by_role("textbox", name="Rename")
    expect(title).to_be_focused()
    page.keyboard.type("Halves")
    page.keyboard.press("Enter")
    expect(drawn.find_card("Halves").locator("xpath=..")).to_be_focused()
    page.keyboard.press("m")
    expect(drawn.find_card("Halves").get_by_text("Disabled")).to_be_visible()

    page.keyboard.press("Control+k")
    labels = page.locator(".mantine-Spotlight-actionLabel")
    expect(labels.first).to_be_visible()
    assert page.locator(".mantine-Spotlight-action .no-icon").count() > 0, "every action has an icon by now"
    assert len(labels.evaluate_all(BEGINNINGS)) == 1
    page.keyboard.press("Escape")
    expect(labels).to_have_count(0)
    drawn.find_card("Train Model").click(button="right")
    items = page.get_by_role("menu").locator(".mantine-Menu-itemLabel")
    expect(items.first).to_be_visible()
    assert len(items.evaluate_all(BEGINNINGS)) == 1


def test_f6_goes_from_pane_to_pane_and_out_of_a_field(drawn: DesignPage, page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Go to the design")).to_be_focused()
    page.keyboard.press("Enter")
    expect(drawn.find_card("Enter Data Manually").locator("xpath=..")).to_be_focused()
    expect(page.get_by_role("heading", name="Enter Data Manually", exact=True)).to_be_visible()
    page.keyboard.press("F6")
    field = page.get_by_role("complementary", name="Module")
    expect(field.locator("*:focus")).to_have_count(1)
    page.keyboard.press("Shift+F6")
    page.keyboard.press("Shift+F6")
    expect(drawn.palette.get_by_role("textbox")).to_be_focused()
    page.keyboard.type("remove dup")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(drawn.find_card("Remove Duplicate Rows")).to_be_visible()


def test_what_is_typed_for_the_command_palette_before_it_has_come_is_searched_for(
    drawn: DesignPage, page: Page
) -> None:
    held: list[Route] = []
    page.route("**/CommandPalette-*.js", lambda route: held.append(route))
    drawn.select("Split Data")
    page.keyboard.press("Control+k")
    page.keyboard.type("dum")  # on the canvas, M disables the card that is selected
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.keyboard.type("elete")
    page.keyboard.press("Delete")
    expect(drawn.find_card("Split Data")).to_be_visible()
    expect(drawn.find_card("Split Data").get_by_text("Disabled")).to_have_count(0)
    for route in held:
        route.continue_()
    field = page.get_by_role("dialog").get_by_role("textbox")
    expect(field).to_be_focused()
    expect(field).to_have_value("delete")
    page.keyboard.type(" s")
    expect(field).to_have_value("delete s")
