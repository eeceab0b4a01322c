"""Canvas and code both ways: what is drawn is written, what is typed is drawn, and one undo takes it back."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.design_page import DesignPage, lay_out_nodes
from tests.live_server import Client
from tests.small_designs import make_regression_nodes

FRACTION_PATH = ["nodes", "split", "parameters", "fraction"]


def read_fraction(client: Client, design: str) -> float:
    found = client.request_json("GET", f"/api/designs/{design}")["document"]["nodes"]["split"]
    return float(found["parameters"]["fraction"])


def replace_word(page: Page, old: str, new: str) -> None:
    """Type in place of a word of the code, as one would after a double-click on it."""
    line = page.locator(".cm-line").filter(has_text=old)
    line.click()
    page.keyboard.press("Home")
    # Home goes to the first letter, and not to the margin.
    text = line.inner_text().lstrip()
    for _ in range(text.index(old) + len(old)):
        page.keyboard.press("ArrowRight")
    for _ in old:
        page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.type(new)


@pytest.fixture
def design(client: Client) -> str:
    return client.create_design(lay_out_nodes(make_regression_nodes()), "Coded")


@pytest.fixture
def coded(desk: DesignPage, design: str, page: Page) -> DesignPage:
    desk.open(design)
    page.get_by_role("button", name="Code", exact=True).click()
    expect(page.get_by_role("textbox", name="The design as code")).to_contain_text("split_data(")
    return desk


def test_what_is_typed_is_drawn_applied_and_undone_as_one(
    coded: DesignPage, client: Client, design: str, page: Page
) -> None:
    replace_word(page, "0.7", "0.6")
    expect(page.get_by_text("Typed in code: 1 change")).to_be_visible()
    expect(page.get_by_role("region", name="The design with what was typed").first).to_be_visible()
    assert read_fraction(client, design) == 0.7
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Same as the canvas")).to_be_visible()
    expect(coded.find_card("Split Data")).to_contain_text("60 % / 40 %")
    page.keyboard.press("Control+z")
    expect(page.get_by_role("textbox", name="The design as code")).to_contain_text("fraction=0.7")


@pytest.mark.usefixtures("coded")
def test_a_mistake_is_named_under_its_line_and_put_right(page: Page) -> None:
    replace_word(page, "fraction", "fracton")
    expect(page.get_by_role("note")).to_contain_text("Split Data has no parameter fracton.")
    expect(page.get_by_role("button", name="Apply to canvas")).to_be_disabled()
    page.get_by_role("button", name="Use fraction=0.7").click()
    expect(page.get_by_text("Same as the canvas")).to_be_visible()


def test_code_that_waits_outlives_another_pane_and_a_reload(coded: DesignPage, page: Page) -> None:
    code = page.get_by_role("textbox", name="The design as code")
    replace_word(page, "fraction", "fracton")
    expect(page.get_by_role("note")).to_contain_text("Split Data has no parameter fracton.")
    page.get_by_role("button", name="Design", exact=True).or_(
        page.get_by_role("button", name="Module", exact=True)
    ).click()
    expect(code).to_have_count(0)
    page.get_by_role("button", name="Code", exact=True).click()
    expect(code).to_contain_text("fracton=0.7")
    page.reload()
    page.get_by_role("button", name="Code", exact=True).click()
    expect(page.get_by_role("note")).to_contain_text("Split Data has no parameter fracton.")
    page.get_by_role("button", name="Discard").click()
    expect(code).to_contain_text("fraction=0.7")
    page.reload()
    page.get_by_role("button", name="Code", exact=True).click()
    expect(page.get_by_text("Same as the canvas")).to_be_visible()
    expect(coded.find_card("Split Data")).to_be_visible()


@pytest.mark.usefixtures("coded")
def test_others_change_the_design_while_one_types(client: Client, design: str, page: Page) -> None:
    code = page.get_by_role("textbox", name="The design as code")
    replace_word(page, "0.7", "0.6")
    expect(page.get_by_text("Typed in code: 1 change")).to_be_visible()
    client.edit(design, {"path": ["nodes", "score", "title"], "value": "Scored"})
    expect(code).to_contain_text('title="Scored"')
    expect(code).to_contain_text("fraction=0.6")
    client.edit(design, {"path": FRACTION_PATH, "value": 0.9})
    expect(page.get_by_role("note")).to_contain_text("Changed on the canvas too: split = split_data(")
    page.get_by_role("button", name="Take theirs").click()
    expect(code).to_contain_text("fraction=0.9")


@pytest.mark.usefixtures("coded")
def test_a_card_that_is_selected_shows_its_lines_and_a_line_its_card(desk: DesignPage, page: Page) -> None:
    desk.find_card("Train Model").click()
    expect(page.locator(".cm-selected-node").first).to_contain_text("train_model(")
    page.locator(".cm-line").filter(has_text="split_data(").click()
    expect(page.locator(".react-flow__node.selected")).to_contain_text("Split Data")


@pytest.mark.usefixtures("coded")
def test_a_variable_leads_to_its_card_and_the_pane_keeps_its_width(page: Page) -> None:
    page.locator(".cm-line").filter(has_text="split.results_dataset1").click()
    page.keyboard.press("Home")
    for _ in range(len("dataset=sp")):
        page.keyboard.press("ArrowRight")
    expect(page.locator(".react-flow__node.selected")).to_contain_text("Train Model")
    page.keyboard.press("F12")
    expect(page.locator(".react-flow__node.selected")).to_contain_text("Split Data")
    expect(page.locator(".cm-selected-node").first).to_contain_text("split_data(")
    edge = page.get_by_role("separator", name="Width of the code")
    expect(edge).to_have_attribute("aria-valuenow", "560")
    edge.focus()
    page.keyboard.press("ArrowLeft")
    expect(edge).to_have_attribute("aria-valuenow", "600")
    page.reload()
    page.get_by_role("button", name="Code", exact=True).click()
    expect(edge).to_have_attribute("aria-valuenow", "600")
    box = page.get_by_role("complementary", name="The design as code").bounding_box()
    assert box is not None
    assert abs(box["width"] - 600) < 2
