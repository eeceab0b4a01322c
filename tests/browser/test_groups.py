"""Groups and notes: frames, one card for many, what is inside, Markdown on the paper; by mouse and by keyboard."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.design_page import DesignPage, compute_middle, lay_out_nodes, measure_box
from tests.live_server import Client, wait_until
from tests.small_designs import make_regression_nodes


@pytest.fixture
def drawn(desk: DesignPage, client: Client) -> DesignPage:
    return desk.open(client.create_design(lay_out_nodes(make_regression_nodes(), columns=2)))


def find_frame(desk: DesignPage, title: str) -> Locator:
    return desk.canvas.get_by_role("region", name=re.compile(f"^Frame {title},"))


def find_folded_group(desk: DesignPage, title: str) -> Locator:
    return desk.canvas.get_by_role("group", name=re.compile(f"^Group {title},"))


def group_cards(desk: DesignPage, title: str, *cards: str) -> None:
    desk.select(cards[0])
    for card in cards[1:]:
        desk.find_card(card).click(modifiers=["Shift"])
    desk.page.keyboard.press("Control+g")
    field = desk.canvas.get_by_role("textbox", name="Title")
    field.fill(title)
    field.press("Enter")
    expect(find_frame(desk, title)).to_be_visible()


def test_a_frame_moves_its_cards_and_is_taken_apart(drawn: DesignPage, page: Page) -> None:
    group_cards(drawn, "Learning", "Linear Regression", "Train Model")
    drawn.wait_for_rest()
    x = compute_middle(drawn.find_card("Train Model"))[0]
    box = measure_box(find_frame(drawn, "Learning").get_by_text("Learning", exact=True))
    title = box["x"] + 24, box["y"] + box["height"] / 2
    drawn.drag(title, (title[0] + 80, title[1] + 40))
    wait_until(lambda: abs(compute_middle(drawn.find_card("Train Model"))[0] - x - 80) < 12, "the card with its frame")
    page.keyboard.press("Control+z")
    wait_until(lambda: abs(compute_middle(drawn.find_card("Train Model"))[0] - x) < 2, "the card where it was")
    find_frame(drawn, "Learning").get_by_text("Learning", exact=True).click(position={"x": 24, "y": 8})
    page.keyboard.press("Control+Shift+g")
    expect(find_frame(drawn, "Learning")).to_have_count(0)
    expect(drawn.find_cards()).to_have_count(6)


def test_a_folded_group_is_one_card_that_is_opened_left_and_copied_by_key(drawn: DesignPage, page: Page) -> None:
    group_cards(drawn, "Learning", "Linear Regression", "Train Model")
    page.keyboard.press("Alt+c")
    card = find_folded_group(drawn, "Learning")
    expect(card).to_contain_text("2 modules")
    expect(drawn.find_card("Train Model")).to_have_count(0)
    expect(card.locator("xpath=..")).to_have_css("border-top-width", "0px")
    expect(drawn.find_edges()).to_have_count(5)
    expect(card.get_by_role("button", name=re.compile("^Input Dataset, .*connected to Split Data"))).to_be_visible()
    drawn.run()
    drawn.expect_run("Succeeded")
    expect(card).to_contain_text("Succeeded")
    card.click()
    page.keyboard.press("Enter")
    expect(drawn.find_cards()).to_have_count(2)
    crumbs = page.get_by_role("navigation", name="Group path")
    expect(crumbs.get_by_role("button", name="Learning")).to_have_attribute("aria-current", "page")
    page.keyboard.press("Escape")
    expect(card).to_be_visible()
    card.dblclick()
    crumbs.get_by_role("button").first.click()

    # It is copied with what is in it.
    card.click()
    page.keyboard.press("Control+d")
    expect(card).to_have_count(2)
    page.keyboard.press("Delete")
    expect(card).to_have_count(1)
    card.get_by_role("button", name=re.compile("^Unfold")).click()
    expect(drawn.find_card("Train Model")).to_be_visible()


def test_a_promoted_parameter_is_edited_at_the_group_and_a_port_takes_an_edge_on_the_folded_card(
    drawn: DesignPage, page: Page
) -> None:
    group_cards(drawn, "Preparation", "Enter Data Manually", "Split Data")
    panel = page.get_by_role("complementary", name="Group")
    panel.get_by_role("combobox", name="Promote a parameter").or_(
        panel.get_by_role("textbox", name="Promote a parameter")
    ).first.click()
    page.get_by_role("option", name="Fraction of Split Data").click()
    drawn.find_field("Fraction").fill("0.9")
    drawn.find_field("Fraction").press("Enter")
    expect(drawn.find_card("Split Data")).to_contain_text("90 % / 10 %")

    panel.get_by_role("combobox", name="Promote a port").or_(
        panel.get_by_role("textbox", name="Promote a port")
    ).first.click()
    page.get_by_role("option", name="Dataset of Enter Data Manually").click()
    page.keyboard.press("Escape")
    find_frame(drawn, "Preparation").get_by_role("button", name="Fold to one card: Preparation").click()
    port = find_folded_group(drawn, "Preparation").get_by_role("button", name=re.compile("^Output Dataset"))
    expect(port).to_be_visible()
    drawn.connect(port, drawn.find_input("Evaluate Model", "Scored dataset to compare"))
    expect(drawn.find_input("Evaluate Model", "Scored dataset to compare")).to_have_accessible_name(
        re.compile("connected to Enter Data Manually")
    )


def test_a_note_is_written_colored_resized_and_never_read_as_html(drawn: DesignPage, page: Page) -> None:
    # Nothing is out of sight, so there is no overview, unless one looks closer.
    overview = page.get_by_role("img", name=re.compile("^Overview of the design"))
    expect(drawn.find_card("Evaluate Model")).to_be_visible()
    expect(overview).to_have_count(0)
    page.get_by_role("button", name="Zoom in").click(click_count=4)
    expect(overview).to_be_visible()
    drawn.show_all()
    expect(overview).to_have_count(0)
    drawn.wait_for_rest()

    page.mouse.move(*drawn.locate(0.03, 0.75))
    page.keyboard.press("Shift+n")
    expect(page.get_by_role("textbox", name="Text of the note")).to_be_focused()
    page.keyboard.type("# Why\n**Clean** first <img src=x onerror=alert(1)>")
    page.keyboard.press("Escape")
    note = drawn.canvas.get_by_role("article", name=re.compile("^Note: # Why"))
    expect(note.get_by_role("heading", name="Why")).to_be_visible()
    expect(note).to_contain_text("<img src=x onerror=alert(1)>")
    expect(note.locator("img")).to_have_count(0)
    note.get_by_role("radio", name="Green").click()
    expect(note).to_have_class(re.compile("tint-green"))
    before = measure_box(note)
    corner = before["x"] + before["width"], before["y"] + before["height"]
    drawn.drag(corner, (corner[0] + 64, corner[1] + 32))
    wait_until(lambda: measure_box(note)["width"] > before["width"] + 40, "a wider note")
    note.dblclick()
    expect(page.get_by_role("textbox", name="Text of the note")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Delete")
    expect(note).to_have_count(0)


#: How many points of the overview have the color of a token, give or take what smoothing does to it.
COUNT_PIXELS = """(canvas, token) => {
  const probe = document.createElement('canvas').getContext('2d');
  probe.fillStyle = getComputedStyle(canvas).getPropertyValue(token).trim();
  probe.fillRect(0, 0, 1, 1);
  const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let found = 0;
  for (let at = 0; at < data.length; at += 4) {
    const off = Math.abs(data[at] - r) + Math.abs(data[at + 1] - g) + Math.abs(data[at + 2] - b);
    if (off < 30 && data[at + 3] > 200) found += 1;
  }
  return found;
}"""


def test_the_overview_shows_frames_and_notes_in_their_colors(desk: DesignPage, page: Page, client: Client) -> None:
    nodes = lay_out_nodes(make_regression_nodes(), columns=2)
    for name in ("data", "evaluate"):
        nodes[name]["group"] = "learning"
    note = {"text": "Far to the right", "x": 1400, "y": 0, "width": 320, "height": 200, "color": "green"}
    drawn = {
        "format": 2,
        "name": "Overview",
        "nodes": nodes,
        "notes": {"aside": note},
        "groups": {"learning": {"title": "Learning", "color": "red"}},
    }
    desk.open(client.request_json("POST", "/api/designs", json={"document": drawn})["id"])
    overview = page.get_by_role("img", name=re.compile("^Overview of the design"))
    closer = page.get_by_role("button", name="Zoom in")
    closer.click(click_count=3)
    wait_until(lambda: overview.evaluate(COUNT_PIXELS, "--green-line") > 20, "the outline of the note")
    wait_until(lambda: overview.evaluate(COUNT_PIXELS, "--red-line") > 20, "the frame of the group")
    desk.show_all()
    desk.canvas.get_by_text("Far to the right").click()
    page.keyboard.press("Delete")
    closer.click(click_count=4)
    wait_until(lambda: overview.evaluate(COUNT_PIXELS, "--green-line") == 0, "an overview without the note")
