"""What cannot run is said while drawing: on the card, in its form and in the list, with the way out."""

import re

from playwright.sync_api import Page, expect

from tests.browser.design_page import DesignPage, lay_out_nodes
from tests.live_server import Client
from tests.small_designs import make_node, make_regression_nodes

TOO_MUCH = re.compile("fraction.*at most 1.*1.5", re.IGNORECASE)


def test_a_broken_parameter_is_told_on_the_card_and_in_the_list_and_is_mended(
    page: Page, desk: DesignPage, client: Client
) -> None:
    desk.open(client.create_design(lay_out_nodes(make_regression_nodes())))
    desk.select("Split Data")
    desk.find_field("Fraction").fill("1.5")
    expect(desk.find_card("Split Data")).to_have_accessible_name(re.compile("1 problem"))
    expect(desk.find_card("Split Data").get_by_text(TOO_MUCH)).to_be_visible()
    page.get_by_role("button", name="Show all problems").click()
    row = page.get_by_role("tabpanel", name="Problems").get_by_role("listitem")
    expect(row).to_contain_text("Split Data")
    expect(row).to_contain_text(TOO_MUCH)

    row.get_by_role("button", name="Use 1").click()
    expect(page.get_by_role("tabpanel", name="Problems")).to_contain_text("No problems")
    expect(desk.find_field("Fraction")).to_have_value("1")
    expect(desk.find_card("Split Data")).not_to_have_accessible_name(re.compile("problem"))


def test_a_misspelled_column_is_replaced_by_the_one_that_was_meant(
    page: Page, desk: DesignPage, client: Client
) -> None:
    nodes = {
        "data": make_node("dataset", {"dataset": "sample:automobile_price"}),
        "linear": make_node("linear_regression"),
        "train": make_node(
            "train_model", {"label": "prise"}, untrained_model="linear.untrained_model", dataset="data.dataset"
        ),
    }
    desk.open(client.create_design(lay_out_nodes(nodes)))
    expect(desk.find_card("Train Model")).to_contain_text("Did you mean 'price'?")
    desk.select("Train Model")
    page.get_by_role("button", name="Use price").click()
    expect(desk.find_card("Train Model")).not_to_have_accessible_name(re.compile("problem"))
    expect(desk.find_field("Label column")).to_have_value("price")


def test_a_problem_in_the_list_leads_to_its_card(page: Page, desk: DesignPage, client: Client) -> None:
    desk.open(
        client.create_design(lay_out_nodes({"train": make_node("train_model"), "score": make_node("score_model")}))
    )
    page.get_by_role("button", name="Show all problems").click()
    rows = page.get_by_role("tabpanel", name="Problems").get_by_role("listitem")
    rows.filter(has_text="Score Model").first.get_by_role("button", name="Show me").click()
    expect(page.get_by_role("heading", name="Score Model")).to_be_visible()
