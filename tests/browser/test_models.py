"""What a model looks like: a tree that is drawn, what each column does, clusters in two dimensions."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.design_page import DesignPage, lay_out_nodes
from tests.live_server import Client
from tests.small_designs import make_node, make_regression_nodes

#: On how many lines a text stands.
COUNT_LINES = """element => {
    const all = document.createRange();
    all.selectNodeContents(element);
    return all.getClientRects().length;
}"""


@pytest.fixture(scope="module")
def tree(client: Client) -> str:
    design: str = client.request_json("POST", "/api/designs", json={"sample": "penguins_tree"})["id"]
    client.run(design)
    return design


@pytest.fixture(scope="module")
def clusters(client: Client) -> str:
    design: str = client.request_json("POST", "/api/designs", json={"sample": "penguin_clusters"})["id"]
    client.run(design)
    return design


def find_view_switch(page: Page) -> Locator:
    return page.get_by_role("radiogroup", name="View of the result")


def test_a_tree_is_drawn_folded_read_as_a_list_and_shows_the_effect_of_a_column_by_key(
    page: Page, desk: DesignPage, tree: str
) -> None:
    desk.open(tree)
    desk.show_output("Train Model", "Trained model")
    drawn = page.get_by_role("region", name=re.compile("^Tree of .* drawn nodes"))
    all_nodes = drawn.get_by_role("button")
    expect(all_nodes.nth(4)).to_be_visible()
    many = all_nodes.count()
    drawn.get_by_role("button", name=re.compile("^Collapse (?!all)")).first.press("Enter")
    expect(drawn.get_by_role("button", name=re.compile("^Expand (?!all)"))).to_have_count(1)
    assert all_nodes.count() < many
    page.get_by_role("radiogroup", name="Form").get_by_text("List", exact=True).click()
    expect(page.get_by_role("listitem").filter(has_text="Flipper Length").first).to_be_visible()

    find_view_switch(page).get_by_role("radio", name="Tree").focus()
    page.keyboard.press("ArrowRight")
    expect(find_view_switch(page).get_by_role("radio", name="Model")).to_be_checked()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("img", name=re.compile("Flipper Length")).first).to_be_visible()


def test_clusters_are_shown_in_two_dimensions(page: Page, desk: DesignPage, clusters: str) -> None:
    desk.open(clusters)
    desk.show_output("Evaluate Model", "Evaluation results")
    expect(page.get_by_role("heading", name=re.compile("clusters")).first).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("in the plane of their two main directions")).first).to_be_visible()
    page.get_by_role("button", name="0", exact=True).first.click()
    expect(page.get_by_text("Assignments is 0").first).to_be_visible()
    expect(page.get_by_role("button", name="Keep these rows")).to_be_visible()


def test_a_node_of_a_tree_becomes_a_module_that_keeps_its_rows(page: Page, desk: DesignPage, client: Client) -> None:
    design = client.request_json("POST", "/api/designs", json={"sample": "penguins_tree"})["id"]
    client.run(design)
    desk.open(design)
    desk.show_output("Train Model", "Trained model")
    page.get_by_role("button", name="Show these rows").first.click()
    page.get_by_role("button", name="Keep these rows").click()
    expect(desk.find_card("Select Rows")).to_be_visible()


def test_a_number_beside_a_long_name_stays_whole(page: Page, desk: DesignPage, client: Client) -> None:
    nodes = make_regression_nodes() | {"linear": make_node("fast_forest_quantile_regression", {"number_of_trees": 3})}
    design = client.create_design(lay_out_nodes(nodes))
    client.run(design, ["train"])
    page.set_viewport_size({"width": 1280, "height": 720})
    desk.open(design)
    desk.show_output("Train Model", "Trained model")
    term = page.get_by_role("term").filter(has_text="Minimum number of training instances required")
    number = term.locator("xpath=following-sibling::dd")
    expect(number).to_have_text("10")
    assert number.evaluate(COUNT_LINES) == 1
