"""Forms that follow: a column renamed further up, and parameters that try several values."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.design_page import DesignPage, lay_out_nodes
from tests.live_server import Client
from tests.small_designs import make_node, make_regression_nodes


def make_renamed_nodes() -> dict[str, dict[str, Any]]:
    """The label gets another name on its way, and two cards behind that still call it by the old one."""
    nodes = make_regression_nodes()
    renamed = {"columns": {"start": "none", "names": ["y"]}, "new_column_names": ""}
    nodes["rename"] = make_node("edit_metadata", renamed, dataset="data.dataset")
    kept = {"select_columns": {"start": "none", "names": ["a", "b", "y"]}}
    nodes["select"] = make_node("select_columns_in_dataset", kept, dataset="rename.results_dataset")
    nodes["split"]["inputs"] = {"dataset": "select.results_dataset"}
    return lay_out_nodes(nodes, columns=2)


def test_a_column_renamed_further_up_is_followed_by_one_click_at_every_picker(
    page: Page, desk: DesignPage, client: Client
) -> None:
    desk.open(client.create_design(make_renamed_nodes()))
    desk.select("Edit Metadata")
    desk.find_field("New column names").fill("price")
    desk.find_field("New column names").press("Enter")
    page.get_by_role("button", name="Show all problems").click()
    panel = page.get_by_role("tabpanel", name="Problems")
    expect(panel).to_contain_text("Column 'y' is now called 'price'.")
    panel.get_by_role("button", name="Use price").first.click()
    expect(panel).to_contain_text(re.compile("Train Model.*'y' is now called 'price'."))
    panel.get_by_role("button", name="Use price").press("Enter")
    expect(panel).to_contain_text("No problems")
    desk.select("Train Model")
    expect(desk.find_card("Train Model")).to_contain_text("price")


def test_a_parameter_of_a_learner_takes_a_list_a_range_and_one_value_again(
    page: Page, desk: DesignPage, client: Client
) -> None:
    desk.open(client.create_design(lay_out_nodes({"linear": make_node("linear_regression")})))
    desk.select("Linear Regression")
    toggle = page.get_by_role("button", name="Several values for L2 regularization weight")
    toggle.click()
    values = page.get_by_role("combobox", name="Values of L2 regularization weight")
    values.fill("0.5")
    values.press("Enter")
    expect(find_tags(page)).to_have_text(["0.001", "0.01", "0.1", "0.5"])
    form = page.get_by_role("radiogroup", name="Form of the values")
    form.get_by_text("Range", exact=True).click()
    expect(page.get_by_role("textbox", name=re.compile("From$"))).to_have_value("0.001")
    expect(desk.find_field("To")).to_have_value("0.5")
    desk.find_field("To").fill("10")
    desk.find_field("To").press("Enter")
    expect(desk.find_card("Linear Regression")).to_contain_text("10")
    toggle.press("Space")
    expect(toggle).to_have_attribute("aria-pressed", "false")
    expect(desk.find_field("L2 regularization weight")).to_have_value("0.001")


def find_tags(page: Page) -> Locator:
    """The values of a list, each as a tag that can be taken off."""
    return page.locator(".sweep .mantine-Pill-label")
